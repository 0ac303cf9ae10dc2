/** What Unrender says of itself among the chat models: VS Code asks for this at any time, and nothing starts for it. */
import * as vscode from 'vscode';

/** The text around the picture is not read, so any amount of it fits; VS Code cuts it down to this. */
const inputTokens = 128_000;
const outputTokens = 16_000;

export function modelInformation(version: string): vscode.LanguageModelChatInformation {
  return {
    id: 'unrender', name: 'Unrender', family: 'unrender', version, maxInputTokens: inputTokens, maxOutputTokens: outputTokens,
    detail: vscode.l10n.t('reads pictures, on this machine'),
    tooltip: vscode.l10n.t('Turns a picture of a flowchart into Mermaid, and reads the text of others. It does not converse and calls no tools; nothing leaves this machine.'),
    // It takes part in requests with tools and never calls one. Saying false would keep it out of VS Code's agent mode, which is the only mode where nobody is signed
    // in: without a model that can be chosen there, VS Code does not even pass a request on to @unrender.
    capabilities: { imageInput: true, toolCalling: true },
  };
}
