/** The picture with its regions drawn over it; a region lights up with what it belongs to. */
import type { Answer, Region } from '../../src/answer/types.js';
import { byId, make, makeSvg } from '../dom.js';
import { l10n } from '../l10n.js';
import { pointsAt, type LinkIndex, type Pointing, type Target } from '../links.js';
import { Roving } from '../roving.js';

/** Above this many pixels the page shows the engine's thumbnail: decoding the file once more would take hundreds of megabytes. */
const mostPixels = 40_000_000;

export class PictureView {
  #pixels: string | undefined;
  #thumbnail: string | undefined;
  #shown: { readonly answer: Answer; readonly index: LinkIndex } | undefined;
  readonly #boxes = new Map<number, SVGElement>();
  readonly #holder = byId('picture', HTMLElement);
  readonly #state = byId('picture-state', HTMLElement);
  readonly #roving = new Roving(this.#holder);

  constructor(private readonly pointing: Pointing) {
    pointing.on((target) => { this.#highlight(target); });
  }

  /** Frees the picture's memory. */
  clear(): void {
    if (this.#pixels !== undefined) URL.revokeObjectURL(this.#pixels);
    if (this.#thumbnail !== undefined) URL.revokeObjectURL(this.#thumbnail);
    this.#pixels = this.#thumbnail = this.#shown = undefined;
    this.#boxes.clear();
    this.#holder.replaceChildren();
  }

  setThumbnail(url: string): void { this.#thumbnail = url; }

  /** Gives the picture's address, valid until the next call or `clear`. */
  setPixels(bytes: Uint8Array, mime: string): string {
    if (this.#pixels !== undefined) URL.revokeObjectURL(this.#pixels);
    this.#pixels = URL.createObjectURL(new Blob([bytes.slice()], { type: mime }));
    if (this.#shown) this.show(this.#shown.answer, this.#shown.index);
    return this.#pixels;
  }

  show(answer: Answer, index: LinkIndex): void {
    this.#shown = { answer, index };
    const { width, height, name } = answer.picture;
    const large = width * height > mostPixels && this.#thumbnail !== undefined;
    const source = large ? this.#thumbnail : this.#pixels ?? this.#thumbnail;
    if (source === undefined) {
      this.#state.textContent = '';
      this.#holder.replaceChildren(make('p', 'quiet', l10n.t('The picture’s file is no longer where it was.')));
      return;
    }
    const frame = make('div', 'picture-frame');
    const image = make('img');
    image.alt = l10n.t('The picture {0}', name);
    image.width = width;
    image.height = height;
    image.draggable = false;
    image.src = source;
    const overlay = makeSvg('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', class: 'regions', role: 'group', 'aria-label': l10n.t('Places in the picture') });
    const unsure = uncertainRegions(answer);
    this.#boxes.clear();
    for (const region of answer.regions) overlay.append(this.#box(region, index, unsure.has(region.id), answer));
    frame.append(image, overlay);
    this.#holder.replaceChildren(frame);
    this.#roving.set([...this.#boxes.values()]);
    this.#state.textContent = large ? l10n.t('shown small: the file is very large') : answer.regions.length === 1 ? l10n.t('1 place read') : l10n.t('{0} places read', answer.regions.length);
  }

  #box(region: Region, index: LinkIndex, unsure: boolean, answer: Answer): SVGElement {
    const group = makeSvg('g', { class: unsure ? 'region uncertain' : 'region', role: 'img' });
    const name = region.text ?? l10n.t('A shape without text');
    group.setAttribute('aria-label', unsure ? l10n.t('{0}, uncertain', name) : name);
    const { x, y, width, height } = region.box;
    const pad = Math.max(2, Math.min(width, height) * 0.12);
    group.append(makeSvg('rect', { x: x - pad, y: y - pad, width: width + 2 * pad, height: height + 2 * pad, rx: pad, 'vector-effect': 'non-scaling-stroke' }));
    if (unsure) {
      const radius = Math.max(7, Math.max(answer.picture.width, answer.picture.height) / 75);
      const mark = makeSvg('g', { class: 'region-mark', 'aria-hidden': 'true', transform: `translate(${x + width + pad} ${y - pad})` });
      const text = makeSvg('text', { y: radius * 0.5, 'font-size': radius * 1.4 });
      text.textContent = '?';
      mark.append(makeSvg('circle', { r: radius, 'vector-effect': 'non-scaling-stroke' }), text);
      group.append(mark);
    }
    pointsAt(group, this.pointing, () => index.region(region.id));
    this.#boxes.set(region.id, group);
    return group;
  }

  #highlight(target: Target): void {
    for (const [id, box] of this.#boxes) box.classList.toggle('lit', target.regions.has(id));
  }
}

function uncertainRegions(answer: Answer): ReadonlySet<number> {
  return new Set(answer.doubts.flatMap((doubt) => doubt.regions));
}
