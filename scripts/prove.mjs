/**
 * The family's proof: makes tiny random models of every reference, converts them, runs the engine on them and prints rows x cases.
 *
 *     npm run prove [-- --keep FOLDER] [-- --no-make] [ROW ...]
 *
 * Needs the references: pip install -e 'models[family]'.
 */
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { root, run } from './set-up.mjs';

const { values, positionals } = parseArgs({ options: { keep: { type: 'string', default: join(root, '.cache', 'family') }, make: { type: 'boolean', default: true } }, allowNegative: true, allowPositionals: true });
const venv = join(root, '.venv', 'bin', 'python');
const started = Date.now();
if (values.make) run(existsSync(venv) ? venv : 'python3', ['-m', 'unrender_models.proof', '--out', values.keep, ...positionals], { cwd: join(root, 'models'), env: { ...process.env, OMP_NUM_THREADS: '1' } });
const made = Date.now();
const bundle = join(root, '.cache', 'prove.mjs');
await build({ absWorkingDir: root, entryPoints: ['test/engine/familyProof.ts'], outfile: bundle, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'warning' });
const { proveAll, table } = await import(pathToFileURL(bundle));
const rows = await proveAll(values.keep, positionals);
console.log(table(rows));
console.log(`\nreferences and conversion ${Math.round((made - started) / 1000)} s, engine ${Math.round((Date.now() - made) / 1000)} s`);
