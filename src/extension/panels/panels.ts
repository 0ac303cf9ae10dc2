/** All panels: opens, finds and restores them, and knows which one was used last. */
import * as vscode from 'vscode';
import { isPanelState, type Action, type PictureRef } from '../../../webview/protocol.js';
import { commandIds, contextKeys, panelType } from '../contributions.js';
import { readSettings } from '../settings.js';
import { AnswerPanel, type PanelOwner, type PanelServices } from './answerPanel.js';

export class Panels implements PanelOwner, vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #panels = new Set<AnswerPanel>();
  #current: AnswerPanel | undefined;

  constructor(private readonly services: PanelServices, private readonly chooseFile: () => Promise<PictureRef | undefined>) {}

  /** The panel that was used last; commands speak of this one. */
  get current(): AnswerPanel | undefined { return this.#current; }
  get count(): number { return this.#panels.size; }
  get busy(): AnswerPanel | undefined { return this.#current?.busy ? this.#current : [...this.#panels].find((panel) => panel.busy); }

  /** Opens a panel for the picture, or shows the one that it has, and reads it. Resolves when the reading is over. */
  async explain(ref: PictureRef): Promise<AnswerPanel> {
    const known = [...this.#panels].find((panel) => panel.picture && sameRef(panel.picture, ref));
    const panel = known ?? this.#create(`Unrender: ${ref.name}`);
    if (known) known.reveal();
    await panel.read(ref);
    return panel;
  }

  /** Shows the picture with the answer that is kept for it; reads it where there is none. */
  async show(ref: PictureRef): Promise<AnswerPanel> {
    const known = [...this.#panels].find((panel) => panel.picture && sameRef(panel.picture, ref));
    const panel = known ?? this.#create(`Unrender: ${ref.name}`);
    if (known) known.reveal(); else await panel.restore(ref, undefined);
    return panel;
  }

  /** An empty panel that takes a picture by paste, drop or file dialog. */
  openPaste(): AnswerPanel {
    const empty = [...this.#panels].find((panel) => panel.picture === undefined);
    if (empty) empty.reveal();
    return empty ?? this.#create('Unrender');
  }

  async deserializeWebviewPanel(webviewPanel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const panel = this.#adopt(webviewPanel);
    if (isPanelState(state) && state.picture) await panel.restore(state.picture, state.edited, state.how);
  }

  changed(panel: AnswerPanel): void {
    if (panel.active || !this.#current) this.#current = panel;
    this.#setContext();
  }

  closed(panel: AnswerPanel): void {
    this.#panels.delete(panel);
    if (this.#current === panel) this.#current = [...this.#panels].at(-1);
    this.#setContext();
  }

  act(panel: AnswerPanel, action: Action): void {
    this.#current = panel;
    void vscode.commands.executeCommand(commandIds[action]);
  }

  choose(panel: AnswerPanel): void {
    void this.chooseFile().then((ref) => ref && panel.read(ref));
  }

  dispose(): void {
    for (const panel of [...this.#panels]) panel.close();
  }

  #create(title: string): AnswerPanel {
    const side = readSettings().openingSide === 'active' ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    // Kept while hidden: the editor's undo history and the place in the diagram would be lost otherwise.
    const webviewPanel = vscode.window.createWebviewPanel(panelType, title, side, { enableScripts: true, retainContextWhenHidden: true, enableFindWidget: true });
    return this.#adopt(webviewPanel);
  }

  #adopt(webviewPanel: vscode.WebviewPanel): AnswerPanel {
    const panel = new AnswerPanel(webviewPanel, this.services, this);
    this.#panels.add(panel);
    this.#current = panel;
    this.#setContext();
    return panel;
  }

  #setContext(): void {
    const answer = this.#current?.answer;
    const values: Readonly<Record<string, boolean>> = {
      [contextKeys.hasAnswer]: answer !== undefined && answer.kind !== 'empty',
      [contextKeys.hasDiagram]: answer?.kind === 'flowchart',
      [contextKeys.hasPanel]: this.#panels.size > 0,
      [contextKeys.busy]: this.busy !== undefined,
    };
    for (const [key, value] of Object.entries(values)) void vscode.commands.executeCommand('setContext', key, value);
  }
}

function sameRef(a: PictureRef, b: PictureRef): boolean {
  return a.type === 'file' ? b.type === 'file' && a.uri === b.uri : b.type === 'stored' && a.sha256 === b.sha256;
}
