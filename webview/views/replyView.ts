/** One computed reply: sentences tied to what they speak of, and the part of the diagram or the column of the table that they speak of. */
import type { Reply } from '../../src/answer/questions/index.js';
import { draw } from '../diagram/draw.js';
import { drawnElements, type DrawnElement } from '../diagram/elements.js';
import { currentTheme } from '../diagram/theme.js';
import { make } from '../dom.js';
import { l10n } from '../l10n.js';
import { pointsAt, type LinkIndex, type Pointing, type Target } from '../links.js';
import { Roving } from '../roving.js';
import { chartView } from './chartView.js';

export class ReplyView {
  readonly element: HTMLElement;
  readonly #items: { readonly item: HTMLElement; readonly elements: readonly string[]; readonly linked: boolean }[] = [];
  readonly #listen: () => void;
  readonly #stage: HTMLElement | undefined;
  #drawn: readonly DrawnElement[] = [];
  #disposed = false;
  #offer: HTMLElement | undefined;

  constructor(readonly reply: Reply, private readonly index: LinkIndex, private readonly pointing: Pointing) {
    this.element = make('div', `reply ${reply.status}`);
    const list = make('ul', 'linked-list');
    for (const sentence of reply.sentences) {
      const item = make('li', '', sentence.text);
      const linked = sentence.elements.length + sentence.regions.length > 0;
      this.#items.push({ item, elements: sentence.elements, linked });
      if (linked) pointsAt(item, pointing, () => ({ elements: index.elements(sentence.elements).elements, regions: new Set([...index.elements(sentence.elements).regions, ...sentence.regions]) }));
      list.append(item);
    }
    new Roving(list).set(this.#items.filter(({ linked }) => linked).map(({ item }) => item));
    this.element.append(list);
    if (reply.chart !== undefined) this.element.append(chartView(reply.chart, index, pointing));
    if (reply.mermaid !== undefined) {
      this.#stage = make('div', 'reply-diagram');
      this.#stage.setAttribute('role', 'img');
      this.#stage.setAttribute('aria-label', l10n.t('Diagram: {0}', reply.sentences.at(0)?.text ?? ''));
      this.element.append(this.#stage);
      void this.redraw();
    }
    this.#listen = pointing.on((target) => { this.#highlight(target); });
  }

  async redraw(): Promise<void> {
    if (this.#stage === undefined || this.reply.mermaid === undefined) return;
    try {
      const svg = await draw(this.reply.mermaid, currentTheme());
      if (this.#disposed) return;
      this.#stage.replaceChildren(svg);
      this.#drawn = drawnElements(svg, undefined);
      for (const { id, parts } of this.#drawn) for (const part of parts) pointsAt(part, this.pointing, () => this.index.element(id));
    } catch {
      // The sentences say all of it; a drawing that fails is left out.
      this.#stage.hidden = true;
    }
  }

  /** A button that hands the question to a language model; goes where there is none to ask. */
  offerModel(name: string | undefined, asked: () => void): void {
    this.#offer?.remove();
    this.#offer = undefined;
    if (name === undefined) return;
    const button = make('button', '', l10n.t('Ask {0}', name));
    button.type = 'button';
    button.title = l10n.t('Sends the question and what was read (not the picture) to {0}', name);
    button.addEventListener('click', asked);
    this.#offer = make('p');
    this.#offer.append(button);
    this.element.append(this.#offer);
  }

  dispose(): void {
    this.#disposed = true;
    this.#listen();
  }

  #highlight(target: Target): void {
    for (const { item, elements } of this.#items) item.classList.toggle('lit', elements.some((element) => target.elements.has(element)));
    for (const { id, parts } of this.#drawn) for (const part of parts) part.classList.toggle('lit', target.elements.has(id));
  }
}
