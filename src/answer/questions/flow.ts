/** What follows, what leads to, how to get from here to there, and what happens on a branch. */
import type { Link } from '../routes.js';
import { capital, count, list, quote } from '../words.js';
import type { Draft } from '../walk.js';
import { aside, elementsOf, namesOf, pathOutcome, patterns, targetOf, tellPath, type Asked, type Intent, type Outcome } from './outcome.js';
import type { GraphView } from './view.js';

const has = (asked: Asked, ...symbols: readonly string[]): boolean => symbols.some((symbol) => asked.symbols.includes(symbol));
const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

/** Shows an element with what it is joined to. */
function around(id: string, links: readonly Link[]): NonNullable<Outcome['shown']> {
  return { ids: unique([id, ...links.flatMap(({ from, to }) => [from, to])]), edges: links.map(({ index }) => index), bold: [id] };
}

export const after: Intent = {
  patterns: patterns(
    '~ FINALLY? DIRECT? LEAD* FINALLY? AFTER+ STEP? LEAD? AFTER* DIRECT? FROM? N DIRECT?', 'AFTER N ~ LEAD* AFTER* STEP?', 'AFTER N ~ AFTER STEP ~', '~ N FINALLY? (LEAD|AFTER)+ TO? AFTER* (STEP|WHAT|FINALLY)*', '~ DIRECT? LEAD+ DIRECT? FROM N AFTER*',
    'FROM N ~ LEAD+ AFTER*', '~ AFTER STEP? FROM N', '~ N AFTER', '~ TO ~ N LEAD+', '~ N TO',
  ),
  answer: (asked) => {
    const { view, ids: [id = ''] } = asked;
    if (has(asked, 'EVERY', 'FINALLY')) return everything(view, id, 'after');
    if (view.isGroup(id)) return acrossBorder(view, id, 'out');
    const links = view.out(id), plain = view.plain(id);
    const groups = groupLinks(view, id);
    const found = unique([...links, ...plain, ...groups].map(({ to }) => to));
    const drafts: Draft[] = [];
    if (links.length === 1) drafts.push({ text: `${capital(view.name(id))} leads to ${list(links.map((link) => targetOf(view, link)))}.`, elements: elementsOf(view, [id, ...found], edges(links)) });
    else if (links.length > 1) drafts.push({ text: `${capital(view.name(id))} leads to ${list(links.map((link) => targetOf(view, link)), 40)}.`, elements: elementsOf(view, [id, ...links.map(({ to }) => to)], edges(links)) });
    drafts.push(...plainDraft(view, id, plain), ...groups.map((link) => ({ text: `${capital(view.name(link.from))}, which holds it, leads to ${targetOf(view, link)}.`, elements: elementsOf(view, [link.from, link.to], [link.index]) })));
    if (drafts.length === 0) drafts.push({ text: `Nothing follows ${view.name(id)}: no arrow leaves it.`, elements: elementsOf(view, [id]) });
    return { drafts, found, subjects: [id], ...(found.length > 0 ? { shown: around(id, [...links, ...plain, ...groups]) } : {}) };
  },
};

export const before: Intent = {
  patterns: patterns(
    '~ FINALLY? DIRECT? LEAD* DIRECT? FINALLY? BEFORE+ STEP? LEAD? N DIRECT?', 'BEFORE N ~ LEAD* BEFORE* STEP?', '~ LEAD+ DIRECT? BACK? TO N', '~ N LEAD+ FROM', '~ BEFORE STEP? TO N', '~ N BEFORE', '~ FROM ~ N LEAD+',
  ),
  answer: (asked) => {
    const { view, ids: [id = ''] } = asked;
    if (has(asked, 'HAPPEN', 'HOW', 'YN') && !has(asked, 'BEFORE', 'EXIST')) return undefined;
    if (has(asked, 'EVERY', 'FINALLY')) return everything(view, id, 'before');
    if (view.isGroup(id)) return acrossBorder(view, id, 'in');
    const links = view.into(id), plain = view.plain(id);
    const homes = [view.homeOf(id)].flatMap((home) => (home === undefined ? [] : [home, ...view.forest.ancestorsOf(home)]));
    const groups = homes.flatMap((home) => view.into(home));
    const found = unique([...[...links, ...groups].map(({ from }) => from), ...plain.map(({ to }) => to)]);
    const drafts: Draft[] = [];
    if (links.length > 0) {
      const sources = list(links.map((link) => `${view.name(link.from)}${aside(link.label)}`), 40);
      drafts.push({ text: `${capital(sources)} ${links.length === 1 ? 'leads' : 'lead'} to ${view.name(id)}.`, elements: elementsOf(view, [id, ...links.map(({ from }) => from)], edges(links)) });
    }
    drafts.push(...plainDraft(view, id, plain), ...groups.map((link) => ({ text: `${capital(view.name(link.from))} leads to ${view.name(link.to)}, which holds it.`, elements: elementsOf(view, [link.from, link.to], [link.index]) })));
    if (drafts.length === 0) drafts.push({ text: `Nothing leads to ${view.name(id)}: no arrow enters it.`, elements: elementsOf(view, [id]) });
    return { drafts, found, subjects: [id], ...(found.length > 0 ? { shown: around(id, [...links, ...plain, ...groups]) } : {}) };
  },
};

/** What a group leads to or is led to from: the arrows of the group itself and of all that it holds. */
function acrossBorder(view: GraphView, id: string, way: 'out' | 'in'): Outcome | undefined {
  const links = view.crossing(id, way);
  // Lines without a direction may cross too, and neither follow nor lead.
  if (view.routes.undirected.length > 0) return undefined;
  const found = unique(links.map((link) => (way === 'out' ? link.to : link.from)));
  if (links.length === 0) return { drafts: [{ text: way === 'out' ? `No arrow leads out of ${view.name(id)}.` : `No arrow leads into ${view.name(id)}.`, elements: elementsOf(view, [id]) }], found, subjects: [id] };
  const told = list(links.map((link) => `${view.name(link.from)} leads to ${targetOf(view, link)}`), 40);
  return { drafts: [{ text: `${way === 'out' ? 'Out of' : 'Into'} ${view.name(id)}: ${told}.`, elements: elementsOf(view, [id, ...links.flatMap(({ from, to }) => [from, to])], edges(links)) }], found, subjects: [id] };
}

function everything(view: GraphView, id: string, side: 'after' | 'before'): Outcome | undefined {
  if (view.isGroup(id)) return undefined;
  const found = (side === 'after' ? view.reach(id) : view.reachBack(id)).filter((other) => other !== id && !view.isGroup(other));
  const text = found.length === 0 ? `Nothing ${side === 'after' ? 'follows' : 'leads to'} ${view.name(id)}.`
    : side === 'after' ? `From ${view.name(id)} one can get to ${namesOf(view, found)}.` : `One can get to ${view.name(id)} from ${namesOf(view, found)}.`;
  return { drafts: [{ text, elements: elementsOf(view, [id, ...found]) }], found, subjects: [id] };
}

function groupLinks(view: GraphView, id: string): readonly Link[] {
  const home = view.homeOf(id);
  return home === undefined ? [] : [home, ...view.forest.ancestorsOf(home)].flatMap((group) => view.out(group));
}

function plainDraft(view: GraphView, id: string, plain: readonly Link[]): Draft[] {
  if (plain.length === 0) return [];
  return [{ text: `${capital(view.name(id))} is connected, without a direction, to ${list(plain.map((link) => targetOf(view, link)), 40)}.`, elements: elementsOf(view, [id, ...plain.map(({ to }) => to)], edges(plain)) }];
}

const edges = (links: readonly Link[]): number[] => links.map(({ index }) => index);

export const ways: Intent = {
  patterns: patterns(
    '~ (PATH|SHORT|LEAD|BACK|HAS)* BACK? (FROM|BETWEEN) N ~ LEAD* BACK? (TO|AND) N', '~ (PATH|SHORT|LEAD|BACK)* TO N FROM N', '~ LEAD* TO N ~ FROM N', '~ N ~ LEAD+ BACK? TO N', 'FROM N (TO|AND) N ~ LEAD*', 'FROM N ~ LEAD+ TO N',
  ),
  answer: (asked) => {
    const { view, frame, ids } = asked;
    // Yes and no have an intent of their own; "what leads from" must not end here by the order of its words.
    if (asked.symbols[0] === 'YN') return undefined;
    const turned = /\bTO N .*FROM N/.test(frame.symbols);
    const [from = '', to = ''] = turned ? [ids[1], ids[0]] : ids;
    const hops = view.path(from, to);
    if (hops === undefined) {
      const back = view.path(to, from);
      return { drafts: [{ text: `The connections offer no way from ${view.name(from)} to ${view.name(to)}${back === undefined ? '' : '; there is one the other way round'}.`, elements: elementsOf(view, [from, to]) }], found: [], subjects: [from, to] };
    }
    const other = otherWays(view, from, to, hops.length);
    return pathOutcome(view, hops, [{ text: `${other ? 'A shortest way' : 'The way'} from ${view.name(from)} to ${view.name(to)} takes ${count(hops.length, 'step')}:`, elements: elementsOf(view, [from, to]) }], { subjects: [from, to] });
  },
};

/** "How do I get to X?": from the only place where one can start. */
export const wayTo: Intent = {
  patterns: patterns('~ HOW ~ LEAD+ TO N', '~ PATH TO N'),
  answer: (asked) => {
    const { view, ids: [to = ''] } = asked;
    const [start, ...more] = view.routes.starts;
    if (start === undefined || more.length > 0 || asked.symbols[0] === 'YN' || view.isGroup(to)) return undefined;
    if (start === to) return { drafts: [{ text: `${capital(view.name(to))} is where it starts.`, elements: elementsOf(view, [to]) }], found: [], subjects: [to] };
    const hops = view.path(start, to);
    return hops === undefined ? undefined : pathOutcome(view, hops, [{ text: `From the start, ${view.name(start)}, it takes ${count(hops.length, 'step')}:`, elements: elementsOf(view, [start, to]) }], { subjects: [to] });
  },
};

/** True where an element on the way has another successor from which the target can be reached. */
function otherWays(view: GraphView, from: string, to: string, least: number): boolean {
  let waysFound = 0, budget = 400;
  const walk = (id: string, seen: ReadonlySet<string>): void => {
    for (const hop of view.hops(id)) {
      if (waysFound > 1 || --budget < 0) return;
      if (hop.to === to) waysFound += 1;
      else if (!seen.has(hop.to) && seen.size < least + 12) walk(hop.to, new Set([...seen, hop.to]));
    }
  };
  walk(from, new Set([from]));
  return waysFound > 1 || budget < 0;
}

export const connected: Intent = {
  patterns: patterns(
    'YN ~ N ~ (LEAD|CONN|BACK|FINALLY|DIRECT|AFTER)* TO N', 'YN ~ N (LEAD|FINALLY)+ N', 'YN ~ (PATH|EDGE|CONN|LEAD|BACK|ALL|DIRECT|SHORT)* (FROM|BETWEEN) N BACK? (TO|AND) N', 'YN N AND N CONN DIRECT?',
    'YN N ~ LEAD? DIRECT? (BEFORE|AFTER) N', 'YN N CONN N', 'YN N LEAD FROM N',
  ),
  answer: (asked) => {
    const { view, frame, ids } = asked;
    const isAfter = (has(asked, 'AFTER') && !has(asked, 'TO')) || /\bN (?:LEAD )+FROM N/.test(frame.symbols);
    const [from = '', to = ''] = isAfter ? [ids[1], ids[0]] : ids;
    const subjects = [from, to];
    const eitherWay = has(asked, 'CONN', 'BETWEEN');
    const forward = view.path(from, to), backward = eitherWay ? view.path(to, from) : undefined;
    const hops = [forward, backward].filter((way) => way !== undefined).sort((a, b) => a.length - b.length)[0];
    const direct = hops?.length === 1;
    if (has(asked, 'BEFORE', 'AFTER') && hops?.some(({ index }) => index !== undefined && view.isPlain(index)) === true) {
      return { drafts: [{ text: `${capital(view.name(from))} and ${view.name(to)} are connected, but without a direction, so neither comes first.`, elements: elementsOf(view, subjects) }], found: [], subjects };
    }
    const lead = (text: string): Draft => ({ text, elements: elementsOf(view, subjects) });
    if (hops === undefined) {
      return { drafts: [lead(`No: ${eitherWay ? 'following the arrows, neither leads to the other' : `the connections offer no way from ${view.name(from)} to ${view.name(to)}`}.`)], value: false, found: [], subjects };
    }
    if (has(asked, 'DIRECT') && !direct) return { ...pathOutcome(view, hops, [lead('No, not directly. The way is:')], { subjects }), found: [], value: false };
    // "Does B follow A" and "is A connected to B" are asked of the next step, but a longer way is worth telling.
    const order = has(asked, 'BEFORE', 'AFTER') && !direct;
    if (order) return pathOutcome(view, hops, [lead('Yes, though not directly:')], { subjects, value: true });
    return direct ? { drafts: [lead('Yes, directly.'), tellPath(view, hops)], value: true, found: [], subjects, shown: { ids: subjects, edges: hops.flatMap(({ index }) => index ?? []), bold: [from] } }
      : { ...pathOutcome(view, hops, [lead('Yes, by way of others:')], { subjects, value: true }), found: [] };
  },
};

/** A question that names the label of a branch. */
export const branch: Intent = {
  patterns: patterns(
    '~ LEAD* TO? (IF|ON|AFTER)* IT? L', 'IF N? IT? L ~ LEAD* TO?', '~ LEAD* TO? (IF|ON|IN|AFTER)* N (IF|ON|IS)* L', '~ LEAD* TO? (IF|ON)* L (ON|IN|FROM|AFTER)* N', '~ N ~ LEAD* TO? (IF|ON)* L', 'IF L (ON|IN)? N ~ LEAD*', '(AND|ABOUT|IF|ON)* L',
    '~ L LEAD* TO? (BRANCH|LABEL)?', 'IF N L ~ LEAD* TO?', '~ BRANCH? L LEAD* TO?', '~ L BRANCH? LEAD* TO?', '~ LEAD IF N IT? L', '~ LEAD ON N L', 'AND? IF? N L', '~ EDGE (LABEL|ON)+ L',
  ),
  fits: ({ view, frame }, id) => view.out(id).some(({ index }) => same(view.edgeLabel(index), frame.labels[0])),
  answer: (asked) => {
    const { view, frame, ids: [id] } = asked;
    if (asked.symbols[0] === 'YN') return undefined;
    // "What leads to yes?" asks for the other side.
    if (/^(?:WHAT |STEP )+LEAD (?:LEAD )*TO L $/.test(`${frame.symbols} `)) return undefined;
    const links = view.ids.flatMap((from) => view.out(from)).filter((link) => same(view.edgeLabel(link.index), frame.labels[0]) && (id === undefined || link.from === id));
    if (links.length === 0) return undefined;
    const drafts = links.map((link): Draft => ({ text: `At ${view.name(link.from)}, ${quote(link.label)} leads to ${view.name(link.to)}.`, elements: elementsOf(view, [link.from, link.to], [link.index]) }));
    const ids = unique(links.flatMap(({ from, to }) => [from, to]));
    return { drafts, found: unique(links.map(({ to }) => to)), subjects: unique(links.map(({ from }) => from)), shown: { ids, edges: edges(links), bold: unique(links.map(({ to }) => to)) } };
  },
};

/** "Can a feature reach Release?": from where a label leads to. */
export const branchReaches: Intent = {
  patterns: patterns('YN L LEAD+ TO? N', 'YN L N'),
  answer: ({ view, frame, ids: [to = ''] }) => {
    const links = view.ids.flatMap((from) => view.out(from)).filter((link) => same(view.edgeLabel(link.index), frame.labels[0]));
    const [link, ...more] = links;
    if (link === undefined || more.length > 0) return undefined;
    const rest = link.to === to ? [] : view.path(link.to, to);
    if (rest === undefined) return { drafts: [{ text: `No: ${quote(link.label)} leads to ${view.name(link.to)}, and from there the connections offer no way to ${view.name(to)}.`, elements: elementsOf(view, [link.from, link.to, to], [link.index]) }], value: false, subjects: [to] };
    return { ...pathOutcome(view, [link, ...rest], [{ text: 'Yes:', elements: [] }], { value: true, subjects: [to] }), found: [] };
  },
};

const same = (a: string, b: string | undefined): boolean => b !== undefined && a.toLowerCase() === b.toLowerCase();
