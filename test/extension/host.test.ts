import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerText, fenced } from '../../src/extension/answerText.js';
import { DisposableStore } from '../../src/extension/dispose.js';
import { Coalesced } from '../../src/extension/panels/coalesce.js';
import { PanelContent } from '../../src/extension/panels/content.js';
import { contentSecurityPolicy, panelPage } from '../../src/extension/panels/page.js';
import { settingsFrom } from '../../src/extension/settingsSnapshot.js';
import { isToPanel, type PictureRef } from '../../webview/protocol.js';
import { sampleAnswer, textAnswer } from '../support/sampleAnswer.js';

const picture: PictureRef = { type: 'file', uri: 'file:///orders.png', name: 'orders.png' };

describe('settings', () => {
  it('are usable whatever the settings file holds', () => {
    fc.assert(fc.property(fc.anything(), (value) => {
      const settings = settingsFrom(() => value);
      expect(settings.threads).toBeGreaterThanOrEqual(0);
      expect(Number.isInteger(settings.threads)).toBe(true);
      expect(settings.idleShutdownMinutes).toBeLessThanOrEqual(1440);
      expect(['beside', 'active']).toContain(settings.openingSide);
    }));
  });
  it('default to automatic choices', () => {
    expect(settingsFrom(() => undefined)).toEqual({
      executionProvider: 'auto', threads: 0, idleShutdownMinutes: 10, openingSide: 'beside', pasteAs: 'offer', marker: true, codeLens: false, recentAnswers: 20, screenshotFolder: '', 'questions.useLanguageModel': false, 'endpoint.model': '', 'endpoint.url': '', 'models.examples': '', 'models.hub': '',
    });
  });
});

describe('the text that leaves', () => {
  it('is the person’s version where there is one', () => {
    expect(answerText(sampleAnswer, 'flowchart LR').source).toBe('flowchart LR\n');
    expect(answerText(sampleAnswer, undefined).source).toMatch(/^flowchart TD\n/);
  });
  it('keeps the language of code', () => {
    expect(fenced(answerText(textAnswer, undefined))).toMatch(/^```python\ndef greet/);
  });
  it('cannot break out of its fence', () => {
    fc.assert(fc.property(fc.stringMatching(/^[`a\n ]{0,40}$/), (source) => {
      const lines = fenced({ source, language: 'text' }).trimEnd().split('\n');
      const fence = /^`+/.exec(lines[0] ?? '')?.[0] ?? '';
      expect(lines.at(-1)).toBe(fence);
      expect(lines.slice(1, -1).some((line) => line.trim().startsWith(fence))).toBe(false);
    }));
  });
});

describe('what a panel shows', () => {
  it('starts with the paste screen', () => {
    expect(new PanelContent().replay()).toEqual([{ type: 'paste' }]);
  });
  it('brings a fresh page to the same state at every moment', () => {
    const content = new PanelContent();
    const types = (): string[] => content.replay().map(({ type }) => type);
    content.begin(picture);
    expect(types()).toEqual(['begin']);
    content.advance({ type: 'picture', width: 1, height: 1, fed: { width: 1, height: 1 }, thumbnail: new Uint8Array() });
    content.advance({ type: 'stage', stage: 'look', done: 0, total: 0 });
    content.advance({ type: 'stage', stage: 'write', done: 0, total: 0 });
    expect(types()).toEqual(['begin', 'progress', 'progress']);
    content.edited = undefined;
    content.finish(sampleAnswer);
    expect(types()).toEqual(['begin', 'progress', 'answer']);
    content.edited = 'flowchart LR';
    expect(content.replay().at(-1)).toMatchObject({ type: 'answer', edited: 'flowchart LR' });
    content.fail('truncated', 'ends early');
    expect(types()).toEqual(['begin', 'progress', 'problem']);
    expect(content.answer).toBeUndefined();
    expect(content.replay().every(isToPanel)).toBe(true);
  });
  it('keeps edits for a reload, and drops them with a new reading', () => {
    const content = new PanelContent();
    content.begin(picture, 'flowchart LR');
    content.finish(sampleAnswer);
    expect(content.state).toEqual({ version: 1, picture, edited: 'flowchart LR' });
    content.begin(picture);
    expect(content.state).toEqual({ version: 1, picture });
  });
});

describe('progress', () => {
  it('comes together, the latest of each kind, and not after it was cleared', () => {
    const seen: string[] = [];
    const progress = new Coalesced((event) => { seen.push(event.type === 'stage' ? `${event.stage} ${event.done}` : event.type); });
    const stage = (done: number): void => { progress.push({ type: 'stage', stage: 'write', done, total: 9 }); };
    stage(1);
    progress.push({ type: 'regions', regions: [] });
    stage(2);
    expect(seen).toEqual([]);
    progress.flush();
    expect(seen).toEqual(['write 2', 'regions']);
    stage(3);
    progress.push({ type: 'restarted', reason: 'killed' });
    progress.flush();
    expect(seen.slice(2)).toEqual(['restarted']);
    stage(4);
    progress.clear();
    expect(seen).toHaveLength(3);
  });
});

describe('the page', () => {
  const parts = { nonce: 'n0nce', cspSource: 'https://resources.example', media: 'https://m', script: 'https://s/main.js', lang: 'de', strings: { Copy: 'Kopieren', 'a < b': '</script>' } };
  it('allows nothing by default, no network, and scripts by nonce only', () => {
    const policy = contentSecurityPolicy(parts);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'nonce-n0nce'");
    expect(policy).not.toMatch(/connect-src|frame-src|unsafe-eval|\*|script-src[^;]*unsafe-inline/);
    expect(policy).toMatch(/img-src data: blob:(;|$)/);
    expect(policy).not.toContain('media-src');
    expect(contentSecurityPolicy({ ...parts, video: true })).toMatch(/; media-src blob:;/);
  });
  it('fills every placeholder and knows no others', () => {
    expect(panelPage('<a b="{{media}}" c="{{script}}" nonce="{{nonce}}">{{csp}}', parts)).not.toContain('{{');
    expect(panelPage("<html lang=\"{{lang}}\"><p title=\"{{'Copy'}}\">{{'Left as it is'}} {{'a < b'}}<script>{{strings}}", parts))
      .toBe('<html lang="de"><p title="Kopieren">Left as it is &lt;/script&gt;<script>{"Copy":"Kopieren","a < b":"\\u003c/script>"}'.replace('a < b', 'a \\u003c b'));
    expect(() => panelPage('{{answer}}', parts)).toThrow(/answer/);
    expect(panelPage('<select>\n  <option value="text">T</option>\n  <option value="table">A</option>\n</select>', { ...parts, absent: ['table', 'page'] })).toBe('<select>\n  <option value="text">T</option>\n</select>');
  });
});

describe('ownership', () => {
  it('disposes in reverse order, once, and late comers at once', () => {
    const order: number[] = [];
    const store = new DisposableStore();
    store.add({ dispose: () => order.push(1) });
    store.add({ dispose: () => order.push(2) });
    store.dispose();
    store.dispose();
    store.add({ dispose: () => order.push(3) });
    expect(order).toEqual([2, 1, 3]);
  });
});
