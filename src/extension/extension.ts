/** Activation: what there is, who owns it and who knows whom. */
import * as vscode from 'vscode';
import { chooseFile } from './commands/pickPicture.js';
import { registerCommands } from './commands/index.js';
import { createReader } from './createReader.js';
import { LastEditor } from './lastEditor.js';
import { Log } from './log.js';
import { Panels } from './panels/panels.js';
import { PictureStore } from './pictureStore.js';
import { StatusBar } from './statusBar.js';

let endReader: (() => unknown) | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const own = <T extends vscode.Disposable>(resource: T): T => { context.subscriptions.push(resource); return resource; };

  const log = own(new Log());
  const status = own(new StatusBar());
  const lastEditor = own(new LastEditor());
  const store = new PictureStore(context.globalStorageUri);
  const reader = createReader(context, log);
  endReader = () => reader.dispose();
  const panels = own(new Panels({ reader, store, log, status, extensionUri: context.extensionUri }, chooseFile));
  own(registerCommands({ panels, lastEditor, log, store }));

  log.info(`Ready in ${(performance.now() - started).toFixed(1)} ms. The engine starts with the first picture.`);
}

/** VS Code waits for this: the engine's process is gone before the host is. */
export async function deactivate(): Promise<void> {
  await endReader?.();
}
