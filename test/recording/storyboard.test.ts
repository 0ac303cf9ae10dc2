import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textAnswer } from '../../src/answer/build.js';
import type { Answer } from '../../src/answer/types.js';
import { ReadFailure } from '../../src/client/failure.js';
import { readStoryboard, type StoryboardWork } from '../../src/client/storyboard.js';
import type { PickEvent } from '../../src/recording/types.js';

const answer = (text: string): Answer => textAnswer({
  regions: [{ id: 0, box: { x: 0, y: 0, width: 9, height: 9 }, text, confidence: 1 }], model: { name: 'm', version: '1', provider: 'cpu' }, picture: { name: text, width: 9, height: 9, fed: { width: 9, height: 9 }, sha256: '' }, timings: [],
});
const step = (id: number): PickEvent<Uint8Array> => ({ type: 'step', id, time: id, slight: false, width: 9, height: 9, picture: Uint8Array.of(id) });
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
async function* comes(events: readonly PickEvent<Uint8Array>[], every = 0): AsyncGenerator<PickEvent<Uint8Array>> {
  for (const event of events) { if (every > 0) await pause(every); yield event; }
}
const work = (rest: Partial<StoryboardWork>): StoryboardWork => ({ name: 'a.gif', picks: comes([]), read: (_name, png) => Promise.resolve(answer(`step ${png[0] ?? -1}`)), signal: new AbortController().signal, ...rest });

describe('a recording', () => {
  it('is read while it is still looked through, in order, and without what was dropped', async () => {
    const order: string[] = [];
    let looked = (): void => {};
    const end = new Promise<void>((resolve) => { looked = resolve; });
    const read: StoryboardWork['read'] = async (name, png) => { order.push(`read ${png[0] ?? -1}`); await end; expect(name).toBe(`a.gif at ${png[0] ?? -1} s`); return answer(`step ${png[0] ?? -1}`); };
    const picks = async function* (): AsyncGenerator<PickEvent<Uint8Array>> { for (const event of [step(0), step(1), step(2), { type: 'drop', id: 1 } as const, step(3)]) { yield event; await pause(2); } order.push('looked'); looked(); };
    const board = await readStoryboard(work({ picks: picks(), read }));
    expect(board.steps.map(({ time, answer: own }) => [time, own?.segments[0]?.source])).toEqual([[0, 'step 0\n'], [2, 'step 2\n'], [3, 'step 3\n']]);
    expect(board.steps[1]?.picture).toBe('data:image/png;base64,Ag==');
    expect(order).toEqual(['read 0', 'looked', 'read 2', 'read 3']);
    const before: string[] = [];
    await readStoryboard(work({ sequential: true, picks: (async function* () { yield* comes([step(0), step(1)], 5); before.push('looked'); })(), read: (_name, png) => { before.push(`read ${png[0] ?? -1}`); return Promise.resolve(answer('x')); } }));
    expect(before).toEqual(['looked', 'read 0', 'read 1']);
  });
  it('tells how far it is: what is read, of how many at least', async () => {
    const told: string[] = [];
    await readStoryboard(work({ picks: comes([step(0), step(1), step(2)], 5), changed: (steps, reading, found) => { told.push(`${steps.filter(({ answer: own }) => own !== undefined).length}/${steps.length}${found ? '' : '+'} ${reading ?? '-'}`); } }));
    expect(told[0]).toBe('0/1+ -');
    expect(told.at(-1)).toBe('3/3 -');
    expect(told).toContain('0/1+ 0');
  });
  it('has a step that says so where one cannot be read', async () => {
    const read: StoryboardWork['read'] = (name, png) => (png[0] === 1 ? Promise.reject(new ReadFailure('truncated', `${name} is damaged.`)) : Promise.resolve(answer(`step ${png[0] ?? -1}`)));
    const board = await readStoryboard(work({ picks: comes([step(0), step(1), step(2)]), read }));
    expect(board.steps.map(({ problem }) => problem)).toEqual([undefined, 'a.gif at 1 s is damaged.', undefined]);
  });
  it('leaves a step out in which little changed, unless it reads otherwise', async () => {
    const read: StoryboardWork['read'] = (_name, png) => Promise.resolve(answer((png[0] ?? 0) < 2 ? 'the first' : 'the second'));
    const slight = (id: number): PickEvent<Uint8Array> => ({ ...step(id), slight: true } as PickEvent<Uint8Array>);
    const board = await readStoryboard(work({ picks: comes([step(0), slight(1), slight(2), step(3)]), read }));
    expect(board.steps.map(({ time }) => time)).toEqual([0, 2, 3]);
  });
  it('ends when it is cancelled, when the engine does not run, and when it cannot be decoded', async () => {
    const cancel = new AbortController();
    let seen: AbortSignal | undefined;
    const cancelled = readStoryboard(work({ picks: comes([step(0), step(1)]), signal: cancel.signal, read: (_name, _png, signal) => { seen = signal; return new Promise((_resolve, reject) => { signal.addEventListener('abort', () => { reject(new ReadFailure('cancelled', 'cancelled')); }); }); } }));
    await pause(10);
    cancel.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen?.aborted).toBe(true);
    await expect(readStoryboard(work({ picks: comes([step(0)]), read: () => Promise.reject(new ReadFailure('package-invalid', 'no model')) }))).rejects.toThrow('no model');
    await expect(readStoryboard(work({ picks: (async function* () { yield step(0); await pause(5); throw new Error('a.gif is damaged'); })() }))).rejects.toThrow('a.gif is damaged');
    const early = new AbortController();
    early.abort();
    await expect(readStoryboard(work({ picks: comes([step(0)]), signal: early.signal }))).rejects.toMatchObject({ code: 'cancelled' });
  });
  it('holds what was picked last, whatever comes when', { timeout: 30_000 }, async () => {
    const moves = fc.array(fc.record({ drop: fc.boolean(), which: fc.nat(5), wait: fc.nat(2) }), { maxLength: 20 });
    await fc.assert(fc.asyncProperty(moves, fc.nat(3), async (all, slow) => {
      const alive: number[] = [];
      let id = 0;
      const events: { readonly event: PickEvent<Uint8Array>; readonly wait: number }[] = [];
      for (const { drop, which, wait } of all) {
        const gone = drop ? alive.splice(which % Math.max(1, alive.length), 1)[0] : undefined;
        if (gone !== undefined) events.push({ event: { type: 'drop', id: gone }, wait });
        else { alive.push(id); events.push({ event: step(id++), wait }); }
      }
      const picks = (async function* () { for (const { event, wait } of events) { if (wait > 0) await pause(wait); yield event; } })();
      const board = await readStoryboard(work({ picks, read: async (_name, png) => { if (slow > 0) await pause(slow); return answer(`step ${png[0] ?? -1}`); } }));
      expect(board.steps.map(({ time }) => time)).toEqual(alive);
      expect(board.steps.every(({ answer: own }) => own !== undefined)).toBe(true);
    }), { numRuns: 60 });
  });
});
