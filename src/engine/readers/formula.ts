import { formulaAnswer, formulaSegment } from '../../answer/formula/answer.js';
import { tokens as words } from '../../answer/formula/index.js';
import type { Answer, Box, Segment } from '../../answer/types.js';
import type { ProviderName } from '../../client/protocol.js';
import type { SpelledToken, Transcriber } from '../families/transcriber/model.js';
import { cut, inkBox, within } from '../picture/area.js';
import type { Picture } from '../picture/decode.js';
import { emOf } from '../picture/textSize.js';
import { distanceToBackground } from '../picture/prepare.js';
import type { Task } from '../task.js';

export interface FormulaHooks {
  fed(size: { readonly width: number; readonly height: number }): void;
  partial(segment: Segment): void;
}

/** Paper around a formula that the reader has learned with, in ems: more of it only makes the formula smaller. */
const MARGIN = 0.5;

/**
 * A picture of one formula -> its answer.
 * @param speak MathML in words
 * @returns nothing where the picture is empty
 */
export async function readFormula(picture: Picture, reader: Transcriber, provider: ProviderName, task: Task, hooks: FormulaHooks, speak: (mathml: string) => Promise<string>): Promise<Answer | undefined> {
  const ink = inkBox(picture);
  if (ink === undefined) return undefined;
  const em = emOf({ width: picture.width, height: picture.height, values: distanceToBackground(picture.rgb) }) ?? ink.height;
  const area = within(picture, ink, MARGIN * em);
  const written = await reader.read(cut(picture, area), task, (spelled) => {
    const segment = partialSegment(spelled, ink);
    if (segment !== undefined) hooks.partial(segment);
  });
  hooks.fed(written.fed);
  await task.breathe();
  task.progress('explain', 0, 1);
  const { name, width, height, sha256 } = picture;
  const data = { regions: [], model: { name: reader.manifest.name, version: reader.manifest.version, provider }, picture: { name, width, height, fed: written.fed, sha256 }, timings: [] };
  const answer = await task.timed('explain', () => formulaAnswer(readingOf(written.tokens, ink), data, speak));
  return { ...answer, timings: task.timings };
}

function readingOf(spelled: readonly SpelledToken[], box: Box): Parameters<typeof formulaAnswer>[0] {
  return { tokens: spelled.map(({ id }) => words[id] ?? ''), confidences: spelled.map(({ confidence }) => confidence), box };
}

/** What has been written, where it is whole: half a fraction is not shown. */
function partialSegment(spelled: readonly SpelledToken[], box: Box): Segment | undefined {
  try {
    return formulaSegment(readingOf(spelled, box), 0);
  } catch {
    return undefined;
  }
}
