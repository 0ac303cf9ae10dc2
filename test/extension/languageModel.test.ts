/** Questions to a language model, with a stand-in for VS Code's API: consent, streaming, cancelling, faults, and hosts without models. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ToPanel } from '../../webview/protocol.js';
import { isToPanel } from '../../webview/protocol.js';
import type { Log } from '../../src/extension/log.js';
import { sampleAnswer } from '../support/sampleAnswer.js';

const host = vi.hoisted(() => {
  class CancellationTokenSource {
    readonly token = { isCancellationRequested: false };
    cancel(): void { this.token.isCancellationRequested = true; }
    dispose(): void { /* Nothing is held. */ }
  }
  class LanguageModelError extends Error {
    static NoPermissions(): LanguageModelError { return Object.assign(new LanguageModelError('no'), { code: 'NoPermissions' }); }
    static Blocked(): LanguageModelError { return Object.assign(new LanguageModelError('no'), { code: 'Blocked' }); }
    static NotFound(): LanguageModelError { return Object.assign(new LanguageModelError('no'), { code: 'NotFound' }); }
    code = '';
  }
  return { on: false, models: [] as unknown[], lm: true, sent: [] as string[], CancellationTokenSource, LanguageModelError };
});

vi.mock('vscode', () => ({
  CancellationTokenSource: host.CancellationTokenSource,
  LanguageModelError: host.LanguageModelError,
  LanguageModelChatMessage: { User: (content: string) => ({ content }) },
  l10n: { t: (text: string, ...parts: string[]) => text.replace(/\{(\d)\}/g, (_, index: string) => parts[Number(index)] ?? '') },
  workspace: { getConfiguration: () => ({ get: (key: string) => (key === 'questions.useLanguageModel' ? host.on : undefined) }), onDidChangeConfiguration: () => ({ dispose: () => undefined }) },
  get lm() { return host.lm ? { selectChatModels: () => Promise.resolve(host.models), onDidChangeChatModels: () => ({ dispose: () => undefined }) } : undefined; },
}));
const { LanguageModelQuestions } = await import('../../src/extension/questions/languageModel.js');

const log = { info: () => undefined, error: () => undefined, warn: () => undefined } as unknown as Log;
async function* words(...list: readonly string[]): AsyncGenerator<string> { for (const word of list) { await Promise.resolve(); yield word; } }
const model = (reply: () => AsyncGenerator<string>, vendor = 'somebody'): unknown => ({
  name: 'Some Model', vendor, sendRequest: ([message]: { content: string }[]) => { host.sent.push(message?.content ?? ''); return Promise.resolve({ text: reply() }); },
});
let posted: ToPanel[];
const open = (): InstanceType<typeof LanguageModelQuestions> => new LanguageModelQuestions((message) => { posted.push(message); }, log);

beforeEach(() => {
  posted = [];
  Object.assign(host, { on: true, models: [model(() => words('Five', ' days.'))], lm: true, sent: [] });
});

describe('a language model', () => {
  it('is not looked for while the setting is off, nor where the host has none, and never is it our own', async () => {
    for (const change of [{ on: false }, { lm: false }, { models: [] }, { models: [model(() => words('x'), 'unrender')] }]) {
      Object.assign(host, { on: true, lm: true, models: [model(() => words('x'))] }, change);
      posted = [];
      const questions = open();
      await questions.offer();
      await questions.ask(1, 'Why?', sampleAnswer);
      expect(posted[0]).toEqual({ type: 'model' });
      expect(posted[1]).toMatchObject({ type: 'modelReply', id: 1, done: true, text: '', problem: expect.stringContaining('useLanguageModel') as string });
      expect(host.sent).toEqual([]);
      questions.dispose();
    }
  });
  it('gets the typed answer and the question, and is heard word by word', async () => {
    const questions = open();
    await questions.offer();
    await questions.ask(7, 'How long does it take?', sampleAnswer);
    expect(posted).toEqual([
      { type: 'model', name: 'Some Model' }, { type: 'modelReply', id: 7, name: 'Some Model', text: 'Five', done: false }, { type: 'modelReply', id: 7, name: 'Some Model', text: 'Five days.', done: false },
      { type: 'modelReply', id: 7, name: 'Some Model', text: 'Five days.', done: true },
    ]);
    expect(posted.every(isToPanel)).toBe(true);
    expect(host.sent[0]).toContain('"label":"Order received"');
    expect(host.sent[0]).toContain('How long does it take?');
    expect(host.sent[0]).not.toContain(sampleAnswer.picture.sha256);
  });
  it('stops when it is cancelled, keeping what was said', async () => {
    const questions = open();
    host.models = [model(async function* () { yield 'One'; questions.cancel(3); await Promise.resolve(); yield 'Two'; })];
    await questions.offer();
    await questions.ask(3, 'Why?', sampleAnswer);
    expect(posted.at(-1)).toEqual({ type: 'modelReply', id: 3, name: 'Some Model', text: 'One', done: true, problem: 'Cancelled.' });
  });
  it('says why it did not answer', async () => {
    for (const [error, words_] of [[host.LanguageModelError.NoPermissions(), 'may not use'], [host.LanguageModelError.Blocked(), 'quota'], [host.LanguageModelError.NotFound(), 'not there any more'], [new Error('x'), 'The log says more']] as const) {
      posted = [];
      host.models = [{ name: 'Some Model', vendor: 'somebody', sendRequest: () => Promise.reject(error) }];
      const questions = open();
      await questions.offer();
      await questions.ask(1, 'Why?', sampleAnswer);
      expect(posted.at(-1)).toMatchObject({ done: true, problem: expect.stringContaining(words_) as string });
    }
  });
});
