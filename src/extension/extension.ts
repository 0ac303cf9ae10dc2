/** Activation: what there is, who owns it and who knows whom. */
import { loadingSince } from './loading.js';
import * as vscode from 'vscode';
import { registerAgents } from './agents/index.js';
import { chooseFile } from './commands/pickPicture.js';
import { registerCommands } from './commands/index.js';
import { createReader } from './createReader.js';
import { Documents } from './documents/index.js';
import { History } from './history.js';
import { LastEditor } from './lastEditor.js';
import { Log } from './log.js';
import { Panels } from './panels/panels.js';
import { PictureStore } from './pictureStore.js';
import { StatusBar } from './statusBar.js';

let endReader: (() => unknown) | undefined;

/** What tests and benchmarks may ask: milliseconds from the first line of code to the end of activation. */
export interface Ready { readonly milliseconds: number }

export function activate(context: vscode.ExtensionContext): Ready {
  const own = <T extends vscode.Disposable>(resource: T): T => { context.subscriptions.push(resource); return resource; };

  const log = own(new Log());
  const status = own(new StatusBar());
  const lastEditor = own(new LastEditor());
  const store = new PictureStore(context.globalStorageUri);
  const history = own(new History(context.globalState, store));
  own(history.onDidChange(() => { status.offerMenu(history.entries.length > 0); }));
  status.offerMenu(history.entries.length > 0);
  const reader = createReader(context, log);
  endReader = () => reader.dispose();
  const panels = own(new Panels({ reader, store, log, status, history, extensionUri: context.extensionUri }, chooseFile));
  const { version } = context.extension.packageJSON as { readonly version: string };
  own(registerAgents({ reader, store, log, status, extensionUri: context.extensionUri, version }));
  const documents = own(new Documents({ reader, store, log, status, panels, history, extensionUri: context.extensionUri }));
  own(registerCommands({ panels, lastEditor, log, store, history, documents, extensionUri: context.extensionUri }));

  const milliseconds = performance.now() - loadingSince;
  log.info(`Ready in ${milliseconds.toFixed(1)} ms. The engine starts with the first picture.`);
  return { milliseconds };
}

/** VS Code waits for this: the engine's process is gone before the host is. */
export async function deactivate(): Promise<void> {
  await endReader?.();
}
