/** Read-only pages that say what differs: plain Markdown in which everything from a picture is quoted. */
import * as vscode from 'vscode';

const scheme = 'unrender-report';
const mostKept = 20;

export class Reports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #pages = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  #next = 1;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#pages.get(uri.query) ?? vscode.l10n.t('This report is no longer kept. Run the command again.');
  }

  /** Opens the page beside the active editor. @param quietly the focus stays where it is */
  async show(title: string, markdown: string, quietly = false): Promise<void> {
    const id = String(this.#next++);
    this.#pages.set(id, markdown);
    for (const old of [...this.#pages.keys()].slice(0, -mostKept)) this.#pages.delete(old);
    const uri = vscode.Uri.from({ scheme, path: `/${title.replace(/[\\/:*?"<>|]/g, ' ')}.md`, query: id });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: quietly });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#pages.clear();
  }
}
