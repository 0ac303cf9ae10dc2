import { tableAnswer } from '../../answer/table/index.js';
import type { Answer } from '../../answer/types.js';
import type { ProviderName } from '../../client/protocol.js';
import type { TextLine } from '../families/family.js';
import type { TableReader } from '../families/grid/model.js';
import type { RowReader } from '../families/grid/overlooked.js';
import type { Picture } from '../picture/decode.js';
import type { Task } from '../task.js';

/**
 * A picture of one table -> its answer.
 * @param rows reads cells once more whose text was passed over; absent where the lines were given
 * @returns nothing where no text of the picture stands in a table
 */
export async function readTable(
  picture: Picture, lines: readonly TextLine[], reader: TableReader, provider: ProviderName, task: Task, fed: (size: { readonly width: number; readonly height: number }) => void,
  rows: RowReader | undefined,
): Promise<Answer | undefined> {
  const reading = await reader.read(picture, lines, task, rows);
  if (reading.table === undefined) return undefined;
  fed(reading.fed);
  task.tell({ type: 'regions', regions: reading.regions });
  await task.breathe();
  task.progress('explain', 0, 1);
  const { name, width, height, sha256 } = picture;
  const { table } = reading;
  const data = { regions: reading.regions, model: { name: reader.manifest.name, version: reader.manifest.version, provider }, picture: { name, width, height, fed: reading.fed, sha256 }, timings: [] };
  const answer = await task.timed('explain', async () => tableAnswer(table, data));
  return { ...answer, timings: task.timings };
}
