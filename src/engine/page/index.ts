/** Pages: blocks in reading order. */
export { cutPage } from './cut.js';
export type { Block, BlockKind } from './types.js';
