import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles of the processes in a folder of their own inside the repository's cache, where their packages are found. */
export interface Bundles { readonly folder: string; dispose(): void }

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param entries bundle name (dist/NAME.js) to source file, relative to the repository */
export async function bundle(entries: Readonly<Record<string, string>>): Promise<Bundles> {
  const folder = mkdtempSync(join(root, '.cache', 'bundle-'));
  await build({
    absWorkingDir: root, entryPoints: { ...entries }, outdir: join(folder, 'dist'), bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error',
    external: ['onnxruntime-node', 'sharp', './mcp.js'], banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  symlinkSync(join(root, 'models'), join(folder, 'models'), 'dir');
  symlinkSync(join(root, '.cache', 'text-reader'), join(folder, 'text-reader'), 'dir');
  return { folder, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}
