import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridOf } from '../../src/recording/grid.js';
import { mostSteps, pickFrames } from '../../src/recording/pick.js';
import type { Frame, FramePicture, PickEvent } from '../../src/recording/types.js';
import { blinks, filmed, Screen, type Size } from './screens.js';

const size: Size = { width: 640, height: 360 };

interface Storyboard { readonly steps: readonly (PickEvent<FramePicture> & { type: 'step' })[]; readonly events: readonly PickEvent<FramePicture>[]; readonly mostKept: number }
async function pick(frames: AsyncIterable<Frame>, most?: number): Promise<Storyboard> {
  const events: PickEvent<FramePicture>[] = [];
  const steps = new Map<number, PickEvent<FramePicture> & { type: 'step' }>();
  let mostKept = 0;
  for await (const event of pickFrames(frames, { encode: (picture) => Promise.resolve(picture), ...(most !== undefined && { most }) })) {
    events.push(event);
    if (event.type === 'step') steps.set(event.id, event);
    else expect(steps.delete(event.id)).toBe(true);
    mostKept = Math.max(mostKept, steps.size);
  }
  return { steps: [...steps.values()], events, mostKept };
}
const times = ({ steps }: Storyboard): number[] => steps.map(({ time }) => Math.round(time * 10) / 10);
async function* list(...frames: readonly Frame[]): AsyncGenerator<Frame> { yield* frames; }

/** Slides that stand for a while each. */
function slides(every: number): (time: number) => Screen {
  return (time) => {
    const at = Math.floor(time / every);
    const screen = new Screen(size);
    for (let row = 1; row < 15; row++) screen.text(row, 4, `slide ${at} says ${(at * 31 + row * 7) % 97} things in row ${row}`);
    return screen.fill(40 + 60 * (at % 5), 290, 120, 40, 90 + at % 3 * 50);
  };
}

/** A command is typed, its output comes, and again. */
const commands = ['git status', 'npm test -- unit', 'ls -la docs', 'git commit -m "A storyboard"'];
function terminal(time: number): Screen {
  const screen = new Screen(size);
  let [row, start] = [0, 1];
  for (const [index, command] of commands.entries()) {
    const typed = Math.max(0, Math.min(command.length, Math.floor((time - start) * 8)));
    screen.text(row, 0, '$').text(row, 2, command.slice(0, typed));
    const entered = start + command.length / 8 + 0.6;
    if (time < entered) return screen.cursor(row, 2 + typed, typed < command.length && typed > 0 ? true : blinks(time));
    for (let line = 0; line < 2 + index; line++) screen.text(row + 1 + line, 0, `output ${line} of ${command} with ${index * 13 + line} words`);
    row += 4 + index;
    start = entered + 2.5;
    if (time < start) return screen.text(row, 0, '$').cursor(row, 2, blinks(time));
  }
  return screen.text(row, 0, '$').cursor(row, 2, blinks(time));
}

describe('one step', () => {
  it.each([5, 10, 20])('of a screen on which nothing happens but a cursor that blinks, a spinner that turns, noise of compression, and a pointer that moves a little, at %i frames a second', async (rate) => {
    const show = (time: number): Screen => new Screen(size).text(2, 2, 'Nothing happens here').text(9, 0, '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'[Math.floor(time * 8) % 10] ?? '').cursor(3, 2, blinks(time))
      .fill(300 + (time > 6 ? 9 : 0), 200, 9, 14, 230).noisy(Math.round(time * 100), 6);
    expect((await pick(filmed(show, 9, rate))).steps.filter(({ slight }) => !slight).map(({ time }) => time)).toEqual([0]);
  });
  it('of a single frame, and none of no frame', async () => {
    expect(times(await pick(list({ picture: new Screen(size).picture, time: 0 })))).toEqual([0]);
    expect(times(await pick(list()))).toEqual([]);
  });
});

describe('steps', () => {
  it('are the pictures that stood, with the time from which on they did', async () => {
    expect(times(await pick(filmed(slides(2), 10, 10)))).toEqual([0, 2, 4, 6, 8]);
    expect(times(await pick(list(...[0, 2, 2.6, 5].map((time) => ({ picture: slides(0.7)(time).picture, time, until: time + 1 })))))).toEqual([0, 2, 2.6, 5]);
  });
  it('are no frames of a transition: a page that slides in is one', async () => {
    const show = (time: number): Screen => {
      const screen = new Screen(size);
      const shift = Math.round(Math.min(1, Math.max(0, (time - 3) / 0.5)) * size.width);
      return screen.fill(-shift + 60, 60, 400, 200, 180).fill(size.width - shift + 100, 40, 300, 280, 120);
    };
    expect(times(await pick(filmed(show, 7, 20)))).toEqual([0, 3.5]);
  });
  it('come at rests of a terminal and by the clock, not with each key', async () => {
    const seconds = 25;
    const found = times(await pick(filmed(terminal, seconds, 10)));
    const keys = commands.join('').length;
    expect(found.length).toBeGreaterThanOrEqual(commands.length + 1);
    expect(found.length).toBeLessThanOrEqual(3 * commands.length);
    expect(found.length).toBeLessThan(keys / 3);
    // What is typed without a rest gets a step of the clock each five seconds at most.
    const endless = (time: number): Screen => { const screen = new Screen(size); for (let row = 0, left = Math.floor(time * 9); left > 0; row++, left -= 60) screen.text(row, 0, 'abcdefghijklmnopqrstuvwxyz'.repeat(3).slice(0, Math.min(60, left))); return screen; };
    const typed = times(await pick(filmed(endless, 30, 10)));
    expect(typed.length).toBeGreaterThanOrEqual(6);
    expect(typed.length).toBeLessThanOrEqual(8);
  });
  it('keep a little that changed for as long as it showed, when the page changes after it: it is marked as slight', async () => {
    // The pointer is on its way again when the page changes.
    const show = (time: number): Screen => (time < 4 ? slides(10)(0).text(18, 40, time < 2 ? '42' : '97').fill(time < 3.6 ? 500 : 500 + Math.round((time - 3.6) * 100), 300, 9, 14, 240) : slides(4)(time));
    const found = await pick(filmed(show, 7, 10));
    expect(found.steps.map(({ time, slight }) => [Math.round(time), slight])).toEqual([[0, false], [2, true], [4, false]]);
  });
  it('hold the last picture, however short it was', async () => {
    const found = await pick(filmed((time) => slides(1)(time < 4.9 ? 0 : 1), 5, 10));
    expect(times(found)).toEqual([0, 4.9]);
    expect(gridOf(found.steps.at(-1)?.picture as FramePicture)).toEqual(gridOf(slides(1)(1).picture));
  });
  it('are the same at another rate, within one', async () => {
    for (const show of [slides(1.7), terminal]) {
      const counts = await Promise.all([6, 10, 24].map(async (rate) => (await pick(filmed(show, 13, rate))).steps.length));
      expect(Math.max(...counts) - Math.min(...counts), counts.join()).toBeLessThanOrEqual(1);
    }
  });
  it('are at most thirty, in order, with the first and the last picture, and no more than that and one are ever kept', { timeout: 60_000 }, async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ stand: fc.double({ min: 0.05, max: 3, noNaN: true }), what: fc.nat(9) }), { minLength: 1, maxLength: 120 }), fc.integer({ min: 2, max: 30 }), async (parts, most) => {
      let time = 0;
      const frames = parts.map(({ stand, what }): Frame => { const from = time; time += stand; return { picture: slides(1)(what + 0.5).picture, time: from, until: time }; });
      const found = await pick(list(...frames), most);
      expect(found.steps.length).toBeGreaterThanOrEqual(1);
      expect(found.steps.length).toBeLessThanOrEqual(most);
      expect(found.mostKept).toBeLessThanOrEqual(most + 1);
      const ids = found.steps.map(({ id }) => id), at = times(found);
      expect(ids).toEqual([...ids].sort((a, b) => a - b));
      expect(at).toEqual([...at].sort((a, b) => a - b));
      expect(gridOf(found.steps[0]?.picture as FramePicture)).toEqual(gridOf(frames[0]?.picture as FramePicture));
      const [last, end] = [found.steps.at(-1)?.picture, frames.at(-1)?.picture].map((picture) => gridOf(picture as FramePicture).values);
      expect(last).toEqual(end);
    }), { numRuns: 40 });
  });
  it('are joined where they differ least, so that what is large stays', async () => {
    // Thirty small changes after one another, and two large ones among them.
    const show = (at: number): Screen => { const screen = slides(100)(at >= 24 ? 350 : at >= 12 ? 150 : 0); for (let line = 0; line <= at; line++) screen.text(19 - line % 4, Math.floor(line / 4) * 6, `n${line}`, 250); return screen; };
    const found = await pick(list(...Array.from({ length: 36 }, (_, at) => ({ picture: show(at).picture, time: at * 2, until: at * 2 + 2 }))), 4);
    expect(found.steps).toHaveLength(4);
    for (const [from, to] of [[0, 24], [24, 48], [48, 72]] as const) expect(times(found).some((time) => from <= time && time < to), `${from}`).toBe(true);
  });
});

describe('hostile recordings', () => {
  it('change their size, have no pixels, or too few', async () => {
    const small = new Screen({ width: 33, height: 7 });
    const found = await pick(list(
      { picture: { width: 0, height: 10, data: new Uint8Array() }, time: 0 }, { picture: small.picture, time: 1, until: 3 }, { picture: { width: 500, height: 500, data: new Uint8Array(8) }, time: 3 },
      { picture: slides(1)(0).picture, time: 4 }, { picture: small.picture, time: 6, until: 8 },
    ));
    expect(times(found)).toEqual([1, 4, 6]);
  });
  it('go back in time', async () => {
    const found = await pick(list(...[5, 3, 1, 9].map((time) => ({ picture: slides(1)(time).picture, time }))));
    expect(found.steps.length).toBeGreaterThanOrEqual(2);
  });
  it('have ten thousand frames, all different', { timeout: 120_000 }, async () => {
    const tiny: Size = { width: 160, height: 90 };
    const found = await pick(filmed((time) => new Screen(tiny).noisy(Math.round(time * 1000), 120).fill(Math.round(time * 13) % 160, Math.round(time * 7) % 90, 40, 30, 255), 1000, 10));
    expect(found.steps).toHaveLength(mostSteps);
    expect(found.steps[0]?.time).toBe(0);
    expect(found.steps.at(-1)?.time).toBeGreaterThan(990);
    const spread = found.steps.filter(({ time }) => time > 500).length;
    expect(spread).toBeGreaterThan(5);
    expect(spread).toBeLessThan(25);
  });
});
