/** Explanation, doubts, notes and timings: lists of plain sentences, tied to what they speak of. */
import type { Answer, Stage } from '../../src/answer/types.js';
import { byId, make } from '../dom.js';
import { l10n } from '../l10n.js';
import { pointsAt, type LinkIndex, type Pointing, type Target } from '../links.js';
import { Roving } from '../roving.js';

export const stageNames: Readonly<Record<Stage, string>> = {
  decode: l10n.t('Open the picture'), detect: l10n.t('Find text'), recognise: l10n.t('Read text'), look: l10n.t('Look'), write: l10n.t('Write'), explain: l10n.t('Explain'),
};

export class Lists {
  #items: { readonly item: HTMLElement; readonly elements: readonly string[] }[] = [];
  readonly #explanation = byId('explanation', HTMLElement);
  readonly #doubts = byId('doubts', HTMLElement);
  readonly #sentences = new Roving(this.#explanation);
  readonly #checks = new Roving(this.#doubts);

  constructor(private readonly pointing: Pointing) {
    pointing.on((target) => { this.#highlight(target); });
  }

  show(answer: Answer, index: LinkIndex): void {
    this.#items = [];
    const sentences = answer.explanation.map((sentence) => {
      const item = make('li', '', sentence.text);
      const target = merge(index.elements(sentence.elements), sentence.regions);
      return this.#linked(item, target, sentence.elements);
    });
    fill(this.#explanation, sentences, byId('explanation-section', HTMLElement));
    this.#sentences.set(sentences);

    const doubts = answer.doubts.map((doubt) => {
      const item = make('li', 'doubt');
      item.append(make('span', 'doubt-mark', '?'), make('span', '', doubt.text));
      return this.#linked(item, merge(index.element(doubt.element), doubt.regions), [doubt.element]);
    });
    fill(this.#doubts, doubts, byId('doubts-section', HTMLElement));
    this.#checks.set(doubts);

    const notes = byId('notes', HTMLElement);
    fill(notes, answer.notes.map((note) => make('li', '', note)), notes);
    this.#timings(answer);
  }

  #linked(item: HTMLElement, target: Target, elements: readonly string[]): HTMLElement {
    pointsAt(item, this.pointing, () => target);
    this.#items.push({ item, elements });
    return item;
  }

  #highlight(target: Target): void {
    for (const { item, elements } of this.#items) item.classList.toggle('lit', elements.some((element) => target.elements.has(element)));
  }

  #timings(answer: Answer): void {
    const rows = answer.timings.map(({ stage, ms }) => row(stageNames[stage], `${Math.round(ms)} ms`));
    const total = answer.timings.reduce((sum, { ms }) => sum + ms, 0);
    rows.push(row(l10n.t('Together'), `${Math.round(total)} ms`));
    rows.push(row(l10n.t('Model'), l10n.t('{0} {1}, on {2}', answer.model.name, answer.model.version, answer.model.provider)));
    byId('timings', HTMLElement).replaceChildren(...rows);
  }
}

function row(name: string, value: string): HTMLElement {
  const line = make('tr');
  const head = make('th', '', name);
  head.scope = 'row';
  line.append(head, make('td', '', value));
  return line;
}

function fill(list: HTMLElement, items: readonly HTMLElement[], section: HTMLElement): void {
  list.replaceChildren(...items);
  section.hidden = items.length === 0;
}

function merge(target: Target, regions: readonly number[]): Target {
  return { elements: target.elements, regions: new Set([...target.regions, ...regions]) };
}
