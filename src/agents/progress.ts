/** How far a reading is, as one number that only grows: the engine counts each stage by itself. */
import type { Stage } from '../answer/types.js';
import type { ReadEvent } from '../client/protocol.js';

/** Where each stage begins and ends, in per cent; from the times that an ordinary flowchart takes. */
const share: Readonly<Record<Stage, readonly [number, number]>> = {
  decode: [0, 5], detect: [5, 25], recognise: [25, 65], look: [65, 80], write: [80, 98], explain: [98, 99],
};
const words: Readonly<Record<Stage, string>> = {
  decode: 'opening the picture', detect: 'finding text', recognise: 'reading text', look: 'looking', write: 'writing', explain: 'explaining',
};

export interface Step { readonly percent: number; readonly message: string }

export class ReadingProgress {
  #percent = -1;

  /** The step to tell, or undefined where there is nothing new. */
  advance(event: ReadEvent): Step | undefined {
    if (event.type !== 'stage') return undefined;
    const [from, to] = share[event.stage];
    const done = event.total > 0 ? Math.min(1, Math.max(0, event.done / event.total)) : 0;
    const percent = Math.floor(from + (to - from) * done);
    // Also after a restart of the engine, which begins again from the start.
    if (percent <= this.#percent) return undefined;
    this.#percent = percent;
    return { percent, message: words[event.stage] };
  }
}
