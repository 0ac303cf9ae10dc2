/** Reads pictures for agents and the chat: the same reader as the panels', with VS Code's way to cancel and without a panel. */
import * as vscode from 'vscode';
import type { Answer, Stage } from '../../answer/types.js';
import type { ReadAs } from '../../client/protocol.js';
import type { PictureRef } from '../../../webview/protocol.js';
import type { Log } from '../log.js';
import type { PictureStore } from '../pictureStore.js';
import { ReadFailure, type Reader } from '../reader.js';
import type { StatusBar } from '../statusBar.js';

export interface AgentReaderServices { readonly reader: Reader; readonly store: PictureStore; readonly log: Log; readonly status: StatusBar }

export class AgentReader {
  constructor(private readonly services: AgentReaderServices) {}

  /** @param as what somebody says that it is @throws PictureMissing, ReadFailure, vscode.CancellationError */
  async read(ref: PictureRef, token: vscode.CancellationToken, as?: ReadAs): Promise<Answer> {
    return this.readBytes(ref.name, await this.services.store.load(ref), token, undefined, as);
  }

  /** The answer that is kept for exactly this picture, else a new reading, which is kept: a conversation about a picture reads it once. */
  async recall(ref: PictureRef, token: vscode.CancellationToken, onStage?: (stage: Stage) => void): Promise<Answer> {
    const { store, log } = this.services;
    const bytes = await store.load(ref);
    const known = await store.answerFor(bytes);
    if (known) return known;
    const answer = await this.readBytes(ref.name, bytes, token, onStage);
    await store.keepAnswer(answer).catch((error: unknown) => { log.warn(`The answer could not be kept: ${String(error)}`); });
    return answer;
  }

  /** @throws ReadFailure, vscode.CancellationError */
  async readBytes(name: string, bytes: Uint8Array, token: vscode.CancellationToken, onStage?: (stage: Stage) => void, as?: ReadAs): Promise<Answer> {
    const { reader, log, status } = this.services;
    const abort = new AbortController();
    const cancelling = token.onCancellationRequested(() => { abort.abort(); });
    if (token.isCancellationRequested) abort.abort();
    const key = {};
    const started = performance.now();
    status.begin(key, name);
    try {
      const answer = await reader.read({ name, bytes, background: '#ffffff', ...(as && { as }) }, (event) => {
        if (event.type !== 'stage') return;
        status.stage(key, name, event.stage, event.done, event.total);
        onStage?.(event.stage);
      }, abort.signal);
      log.timings(answer, performance.now() - started);
      return answer;
    } catch (error) {
      if (error instanceof ReadFailure && error.code === 'cancelled') throw new vscode.CancellationError();
      throw error;
    } finally {
      status.end(key);
      cancelling.dispose();
    }
  }
}
