/** What a diagram is and holds: loops, parts, branches, neighbours, labels, groups and shapes. */
import { joinLines } from '../labels.js';
import { isDecision, shapeWords } from '../names.js';
import { capital, count, list, quote } from '../words.js';
import type { Draft } from '../walk.js';
import { aside, elementsOf, listing, namesOf, patterns, targetOf, type Intent } from './outcome.js';

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

export const loops: Intent = {
  patterns: patterns('~ LEAD? LOOP+ (IN|HAS|BACK|LEAD)* ~', '~ MANY LOOP+ (IN|HAS|LEAD)* ~', '~ N ~ (IN|HAS)? ~ LOOP', '~ LOOP ~ (IN|HAS) N', '~ HAS ~ LOOP+'),
  answer: ({ view, symbols, ids: [id] }) => {
    const all = view.routes.loops.map(({ through, link }) => ({ through, edges: [link.index] }));
    const twoWay = view.routes.both.map(({ from, to, index }) => ({ through: [from, to], edges: [index] }));
    const self = view.routes.selfLoops.map(({ from, index }) => ({ through: [from], edges: [index] }));
    if (id !== undefined) {
      if (view.routes.undirected.length > 0 || view.isGroup(id)) return undefined;
      const way = view.path(id, id);
      return { drafts: [{ text: way === undefined ? `No: no way leads from ${view.name(id)} back to it.` : `Yes: ${view.name(id)} → ${way.map(({ to }) => view.name(to)).join(' → ')}.`, elements: elementsOf(view, [id, ...(way ?? []).map(({ to }) => to)]) }], value: way !== undefined, subjects: [id] };
    }
    const found = [...all, ...self, ...twoWay];
    const value = symbols.includes('MANY') ? found.length : symbols[0] === 'YN' ? found.length > 0 : undefined;
    // How many loops there are depends on how they are cut where they overlap.
    if (symbols.includes('MANY') && (view.routes.both.length > 0 || overlap(found.map(({ through }) => through)))) return undefined;
    const plain = view.routes.undirected.length > 0;
    // Ways through groups may close loops that no arrow alone closes.
    if (found.length === 0 && !plain && view.ids.some((each) => view.path(each, each) !== undefined)) return undefined;
    if (found.length === 0 && plain) return { drafts: [{ text: 'The arrows form no loop; connections without a direction are not counted.', elements: [] }], found: [] };
    const drafts = found.length === 0 ? [{ text: 'There is no loop.', elements: [] }] : found.map(({ through, edges }): Draft => ({
      text: `${capital([...through, through[0] ?? ''].map((each) => view.name(each)).join(' → '))}: ${through.length === 1 ? 'it leads back to itself' : 'a loop'}.`, elements: elementsOf(view, through, edges),
    }));
    const ids = unique(found.flatMap(({ through }) => through));
    const shown = new Set(ids);
    const edges = view.diagram.edges.flatMap((edge, index) => (shown.has(edge.source) && shown.has(edge.target) ? [index] : []));
    return { drafts, found: ids, ...(value === undefined ? {} : { value }), ...(ids.length > 0 ? { shown: { ids, edges, bold: [] } } : {}) };
  },
};

function overlap(loopsFound: readonly (readonly string[])[]): boolean {
  const all = loopsFound.flat();
  return new Set(all).size < all.length;
}

export const parts: Intent = {
  patterns: patterns('~ MANY PARTS+ ~ HAS? ~', '~ (EVERY|ALL) ~ CONN ~', 'YN ~ CONN'),
  answer: ({ view, symbols }) => {
    const alone = view.routes.isolated;
    const number = view.routes.parts + alone.length;
    const rest = alone.length === 0 ? '' : ` ${capital(namesOf(view, alone))} ${alone.length === 1 ? 'stands' : 'stand'} alone.`;
    const text = number === 1 ? 'Everything hangs together: there is one part.' : `There are ${number} parts that are not connected with each other.${rest}`;
    return { drafts: [{ text, elements: elementsOf(view, alone) }], value: symbols.includes('MANY') ? number : number === 1 };
  },
};

export const branches: Intent = {
  patterns: patterns('~ MANY? BRANCH+ ~ (HAS|IN|ON|FROM|LEAD|IF|AFTER)* N ~ HAS? ~', '~ N ~ HAS? ~ MANY? BRANCH+', '~ N BRANCH+ ~', '~ BRANCH+ (IN|HAS)* ~', '~ MANY DECISION BRANCH'),
  answer: ({ view, symbols, ids: [id] }) => {
    const tell = (at: string): Draft => {
      const links = view.out(at);
      const ends = links.map((link) => `${joinLines(link.label) === '' ? 'an unlabelled arrow' : quote(link.label)} leads to ${view.name(link.to)}`);
      return links.length === 0 ? { text: `No arrow leaves ${view.name(at)}.`, elements: elementsOf(view, [at]) }
        : { text: `${capital(view.name(at))} has ${count(links.length, 'branch').replace('branchs', 'branches')}: ${list(ends, 40)}.`, elements: elementsOf(view, [at, ...links.map(({ to }) => to)], links.map(({ index }) => index)) };
    };
    if (id !== undefined) {
      if (view.isGroup(id)) return undefined;
      const links = view.out(id);
      return {
        drafts: [tell(id)], found: unique(links.map(({ to }) => to)), subjects: [id], ...(symbols.includes('MANY') ? { value: links.length } : {}),
        ...(links.length > 0 ? { shown: { ids: unique([id, ...links.map(({ to }) => to)]), edges: links.map(({ index }) => index), bold: [id] } } : {}),
      };
    }
    const forks = view.diagram.nodes.filter((node) => isDecision(node) || view.out(node.id).length > 1).map((node) => node.id);
    if (symbols.includes('MANY')) return undefined;
    return forks.length === 0 ? { drafts: [{ text: 'Nothing branches here.', elements: [] }], found: [] } : { drafts: forks.map(tell), found: forks };
  },
};

/** How many connections enter or leave an element, and which element has the most. */
export const degrees: Intent = {
  patterns: patterns('~ MANY EDGE ~ LEAD* (TO|FROM) N', '~ MANY EDGE ~ N HAS', '~ MANY (BEFORE|AFTER) ~ N HAS?', '~ HAS ~ MOST (BRANCH|EDGE|AFTER|BEFORE)+ (FROM|TO)? ~ LEAD?', '~ HAS ~ MOST (FROM|TO) EDGE', '~ MANY STEP ~ LEAD* DIRECT? TO N'),
  answer: ({ view, symbols, ids: [id] }) => {
    const inward = symbols.includes('TO') || symbols.includes('BEFORE');
    if (symbols.includes('MOST')) {
      // "The most connections" counts both ends.
      const bothEnds = symbols.includes('EDGE') && !symbols.includes('TO') && !symbols.includes('FROM');
      const size = (each: string): number => (bothEnds ? view.out(each).length + view.into(each).length + view.plain(each).length : inward ? view.into(each).length : view.out(each).length);
      const most = Math.max(0, ...view.ids.map(size));
      const found = view.ids.filter((each) => size(each) === most);
      if (most === 0) return undefined;
      return { drafts: [{ text: `${capital(namesOf(view, found))} ${found.length === 1 ? 'has' : 'have'} the most: ${count(most, 'connection')} ${bothEnds ? 'in and out' : inward ? 'lead to it' : found.length === 1 ? 'leave it' : 'leave each'}.`, elements: elementsOf(view, found) }], found };
    }
    const each = id ?? '';
    const sides = symbols.includes('TO') || symbols.includes('BEFORE') ? [view.into(each)] : symbols.includes('FROM') || symbols.includes('AFTER') ? [view.out(each)] : [view.into(each), view.out(each)];
    const links = sides.flat(), plain = view.plain(each);
    if (plain.length > 0 || view.isGroup(each)) return undefined;
    const ends = links.map((link) => `${link.to === each && link.from !== each ? `from ${view.name(link.from)}` : `to ${targetOf(view, link)}`}`);
    const text = `${count(links.length, 'arrow')} ${sides.length === 2 ? `enter or leave` : inward ? (links.length === 1 ? 'leads to' : 'lead to') : links.length === 1 ? 'leaves' : 'leave'} ${view.name(each)}${links.length === 0 ? '' : `: ${list(ends, 40)}`}.`;
    return { drafts: [{ text, elements: elementsOf(view, [each], links.map(({ index }) => index)) }], value: links.length, subjects: [each] };
  },
};

/** All that an element is joined to. */
export const neighbours: Intent = {
  patterns: patterns('~ CONN TO? N', '~ N CONN (TO|WHAT)*', '~ EDGE (ON|IN|HAS)* N', '~ EDGE ~ N HAS'),
  answer: ({ view, symbols, ids: [id = ''] }) => {
    if (symbols[0] === 'YN' || view.isGroup(id)) return undefined;
    const sides = [
      { links: view.into(id), text: (names: string) => `${capital(names)} ${view.into(id).length === 1 ? 'leads' : 'lead'} to ${view.name(id)}.`, end: 'from' as const },
      { links: view.out(id), text: (names: string) => `${capital(view.name(id))} leads to ${names}.`, end: 'to' as const },
      { links: view.plain(id), text: (names: string) => `${capital(view.name(id))} is connected, without a direction, to ${names}.`, end: 'to' as const },
    ].filter(({ links }) => links.length > 0);
    const drafts = sides.map(({ links, text, end }): Draft => ({
      text: text(list(links.map((link) => `${view.name(link[end])}${aside(link.label)}`), 40)), elements: elementsOf(view, [id, ...links.map((link) => link[end])], links.map(({ index }) => index)),
    }));
    const found = unique(sides.flatMap(({ links, end }) => links.map((link) => link[end])));
    return { drafts: drafts.length === 0 ? [{ text: `Nothing is connected to ${view.name(id)}.`, elements: elementsOf(view, [id]) }] : drafts, found, subjects: [id] };
  },
};

export const edgeLabels: Intent = {
  patterns: patterns('~ LABEL ~ (ON|IN|HAS)* EDGE? (BETWEEN|FROM)? N ~ LEAD* (TO|AND) N', '~ LABEL ~ EDGE FROM N TO N HAS?', '~ EDGE FROM N TO N ~ HAS? LABEL', '~ LABEL (ON|HAS|EDGE|IN)*', '~ EDGE ~ HAS? LABEL', '~ HAS LABEL'),
  answer: ({ view, symbols, ids }) => {
    const [from, to] = ids;
    if (from === undefined || to === undefined) {
      const labelled = view.diagram.edges.flatMap((edge, index) => (joinLines(edge.label) === '' ? [] : [index]));
      const said = labelled.map((index) => { const edge = view.diagram.edges[index]; return `“${view.edgeLabel(index)}” from ${view.name(edge?.source ?? '')} to ${view.name(edge?.target ?? '')}`; });
      return { drafts: [{ text: said.length === 0 ? 'No connection has a label.' : `The labels are ${list(said, 40)}.`, elements: labelled.map((index) => `edge:${index}`) }] };
    }
    const there = [...view.out(from), ...view.plain(from)].filter((link) => link.to === to);
    const back = symbols.includes('BETWEEN') || symbols.includes('AND') ? view.out(to).filter((link) => link.to === from) : [];
    const links = [...there, ...back];
    if (links.length === 0) return { drafts: [{ text: `No connection runs from ${view.name(from)} to ${view.name(to)}.`, elements: elementsOf(view, [from, to]) }], subjects: [from, to] };
    const drafts = links.map((link): Draft => ({ text: `The connection from ${view.name(link.from)} to ${view.name(link.to)} ${joinLines(link.label) === '' ? 'has no label' : `is labelled ${quote(link.label)}`}.`, elements: elementsOf(view, [link.from, link.to], [link.index]) }));
    const [only] = links;
    return { drafts, subjects: [from, to], ...(links.length === 1 && only !== undefined && joinLines(only.label) !== '' ? { value: joinLines(only.label) } : {}) };
  },
};

export const groups: Intent = {
  patterns: patterns('~ (IN|HAS) ~ GROUP? N', '~ N HAS ~', '~ GROUP N HAS ~', '~ STEP (IN|HAS) N'),
  fits: ({ view }, id) => view.isGroup(id),
  answer: ({ view, symbols, ids: [id = ''] }) => {
    if (!view.isGroup(id) || symbols.includes('MANY') || symbols[0] === 'YN') return undefined;
    const found = view.members(id);
    return { drafts: listing(view, `${capital(view.name(id))} holds`, found, `${capital(view.name(id))} holds nothing that was read.`), found, subjects: [id] };
  },
};

export const homeGroup: Intent = {
  patterns: patterns('~ GROUP ~ N (IN|HAS|TO)*', '~ GROUP ~ (HAS|IN) N', 'YN N (IN|HAS|TO)+ GROUP? N', '~ HAS N', '~ IN GROUP ~ N', '~ N IN'),
  answer: ({ view, ids }) => {
    const [id = '', group] = ids;
    const homes = [view.homeOf(id)].flatMap((home) => (home === undefined ? [] : [home, ...view.forest.ancestorsOf(home)]));
    if (group !== undefined) {
      if (!view.isGroup(group)) return undefined;
      const value = homes.includes(group);
      return { drafts: [{ text: `${value ? 'Yes' : 'No'}: ${view.name(id)} is ${value ? '' : 'not '}in ${view.name(group)}.`, elements: elementsOf(view, [id, group]) }], value, subjects: [id] };
    }
    if (homes.length === 0) return { drafts: [{ text: `${capital(view.name(id))} is in no group.`, elements: elementsOf(view, [id]) }], found: [], subjects: [id] };
    return { drafts: [{ text: `${capital(view.name(id))} is in ${homes.map((home) => view.name(home)).join(', which is in ')}.`, elements: elementsOf(view, [id, ...homes]) }], found: homes.slice(0, 1), subjects: [id] };
  },
};

export const shapeOf: Intent = {
  patterns: patterns('~ SHAPE ~ (N|HAS)+', '~ N ~ HAS? SHAPE'),
  answer: ({ view, ids: [id = ''] }) => {
    const node = view.node(id);
    if (node === undefined) return undefined;
    const word = shapeWords[node.shape];
    return { drafts: [{ text: `${capital(view.name(id))} is drawn as a ${word}.`.replace(/ a (?=[aeiou])/, ' an '), elements: elementsOf(view, [id]) }], value: word, subjects: [id] };
  },
};
