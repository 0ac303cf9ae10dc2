/** Messages between a process that a language model answers in (the engine, or the one that speaks to an endpoint) and its client. */
import type { HubEvent, ToHub } from './hub.js';
import type { ErrorCode, ProviderName } from './protocol.js';

/** A file of a package, as it was when the package was added. */
export interface KeptFile { readonly file: string; readonly sha256: string; readonly bytes: number }

/** A package on this machine, or an endpoint that speaks OpenAI's protocol. */
export type ModelChoice =
  | { readonly kind: 'package'; readonly folder: string; readonly files: readonly KeptFile[]; readonly provider: ProviderName | 'auto'; readonly threads: number }
  | { readonly kind: 'endpoint'; readonly url: string; readonly model: string; readonly key?: string };

/** A turn; a number is a picture of the request. */
export interface AskMessage { readonly role: 'system' | 'user' | 'assistant'; readonly content: readonly (string | number)[] }

export interface AskPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of a recording its steps as PNG: a model that knows clips looks at them as one, others at `bytes`. */
  readonly frames?: readonly Uint8Array[];
}

export interface AskRequest {
  readonly model: ModelChoice;
  readonly pictures: readonly AskPicture[];
  /** The whole conversation, examples first; the model continues it. */
  readonly messages: readonly AskMessage[];
  /** Most tokens of the answer. */
  readonly most: number;
  /** 0: always the likeliest token. */
  readonly temperature: number;
  readonly seed: number;
  /** Colour under transparent pixels, '#rrggbb'. */
  readonly background: string;
}

export type ToAsked =
  | { readonly type: 'ask'; readonly id: number; readonly request: AskRequest }
  | { readonly type: 'verify'; readonly id: number; readonly folder: string; readonly provider: ProviderName | 'auto'; readonly threads: number }
  | ToHub
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'stop' };

export interface AskedEvent { readonly type: 'asked'; readonly id: number; readonly event: AskEvent }

export type AskEvent =
  /** What goes on: shown as it is. */
  | { readonly type: 'step'; readonly step: 'load' | 'look' | 'send' | 'write' }
  /** More words of the answer. */
  | { readonly type: 'words'; readonly text: string }
  | { readonly type: 'said'; readonly reply: AskReply }
  | { readonly type: 'package'; readonly info: PackageInfo }
  | HubEvent
  | { readonly type: 'error'; readonly error: AskError };

export interface AskReply {
  readonly text: string;
  /** Why it ended; `length`: the most tokens, or the context. */
  readonly end: 'stop' | 'length';
  readonly tokens: number;
  /** Frames of recordings that were looked at as clips. */
  readonly frames?: number;
  /** Tokens of the prompt that were not read again, because the conversation before had them. */
  readonly reused: number;
  readonly firstMs: number;
  readonly ms: number;
  /** Package and provider, or the endpoint's host. */
  readonly by: string;
}

/** What there is to know of a package before it is used. */
export interface PackageInfo {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly family: string;
  readonly source: string;
  readonly format: string;
  readonly task: 'text' | 'rank';
  readonly parameters: number;
  /** Whether it has a chat template, and so was taught to converse. */
  readonly converses: boolean;
  readonly context: number;
  readonly bytes: number;
  /** Bytes of memory that it needs: weights as they are in memory, keys and values of a full context, work space. */
  readonly memory: number;
  readonly provider: ProviderName;
  readonly files: readonly KeptFile[];
}

export interface AskError { readonly code: ErrorCode | 'endpoint' | 'hub'; readonly message: string }

/** A message of an asked process, or undefined for what is none. */
export function parseAsked(value: unknown): AskedEvent | undefined {
  if (!isObject(value) || value['type'] !== 'asked' || typeof value['id'] !== 'number' || !isObject(value['event'])) return undefined;
  const { event } = value;
  const whole = (() => {
    switch (event['type']) {
      case 'step': return typeof event['step'] === 'string';
      case 'words': return typeof event['text'] === 'string';
      case 'said': return isObject(event['reply']) && typeof event['reply']['text'] === 'string';
      case 'package': return isObject(event['info']) && typeof event['info']['name'] === 'string';
      case 'offer': return isObject(event['offer']) && Array.isArray(event['offer']['files']);
      case 'progress': return typeof event['bytes'] === 'number';
      case 'fetched': return typeof event['folder'] === 'string';
      case 'error': return isObject(event['error']) && typeof event['error']['message'] === 'string';
      default: return false;
    }
  })();
  return whole ? (value as unknown as AskedEvent) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
