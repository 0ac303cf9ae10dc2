/** "Copy Diagnostics": gathers what a report of a problem needs, and puts it on the clipboard. */
import { cpus, totalmem } from 'node:os';
import * as vscode from 'vscode';
import type { EngineInfo } from '../../client/protocol.js';
import { settingKeys } from '../contributions.js';
import type { History } from '../history.js';
import type { Log } from '../log.js';
import type { Panels } from '../panels/panels.js';
import { ReadFailure, type Reader } from '../reader.js';
import { readSettings } from '../settings.js';
import { settingsFrom } from '../settingsSnapshot.js';
import { diagnosticsText } from './report.js';

export interface DiagnosticServices { readonly context: vscode.ExtensionContext; readonly reader: Reader; readonly panels: Panels; readonly history: History; readonly log: Log }

export function copyDiagnostics(services: DiagnosticServices): () => Promise<void> {
  return async () => {
    const { context, panels, history } = services;
    const engine = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Unrender: looking at the engine'), cancellable: true },
      (_progress, token) => Promise.race([engineOf(services), cancelled(token)]));
    if (engine === undefined) return;
    const { version } = context.extension.packageJSON as { readonly version: string };
    const text = diagnosticsText({ extension: version, editor: editorLines(), machine: machineLines(), engine, settings: changedSettings(), panels: panels.count, recentAnswers: history.entries.length });
    await vscode.env.clipboard.writeText(text);
    const show = vscode.l10n.t('Show');
    const choice = await vscode.window.showInformationMessage(vscode.l10n.t('The diagnostics are on the clipboard. They hold no paths and nothing from your pictures.'), show);
    if (choice === show) await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content: text }));
  };
}

/** Starts the engine where it does not run: whether it comes up is half of what one wants to know. */
async function engineOf({ reader, log }: DiagnosticServices): Promise<EngineInfo | { readonly problem: string }> {
  try {
    return await reader.probe();
  } catch (error) {
    log.error('The engine does not start.', error);
    // Other errors are Node's or VS Code's own, and may say anything.
    return { problem: error instanceof ReadFailure ? `${error.code}: ${error.message}` : error instanceof Error ? error.name : 'unknown' };
  }
}

function cancelled(token: vscode.CancellationToken): Promise<undefined> {
  return new Promise((resolve) => { token.onCancellationRequested(() => { resolve(undefined); }); });
}

function editorLines(): string[] {
  const { appName, appHost, remoteName, uiKind, language } = vscode.env;
  const schemes = [...new Set((vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme))];
  return [
    `${appName} ${vscode.version} (${appHost}, ${uiKind === vscode.UIKind.Web ? 'web' : 'desktop'})`, `display language ${language}`, `remote: ${remoteName ?? 'no'}`,
    `workspace: ${schemes.length === 0 ? 'none' : schemes.join(', ')}, ${vscode.workspace.isTrusted ? 'trusted' : 'not trusted'}`,
  ];
}

function machineLines(): string[] {
  const processors = cpus();
  return [`${process.platform} ${process.arch}`, `${processors.length} processors (${processors[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 20)} MB memory`, `Node ${process.versions.node}`];
}

function changedSettings(): (readonly [string, unknown])[] {
  const [now, defaults] = [readSettings(), settingsFrom(() => undefined)];
  return Object.values(settingKeys).filter((key) => now[key] !== defaults[key]).map((key) => [key, now[key]] as const);
}
