/** A graph as a picture: SVG that is whole by itself. Whatever was read stands in it as text. */
import { doubtThreshold } from '../answer/doubts.js';
import { escapeHtmlText } from '../answer/htmlText.js';
import type { Diagram, End, FreeText, Stroke } from '../answer/types.js';
import { layoutOf, type PlacedEdge, type PlacedGroup, type PlacedNode } from './layout.js';
import { palettes, type Palette } from './palette.js';
import { n } from './shapes.js';
import { fontSize, lineHeight, sizeOf, widthOf, wrapped } from './text.js';
import type { Drawing, Place, Point, Theme } from './types.js';

const margin = 10;
const font = 'system-ui, -apple-system, Segoe UI, Ubuntu, DejaVu Sans, sans-serif';
const dashes: Readonly<Record<Stroke, string>> = { solid: '', dotted: ' stroke-dasharray="4 3"', thick: ' stroke-width="3"' };

/**
 * The graph as Mermaid would lay it out, in the colours of the theme; what may be misread in the colour of doubt.
 * @param fit shown no higher than this (pixels) where that makes it smaller by no more than `least` (0..1)
 * @throws TooLarge
 */
export function drawDiagram(diagram: Diagram, theme: Theme, fit?: { readonly height: number; readonly least: number }): Drawing {
  const colours = palettes[theme];
  const { nodes, groups, edges } = layoutOf(diagram);
  const titles = freeTexts(diagram, 'title');
  const notes = freeTexts(diagram, 'note');
  const box = bounds([...nodes.map(({ at, form }) => ({ ...at, width: form.width, height: form.height })), ...groups.map(({ place }) => place), ...edges.flatMap(({ points, labelAt }) => [...points.map((point) => ({ ...point, width: 12, height: 12 })), ...(labelAt ? [labelAt] : [])])]);
  const textWidth = Math.max(sizeOf(titles).width * 1.1, sizeOf(notes).width);
  const width = Math.ceil(Math.max(box.width, textWidth) + 2 * margin);
  const [above, below] = [titles.length === 0 ? 0 : titles.length * lineHeight + 8, notes.length === 0 ? 0 : notes.length * lineHeight + 8];
  const height = Math.ceil(box.height + 2 * margin + above + below);
  const shift = { x: width / 2 - box.x, y: margin + above + box.height / 2 - box.y };
  const scale = fit === undefined ? 1 : Math.min(1, Math.max(fit.least, fit.height / height));
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width * scale)}" height="${n(height * scale)}" viewBox="0 0 ${width} ${height}" font-family="${font}" font-size="${fontSize}" text-anchor="middle">`,
    text(titles, { x: width / 2, y: margin + (titles.length * lineHeight) / 2 }, colours.text, ' font-weight="600"'),
    `<g transform="translate(${n(shift.x)} ${n(shift.y)})">`,
    ...groups.map((group) => groupSvg(group, colours)), ...edges.map((edge) => lineSvg(edge, colours)), ...nodes.map((node) => nodeSvg(node, colours)), ...groups.map((group) => groupName(group, colours)), ...edges.map((edge) => labelSvg(edge, colours)),
    '</g>',
    text(notes, { x: width / 2, y: height - margin - (notes.length * lineHeight) / 2 }, colours.text, ' font-style="italic"'),
    '</svg>',
  ].join('');
  return { svg, width: width * scale, height: height * scale };
}

function freeTexts({ texts }: Diagram, role: FreeText['role']): string[] { return texts.filter((one) => one.role === role).flatMap(({ lines }) => wrapped(lines)); }

function groupSvg({ container, place }: PlacedGroup, colours: Palette): string {
  const { x, y, width, height } = place;
  const border = container.confidence < doubtThreshold ? colours.doubt : colours.groupBorder;
  return `<rect x="${n(x - width / 2)}" y="${n(y - height / 2)}" width="${n(width)}" height="${n(height)}" rx="4" fill="${colours.group}" stroke="${border}"/>`;
}

/** In the corner, and above the lines that lead into the group. */
function groupName({ lines, place: { x, y, width, height } }: PlacedGroup, colours: Palette): string {
  const size = sizeOf(lines);
  return plate({ x: x - width / 2 + 8 + size.width / 2, y: y - height / 2 + 5 + size.height / 2, width: size.width + 4, height: size.height }, lines, colours.group, colours.text);
}

function nodeSvg({ node, lines, form, at }: PlacedNode, colours: Palette): string {
  const doubtful = node.confidence < doubtThreshold;
  const border = doubtful ? colours.doubt : colours.border;
  return `<g transform="translate(${n(at.x)} ${n(at.y)})"><g fill="${form.solid ? border : colours.fill}" stroke="${border}" stroke-width="${doubtful ? 2 : 1.3}">${form.svg}</g>${form.solid ? '' : text(lines, form.textAt, doubtful && form.svg === '' ? colours.doubt : colours.text)}</g>`;
}

function lineSvg({ edge, points }: PlacedEdge, colours: Palette): string {
  const colour = edge.confidence < doubtThreshold ? colours.doubt : colours.line;
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return '';
  return `<g fill="none" stroke="${colour}" stroke-width="1.4"><path d="${curve(points)}"${dashes[edge.stroke]}/>${head(edge.start, first, points[1] ?? last, colour)}${head(edge.end, last, points.at(-2) ?? first, colour)}</g>`;
}

function labelSvg({ lines, labelAt, edge }: PlacedEdge, colours: Palette): string {
  if (!labelAt) return '';
  return plate(labelAt, lines, colours.ground, edge.confidence < doubtThreshold ? colours.doubt : colours.text);
}

/** Text on a ground of its own, through which a line can just be seen. */
function plate({ x, y, width, height }: Place, lines: readonly string[], ground: string, colour: string): string {
  if (lines.length === 0) return '';
  return `<rect x="${n(x - width / 2)}" y="${n(y - height / 2)}" width="${n(width)}" height="${n(height)}" rx="3" fill="${ground}" fill-opacity="0.85"/>${text(lines, { x, y }, colour)}`;
}

/** Straight at both ends, bent in between. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const middle = (a: Point, b: Point): string => `${n((a.x + b.x) / 2)} ${n((a.y + b.y) / 2)}`;
  const bends = rest.slice(0, -1).map((point, index) => { const next = rest[index + 1] ?? point; return `Q${n(point.x)} ${n(point.y)} ${middle(point, next)}`; });
  const last = rest.at(-1) ?? first;
  return `M${n(first.x)} ${n(first.y)}${rest.length > 1 && rest[0] ? `L${middle(first, rest[0])}` : ''}${bends.join('')}L${n(last.x)} ${n(last.y)}`;
}

/** The end of a line at `tip`, which comes from `before`. */
function head(end: End, tip: Point, before: Point, colour: string): string {
  if (end === 'none') return '';
  const angle = (Math.atan2(tip.y - before.y, tip.x - before.x) * 180) / Math.PI;
  const marks = { arrow: `<path fill="${colour}" d="M0 0L-9 -4L-9 4Z"/>`, circle: `<circle fill="${colour}" cx="-4" r="4"/>`, cross: '<path d="M-8 -4L0 4M-8 4L0 -4"/>' } as const;
  return `<g transform="translate(${n(tip.x)} ${n(tip.y)}) rotate(${n(angle)})">${marks[end]}</g>`;
}

function text(lines: readonly string[], { x, y }: Point, colour: string, more = ''): string {
  if (lines.length === 0) return '';
  // The baseline of the first line: a third of the letters' height below its middle.
  const top = y - ((lines.length - 1) * lineHeight) / 2 + fontSize * 0.35;
  return `<text fill="${colour}"${more}>${lines.map((line, index) => `<tspan x="${n(x)}" y="${n(top + index * lineHeight)}"${fitted(line)}>${escapeHtmlText(line)}</tspan>`).join('')}</text>`;
}

/** Scripts whose letters the estimate does not know are kept inside their shape. */
function fitted(line: string): string { return /[^\u0000-\u024F\u2010-\u2027\u3040-\u30FF\u4E00-\u9FFF\uAC00-\uD7A3]/u.test(line) ? ` textLength="${n(widthOf(line))}" lengthAdjust="spacingAndGlyphs"` : ''; }

function bounds(places: readonly Place[]): Place {
  if (places.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const left = Math.min(...places.map(({ x, width }) => x - width / 2));
  const right = Math.max(...places.map(({ x, width }) => x + width / 2));
  const top = Math.min(...places.map(({ y, height }) => y - height / 2));
  const foot = Math.max(...places.map(({ y, height }) => y + height / 2));
  return { x: (left + right) / 2, y: (top + foot) / 2, width: right - left, height: foot - top };
}
