/** A bundle of its own (dist/speech.js): the rules of speech are large, and only formulas need them. Import it with `import('./speech.js')` when a formula has been read. */
export { speak } from '../answer/formula/speech.js';
