/** A bundle of its own (dist/drawing.cjs), loaded with the first diagram that is drawn outside the panel, and never before. */
export { drawDiagram } from './svg.js';
export { TooLarge, type Drawing, type Theme } from './types.js';
