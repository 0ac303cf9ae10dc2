/** The documents room's front door. */
export { blockLines, joinBlock, type BlockContent } from './block.js';
export { addBelowChange, altChange, applyChanges, insertionLines, markedText, replaceChange, type Insertion } from './changes.js';
export { documentExtensions, documentLanguages, familyOf, familyOfPath, lineComments } from './family.js';
export { addressOf, findImageLinks, linkAt, type Address } from './links.js';
export { findMarkers, normalSource, type Marker, type MarkerFacts } from './marker.js';
export type { DocumentFamily, ImageLink, Placement, TextChange, TextRange } from './types.js';
