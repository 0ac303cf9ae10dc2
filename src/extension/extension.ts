/**
 * Activation: what there is, who owns it and who knows whom. Only what VS Code must know beforehand is in this bundle; everything that a person can set to work
 * is in features.ts, a bundle of its own, which is loaded with the first use.
 */
import { loadingSince } from './loading.js';
import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { registerAgents } from './agents/register.js';
import { registerCommands } from './commands/register.js';
import { historyKey, panelType, previewsKey, storyboardType } from './contributions.js';
import { registerDocuments } from './documents/register.js';
import { Reports } from './documents/reports.js';
import type * as bundle from './features.js';
import { LastEditor } from './lastEditor.js';
import { Log } from './log.js';
import { OnFirstUse } from './onFirstUse.js';
import { StatusBar } from './statusBar.js';

let endReader: (() => unknown) | undefined;

/** What tests and benchmarks may ask: milliseconds of loading and of activation, without what VS Code does in between (it fetches the extension's storage), what each part of it took, and whether anything but this bundle was needed for it. */
export interface Ready { readonly milliseconds: number; readonly parts: Readonly<Record<string, number>>; readonly loaded: boolean }

export function activate(context: vscode.ExtensionContext): Ready {
  const entered = performance.now();
  const parts: Record<string, number> = { loading };
  let since = entered;
  const took = (part: string): void => {
    const now = performance.now();
    parts[part] = now - since;
    since = now;
  };
  const own = <T extends vscode.Disposable>(resource: T): T => { context.subscriptions.push(resource); return resource; };
  const ready = { milliseconds: 0, parts, get loaded() { return features.made !== undefined; } };

  const log = own(new Log());
  const status = own(new StatusBar());
  const lastEditor = own(new LastEditor());
  const reports = own(new Reports());
  const features = own(new OnFirstUse(() => {
    log.info(`Activated in ${ready.milliseconds.toFixed(1)} ms. The engine starts with the first picture.`);
    return load(context).createFeatures({ context, log, status, lastEditor, reports });
  }));
  endReader = () => features.made?.end();
  const kept: unknown = context.globalState.get(historyKey);
  status.offerMenu(Array.isArray(kept) && kept.length > 0);
  own(vscode.window.registerWebviewPanelSerializer(panelType, { deserializeWebviewPanel: (panel, state) => features.value.panels.deserializeWebviewPanel(panel, state) }));
  own(vscode.window.registerWebviewPanelSerializer(storyboardType, { deserializeWebviewPanel: (panel, state) => features.value.storyboards.deserializeWebviewPanel(panel, state) }));
  took('status and panels');
  own(registerCommands((name) => features.value.commands[name]));
  took('commands');
  own(registerDocuments(() => features.value.documents, (document) => {
    const left: unknown = context.workspaceState.get(previewsKey);
    return Array.isArray(left) && left.some((entry: unknown) => Array.isArray(entry) && entry[0] === document.toString());
  }));
  took('documents');
  const { version } = context.extension.packageJSON as { readonly version: string };
  own(registerAgents({ agents: () => features.value.agents, log, extensionUri: context.extensionUri, version }));
  took('agents');

  ready.milliseconds = loading + performance.now() - entered;
  return ready;
}

/** VS Code waits for this: the engine's process is gone before the host is. */
export async function deactivate(): Promise<void> {
  await endReader?.();
}

function load({ extensionUri }: vscode.ExtensionContext): typeof bundle {
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'features.cjs').fsPath;
  return createRequire(script)(script) as typeof bundle;
}

/** The last line that runs before VS Code has the module. */
const loading = performance.now() - loadingSince;
