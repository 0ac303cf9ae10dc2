/** The answers of late: a short list in VS Code's own storage on this machine, newest first. Bounded, and gone when it is cleared. */
import * as vscode from 'vscode';
import type { Answer } from '../answer/types.js';
import { summaryOf } from '../answer/altText.js';
import { isPictureRef, type PictureRef } from '../../webview/protocol.js';
import { historyKey } from './contributions.js';
import type { PictureStore } from './pictureStore.js';
import { readSettings } from './settings.js';

export interface HistoryEntry {
  readonly ref: PictureRef;
  readonly sha256: string;
  readonly kind: string;
  /** One line about the picture. Holds words that were read in it: data, not Markdown. */
  readonly summary: string;
  /** Milliseconds since 1970. */
  readonly when: number;
}

export class History implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly memory: vscode.Memento, private readonly store: PictureStore) {}

  /** Newest first. What an older or a damaged storage holds besides is left out. */
  get entries(): readonly HistoryEntry[] {
    const kept: unknown = this.memory.get(historyKey);
    return Array.isArray(kept) ? kept.filter(isEntry).slice(0, readSettings().recentAnswers) : [];
  }

  /** Puts the answer first; an earlier one for the same picture goes. */
  async add(ref: PictureRef, answer: Answer): Promise<void> {
    const most = readSettings().recentAnswers;
    const { sha256 } = answer.picture;
    const entry: HistoryEntry = { ref, sha256, kind: answer.kind, summary: summaryOf(answer), when: Date.now() };
    const others = this.entries.filter((other) => JSON.stringify(other.ref) !== JSON.stringify(ref));
    await this.memory.update(historyKey, most === 0 ? undefined : [entry, ...others].slice(0, most));
    this.#changed.fire();
  }

  /** Forgets the list, the kept answers, the edits and the pasted pictures. */
  async clear(): Promise<void> {
    await this.memory.update(historyKey, undefined);
    await this.store.clear();
    this.#changed.fire();
  }

  dispose(): void { this.#changed.dispose(); }
}

function isEntry(value: unknown): value is HistoryEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { ref, sha256, kind, summary, when } = value as Record<string, unknown>;
  return isPictureRef(ref) && [sha256, kind, summary].every((text) => typeof text === 'string') && typeof when === 'number';
}
