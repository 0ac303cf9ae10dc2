import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../support/bundle.js';
import type { Bundles } from '../support/bundle.js';

/** The command as it ships, with an engine that answers every picture with the same flowchart of two steps. */
let bundles: Bundles;
let folder = '';
beforeAll(async () => {
  bundles = await bundle({ cli: 'src/cli/main.ts' });
  copyFileSync(fileURLToPath(new URL('engines/chart.mjs', import.meta.url)), join(bundles.folder, 'dist', 'engine.js'));
  folder = mkdtempSync(join(tmpdir(), 'cli-ask-'));
  writeFileSync(join(folder, 'a.png'), 'abc');
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  bundles.dispose();
});

function unrender(...args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(bundles.folder, 'dist', 'cli.js'), ...args], { cwd: folder, env: { ...process.env, UNRENDER_MODEL: folder } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => { out += data.toString(); });
    child.stderr.on('data', (data: Buffer) => { err += data.toString(); });
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end();
  });
}

describe('unrender ask', { timeout: 60_000 }, () => {
  it('answers questions in order, with what was said before in mind', async () => {
    expect(await unrender('ask', 'a.png', 'What comes after Start?')).toEqual({ code: 0, out: '“Start” leads to “Finish”.\n', err: '' });
    expect((await unrender('ask', 'a.png', 'What comes after Start?', 'and after that?')).out).toBe('> What comes after Start?\n“Start” leads to “Finish”.\n\n> and after that?\nNothing follows “Finish”: no arrow leaves it.\n');
  });
  it('says what it cannot answer, offers what it can, and ends with 1', async () => {
    const { code, out } = await unrender('ask', 'a.png', 'Who made this?');
    expect(code).toBe(1);
    expect(out).toMatch(/^I cannot answer that[^]*These can be answered:\n {2}\S/u);
  });
  it('writes a line of JSON a question', async () => {
    const { out } = await unrender('ask', 'a.png', 'How many steps?', 'banana', '--json');
    const [first, second] = out.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({ status: 'answered', value: 2 });
    expect(second).toMatchObject({ status: 'declined', found: [] });
    expect(first).not.toHaveProperty('context');
  });
  it('names a file that is not there, and what is missing on the command line', async () => {
    expect(await unrender('ask', 'none.png', 'How many steps?')).toMatchObject({ code: 1, err: expect.stringContaining('none.png') as string });
    expect((await unrender('ask', 'a.png')).code).toBe(2);
  });
});
