/**
 * Chooses the steps of a recording from its frames: by what changed, not by the clock alone. A picture is a step when it differs from the last step and stands still; where nothing
 * comes to rest (typing, scrolling, a film), the clock makes one now and then. Pure: decoders feed it in a process, the panel's page feeds it what its <video> shows.
 */
import { difference, gridOf, type Grid } from './grid.js';
import { Motion } from './motion.js';
import type { Frame, FramePicture, PickEvent } from './types.js';

export interface PickOptions<T> {
  /** Makes the picture of a step small enough to be kept. */
  readonly encode: (picture: FramePicture) => Promise<T>;
  /** The most steps, at least 2. */
  readonly most?: number;
}

export const mostSteps = 30;

/** Seconds. A small change must stand for `rest`, a large one for `glance`; where nothing rests, `clock` goes by between two steps. */
const rest = 1, glance = 0.4, clock = 5;
/** Shares of the squares: a change that is large; what moves at once in a transition or a scroll. */
const large = 0.08, sweep = 0.02;

/** Squares in which a picture that stood must differ to be looked at before it gives way to another one as a whole: some letters, or the mouse pointer alone. */
const little = 4;

/** Squares that must differ for a step: about the area of a mouse pointer that went elsewhere is not enough. */
function enough(squares: number): number { return Math.min(16, Math.max(1, Math.round(squares / 100))); }

/** The frame that shows, when it came, and since when nothing of it, or nothing much of it, has moved. */
interface Shown { readonly picture: FramePicture; readonly grid: Grid; readonly time: number; readonly since: number; readonly swept: number }
interface Kept { readonly id: number; readonly time: number; readonly grid: Grid; /** From the step before: squares that differ. */ apart: number }

/**
 * Events as they come; after the last one, the steps that were not dropped are the storyboard, at most `most`, in order. The first picture is the first step; the last one is
 * a step unless it shows what the step before it shows. Holds three frames, and a small grid a step. Frames without pixels, or whose data are too short, are passed over.
 */
export async function* pickFrames<T>(frames: AsyncIterable<Frame>, { encode, most = mostSteps }: PickOptions<T>): AsyncGenerator<PickEvent<T>, void, undefined> {
  const motion = new Motion();
  const kept: Kept[] = [];
  let id = 0;
  let shown: Shown | undefined;
  /** The last picture that stood since the last step, and in which little had changed. */
  let slightly: { readonly picture: FramePicture; readonly grid: Grid; readonly time: number } | undefined;
  let end = 0;

  const take = async function* (picture: FramePicture, grid: Grid, time: number, slight = false): AsyncGenerator<PickEvent<T>, void, undefined> {
    const before = kept.at(-1);
    const step: Kept = { id: id++, time, grid, apart: before === undefined ? Infinity : difference(before.grid, grid) };
    kept.push(step);
    slightly = undefined;
    yield { type: 'step', id: step.id, time, slight, width: picture.width, height: picture.height, picture: await encode(picture) };
    if (kept.length > Math.max(2, most)) yield { type: 'drop', id: merge(kept) };
  };

  /** Whether what shows has stood long enough, until `now`, to be a step. */
  const due = (now: number): boolean => {
    const last = kept.at(-1);
    if (shown === undefined || last === undefined) return false;
    const changed = motion.since(last.grid, now);
    const squares = shown.grid.values.length;
    if (changed < enough(squares)) return false;
    return now - shown.since >= rest || (changed >= large * squares && now - shown.swept >= glance) || now - last.time >= clock;
  };

  for await (const { picture, time, until } of frames) {
    if (picture.width < 1 || picture.height < 1 || picture.data.length < picture.width * picture.height * 4) continue;
    const grid = gridOf(picture);
    if (shown !== undefined && due(time)) yield* take(shown.picture, shown.grid, stood(shown, kept.at(-1), time));
    const last = kept.at(-1);
    const changed = last === undefined ? 0 : motion.since(last.grid, time);
    const { moved, of } = motion.next(grid, time);
    if (shown === undefined) yield* take(picture, grid, time);
    const swept: boolean = moved >= Math.max(enough(of), sweep * of);
    if (shown !== undefined && changed >= little && changed < enough(of) && time - shown.since >= rest) slightly = { picture: shown.picture, grid: shown.grid, time: stood(shown, last, time) };
    // What changed a little before the page did would not be seen again.
    if (swept && slightly !== undefined) yield* take(slightly.picture, slightly.grid, slightly.time, true);
    const still = moved < Math.min(2, enough(of));
    shown = { picture, grid, time, since: shown !== undefined && still ? shown.since : time, swept: shown !== undefined && !swept ? shown.swept : time };
    end = Math.max(until ?? time, time);
  }
  const newest = kept.at(-1);
  if (shown === undefined || newest === undefined) return;
  const changed = motion.since(newest.grid, end), least = enough(shown.grid.values.length);
  if (changed >= least) yield* take(shown.picture, shown.grid, stood(shown, newest, end));
  else if (changed >= little && end - shown.since >= rest) yield* take(shown.picture, shown.grid, stood(shown, newest, end), true);
  else if (slightly !== undefined) yield* take(slightly.picture, slightly.grid, slightly.time, true);
}

/** When a step's picture came to stand; where nothing stood, when it came. */
function stood({ time, since, swept }: Shown, before: Kept | undefined, now: number): number {
  const from = before?.time ?? 0;
  return now - since >= rest ? Math.max(since, from) : now - swept >= glance && swept > from ? swept : time;
}

/** Takes one of the two neighbours that differ least out, and gives its id; of equals, those that are closest in time. The first and the newest step stay. */
function merge(kept: Kept[]): number {
  let at = 1;
  const rank = (index: number): readonly [number, number] => [kept[index]?.apart ?? Infinity, (kept[index]?.time ?? 0) - (kept[index - 1]?.time ?? 0)];
  for (let index = 2; index < kept.length; index++) {
    const [apart, span] = rank(index), [least, shortest] = rank(at);
    if (apart < least || (apart === least && span < shortest)) at = index;
  }
  // The later one shows what both led to.
  const gone = at === 1 ? 1 : at - 1;
  const [step] = kept.splice(gone, 1);
  const [previous, next] = [kept[gone - 1], kept[gone]];
  if (previous !== undefined && next !== undefined) next.apart = difference(previous.grid, next.grid);
  return step?.id ?? -1;
}
