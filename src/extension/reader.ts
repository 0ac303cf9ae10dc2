/** What the extension needs of the engine, and no more. */
import type { Answer } from '../answer/types.js';
import type { EngineInfo, ReadEvent, ReadRequest } from '../client/protocol.js';

export { ReadFailure } from '../client/failure.js';

export interface Reader {
  /**
   * Reads one picture. Events come in order; `done` and `error` are not among them: the promise tells. Rejects with ReadFailure, code 'cancelled'
   * when `signal` was aborted.
   */
  read(request: ReadRequest, onEvent: (event: ReadEvent) => void, signal: AbortSignal): Promise<Answer>;
  /** What the engine says of itself; starts it where it does not run. @throws ReadFailure */
  probe(): Promise<EngineInfo>;
  /** Ends the engine's process; what runs is cancelled. */
  dispose(): unknown;
}

/** The picture itself could not be had. `message` names it and says what to do. */
export class PictureMissing extends Error {}
