/** Activation must cost next to nothing. How long it takes depends on the machine; what it loads does not. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandIds } from '../../src/extension/contributions.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
let bytes = 0;
/** Modules of which something is left in the bundle. */
let modules: readonly string[] = [];
let externals: readonly string[] = [];

beforeAll(async () => {
  const { metafile } = await build({
    absWorkingDir: root, entryPoints: ['src/extension/extension.ts'], outfile: 'dist/extension.cjs', bundle: true, minify: true, platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'], write: false, metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  bytes = output?.bytes ?? 0;
  modules = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  externals = [...new Set((output?.imports ?? []).map(({ path }) => path))].sort();
});

describe('the bundle that VS Code loads to activate', () => {
  it('holds what VS Code must know beforehand, and nothing that reads, answers, asks or draws', () => {
    const allowed = /^src\/extension\/(extension|loading|onFirstUse|contributions|settings|settingsSnapshot|log|statusBar|lastEditor|dispose)\.ts$|^src\/extension\/\w+\/(register|ids|reports|mcpDefinition|launch|modelInformation)\.ts$/;
    const pure = ['src/agents/contract.ts', 'src/documents/family.ts', 'src/documents/hint.ts'];
    expect(modules.filter((path) => !allowed.test(path) && !pure.includes(path))).toEqual([]);
    expect(modules).toContain('src/extension/extension.ts');
  });
  it('asks Node for no more than files and modules', () => {
    expect(externals).toEqual(['node:fs', 'node:module', 'vscode']);
  });
  it('stays small', () => {
    expect(bytes).toBeLessThan(24_000);
  });
});

describe('in a bare host', () => {
  let folder = '';
  /** Every name of VS Code's API that the code uses: the bundler copies the module's own properties. */
  const names = (path: string): string[] => readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? names(join(path, entry.name)) : [...readFileSync(join(path, entry.name), 'utf8').matchAll(/\bvscode\.(\w+)/g)].map(([, name]) => name ?? '')));

  beforeAll(async () => {
    mkdirSync(join(root, '.cache'), { recursive: true });
    folder = mkdtempSync(join(root, '.cache', 'bare-host-'));
    for (const name of ['extension', 'features']) {
      await build({ absWorkingDir: root, entryPoints: [`src/extension/${name}.ts`], outfile: join(folder, 'dist', `${name}.cjs`), bundle: true, platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'], logLevel: 'error' });
    }
  });
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

  it('activation registers every command and loads nothing; the first command loads the rest', () => {
    const told = execFileSync(process.execPath, [join(root, 'test', 'extension', 'bareHost.cjs'), folder, [...new Set(names(join(root, 'src', 'extension')))].join(' '), commandIds.pasteImage], { encoding: 'utf8' });
    expect(JSON.parse(told)).toEqual({ commands: Object.keys(commandIds).length, before: false, after: true });
  });
});
