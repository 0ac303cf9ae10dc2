#!/usr/bin/env node
// node models/evaluation/baseline.mjs [TRUTH] > BASELINE.jsonl: what can be said without looking, from the true text boxes alone.
// Lines near each other are a node; a node leads to the nearest one below it that overlaps it, else to the nearest to its right, else
// to the next in reading order. Short texts between two nodes stay nodes: nothing tells them from labels without looking.
import { fileURLToPath } from 'node:url';
import { readTruth } from './truth.mjs';

const height = box => box[3] - box[1], overlap = (a, b, k) => Math.min(a[k + 2], b[k + 2]) - Math.max(a[k], b[k]);

/** Text lines of a scene as one reads them: by rows of a text height, then from the left. */
function linesOf(scene) {
  const parts = [...scene.nodes, ...scene.edges, ...scene.containers, ...scene.texts].flatMap(part => part.lines).concat(scene.noise);
  const middle = parts.map(line => height(line.box)).sort((a, b) => a - b)[parts.length >> 1] ?? 12;
  const row = ({ box }) => Math.floor((box[1] + box[3]) / 2 / middle + 0.5);
  return parts.sort((a, b) => row(a) - row(b) || a.box[0] - b.box[0]);
}

/** Lines that stand under each other become one node. */
export function nodesOf(lines) {
  const nodes = [];
  for (const { text, box } of lines) {
    const host = nodes.find(node => overlap(node.box, box, 0) > 0.3 * Math.min(node.box[2] - node.box[0], box[2] - box[0]) && box[1] - node.box[3] < 0.45 * height(box) && box[3] > node.box[3]);
    if (host) {
      host.lines.push(text);
      host.box = [Math.min(host.box[0], box[0]), host.box[1], Math.max(host.box[2], box[2]), Math.max(host.box[3], box[3])];
    } else nodes.push({ lines: [text], box: [...box] });
  }
  return nodes;
}

/** Pairs of indices: each node and the one that it most likely leads to. */
export function edgesOf(nodes) {
  return nodes.flatMap(({ box }, i) => {
    const nearest = k => nodes.map((other, j) => ({ j, gap: other.box[k === 0 ? 1 : 0] - box[k === 0 ? 3 : 2] }))
      .filter(({ j, gap }) => j !== i && gap >= 0 && overlap(nodes[j].box, box, k) > 0).sort((a, b) => a.gap - b.gap)[0]?.j;
    const target = nearest(0) ?? nearest(1) ?? (i + 1 < nodes.length ? i + 1 : undefined);
    return target === undefined ? [] : [[i, target]];
  });
}

export function baseline(scene) {
  const nodes = nodesOf(linesOf(scene));
  const quoted = text => `"${text.replace(/[#"<>&`\\]/g, c => `#${c.codePointAt(0)};`)}"`;
  const wide = nodes.length > 0 && Math.max(...nodes.map(n => n.box[2])) > 1.4 * Math.max(...nodes.map(n => n.box[3]));
  return [`flowchart ${wide ? 'LR' : 'TD'}`, ...nodes.map((node, i) => `  n${i}[${quoted(node.lines.join(' '))}]`), ...edgesOf(nodes).map(([a, b]) => `  n${a} --> n${b}`)].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? fileURLToPath(new URL('development', import.meta.url));
  for (const [picture, { scene }] of readTruth(folder)) {
    console.log(JSON.stringify({ id: picture.replace(/\.\w+$/, ''), picture, kind: 'flowchart', mermaid: baseline(scene), ms: 0 }));
  }
}
