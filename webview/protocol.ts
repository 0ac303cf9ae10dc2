/**
 * Messages between the panel's page and the extension host. Both ends import this file and nothing else of each other;
 * both validate what they receive.
 */
import type { Answer, Box } from '../src/answer/types.js';
import { readings, type ReadAs, type ReadEvent } from '../src/client/protocol.js';
import { tableFormats, type TableFormat } from '../src/answer/table/formats.js';
import { isAnswer, isBox, isRegion, isSegment, stages } from './answerCheck.js';
import { isBoolean, isBytes, isCount, isString, isText, listOf, oneOf, optional, record, tagged, type Guard, type Check } from './check.js';

/** Where the panel's picture lives: a file, or a pasted picture kept in the extension's storage under its hash. */
export type PictureRef =
  | { readonly type: 'file'; readonly uri: string; readonly name: string }
  | { readonly type: 'stored'; readonly sha256: string; readonly name: string };

/** As what a picture is read, and which part of it (original pixels). */
export interface How { readonly as?: ReadAs | undefined; readonly area?: Box | undefined }

/** What VS Code keeps for the panel over a reload. Small by design: the picture and the answer stay in files. */
export interface PanelState { readonly version: 1; readonly picture?: PictureRef | undefined; readonly edited?: string | undefined; readonly how?: How | undefined; readonly talk?: readonly Turn[] | undefined }

/** A question of the conversation. Computed replies are computed again after a reload; what a language model said is kept. */
export interface Turn { readonly question: string; readonly model?: { readonly name: string; readonly text: string } | undefined }
/** The longest conversation that is kept, in questions, and the longest reply of a language model, in characters. */
export const longestTalk = { turns: 40, question: 500, reply: 20_000 } as const;

/** Events of a reading that the page shows while it runs. */
export type ProgressEvent = Exclude<ReadEvent, { readonly type: 'done' } | { readonly type: 'error' }>;

export type ExportFormat = 'svg' | 'png';
export const actions = ['copySource', 'copyMarkdown', 'insertAtCursor', 'saveSource', 'exportSvg', 'exportPng', 'readAgain', 'showPicture'] as const;
export type Action = (typeof actions)[number];

export type ToPanel =
  /** Nothing chosen yet: offer paste, drop and a file dialog. */
  | { readonly type: 'paste' }
  /** A reading starts or waits for its turn; clears the page. `state` is what the page hands to VS Code to keep. */
  | { readonly type: 'begin'; readonly name: string; readonly state: PanelState }
  | { readonly type: 'progress'; readonly event: ProgressEvent }
  /** The file itself, to be shown with its regions; sent once the engine has found it sound. */
  | { readonly type: 'pixels'; readonly bytes: Uint8Array; readonly mime: string }
  /** `edited`: the person's own version of the source, where there is one. */
  | { readonly type: 'answer'; readonly answer: Answer; readonly edited?: string | undefined }
  | { readonly type: 'problem'; readonly code: string; readonly message: string }
  /** A passing remark, also spoken by a screen reader: "Copied", "The engine was restarted". */
  | { readonly type: 'notice'; readonly text: string }
  /** The ask box gets the focus. */
  | { readonly type: 'ask' }
  | { readonly type: 'export'; readonly id: number; readonly format: ExportFormat }
  /** The language model that may be asked what the page itself cannot answer; none where the setting is off or there is no model. */
  | { readonly type: 'model'; readonly name?: string | undefined }
  /** All that a language model has said so far. `problem`: why it ended early. */
  | { readonly type: 'modelReply'; readonly id: number; readonly name: string; readonly text: string; readonly done: boolean; readonly problem?: string | undefined };

export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'cancel' }
  | { readonly type: 'retry' }
  | { readonly type: 'showLog' }
  | { readonly type: 'choose' }
  /** Read the picture again: as that, only that part (original pixels). */
  | ({ readonly type: 'readAs' } & How)
  /** The conversation changed. */
  | { readonly type: 'talked'; readonly talk: readonly Turn[] }
  | { readonly type: 'pasted'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly type: 'edited'; readonly source: string | undefined }
  | { readonly type: 'action'; readonly action: Action }
  | { readonly type: 'exported'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'exportFailed'; readonly id: number; readonly message: string }
  | { readonly type: 'askModel'; readonly id: number; readonly question: string }
  | { readonly type: 'cancelModel'; readonly id: number }
  /** A place in a source file that the answer names: indices into the answer that the host holds, so that the page cannot name a file of its own. */
  | { readonly type: 'openPlace'; readonly segment: number; readonly frame: number }
  /** A table of the answer as a file. */
  | { readonly type: 'saveTable'; readonly segment: number; readonly format: TableFormat }
  /** Something went wrong in the page itself; goes to the output channel. */
  | { readonly type: 'trouble'; readonly message: string };

/** Longest source that the page keeps and draws, in characters; a real flowchart has a few thousand. */
export const longestSource = 200_000;
/** Largest picture, in bytes; the engine's own bound, checked here so that it need not travel first. */
export const largestPicture = 64 * 1024 * 1024;

export const isPictureRef: Guard<PictureRef> = tagged<PictureRef>({
  file: { uri: isText(8192), name: isText(1024) },
  stored: { sha256: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value), name: isText(1024) },
});

const isTurn = record<Turn>({ question: isText(longestTalk.question), model: optional(record<NonNullable<Turn['model']>>({ name: isText(200), text: isText(longestTalk.reply) })) });
/** A conversation that is kept. */
export const isTalk: Check = (value) => listOf(isTurn)(value) && (value as readonly unknown[]).length <= longestTalk.turns;

export const isPanelState: Guard<PanelState> = record<PanelState>({
  version: (value) => value === 1,
  picture: optional(isPictureRef),
  edited: optional(isText(longestSource)),
  how: optional(record<How>({ as: optional(oneOf(...readings)), area: optional(isBox) })),
  talk: optional(isTalk),
});

const isSize = record<{ width: number; height: number }>({ width: isCount, height: isCount });
const isProgressEvent: Guard<ProgressEvent> = tagged<ProgressEvent>({
  picture: { width: isCount, height: isCount, fed: isSize, thumbnail: isBytes },
  stage: { stage: oneOf(...stages), done: isCount, total: isCount },
  regions: { regions: listOf(isRegion) },
  partial: { index: isCount, segment: isSegment },
  restarted: { reason: isString },
});

export const isToPanel: Guard<ToPanel> = tagged<ToPanel>({
  paste: {},
  begin: { name: isString, state: isPanelState },
  progress: { event: isProgressEvent },
  pixels: { bytes: isBytes, mime: isString },
  answer: { answer: isAnswer, edited: optional(isString) },
  problem: { code: isString, message: isString },
  notice: { text: isString },
  ask: {},
  export: { id: isCount, format: oneOf('svg', 'png') },
  model: { name: optional(isString) },
  modelReply: { id: isCount, name: isString, text: isString, done: isBoolean, problem: optional(isString) },
});

export const isFromPanel: Guard<FromPanel> = tagged<FromPanel>({
  ready: {},
  cancel: {},
  retry: {},
  showLog: {},
  readAs: { as: optional(oneOf(...readings)), area: optional(isBox) },
  choose: {},
  pasted: { name: isText(1024), bytes: (value) => value instanceof Uint8Array && value.byteLength <= largestPicture },
  edited: { source: optional(isText(longestSource)) },
  talked: { talk: isTalk },
  action: { action: oneOf(...actions) },
  exported: { id: isCount, bytes: isBytes },
  exportFailed: { id: isCount, message: isText(10_000) },
  askModel: { id: isCount, question: isText(longestTalk.question) },
  cancelModel: { id: isCount },
  openPlace: { segment: isCount, frame: isCount },
  saveTable: { segment: isCount, format: oneOf(...tableFormats) },
  trouble: { message: isText(10_000) },
});
