/** What a candidate is: how it stands, weighed with what the router says of its crop. */
import type { TextLine } from '../families/family.js';
import { cut, shifted, within } from '../picture/area.js';
import type { Picture } from '../picture/decode.js';
import type { RouteKind, Router } from '../readers/route.js';
import type { Task } from '../task.js';
import { isFixed, isFormula, isGrid, numbered, rowsOf } from './flow.js';
import type { Cluster } from './graphics.js';
import { boxOf } from './types.js';
import type { BlockKind, Edges } from './types.js';

export type Weights = Readonly<Record<BlockKind, number>>;

const blockOf: Readonly<Record<RouteKind, BlockKind>> = {
  flowchart: 'figure', sequence: 'figure', class: 'figure', state: 'figure', er: 'figure', diagram: 'figure', chart: 'figure', interface: 'figure', other: 'figure',
  formula: 'formula', table: 'table', code: 'code', terminal: 'code', prose: 'text', page: 'text',
};
/** What the router leaves to every kind: it has seen whole pictures more than crops. */
const DOUBT = 0.04;

/** Kind and probability. @param lines those in the candidate */
export async function nameOf(picture: Picture, place: Edges, lines: readonly TextLine[], prior: Weights, router: Pick<Router, 'route'>, margin: number, task: Task): Promise<{ readonly kind: BlockKind; readonly confidence: number }> {
  const area = within(picture, boxOf(place), margin);
  const inside = lines.map((line) => ({ ...line, box: shifted(line.box, -area.x, -area.y) }));
  const { ranking } = await router.route(cut(picture, area), inside, task);
  const said: Record<BlockKind, number> = { text: DOUBT, formula: DOUBT, table: DOUBT, figure: DOUBT, code: DOUBT };
  for (const { kind, confidence } of ranking) said[blockOf[kind]] += confidence;
  return likeliest({ text: said.text * prior.text, formula: said.formula * prior.formula, table: said.table * prior.table, figure: said.figure * prior.figure, code: said.code * prior.code });
}

export function likeliest(weights: Weights): { readonly kind: BlockKind; readonly confidence: number } {
  const all = Object.entries(weights) as [BlockKind, number][];
  const total = all.reduce((sum, [, weight]) => sum + weight, 0);
  const [kind, weight] = all.reduce((best, each) => (each[1] > best[1] ? each : best));
  return { kind, confidence: weight / Math.max(1e-9, total) };
}

/** How likely each kind is by the ink and the lines of a cluster. @param lines all of the page */
export function clusterPrior({ parts, lines, ...place }: Cluster, all: readonly TextLine[], height: number): Weights {
  const members = lines.map((i) => all[i] as TextLine); // a cluster's lines are indices of `all`
  const tall = (place.bottom - place.top) / height;
  const solid = parts.some(({ left, right, top, bottom, fill }) => fill > 0.6 && (right - left) * (bottom - top) > 0.5 * (place.right - place.left) * (place.bottom - place.top));
  if (members.length === 0) {
    const largest = Math.max(...parts.map(({ top, bottom }) => bottom - top)) / height;
    return solid || tall > 6 || largest > 4 ? { text: 0.01, formula: 0.06, table: 0.02, figure: 0.9, code: 0.01 } : { text: 0.02, formula: 0.55, table: 0.02, figure: 0.4, code: 0.01 };
  }
  const rows = rowsOf(numbered(members));
  const words = members.reduce((sum, { text }) => sum + text.length, 0);
  const covered = members.reduce((sum, { box }) => sum + box.width * box.height, 0) / ((place.right - place.left) * (place.bottom - place.top));
  if (tall < 6 && !solid && isFormula(members.map(({ text }) => text).join(' '))) return { text: 0.04, formula: 0.76, table: 0.02, figure: 0.16, code: 0.02 };
  if (members.length >= 2 && isFixed(members) && covered > 0.15 && words > 20) return { text: 0.04, formula: 0.01, table: 0.08, figure: 0.07, code: 0.8 };
  if (isGrid(rows) && rows.length >= 2) return { text: 0.03, formula: 0.01, table: 0.6, figure: 0.33, code: 0.03 };
  if (solid && covered > 0.3 && words > 30) return { text: 0.6, formula: 0.02, table: 0.06, figure: 0.12, code: 0.2 };
  if (tall < 6 && !solid && words < 60 && parts.every(({ right, left }) => right - left < 20 * height)) return { text: 0.08, formula: 0.6, table: 0.05, figure: 0.25, code: 0.02 };
  return { text: 0.05, formula: 0.05, table: 0.12, figure: 0.73, code: 0.05 };
}
