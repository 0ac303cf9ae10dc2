/** Sorts of things that a question can count, list or ask an element's membership of. */
import { isDecision } from '../names.js';
import { count, list } from '../words.js';
import { shapeNames } from './lexicon.js';
import { elementsOf, namesOf, patterns, type Asked, type Intent, type Outcome } from './outcome.js';
import type { GraphView } from './view.js';

interface Sort { readonly one: string; readonly many: string; readonly ids: readonly string[]; readonly edges?: readonly number[]; /** Said of the number where it needs a word more. */ readonly remark?: string }

/** The sort that a question's symbol stands for; undefined for one that cannot be listed. */
function sortOf(view: GraphView, symbol: string, kind: string | undefined, within?: string): Sort | undefined {
  const inside = within === undefined ? undefined : new Set(view.reach(within, (id) => view.members(id)));
  const keep = (ids: readonly string[]): readonly string[] => ids.filter((id) => inside === undefined || inside.has(id));
  const { diagram, routes } = view;
  const nodes = diagram.nodes.map(({ id }) => id);
  switch (symbol) {
    case 'STEP': return { one: 'element', many: 'elements', ids: keep(nodes) };
    case 'DECISION': return { one: 'decision', many: 'decisions', ids: keep(diagram.nodes.filter(isDecision).map(({ id }) => id)) };
    case 'GROUP': return { one: 'group', many: 'groups', ids: keep(diagram.containers.map(({ id }) => id)) };
    case 'START': return within === undefined ? { one: 'starting point', many: 'starting points', ids: routes.starts } : undefined;
    case 'END': return within === undefined ? { one: 'end point', many: 'end points', ids: routes.ends } : undefined;
    case 'DEADEND': return within === undefined ? { one: 'element that nothing leaves', many: 'elements that nothing leaves', ids: nodes.filter((id) => view.hops(id).length === 0) } : undefined;
    case 'ISOLATED': return within === undefined ? { one: 'element without a connection', many: 'elements without a connection', ids: routes.isolated } : undefined;
    case 'UNREACH': return within === undefined ? { one: 'element that no way from the first start leads to', many: 'elements', ids: unreachable(view) } : undefined;
    case 'EDGE': case 'DOTTED': case 'THICK': {
      const stroke = symbol === 'EDGE' ? undefined : symbol.toLowerCase();
      const edges = diagram.edges.flatMap((edge, index) => ((stroke === undefined || edge.stroke === stroke) && (inside === undefined || (inside.has(edge.source) && inside.has(edge.target))) ? [index] : []));
      const word = stroke === undefined ? '' : `${stroke} `;
      return { one: `${word}connection`, many: `${word}connections`, edges, ids: [...new Set(edges.flatMap((index) => [diagram.edges[index]?.source ?? '', diagram.edges[index]?.target ?? '']))] };
    }
    case 'KIND': {
      const shapes = shapeNames[kind ?? ''];
      return shapes === undefined ? undefined : { one: kind ?? '', many: `${kind ?? ''}s`, ids: keep(diagram.nodes.filter(({ shape }) => shapes.includes(shape)).map(({ id }) => id)) };
    }
    default: return undefined;
  }
}

/** Elements that cannot be reached from the elements drawn first among those that start something. */
function unreachable(view: GraphView): readonly string[] {
  // Every starting point begins something of its own; what is not behind the main one is not reached from it.
  const starts = view.routes.starts;
  const main = [...starts].sort((a, b) => view.reach(b).length - view.reach(a).length)[0];
  if (main === undefined) return [];
  const reached = new Set(view.reach(main));
  return view.diagram.nodes.map(({ id }) => id).filter((id) => id !== main && !reached.has(id));
}

const sorts = '(STEP|DECISION|GROUP|START|END|DEADEND|ISOLATED|UNREACH|EDGE|DOTTED|THICK|KIND)';
const symbolOf = ({ symbols }: Asked): string => ['DOTTED', 'THICK', 'UNREACH', 'ISOLATED', 'DEADEND', 'KIND', 'DECISION', 'GROUP', 'START', 'END', 'EDGE', 'STEP'].find((symbol) => symbols.includes(symbol)) ?? '';

export const counting: Intent = {
  patterns: patterns(`~ MANY ${sorts}+ LEAD? ~ HAS? ~`, `~ MANY ${sorts}+ ~ (IN|HAS)+ N`, `~ MANY ${sorts}+ ~ N HAS`, `HOW MANY ${sorts}+ ~ HAS?`),
  answer: (asked) => {
    const { view, ids: [group] } = asked;
    if (group !== undefined && !view.isGroup(group)) return undefined;
    const sort = sortOf(view, symbolOf(asked), asked.frame.kinds[0], group);
    if (sort === undefined || symbolOf(asked) === 'UNREACH') return undefined;
    const number = sort.edges?.length ?? sort.ids.length;
    const where = group === undefined ? '' : ` in ${view.name(group)}`;
    const named = sort.edges === undefined && number > 0 && number <= 12 ? `: ${namesOf(view, sort.ids)}` : '';
    return { drafts: [{ text: `There ${number === 1 ? 'is' : 'are'} ${number} ${number === 1 ? sort.one : sort.many}${where}${named}.`, elements: elementsOf(view, sort.ids, sort.edges) }], value: number, ...(group === undefined ? {} : { subjects: [group] }) };
  },
};

export const listingSorts: Intent = {
  patterns: patterns(`~ (LEAD|HAS)? ~ ${sorts}+ (IN|HAS|LEAD|ON)? ~`, `~ ${sorts}+ ~ LEAD? FROM START`, `~ ${sorts}+ ~ (IN|HAS) N`, `~ IT HAS ~ ${sorts}+`, '~ LEAD? UNREACH FROM START'),
  answer: (asked): Outcome | undefined => {
    const { view, ids: [group], symbols } = asked;
    if (group !== undefined && !view.isGroup(group)) return undefined;
    const symbol = symbolOf(asked);
    // "Is every step a decision" and "is it the end" ask of a part, not whether there is one.
    if (symbols[0] === 'YN' && (symbols.includes('EVERY') || !['EXIST', 'HAS', 'ALL'].some((each) => symbols.includes(each)))) return undefined;
    // "Is there a hexagon" counts one sort only; "which decisions are circles" asks for two at once.
    const distinct = new Set(symbols.filter((each) => sorts.includes(each) && !['STEP', 'EDGE'].includes(each)));
    if (symbol === 'UNREACH') distinct.delete('START');
    if (distinct.size > 1) return undefined;
    if (symbol === 'UNREACH') return unreached(view, symbols[0] === 'YN');
    const sort = sortOf(view, symbol, asked.frame.kinds[0], group);
    if (sort === undefined) return undefined;
    const yes = symbols[0] === 'YN';
    const number = sort.edges?.length ?? sort.ids.length;
    if (number === 0 && ['START', 'END', 'DEADEND'].includes(symbol) && view.routes.directed.length + view.routes.both.length === 0) return { drafts: [{ text: 'No connection has a direction, so nothing is a start or an end.', elements: [] }], found: [] };
    if (number === 0) return { drafts: [{ text: `${yes ? 'No: there' : 'There'} is no ${sort.one}${symbol === 'START' ? '; everything that an arrow leaves is also led to' : symbol === 'END' ? '; an arrow leaves everything that one leads to' : ''}.`, elements: [] }], found: [], ...(yes ? { value: false } : {}) };
    const names = sort.edges === undefined ? namesOf(view, sort.ids)
      : list(sort.edges.map((index) => edgeName(view, index)), 40);
    const text = `${yes ? 'Yes. ' : ''}There ${number === 1 ? 'is' : 'are'} ${number === 1 ? `one ${sort.one}` : count(number, sort.one).replace(`${sort.one}s`, sort.many)}: ${names}.`;
    return { drafts: [{ text, elements: elementsOf(view, sort.ids, sort.edges) }], found: sort.ids, ...(yes ? { value: true } : {}) };
  },
};

function unreached(view: GraphView, yes: boolean): Outcome | undefined {
  const { starts } = view.routes;
  const [start] = starts;
  if (start === undefined) return undefined;
  const main = [...starts].sort((a, b) => view.reach(b).length - view.reach(a).length)[0] ?? start;
  const found = unreachable(view);
  const from = `from ${view.name(main)}`;
  const text = found.length === 0 ? `Everything can be reached ${from}.` : `The arrows offer no way ${from} to ${namesOf(view, found)}.`;
  return { drafts: [{ text, elements: elementsOf(view, [main, ...found]) }], found, ...(yes ? { value: found.length > 0 } : {}) };
}

function edgeName(view: GraphView, index: number): string {
  const edge = view.diagram.edges[index];
  const label = view.edgeLabel(index);
  return edge === undefined ? '' : `${view.name(edge.source)} ${edge.start === 'none' && edge.end === 'none' ? '—' : '→'} ${view.name(edge.target)}${label === '' ? '' : ` (“${label}”)`}`;
}

/** "Is X a decision?" */
export const membership: Intent = {
  patterns: patterns('YN N ~ (DECISION|KIND|GROUP|START|END|DEADEND|ISOLATED) STEP?'),
  answer: (asked) => {
    const { view, ids: [id = ''] } = asked;
    const sort = sortOf(view, symbolOf(asked), asked.frame.kinds[0]);
    if (sort === undefined) return undefined;
    const value = sort.ids.includes(id);
    return { drafts: [{ text: `${value ? 'Yes' : 'No'}: ${view.name(id)} is ${value ? '' : 'not '}${/^[aeiou]/.test(sort.one) ? 'an' : 'a'} ${sort.one}.`, elements: elementsOf(view, [id]) }], value, subjects: [id] };
  },
};
