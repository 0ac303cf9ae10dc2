/** Unrender in the list of chat models: takes a picture, answers with the Markdown that agents get. */
import * as vscode from 'vscode';
import { compactMarkdown } from '../../agents/compact.js';
import type { AgentReader } from './agentReader.js';
import type { ChatModel } from './register.js';

/** What one picture counts for in VS Code's reckoning. */
const tokensOfPicture = 1000;

/** modelInformation.ts says who it is. */
export class ModelProvider implements ChatModel {
  constructor(private readonly reader: AgentReader) {}

  async provideLanguageModelChatResponse(
    _model: vscode.LanguageModelChatInformation, messages: readonly vscode.LanguageModelChatRequestMessage[], { toolMode, tools = [] }: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>, token: vscode.CancellationToken,
  ): Promise<void> {
    if (toolMode === vscode.LanguageModelChatToolMode.Required && tools.length > 0) throw new Error(vscode.l10n.t('Unrender calls no tools. Choose another model for this.'));
    const pictures = latestPictures(messages);
    if (pictures.length === 0) {
      progress.report(new vscode.LanguageModelTextPart(vscode.l10n.t('Unrender reads pictures and does not converse: attach an image (PNG, JPEG, WebP, GIF or BMP).')));
      return;
    }
    for (const [index, { data }] of pictures.entries()) {
      const name = pictures.length === 1 ? vscode.l10n.t('image') : vscode.l10n.t('image {0}', index + 1);
      const answer = await this.reader.readBytes(name, data, token);
      progress.report(new vscode.LanguageModelTextPart(`${index > 0 ? '\n' : ''}${compactMarkdown(answer)}`));
    }
  }

  /** Four characters a token, as a rule of thumb: the model has no use for the text that is counted here. */
  provideTokenCount(_model: vscode.LanguageModelChatInformation, text: string | vscode.LanguageModelChatRequestMessage): Promise<number> {
    const count = typeof text === 'string' ? text.length / 4 : text.content.reduce<number>((sum, part) => sum + sizeOf(part), 0);
    return Promise.resolve(Math.ceil(count));
  }
}

/** The pictures of the last message that has any. */
function latestPictures(messages: readonly vscode.LanguageModelChatRequestMessage[]): vscode.LanguageModelDataPart[] {
  for (const { role, content } of [...messages].reverse()) {
    const pictures = content.filter((part) => part instanceof vscode.LanguageModelDataPart && part.mimeType.startsWith('image/')) as vscode.LanguageModelDataPart[];
    if (role === vscode.LanguageModelChatMessageRole.User && pictures.length > 0) return pictures;
  }
  return [];
}

function sizeOf(part: unknown): number {
  if (part instanceof vscode.LanguageModelTextPart) return part.value.length / 4;
  return part instanceof vscode.LanguageModelDataPart && part.mimeType.startsWith('image/') ? tokensOfPicture : 0;
}
