/** Explains a flowchart to a person who cannot see it. Everything that it says is in the typed graph. */
import { joinLines, shorten } from './labels.js';
import { isDecision, nameElements, type Names } from './names.js';
import { findRoutes, type Link, type Routes } from './routes.js';
import type { Diagram, Direction, Sentence, Stroke } from './types.js';
import { walk, type Draft } from './walk.js';
import { capital, count, list, quote } from './words.js';

/** The most sentences of each sort: a diagram of 30 nodes must stay readable. */
const limits = { walk: 14, loops: 4, links: 4, merges: 3, groups: 6, texts: 4, names: 6 } as const;

const ways: Readonly<Record<Direction, string>> = { TD: 'from top to bottom', LR: 'from left to right', BT: 'from bottom to top', RL: 'from right to left' };

/** The explanation, most important first. Every sentence knows the elements and the regions that it speaks of. */
export function narrate(diagram: Diagram): Sentence[] {
  const names = nameElements(diagram);
  const routes = findRoutes(diagram);
  const drafts = [
    ...overview(diagram, routes), ...title(diagram), ...startsAndEnds(diagram, names, routes), ...walk(diagram, names, routes, limits.walk),
    ...merges(diagram, names, routes), ...loops(diagram, names, routes), ...otherLinks(diagram, names, routes), ...strokes(diagram, names),
    ...leftOver(diagram, names, routes), ...groups(diagram, names), ...notes(diagram),
  ];
  const regions = regionsByElement(diagram);
  return drafts.map(({ text, elements }) => ({ text, elements, regions: [...new Set(elements.flatMap((id) => regions.get(id) ?? []))] }));
}

function overview(diagram: Diagram, routes: Routes): Draft[] {
  if (isEmpty(diagram)) return [{ text: 'No element of a flowchart was found.', elements: [] }];
  const way = diagram.edges.length === 0 ? '' : ` drawn ${ways[diagram.direction]}`;
  const drafts: Draft[] = [{ text: `This is a flowchart${way}, with ${counts(diagram)}.`, elements: [] }];
  if (diagram.edges.length === 0 && diagram.nodes.length > 1) drafts.push({ text: 'Nothing in it is connected.', elements: [] });
  if (routes.parts > 1) drafts.push({ text: `It falls into ${routes.parts} parts that are not connected with each other.`, elements: [] });
  return drafts;
}

function isEmpty(diagram: Diagram): boolean {
  return diagram.nodes.length + diagram.containers.length === 0;
}

function counts(diagram: Diagram): string {
  const decisions = diagram.nodes.filter(isDecision).length;
  const steps = diagram.nodes.length - decisions;
  // Where nothing has a direction there are no steps, only things that hang together.
  const noun = diagram.edges.some((edge) => edge.start !== 'none' || edge.end !== 'none') ? 'step' : 'element';
  return list([
    ...(steps > 0 || decisions === 0 ? [count(steps, noun)] : []), ...(decisions > 0 ? [count(decisions, 'decision')] : []),
    diagram.edges.length === 0 ? 'no connections' : count(diagram.edges.length, 'connection'), ...(diagram.containers.length > 0 ? [count(diagram.containers.length, 'group')] : []),
  ]);
}

function titleOf(diagram: Diagram): string {
  const text = diagram.texts.find(({ role, lines }) => role === 'title' && joinLines(lines) !== '');
  return text === undefined ? '' : quote(text.lines);
}

function title(diagram: Diagram): Draft[] {
  const index = diagram.texts.findIndex(({ role, lines }) => role === 'title' && joinLines(lines) !== '');
  return index < 0 ? [] : [{ text: `Its title is ${titleOf(diagram)}.`, elements: [`text:${index}`] }];
}

function startsAndEnds(diagram: Diagram, names: Names, { starts, ends, directed, both }: Routes): Draft[] {
  if (directed.length === 0) return [];
  const element = elementOf(diagram);
  const named = (ids: readonly string[]): string => list(ids.map(names.introduce), limits.names);
  const points = (ids: readonly string[], noun: string): string => (ids.length === 1 ? named(ids) : `${count(ids.length, noun)}: ${named(ids)}`);
  const drafts: Draft[] = [];
  if (starts.length === 1 && ends.length === 1) return [{ text: `It starts at ${named(starts)} and ends at ${named(ends)}.`, elements: [...starts, ...ends].map(element) }];
  if (starts.length > 0) drafts.push({ text: starts.length === 1 ? `It starts at ${named(starts)}.` : `It has ${points(starts, 'starting point')}.`, elements: starts.map(element) });
  else if (both.length === 0) drafts.push({ text: 'It has no starting point: an arrow leads to everything that an arrow leaves.', elements: [] });
  if (ends.length > 0) drafts.push({ text: ends.length === 1 ? `It ends at ${named(ends)}.` : `It has ${points(ends, 'end point')}.`, elements: ends.map(element) });
  else if (both.length === 0) drafts.push({ text: 'It has no end point: an arrow leaves everything that an arrow leads to.', elements: [] });
  return drafts;
}

function merges(diagram: Diagram, names: Names, routes: Routes): Draft[] {
  const element = elementOf(diagram);
  const closing = new Set(routes.loops.map(({ link }) => link.index));
  const entering = new Map<string, Link[]>();
  for (const link of routes.directed) if (!closing.has(link.index)) entering.set(link.to, [...(entering.get(link.to) ?? []), link]);
  return [...entering]
    .map(([id, links]) => ({ id, links, from: [...new Set(links.map(({ from }) => from))] }))
    .filter(({ from }) => from.length > 1)
    .sort((a, b) => b.from.length - a.from.length)
    .slice(0, limits.merges)
    .map(({ id, links, from }) => ({
      text: `The paths from ${list(from.map(names.of), limits.names)} meet at ${names.of(id)}.`,
      elements: [...from, id].map(element).concat(links.map(({ index }) => `edge:${index}`)),
    }));
}

function loops(diagram: Diagram, names: Names, routes: Routes): Draft[] {
  const element = elementOf(diagram);
  const drafts = routes.loops.slice(0, limits.loops).map(({ link, through }): Draft => {
    const [first = '', ...rest] = through;
    const inner = through.length > 2 ? ` through ${list(rest.map(names.of), limits.names)}` : ` to ${names.of(rest[0] ?? '')}`;
    return { text: `A loop runs from ${names.of(first)}${inner} and back to ${names.of(first)}.`, elements: [...through.map(element), `edge:${link.index}`] };
  });
  const more = routes.loops.slice(limits.loops);
  if (more.length > 0) drafts.push({ text: `There are ${more.length} more loops.`.replace('are 1 more loops', 'is 1 more loop'), elements: more.map(({ link }) => `edge:${link.index}`) });
  return drafts;
}

/** Self-loops, two-way connections and lines without a direction. */
function otherLinks(diagram: Diagram, names: Names, routes: Routes): Draft[] {
  const element = elementOf(diagram);
  const tell = (links: readonly Link[], one: (link: Link) => string, rest: (links: readonly Link[]) => string): Draft[] => {
    const told = links.length > limits.links + 1 ? links.slice(0, limits.links) : links;
    const more = links.slice(told.length);
    return [
      ...told.map((link) => ({ text: `${capital(one(link))}${joinLines(link.label) === '' ? '' : ` (${quote(link.label)})`}.`, elements: [...new Set([link.from, link.to])].map(element).concat(`edge:${link.index}`) })),
      ...(more.length === 0 ? [] : [{ text: rest(more), elements: more.map(({ index }) => `edge:${index}`) }]),
    ];
  };
  const allUndirected = routes.undirected.length > 1 && routes.undirected.length === diagram.edges.length;
  return [
    ...(allUndirected ? [{ text: 'None of the connections has a direction.', elements: [] }] : []),
    ...tell(routes.selfLoops, ({ from }) => `${names.of(from)} leads back to itself`, (links) => `${links.length} more elements lead back to themselves.`),
    ...tell(routes.both, ({ from, to }) => `${names.of(from)} and ${names.of(to)} are connected in both directions`, (links) => `${links.length} more connections run in both directions.`),
    ...tell(routes.undirected, ({ from, to }) => `${names.of(from)} and ${names.of(to)} are connected${allUndirected ? '' : ', without a direction'}`, (links) => `${links.length} more connections have no direction.`),
  ];
}

function strokes(diagram: Diagram, names: Names): Draft[] {
  const kinds: readonly { readonly stroke: Stroke; readonly word: string }[] = [{ stroke: 'dotted', word: 'dotted' }, { stroke: 'thick', word: 'drawn thick' }];
  return kinds.flatMap(({ stroke, word }) => {
    const edges = diagram.edges.map((edge, index) => ({ edge, index })).filter(({ edge }) => edge.stroke === stroke);
    const first = edges[0];
    if (first === undefined) return [];
    const elements = edges.map(({ index }) => `edge:${index}`);
    if (edges.length === diagram.edges.length && edges.length > 1) return [{ text: `All connections are ${word}.`, elements }];
    if (edges.length > 1) return [{ text: `${count(edges.length, 'connection')} are ${word}.`, elements }];
    return [{ text: `The connection from ${names.of(first.edge.source)} to ${names.of(first.edge.target)} is ${word}.`, elements }];
  });
}

function leftOver(diagram: Diagram, names: Names, { unreached, isolated }: Routes): Draft[] {
  const element = elementOf(diagram);
  const drafts: Draft[] = [];
  if (unreached.length > 0) drafts.push({ text: `No path from a starting point reaches ${list(unreached.map(names.of), limits.names)}.`, elements: unreached.map(element) });
  if (isolated.length > 0 && diagram.edges.length > 0) {
    drafts.push({ text: `${capital(list(isolated.map(names.of), limits.names))} ${isolated.length === 1 ? 'is' : 'are'} connected to nothing else.`, elements: isolated.map(element) });
  }
  return drafts;
}

function groups(diagram: Diagram, names: Names): Draft[] {
  const element = elementOf(diagram);
  const told = diagram.containers.slice(0, diagram.containers.length > limits.groups + 1 ? limits.groups : undefined);
  const drafts = told.map(({ id }): Draft => {
    const inside = [...diagram.nodes.filter(({ container }) => container === id), ...diagram.containers.filter(({ parent }) => parent === id)].map((member) => member.id);
    const text = inside.length === 0 ? `${names.of(id)} is empty.` : `${names.of(id)} holds ${list(inside.map(names.of))}.`;
    return { text: capital(text), elements: [id, ...inside].map(element) };
  });
  const more = diagram.containers.slice(told.length);
  if (more.length > 0) drafts.push({ text: `There are ${more.length} more groups.`, elements: more.map(({ id }) => `container:${id}`) });
  return drafts;
}

function notes(diagram: Diagram): Draft[] {
  const all = diagram.texts.map((text, index) => ({ text, index })).filter(({ text, index }) => joinLines(text.lines) !== '' && `text:${index}` !== title(diagram)[0]?.elements[0]);
  const told = all.slice(0, all.length > limits.texts + 1 ? limits.texts : undefined);
  const drafts = told.map(({ text, index }): Draft => ({ text: `Beside the diagram stands: “${shorten(joinLines(text.lines), 200)}”`, elements: [`text:${index}`] }));
  const more = all.slice(told.length);
  if (more.length > 0) drafts.push({ text: `There are ${more.length} more texts beside it.`, elements: more.map(({ index }) => `text:${index}`) });
  return drafts;
}

function elementOf(diagram: Diagram): (id: string) => string {
  const containers = new Set(diagram.containers.map(({ id }) => id));
  return (id) => (containers.has(id) ? `container:${id}` : `node:${id}`);
}

function regionsByElement(diagram: Diagram): Map<string, readonly number[]> {
  return new Map([
    ...diagram.nodes.map(({ id, regions }) => [`node:${id}`, regions] as const), ...diagram.edges.map(({ regions }, index) => [`edge:${index}`, regions] as const),
    ...diagram.containers.map(({ id, regions }) => [`container:${id}`, regions] as const), ...diagram.texts.map(({ regions }, index) => [`text:${index}`, regions] as const),
  ]);
}
