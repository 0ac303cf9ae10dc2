/**
 * Keeps of readings what alternative texts are made from, for altPictures.test.ts:
 *
 *     node dist/cli.js batch PICTURE... --jsonl FILE && node test/answer/altPictures.mjs FILE
 */
import { readFileSync, writeFileSync } from 'node:fs';

const lines = readFileSync(process.argv[2] ?? '', 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const bare = (items = []) => items.map((item) => ({ ...item, regions: [] }));
const pictures = lines.filter(({ answer }) => answer !== undefined).map(({ id, picture, answer }) => ({
  picture: String(picture ?? id).split('/').slice(-2).join('/'),
  answer: {
    ...answer, timings: [], explanation: bare(answer.explanation.slice(0, 1)), doubts: bare(answer.doubts),
    // One is enough to tell what was found in the picture from what a language model wrote about it.
    regions: answer.regions.slice(0, 1),
    segments: answer.segments.map((segment) => ({
      ...segment, spans: [],
      ...(segment.diagram && { diagram: Object.fromEntries(Object.entries(segment.diagram).map(([key, value]) => [key, Array.isArray(value) ? bare(value) : value])) }),
      ...(segment.table && { table: { ...segment.table, cells: bare(segment.table.cells), ...(segment.table.caption && { caption: { ...segment.table.caption, regions: [] } }) } }),
    })),
  },
}));
writeFileSync(new URL('altPictures.json', import.meta.url), `[\n${pictures.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
console.log(`${pictures.length} readings kept`);
