/** Tells VS Code of the bundled MCP server, for agents that know MCP only. VS Code starts it when an agent wants it, and ends it. */
import * as vscode from 'vscode';
import { onSettingsChange } from '../settings.js';
import { launchOf } from './launch.js';

export class McpDefinition implements vscode.McpServerDefinitionProvider<vscode.McpStdioServerDefinition>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions = vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(() => { this.#changed.fire(); }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => { this.#changed.fire(); }),
    onSettingsChange(() => { this.#changed.fire(); }),
  );
  readonly onDidChangeMcpServerDefinitions = this.#changed.event;

  constructor(private readonly extensionUri: vscode.Uri, private readonly version: string) {}

  provideMcpServerDefinitions(): vscode.McpStdioServerDefinition[] {
    // Whoever has not trusted the folder has not meant its files for agents.
    const launch = vscode.workspace.isTrusted && launchOf(this.extensionUri);
    return launch ? [new vscode.McpStdioServerDefinition('Unrender', launch.command, [...launch.args], { ...launch.env }, this.version)] : [];
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}
