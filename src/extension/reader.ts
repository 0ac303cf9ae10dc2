/** What the extension needs of the engine, and no more. */
import type { Answer } from '../answer/types.js';
import type { ErrorCode, ReadEvent, ReadRequest } from '../client/protocol.js';

export interface Reader {
  /**
   * Reads one picture. Events come in order; `done` and `error` are not among them: the promise tells. Rejects with ReadFailure, code 'cancelled'
   * when `signal` was aborted.
   */
  read(request: ReadRequest, onEvent: (event: ReadEvent) => void, signal: AbortSignal): Promise<Answer>;
  dispose(): void;
}

/** `message` names the picture and the cause and says what to do; it is shown as it is. */
export class ReadFailure extends Error {
  constructor(readonly code: ErrorCode | 'not-found', message: string) { super(message); }
}
