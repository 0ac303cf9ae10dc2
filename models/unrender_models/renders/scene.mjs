// Scenes on disk, as unrender_models/scene.py reads them: shards of pictures and a JSON line a picture.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const round = value => Math.round(value * 100) / 100;

/** Every text line of a scene. */
export const allLines = scene => [...scene.nodes, ...scene.edges, ...scene.containers, ...scene.texts].flatMap(part => part.lines).concat(scene.noise);

export const median = values => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Height of the median text line in the pixels that the model is fed: what is below about 6.5 nobody can read. */
export function fedTextHeight(width, height, heights) {
  const middle = heights.length > 0 ? median(heights) : 0.03 * Math.max(width, height);
  return middle * Math.min(2, 12 / middle, 960 / Math.max(width, height), Math.sqrt(327680 / (width * height)));
}

/** An edge without a direction, or with both, starts at the end whose label comes first in reading order. */
export function canonical(scene) {
  const heights = allLines(scene).map(line => line.box[3] - line.box[1]);
  const scale = heights.length > 0 ? 12 / median(heights) : 1;
  const place = (isContainer, index) => {
    const part = isContainer ? scene.containers[index] : scene.nodes[index];
    const box = part.lines[0]?.box ?? part.box;
    return [Math.floor(((box[1] + box[3]) / 2) * scale / 12 + 0.5), box[0]];
  };
  const edges = scene.edges.map(edge => {
    const marks = [edge.start !== 'none', edge.end !== 'none'];
    const a = place(edge.source_is_container, edge.source), b = place(edge.target_is_container, edge.target);
    const later = a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
    if (!((marks[0] && !marks[1]) || (marks[0] === marks[1] && later))) return edge;
    return { ...edge, source: edge.target, target: edge.source, start: edge.end, end: edge.start, points: [...edge.points].reverse(),
      source_is_container: edge.target_is_container, target_is_container: edge.source_is_container };
  });
  return { ...scene, edges };
}

/** Coordinates times `factor`, rounded to a hundredth of a pixel. */
export function scaled(scene, factor) {
  const box = b => b.map(v => round(v * factor));
  const lines = items => items.map(line => ({ text: line.text, box: box(line.box) }));
  return { ...scene,
    nodes: scene.nodes.map(n => ({ ...n, box: box(n.box), lines: lines(n.lines) })),
    edges: scene.edges.map(e => ({ ...e, points: e.points.map(box), lines: lines(e.lines) })),
    containers: scene.containers.map(c => ({ ...c, box: box(c.box), lines: lines(c.lines) })),
    texts: scene.texts.map(t => ({ ...t, lines: lines(t.lines) })),
    noise: lines(scene.noise) };
}

/** Writes OUT/shard-000/000000.png and a line of OUT/shard-000/scenes.jsonl a picture; continues where an earlier run stopped. */
export class ShardWriter {
  constructor(folder, perShard = 500) {
    this.folder = folder;
    this.perShard = perShard;
    mkdirSync(folder, { recursive: true });
    const state = join(folder, 'state.json');
    this.state = existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')) : { pictures: 0, jobs: 0 };
    this.forget();
  }
  /** Drops what a run that broke off wrote after its last checkpoint: it is made again. */
  forget() {
    const index = Math.floor(this.state.pictures / this.perShard);
    for (const shard of [index, index + 1]) {
      const file = join(this.folder, `shard-${String(shard).padStart(3, '0')}`, 'scenes.jsonl');
      if (!existsSync(file)) continue;
      const kept = readFileSync(file, 'utf8').split('\n').filter(Boolean).slice(0, Math.max(0, this.state.pictures - shard * this.perShard));
      writeFileSync(file, kept.map(line => `${line}\n`).join(''));
    }
  }
  get pictures() { return this.state.pictures; }
  /** Number of jobs that earlier runs have dealt with. */
  get jobs() { return this.state.jobs; }
  add(png, scene) {
    const index = this.state.pictures++;
    const shard = join(this.folder, `shard-${String(Math.floor(index / this.perShard)).padStart(3, '0')}`);
    mkdirSync(shard, { recursive: true });
    const image = `${String(index).padStart(6, '0')}.png`;
    writeFileSync(join(shard, image), png);
    appendFileSync(join(shard, 'scenes.jsonl'), `${JSON.stringify({ image, ...scene })}\n`);
  }
  /** Call after `jobs` further jobs: what lies on disk up to here is kept by the next run. */
  checkpoint(jobs) {
    this.state.jobs += jobs;
    writeFileSync(join(this.folder, 'state.json'), JSON.stringify(this.state));
  }
}
