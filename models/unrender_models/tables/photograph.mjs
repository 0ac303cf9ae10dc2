// node photograph.mjs JOBS.jsonl OUT: pictures of HTML tables and their truth (jobs are written by tables/html.py and tables/development.py).
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Camera, pngSize } from '../renders/browser.mjs';
import { median, ShardWriter } from '../renders/scene.mjs';

const [jobsFile, out] = process.argv.slice(2);
if (!jobsFile || !out) {
  console.error('usage: node photograph.mjs JOBS.jsonl OUT');
  process.exit(2);
}

/** In the page: shows the job; its size in CSS pixels. */
async function show(job) {
  document.documentElement.innerHTML = `<head><meta charset="utf-8"></head><body>${job.html}</body>`;
  await document.fonts.ready;
  const { right, bottom } = document.querySelector('#frame').getBoundingClientRect();
  return { width: Math.ceil(right), height: Math.ceil(bottom) };
}

/** In the page: boxes and texts of every cell, in CSS pixels; what is shown but not told (a text cut off, a word that did not fit) is a reason to refuse. */
function read(job) {
  const box = ({ left, top, right, bottom }) => [left, top, right, bottom];
  const cells = job.cells.map((cell, index) => {
    const element = document.querySelector(`[data-cell="${index}"]`);
    return { ...cell, box: box(element.getBoundingClientRect()), lines: window.measure.textLines(element) };
  });
  const told = selector => [...document.querySelectorAll(selector)].flatMap(element => window.measure.textLines(element, 1.5));
  const borders = (count, start, span, side) => Array.from({ length: count + 1 }, (_, at) => {
    const before = cells.filter(cell => cell[start] + cell[span] === at).map(cell => cell.box[side + 2]), after = cells.filter(cell => cell[start] === at).map(cell => cell.box[side]);
    const ends = [...(before.length > 0 ? [Math.max(...before)] : []), ...(after.length > 0 ? [Math.min(...after)] : [])];
    return ends.length === 0 ? undefined : ends.reduce((sum, value) => sum + value, 0) / ends.length;
  });
  const columns = borders(job.columns, 'column', 'column_span', 0), rows = borders(job.rows, 'row', 'row_span', 1);
  const overflow = cells.some(({ box: [x0, , x1], lines }) => lines.some(line => line.box[0] < x0 - 1 || line.box[2] > x1 + 1));
  return { cells, columns, rows, caption: told('[data-caption]'), outside: told('[data-outside]'), problem: overflow ? 'text runs out of its cell' : [...columns, ...rows].includes(undefined) ? 'a border cannot be seen' : '' };
}

/** As `separators` in tables/scene.py: the rule, or the middle of the gap between the texts on both sides. */
function separators(edges, ruled, cells, start, span, side) {
  return edges.slice(1, -1).map((edge, index) => {
    if (ruled[index]) return edge;
    const before = cells.filter(cell => cell[start] + cell[span] === index + 1).flatMap(cell => cell.lines.map(line => line.box[side + 2]));
    const after = cells.filter(cell => cell[start] === index + 1).flatMap(cell => cell.lines.map(line => line.box[side]));
    const [a, b] = [Math.max(...before), Math.min(...after)];
    return before.length > 0 && after.length > 0 && a < b ? (a + b) / 2 : edge;
  });
}

const round = value => Math.round(value * 100) / 100;

/** Mirrors `TableScene.header_rows`. */
function headerRows(rows, cells) {
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const own = cells.filter(cell => cell.row === row);
    if (own.some(cell => cell.header !== 'column' && cell.lines.length > 0) || (own.length > 0 && own.every(cell => cell.header !== 'column'))) break;
    if (cells.every(cell => cell.row > row || cell.row + cell.row_span <= row + 1)) count = row + 1;
  }
  return count;
}

/** A picture, or the reason why there is none. */
async function shoot(camera, job) {
  await camera.resize(1600, 1200, job.deviceScale);
  const size = await camera.page.evaluate(show, job);
  if (size.width * size.height * job.deviceScale ** 2 > 5e6) return 'too large';
  await camera.resize(size.width, size.height, job.deviceScale);
  const { cells, columns, rows, caption, outside, problem } = await camera.page.evaluate(read, job);
  if (problem) return problem;
  const heights = cells.flatMap(cell => cell.lines).map(line => line.box[3] - line.box[1]);
  if (heights.length < 2) return 'too little text';
  if (size.width * size.height / (median(heights) / 1.15) ** 2 > job.largest) return 'text too small';
  const png = await camera.capture(size.width, size.height);
  const [width, height] = pngSize(png), factor = width / size.width;
  const box = values => values.map(value => round(value * factor)), lines = items => items.map(line => ({ text: line.text, box: box(line.box) }));
  return { png, scene: {
    box: box([columns[0], rows[0], columns.at(-1), rows.at(-1)]), rows: job.rows, columns: job.columns,
    row_lines: box(separators(rows, job.rows_ruled, cells, 'row', 'row_span', 1)), column_lines: box(separators(columns, job.columns_ruled, cells, 'column', 'column_span', 0)),
    cells: cells.map(cell => ({ ...cell, box: box(cell.box), lines: lines(cell.lines) })), caption: lines(caption), outside: lines(outside), renderer: job.renderer,
    width, height, header_rows: headerRows(job.rows, cells), style: job.style,
  } };
}

const writer = new ShardWriter(out), refused = {}, skip = writer.jobs, batch = 25;
const camera = await Camera.open(['measure.js']);
let seen = 0, waiting = [];
async function develop(jobs) {
  for (const job of jobs.toSorted((a, b) => a.deviceScale - b.deviceScale)) {
    if (!camera.alive) await camera.start();
    const result = await shoot(camera, job).catch(error => `error: ${String(error.message).split('\n')[0].slice(0, 90)}`);
    if (typeof result === 'string') refused[result] = (refused[result] ?? 0) + 1;
    else writer.add(result.png, result.scene);
  }
  writer.checkpoint(jobs.length);
}
try {
  for await (const line of createInterface({ input: createReadStream(jobsFile) })) {
    if (seen++ < skip) continue;
    waiting.push(JSON.parse(line));
    if (waiting.length < batch) continue;
    await develop(waiting);
    waiting = [];
    if (seen % 250 === 0) await camera.reload().catch(() => camera.start());
  }
  await develop(waiting);
} finally {
  await camera.close();
}
console.log(JSON.stringify({ pictures: writer.pictures, refused }));
