/** Alternative text for a diagram: what leads where, as far as one sentence can say it. */
import { joinLines, shorten } from './labels.js';
import { isDecision, nameElements } from './names.js';
import { findRoutes } from './routes.js';
import type { Diagram, Node } from './types.js';
import { count, list, quote } from './words.js';

/** @param room characters that the sentence may take; nothing for a diagram without elements */
export function altFlowchart(diagram: Diagram, room: number): string | undefined {
  const { nodes, containers, edges } = diagram;
  if (nodes.length + containers.length === 0) return undefined;
  const names = nameElements(diagram);
  const routes = findRoutes(diagram);
  const marks = new Set(nodes.filter((node) => isMark(node, edges)));
  const decisions = nodes.filter((node) => isDecision(node) && !marks.has(node));
  const directed = edges.some(({ start, end }) => start !== 'none' || end !== 'none');
  const title = diagram.texts.find(({ role, lines }) => role === 'title' && joinLines(lines) !== '');
  const steps = nodes.length - decisions.length - marks.size;
  const what = `${directed ? 'Flowchart' : 'Diagram'}${title ? ` ${quote([shorten(joinLines(title.lines), 40)])}` : ''} of ${count(steps, directed ? 'step' : 'element')}`;
  // What has no words of its own ("the unlabelled circle") tells a listener nothing.
  const spoken = (id: string | undefined): string | undefined => (id !== undefined && nodes.some((node) => node.id === id && joinLines(node.lines) !== '') ? names.of(id) : undefined);
  const only = (ids: readonly string[]): string | undefined => (ids.length === 1 ? ids[0] : undefined);
  const [first, last] = [only(routes.starts), only(routes.ends)];
  const start = spoken(first) ?? spoken(onlyNeighbour(diagram, first, 'target'));
  const end = spoken(last) ?? spoken(onlyNeighbour(diagram, last, 'source'));
  const route = start !== undefined && start === end ? `, ${start}` : start !== undefined && end !== undefined ? ` from ${start} to ${end}` : start !== undefined ? ` starting at ${start}` : end !== undefined ? ` ending at ${end}` : '';
  const connections = edges.length === 0 ? ', not connected' : directed ? '' : ` and ${count(edges.length, 'connection')}`;
  const decided = decisions.length === 0 ? '' : count(decisions.length, 'decision');
  const asked = decisions.flatMap(({ id }) => spoken(id) ?? []);
  // A reader of a longer list would have forgotten its beginning.
  const named = asked.length === 0 || asked.length < decisions.length || decisions.length > 3 ? decided : `${decided} (${list(asked)})`;
  const loops = routes.loops.length === 0 ? '' : count(routes.loops.length, 'loop');
  const groups = containers.length === 0 ? '' : count(containers.length, 'group');
  const sentence = (from: string, ...parts: readonly string[]): string => {
    const told = parts.filter((part) => part !== '');
    return `${what}${from}${told.length === 0 ? '' : ` with ${list(told)}`}${connections}`;
  };
  const fits = (candidate: string): boolean => Array.from(candidate).length <= room;
  // Where no way leads through it, its main elements say what it is about.
  const withElements = (base: string): string => [4, 3, 2, 1].map((most) => `${base}, among them ${list(mainLabels(diagram, most))}.`).find((candidate) => mainLabels(diagram, 1).length > 0 && fits(candidate)) ?? `${base}.`;
  const closed = route === '' && nodes.length > 2 ? withElements : (base: string): string => `${base}.`;
  // The richest that fits: loops and groups go first, then the names of decisions, then those of start and end.
  const bases = [sentence(route, named, loops, groups), sentence(route, named), sentence(route, decided, loops, groups), sentence(route, decided)];
  const base = bases.find((candidate) => fits(`${candidate}.`));
  return base === undefined ? withElements(sentence('', decided, loops, groups)) : closed(base);
}

/** The filled circle that a flow starts at, the ring that it ends in, the bar at which it parts, the diamond at which it comes together: signs, neither steps nor decisions. */
function isMark({ id, lines, shape }: Node, edges: Diagram['edges']): boolean {
  if (joinLines(lines) !== '') return false;
  return shape === 'circle' || shape === 'double_circle' || shape === 'bar' || (shape === 'diamond' && edges.filter(({ source }) => source === id).length < 2);
}

/** What follows such a sign, or comes before it, where that is one thing. */
function onlyNeighbour({ nodes, edges }: Diagram, id: string | undefined, side: 'source' | 'target'): string | undefined {
  const node = nodes.find((each) => each.id === id);
  if (node === undefined || !isMark(node, edges)) return undefined;
  const near = new Set(edges.filter((edge) => edge[side === 'target' ? 'source' : 'target'] === id).map((edge) => edge[side]));
  return near.size === 1 ? [...near][0] : undefined;
}

/** Of a diagram that is mostly guessed only the words are told, which were read. */
export function altGuessed(diagram: Diagram, room: number): string | undefined {
  if (diagram.nodes.length === 0) return undefined;
  const all = mainLabels(diagram, diagram.nodes.length).length;
  const told = [5, 4, 3, 2, 1].filter((most) => most <= all).map((most) => `Diagram with ${list(mainLabels(diagram, most))}${most < all ? ', among others' : ''}.`);
  return told.find((candidate) => Array.from(candidate).length <= room) ?? 'Diagram.';
}

/** The labels of the elements on which most connections hang, as quotations; each label once. */
function mainLabels({ nodes, edges }: Diagram, most: number): string[] {
  const degree = (id: string): number => edges.filter(({ source, target }) => source === id || target === id).length;
  const labels = [...nodes].sort((a, b) => degree(b.id) - degree(a.id)).map(({ lines }) => joinLines(lines)).filter((label) => /\p{L}{2}/u.test(label) && label.length <= 40);
  return [...new Set(labels)].slice(0, most).map((label) => quote([label]));
}
