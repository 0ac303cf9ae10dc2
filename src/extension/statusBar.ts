/** The status bar entry: there only while something is being read. */
import * as vscode from 'vscode';
import type { Stage } from '../answer/types.js';
import { commandIds } from './contributions.js';

const verbs: Readonly<Record<Stage, string>> = {
  decode: 'opening', detect: 'finding text', recognise: 'reading text', look: 'looking', write: 'writing', explain: 'explaining',
};

export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('unrender.status', vscode.StatusBarAlignment.Left, 0);
  readonly #running = new Set<object>();

  constructor() {
    this.#item.name = 'Unrender';
    this.#item.command = commandIds.showAnswer;
  }

  /** `key` stands for one reading. */
  begin(key: object, name: string): void {
    this.#running.add(key);
    this.#set('waiting', name);
  }

  stage(key: object, name: string, stage: Stage, done: number, total: number): void {
    if (this.#running.has(key)) this.#set(total > 0 && done > 0 ? `${verbs[stage]} ${done}/${total}` : verbs[stage], name);
  }

  end(key: object): void {
    this.#running.delete(key);
    if (this.#running.size === 0) this.#item.hide();
  }

  #set(what: string, name: string): void {
    const others = this.#running.size - 1;
    this.#item.text = `$(loading~spin) Unrender: ${what}`;
    this.#item.tooltip = others > 0 ? `${name}, and ${others} more` : name;
    this.#item.accessibilityInformation = { label: `Unrender is ${what}: ${name}` };
    this.#item.show();
  }

  dispose(): void { this.#item.dispose(); }
}
