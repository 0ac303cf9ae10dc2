/**
 * A tree of documents converted in one run, with nothing replaced: the real command, the real engine, VS Code's own preview and undo. Runs where it is told of a tree:
 *
 *     UNRENDER_TREE=FOLDER npx vitest run --project journeys test/journeys/tree.test.ts
 *
 * Works on a copy; writes the count of conversions, and of refusals by reason, to artifacts/journeys/tree.md.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodeServer, codeServerInstalled } from '../support/codeServer.js';
import { root } from '../support/testExtension.js';
import { showFailures, Window } from './window.js';

const tree = process.env['UNRENDER_TREE'];
const complete = codeServerInstalled && tree !== undefined && existsSync(tree);
/** Milliseconds for all readings. A picture takes a second or two; on a machine with other work ten times as long. */
const longest = Number(process.env['UNRENDER_TREE_MINUTES'] ?? '60') * 60_000;

/** Every file below a folder with the hash of its bytes. */
async function hashes(folder: string): Promise<Map<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (path): Promise<[string, string]> => [path.slice(folder.length + 1), createHash('sha256').update(await readFile(path)).digest('hex')])));
}

const differing = (a: Map<string, string>, b: Map<string, string>): string[] => [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name)).sort();

/** What the command left and why, from the extension's own log; one entry a link or picture. */
async function refusals(data: string): Promise<{ where: string; why: string }[]> {
  const logs = (await readdir(data, { recursive: true })).filter((name) => /Unrender\.log$/.test(name));
  const text = (await Promise.all(logs.map((name) => readFile(join(data, name), 'utf8')))).join('\n');
  return [...text.matchAll(/Convert Diagrams in Workspace: (.+?): (.+)$/gm)].map(([, where = '', why = '']) => ({ where, why }));
}

describe.skipIf(!complete)('a tree of documents', () => {
  let server: CodeServer;
  let window: Window;
  let workspace: string;

  showFailures(() => ({ window, server }));
  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), 'engine', 'extension', 'features', 'webview'], { cwd: root });
    workspace = await mkdtemp(join(tmpdir(), 'unrender-tree-'));
    await cp(tree ?? '', workspace, { recursive: true });
    server = await CodeServer.start();
    window = new Window(await server.open({ workspace, extension: root.replace(/\/$/, ''), theme: 'dark' }), 'dark');
  }, 900_000);
  afterAll(async () => {
    await server?.close();
    await rm(workspace, { recursive: true, force: true });
  });

  it('is converted after a look at the preview, and one undo brings all of it back', { timeout: longest + 900_000 }, async () => {
    const { page } = window;
    const before = await hashes(workspace);
    // VS Code knows a command's title before its extension host is up, and gives up after half a minute.
    const list = page.locator('.quick-input-widget input[placeholder*="Flowcharts become Mermaid"]');
    const unknown = page.locator('.monaco-dialog-box', { hasText: 'not found' });
    for (const end = Date.now() + 600_000; Date.now() < end && !await list.isVisible();) {
      await window.command('Unrender: Convert Diagrams in Workspace');
      await list.or(unknown).first().waitFor({ timeout: 120_000 }).catch(() => undefined);
      if (await unknown.isVisible()) await page.keyboard.press('Escape');
    }
    await list.waitFor({ timeout: 10_000 });
    await window.shot('60-tree-list');
    const listed = /(\d+) pictures in (\d+) documents/.exec(await list.getAttribute('placeholder') ?? '');
    await page.keyboard.press('Enter');
    const started = Date.now();
    await page.locator('.refactor-preview, .bulk-edit-panel').first().waitFor({ timeout: longest });
    const reading = Date.now() - started;
    await page.waitForTimeout(2000);
    await window.shot('61-tree-preview');
    await page.locator('.bulk-edit-panel .monaco-button, .refactor-preview .monaco-button', { hasText: 'Apply' }).first().click();
    const said = page.locator('.notification-list-item', { hasText: 'were offered' }).first();
    await said.waitFor({ timeout: 300_000 });
    const offered = (await said.textContent() ?? '').replace(/\s+/g, ' ');
    let changed: string[] = [];
    await expect.poll(async () => (changed = differing(before, await hashes(workspace))).length, { timeout: 120_000 }).toBeGreaterThan(0);
    await page.waitForTimeout(5000);
    changed = differing(before, await hashes(workspace));
    const [first = ''] = changed;
    await page.keyboard.press('Control+P');
    await page.keyboard.type(first);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: first.split('/').at(-1) ?? first }).first().click({ timeout: 120_000 });
    await page.locator('.monaco-editor .view-line').first().click({ timeout: 120_000 });
    await window.shot('62-tree-converted');
    await page.keyboard.press('Control+Z');
    // VS Code asks whether the others are meant, too.
    const all = page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Files' }).first();
    await all.waitFor({ timeout: 60_000 }).then(async () => { await window.shot('63-tree-undo'); await all.click(); }, () => undefined);
    await page.waitForTimeout(3000);
    await window.command('File: Save All');
    let left: string[] = changed;
    await expect.poll(async () => (left = differing(before, await hashes(workspace))).length, { timeout: 120_000 }).toBe(0).catch(() => undefined);
    await window.shot('64-tree-undone');
    await report({ listed: listed?.slice(1) ?? [], reading, offered, changed, left, refused: await refusals(server.data) });
    expect(left).toEqual([]);
  });
});

interface Outcome { readonly listed: readonly string[]; readonly reading: number; readonly offered: string; readonly changed: readonly string[]; readonly left: readonly string[]; readonly refused: readonly { where: string; why: string }[] }

async function report({ listed: [pictures, documents], reading, offered, changed, left, refused }: Outcome): Promise<void> {
  const reasons = new Map<string, number>();
  for (const { why } of refused) {
    const reason = why.replace(/\S+\.(png|jpe?g|gif|webp|bmp|svg|pdf)\b/gi, 'the picture').replace(/https?:\S+/g, 'a picture');
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const folder = join(root, 'artifacts', 'journeys');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'tree.md'), [
    `${pictures} pictures in ${documents} documents, read in ${Math.round(reading / 1000)} s.`, '', offered, '', `${changed.length} documents changed; after one undo ${left.length} differ from before.`, '',
    '| left as it was | count |', '|---|---:|', ...[...reasons].sort(([, a], [, b]) => b - a).map(([reason, count]) => `| ${reason} | ${count} |`), '',
    ...changed.map((name) => `- ${name}`), '', ...refused.map(({ where, why }) => `- ${where}: ${why}`), '',
  ].join('\n'));
}
