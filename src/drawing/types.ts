/** What the drawing is made of. Lengths are pixels of the drawing. */

export interface Point { readonly x: number; readonly y: number }
export interface Size { readonly width: number; readonly height: number }
/** A rectangle by its middle, as the layout gives it. */
export interface Place extends Point, Size {}

export const themes = ['light', 'dark', 'contrast', 'contrast-light'] as const;
export type Theme = (typeof themes)[number];

/** A picture of the graph: SVG text that is whole by itself (no script, no style, no address), and its size. */
export interface Drawing extends Size { readonly svg: string }

/** The graph is larger than a picture of it would help with. `message` gives the counts. */
export class TooLarge extends Error {}
