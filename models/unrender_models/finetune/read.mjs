/**
 * What the reader's own text reader finds in pictures of a folder, and what Mermaid's own parser makes of the sources of flowcharts.
 *
 *     node read.mjs FOLDER < LIST > PAIRS.jsonl      LIST: JSON, [{picture, source, kind}]; a line a picture: {picture, lines: [{text, box}], diagram?} or {picture, problem}
 *
 * Needs a build (npm run build).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openEngine, openTextReader, root } from '../../evaluation/tables/engine.mjs';

const [folder] = process.argv.slice(2);
const pairs = JSON.parse(await text(process.stdin));
const { parseFlowchart } = createRequire(import.meta.url)(join(root, 'dist', 'mermaid-parser.cjs'));
const engine = await openEngine('finetune');
const reader = await openTextReader(engine, 1);
for (const { picture, source, kind } of pairs) {
  try {
    const diagram = kind === 'flowchart' ? { diagram: await parseFlowchart(readFileSync(join(folder, source), 'utf8')).catch((problem) => { throw new Error(`${source} is no flowchart of Mermaid's (${problem.message.split('\n')[0]})`); }) } : {};
    const decoded = await engine.decodePicture(picture, readFileSync(join(folder, picture)), '#ffffff');
    const lines = await reader.read(decoded, new engine.Task(picture, new AbortController().signal, () => {}));
    console.log(JSON.stringify({ picture, ...diagram, lines: lines.map(({ text: said, box }) => ({ text: said, box: [box.x, box.y, box.x + box.width, box.y + box.height] })) }));
  } catch (problem) {
    console.log(JSON.stringify({ picture, problem: problem.message.split('\n')[0] }));
  }
}
await reader.dispose();
process.exit(0);
