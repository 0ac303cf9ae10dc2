import type { ReadEvent } from '../client/protocol.js';
import type { Stage, Timing } from '../answer/types.js';
import { EngineFailure } from './errors.js';

/** One request on its way through the engine: what it may tell, and whether it is still wanted. */
export class Task {
  readonly timings: Timing[] = [];

  constructor(readonly name: string, private readonly signal: AbortSignal, readonly tell: (event: ReadEvent) => void) {}

  /**
   * Lets messages in and ends the task when it was cancelled. Graph runs block the process, so this stands between any two of them.
   * @throws EngineFailure `cancelled`
   */
  async breathe(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (this.signal.aborted) throw new EngineFailure('cancelled', `${this.name}: cancelled.`);
  }

  /** Tells how far a stage is. `total` 0 means unknown. */
  progress(stage: Stage, done: number, total: number): void {
    this.tell({ type: 'stage', stage, done, total });
  }

  /** Runs a stage and keeps its time in milliseconds. */
  async timed<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.timings.push({ stage, ms: performance.now() - start });
    }
  }
}
