import type { Box } from '../../answer/types.js';

export type BlockKind = 'text' | 'formula' | 'table' | 'figure' | 'code';

/** A part of a page that one reader reads. */
export interface Block {
  readonly kind: BlockKind;
  /** In original pixels. */
  readonly box: Box;
  /** Indices of the text lines in it, top to bottom. */
  readonly lines: readonly number[];
  /** Probability of the kind, 0..1. */
  readonly confidence: number;
}

/** Edges in original pixels; easier to join than a box with a size. */
export interface Edges { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

export function edgesOf({ x, y, width, height }: Box): Edges {
  return { left: x, top: y, right: x + width, bottom: y + height };
}

export function boxOf({ left, top, right, bottom }: Edges): Box {
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The smallest edges around both. */
export function around(a: Edges, b: Edges): Edges {
  return { left: Math.min(a.left, b.left), top: Math.min(a.top, b.top), right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom) };
}

/** Around all of them; nothing for none. */
export function aroundAll(all: readonly Edges[]): Edges | undefined {
  return all.length === 0 ? undefined : all.reduce(around);
}

/** Share of `a` that lies in `b`. */
export function shareIn(a: Edges, b: Edges): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width <= 0 || height <= 0 ? 0 : (width * height) / Math.max(1, (a.right - a.left) * (a.bottom - a.top));
}

/** White space between two, along both axes; negative where they overlap. */
export function gaps(a: Edges, b: Edges): { readonly x: number; readonly y: number } {
  return { x: Math.max(a.left, b.left) - Math.min(a.right, b.right), y: Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom) };
}
