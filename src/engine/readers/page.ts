import { pageAnswer } from '../../answer/page.js';
import type { Answer, Segment } from '../../answer/types.js';
import type { ReadAs } from '../../client/protocol.js';
import type { TextLine } from '../families/family.js';
import { cutPage } from '../page/index.js';
import type { Block } from '../page/index.js';
import { cut, moved, shiftedLine, within } from '../picture/area.js';
import type { Picture } from '../picture/decode.js';
import type { Task } from '../task.js';
import { wayOf } from './route.js';
import type { Router } from './route.js';

/** Reads a part of the page as one kind. `lines` are the part's, in its own pixels. */
export type ReadBlock = (picture: Picture, as: Exclude<ReadAs, 'page'>, lines: readonly TextLine[]) => Promise<Answer>;

/** Paper around a block, in heights of a line of text (or of the picture's shorter side, where there is none). */
const MARGIN = { lines: 0.35, side: 0.005 } as const;

/**
 * A whole page -> one answer with a segment a block, in reading order.
 * @param model said of the answer as a whole
 * @param partial is told each block's segment when it has been read
 * @throws EngineFailure `cancelled`
 */
export async function readPage(
  picture: Picture, lines: readonly TextLine[], router: Router, model: Answer['model'], task: Task, read: ReadBlock, partial: (index: number, segment: Segment) => void,
): Promise<Answer> {
  const blocks = await task.timed('look', () => cutPage(picture, lines, router, task));
  const answers: Answer[] = [];
  for (const block of blocks) {
    await task.breathe();
    const members = block.lines.flatMap((index) => lines[index] ?? []);
    const heights = members.map(({ box }) => box.height).sort((a, b) => a - b);
    const margin = heights.length > 0 ? MARGIN.lines * (heights[heights.length >> 1] ?? 0) : MARGIN.side * Math.min(picture.width, picture.height);
    const area = within(picture, block.box, margin);
    const part = cut(picture, area);
    const own = members.map((line) => shiftedLine(line, -area.x, -area.y));
    const answer = moved(await read(part, await kindOf(block, part, own, router, task), own), area, picture);
    answers.push(answer);
    if (answer.segments[0] !== undefined) partial(answers.length - 1, answer.segments[0]);
  }
  const { name, width, height, sha256 } = picture;
  const page = pageAnswer(answers, { regions: [], model, picture: { name, width, height, fed: { width, height }, sha256 }, timings: [] });
  return { ...page, timings: task.timings };
}

/** A figure is looked at once more, by itself: it may be a diagram. */
async function kindOf({ kind }: Block, part: Picture, lines: readonly TextLine[], router: Router, task: Task): Promise<Exclude<ReadAs, 'page'>> {
  if (kind === 'formula' || kind === 'table') return kind;
  if (kind !== 'figure') return 'text';
  const route = await router.route(part, lines, task);
  const { as } = wayOf(route);
  return route.sure && as === 'flowchart' ? 'flowchart' : 'text';
}
