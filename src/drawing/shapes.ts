/** The shapes of nodes: how large one is around its text, its outline, at which edges end, and its SVG. All around (0, 0). */
import type { Shape } from '../answer/types.js';
import type { Point, Size } from './types.js';

/** `ellipse`: half axes; otherwise the corners in order. */
export type Outline = { readonly ellipse: Point } | { readonly corners: readonly Point[] };

export interface Form extends Size {
  readonly outline: Outline;
  /** Elements that get the node's fill and border. */
  readonly svg: string;
  /** Where the middle of the text lies. */
  readonly textAt: Point;
  /** A bar is all border. */
  readonly solid?: boolean;
}

const padX = 14;
const padY = 9;
const least = 34;

/** @param flat whether the diagram runs from side to side: a bar stands then */
export function formOf(shape: Shape, text: Size, flat: boolean): Form {
  const w = Math.max(least, text.width + 2 * padX);
  const h = Math.max(least, text.height + 2 * padY);
  switch (shape) {
    case 'round': return boxed(w, h, 7);
    case 'stadium': return boxed(w + 8, h, h / 2);
    case 'icon': return boxed(w, h, 11);
    case 'text': return { ...boxed(text.width + 8, text.height + 4, 0), svg: '' };
    case 'subroutine': return withLines(boxed(w + 14, h, 0), [[{ x: -w / 2, y: -h / 2 }, { x: -w / 2, y: h / 2 }], [{ x: w / 2, y: -h / 2 }, { x: w / 2, y: h / 2 }]]);
    case 'bar': return { ...boxed(flat ? 8 : 70, flat ? 70 : 8, 2), solid: true };
    case 'circle': return oval(round(text), round(text));
    case 'double_circle': return double(round(text) + 5);
    case 'ellipse': return oval(Math.max(least / 2, (text.width / 2 + 6) * Math.SQRT2), Math.max(least / 2, (text.height / 2 + 3) * Math.SQRT2));
    case 'diamond': return diamond(text);
    case 'cylinder': return cylinder(w, h);
    case 'document': return paper(w, h);
    case 'hexagon': return polygon(w + 2 * notch(h), h, [[-1, 0, 0], [-1, -1, 1], [1, -1, -1], [1, 0, 0], [1, 1, -1], [-1, 1, 1]]);
    case 'lean_right': return polygon(w + 2 * notch(h), h, [[-1, 1, 0], [-1, -1, 1], [1, -1, 0], [1, 1, -1]]);
    case 'lean_left': return polygon(w + 2 * notch(h), h, [[-1, 1, 1], [-1, -1, 0], [1, -1, -1], [1, 1, 0]]);
    case 'trapezoid': return polygon(w + 2 * notch(h), h, [[-1, 1, 0], [-1, -1, 1], [1, -1, -1], [1, 1, 0]]);
    case 'inv_trapezoid': return polygon(w + 2 * notch(h), h, [[-1, 1, 1], [-1, -1, 0], [1, -1, 0], [1, 1, -1]]);
    case 'odd': return polygon(w + notch(h), h, [[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0], [-1, 0, 1]]);
    case 'rect': case 'record': return boxed(w, h, 0);
  }
}

/** Where the way from the middle to `toward` leaves the shape; both relative to the shape's middle. */
export function leaving(outline: Outline, toward: Point): Point {
  if ('ellipse' in outline) {
    const { x: a, y: b } = outline.ellipse;
    const length = Math.hypot(toward.x / a, toward.y / b);
    return length === 0 ? { x: 0, y: b } : { x: toward.x / length, y: toward.y / length };
  }
  const { corners } = outline;
  let best: Point | undefined;
  let nearest = Infinity;
  corners.forEach((from, index) => {
    const to = corners[(index + 1) % corners.length] ?? from;
    const side = { x: to.x - from.x, y: to.y - from.y };
    const cross = toward.x * side.y - toward.y * side.x;
    if (Math.abs(cross) < 1e-9) return;
    // toward * along = from + side * part
    const along = (from.x * side.y - from.y * side.x) / cross;
    const part = (from.x * toward.y - from.y * toward.x) / cross;
    // The outermost crossing: a notch in the outline is passed through.
    if (along > 0 && part >= -1e-9 && part <= 1 + 1e-9 && (best === undefined || along > nearest)) { nearest = along; best = { x: toward.x * along, y: toward.y * along }; }
  });
  return best ?? { x: 0, y: 0 };
}

function corners(w: number, h: number): Point[] { return [{ x: -w / 2, y: -h / 2 }, { x: w / 2, y: -h / 2 }, { x: w / 2, y: h / 2 }, { x: -w / 2, y: h / 2 }]; }

function boxed(w: number, h: number, radius: number): Form {
  return { width: w, height: h, outline: { corners: corners(w, h) }, textAt: { x: 0, y: 0 }, svg: `<rect x="${n(-w / 2)}" y="${n(-h / 2)}" width="${n(w)}" height="${n(h)}"${radius > 0 ? ` rx="${n(radius)}"` : ''}/>` };
}

function withLines(form: Form, lines: readonly (readonly [Point, Point])[]): Form {
  return { ...form, svg: form.svg + lines.map(([from, to]) => `<path d="M${n(from.x)} ${n(from.y)}L${n(to.x)} ${n(to.y)}"/>`).join('') };
}

function round(text: Size): number { return Math.max(14, Math.hypot(text.width, text.height) / 2 + (text.height === 0 ? 0 : 8)); }

function oval(a: number, b: number): Form {
  return { width: 2 * a, height: 2 * b, outline: { ellipse: { x: a, y: b } }, textAt: { x: 0, y: 0 }, svg: `<ellipse rx="${n(a)}" ry="${n(b)}"/>` };
}

function double(r: number): Form {
  const outer = oval(r, r);
  return { ...outer, svg: `${outer.svg}<ellipse rx="${n(r - 5)}" ry="${n(r - 5)}"/>` };
}

/** The text's corners touch the sides: |x| / a + |y| / b = 1. */
function diamond(text: Size): Form {
  const a = Math.max(30, 0.78 * text.width + 16);
  const b = Math.max(22, (text.height / 2 + 2) / (1 - text.width / 2 / a));
  const points = [{ x: 0, y: -b }, { x: a, y: 0 }, { x: 0, y: b }, { x: -a, y: 0 }];
  return { width: 2 * a, height: 2 * b, outline: { corners: points }, textAt: { x: 0, y: 0 }, svg: path(points) };
}

function cylinder(w: number, h: number): Form {
  const lid = 6;
  const height = h + 2 * lid;
  const [left, right, top, foot] = [n(-w / 2), n(w / 2), n(-height / 2 + lid), n(height / 2 - lid)];
  const arc = `${n(w / 2)} ${lid} 0 0`;
  return {
    width: w, height, outline: { corners: corners(w, height) }, textAt: { x: 0, y: lid },
    svg: `<path d="M${left} ${top}A${arc} 1 ${right} ${top}V${foot}A${arc} 1 ${left} ${foot}Z"/><path fill="none" d="M${left} ${top}A${arc} 0 ${right} ${top}"/>`,
  };
}

function paper(w: number, h: number): Form {
  const wave = 7;
  const height = h + wave;
  const [x, top, foot] = [w / 2, -height / 2, height / 2 - wave / 2];
  return {
    width: w, height, outline: { corners: corners(w, height - wave / 2) }, textAt: { x: 0, y: -wave / 2 },
    svg: `<path d="M${n(-x)} ${n(top)}H${n(x)}V${n(foot)}C${n(x / 3)} ${n(foot - 2 * wave)} ${n(-x / 3)} ${n(foot + 2 * wave)} ${n(-x)} ${n(foot)}Z"/>`,
  };
}

function notch(h: number): number { return Math.min(16, h / 3); }

/** Corners by the box: -1 left or top, 1 right or foot, 0 the middle; then notches to the right. */
function polygon(w: number, h: number, points: readonly (readonly [x: number, y: number, notches: number])[]): Form {
  const places = points.map(([x, y, shift]) => ({ x: (x * w) / 2 + shift * notch(h), y: (y * h) / 2 }));
  return { width: w, height: h, outline: { corners: places }, textAt: { x: 0, y: 0 }, svg: path(places) };
}

function path(points: readonly Point[]): string { return `<path d="M${points.map(({ x, y }) => `${n(x)} ${n(y)}`).join('L')}Z"/>`; }

/** A finite number as SVG writes it, to a tenth of a pixel. */
export function n(value: number): string { return String(Number.isFinite(value) ? Math.round(value * 10) / 10 : 0); }
