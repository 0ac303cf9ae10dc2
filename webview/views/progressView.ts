/** What the engine is doing: the stages, a bar, the source as it comes in and a first drawing of it. */
import type { Segment, Stage } from '../../src/answer/types.js';
import { draw } from '../diagram/draw.js';
import { currentTheme } from '../diagram/theme.js';
import { announce, byId, make } from '../dom.js';
import { l10n } from '../l10n.js';
import { stageNames } from './lists.js';

const order: readonly Stage[] = ['decode', 'detect', 'recognise', 'look', 'write', 'explain'];
/** Share of the whole that each stage takes on a usual picture; a bar by the count of stages would stand still in the long ones. */
const weights: Readonly<Record<Stage, number>> = { decode: 0.05, detect: 0.25, recognise: 0.3, look: 0.2, write: 0.18, explain: 0.02 };
const drawPause = 500;

export class ProgressView {
  #stage: Stage | undefined;
  #items = new Map<Stage, HTMLElement>();
  #nextDraw: ReturnType<typeof setTimeout> | undefined;
  #lastDraw = -Infinity;
  #newest = '';
  #turn = 0;
  readonly #list = byId('stages', HTMLElement);
  readonly #bar = byId('bar', HTMLProgressElement);
  readonly #live = byId('live', HTMLElement);
  readonly #source = byId('live-source', HTMLElement);
  readonly #diagram = byId('live-diagram', HTMLElement);
  readonly #notice = byId('progress-notice', HTMLElement);

  begin(): void {
    this.end();
    this.#stage = undefined;
    this.#items = new Map(order.map((stage) => [stage, make('li', 'stage', stageNames[stage])]));
    this.#list.replaceChildren(...this.#items.values());
    this.#bar.removeAttribute('value');
    this.#live.hidden = this.#notice.hidden = true;
    this.#source.textContent = '';
    this.#diagram.replaceChildren();
  }

  /** Ends drawing of partial sources. */
  end(): void {
    this.#turn += 1;
    clearTimeout(this.#nextDraw);
    this.#nextDraw = undefined;
    this.#lastDraw = -Infinity;
  }

  /** The engine died and the reading starts over. */
  restarted(reason: string): void {
    this.begin();
    this.#notice.hidden = false;
    this.#notice.textContent = l10n.t('{0} It reads the picture once more.', reason);
    announce(this.#notice.textContent);
  }

  stage(stage: Stage, done: number, total: number): void {
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const before = order.slice(0, order.indexOf(stage)).reduce((sum, earlier) => sum + weights[earlier], 0);
    this.#bar.value = before + weights[stage] * share;
    const item = this.#items.get(stage);
    if (item) item.textContent = total > 0 && done > 0 ? l10n.t('{0} ({1} of {2})', stageNames[stage], done, total) : stageNames[stage];
    if (stage === this.#stage) return;
    this.#stage = stage;
    for (const [other, element] of this.#items) {
      const position = order.indexOf(other) - order.indexOf(stage);
      element.className = position < 0 ? 'stage past' : position === 0 ? 'stage now' : 'stage';
      if (position === 0) element.setAttribute('aria-current', 'step');
      else element.removeAttribute('aria-current');
    }
    announce(stageNames[stage]);
  }

  partial(segment: Segment): void {
    this.#live.hidden = false;
    this.#source.textContent = segment.source;
    this.#source.scrollTop = this.#source.scrollHeight;
    if (segment.tag !== 'mermaid') return;
    this.#newest = segment.source;
    // At most a drawing every half second; the last source of a burst is drawn, too.
    this.#nextDraw ??= setTimeout(() => {
      this.#nextDraw = undefined;
      this.#lastDraw = performance.now();
      void this.#draw(this.#newest);
    }, Math.max(0, this.#lastDraw + drawPause - performance.now()));
  }

  /** Most beginnings of a flowchart parse; the drawing changes only when one does. */
  async #draw(source: string): Promise<void> {
    const turn = this.#turn;
    const svg = await draw(source, currentTheme()).catch(() => undefined);
    if (svg && turn === this.#turn) this.#diagram.replaceChildren(svg);
  }
}
