import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAnswer } from '../../webview/answerCheck.js';
import { isFromPanel, isPanelState, isToPanel, largestPicture, longestSource } from '../../webview/protocol.js';
import { emptyAnswer, sampleAnswer, textAnswer } from '../support/sampleAnswer.js';

describe('messages to the panel', () => {
  it('takes the messages that the host sends', () => {
    const state = { version: 1, picture: { type: 'file', uri: 'file:///a.png', name: 'a.png' } };
    for (const message of [
      { type: 'paste' }, { type: 'begin', name: 'a.png', state }, { type: 'notice', text: 'Copied' }, { type: 'export', id: 1, format: 'png' },
      { type: 'progress', event: { type: 'picture', width: 4, height: 4, fed: { width: 0, height: 0 }, thumbnail: new Uint8Array(3) } },
      { type: 'progress', event: { type: 'stage', stage: 'look', done: 0, total: 0 } }, { type: 'progress', event: { type: 'restarted', reason: 'killed' } },
      { type: 'progress', event: { type: 'partial', index: 0, segment: { tag: 'mermaid', source: 'flowchart', spans: [] } } },
      { type: 'pixels', bytes: new Uint8Array(2), mime: 'image/png' }, { type: 'problem', code: 'truncated', message: 'no' },
      { type: 'answer', answer: sampleAnswer }, { type: 'answer', answer: sampleAnswer, edited: 'flowchart TD' },
    ]) expect(isToPanel(message), JSON.stringify(message).slice(0, 80)).toBe(true);
  });

  it('refuses a picture whose bytes became a list of numbers on the way', () => {
    expect(isToPanel({ type: 'pixels', bytes: { type: 'Buffer', data: [1, 2] }, mime: 'image/png' })).toBe(false);
  });

  it('refuses events that the host must not pass on', () => {
    expect(isToPanel({ type: 'progress', event: { type: 'done', answer: sampleAnswer } })).toBe(false);
  });
});

describe('messages from the panel', () => {
  it('takes what the page sends', () => {
    for (const message of [
      { type: 'ready' }, { type: 'cancel' }, { type: 'edited' }, { type: 'edited', source: 'x' }, { type: 'action', action: 'copySource' },
      { type: 'pasted', name: 'x', bytes: new Uint8Array(1) }, { type: 'exported', id: 3, bytes: new Uint8Array(1) },
    ]) expect(isFromPanel(message), JSON.stringify(message)).toBe(true);
  });

  it('refuses unknown actions, prototypes as types, and what is too large', () => {
    for (const message of [
      { type: 'action', action: 'workbench.action.quit' }, { type: 'constructor' }, { type: '__proto__' }, { type: 'toString' }, null, 'ready', [], { type: ['ready'] },
      { type: 'edited', source: 'x'.repeat(longestSource + 1) }, { type: 'pasted', name: 'x', bytes: [1] }, { type: 'pasted', name: 'x'.repeat(2000), bytes: new Uint8Array(1) },
      { type: 'exported', id: -1, bytes: new Uint8Array(1) },
    ]) expect(isFromPanel(message)).toBe(false);
    const huge = Object.defineProperty(new Uint8Array(1), 'byteLength', { value: largestPicture + 1 });
    expect(isFromPanel({ type: 'pasted', name: 'x', bytes: huge })).toBe(false);
  });

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.anything({ withBigInt: true, withMap: true, withTypedArray: true }), (value) => {
      expect(typeof isFromPanel(value)).toBe('boolean');
      expect(typeof isToPanel(value)).toBe('boolean');
      expect(typeof isPanelState(value)).toBe('boolean');
    }));
  });
});

describe('answers', () => {
  it('takes answers of every kind, also after JSON', () => {
    for (const answer of [sampleAnswer, textAnswer, emptyAnswer]) expect(isAnswer(JSON.parse(JSON.stringify(answer)))).toBe(true);
  });

  it('refuses an answer with any one required part missing', () => {
    for (const key of Object.keys(sampleAnswer)) {
      const { [key as keyof typeof sampleAnswer]: _gone, ...rest } = sampleAnswer;
      expect(isAnswer(rest), key).toBe(false);
    }
  });

  it('refuses confidences outside 0..1 and unknown shapes', () => {
    const [region] = sampleAnswer.regions;
    expect(isAnswer({ ...sampleAnswer, regions: [{ ...region, confidence: 1.2 }] })).toBe(false);
    const [segment] = sampleAnswer.segments;
    const diagram = { ...segment?.diagram, nodes: [{ ...segment?.diagram?.nodes[0], shape: 'blob' }] };
    expect(isAnswer({ ...sampleAnswer, segments: [{ ...segment, diagram }] })).toBe(false);
  });
});

describe('state over a reload', () => {
  it('takes its own and refuses addresses that are no hash', () => {
    expect(isPanelState({ version: 1 })).toBe(true);
    expect(isPanelState({ version: 1, picture: { type: 'stored', sha256: 'a'.repeat(64), name: 'x' }, edited: 'flowchart TD' })).toBe(true);
    expect(isPanelState({ version: 1, picture: { type: 'stored', sha256: '../../secret', name: 'x' } })).toBe(false);
    expect(isPanelState({ version: 2 })).toBe(false);
  });
});
