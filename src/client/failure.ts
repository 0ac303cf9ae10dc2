import type { EngineError, ErrorCode } from './protocol.js';

/** Why a request has no answer. `message` names the file and the cause and says what to do; it is shown as it is. */
export class ReadFailure extends Error {
  constructor(readonly code: ErrorCode, message: string) {
    super(message);
    this.name = 'ReadFailure';
  }

  static of({ code, message }: EngineError): ReadFailure {
    return new ReadFailure(code, message);
  }
}
