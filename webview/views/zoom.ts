/** Pan, zoom and fit of the drawn diagram, by pointer, buttons and keyboard. */
import Panzoom, { type PanzoomObject } from '@panzoom/panzoom';
import { byId } from '../dom.js';

const largestFit = 1.4;

export class Zoom {
  #size = { width: 1, height: 1 };
  /** Until a person moves the view, it refits when the panel is resized. */
  #touched = false;
  readonly #viewport = byId('viewport', HTMLElement);
  readonly #stage = byId('diagram', HTMLElement);
  readonly #panzoom: PanzoomObject = Panzoom(this.#stage, { origin: '0 0', minScale: 0.05, maxScale: 8, cursor: 'grab', animate: false, canvas: true });

  constructor() {
    this.#stage.addEventListener('panzoomstart', () => { this.#touched = true; });
    byId('zoom-in', HTMLButtonElement).addEventListener('click', () => { this.#zoom(1); });
    byId('zoom-out', HTMLButtonElement).addEventListener('click', () => { this.#zoom(-1); });
    byId('zoom-fit', HTMLButtonElement).addEventListener('click', () => { this.fit(); });
    this.#viewport.addEventListener('keydown', (event) => { if (event.target === this.#viewport && this.#key(event.key)) event.preventDefault(); });
    // A plain wheel scrolls the page; with Ctrl (which is also what a trackpad's pinch sends) it zooms.
    this.#viewport.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      this.#touched = true;
      this.#panzoom.zoomWithWheel(event);
    }, { passive: false });
    new ResizeObserver(() => { if (!this.#touched) this.fit(); }).observe(this.#viewport);
  }

  /** Takes over a new drawing of that size in CSS pixels. `keep`: stay where the person was (an edit), rather than fit. */
  attach(size: { readonly width: number; readonly height: number }, keep: boolean): void {
    this.#size = size;
    this.#stage.style.width = `${size.width}px`;
    this.#stage.style.height = `${size.height}px`;
    if (!keep || !this.#touched) this.fit();
  }

  fit(): void {
    const { clientWidth, clientHeight } = this.#viewport;
    if (clientWidth === 0 || clientHeight === 0) return;
    const { width, height } = this.#size;
    const scale = Math.min((clientWidth - 16) / width, (clientHeight - 16) / height, largestFit);
    this.#panzoom.zoom(scale, { animate: false, force: true });
    // Panzoom translates before it scales.
    this.#panzoom.pan((clientWidth / scale - width) / 2, (clientHeight / scale - height) / 2, { animate: false, force: true });
    this.#touched = false;
  }

  #zoom(direction: 1 | -1): void {
    const panzoom = this.#panzoom;
    this.#touched = true;
    const box = this.#viewport.getBoundingClientRect();
    panzoom.zoomToPoint(panzoom.getScale() * (direction > 0 ? 1.25 : 0.8), { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 });
  }

  #key(key: string): boolean {
    const step = 40 / this.#panzoom.getScale();
    const moves: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const move = moves[key];
    if (move) {
      this.#touched = true;
      this.#panzoom.pan(move[0], move[1], { relative: true, animate: false });
    } else if (key === '+' || key === '=') this.#zoom(1);
    else if (key === '-') this.#zoom(-1);
    else if (key === '0') this.fit();
    else return false;
    return true;
  }
}
