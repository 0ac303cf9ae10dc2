import { flowchartAnswer, flowchartSegment, textAnswer } from '../answer/build.js';
import type { Answer, Diagram, ModelInfo, Segment } from '../answer/types.js';
import type { Reading } from './families/family.js';
import type { Picture } from './picture/decode.js';
import type { Task } from './task.js';

/** The segment of a diagram that is still growing. */
export function partialSegment(diagram: Diagram): Segment {
  return flowchartSegment(diagram).segment;
}

/** The answer for what a model read; what follows from the typed data is derived by the answer's own room. */
export async function answerFor(reading: Reading, picture: Picture, model: ModelInfo, task: Task): Promise<Answer> {
  const { name, width, height, sha256 } = picture;
  const data = { regions: reading.regions, model, picture: { name, width, height, fed: reading.fed, sha256 }, timings: [] };
  const answer = await task.timed('explain', async () => (reading.kind === 'flowchart' ? flowchartAnswer(reading.diagram, data) : textAnswer(data)));
  // Taken last, so that the explanation's own time is among them.
  return { ...answer, timings: task.timings };
}
