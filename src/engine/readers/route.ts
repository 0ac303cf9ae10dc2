/** What a picture is taken for, and who reads it. */
import { looksLike } from '../../answer/looks.js';
import type { ReadAs } from '../../client/protocol.js';
import type { TextLine } from '../families/family.js';
import { diagrams } from '../families/router/kinds.js';
import type { Picture } from '../picture/decode.js';
import type { Task } from '../task.js';

/** What the router can say. The order is that of docs/model-package.md. */
export const routes = [
  'flowchart', 'sequence', 'class', 'state', 'er', 'diagram', 'formula', 'table', 'chart', 'interface', 'code', 'terminal', 'prose', 'other', 'page',
] as const;
export type RouteKind = (typeof routes)[number];

export interface Route {
  readonly kind: RouteKind;
  /** Calibrated, 0..1. */
  readonly confidence: number;
  /** Whether it is worth acting on; else the router abstains. */
  readonly sure: boolean;
  /** All kinds, likeliest first. */
  readonly ranking: readonly { readonly kind: RouteKind; readonly confidence: number }[];
}

/** Tells the kind of a picture. Its owner disposes it once. */
export interface Router {
  /** @param lines of text in it; `undefined`: not read */
  route(picture: Picture, lines: readonly TextLine[] | undefined, task: Task): Promise<Route>;
  dispose(): Promise<void>;
}

/** How to read a picture; `note` is a plain sentence for the person where it cannot be read as what it is. */
export interface Way { readonly as: ReadAs; readonly note?: string }

const unread: Readonly<Partial<Record<RouteKind, string>>> = {
  sequence: 'a sequence diagram', class: 'a class diagram', state: 'a state diagram', er: 'an entity-relationship diagram', diagram: 'a diagram of another kind', chart: 'a chart', interface: 'a user interface',
};

/**
 * The reader for a route. Where the router is unsure and the picture is likelier some diagram than none, the diagram reader decides: it knows which are no flowcharts
 * (of 300 flowcharts the router is sure of two thirds, and takes 1 for another diagram for sure). Everything else gives its text.
 */
export function wayOf({ sure, kind, ranking }: Route): Way {
  const diagram = ranking.reduce((sum, each) => sum + (diagrams.has(each.kind) ? each.confidence : 0), 0);
  if (!sure) return { as: diagram >= 0.5 ? 'flowchart' : 'text', note: 'What kind of picture this is could not be told for certain. If it holds a diagram, a formula or a table, choose it under “Read as”.' };
  if (kind === 'flowchart' || kind === 'formula' || kind === 'table') return { as: kind };
  const name = unread[kind];
  if (name !== undefined) return { as: 'text', note: looksLike(name) };
  if (kind === 'page') return { as: 'page' };
  return kind === 'other' ? { as: 'text', note: 'This does not look like a diagram, a formula, a table or a page of text. If there is text in it, it follows.' } : { as: 'text' };
}
