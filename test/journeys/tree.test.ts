/**
 * A tree of documents converted in one run, with nothing replaced: the real command, the real engine, VS Code's own preview and undo. Runs where it is told of a tree:
 *
 *     UNRENDER_TREE=FOLDER npx vitest run --project journeys test/journeys/tree.test.ts
 *
 * Works on a copy; writes the command's own report (conversions, and what was left, by reason) to artifacts/journeys/tree.md. It waits for states, never for a time to
 * pass, so that it takes as long as the machine needs. UNRENDER_TREE_MINUTES: the most for all readings.
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

/** The command's report, as its dialog names it. */
const reportName = 'unrender-report.md';
const differing = (a: Map<string, string>, b: Map<string, string>): string[] => [...new Set([...a.keys(), ...b.keys()])].filter((name) => name !== reportName && a.get(name) !== b.get(name)).sort();

describe.skipIf(!complete)('a tree of documents', () => {
  let server: CodeServer;
  let window: Window;
  let workspace: string;

  showFailures(() => ({ window, server }));
  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), 'engine', 'speech', 'extension', 'features', 'parser', 'drawing', 'webview'], { cwd: root });
    workspace = await mkdtemp(join(tmpdir(), 'unrender-tree-'));
    await cp(tree ?? '', workspace, { recursive: true });
    server = await CodeServer.start();
    window = new Window(await server.open({ workspace, extension: root.replace(/\/$/, ''), theme: 'dark' }), 'dark');
  }, 900_000);
  afterAll(async () => {
    await server?.close();
    await rm(workspace, { recursive: true, force: true });
  });

  /** Repeats `act` until `done`: on a busy machine a key or a click is lost where the window was not ready for it. */
  const until = async (what: string, done: () => Promise<boolean>, act: () => Promise<unknown>, { each = 60_000, most = 900_000 } = {}): Promise<void> => {
    for (const end = Date.now() + most; Date.now() < end;) {
      await act().catch(() => undefined);
      for (const next = Date.now() + each; Date.now() < next;) {
        if (await done()) return;
        await window.page.waitForTimeout(1000);
      }
    }
    throw new Error(`Waited in vain for ${what}.`);
  };

  it('is converted after a look at the preview, and one undo brings all of it back', { timeout: longest + 3_600_000 }, async () => {
    const { page } = window;
    const before = await hashes(workspace);
    const list = page.locator('.quick-input-widget input[placeholder*="Flowcharts become Mermaid"]');
    await window.commandShows('Unrender: Convert Diagrams in Workspace', list, 1_800_000);
    await window.shot('60-tree-list');
    const listed = /(\d+) pictures in (\d+) documents/.exec(await list.getAttribute('placeholder') ?? '');
    const apply = page.locator('.bulk-edit-panel .monaco-button, .refactor-preview .monaco-button', { hasText: 'Apply' }).first();
    const started = Date.now();
    await page.keyboard.press('Enter');
    await list.waitFor({ state: 'hidden', timeout: 120_000 });
    await apply.waitFor({ timeout: longest });
    const reading = Date.now() - started;
    await page.locator('.bulk-edit-panel .monaco-list-row, .refactor-preview .monaco-list-row').first().waitFor({ timeout: 300_000 });
    await window.shot('61-tree-preview');
    const told = page.locator('.notification-list-item', { hasText: 'offered replacements were made' }).first();
    const reported = page.locator('.tab', { hasText: 'Convert Diagrams in Workspace' }).first();
    await until('the report', () => reported.isVisible(), async () => { if (await apply.isVisible()) await apply.click({ timeout: 20_000 }); });
    await until('the line about it', () => told.isVisible(), () => window.command('Notifications: Show Notifications'));
    const offered = (await told.textContent() ?? '').replace(/\s+/g, ' ').trim();
    await window.shot('65-tree-report');
    // The report is kept as a file, as a person would; it is no part of the tree.
    await until('the saved report', () => Promise.resolve(existsSync(join(workspace, reportName))), async () => {
      const save = told.locator('.monaco-button', { hasText: 'Save Report' }).first();
      if (!await save.isVisible()) await window.command('Notifications: Show Notifications');
      await save.click({ timeout: 20_000 });
      await page.locator('.quick-input-widget input').first().waitFor({ timeout: 60_000 });
      await page.keyboard.press('Enter');
    });
    await window.command('File: Save All');
    const changes = await settled(async () => differing(before, await hashes(workspace)));
    const [first = ''] = changes;
    expect(changes.length).toBeGreaterThan(0);

    // One undo, in one of the documents.
    const tab = page.locator('.tab.active', { hasText: first.split('/').at(-1) ?? first }).first();
    await until('the first changed document', () => tab.isVisible(), async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+P');
      await page.locator('.quick-input-widget input').first().fill(first, { timeout: 30_000 });
      await page.locator('.quick-input-list .monaco-list-row', { hasText: first.split('/').at(-1) ?? first }).first().click({ timeout: 60_000 });
    });
    await window.shot('62-tree-converted');
    // Of what a preview has applied VS Code undoes all at once; of other edits of several files it asks first.
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'across all files' }).first();
    const undone = async (): Promise<boolean> => differing(before, await hashes(workspace)).length < changes.length;
    await until('the undone text', async () => await dialog.isVisible() || await undone(), async () => {
      await page.locator('.editor-group-container.active .monaco-editor .view-lines').first().click({ timeout: 30_000 });
      await page.keyboard.press('Control+Z');
    }, { each: 180_000 });
    if (await dialog.isVisible()) {
      await window.shot('63-tree-undo');
      const all = dialog.locator('.monaco-button', { hasText: /Undo in \d+ Files/ }).first();
      await until('the closed question', async () => !await dialog.isVisible(), () => all.click({ timeout: 20_000 }), { each: 120_000 });
    }
    let left: string[] = changes;
    await until('the tree as it was', async () => (left = differing(before, await hashes(workspace))).length === 0, () => window.command('File: Save All'), { most: 600_000 }).catch(() => undefined);
    await window.shot('64-tree-undone');
    await report({ listed: listed?.slice(1) ?? [], reading, offered, changed: changes, left, saved: await readFile(join(workspace, reportName), 'utf8') });
    expect(left).toEqual([]);
  });
});

/** What stays the same for some seconds: VS Code writes many documents one after the other. */
async function settled(look: () => Promise<string[]>): Promise<string[]> {
  for (let last = await look(), same = 0; ;) {
    await new Promise((resolve) => { setTimeout(resolve, 3000); });
    const now = await look();
    same = now.length > 0 && now.join() === last.join() ? same + 1 : 0;
    if (same === 5) return now;
    last = now;
  }
}

interface Outcome { readonly listed: readonly string[]; readonly reading: number; readonly offered: string; readonly changed: readonly string[]; readonly left: readonly string[]; /** The command's own report. */ readonly saved: string }

async function report({ listed: [pictures, documents], reading, offered, changed, left, saved }: Outcome): Promise<void> {
  const folder = join(root, 'artifacts', 'journeys');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'tree.md'), [
    `${pictures} pictures in ${documents} documents, read in ${Math.round(reading / 1000)} s.`, '', offered, '', `${changed.length} documents changed; after one undo ${left.length} differ from before.`, '',
    ...changed.map((name) => `- ${name}`), '', saved,
  ].join('\n'));
}
