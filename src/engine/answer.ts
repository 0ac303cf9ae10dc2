import { flowchartAnswer, flowchartSegment, textAnswer } from '../answer/build.js';
import type { Answer, Diagram, ModelInfo, Segment } from '../answer/types.js';
import type { Reading } from './families/family.js';
import type { Picture } from './picture/decode.js';
import type { ReadSheet } from './sheet/read.js';
import type { Task } from './task.js';

/** The segment of a diagram that is still growing. */
export function partialSegment(diagram: Diagram): Segment {
  return flowchartSegment(diagram).segment;
}

/**
 * The answer for what a model read; what follows from the typed data is derived by the answer's own room.
 * @param note said of a picture of which only the text is read
 * @param sheet the text by its columns, where the picture is in a fixed-width font: it takes the place of the lines
 */
export async function answerFor(reading: Reading, picture: Picture, model: ModelInfo, task: Task, sheet?: ReadSheet, note?: string): Promise<Answer> {
  const { name, width, height, sha256 } = picture;
  const data = { regions: sheet?.regions ?? reading.regions, model, picture: { name, width, height, fed: reading.fed, sha256 }, timings: [] };
  const answer = await task.timed('explain', async () => (reading.kind === 'flowchart' ? flowchartAnswer(reading.diagram, data) : textAnswer(data, sheet, note)));
  // Taken last, so that the explanation's own time is among them.
  return { ...answer, timings: task.timings };
}
