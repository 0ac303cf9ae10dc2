/** Messages between the engine process and its client. Both ends import this file and nothing else of each other. */
import type { Answer, Box, Region, Segment, Stage } from '../answer/types.js';

export type ProviderName = 'webgpu' | 'cuda' | 'dml' | 'coreml' | 'cpu';

/** What `auto` tries on a platform, fastest first; the CPU is everybody's last. */
export function providersOf(platform: string): readonly ProviderName[] {
  switch (platform) {
    case 'win32': return ['webgpu', 'dml', 'cpu'];
    case 'darwin': return ['webgpu', 'coreml', 'cpu'];
    default: return ['webgpu', 'cuda', 'cpu'];
  }
}

export interface EngineOptions {
  /** Folder of the model package (holds manifest.json). */
  readonly packageFolder: string;
  /** Folder of the text reader's ONNX files and dictionary. */
  readonly ocrFolder: string;
  /** 'auto' tries the platform's providers one at a time, CPU last; each must pass the package's self-test. */
  readonly provider: ProviderName | 'auto';
  /** 0: as many as the machine's physical cores, at most 8. */
  readonly threads: number;
}

/** A line of text that the caller already has (evaluation with true text boxes): replaces the text reader. Box in original pixels. */
export interface GivenLine { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly text: string }

/** What a picture may be read as. */
export const readings = ['flowchart', 'formula', 'table', 'text', 'page'] as const;
export type ReadAs = (typeof readings)[number];

export interface ReadRequest {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Colour under transparent pixels, '#rrggbb'. */
  readonly background: string;
  /** Read it as this; without it the engine decides. */
  readonly as?: ReadAs;
  /** Read only this part (original pixels). */
  readonly area?: Box;
  readonly lines?: readonly GivenLine[];
}

export type ToEngine =
  | { readonly type: 'start'; readonly options: EngineOptions }
  | { readonly type: 'read'; readonly id: number; readonly request: ReadRequest }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'stop' };

export interface EngineInfo {
  readonly model: { readonly name: string; readonly version: string; readonly family: string; readonly bytes: number };
  readonly provider: ProviderName;
  /** Providers that were tried and why each was refused. */
  readonly refused: readonly { readonly provider: ProviderName; readonly reason: string }[];
  readonly readyMs: number;
  readonly rssBytes: number;
}

export type FromEngine =
  | { readonly type: 'ready'; readonly info: EngineInfo }
  | { readonly type: 'failed'; readonly error: EngineError }
  | { readonly type: 'event'; readonly id: number; readonly event: ReadEvent };

export type ReadEvent =
  /**
   * After decoding, and once more when the text lines have decided the scale: what the model will see. `thumbnail` is a PNG of at most 512 px a side.
   * `fed` is 0 x 0 until it is known.
   */
  | { readonly type: 'picture'; readonly width: number; readonly height: number; readonly fed: { readonly width: number; readonly height: number }; readonly thumbnail: Uint8Array }
  /** `done` and `total` count the stage's own units (text lines, decoder steps); total 0 means unknown. */
  | { readonly type: 'stage'; readonly stage: Stage; readonly done: number; readonly total: number }
  | { readonly type: 'regions'; readonly regions: readonly Region[] }
  /** Replaces the partial segment at `index`. */
  | { readonly type: 'partial'; readonly index: number; readonly segment: Segment }
  /** Made by the client: the engine went away under this request, a new one was started and the request runs again from the start. */
  | { readonly type: 'restarted'; readonly reason: string }
  | { readonly type: 'done'; readonly answer: Answer }
  | { readonly type: 'error'; readonly error: EngineError };

export type ErrorCode =
  | 'too-large' | 'too-many-pixels' | 'empty-file' | 'not-a-picture' | 'unsupported-format' | 'truncated'
  | 'package-invalid' | 'no-provider' | 'text-reader-missing' | 'cancelled' | 'engine-crashed' | 'internal';

/** `message` names the file and the cause and says what to do; it is shown to people as it is. */
export interface EngineError { readonly code: ErrorCode; readonly message: string }
