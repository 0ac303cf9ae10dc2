/** Stands in for the engine in tests of the panel: replays a recorded reading of the sample flowchart, whatever the picture is. */
import * as vscode from 'vscode';
import type { Answer } from '../../src/answer/types.js';
import type { EngineInfo, ReadEvent, ReadRequest } from '../../src/client/protocol.js';
import { ReadFailure, type Reader } from '../../src/extension/reader.js';
import { hashOf } from '../../src/extension/pictureStore.js';
import { emptyAnswer, formulaAnswer, sampleAnswer, tableAnswer, textAnswer } from './sampleAnswer.js';

/** The picture's name chooses what happens: "slow" takes until cancelled, of "sure" nothing is uncertain, "code", "table", "formula", "empty" and "broken" do what they say. */
export function createReader(): Reader & vscode.Disposable {
  return { read, probe, dispose: () => undefined };
}

function probe(): Promise<EngineInfo> {
  return Promise.resolve({
    model: { name: 'replay', version: '0.0.0', family: 'none', bytes: 1_000_000 }, provider: 'cpu', refused: [{ provider: 'webgpu', reason: 'no adapter in /home/someone/lib.so' }], readyMs: 100, rssBytes: 2 ** 20,
  });
}

async function read(request: ReadRequest, onEvent: (event: ReadEvent) => void, signal: AbortSignal): Promise<Answer> {
  const { name, bytes } = request;
  const step = async (event: ReadEvent): Promise<void> => {
    if (signal.aborted) throw new ReadFailure('cancelled', `${name} was cancelled.`);
    onEvent(event);
    await pause(15);
  };
  if (/broken/.test(name)) throw new ReadFailure('truncated', `${name} ends early: copy it again from where it came from.`);
  const { width, height } = sampleAnswer.picture;
  await step({ type: 'picture', width, height, fed: { width: 0, height: 0 }, thumbnail: bytes });
  for (let done = 0; done <= 8; done += 1) await step({ type: 'stage', stage: 'recognise', done, total: 8 });
  await step({ type: 'picture', width, height, fed: sampleAnswer.picture.fed, thumbnail: bytes });
  await step({ type: 'stage', stage: 'look', done: 0, total: 0 });
  const [segment] = sampleAnswer.segments;
  const lines = segment?.source.split('\n') ?? [];
  for (let done = 1; segment && done <= lines.length; done += 1) {
    await step({ type: 'stage', stage: 'write', done, total: lines.length });
    await step({ type: 'partial', index: 0, segment: { tag: 'mermaid', source: lines.slice(0, done).join('\n'), spans: [] } });
    if (/slow/.test(name) && done === 8) for (let wait = 0; wait < 6000; wait += 1) await pause(100).then(() => step({ type: 'stage', stage: 'write', done, total: lines.length }));
  }
  const answer = /code/.test(name) ? textAnswer : /table/.test(name) ? tableAnswer : /formula/.test(name) ? formulaAnswer : /empty/.test(name) ? emptyAnswer : sampleAnswer;
  return { ...answer, ...(/sure/.test(name) && { doubts: [] }), picture: { ...answer.picture, name, sha256: hashOf(bytes) } };
}

function pause(milliseconds: number): Promise<void> { return new Promise((resolve) => { setTimeout(resolve, milliseconds); }); }
