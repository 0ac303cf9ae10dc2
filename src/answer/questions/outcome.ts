/** What an intent found out, before it becomes a reply; and the pieces that every intent says alike. */
import { joinLines } from '../labels.js';
import type { Link } from '../routes.js';
import { capital, list, quote } from '../words.js';
import type { Draft } from '../walk.js';
import type { Frame } from './frame.js';
import type { GraphView, Hop } from './view.js';

export interface Outcome {
  readonly drafts: readonly Draft[];
  /** Ids of nodes and groups. */
  readonly found?: readonly string[];
  readonly value?: string | number | boolean;
  /** What the question is about. */
  readonly subjects?: readonly string[];
  /** What the reply's own diagram shows: these nodes, these connections, and the nodes to stand out. */
  readonly shown?: { readonly ids: readonly string[]; readonly edges: readonly number[]; readonly bold: readonly string[] };
}
/** A name that fits several elements. */
export interface Ambiguity { readonly candidates: readonly string[] }
export type Result = Outcome | Ambiguity | undefined;

/** What an intent is given: the elements that the question names, each known for certain. */
export interface Asked { readonly view: GraphView; readonly frame: Frame; readonly ids: readonly string[]; readonly symbols: readonly string[] }
export interface Intent {
  readonly patterns: readonly RegExp[];
  /** Asks of words, not of one element: a name that fits several is no problem. */
  readonly whole?: boolean;
  answer(asked: Asked): Outcome | undefined;
  /** Narrows the candidates of the n-th name by what the question needs of it. */
  fits?(asked: { readonly view: GraphView; readonly frame: Frame }, id: string, position: number): boolean;
}

/** Symbols that open a question and say nothing by themselves. */
const opening = 'WHAT|WHERE|HOW|STEP|ALL|EVERY|EXIST|YN|AND|IT|IF_ANY';

/**
 * A pattern over a frame. Its parts stand apart by spaces: a symbol, alternatives "(A|B)", each with ?, * or +; "~" is any number of opening symbols; LEAD is HAPPEN too.
 */
export function pattern(text: string): RegExp {
  const source = text.split(/ +/).map((part) => {
    if (part === '~') return `(?:(?:${opening}) )*`;
    const repeat = /[?*+]$/.exec(part)?.[0] ?? '';
    const symbols = part.slice(0, part.length - repeat.length).replace(/^\(|\)$/g, '').replace(/\bLEAD\b/g, 'LEAD|HAPPEN').replace(/\bUNKNOWN\b/g, '\\?');
    return `(?:(?:${symbols}) )${repeat}`;
  }).join('');
  return new RegExp(`^${source}$`);
}
export const patterns = (...texts: readonly string[]): RegExp[] => texts.map(pattern);

/** Both ends and the connection itself, as a sentence's elements. */
export function elementsOf(view: GraphView, ids: readonly string[], edges: readonly number[] = []): string[] {
  return [...new Set([...ids.map((id) => view.element(id)), ...edges.map((index) => `edge:${index}`)])];
}

/** “yes” leads to “Ship”; without a label: to “Ship”. */
export function targetOf(view: GraphView, link: Link): string {
  return `${view.name(link.to)}${aside(link.label)}`;
}
export function aside(label: readonly string[]): string {
  return joinLines(label) === '' ? '' : ` (${quote(label)})`;
}

/** The names in a row; every one is said, so that the reply holds all that it claims to. */
export function namesOf(view: GraphView, ids: readonly string[]): string {
  return list(ids.map((id) => view.name(id)), 40);
}

/** A list of elements with a heading: "Start points: A and B." */
export function listing(view: GraphView, heading: string, ids: readonly string[], none: string): Draft[] {
  return [ids.length === 0 ? { text: none, elements: [] } : { text: `${heading} ${namesOf(view, ids)}.`, elements: elementsOf(view, ids) }];
}

/** A path as a sentence, with the labels on the way. */
export function tellPath(view: GraphView, hops: readonly Hop[]): Draft {
  const [first] = hops;
  const steps = hops.map(({ to, index }) => {
    const label = index === undefined ? '' : view.edgeLabel(index);
    return ` ${index !== undefined && view.isPlain(index) ? '—' : '→'} ${label === '' ? '' : `(${quote([label])}) `}${view.name(to)}`;
  });
  const ids = first === undefined ? [] : [first.from, ...hops.map(({ to }) => to)];
  return { text: `${capital(first === undefined ? '' : view.name(first.from))}${steps.join('')}.`, elements: elementsOf(view, ids, hops.flatMap(({ index }) => index ?? [])) };
}

export function pathOutcome(view: GraphView, hops: readonly Hop[], lead: readonly Draft[], rest: Partial<Outcome> = {}): Outcome {
  const ids = [hops[0]?.from ?? '', ...hops.map(({ to }) => to)];
  return {
    drafts: [...lead, tellPath(view, hops)], found: ids, ...rest,
    shown: { ids: [...new Set(ids)], edges: hops.flatMap(({ index }) => index ?? []), bold: [ids[0] ?? '', ids.at(-1) ?? ''] },
  };
}
