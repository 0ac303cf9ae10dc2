/** The only place that asks VS Code for configuration. */
import * as vscode from 'vscode';
import { settingKeys } from './contributions.js';
import { settingsFrom, type Settings } from './settingsSnapshot.js';

export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration('unrender');
  return settingsFrom((key) => configuration.get(key));
}

/** Alone, since activation asks for it and for nothing else. */
export function wantsLenses(): boolean { return vscode.workspace.getConfiguration('unrender').get(settingKeys.codeLens) === true; }

export function onSettingsChange(listener: (settings: Settings) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('unrender')) listener(readSettings());
  });
}
