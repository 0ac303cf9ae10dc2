/** Hostile sources and answers in the real page: nothing is fetched, nothing runs, nothing leads away. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeMermaid } from '../../src/answer/mermaid.js';
import type { Answer, Diagram } from '../../src/answer/types.js';
import { buildPanel, launch, openPanel, type Opened } from '../support/panelPage.js';
import { sampleAnswer, sampleDiagram } from '../support/sampleAnswer.js';
import { hostileLabels, hostileSources } from './hostileSources.js';

let browser: Browser;
let panel: Opened;
beforeAll(async () => {
  await buildPanel();
  browser = await launch();
  panel = await openPanel(browser);
}, 120_000);
afterAll(() => browser.close());

interface Findings { readonly ran: unknown; readonly polluted: unknown; readonly dangerous: string[]; readonly drawn: boolean }

/** Shows an answer, waits until it is drawn or refused, and looks for what must not be there. */
async function show(answer: Answer, edited?: string): Promise<Findings> {
  await panel.send({ type: 'begin', name: answer.picture.name, state: { version: 1 } });
  await panel.send({ type: 'answer', answer, ...(edited !== undefined && { edited }) });
  await panel.page.waitForFunction(() => document.body.dataset['ready'] === 'true', undefined, { timeout: 30_000 });
  return panel.page.evaluate(() => {
    const dangerous: string[] = [];
    for (const element of document.querySelectorAll('#diagram *, #text-body *, #explanation *, #doubts *, #notes *, #picture *')) {
      const name = element.localName.toLowerCase();
      if (['script', 'iframe', 'object', 'embed', 'link', 'base', 'meta', 'form', 'a', 'image', 'foreignobject', 'use', 'video', 'audio', 'feimage'].includes(name)) dangerous.push(name);
      if (name === 'img' && !element.closest('#picture')) dangerous.push(name);
      for (const attribute of element.attributes) {
        if (attribute.name.startsWith('on')) dangerous.push(`${name} ${attribute.name}`);
        if (/^\s*javascript:/i.test(attribute.value)) dangerous.push(`${name} ${attribute.name}=javascript:`);
      }
    }
    return { ran: Reflect.get(window, '__ran'), polluted: Reflect.get({}, 'polluted'), dangerous, drawn: document.querySelector('#diagram svg') !== null };
  });
}

const clean = { ran: undefined, polluted: undefined, dangerous: [] };
const withSource = (source: string): Answer => ({ ...sampleAnswer, doubts: [], segments: [{ tag: 'mermaid', source, spans: [], diagram: sampleDiagram }] });

describe('hostile Mermaid', { timeout: 300_000 }, () => {
  it(`${hostileSources.length} sources: 0 requests, 0 scripts, 0 links`, async () => {
    let drawn = 0;
    for (const source of hostileSources) {
      const { drawn: isDrawn, ...found } = await show(withSource(source));
      expect(found, source).toEqual(clean);
      if (isDrawn) drawn += 1;
    }
    expect(panel.requests).toEqual([]);
    expect(panel.page.url()).toBe('http://panel.test/');
    // Most of them are diagrams all the same: a corpus that never draws would prove nothing.
    expect(drawn).toBeGreaterThan(hostileSources.length * 0.6);
  });

  it('labels in the typed graph, written by our own writer, are drawn as the text that they are', async () => {
    for (const label of hostileLabels) {
      const diagram: Diagram = { ...sampleDiagram, nodes: sampleDiagram.nodes.map((node) => (node.id === 'A' ? { ...node, lines: [label] } : node)) };
      const { source, spans } = writeMermaid(diagram);
      const answer: Answer = {
        ...sampleAnswer, segments: [{ tag: 'mermaid', source, spans, diagram }], explanation: [{ text: label, elements: ['node:A'], regions: [0] }],
        doubts: [{ text: label, element: 'node:A', regions: [0], confidence: 0.4 }], notes: [label], picture: { ...sampleAnswer.picture, name: label },
        regions: sampleAnswer.regions.map((region) => ({ ...region, text: label })),
      };
      const { drawn, ...found } = await show(answer);
      expect(found, label).toEqual(clean);
      expect(drawn, label).toBe(true);
      const flat = (text: string): string => text.replace(/\s+/g, '');
      expect(flat(await panel.page.textContent('#diagram svg') ?? ''), label).toContain(flat(label));
      expect(await panel.page.textContent('#explanation')).toBe(label);
    }
    expect(panel.requests).toEqual([]);
  });

  it('text and code answers stay text', async () => {
    for (const label of hostileLabels) {
      const found = await show({ ...sampleAnswer, kind: 'text', doubts: [], segments: [{ tag: 'text', source: label, spans: [] }, { tag: 'code', source: label, spans: [], language: label }] });
      expect(found, label).toMatchObject(clean);
      expect(await panel.page.textContent('.plain-text')).toBe(label);
    }
    expect(panel.requests).toEqual([]);
  });

  it('a source beyond the bounds is refused with a sentence, and the page lives on', async () => {
    await show(withSource(`flowchart TD\n${'  A --> B\n'.repeat(6000)}`));
    expect(await panel.page.textContent('#diagram-problem')).toMatch(/too large to draw/);
    await show(withSource(`flowchart TD\n${Array.from({ length: 501 }, (_, index) => `  A${index} --> B\n`).join('')}`));
    expect(await panel.page.isVisible('#diagram-problem')).toBe(true);
    expect((await show(sampleAnswer)).drawn).toBe(true);
  });

  it('reports no trouble of the page itself', () => {
    expect(panel.posted.filter(({ type }) => type === 'trouble')).toEqual([]);
    expect(panel.errors).toEqual([]);
  });
});
