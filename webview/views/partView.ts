/** Reading it differently: as another kind, or only a part of the picture, drawn as a rectangle with the pointer or the keys. */
import type { Answer, Box } from '../../src/answer/types.js';
import { readings, type ReadAs } from '../../src/client/protocol.js';
import { announce, byId, make } from '../dom.js';
import { l10n } from '../l10n.js';

/** Smaller rectangles are slips of the pointer, in pixels of the page. */
const smallest = 8;
/** A step of the keys, as a share of the picture's side. */
const step = 0.02;

export interface PartListener {
  /** Read again. Without `as` the engine decides; without `area` it is the whole picture. */
  read(how: { readonly as?: ReadAs | undefined; readonly area?: Box | undefined }): void;
}

/** A rectangle in shares of the picture's sides, 0..1. */
interface Part { left: number; top: number; right: number; bottom: number }

export class PartView {
  readonly #select = byId('read-as', HTMLSelectElement);
  readonly #toggle = byId('read-part', HTMLButtonElement);
  readonly #whole = byId('read-whole', HTMLButtonElement);
  readonly #keys = byId('part-keys', HTMLElement);
  readonly #picture = byId('picture', HTMLElement);
  #answer: Answer | undefined;
  #layer: HTMLElement | undefined;
  #part: Part = { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 };

  constructor(private readonly listener: PartListener) {
    this.#select.addEventListener('change', () => { this.#read(this.#answer?.picture.area); });
    this.#toggle.addEventListener('click', () => { if (this.#layer) this.#end(); else this.#begin(); });
    this.#whole.addEventListener('click', () => { this.#read(undefined); });
  }

  show(answer: Answer): void {
    this.#end();
    this.#answer = answer;
    this.#select.value = answer.picture.as ?? 'auto';
    this.#whole.hidden = answer.picture.area === undefined;
    this.#toggle.hidden = false;
  }

  clear(): void {
    this.#end();
    this.#answer = undefined;
    this.#whole.hidden = this.#toggle.hidden = true;
  }

  #read(area: Box | undefined): void {
    const as = readings.find((name) => name === this.#select.value);
    this.listener.read({ as, area });
  }

  #begin(): void {
    const frame = this.#picture.querySelector('.picture-frame');
    if (!(frame instanceof HTMLElement)) return;
    this.#part = { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 };
    const layer = this.#layer = make('div', 'part-layer');
    layer.tabIndex = 0;
    layer.setAttribute('role', 'application');
    layer.setAttribute('aria-label', l10n.t('Part to read'));
    layer.setAttribute('aria-describedby', 'part-keys');
    layer.append(make('div', 'part-box'));
    layer.addEventListener('pointerdown', (event) => { this.#drag(event, layer); });
    layer.addEventListener('keydown', (event) => { this.#key(event); });
    frame.append(layer);
    this.#toggle.setAttribute('aria-pressed', 'true');
    this.#keys.hidden = false;
    this.#draw();
    layer.focus();
  }

  #end(): void {
    const focused = this.#layer?.contains(document.activeElement) === true;
    this.#layer?.remove();
    this.#layer = undefined;
    this.#toggle.setAttribute('aria-pressed', 'false');
    this.#keys.hidden = true;
    if (focused) this.#toggle.focus();
  }

  #drag(down: PointerEvent, layer: HTMLElement): void {
    if (down.button !== 0) return;
    down.preventDefault();
    layer.focus();
    layer.setPointerCapture(down.pointerId);
    const bounds = layer.getBoundingClientRect();
    const at = (event: PointerEvent): readonly [number, number] => [clamp((event.clientX - bounds.left) / bounds.width), clamp((event.clientY - bounds.top) / bounds.height)];
    const [x, y] = at(down);
    const move = (event: PointerEvent): void => {
      const [u, v] = at(event);
      this.#part = { left: Math.min(x, u), right: Math.max(x, u), top: Math.min(y, v), bottom: Math.max(y, v) };
      this.#draw();
    };
    const end = new AbortController();
    layer.addEventListener('pointermove', move, { signal: end.signal });
    layer.addEventListener('pointercancel', () => { end.abort(); }, { signal: end.signal });
    layer.addEventListener('pointerup', (event) => {
      end.abort();
      move(event);
      const { left, right, top, bottom } = this.#part;
      if ((right - left) * bounds.width >= smallest && (bottom - top) * bounds.height >= smallest) this.#take();
    }, { signal: end.signal });
  }

  #key(event: KeyboardEvent): void {
    const [dx, dy] = ({ ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] } as Readonly<Record<string, readonly [number, number]>>)[event.key] ?? [0, 0];
    if (event.key === 'Escape') this.#end();
    else if (event.key === 'Enter') this.#take();
    else if (dx !== 0 || dy !== 0) {
      const { left, right, top, bottom } = this.#part;
      if (event.shiftKey) this.#part = { left, top, right: Math.max(left + step, clamp(right + dx)), bottom: Math.max(top + step, clamp(bottom + dy)) };
      else {
        const [x, y] = [Math.max(-left, Math.min(1 - right, dx)), Math.max(-top, Math.min(1 - bottom, dy))];
        this.#part = { left: left + x, right: right + x, top: top + y, bottom: bottom + y };
      }
      this.#draw();
      const share = (value: number): string => `${Math.round(value * 100)} %`;
      announce(l10n.t('From {0} to {1} across, {2} to {3} down', share(this.#part.left), share(this.#part.right), share(this.#part.top), share(this.#part.bottom)));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #take(): void {
    const { left, right, top, bottom } = this.#part;
    const { width, height } = this.#answer?.picture ?? { width: 0, height: 0 };
    this.#end();
    const [x, y] = [Math.floor(left * width), Math.floor(top * height)];
    this.#read({ x, y, width: Math.max(1, Math.ceil(right * width) - x), height: Math.max(1, Math.ceil(bottom * height) - y) });
  }

  #draw(): void {
    const box = this.#layer?.querySelector('.part-box');
    if (!(box instanceof HTMLElement)) return;
    const { left, right, top, bottom } = this.#part;
    // Set through the object model: the page's policy allows no style attributes in markup.
    Object.assign(box.style, { left: `${left * 100}%`, top: `${top * 100}%`, width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%` });
  }
}

function clamp(value: number): number { return Math.min(1, Math.max(0, value)); }
