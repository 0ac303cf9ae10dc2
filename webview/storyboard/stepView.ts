/** One step: what changed on top, the picture on the left, its answer on the right. */
import { clockTime } from '../../src/answer/storyboard/build.js';
import { altSentence } from '../../src/answer/altText.js';
import { cellText, headerRows } from '../../src/answer/table/grid.js';
import type { Segment, Table } from '../../src/answer/types.js';
import { draw } from '../diagram/draw.js';
import { currentTheme } from '../diagram/theme.js';
import { byId, make } from '../dom.js';
import { l10n } from '../l10n.js';
import type { FormulaView } from '../views/formula/formulaView.js';
import type { PageStep } from './steps.js';

export class StepView {
  readonly #title = byId('step-title', HTMLElement);
  readonly #changes = byId('step-changes', HTMLElement);
  readonly #picture = byId('step-picture', HTMLImageElement);
  readonly #answer = byId('step-answer', HTMLElement);
  readonly #formulas: FormulaView[] = [];
  #turn = 0;

  constructor(private readonly trouble: (message: string) => void) {}

  clear(): void {
    this.#turn += 1;
    for (const formula of this.#formulas.splice(0)) formula.dispose();
    byId('step', HTMLElement).hidden = true;
    this.#picture.removeAttribute('src');
  }

  show(step: PageStep, at: number): void {
    this.clear();
    byId('step', HTMLElement).hidden = false;
    this.#title.textContent = l10n.t('Step {0}, {1}', at + 1, clockTime(step.time));
    this.#changes.replaceChildren(...step.changes.map(({ text }) => make('li', '', text)));
    byId('step-changed', HTMLElement).hidden = step.changes.length === 0;
    this.#picture.src = step.url;
    this.#picture.width = step.width;
    this.#picture.height = step.height;
    const { answer, problem } = step;
    this.#picture.alt = answer === undefined ? l10n.t('Picture of step {0}', at + 1) : altSentence(answer) ?? l10n.t('Picture of step {0}', at + 1);
    byId('step-open', HTMLButtonElement).disabled = answer === undefined;
    if (problem !== undefined) this.#answer.replaceChildren(make('p', 'problem-text', problem));
    else if (answer === undefined) this.#answer.replaceChildren(make('p', 'quiet', l10n.t('This step is still to be read.')));
    else if (answer.segments.every(({ source }) => source.trim() === '')) this.#answer.replaceChildren(make('p', 'quiet', l10n.t('There is no text in this picture.')));
    else this.#answer.replaceChildren(...answer.segments.flatMap((segment) => this.#part(segment)));
  }

  #part(segment: Segment): HTMLElement[] {
    if (segment.source.trim() === '') return [];
    if (segment.table !== undefined) return [tableOf(segment.table)];
    const source = make('pre', segment.tag === 'text' ? 'plain-text' : 'code-text', segment.source.replace(/\n$/, ''));
    source.tabIndex = 0;
    source.setAttribute('role', 'region');
    source.setAttribute('aria-label', segment.tag === 'mermaid' || segment.tag === 'latex' ? l10n.t('Source') : segment.tag === 'code' ? l10n.t('Code') : l10n.t('Text'));
    if (segment.tag !== 'mermaid' && segment.formula === undefined) return [source];
    const stage = make('div', segment.tag === 'mermaid' ? 'page-diagram' : 'formula');
    if (segment.tag === 'mermaid') this.#diagram(segment, stage);
    else this.#formula(segment, stage);
    return [stage, source];
  }

  #diagram({ source }: Segment, stage: HTMLElement): void {
    const turn = this.#turn;
    stage.setAttribute('role', 'img');
    stage.setAttribute('aria-label', l10n.t('Diagram'));
    draw(source, currentTheme()).then((svg) => { if (turn === this.#turn) stage.replaceChildren(svg); }).catch((error: unknown) => { this.trouble(`The diagram could not be drawn: ${String(error)}`); });
  }

  #formula(segment: Segment, stage: HTMLElement): void {
    const turn = this.#turn;
    import('../views/formula/formulaView.js').then(async ({ FormulaView }) => {
      const view = await FormulaView.open(stage, segment);
      if (turn === this.#turn) this.#formulas.push(view); else view.dispose();
    }).catch((error: unknown) => { this.trouble(`The formula could not be drawn: ${String(error)}`); });
  }
}

/** A table to be read; sorted and taken along it can be in the step's own panel. */
function tableOf(table: Table): HTMLElement {
  const frame = make('div', 'table-scroll'), grid = make('table', 'read-table');
  const head = headerRows(table);
  frame.tabIndex = 0;
  const parts = { thead: make('thead'), tbody: make('tbody') };
  for (let row = 0; row < table.rows; row++) {
    const line = make('tr');
    for (const cell of table.cells) {
      if (cell.row !== row) continue;
      const element = make(cell.header === 'none' ? 'td' : 'th', '', cellText(cell));
      element.rowSpan = cell.rowSpan;
      element.colSpan = cell.columnSpan;
      element.style.textAlign = cell.align;
      line.append(element);
    }
    (row < head ? parts.thead : parts.tbody).append(line);
  }
  if (head > 0) grid.append(parts.thead);
  grid.append(parts.tbody);
  frame.append(grid);
  return frame;
}
