/** Tells VS Code of the bundled MCP server, for agents that know MCP only. VS Code starts it when an agent wants it, and ends it. */
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { onSettingsChange, readSettings } from '../settings.js';

export class McpDefinition implements vscode.McpServerDefinitionProvider<vscode.McpStdioServerDefinition>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions = vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(() => { this.#changed.fire(); }),
    onSettingsChange(() => { this.#changed.fire(); }),
  );
  readonly onDidChangeMcpServerDefinitions = this.#changed.event;

  constructor(private readonly extensionUri: vscode.Uri, private readonly version: string) {}

  provideMcpServerDefinitions(): vscode.McpStdioServerDefinition[] {
    const script = vscode.Uri.joinPath(this.extensionUri, 'dist', 'cli.js').fsPath;
    // A virtual workspace has no files that another process could open.
    const roots = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
    if (roots.length === 0 || !existsSync(script)) return [];
    const { executionProvider, threads } = readSettings();
    const args = [script, 'mcp', '--provider', executionProvider, '--threads', String(threads), ...roots.flatMap((root) => ['--root', root])];
    // The host's own Node: in desktop VS Code its program is Electron, which is Node with this variable set.
    return [new vscode.McpStdioServerDefinition('Unrender', process.execPath, args, { ELECTRON_RUN_AS_NODE: '1' }, this.version)];
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}
