/** Everything that a person can set to work, made with the first use: the second half of activation, and its owner. */
import type * as vscode from 'vscode';
import { AgentReader } from './agents/agentReader.js';
import { ChatHandler } from './agents/chatHandler.js';
import { followups } from './agents/chatMemory.js';
import { ModelProvider } from './agents/modelProvider.js';
import type { AgentFeatures } from './agents/register.js';
import { ReadImageTool } from './agents/tool.js';
import { commandTable } from './commands/table.js';
import { chooseFile } from './commands/pickPicture.js';
import type { CommandRun } from './commands/register.js';
import type { CommandName } from './contributions.js';
import { createReader } from './createReader.js';
import { DisposableStore } from './dispose.js';
import { Documents } from './documents/index.js';
import type { DocumentFeatures } from './documents/register.js';
import type { Reports } from './documents/reports.js';
import { History } from './history.js';
import type { LastEditor } from './lastEditor.js';
import type { Log } from './log.js';
import { ModelChat } from './models/chat.js';
import { ModelService } from './models/service.js';
import { Panels } from './panels/panels.js';
import { PictureStore } from './pictureStore.js';
import { Storyboards } from './recordings/storyboards.js';
import type { StatusBar } from './statusBar.js';

/** What activation has already made. */
export interface Beginning { readonly context: vscode.ExtensionContext; readonly log: Log; readonly status: StatusBar; readonly lastEditor: LastEditor; readonly reports: Reports }

export interface Features extends vscode.Disposable {
  readonly commands: Readonly<Record<CommandName, CommandRun>>;
  readonly panels: vscode.WebviewPanelSerializer;
  readonly storyboards: vscode.WebviewPanelSerializer;
  readonly documents: DocumentFeatures;
  readonly agents: AgentFeatures;
  /** Ends the engine's process. */
  end(): Promise<void>;
}

export function createFeatures({ context, log, status, lastEditor, reports }: Beginning): Features {
  const { extensionUri } = context;
  const resources = new DisposableStore();
  const store = new PictureStore(context.globalStorageUri);
  const history = resources.add(new History(context.globalState, store));
  resources.add(history.onDidChange(() => { status.offerMenu(history.entries.length > 0); }));
  const reader = createReader(context, log);
  const agentReader = new AgentReader({ reader, store, log, status });
  const models = resources.add(new ModelService(context, log));
  const panels = resources.add(new Panels({ reader, store, log, status, history, extensionUri, models }, chooseFile));
  const storyboards = resources.add(new Storyboards({ reader, store, log, status, panels, extensionUri }));
  const documents = resources.add(new Documents({ reader: agentReader, store, log, panels, history, reports, extensionUri, memory: context.workspaceState, everywhere: context.globalState }));
  return {
    panels, storyboards, documents,
    commands: commandTable({ context, panels, lastEditor, log, store, history, documents, reader, models, storyboards }),
    agents: { tool: new ReadImageTool(agentReader), chat: new ChatHandler(agentReader, store, log, new ModelChat(models, store)), followups, model: new ModelProvider(agentReader) },
    end: async () => { await Promise.all([reader.dispose(), models.end()]); },
    dispose: () => { resources.dispose(); },
  };
}
