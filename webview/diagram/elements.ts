/** Finds the graph's elements in a Mermaid SVG: which shape, path and label belong to "node:A", "edge:3", "container:G1". */
import type { Diagram } from '../../src/answer/types.js';
import { l10n } from '../l10n.js';

/** All SVG parts of one graph element; the first is the one that takes the focus. */
export interface DrawnElement { readonly id: string; readonly parts: readonly SVGElement[]; readonly name: string }

/**
 * `diagram` is the graph of the model's answer: it numbers the edges. Edges that a person added since have no number and are left out;
 * nodes and containers are known by their ids alone.
 */
export function drawnElements(svg: SVGSVGElement, diagram: Diagram | undefined): DrawnElement[] {
  const found: DrawnElement[] = [];
  for (const node of svg.querySelectorAll<SVGElement>('g.node')) {
    const id = /flowchart-(.+)-\d+$/.exec(node.id)?.[1];
    if (id !== undefined) found.push({ id: `node:${id}`, parts: [node], name: labelOf(node) || l10n.t('Step without a label') });
  }
  const prefix = `${svg.id}-`;
  for (const cluster of svg.querySelectorAll<SVGElement>('g.cluster')) {
    const id = cluster.id.startsWith(prefix) ? cluster.id.slice(prefix.length) : cluster.id;
    if (id !== '') found.push({ id: `container:${id}`, parts: [cluster], name: l10n.t('Group {0}', labelOf(cluster)).trim() });
  }
  if (diagram) found.push(...drawnEdges(svg, diagram, new Map(found.map((element) => [element.id, element.name]))));
  return found;
}

function drawnEdges(svg: SVGSVGElement, diagram: Diagram, names: ReadonlyMap<string, string>): DrawnElement[] {
  const paths = new Map([...svg.querySelectorAll<SVGElement>('path[data-id]')].map((path) => [path.dataset['id'] ?? '', path]));
  const labels = new Map([...svg.querySelectorAll<SVGElement>('g.label[data-id]')].map((label) => [label.dataset['id'] ?? '', label]));
  const result: DrawnElement[] = [];
  for (const [index, key] of edgeKeys(diagram, [...paths.keys()]).entries()) {
    const edge = diagram.edges[index];
    const path = key === undefined ? undefined : paths.get(key);
    if (!edge || key === undefined || !path) continue;
    const label = labels.get(key);
    const parts = [path, ...(label ? [label] : [])];
    const ends = [edge.source, edge.target].map((end) => names.get(`node:${end}`) ?? names.get(`container:${end}`) ?? end);
    const text = edge.label.join(' ');
    result.push({ id: `edge:${index}`, parts, name: text ? l10n.t('Arrow from {0} to {1}, {2}', ends[0] ?? '', ends[1] ?? '', text) : l10n.t('Arrow from {0} to {1}', ends[0] ?? '', ends[1] ?? '') });
  }
  return result;
}

/**
 * Mermaid names the edges between one pair L_A_B_0, L_A_B_2, L_A_B_3, ... in the order of the source. Gives, for each edge of the diagram,
 * the key of its drawing. Self-loops and edges to containers are split or renamed by some layouts and may have none.
 */
export function edgeKeys(diagram: Diagram, drawn: readonly string[]): (string | undefined)[] {
  const byPair = new Map<string, string[]>();
  const rank = (key: string): number => Number(/_(\d+)$/.exec(key)?.[1] ?? 0);
  for (const key of [...drawn].sort((a, b) => rank(a) - rank(b))) {
    const pair = key.replace(/_\d+$/, '');
    byPair.set(pair, [...(byPair.get(pair) ?? []), key]);
  }
  const used = new Map<string, number>();
  return diagram.edges.map((edge) => {
    const pair = `L_${edge.source}_${edge.target}`;
    const index = used.get(pair) ?? 0;
    used.set(pair, index + 1);
    return byPair.get(pair)?.[index];
  });
}

function labelOf(element: SVGElement): string {
  const rows = [...element.querySelectorAll('.text-outer-tspan')].map((row) => row.textContent ?? '');
  return (rows.length > 0 ? rows.join(' ') : element.querySelector('text')?.textContent ?? '').replace(/\s+/g, ' ').trim();
}
