/** The status bar entry: what is being read; otherwise the menu of recent answers, once there are any. */
import * as vscode from 'vscode';
import type { Stage } from '../answer/types.js';
import { commandIds } from './contributions.js';

/** What is going on, as a word or two of their own. */
const verbs: Readonly<Record<Stage | 'wait', () => string>> = {
  wait: () => vscode.l10n.t('waiting'), decode: () => vscode.l10n.t('opening the picture'), detect: () => vscode.l10n.t('finding text'), recognise: () => vscode.l10n.t('reading text'),
  look: () => vscode.l10n.t('looking'), write: () => vscode.l10n.t('writing'), explain: () => vscode.l10n.t('explaining'),
};

export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('unrender.status', vscode.StatusBarAlignment.Left, 0);
  readonly #running = new Set<object>();
  #menu = false;

  constructor() {
    this.#item.name = 'Unrender';
  }

  /** `key` stands for one reading. */
  begin(key: object, name: string): void {
    this.#running.add(key);
    this.#set(verbs.wait(), name);
  }

  stage(key: object, name: string, stage: Stage, done: number, total: number): void {
    if (this.#running.has(key)) this.#set(total > 0 && done > 0 ? `${verbs[stage]()} ${done}/${total}` : verbs[stage](), name);
  }

  end(key: object): void {
    this.#running.delete(key);
    if (this.#running.size === 0) this.#rest();
  }

  /** Whether there are recent answers to offer. */
  offerMenu(offer: boolean): void {
    this.#menu = offer;
    if (this.#running.size === 0) this.#rest();
  }

  #rest(): void {
    if (!this.#menu) { this.#item.hide(); return; }
    this.#item.command = commandIds.recentAnswers;
    this.#item.text = '$(symbol-structure)';
    this.#item.tooltip = vscode.l10n.t('Unrender: recent answers');
    this.#item.accessibilityInformation = { label: vscode.l10n.t('Unrender: recent answers') };
    this.#item.show();
  }

  #set(what: string, name: string): void {
    const others = this.#running.size - 1;
    this.#item.command = commandIds.showAnswer;
    this.#item.text = `$(loading~spin) Unrender: ${what}`;
    this.#item.tooltip = others > 0 ? vscode.l10n.t('{0}, and {1} more', name, others) : name;
    this.#item.accessibilityInformation = { label: vscode.l10n.t('Unrender: {0} ({1})', what, name) };
    this.#item.show();
  }

  dispose(): void { this.#item.dispose(); }
}
