import type { RouteKind } from '../../readers/route.js';

/** What a photo must never be called, and what the diagram reader is asked about where the router is unsure. */
export const diagrams: ReadonlySet<RouteKind> = new Set(['flowchart', 'sequence', 'class', 'state', 'er', 'diagram']);

/** Pixels of the longer side below which nothing is a diagram: two boxes and their words have no room there. */
export const LEAST_DIAGRAM = 64;

/** Kinds that there are none of without a line of text. */
export const written: ReadonlySet<RouteKind> = new Set(['sequence', 'class', 'er', 'code', 'terminal', 'prose', 'page']);
