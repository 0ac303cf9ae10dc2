/** Everything by which agents and the chat reach Unrender. Hosts without a chat or without language models get what they can have. */
import * as vscode from 'vscode';
import { toolName } from '../../agents/contract.js';
import { DisposableStore } from '../dispose.js';
import { AgentReader, type AgentReaderServices } from './agentReader.js';
import { ChatHandler } from './chatHandler.js';
import { mcpProviderId, modelVendor } from './ids.js';
import { McpDefinition } from './mcpDefinition.js';
import { ModelProvider } from './modelProvider.js';
import { createParticipant } from './participant.js';
import { ReadImageTool } from './tool.js';

export interface AgentServices extends AgentReaderServices { readonly extensionUri: vscode.Uri; readonly version: string }

export function registerAgents({ extensionUri, version, ...services }: AgentServices): vscode.Disposable {
  const store = new DisposableStore();
  const reader = new AgentReader(services);
  const surfaces: Readonly<Record<string, () => void>> = {
    'language model tool': () => { store.add(vscode.lm.registerTool(toolName, new ReadImageTool(reader))); },
    'chat participant': () => { store.add(createParticipant(new ChatHandler(reader, services.store, services.log))); },
    'chat model': () => { store.add(vscode.lm.registerLanguageModelChatProvider(modelVendor, new ModelProvider(reader, version))); },
    'MCP server': () => { store.add(vscode.lm.registerMcpServerDefinitionProvider(mcpProviderId, store.add(new McpDefinition(extensionUri, version)))); },
  };
  for (const [name, register] of Object.entries(surfaces)) {
    try {
      register();
    } catch (error) {
      // Editors made from VS Code lack one or the other of these; the rest of the extension does not depend on them.
      services.log.info(`Not available in this editor: ${name} (${error instanceof Error ? error.message : String(error)}).`);
    }
  }
  return store;
}
