/** The list of steps: time, picture, the first thing that changed. One tab stop; the arrow keys go from step to step, and what has the focus is shown. */
import { clockTime } from '../../src/answer/storyboard/build.js';
import type { Answer, Sentence } from '../../src/answer/types.js';
import { byId, make } from '../dom.js';
import { l10n } from '../l10n.js';
import { Roving } from '../roving.js';

export interface PageStep {
  readonly id: number;
  readonly time: number;
  readonly width: number;
  readonly height: number;
  /** Address of the picture, which the list owns. */
  readonly url: string;
  answer?: Answer | undefined;
  problem?: string | undefined;
  changes: readonly Sentence[];
}
interface Row { readonly item: HTMLElement; readonly title: HTMLElement; readonly words: HTMLElement }

export class StepList {
  readonly #list = byId('steps', HTMLElement);
  readonly #roving = new Roving(this.#list);
  readonly #rows = new Map<number, Row>();
  #steps: PageStep[] = [];
  #chosen: number | undefined;
  #reading = 0;

  constructor(private readonly chosen: (step: PageStep, at: number) => void) {}

  get steps(): readonly PageStep[] { return this.#steps; }
  get shown(): PageStep | undefined { return this.#steps.find(({ id }) => id === this.#chosen); }

  clear(): void {
    for (const { url } of this.#steps) URL.revokeObjectURL(url);
    this.#steps = [];
    this.#rows.clear();
    this.#chosen = undefined;
    this.#reading = 0;
    this.#list.replaceChildren();
  }

  add(step: PageStep): void {
    if (this.#rows.has(step.id)) return;
    this.#steps = [...this.#steps, step].sort((a, b) => a.id - b.id);
    const item = make('li', 'step');
    item.setAttribute('role', 'option');
    const picture = make('img', 'step-picture');
    picture.src = step.url;
    // The option's own name says what the picture is.
    picture.alt = '';
    const [title, words, text] = [make('span', 'step-title'), make('span', 'step-words quiet'), make('span', 'step-text')];
    text.append(title, words);
    item.append(picture, text);
    item.addEventListener('click', () => { this.#choose(step.id); item.focus(); });
    item.addEventListener('focus', () => { this.#choose(step.id); });
    this.#rows.set(step.id, { item, title, words });
    this.#arrange();
    if (this.#chosen === undefined) this.#choose(step.id);
  }

  drop(id: number): void {
    const at = this.#steps.findIndex((step) => step.id === id);
    const [gone] = at < 0 ? [] : this.#steps.splice(at, 1);
    if (gone === undefined) return;
    URL.revokeObjectURL(gone.url);
    this.#rows.delete(id);
    this.#arrange();
    const next = this.#steps[Math.max(0, at - 1)];
    if (this.#chosen === id && next !== undefined) this.#choose(next.id);
  }

  tell(id: number, told: Pick<PageStep, 'answer' | 'problem' | 'changes'>): PageStep | undefined {
    const step = this.#steps.find((each) => each.id === id);
    if (step === undefined) return undefined;
    Object.assign(step, told);
    this.#label();
    return step;
  }

  /** @param at the step that is being read, from 1; 0: none */
  reading(at: number): void {
    this.#reading = at;
    this.#label();
  }

  #choose(id: number): void {
    const at = this.#steps.findIndex((step) => step.id === id);
    const step = this.#steps[at];
    if (step === undefined || this.#chosen === id) return;
    this.#chosen = id;
    for (const [other, { item }] of this.#rows) item.setAttribute('aria-selected', String(other === id));
    this.chosen(step, at);
  }

  #arrange(): void {
    const items = this.#steps.flatMap(({ id }) => this.#rows.get(id)?.item ?? []);
    const focused = document.activeElement;
    this.#list.replaceChildren(...items);
    this.#roving.set(items);
    if (focused instanceof HTMLElement && items.includes(focused)) focused.focus();
    this.#label();
  }

  #label(): void {
    this.#steps.forEach((step, at) => {
      const row = this.#rows.get(step.id);
      if (row === undefined) return;
      row.title.textContent = `${at + 1} · ${clockTime(step.time)}`;
      const waiting = step.answer === undefined && step.problem === undefined;
      row.words.textContent = waiting ? (at + 1 === this.#reading ? l10n.t('being read…') : l10n.t('waiting')) : step.problem !== undefined ? l10n.t('could not be read') : step.changes[0]?.text ?? step.answer?.explanation[0]?.text ?? '';
      row.item.classList.toggle('unread', waiting);
      row.item.classList.toggle('unreadable', step.problem !== undefined);
      row.item.setAttribute('aria-selected', String(step.id === this.#chosen));
      row.item.setAttribute('aria-label', l10n.t('Step {0}, {1}: {2}', at + 1, clockTime(step.time), row.words.textContent));
    });
  }
}
