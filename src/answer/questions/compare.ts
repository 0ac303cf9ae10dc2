/** What changed from one answer to another: elements are matched by what they say and by what they are joined to, not by their ids. */
import { joinLines } from '../labels.js';
import { nameElements } from '../names.js';
import type { Answer, Diagram, Sentence } from '../types.js';
import { capital, count, list, quote } from '../words.js';
import { distance, fold } from './tokens.js';

export interface Change {
  readonly kind: 'node-added' | 'node-removed' | 'node-relabelled' | 'edge-added' | 'edge-removed' | 'edge-relabelled' | 'group-added' | 'group-removed' | 'moved' | 'reshaped';
  readonly text: string;
  /** Element ids in the first and in the second answer. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}
export interface Comparison { readonly changes: readonly Change[]; readonly sentences: readonly Sentence[] }

const diagramOf = (answer: Answer): Diagram => answer.segments.find(({ diagram }) => diagram !== undefined)?.diagram ?? { direction: 'TD', nodes: [], edges: [], containers: [], texts: [] };

/** Differences from `a` to `b`. Sentences carry the elements and regions of `b`. Empty where both hold the same graph. */
export function compareAnswers(a: Answer, b: Answer): Comparison { return compareDiagrams(diagramOf(a), diagramOf(b)); }

/** The same of two graphs, wherever they come from: a picture, or source that a person has written. */
export function compareDiagrams(before: Diagram, after: Diagram): Comparison {
  const match = matchAll(before, after);
  const back = new Map([...match].map(([from, to]) => [to, from]));
  const oldNames = nameElements(before), newNames = nameElements(after);
  const changes: Change[] = [];
  const oldGroups = new Set(before.containers.map(({ id }) => id)), newGroups = new Set(after.containers.map(({ id }) => id));
  const oldElement = (id: string): string => `${oldGroups.has(id) ? 'container' : 'node'}:${id}`, newElement = (id: string): string => `${newGroups.has(id) ? 'container' : 'node'}:${id}`;
  const label = (diagram: Diagram, id: string): string => joinLines([...diagram.nodes, ...diagram.containers].find((each) => each.id === id)?.lines ?? []);

  for (const { id } of [...before.nodes, ...before.containers]) {
    if (!match.has(id)) changes.push({ kind: oldGroups.has(id) ? 'group-removed' : 'node-removed', text: `${capital(oldNames.of(id))} is gone.`, before: [oldElement(id)], after: [] });
  }
  for (const { id } of [...after.nodes, ...after.containers]) {
    if (!back.has(id)) changes.push({ kind: newGroups.has(id) ? 'group-added' : 'node-added', text: `${capital(newNames.of(id))} is new.`, before: [], after: [newElement(id)] });
  }
  for (const [from, to] of match) {
    const both = { before: [oldElement(from)], after: [newElement(to)] };
    if (label(before, from) !== label(after, to)) changes.push({ kind: 'node-relabelled', text: `${capital(oldNames.of(from))} now reads ${newNames.of(to)}.`, ...both });
    const oldNode = before.nodes.find(({ id }) => id === from), newNode = after.nodes.find(({ id }) => id === to);
    if (oldNode === undefined || newNode === undefined) continue;
    if (oldNode.shape !== newNode.shape) changes.push({ kind: 'reshaped', text: `${capital(newNames.of(to))} has another shape.`, ...both });
    const [oldHome, newHome] = [oldNode.container, newNode.container];
    if ((oldHome === undefined ? undefined : match.get(oldHome) ?? '?') !== newHome) {
      changes.push({ kind: 'moved', text: `${capital(newNames.of(to))} moved ${newHome === undefined ? 'out of its group' : `into ${newNames.of(newHome)}`}.`, ...both });
    }
  }
  changes.push(...compareEdges(before, after, match, oldNames.of, newNames.of));
  const regions = new Map<string, readonly number[]>([
    ...after.nodes.map(({ id, regions: own }) => [`node:${id}`, own] as const), ...after.containers.map(({ id, regions: own }) => [`container:${id}`, own] as const), ...after.edges.map(({ regions: own }, index) => [`edge:${index}`, own] as const),
  ]);
  return { changes, sentences: changes.map(({ text, after: elements }) => ({ text, elements, regions: [...new Set(elements.flatMap((id) => regions.get(id) ?? []))] })) };
}

function compareEdges(before: Diagram, after: Diagram, match: ReadonlyMap<string, string>, oldName: (id: string) => string, newName: (id: string) => string): Change[] {
  const changes: Change[] = [];
  const free = new Set(after.edges.keys());
  const lost: number[] = [];
  const fits = (index: number, candidate: number, exact: boolean): boolean => {
    const [from, to] = [before.edges[index], after.edges[candidate]];
    return from !== undefined && to !== undefined && match.get(from.source) === to.source && match.get(from.target) === to.target && (from.start === 'none') === (to.start === 'none') && (from.end === 'none') === (to.end === 'none')
      && (!exact || joinLines(from.label) === joinLines(to.label));
  };
  const pass = (indices: readonly number[], exact: boolean, found: (index: number, candidate: number) => void): number[] => indices.filter((index) => {
    const candidate = [...free].find((each) => fits(index, each, exact));
    if (candidate === undefined) return true;
    free.delete(candidate);
    found(index, candidate);
    return false;
  });
  const rest = pass([...before.edges.keys()], true, () => undefined);
  lost.push(...pass(rest, false, (index, candidate) => {
    const [from, to] = [before.edges[index], after.edges[candidate]];
    if (from === undefined || to === undefined) return;
    const say = (lines: readonly string[]): string => (joinLines(lines) === '' ? 'no label' : quote(lines));
    changes.push({ kind: 'edge-relabelled', text: `The connection from ${newName(to.source)} to ${newName(to.target)} had ${say(from.label)} and now has ${say(to.label)}.`, before: [`edge:${index}`], after: [`edge:${candidate}`] });
  }));
  for (const index of lost) { const edge = before.edges[index]; if (edge !== undefined) changes.push({ kind: 'edge-removed', text: `The connection from ${oldName(edge.source)} to ${oldName(edge.target)} is gone.`, before: [`edge:${index}`], after: [] }); }
  for (const index of free) { const edge = after.edges[index]; if (edge !== undefined) changes.push({ kind: 'edge-added', text: `A connection from ${newName(edge.source)} to ${newName(edge.target)} is new.`, before: [], after: [`edge:${index}`] }); }
  return changes;
}

/** Pairs elements: the same words first (with the same neighbours where words repeat), then nearly the same words, then what is left between matched neighbours. */
function matchAll(before: Diagram, after: Diagram): Map<string, string> {
  const match = new Map<string, string>();
  const taken = new Set<string>();
  const sides = [[before.nodes, after.nodes], [before.containers, after.containers]] as const;
  const words = (lines: readonly string[]): string => fold(joinLines(lines));
  const around = (diagram: Diagram, id: string, translate: (id: string) => string | undefined): Set<string> => new Set(diagram.edges.flatMap(({ source, target }) => (source === id ? [`>${translate(target) ?? ''}`] : target === id ? [`<${translate(source) ?? ''}`] : [])));
  const shared = (from: string, to: string): number => { const there = around(after, to, (id) => id); return [...around(before, from, (id) => match.get(id))].filter((each) => there.has(each)).length; };
  const pass = (alike: (a: string, b: string, from: string, to: string) => boolean): void => {
    for (const [left, right] of sides) for (const from of left) {
      if (match.has(from.id)) continue;
      const options = right.filter((to) => !taken.has(to.id) && alike(words(from.lines), words(to.lines), from.id, to.id));
      const best = options.sort((a, b) => shared(from.id, b.id) - shared(from.id, a.id))[0];
      if (best !== undefined) { match.set(from.id, best.id); taken.add(best.id); }
    }
  };
  const once = (list_: readonly { readonly lines: readonly string[] }[], text: string): boolean => list_.filter(({ lines }) => words(lines) === text).length === 1;
  const label = (diagram: Diagram, id: string): string => words([...diagram.nodes, ...diagram.containers].find((each) => each.id === id)?.lines ?? []);
  const signature = (diagram: Diagram, id: string): string => [...around(diagram, id, (other) => `${other} ${label(diagram, other)}`)].sort().join('\n');
  // Where nothing changed around an element, its id tells it from others that read the same.
  pass((a, b, from, to) => a === b && from === to && signature(before, from) === signature(after, to));
  pass((a, b) => a === b && a !== '' && once([...before.nodes, ...before.containers], a) && once([...after.nodes, ...after.containers], b));
  pass((a, b) => a === b && a !== '');
  pass((a, b) => a !== '' && b !== '' && Math.max(a.length, b.length) >= 4 && distance(a, b, Math.floor(Math.max(a.length, b.length) / 4)) <= Math.floor(Math.max(a.length, b.length) / 4));
  pass((_a, _b, from, to) => { const own = around(before, from, (id) => match.get(id)); return own.size > 0 && shared(from, to) === own.size && around(after, to, (id) => id).size === own.size; });
  return match;
}

const told: readonly (readonly [kind: Change['kind'], noun: string, what: string])[] = [
  ['node-added', 'step', 'added'], ['node-removed', 'step', 'removed'], ['node-relabelled', 'step', 'renamed'], ['reshaped', 'step', 'reshaped'], ['moved', 'step', 'moved'], ['group-added', 'group', 'added'],
  ['group-removed', 'group', 'removed'], ['edge-added', 'connection', 'added'], ['edge-removed', 'connection', 'removed'], ['edge-relabelled', 'connection', 'relabelled'],
];

/** The comparison in one sentence: "1 step added, 2 connections removed." */
export function summariseComparison({ changes }: Pick<Comparison, 'changes'>): string {
  if (changes.length === 0) return 'Both hold the same graph.';
  const parts = told.flatMap(([kind, noun, what]) => {
    const number = changes.filter((change) => change.kind === kind).length;
    return number === 0 ? [] : [`${count(number, noun)} ${what}`];
  });
  return `${list(parts, parts.length)}.`;
}
