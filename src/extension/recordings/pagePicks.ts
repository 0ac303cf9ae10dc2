/** Steps that the page finds in a video, as an iteration for whoever reads them. */
import type { PickEvent } from '../../recording/types.js';

export class PageFailed extends Error {}

export class PagePicks implements AsyncIterable<PickEvent<Uint8Array>> {
  readonly #waiting: (PickEvent<Uint8Array> | 'end' | PageFailed)[] = [];
  #wake: () => void = () => {};
  /** Ids of the page that a step was taken for: what it drops must be one of them. */
  readonly #known = new Set<number>();

  push(event: PickEvent<Uint8Array>): void {
    if (event.type === 'drop' ? !this.#known.delete(event.id) : this.#known.has(event.id)) return;
    if (event.type === 'step') this.#known.add(event.id);
    this.#put(event);
  }

  end(): void { this.#put('end'); }
  fail(message: string): void { this.#put(new PageFailed(message)); }

  /** @throws PageFailed where the page cannot play the video */
  async *[Symbol.asyncIterator](): AsyncGenerator<PickEvent<Uint8Array>, void, undefined> {
    for (;;) {
      const item = this.#waiting.shift();
      if (item === undefined) await new Promise<void>((resolve) => { this.#wake = resolve; });
      else if (item === 'end') return;
      else if (item instanceof PageFailed) throw item;
      else yield item;
    }
  }

  #put(item: PickEvent<Uint8Array> | 'end' | PageFailed): void {
    this.#waiting.push(item);
    this.#wake();
  }
}
