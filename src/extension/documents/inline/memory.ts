/** Which links of which documents have a preview: kept by VS Code for the workspace, bounded, so that a document that is opened again looks as it was left. */
import type * as vscode from 'vscode';
import type { ImageLink } from '../../../documents/types.js';
import { previewsKey } from '../../contributions.js';

/** A link by what it leads to, and which one it is of those that lead there (from 0). */
export interface LinkKey { readonly target: string; readonly nth: number }

const mostDocuments = 40;
const mostLinks = 20;
/** Whether a person was told what VS Code does with the first preview; kept for all workspaces. */
const toldKey = 'unrender.inlinePreviews.told';
/** Pictures in the document itself have addresses of megabytes. */
const longestTarget = 500;

export function keyOf(links: readonly ImageLink[], link: ImageLink): LinkKey {
  return { target: link.target, nth: links.filter(({ target, start }) => target === link.target && start < link.start).length };
}
export function linkOf(links: readonly ImageLink[], { target, nth }: LinkKey): ImageLink | undefined { return links.filter((link) => link.target === target)[nth]; }
export function sameKey(a: LinkKey, b: LinkKey): boolean { return a.target === b.target && a.nth === b.nth; }

export class RememberedPreviews {
  /** @param memory of the workspace @param everywhere of all workspaces */
  constructor(private readonly memory: vscode.Memento, private readonly everywhere: vscode.Memento) {}

  /** True the first time that it is asked. */
  async firstEver(): Promise<boolean> {
    if (this.everywhere.get(toldKey) === true) return false;
    await this.everywhere.update(toldKey, true);
    return true;
  }

  of(document: vscode.Uri): readonly LinkKey[] { return this.#all().find(([uri]) => uri === document.toString())?.[1] ?? []; }

  async add(document: vscode.Uri, key: LinkKey): Promise<void> {
    if (!lasting(document) || key.target.length > longestTarget) return;
    await this.#put(document, [...this.of(document).filter((other) => !sameKey(other, key)), key].slice(-mostLinks));
  }

  async remove(document: vscode.Uri, key: LinkKey): Promise<void> {
    if (this.of(document).some((other) => sameKey(other, key))) await this.#put(document, this.of(document).filter((other) => !sameKey(other, key)));
  }

  async #put(document: vscode.Uri, keys: readonly LinkKey[]): Promise<void> {
    const others = this.#all().filter(([uri]) => uri !== document.toString());
    const all = keys.length === 0 ? others : [...others, [document.toString(), keys] as const].slice(-mostDocuments);
    await this.memory.update(previewsKey, all.length === 0 ? undefined : all);
  }

  /** What an older or a damaged storage holds besides is left out. */
  #all(): readonly (readonly [string, readonly LinkKey[]])[] {
    const kept: unknown = this.memory.get(previewsKey);
    return Array.isArray(kept) ? kept.filter(isEntry) : [];
  }
}

/** Untitled documents and cells have other addresses the next time. */
function lasting({ scheme }: vscode.Uri): boolean { return scheme !== 'untitled' && scheme !== 'vscode-notebook-cell'; }

function isEntry(value: unknown): value is readonly [string, readonly LinkKey[]] {
  return Array.isArray(value) && typeof value[0] === 'string' && Array.isArray(value[1]) && value[1].every((key: unknown) => typeof key === 'object' && key !== null && 'target' in key && typeof key.target === 'string' && 'nth' in key && typeof key.nth === 'number');
}
