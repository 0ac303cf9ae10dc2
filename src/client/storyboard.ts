/** A recording read step by step: steps come from whatever looks through it, and are read while it goes on. */
import { buildStoryboard, sameReading } from '../answer/storyboard/index.js';
import type { ReadStep, Storyboard } from '../answer/storyboard/index.js';
import type { Answer } from '../answer/types.js';
import type { PickEvent } from '../recording/types.js';
import { ReadFailure } from './failure.js';

type Picked = Extract<PickEvent<Uint8Array>, { readonly type: 'step' }>;
/** A step and what is known of it so far. */
export interface KnownStep { readonly id: number; readonly time: number; readonly width: number; readonly height: number; readonly png: Uint8Array; readonly slight: boolean; readonly answer?: Answer; readonly problem?: string }

export interface StoryboardWork {
  readonly name: string;
  /** Steps as they are found, pictures as PNG. */
  readonly picks: AsyncIterable<PickEvent<Uint8Array>>;
  /** Reads one picture. One at a time is asked for. */
  readonly read: (name: string, png: Uint8Array, signal: AbortSignal) => Promise<Answer>;
  readonly signal: AbortSignal;
  /** All steps that there are now, after each change; `found`: no more will come. */
  readonly changed?: (steps: readonly KnownStep[], reading: number | undefined, found: boolean) => void;
  /** Reading waits until the recording has been looked through: for comparison. */
  readonly sequential?: boolean;
}

/** Faults that every step would meet: they end it all. */
const hopeless: ReadonlySet<string> = new Set(['package-invalid', 'text-reader-missing', 'no-provider', 'cancelled']);

/**
 * Reads the steps in their order, while the recording is still being looked through; a step that another took in while it was read is left out. A step that cannot be read says so.
 * @throws what `picks` throws, and ReadFailure where no step can be read: the engine does not run, or `signal` was aborted
 */
export async function readStoryboard({ name, picks, read, signal, changed, sequential = false }: StoryboardWork): Promise<Storyboard> {
  const steps = new Map<number, KnownStep>();
  // Ends whatever is under way when the other half fails.
  const both = new AbortController();
  let [found, reading, wake] = [false, undefined as number | undefined, (): void => {}];
  const end = (): void => { both.abort(); wake(); };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const tell = (): void => { changed?.([...steps.values()], reading, found); wake(); };

  const look = async (): Promise<void> => {
    for await (const event of picks) {
      if (both.signal.aborted) return;
      if (event.type === 'drop') steps.delete(event.id);
      else steps.set(event.id, known(event));
      tell();
    }
    found = true;
    tell();
  };
  const readAll = async (): Promise<void> => {
    for (;;) {
      if (both.signal.aborted) throw new ReadFailure('cancelled', `${name}: cancelled.`);
      const next = found || !sequential ? [...steps.values()].find(({ answer, problem }) => answer === undefined && problem === undefined) : undefined;
      if (next === undefined && found) return;
      if (next === undefined) {
        await new Promise<void>((resolve) => { wake = resolve; });
        continue;
      }
      reading = next.id;
      tell();
      const told = await read(`${name} at ${seconds(next.time)}`, next.png, both.signal).then((answer) => ({ answer }), (error: unknown) => {
        if (error instanceof ReadFailure && hopeless.has(error.code)) throw error;
        return { problem: error instanceof Error ? error.message : String(error) };
      });
      reading = undefined;
      // Another step may have taken it in meanwhile.
      const now = steps.get(next.id);
      if (now !== undefined) steps.set(next.id, { ...now, ...told });
      if (now?.slight === true && readsAsBefore([...steps.values()], next.id)) steps.delete(next.id);
      tell();
    }
  };

  try {
    const halves = [look(), readAll()];
    const ended = await Promise.allSettled(halves.map((half) => half.catch((error: unknown) => { end(); throw error; })));
    if (signal.aborted) throw new ReadFailure('cancelled', `${name}: cancelled.`);
    // When one half fails the other one is cancelled: what came first is the reason.
    const reasons = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    const reason = reasons.find((each) => !(each instanceof ReadFailure && each.code === 'cancelled')) ?? reasons[0];
    if (reason !== undefined) throw reason;
  } finally {
    signal.removeEventListener('abort', end);
  }
  return buildStoryboard(name, [...steps.values()].map(readStep));
}

/** Whether a step reads as the one before it does. */
function readsAsBefore(steps: readonly KnownStep[], id: number): boolean {
  const at = steps.findIndex((step) => step.id === id);
  const [before, now] = [steps[at - 1]?.answer, steps[at]?.answer];
  return before !== undefined && now !== undefined && sameReading(before, now);
}

/** Without what only the reading needs to know. */
export function readStep({ time, width, height, png, answer, problem }: KnownStep): ReadStep {
  return { time, width, height, picture: `data:image/png;base64,${Buffer.from(png).toString('base64')}`, ...(answer !== undefined && { answer }), ...(problem !== undefined && { problem }) };
}

function known({ id, time, width, height, slight, picture }: Picked): KnownStep { return { id, time, width, height, slight, png: picture }; }

/** For a step's name: "4.2 s". */
function seconds(time: number): string { return `${Math.round(time * 10) / 10} s`; }
