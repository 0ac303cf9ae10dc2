/** A copy of the extension for tests in a real VS Code, with the stand-in for the engine built in. What ships never contains it. */
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { flowchartOnly } from '../../scripts/lib/flowchart-only.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const replay: Plugin = {
  name: 'replay-reader',
  setup(builder) {
    builder.onResolve({ filter: /\/createReader\.js$/ }, () => ({ path: join(root, 'test', 'support', 'replayReader.ts') }));
  },
};

/** Where buildTestExtension builds; the journeys' setup does it once for all of them. */
export const testExtension = join(root, '.cache', 'test-extension');

/** `tests`: entry of the in-host tests, built to dist/tests.cjs. */
export async function buildTestExtension(tests: string): Promise<void> {
  const folder = testExtension;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const copied = ['media', 'l10n', 'docs/sample', ...(await readdir(root)).filter((name) => /^package(\.nls.*)?\.json$/.test(name))];
  await Promise.all(copied.map((name) => cp(join(root, name), join(folder, name), { recursive: true })));
  const common = { bundle: true, platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'], logLevel: 'error', sourcemap: 'inline' } satisfies BuildOptions;
  // As it ships: the time of its activation is measured.
  await build({ ...common, minify: true, sourcemap: false, entryPoints: [join(root, 'src', 'extension', 'extension.ts')], outfile: join(folder, 'dist', 'extension.cjs') });
  await build({ ...common, entryPoints: [join(root, 'src', 'extension', 'features.ts')], outfile: join(folder, 'dist', 'features.cjs'), plugins: [replay] });
  await build({ ...common, minify: true, sourcemap: false, entryPoints: [join(root, 'src', 'mermaid-parser', 'main.ts')], outfile: join(folder, 'dist', 'mermaid-parser.cjs'), plugins: [flowchartOnly] });
  await build({ ...common, minify: true, sourcemap: false, entryPoints: [join(root, 'src', 'drawing', 'main.ts')], outfile: join(folder, 'dist', 'drawing.cjs') });
  await build({ ...common, entryPoints: [tests], outfile: join(folder, 'dist', 'tests.cjs') });
  // With the parts that stay packages: they are found from the cache, which lies in the repository.
  await build({ ...common, format: 'esm', target: 'node20', external: ['sharp'], banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" }, entryPoints: [join(root, 'src', 'recording', 'main.ts')], outfile: join(folder, 'dist', 'recording.js') });
  await build({
    entryPoints: { main: join(root, 'webview', 'main.ts'), storyboard: join(root, 'webview', 'storyboard.ts') }, outdir: join(folder, 'dist', 'webview'), bundle: true, splitting: true, format: 'esm', platform: 'browser',
    target: 'chrome128', minify: true, logLevel: 'error',
  });
}
