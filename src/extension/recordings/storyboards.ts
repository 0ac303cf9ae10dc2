/** All storyboards: opens, finds and restores them. */
import * as vscode from 'vscode';
import { isStoryboardState } from '../../../webview/storyboard/protocol.js';
import { storyboardType } from '../contributions.js';
import { fileRef } from '../pictures.js';
import { readSettings } from '../settings.js';
import type { Looked } from './source.js';
import { StoryboardPanel, type StoryboardServices } from './storyboardPanel.js';

export class Storyboards implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #panels = new Set<StoryboardPanel>();

  constructor(private readonly services: StoryboardServices) {}

  get busy(): StoryboardPanel | undefined { return [...this.#panels].find((panel) => panel.busy); }

  /** Opens a panel for the recording, or shows the one that it has, and reads it. Resolves when the reading is over. */
  async explain(uri: vscode.Uri, looked?: Looked): Promise<StoryboardPanel> {
    const known = [...this.#panels].find((panel) => panel.uri.toString() === uri.toString());
    const panel = known ?? this.#create(uri);
    known?.reveal();
    await panel.read(looked);
    return panel;
  }

  async deserializeWebviewPanel(webviewPanel: vscode.WebviewPanel, state: unknown): Promise<void> {
    if (!isStoryboardState(state)) { webviewPanel.dispose(); return; }
    // VS Code waits for this; the reading goes on afterwards.
    void this.#adopt(webviewPanel, vscode.Uri.parse(state.uri, true)).read();
  }

  dispose(): void { for (const panel of [...this.#panels]) panel.close(); }

  #create(uri: vscode.Uri): StoryboardPanel {
    const side = readSettings().openingSide === 'active' ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    // Kept while hidden: a video that is looked through in the page would be lost otherwise.
    return this.#adopt(vscode.window.createWebviewPanel(storyboardType, `Unrender: ${fileRef(uri).name}`, side, { enableScripts: true, retainContextWhenHidden: true, enableFindWidget: true }), uri);
  }

  #adopt(webviewPanel: vscode.WebviewPanel, uri: vscode.Uri): StoryboardPanel {
    const panel = new StoryboardPanel(webviewPanel, uri, this.services, (closed) => { this.#panels.delete(closed); });
    this.#panels.add(panel);
    return panel;
  }
}
