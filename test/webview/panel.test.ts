/** The real page in Chromium under its real policy: what a person sees and does. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeMermaid } from '../../src/answer/mermaid.js';
import type { Answer, Edge } from '../../src/answer/types.js';
import type { PanelState, ToPanel } from '../../webview/protocol.js';
import { buildPanel, launch, openPanel, type Opened } from '../support/panelPage.js';
import { emptyAnswer, sampleAnswer, sampleDiagram, textAnswer } from '../support/sampleAnswer.js';

const icon = new Uint8Array(readFileSync(new URL('../../media/icon.png', import.meta.url)));
const begin: ToPanel = { type: 'begin', name: 'orders.png', state: { version: 1, picture: { type: 'file', uri: 'file:///orders.png', name: 'orders.png' } } };
let browser: Browser;

beforeAll(async () => {
  await buildPanel();
  browser = await launch();
}, 120_000);
afterAll(() => browser.close());

async function answered(answer: Answer = sampleAnswer, options: Parameters<typeof openPanel>[1] = {}, edited?: string): Promise<Opened> {
  const panel = await openPanel(browser, options);
  await panel.send(begin);
  await panel.send({ type: 'pixels', bytes: icon, mime: 'image/png' });
  await panel.send({ type: 'answer', answer, ...(edited !== undefined && { edited }) });
  await panel.page.waitForFunction(() => document.body.dataset['ready'] === 'true');
  return panel;
}

async function close({ page, errors, violations, requests, posted }: Opened): Promise<void> {
  expect({ errors, violations, requests, trouble: posted.filter(({ type }) => type === 'trouble') }).toEqual({ errors: [], violations: [], requests: [], trouble: [] });
  await page.context().close();
}

const lit = (panel: Opened): Promise<Record<string, string[]>> => panel.page.evaluate(() => {
  const texts = (selector: string): string[] => [...document.querySelectorAll(selector)].map((element) => element.getAttribute('aria-label') ?? element.textContent ?? '');
  return {
    diagram: texts('#diagram .node.lit, #diagram .cluster.lit, #diagram path[data-id].lit'), source: texts('.cm-content .lit'),
    sentences: texts('#explanation .lit'), picture: texts('.region.lit'),
  };
});

describe('reading', { timeout: 60_000 }, () => {
  it('shows what the model sees, the stage at work, the source as it comes, and offers to cancel', async () => {
    const panel = await openPanel(browser);
    await panel.send(begin);
    await panel.send({ type: 'progress', event: { type: 'picture', width: 640, height: 400, fed: { width: 512, height: 320 }, thumbnail: icon } });
    await panel.send({ type: 'progress', event: { type: 'stage', stage: 'recognise', done: 3, total: 8 } });
    const { page } = panel;
    await page.waitForSelector('.stage.now:has-text("3 of 8")');
    expect(await page.textContent('#facts')).toBe('640 × 400 px · the model sees 512 × 320');
    await page.waitForFunction(() => (document.getElementById('thumbnail') as HTMLImageElement).naturalWidth > 0);
    await page.waitForFunction(() => document.getElementById('announcer')?.textContent === 'Read text');
    await panel.send({ type: 'progress', event: { type: 'partial', index: 0, segment: { tag: 'mermaid', source: 'flowchart TD\n  A --> B', spans: [] } } });
    await page.waitForSelector('#live-diagram svg');
    await panel.send({ type: 'progress', event: { type: 'restarted', reason: 'The engine stopped and was started again.' } });
    await page.waitForSelector('#progress-notice:has-text("reads the picture once more")');
    await page.click('#cancel');
    await expect.poll(() => panel.posted.at(-1)).toEqual({ type: 'cancel' });
    await close(panel);
  });

  it('says what is wrong and what to do, and keeps the keyboard there', async () => {
    const panel = await openPanel(browser);
    await panel.send(begin);
    await panel.send({ type: 'problem', code: 'truncated', message: 'orders.png ends early.' });
    await panel.page.waitForSelector('#problem:not([hidden])');
    expect(await panel.page.textContent('#problem-text')).toBe('orders.png ends early.');
    expect(await panel.page.evaluate(() => document.activeElement?.id)).toBe('retry');
    await panel.page.keyboard.press('Enter');
    await expect.poll(() => panel.posted.at(-1)).toEqual({ type: 'retry' });
    await close(panel);
  });
});

describe('answer', { timeout: 60_000 }, () => {
  it('links a sentence, a node, an edge, a line and a region with each other', async () => {
    const panel = await answered();
    const { page } = panel;
    await page.hover('#explanation li:nth-child(5)');
    expect(await lit(panel)).toMatchObject({ diagram: ['Ship parcel'], source: ['D["Ship parcel"]'], picture: ['Ship parcel'] });
    await page.hover('#diagram [aria-label="Order received"]');
    expect(await lit(panel)).toMatchObject({ diagram: ['Order received'], sentences: ['It starts at “Order received”.'], picture: ['Order received'] });
    await page.hover('.region[aria-label="yes"]');
    expect(await lit(panel)).toMatchObject({ diagram: ['Arrow from In stock? to Pick items, yes'], source: ['B -->|"yes"| C'] });
    await page.hover('.cm-line:has-text("subgraph")', { position: { x: 60, y: 8 } });
    await page.waitForSelector('#diagram .cluster.lit');
    expect(await lit(panel)).toMatchObject({ diagram: ['Group Warehouse'], picture: ['Warehouse'] });
    await page.hover('#name');
    expect(await lit(panel)).toEqual({ diagram: [], source: [], sentences: [], picture: [] });
    await close(panel);
  });

  it('marks what is uncertain in all places and lists it', async () => {
    const panel = await answered();
    const counts = await panel.page.evaluate(() => ({
      listed: document.querySelectorAll('#doubts li').length, drawn: document.querySelectorAll('#diagram .mark').length, gutter: document.querySelectorAll('.doubt-gutter .cm-gutterElement:not([style*="hidden"]) .doubt-mark').length,
      source: document.querySelectorAll('.cm-content .uncertain').length > 0, picture: document.querySelectorAll('.region-mark').length,
    }));
    expect(counts).toEqual({ listed: 2, drawn: 2, gutter: 2, source: true, picture: 2 });
    await close(panel);
  });

  it('works by keyboard: into the diagram, along its elements, and out', async () => {
    const panel = await answered();
    const { page } = panel;
    await page.focus('#viewport');
    const before = await page.getAttribute('#diagram', 'style');
    // The view moves with the next animation frame.
    await page.keyboard.press('+');
    await page.waitForFunction((style) => document.getElementById('diagram')?.getAttribute('style') !== style, before);
    await page.keyboard.press('0');
    await page.waitForFunction((style) => document.getElementById('diagram')?.getAttribute('style') === style, before);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Order received');
    await page.keyboard.press('ArrowRight');
    expect((await lit(panel))['picture']).not.toEqual(['Order received']);
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('viewport');
    await close(panel);
  });

  it('finds every edge again: self-loops, parallel ones and those that end at a group', async () => {
    const edge = (source: string, target: string, label: string[] = []): Edge => ({ source, target, stroke: 'solid', start: 'none', end: 'arrow', label, regions: [], confidence: 1 });
    const edges = [edge('A', 'A', ['again']), edge('A', 'B'), edge('A', 'B', ['second']), edge('A', 'B', ['third']), edge('B', 'G1'), edge('G1', 'E', ['out']), edge('E', 'E')];
    const diagram = { ...sampleDiagram, edges };
    const panel = await answered({ ...sampleAnswer, doubts: [], segments: [{ tag: 'mermaid', ...writeMermaid(diagram), diagram }] });
    const names = await panel.page.evaluate(() => [...document.querySelectorAll('#diagram path[aria-label]')].map((path) => path.getAttribute('aria-label')));
    expect(names.sort()).toEqual([
      'Arrow from Group Warehouse to Order from supplier, out', 'Arrow from In stock? to Group Warehouse', 'Arrow from Order from supplier to Order from supplier',
      'Arrow from Order received to In stock?', 'Arrow from Order received to In stock?, second', 'Arrow from Order received to In stock?, third',
      'Arrow from Order received to Order received, again',
    ]);
    await close(panel);
  });

  it('fits the drawing into its frame', async () => {
    const panel = await answered();
    const inside = await panel.page.evaluate(() => {
      const frame = document.getElementById('viewport')?.getBoundingClientRect();
      const drawing = document.querySelector('#diagram svg')?.getBoundingClientRect();
      return frame && drawing ? { left: drawing.left - frame.left, right: frame.right - drawing.right, top: drawing.top - frame.top, bottom: frame.bottom - drawing.bottom } : undefined;
    });
    for (const margin of Object.values(inside ?? { none: -1 })) expect(margin).toBeGreaterThan(0);
    expect(Math.abs((inside?.left ?? 0) - (inside?.right ?? 99))).toBeLessThan(4);
    await close(panel);
  });

  it('follows edits, shows a mistake on its line, keeps the last drawing, undoes and goes back to the model’s answer', async () => {
    const panel = await answered();
    const { page } = panel;
    await page.click('.cm-line:has-text("C --> D")');
    await page.keyboard.press('End');
    await page.keyboard.type('\n  D --> N["Notify"]');
    await page.waitForSelector('#diagram [aria-label="Notify"]');
    await expect.poll(() => panel.posted.findLast(({ type }) => type === 'edited')).toMatchObject({ source: expect.stringContaining('Notify') as string });
    const saved = await page.evaluate(() => Reflect.get(window, 'savedState') as PanelState);
    expect(saved.edited).toContain('Notify');
    await page.keyboard.type('\n  D --> [');
    await page.waitForSelector('#source-problem:not([hidden])');
    expect(await page.textContent('#source-problem')).toMatch(/^Line 14: /);
    expect(await page.isVisible('#diagram [aria-label="Notify"]')).toBe(true);
    expect(await page.textContent('#diagram-state')).toMatch(/last version/);
    await page.click('#revert');
    await page.waitForFunction(() => !document.querySelector('#diagram [aria-label="Notify"]'));
    expect(await page.isHidden('#source-problem')).toBe(true);
    await page.waitForFunction(() => (Reflect.get(window, 'savedState') as { edited?: string }).edited === undefined);
    await page.keyboard.press('Control+z');
    await page.waitForSelector('#source-state:has-text("edited")');
    await close(panel);
  });

  it('comes back with edits after a reload', async () => {
    const panel = await answered(sampleAnswer, {}, 'flowchart LR\n  A["Only this"]\n');
    expect(await panel.page.isVisible('#diagram [aria-label="Only this"]')).toBe(true);
    expect(await panel.page.textContent('#source-state')).toBe('edited');
    await close(panel);
  });

  it('exports SVG that stands alone and PNG at twice the size, without marks', async () => {
    const panel = await answered();
    const { page } = panel;
    await panel.send({ type: 'export', id: 1, format: 'svg' });
    await expect.poll(() => panel.posted.some((message) => message.type === 'exported' && message.id === 1), { timeout: 10_000 }).toBe(true);
    const svg = await page.evaluate(() => new TextDecoder().decode(Reflect.get(window, 'lastBytes') as Uint8Array));
    // Compared as facts, not as text: the file is long.
    const words = svg.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, '');
    expect({ head: /^<\?xml.*\n<svg /.test(svg), text: words.includes('Order from supplier'), foreign: /foreignObject|class="marks?"|<script|uncertain/.test(svg) })
      .toEqual({ head: true, text: true, foreign: false });
    await panel.send({ type: 'export', id: 2, format: 'png' });
    await expect.poll(() => panel.posted.some((message) => message.type === 'exported' && message.id === 2), { timeout: 10_000 }).toBe(true);
    const [width, signature] = await page.evaluate(() => {
      const bytes = Reflect.get(window, 'lastBytes') as Uint8Array;
      return [new DataView(bytes.buffer).getUint32(16), String.fromCharCode(...bytes.subarray(1, 4))];
    });
    const drawn = await page.evaluate(() => document.querySelector<SVGSVGElement>('#diagram svg')?.viewBox.baseVal.width ?? 0);
    expect([signature, Math.abs(Number(width) - 2 * drawn) <= 1]).toEqual(['PNG', true]);
    await close(panel);
  });

  it('draws anew in the colours of another theme', async () => {
    const panel = await answered(sampleAnswer, { theme: 'dark' });
    const fill = (): Promise<string> => panel.page.evaluate(() => getComputedStyle(document.querySelector('#diagram .node polygon, #diagram .node rect') as Element).fill);
    const before = await fill();
    await panel.page.evaluate(() => {
      document.body.className = 'vscode-light';
      document.documentElement.style.setProperty('--vscode-editor-background', '#ffffff');
      document.documentElement.style.setProperty('--vscode-editor-foreground', '#222222');
    });
    await expect.poll(fill, { timeout: 10_000 }).not.toBe(before);
    await close(panel);
  });
});

describe('other answers', { timeout: 60_000 }, () => {
  it('shows code with its indentation and its language, and no diagram', async () => {
    const panel = await answered(textAnswer);
    expect(await panel.page.textContent('.code-text')).toContain('\n    if name:\n        print');
    expect(await panel.page.textContent('#text-language')).toBe('python');
    expect(await panel.page.isHidden('#diagram-section')).toBe(true);
    expect(await panel.page.isHidden('[data-action="exportSvg"]')).toBe(true);
    expect(await panel.page.textContent('#notes')).toMatch(/no flowchart/);
    await close(panel);
  });
  it('says so when there is nothing', async () => {
    const panel = await answered(emptyAnswer);
    expect(await panel.page.textContent('#text-title')).toBe('Nothing to read');
    expect(await panel.page.isHidden('#toolbar')).toBe(true);
    await close(panel);
  });
});

describe('taking in a picture', { timeout: 60_000 }, () => {
  it('takes a pasted and a dropped picture, and says when there is none', async () => {
    const panel = await openPanel(browser);
    await panel.send({ type: 'paste' });
    const { page } = panel;
    await page.waitForSelector('#paste:not([hidden])');
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'just text');
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    });
    await page.waitForSelector('#paste-problem:has-text("no picture on the clipboard")');
    for (const [event, file] of [['paste', 'image.png'], ['drop', 'plan.png']] as const) {
      await page.evaluate(([type, name]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array([1, 2, 3])], name, { type: 'image/png' }));
        document.dispatchEvent(type === 'paste' ? new ClipboardEvent('paste', { clipboardData: data }) : new DragEvent('drop', { dataTransfer: data }));
      }, [event, file] as const);
    }
    await expect.poll(() => panel.posted.filter(({ type }) => type === 'pasted').length).toBe(2);
    expect(panel.posted.filter(({ type }) => type === 'pasted')).toMatchObject([{ name: 'pasted picture' }, { name: 'plan.png' }]);
    await page.click('#choose');
    await expect.poll(() => panel.posted.at(-1)).toEqual({ type: 'choose' });
    await close(panel);
  });
});
