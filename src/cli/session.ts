import { fileURLToPath } from 'node:url';
import { EngineClient, clientDefaults } from '../client/client.js';
import { locate } from '../client/places.js';
import type { ProviderName, ReadAs, ReadRequest } from '../client/protocol.js';

/** Options that every command has. */
export interface EngineChoice {
  readonly provider: ProviderName | 'auto';
  readonly threads: number;
  readonly model?: string;
  readonly textReader?: string;
  readonly background?: string;
  readonly verbose?: boolean;
  /** Read every picture as this. */
  readonly as?: ReadAs;
}

/** A client for this command; its owner disposes it. The root is the folder above the bundle. */
export function openClient(choice: EngineChoice): EngineClient {
  const places = locate(fileURLToPath(new URL('..', import.meta.url)));
  return new EngineClient({
    ...clientDefaults,
    script: places.engineScript,
    engine: {
      packageFolder: choice.model ?? process.env['UNRENDER_MODEL'] ?? places.packageFolder,
      ocrFolder: choice.textReader ?? process.env['UNRENDER_TEXT_READER'] ?? places.ocrFolder,
      provider: choice.provider, threads: choice.threads,
    },
    log: choice.verbose === true ? (line) => process.stderr.write(`engine: ${line}\n`) : () => {},
  });
}

export function requestFor(name: string, bytes: Uint8Array, choice: EngineChoice, lines: ReadRequest['lines']): ReadRequest {
  return { name, bytes, background: choice.background ?? '#ffffff', ...(lines === undefined ? {} : { lines }), ...(choice.as === undefined ? {} : { as: choice.as }) };
}
