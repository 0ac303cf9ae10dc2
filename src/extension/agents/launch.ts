/** How the bundled MCP server is started on this machine. */
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Launch } from '../../agents/clientConfiguration.js';
import { readSettings } from '../settings.js';

/** Undefined where it cannot run: without its script, or without a folder on this machine that it may read. */
export function launchOf(extensionUri: vscode.Uri): Launch | undefined {
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'cli.js').fsPath;
  // A virtual workspace has no files that another process could open.
  const roots = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
  if (roots.length === 0 || !existsSync(script)) return undefined;
  const { executionProvider, threads } = readSettings();
  return {
    command: process.execPath,
    args: [script, 'mcp', '--provider', executionProvider, '--threads', String(threads), ...roots.flatMap((root) => ['--root', root])],
    // The host's own Node: in desktop VS Code its program is Electron, which is Node with this variable set.
    env: { ELECTRON_RUN_AS_NODE: '1' },
  };
}
