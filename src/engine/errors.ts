import type { EngineError, ErrorCode } from '../client/protocol.js';

/** An error that is shown to people as it is: the message names the file and the cause and says what to do. */
export class EngineFailure extends Error {
  constructor(readonly code: ErrorCode, message: string) {
    super(message);
    this.name = 'EngineFailure';
  }
}

/** What crosses the process border. Anything that is no `EngineFailure` is a bug of ours, and says so. */
export function toEngineError(error: unknown, name: string): EngineError {
  if (error instanceof EngineFailure) return { code: error.code, message: error.message };
  const cause = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `${name}: reading stopped on an unexpected error (${cause}). This is a fault of Unrender; please report it.` };
}
