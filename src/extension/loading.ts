/** When the extension's code began to run: imported before everything else, so that what is measured is loading and activation together. */
export const loadingSince = performance.now();
