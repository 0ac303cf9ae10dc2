/** Every command that the manifest names. What it runs is looked up when it is run. */
import * as vscode from 'vscode';
import { commandIds, type CommandName } from '../contributions.js';

export type CommandRun = (first?: unknown, all?: unknown, ...rest: readonly unknown[]) => unknown;

export function registerCommands(find: (name: CommandName) => CommandRun): vscode.Disposable {
  return vscode.Disposable.from(...(Object.keys(commandIds) as CommandName[]).map((name) => vscode.commands.registerCommand(commandIds[name], (...args: unknown[]) => find(name)(...args))));
}
