#!/usr/bin/env node
// node models/evaluation/calibrate.mjs ANSWERS.jsonl [TRUTH]: fits the manifest's `calibration` to answers that were made with a neutral one (temperature 1, bias 0).
// A confidence then is the share of things said with it that are right. Prints the section as JSON, and the expected calibration error before and after on stderr.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nameVertices } from './compare.mjs';
import { graphOfScene, normalise } from './graph.mjs';
import { readTruth } from './truth.mjs';

/** @typedef {{ p: number, right: boolean }} Claim */

const logit = p => Math.log(p / (1 - p));
const sigmoid = x => 1 / (1 + Math.exp(-x));
const bounded = p => Math.min(1 - 1e-6, Math.max(1e-6, p));

/** Every node and edge that an answer claims, with its confidence and whether the truth holds it. @returns {{ nodes: Claim[], edges: Claim[] }} */
export function claimsOf(scene, diagram) {
  const truth = graphOfScene(scene);
  const parts = [...diagram.nodes.map(node => ({ ...node, container: false })), ...diagram.containers.map(part => ({ ...part, container: true, shape: 'container' }))];
  const index = new Map(parts.map((part, i) => [part.id, i]));
  const marks = edge => (edge.start !== 'none') + (edge.end !== 'none');
  const answer = {
    direction: diagram.direction, vertices: parts.map(part => ({ label: normalise(part.lines), shape: part.shape, container: part.container })),
    arrows: diagram.edges.map(edge => ({ source: index.get(edge.source), target: index.get(edge.target), label: normalise(edge.label), directed: marks(edge) === 1 })),
  };
  const [trueNames, names] = nameVertices(truth, answer);
  const key = (arrow, list) => {
    const ends = [list[arrow.source], list[arrow.target]];
    return JSON.stringify([arrow.directed, ...(arrow.directed ? ends : ends.sort()), arrow.label]);
  };
  const take = (waiting, item) => {
    const at = waiting.indexOf(item);
    if (at >= 0) waiting.splice(at, 1);
    return at >= 0;
  };
  const waitingNames = [...trueNames], waitingEdges = truth.arrows.map(arrow => key(arrow, trueNames));
  return {
    nodes: parts.map((part, i) => ({ p: part.confidence, right: take(waitingNames, names[i]) })),
    edges: diagram.edges.map((edge, i) => ({ p: edge.confidence, right: take(waitingEdges, key(answer.arrows[i], names)) })),
  };
}

/** Temperature and bias that make sigmoid(logit(p) / temperature + bias) likeliest: logistic regression by damped Newton steps, lightly held to the neutral. */
export function fit(claims) {
  const points = claims.map(({ p, right }) => [logit(bounded(p)), right ? 1 : 0]);
  const cost = (slope, bias) => points.reduce((sum, [x, y]) => sum - Math.log(bounded(sigmoid((y === 1 ? 1 : -1) * (slope * x + bias)))), ((slope - 1) ** 2 + bias ** 2) / 2);
  let slope = 1, bias = 0;
  for (let step = 0; step < 100; step++) {
    let [gs, gb, hss, hsb, hbb] = [-(slope - 1), -bias, 1, 0, 1];
    for (const [x, y] of points) {
      const q = sigmoid(slope * x + bias), weight = q * (1 - q);
      gs += (y - q) * x; gb += y - q; hss += weight * x * x; hsb += weight * x; hbb += weight;
    }
    const determinant = hss * hbb - hsb * hsb, ds = (hbb * gs - hsb * gb) / determinant, db = (hss * gb - hsb * gs) / determinant;
    let size = 1;
    while (size > 1e-6 && cost(slope + size * ds, bias + size * db) > cost(slope, bias)) size /= 2;
    slope += size * ds;
    bias += size * db;
  }
  // A slope near 0 would say that the model's confidence means nothing; the engine divides by the temperature.
  return { temperature: Number((1 / Math.max(slope, 0.05)).toFixed(4)), bias: Number(bias.toFixed(4)) };
}

/** Expected calibration error over ten bins of equal width. */
export function calibrationError(claims, { temperature, bias }) {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, said: 0, right: 0 }));
  for (const { p, right } of claims) {
    const q = sigmoid(logit(bounded(p)) / temperature + bias), bin = bins[Math.min(9, Math.floor(q * 10))];
    bin.count++; bin.said += q; bin.right += right ? 1 : 0;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.said - bin.right), 0) / Math.max(1, claims.length);
}

function main() {
  const [answersFile, folder = fileURLToPath(new URL('development', import.meta.url))] = process.argv.slice(2);
  if (answersFile === undefined) {
    console.error('usage: node models/evaluation/calibrate.mjs ANSWERS.jsonl [TRUTH]');
    process.exitCode = 2;
    return;
  }
  const truth = readTruth(folder);
  const all = { nodes: [], edges: [] };
  for (const line of readFileSync(answersFile, 'utf8').split('\n').filter(Boolean)) {
    const record = JSON.parse(line), scene = truth.get(record.picture)?.scene;
    const diagram = record.answer?.segments?.find(segment => segment.diagram !== undefined)?.diagram;
    if (scene === undefined || diagram === undefined) continue;
    const { nodes, edges } = claimsOf(scene, diagram);
    all.nodes.push(...nodes);
    all.edges.push(...edges);
  }
  const neutral = { temperature: 1, bias: 0 }, nodes = fit(all.nodes), edges = fit(all.edges);
  for (const [name, claims, fitted] of [['nodes', all.nodes, nodes], ['edges', all.edges, edges]]) {
    console.error(`${name}: ${claims.length} claims, ${(claims.filter(({ right }) => right).length / Math.max(1, claims.length)).toFixed(3)} right; calibration error ${calibrationError(claims, neutral).toFixed(3)} -> ${calibrationError(claims, fitted).toFixed(3)}`);
  }
  console.log(JSON.stringify({ nodes, edges, texts: nodes }, null, 2));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
