/** The text editor that was used last: while the panel has the focus VS Code names no active one. */
import * as vscode from 'vscode';

export class LastEditor implements vscode.Disposable {
  #editor = vscode.window.activeTextEditor;
  readonly #subscription = vscode.window.onDidChangeActiveTextEditor((editor) => {
    // Output channels and the like count as text editors too; nobody wants a diagram in there.
    if (editor && editor.document.uri.scheme !== 'output') this.#editor = editor;
  });

  /** Undefined when there never was one or its document is closed. */
  get editor(): vscode.TextEditor | undefined {
    const editor = vscode.window.activeTextEditor ?? this.#editor;
    return editor && !editor.document.isClosed && editor.document.uri.scheme !== 'output' ? editor : undefined;
  }

  dispose(): void { this.#subscription.dispose(); }
}
