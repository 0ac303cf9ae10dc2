/** Activation must cost next to nothing. How long it takes depends on the machine; what it loads does not. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';

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
