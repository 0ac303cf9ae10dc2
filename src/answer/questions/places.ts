/** Where things stand in the picture, computed from the boxes of their texts. */
import type { Box } from '../types.js';
import { capital } from '../words.js';
import { elementsOf, namesOf, patterns, type Intent, type Outcome } from './outcome.js';
import type { GraphView } from './view.js';

type Side = 'LEFT' | 'RIGHT' | 'ABOVE' | 'BELOW';
const sides: readonly Side[] = ['LEFT', 'RIGHT', 'ABOVE', 'BELOW'];
const words: Readonly<Record<Side, string>> = { LEFT: 'to the left of', RIGHT: 'to the right of', ABOVE: 'above', BELOW: 'below' };
const extremes: Readonly<Record<Side, string>> = { LEFT: 'leftmost', RIGHT: 'rightmost', ABOVE: 'at the top', BELOW: 'at the bottom' };

/** `a` stands wholly on that side of `b`; boxes that share a column or row in that direction are on neither side. */
function isOn(side: Side, a: Box, b: Box): boolean {
  switch (side) {
    case 'LEFT': return a.x + a.width <= b.x;
    case 'RIGHT': return b.x + b.width <= a.x;
    case 'ABOVE': return a.y + a.height <= b.y;
    case 'BELOW': return b.y + b.height <= a.y;
  }
}

/** They share a row (for left and right) or a column (for above and below). */
function inLine(side: Side, a: Box, b: Box): boolean {
  return side === 'LEFT' || side === 'RIGHT' ? a.y < b.y + b.height && b.y < a.y + a.height : a.x < b.x + b.width && b.x < a.x + a.width;
}

function gap(a: Box, b: Box): number {
  const x = Math.max(0, b.x - a.x - a.width, a.x - b.x - b.width), y = Math.max(0, b.y - a.y - a.height, a.y - b.y - b.height);
  return Math.hypot(x, y);
}

const unknown = (view: GraphView, id: string): Outcome => ({ drafts: [{ text: `Where ${view.name(id)} stands in the picture is not known.`, elements: elementsOf(view, [id]) }], subjects: [id] });
const nodesWithBox = (view: GraphView): { readonly id: string; readonly box: Box }[] => view.diagram.nodes.flatMap(({ id }) => { const box = view.box(id); return box === undefined ? [] : [{ id, box }]; });

export const beside: Intent = {
  patterns: patterns('~ LEAD? ON? (LEFT|RIGHT|ABOVE|BELOW) N', '~ DIRECT? (LEFT|RIGHT|ABOVE|BELOW) N'),
  answer: ({ view, symbols, ids: [id = ''] }) => {
    const side = sides.find((each) => symbols.includes(each));
    const box = view.box(id);
    if (side === undefined) return undefined;
    if (box === undefined) return unknown(view, id);
    const there = nodesWithBox(view).filter((other) => other.id !== id && isOn(side, other.box, box)).sort((a, b) => gap(a.box, box) - gap(b.box, box));
    const straight = there.filter((other) => inLine(side, other.box, box));
    const found = (straight.length > 0 ? straight : there).map((other) => other.id);
    const rest = straight.length > 0 || there.length === 0 ? '' : side === 'LEFT' || side === 'RIGHT' ? ', though higher or lower,' : ', though not in line with it,';
    const text = found.length === 0 ? `Nothing stands ${words[side]} ${view.name(id)}.` : `${capital(words[side])} ${view.name(id)}${rest} ${found.length === 1 ? 'stands' : 'stand'} ${namesOf(view, found)}.`;
    return { drafts: [{ text, elements: elementsOf(view, [id, ...found]) }], found, subjects: [id] };
  },
};

export const comparePlaces: Intent = {
  patterns: patterns('YN N ~ ON? (LEFT|RIGHT|ABOVE|BELOW) N'),
  answer: ({ view, symbols, ids: [id = '', other = ''] }) => {
    const side = sides.find((each) => symbols.includes(each));
    const a = view.box(id), b = view.box(other);
    if (side === undefined) return undefined;
    if (a === undefined || b === undefined) return unknown(view, a === undefined ? id : other);
    const value = isOn(side, a, b);
    return { drafts: [{ text: `${value ? 'Yes' : 'No'}: ${view.name(id)} ${value ? 'stands' : 'does not stand'} ${words[side]} ${view.name(other)}.`, elements: elementsOf(view, [id, other]) }], value, subjects: [id] };
  },
};

export const nearest: Intent = {
  patterns: patterns('~ NEAR TO? N'),
  answer: ({ view, ids: [id = ''], symbols }) => {
    const box = view.box(id);
    if (symbols[0] === 'YN') return undefined;
    if (box === undefined) return unknown(view, id);
    const others = nodesWithBox(view).filter((other) => other.id !== id).map((other) => ({ ...other, far: gap(other.box, box) })).sort((a, b) => a.far - b.far);
    const least = others[0]?.far;
    if (least === undefined) return undefined;
    // What is hardly farther away is as near to a person's eye.
    const found = others.filter(({ far }) => far <= 1.25 * least + 4).map((other) => other.id);
    return { drafts: [{ text: `Nearest to ${view.name(id)} ${found.length === 1 ? 'stands' : 'stand'} ${namesOf(view, found)}.`, elements: elementsOf(view, [id, ...found]) }], found, subjects: [id] };
  },
};

export const outermost: Intent = {
  patterns: patterns('~ LEAD? ON? (LEFT|RIGHT|ABOVE|BELOW) ~'),
  answer: ({ view, symbols }) => {
    const side = sides.find((each) => symbols.includes(each));
    const placed = nodesWithBox(view);
    if (side === undefined || symbols[0] === 'YN' || placed.length < view.diagram.nodes.length || placed.length === 0) return undefined;
    const edge = ({ x, y, width, height }: Box): number => (side === 'LEFT' ? x : side === 'RIGHT' ? -(x + width) : side === 'ABOVE' ? y : -(y + height));
    const least = Math.min(...placed.map(({ box }) => edge(box)));
    const found = placed.filter(({ box }) => edge(box) <= least + 2).map(({ id }) => id);
    return { drafts: [{ text: `${capital(namesOf(view, found))} ${found.length === 1 ? 'stands' : 'stand'} ${extremes[side]}.`, elements: elementsOf(view, found) }], found };
  },
};

export const location: Intent = {
  patterns: patterns('WHERE IT? N', 'YN WHERE N'),
  answer: ({ view, ids: [id = ''] }) => {
    const box = view.box(id);
    const home = view.homeOf(id);
    const { width, height } = view.answer.picture;
    if (box === undefined || width <= 0 || height <= 0) return unknown(view, id);
    const third = (at: number, size: number, names: readonly [string, string, string]): string => names[Math.min(2, Math.max(0, Math.floor((3 * at) / size)))] ?? '';
    const row = third(box.y + box.height / 2, height, ['top', 'middle', 'bottom']), column = third(box.x + box.width / 2, width, ['left', 'centre', 'right']);
    const place = row === 'middle' && column === 'centre' ? 'in the middle' : row === 'middle' ? `at the ${column}` : column === 'centre' ? `at the ${row}, in the centre,` : `at the ${row} ${column}`;
    return { drafts: [{ text: `${capital(view.name(id))} stands ${place} of the picture${home === undefined ? '' : `, in ${view.name(home)}`}.`, elements: elementsOf(view, [id]) }], subjects: [id] };
  },
};
