// Pictures of formulas on disk: OUT/shard-000/000123.png (grey, black ink on white, cut to its ink) and a line of OUT/shard-000/formulas.jsonl each.
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

sharp.cache(false);
sharp.concurrency(1);

/** Pixels of an em in every picture: larger than text ever is fed, so that any size can be made from it. */
export const EM = 48;
const PER_SHARD = 1000;
const MOST_PIXELS = 3e6;

export class Shards {
  constructor(folder) {
    this.folder = folder;
    this.pictures = 0;
    this.next = 0;
    mkdirSync(folder, { recursive: true });
    for (const shard of readdirSync(folder).filter(name => name.startsWith('shard-')).sort()) {
      const file = join(folder, shard, 'formulas.jsonl');
      if (!existsSync(file)) continue;
      // A line that a killed process left unfinished is cut off.
      const lines = readFileSync(file, 'utf8').split('\n');
      const whole = lines.slice(0, -1);
      if (lines.at(-1) !== '') writeFileSync(file, whole.map(line => `${line}\n`).join(''));
      this.pictures += whole.length;
      const last = whole.at(-1);
      if (last !== undefined) this.next = Math.max(this.next, JSON.parse(last).job + 1);
    }
  }

  /** The first job that has not been rendered; earlier ones are done or were refused. */
  get resumeAt() { return this.next; }

  add(png, width, height, data) {
    const shard = join(this.folder, `shard-${String(Math.floor(this.pictures / PER_SHARD)).padStart(3, '0')}`);
    mkdirSync(shard, { recursive: true });
    const image = `${String(this.pictures).padStart(6, '0')}.png`;
    writeFileSync(join(shard, image), png);
    appendFileSync(join(shard, 'formulas.jsonl'), `${JSON.stringify({ image, width, height, em: EM, ...data })}\n`);
    this.pictures++;
  }
}

/** Grey pixels (0 ink, 255 paper) cut to their ink, as PNG; undefined where there is no ink or far too much of it. */
export async function inkOnly(grey, width, height) {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (grey[y * width + x] > 200) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < left) return undefined;
  const box = { left, top, width: right - left + 1, height: bottom - top + 1 };
  if (box.width * box.height > MOST_PIXELS) return undefined;
  const png = await sharp(grey, { raw: { width, height, channels: 1 } }).extract(box).png({ compressionLevel: 6 }).toBuffer();
  return { png, ...box };
}

/** Jobs that a renderer has: every formula of the file that trains and whose number is one of `shares` modulo `of`. */
export function* jobs(file, shares, of) {
  const lines = readFileSync(file, 'utf8').split('\n');
  for (let job = 0; job < lines.length; job++) {
    if (!shares.includes(job % of) || lines[job] === '') continue;
    const { tokens, latex, origin, split } = JSON.parse(lines[job]);
    if (split === 'train') yield { job, tokens, latex, origin };
  }
}
