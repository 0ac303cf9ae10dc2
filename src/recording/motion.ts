/**
 * What moves in a recording, square by square of its grid: told apart are changes that bring something new, and restless squares, which blink (a cursor) or turn (a spinner).
 * Restless squares count for nothing as long as they are few; where much is restless, it is the content that moves.
 */
import { noise, sameSize, type Grid } from './grid.js';

/** Seconds: a square that changes again within `quick` is on its way to being restless, and stays so for `calm` after it last was. */
const quick = 1.2, calm = 1.6;
/** So many quick changes in a row are a spinner, whatever it shows. */
const turns = 4;
/** Share of the squares that may be restless without counting as content. */
const fewRestless = 0.02;

export interface Change {
  /** Squares that show something new. */
  readonly moved: number;
  /** Squares in all. */
  readonly of: number;
}

export class Motion {
  #grid: Grid | undefined;
  /** What a square showed before its last change; -1: it has not changed. */
  #before = new Int16Array();
  #changed = new Float64Array();
  #quickly = new Uint8Array();
  #restlessUntil = new Float64Array();

  /** Takes in the frame that comes at `time`. Nothing has moved in the first one. */
  next(grid: Grid, time: number): Change {
    const last = this.#grid;
    const of = grid.values.length;
    if (last === undefined || !sameSize(last, grid)) {
      this.#grid = { ...grid, values: grid.values.slice() };
      this.#before = new Int16Array(of).fill(-1);
      this.#changed = new Float64Array(of).fill(-Infinity);
      this.#quickly = new Uint8Array(of);
      this.#restlessUntil = new Float64Array(of).fill(-Infinity);
      return { moved: last === undefined ? 0 : of, of };
    }
    let [moved, restless] = [0, 0];
    for (let at = 0; at < of; at++) {
      const [value, showed] = [grid.values[at] ?? 0, last.values[at] ?? 0];
      if (Math.abs(value - showed) <= noise) continue;
      const again = time - (this.#changed[at] ?? 0) <= quick;
      const back = Math.abs(value - (this.#before[at] ?? -1)) <= noise && (this.#before[at] ?? -1) >= 0;
      const run = again ? Math.min(255, (this.#quickly[at] ?? 0) + 1) : 1;
      if ((again && back) || run >= turns) this.#restlessUntil[at] = time + calm;
      this.#before[at] = showed;
      this.#changed[at] = time;
      this.#quickly[at] = run;
      last.values[at] = value;
      if ((this.#restlessUntil[at] ?? 0) > time) restless++; else moved++;
    }
    return { moved: restless > fewRestless * of ? moved + restless : moved, of };
  }

  /** Squares in which the frame now differs from an earlier one; without the restless ones, where they are few. */
  since(earlier: Grid, time: number): number {
    const now = this.#grid;
    if (now === undefined || !sameSize(now, earlier)) return Math.max(now?.values.length ?? 0, earlier.values.length);
    let [count, restless, restlessInAll] = [0, 0, 0];
    for (let at = 0; at < now.values.length; at++) {
      const moving = (this.#restlessUntil[at] ?? 0) > time;
      if (moving) restlessInAll++;
      if (Math.abs((now.values[at] ?? 0) - (earlier.values[at] ?? 0)) <= noise) continue;
      if (moving) restless++; else count++;
    }
    return restlessInAll > fewRestless * now.values.length ? count + restless : count;
  }
}
