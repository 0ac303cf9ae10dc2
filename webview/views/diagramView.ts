/** The rendered diagram: elements that can be pointed at, marks on what is uncertain, the last good drawing kept while the source is broken. */
import type { Answer, Diagram, Doubt } from '../../src/answer/types.js';
import { draw, type DrawError } from '../diagram/draw.js';
import { drawnElements, type DrawnElement } from '../diagram/elements.js';
import { currentTheme } from '../diagram/theme.js';
import { byId, makeSvg } from '../dom.js';
import { l10n } from '../l10n.js';
import { pointsAt, type LinkIndex, type Pointing, type Target } from '../links.js';
import { Roving } from '../roving.js';
import { Zoom } from './zoom.js';

export class DiagramView {
  #elements: DrawnElement[] = [];
  #pristine: SVGSVGElement | undefined;
  #turn = 0;
  readonly #stage = byId('diagram', HTMLElement);
  readonly #viewport = byId('viewport', HTMLElement);
  readonly #state = byId('diagram-state', HTMLElement);
  readonly #problem = byId('diagram-problem', HTMLElement);
  readonly #roving: Roving;
  readonly #zoom = new Zoom();

  constructor(private readonly pointing: Pointing) {
    this.#roving = new Roving(this.#stage);
    pointing.on((target) => { this.#highlight(target); });
    this.#viewport.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.target === this.#viewport) this.#roving.focus(0);
      else if (event.key === 'Escape' && event.target !== this.#viewport) this.#viewport.focus();
    });
  }

  /** The drawing as it stands, without marks, for export. */
  get pristine(): SVGSVGElement | undefined { return this.#pristine; }

  clear(): void {
    this.#turn += 1;
    this.#pristine = undefined;
    this.#elements = [];
    this.#stage.replaceChildren();
    this.#say('');
  }

  /**
   * Draws a source and ties its elements to the answer. A later call overtakes an earlier one. Gives the error instead of throwing it:
   * while a person types, an error is the normal case.
   */
  async show(source: string, answer: Answer, index: LinkIndex, keepView: boolean): Promise<DrawError | undefined> {
    const turn = ++this.#turn;
    try {
      const svg = await draw(source, currentTheme());
      if (turn !== this.#turn) return undefined;
      this.#attach(svg, answer, index, keepView);
      this.#say('');
      return undefined;
    } catch (error) {
      if (turn !== this.#turn) return undefined;
      this.#say((error as DrawError).message);
      return error as DrawError;
    }
  }

  #attach(svg: SVGSVGElement, answer: Answer, index: LinkIndex, keepView: boolean): void {
    const box = svg.viewBox.baseVal;
    svg.setAttribute('width', String(box.width));
    svg.setAttribute('height', String(box.height));
    this.#pristine = svg.cloneNode(true) as SVGSVGElement;
    const diagram = answer.segments.find((segment) => segment.tag === 'mermaid')?.diagram;
    describe(svg, answer);
    this.#stage.replaceChildren(svg);
    this.#zoom.attach(box, keepView);
    this.#elements = drawnElements(svg, diagram);
    this.#bind(svg, index, diagram);
    this.#mark(svg, answer.doubts);
  }

  #bind(svg: SVGSVGElement, index: LinkIndex, diagram: Diagram | undefined): void {
    const order = readingOrder(diagram);
    const items: SVGElement[] = [];
    for (const element of [...this.#elements].sort((a, b) => (order.get(a.id) ?? Infinity) - (order.get(b.id) ?? Infinity))) {
      const target = (): Target => index.element(element.id);
      for (const part of element.parts) pointsAt(part, this.pointing, target);
      const [first] = element.parts;
      if (!first) continue;
      if (first instanceof SVGPathElement) pointsAt(hitArea(first), this.pointing, target);
      first.setAttribute('role', 'img');
      first.setAttribute('aria-label', element.name);
      items.push(first);
    }
    svg.setAttribute('role', 'group');
    this.#roving.set(items, -1);
  }

  #mark(svg: SVGSVGElement, doubts: readonly Doubt[]): void {
    const layer = makeSvg('g', { class: 'marks', 'aria-hidden': 'true' });
    svg.append(layer);
    for (const doubt of doubts) {
      const element = this.#elements.find(({ id }) => id === doubt.element);
      if (!element) continue;
      for (const part of element.parts) part.classList.add('uncertain');
      const [first] = element.parts;
      if (!first) continue;
      first.setAttribute('aria-label', l10n.t('{0}, uncertain', element.name));
      const at = markPlace(svg, first);
      const mark = makeSvg('g', { class: 'mark', transform: `translate(${at.x} ${at.y})` });
      const title = makeSvg('title');
      title.textContent = doubt.text;
      const text = makeSvg('text', { y: 4, 'text-anchor': 'middle' });
      text.textContent = '?';
      mark.append(title, makeSvg('circle', { r: 8 }), text);
      layer.append(mark);
    }
  }

  #highlight(target: Target): void {
    for (const { id, parts } of this.#elements) for (const part of parts) part.classList.toggle('lit', target.elements.has(id));
  }

  #say(problem: string): void {
    const drawn = this.#stage.childElementCount > 0;
    this.#state.textContent = problem && drawn ? l10n.t('The last version that could be drawn') : '';
    this.#viewport.classList.toggle('stale', problem !== '' && drawn);
    this.#problem.hidden = problem === '' || drawn;
    this.#problem.textContent = problem;
  }
}

/** For a screen reader the first sentence of the explanation is the title; the rest stands in its own section. */
function describe(svg: SVGSVGElement, answer: Answer): void {
  svg.removeAttribute('aria-roledescription');
  svg.setAttribute('aria-label', answer.explanation[0]?.text ?? l10n.t('Diagram'));
}

function readingOrder(diagram: Diagram | undefined): ReadonlyMap<string, number> {
  const order = new Map<string, number>();
  if (!diagram) return order;
  const edgesFrom = new Map<string, number[]>();
  diagram.edges.forEach((edge, index) => { edgesFrom.set(edge.source, [...(edgesFrom.get(edge.source) ?? []), index]); });
  for (const { id } of [...diagram.nodes, ...diagram.containers]) {
    order.set(`node:${id}`, order.size);
    order.set(`container:${id}`, order.size);
    for (const edge of edgesFrom.get(id) ?? []) order.set(`edge:${edge}`, order.size);
  }
  return order;
}

/** A wide invisible copy under the pointer: an edge is two pixels thin. */
function hitArea(path: SVGPathElement): SVGPathElement {
  const hit = makeSvg('path', { d: path.getAttribute('d') ?? '', class: 'hit', 'aria-hidden': 'true' });
  path.after(hit);
  return hit;
}

/** Upper right corner of a shape, or the middle of an edge, in the SVG's own coordinates. */
function markPlace(svg: SVGSVGElement, element: SVGElement): DOMPoint {
  const own = (element as SVGGraphicsElement).getScreenCTM();
  const root = svg.getScreenCTM();
  let point: DOMPoint;
  if (element instanceof SVGPathElement) point = element.getPointAtLength(element.getTotalLength() / 2) as DOMPoint;
  else {
    const box = (element as SVGGraphicsElement).getBBox();
    point = new DOMPoint(box.x + box.width, box.y);
  }
  return own && root ? new DOMPoint(point.x, point.y).matrixTransform(root.inverse().multiply(own)) : point;
}
