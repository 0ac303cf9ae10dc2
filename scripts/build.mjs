/**
 * Bundles every process into dist/. Entries that are not there yet are left out, and said so.
 *
 *     node scripts/build.mjs [--production] [engine recording remote cli mcp extension features parser drawing webview]     production: minified, without source maps; names: only these
 */
import { build } from 'esbuild';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { flowchartOnly } from './lib/flowchart-only.mjs';
import { speechParts } from './lib/speechParts.mjs';
import { webviewAlias } from './webviewAlias.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({ options: { production: { type: 'boolean', default: false } }, allowPositionals: true });

const common = { absWorkingDir: root, bundle: true, minify: values.production, sourcemap: !values.production, legalComments: 'external', logLevel: 'warning' };
/** ES modules in Node; packages with a native part stay packages. `require` is for CommonJS packages that are bundled. */
const node = {
  ...common, platform: 'node', target: 'node20', format: 'esm', external: ['onnxruntime-node', 'sharp', 'vscode'],
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
};

const bundles = {
  engine: { ...node, external: [...node.external, './speech.js'], entryPoints: { engine: 'src/engine/main.ts' }, outdir: 'dist' },
  // The rules of spoken formulas, loaded when a formula has been read.
  speech: { ...node, entryPoints: { speech: 'src/engine/speech.ts' }, outdir: 'dist', plugins: [speechParts] },
  // Looks through recordings while the engine reads: the graphs of the engine block its process.
  recording: { ...node, entryPoints: { recording: 'src/recording/main.ts' }, outdir: 'dist' },
  // The only bundle with network code: started by a question to an endpoint that a person has set, or by a model that they ask a hub for.
  remote: { ...node, entryPoints: { remote: 'src/remote/main.ts' }, outdir: 'dist' },
  // The protocol's library is large: what needs it is a bundle of its own, which the command line loads when it is asked for.
  cli: { ...node, external: [...node.external, './mcp.js'], entryPoints: { cli: 'src/cli/main.ts' }, outdir: 'dist' },
  mcp: { ...node, entryPoints: { mcp: 'src/cli/mcp.ts' }, outdir: 'dist' },
  // VS Code loads CommonJS; the package is `type: module`, hence the extension.
  extension: { ...common, platform: 'node', target: 'node20', format: 'cjs', external: ['vscode'], entryPoints: { extension: 'src/extension/extension.ts' }, outdir: 'dist', outExtension: { '.js': '.cjs' } },
  // What a person can set to work; activation loads none of it.
  features: { ...common, platform: 'node', target: 'node20', format: 'cjs', external: ['vscode'], entryPoints: { features: 'src/extension/features.ts' }, outdir: 'dist', outExtension: { '.js': '.cjs' } },
  // Mermaid's parser is loaded when two sources are compared; activation must not pay for it.
  parser: { ...common, platform: 'node', target: 'node20', format: 'cjs', entryPoints: { 'mermaid-parser': 'src/mermaid-parser/main.ts' }, outdir: 'dist', outExtension: { '.js': '.cjs' }, plugins: [flowchartOnly] },
  // Draws a diagram without a page: loaded with the first preview between the lines of a document.
  drawing: { ...common, platform: 'node', target: 'node20', format: 'cjs', entryPoints: { drawing: 'src/drawing/main.ts' }, outdir: 'dist', outExtension: { '.js': '.cjs' } },
  webview: { ...common, platform: 'browser', target: 'chrome124', format: 'esm', splitting: true, entryPoints: ['webview/main.ts', 'webview/storyboard.ts'], outdir: 'dist/webview', loader: { '.css': 'css' }, alias: webviewAlias },
};

const wanted = positionals.length > 0 ? positionals : Object.keys(bundles);
for (const name of wanted) {
  const bundle = bundles[name];
  if (bundle === undefined) throw new Error(`there is no bundle "${name}"; there are: ${Object.keys(bundles).join(', ')}`);
  const [entry] = Object.values(bundle.entryPoints);
  if (!existsSync(join(root, entry))) {
    console.log(`${name}: ${entry} is not there yet`);
    continue;
  }
  // Chunks have hashes in their names: old ones would be packed with the new ones.
  if (name === 'webview') rmSync(join(root, bundle.outdir), { recursive: true, force: true });
  const started = performance.now();
  await build(bundle);
  if (name === 'cli') chmodSync(join(root, 'dist', 'cli.js'), 0o755);
  console.log(`${name}: ${Math.round(performance.now() - started)} ms`);
}
