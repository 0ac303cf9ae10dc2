/**
 * Progress comes a hundred times a second; a page needs it some twenty times. Keeps the latest event of each type and lets them through together, in the order
 * in which their types first came.
 */
import type { ProgressEvent } from '../../../webview/protocol.js';

const pause = 50;

export class Coalesced {
  readonly #waiting = new Map<string, ProgressEvent>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly deliver: (event: ProgressEvent) => void) {}

  push(event: ProgressEvent): void {
    // A restart makes what came before it void.
    if (event.type === 'restarted') this.#waiting.clear();
    this.#waiting.set(event.type, event);
    this.#timer ??= setTimeout(() => { this.flush(); }, pause);
  }

  /** Delivers at once what waits; to be called before anything that must come after it. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const event of events) this.deliver(event);
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting.clear();
    this.flush();
  }
}
