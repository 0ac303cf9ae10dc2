/** Answers that are no diagram: text and code, always as text. */
import type { Answer, Segment } from '../../src/answer/types.js';
import { draw } from '../diagram/draw.js';
import { currentTheme } from '../diagram/theme.js';
import { byId, make } from '../dom.js';
import { l10n } from '../l10n.js';
import { pointsAt, type LinkIndex, type Pointing } from '../links.js';
import type { Colour } from './codeColours.js';
import type { FormulaView } from './formula/formulaView.js';
import { TableView, type TableListener } from './table/tableView.js';

export interface TextListener extends TableListener {
  /** A place in a source file that the text names: the host knows the answer, so numbers are enough. */
  openPlace(segment: number, frame: number): void;
  /** Something of the page's own did not load. */
  trouble(message: string): void;
}

/** Longer sources are shown without colours: splitting them would hold the page up. */
const longestColoured = 100_000;

export class TextView {
  readonly #body = byId('text-body', HTMLElement);
  readonly #title = byId('text-title', HTMLElement);
  readonly #language = byId('text-language', HTMLElement);
  readonly #tools = byId('text-tools', HTMLElement);
  #turn = 0;
  readonly #formulas: FormulaView[] = [];
  readonly #tables: TableView[] = [];

  constructor(private readonly pointing: Pointing, private readonly listener: TextListener) {
    this.#toggle('wrap-lines', 'wrapped');
    this.#toggle('number-lines', 'numbered');
  }

  show(answer: Answer, index: LinkIndex): void {
    const turn = ++this.#turn;
    for (const formula of this.#formulas.splice(0)) formula.dispose();
    for (const table of this.#tables.splice(0)) table.dispose();
    const code = answer.segments.find((segment) => segment.tag === 'code');
    const terminal = code?.language === 'console';
    this.#title.textContent = answer.kind === 'empty' ? l10n.t('Nothing to read') : answer.kind === 'formula' ? l10n.t('Formula') : answer.kind === 'table' ? l10n.t('Table') : answer.kind === 'page' ? l10n.t('Page') : terminal ? l10n.t('Terminal') : code ? l10n.t('Code') : l10n.t('Text');
    this.#language.textContent = terminal || answer.kind === 'page' ? '' : code?.language ?? '';
    this.#tools.hidden = code === undefined;
    this.#body.classList.toggle('page-parts', answer.kind === 'page');
    const shown = answer.segments.flatMap((segment, at) => (segment.source.trim() === '' ? [] : [{ segment, at }]));
    const parts = shown.map(({ segment, at }) => this.#part(segment, at, index, []));
    if (parts.length === 0 && answer.notes.length > 0) this.#body.replaceChildren();
    else if (parts.length === 0) this.#body.replaceChildren(make('p', 'quiet', answer.explanation[0]?.text ?? l10n.t('There is no text in this picture.')));
    else this.#body.replaceChildren(...parts);
    shown.forEach(({ segment }, place) => {
      if (segment.formula !== undefined) this.#formula(segment, parts[place], turn);
      if (segment.tag === 'mermaid') this.#diagram(segment, parts[place], turn);
    });
    for (const [place, { segment, at }] of shown.entries()) {
      const { language, source } = segment;
      if (segment.tag !== 'code' || language === undefined || source.length > longestColoured) continue;
      import('./codeColours.js').then(({ coloursOf }) => {
        const colours = turn === this.#turn ? coloursOf(source, language) : [];
        if (colours.length > 0) parts[place]?.replaceWith(this.#part(segment, at, index, colours));
      }).catch((error: unknown) => { this.listener.trouble(`The colours of code could not be loaded: ${String(error)}`); });
    }
  }

  /** The drawn formula in place of its source, as soon as what draws it has been loaded. */
  #formula(segment: Segment, part: HTMLElement | undefined, turn: number): void {
    import('./formula/formulaView.js').then(async ({ FormulaView }) => {
      const holder = make('div', 'formula');
      const view = await FormulaView.open(holder, segment);
      if (turn !== this.#turn) {
        view.dispose();
        return;
      }
      part?.replaceWith(holder);
      this.#formulas.push(view);
    }).catch((error: unknown) => { this.listener.trouble(`The formula could not be drawn: ${String(error)}`); });
  }

  /** The drawing above its source, where it can be drawn. */
  #diagram(segment: Segment, part: HTMLElement | undefined, turn: number): void {
    draw(segment.source, currentTheme()).then((svg) => {
      if (turn !== this.#turn || part === undefined) return;
      const holder = make('div', 'page-diagram');
      holder.setAttribute('role', 'img');
      holder.setAttribute('aria-label', l10n.t('Diagram'));
      holder.append(svg);
      part.before(holder);
    }).catch((error: unknown) => { this.listener.trouble(`The diagram could not be drawn: ${String(error)}`); });
  }

  /** The source line by line: each line points at its place in the picture, and is made of coloured pieces and of places that open a file. */
  #part(segment: Segment, at: number, index: LinkIndex, colours: readonly Colour[]): HTMLElement {
    if (segment.table !== undefined) {
      const view = new TableView(segment.table, at, index, this.pointing, this.listener);
      this.#tables.push(view);
      return view.element;
    }
    const part = make('pre', segment.tag === 'text' ? 'plain-text' : 'code-text');
    part.tabIndex = 0;
    const frames = segment.frames ?? [];
    const cuts = [...new Set([...colours.flatMap(({ start, end }) => [start, end]), ...frames.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
    let [start, cut, colour] = [0, 0, 0];
    const lines = segment.source.replace(/\n$/, '').split('\n');
    lines.forEach((text, number) => {
      const end = start + text.length;
      const line = make('span', 'code-line');
      for (let from = start; from < end;) {
        while ((cuts[cut] ?? Infinity) <= from) cut++;
        while ((colours[colour]?.end ?? Infinity) <= from) colour++;
        const to = Math.min(end, cuts[cut] ?? end);
        const here = colours[colour];
        line.append(this.#piece(segment, at, from, to, here !== undefined && here.start <= from ? here.className : ''));
        from = to;
      }
      const [first, last] = [start, end];
      const regions = segment.spans.filter((span) => span.start < last && span.end > first).flatMap((span) => [...span.regions]);
      if (regions.length > 0) pointsAt(line, this.pointing, () => index.regions(regions));
      part.append(line);
      if (number < lines.length - 1) part.append('\n');
      start = end + 1;
    });
    return part;
  }

  #piece(segment: Segment, at: number, from: number, to: number, className: string): HTMLElement | string {
    const text = segment.source.slice(from, to);
    const frame = segment.frames?.findIndex((each) => each.start <= from && to <= each.end) ?? -1;
    if (frame >= 0) {
      const place = make('button', 'place', text);
      place.type = 'button';
      place.title = l10n.t('Open this file at the line, if it is in the workspace');
      place.addEventListener('click', () => { this.listener.openPlace(at, frame); });
      return place;
    }
    return className === '' ? text : make('span', className, text);
  }

  /** A button that stays pressed: a way to show code. */
  #toggle(id: string, className: string): void {
    const button = byId(id, HTMLButtonElement);
    button.addEventListener('click', () => {
      const pressed = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(pressed));
      this.#body.classList.toggle(className, pressed);
    });
  }
}
