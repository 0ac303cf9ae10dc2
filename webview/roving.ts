/**
 * One tab stop for a group of items, arrow keys between them (the roving tabindex of the ARIA authoring practices), so that thirty nodes
 * do not take thirty presses of Tab.
 */
export class Roving {
  #items: (HTMLElement | SVGElement)[] = [];

  constructor(private readonly group: HTMLElement) {
    group.addEventListener('keydown', (event) => {
      const index = this.#items.indexOf(event.target as HTMLElement | SVGElement);
      if (index < 0) return;
      const next = this.#next(event.key, index);
      if (next === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      this.focus(next);
    });
    group.addEventListener('focusin', (event) => {
      const index = this.#items.indexOf(event.target as HTMLElement | SVGElement);
      if (index >= 0) this.#mark(index);
    });
  }

  /** Replaces the items, in the order of the arrow keys. */
  set(items: readonly (HTMLElement | SVGElement)[], first: 0 | -1 = 0): void {
    this.#items = [...items];
    this.#items.forEach((item, index) => { item.setAttribute('tabindex', index === 0 && first === 0 ? '0' : '-1'); });
  }

  focus(index: number): void {
    const item = this.#items[index];
    if (!item) return;
    this.#mark(index);
    item.focus();
  }

  get size(): number { return this.#items.length; }
  get element(): HTMLElement { return this.group; }

  #mark(index: number): void {
    this.#items.forEach((item, other) => { item.setAttribute('tabindex', other === index ? '0' : '-1'); });
  }

  #next(key: string, index: number): number | undefined {
    const last = this.#items.length - 1;
    switch (key) {
      case 'ArrowDown': case 'ArrowRight': return Math.min(last, index + 1);
      case 'ArrowUp': case 'ArrowLeft': return Math.max(0, index - 1);
      case 'Home': return 0;
      case 'End': return last;
      default: return undefined;
    }
  }
}
