/** Which parts of the diagram, the source, the explanation and the picture belong together, and which of them are pointed at. */
import type { Answer, Diagram } from '../src/answer/types.js';

export interface Target { readonly elements: ReadonlySet<string>; readonly regions: ReadonlySet<number> }
export const nothing: Target = { elements: new Set(), regions: new Set() };

/** Looks up an answer's ties between graph elements ("node:A") and regions. */
export class LinkIndex {
  readonly #regionsOf = new Map<string, Set<number>>();
  readonly #elementsOf = new Map<number, Set<string>>();

  constructor(answer: Answer) {
    for (const segment of answer.segments) {
      for (const span of segment.spans) if (span.element !== undefined) this.#tie(span.element, span.regions);
      if (segment.diagram) this.#tieDiagram(segment.diagram);
    }
  }

  /** What to highlight for an element: itself and its places in the picture. */
  element(id: string): Target {
    return { elements: new Set([id]), regions: new Set(this.#regionsOf.get(id)) };
  }

  elements(ids: Iterable<string>): Target {
    const elements = new Set(ids);
    const regions = new Set<number>();
    for (const id of elements) for (const region of this.#regionsOf.get(id) ?? []) regions.add(region);
    return { elements, regions };
  }

  region(id: number): Target {
    return { elements: new Set(this.#elementsOf.get(id)), regions: new Set([id]) };
  }

  regions(ids: Iterable<number>): Target {
    const regions = new Set(ids);
    const elements = new Set<string>();
    for (const region of regions) for (const element of this.#elementsOf.get(region) ?? []) elements.add(element);
    return { elements, regions };
  }

  #tieDiagram(diagram: Diagram): void {
    for (const node of diagram.nodes) this.#tie(`node:${node.id}`, node.regions);
    diagram.edges.forEach((edge, index) => { this.#tie(`edge:${index}`, edge.regions); });
    for (const container of diagram.containers) this.#tie(`container:${container.id}`, container.regions);
    diagram.texts.forEach((text, index) => { this.#tie(`text:${index}`, text.regions); });
  }

  #tie(element: string, regions: readonly number[]): void {
    const known = this.#regionsOf.get(element) ?? new Set();
    this.#regionsOf.set(element, known);
    for (const region of regions) {
      known.add(region);
      const elements = this.#elementsOf.get(region) ?? new Set();
      this.#elementsOf.set(region, elements);
      elements.add(element);
    }
  }
}

/**
 * What is pointed at now. The pointer wins over the keyboard's focus while it rests on something; when it leaves, the focus shows again.
 */
export class Pointing {
  #hover: Target | undefined;
  #focus: Target | undefined;
  readonly #listeners = new Set<(target: Target) => void>();

  hover(target: Target | undefined): void { this.#hover = target; this.#tell(); }
  focus(target: Target | undefined): void { this.#focus = target; this.#tell(); }
  clear(): void { this.#hover = this.#focus = undefined; this.#tell(); }

  /** @returns ends the listening */
  on(listener: (target: Target) => void): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  #tell(): void {
    const target = this.#hover ?? this.#focus ?? nothing;
    for (const listener of this.#listeners) listener(target);
  }
}

/** Makes an HTML or SVG element point at `target` while it is hovered or focused. */
export function pointsAt(element: HTMLElement | SVGElement, pointing: Pointing, target: () => Target): void {
  element.addEventListener('pointerenter', () => { pointing.hover(target()); });
  element.addEventListener('pointerleave', () => { pointing.hover(undefined); });
  element.addEventListener('focus', () => { pointing.focus(target()); });
  element.addEventListener('blur', () => { pointing.focus(undefined); });
}
