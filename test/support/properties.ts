/**
 * Properties draw the same examples in every run, so that what a check says depends on the code alone. `UNRENDER_SEED=random` draws others, and
 * `UNRENDER_SEED=number` those of a run that failed.
 */
import fc from 'fast-check';

const chosen = process.env['UNRENDER_SEED'] ?? '1';
const seed = chosen === 'random' ? undefined : Number(chosen);
if (seed !== undefined && !Number.isSafeInteger(seed)) throw new Error(`UNRENDER_SEED is "random" or a whole number, not "${chosen}".`);
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
