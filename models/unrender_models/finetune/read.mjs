/**
 * Pictures of a folder with their Mermaid beside them (x.png + x.mmd): what Mermaid's own parser makes of the source, and the text lines that the reader's own text reader finds.
 *
 *     node read.mjs FOLDER > PAIRS.jsonl      a line a picture: {picture, diagram, lines: [{text, box}]} or {picture, problem}
 *
 * Needs a build (npm run build).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const [folder] = process.argv.slice(2);
const sourceOf = (name) => ['.mmd', '.mermaid'].map((ending) => name.replace(/\.\w+$/u, ending)).find((file) => existsSync(join(folder, file)));
const pictures = readdirSync(folder).filter((name) => /\.(?:png|jpe?g|webp|gif|bmp)$/iu.test(name) && sourceOf(name) !== undefined).sort();
const { parseFlowchart } = createRequire(import.meta.url)(join(root, 'dist', 'mermaid-parser.cjs'));
const lines = new Map(readLines().map(({ picture, answer, error }) => [picture, { answer, error }]));
for (const picture of pictures) {
  const { answer, error } = lines.get(picture) ?? { error: { message: 'it was not read' } };
  try {
    if (answer === undefined) throw new Error(error.message);
    const diagram = await parseFlowchart(readFileSync(join(folder, sourceOf(picture)), 'utf8'));
    const found = answer.regions.filter(({ text }) => text !== undefined).map(({ text, box }) => ({ text, box: [box.x, box.y, box.x + box.width, box.y + box.height] }));
    console.log(JSON.stringify({ picture, diagram, lines: found }));
  } catch (problem) {
    console.log(JSON.stringify({ picture, problem: problem.message.split('\n')[0] }));
  }
}
process.exit(0);

/** The reader's answers to all pictures, in one process. */
function readLines() {
  if (pictures.length === 0) return [];
  const scratch = mkdtempSync(join(tmpdir(), 'finetune-'));
  const file = join(scratch, 'answers.jsonl');
  try {
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'dist', 'cli.js'), 'batch', folder, '--jsonl', file, '--provider', 'cpu'], { encoding: 'utf8' });
    if (status !== 0 && status !== 1) throw new Error(`the pictures could not be read: ${stderr}`);
    return readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
