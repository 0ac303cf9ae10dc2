/** Everything by which agents and the chat reach Unrender. Hosts without a chat or without language models get what they can have; nothing is loaded before it is asked. */
import * as vscode from 'vscode';
import { toolName } from '../../agents/contract.js';
import { DisposableStore } from '../dispose.js';
import type { Log } from '../log.js';
import { mcpProviderId, modelVendor, participantId } from './ids.js';
import { McpDefinition } from './mcpDefinition.js';
import { modelInformation } from './modelInformation.js';

export type ChatModel = Pick<vscode.LanguageModelChatProvider, 'provideLanguageModelChatResponse' | 'provideTokenCount'>;
export interface AgentFeatures {
  readonly tool: Required<Pick<vscode.LanguageModelTool<object>, 'invoke' | 'prepareInvocation'>>;
  readonly chat: { handle: vscode.ChatRequestHandler };
  followups(result: vscode.ChatResult): vscode.ChatFollowup[];
  readonly model: ChatModel;
}
export interface AgentRegistration { readonly log: Log; readonly extensionUri: vscode.Uri; readonly version: string; agents(): AgentFeatures }

export function registerAgents({ agents, log, extensionUri, version }: AgentRegistration): vscode.Disposable {
  const store = new DisposableStore();
  const surfaces: Readonly<Record<string, () => void>> = {
    'language model tool': () => {
      store.add(vscode.lm.registerTool<object>(toolName, { prepareInvocation: (...asked) => agents().tool.prepareInvocation(...asked), invoke: (...asked) => agents().tool.invoke(...asked) }));
    },
    'chat participant': () => {
      const participant = store.add(vscode.chat.createChatParticipant(participantId, (...asked) => agents().chat.handle(...asked)));
      participant.iconPath = new vscode.ThemeIcon('symbol-structure');
      participant.followupProvider = { provideFollowups: (result) => agents().followups(result) };
    },
    'chat model': () => {
      store.add(vscode.lm.registerLanguageModelChatProvider(modelVendor, {
        provideLanguageModelChatInformation: () => [modelInformation(version)],
        provideLanguageModelChatResponse: (...asked) => agents().model.provideLanguageModelChatResponse(...asked),
        provideTokenCount: (...asked) => agents().model.provideTokenCount(...asked),
      }));
    },
    'MCP server': () => { store.add(vscode.lm.registerMcpServerDefinitionProvider(mcpProviderId, store.add(new McpDefinition(extensionUri, version)))); },
  };
  for (const [name, register] of Object.entries(surfaces)) {
    try {
      register();
    } catch (error) {
      // Editors made from VS Code lack one or the other of these; the rest of the extension does not depend on them.
      log.info(`Not available in this editor: ${name} (${error instanceof Error ? error.message : String(error)}).`);
    }
  }
  return store;
}
