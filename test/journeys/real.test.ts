/** The main way with nothing replaced: the real extension, its engine process and its model package read a picture in a real VS Code. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodeServer, codeServerInstalled } from '../support/codeServer.js';
import { root } from '../support/testExtension.js';
import { showFailures, Window } from './window.js';
import { makeWorkspace } from './workspace.js';

const complete = codeServerInstalled && existsSync(join(root, 'models', 'packages', 'unrender-s', 'manifest.json')) && existsSync(join(root, '.cache', 'text-reader', 'detector.onnx'));

describe.skipIf(!complete)('with the real engine', () => {
  let server: CodeServer;
  let window: Window;
  let workspace: string;

  showFailures(() => ({ window, server }));
  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), 'engine', 'extension', 'features', 'webview'], { cwd: root });
    workspace = await makeWorkspace();
    server = await CodeServer.start();
    window = new Window(await server.open({ workspace, extension: root.replace(/\/$/, ''), theme: 'dark' }), 'dark');
  }, 180_000);
  afterAll(async () => {
    await server?.close();
    await rm(workspace, { recursive: true, force: true });
  });

  it('a right-click in the Explorer ends in a flowchart with the picture’s words', { timeout: 300_000 }, async () => {
    await window.menu(window.explorerItem('orders.png'), 'Explain Image');
    const frame = await window.answered();
    await window.shot('20-real');
    const source = (await frame.locator('.cm-line').allTextContents()).join('\n');
    for (const words of ['flowchart', 'Order received', 'In stock?', 'Pick items', 'Ship parcel', 'Order from supplier']) expect(source).toContain(words);
    await frame.hover('#diagram [aria-label="Pick items"], #diagram [aria-label^="Pick items"]');
    await frame.waitForSelector('.region.lit');
    await window.shot('21-real-linked');
  });
});
