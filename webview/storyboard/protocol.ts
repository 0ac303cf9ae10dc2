/** Messages between the storyboard's page and the extension host; both validate what they receive. A page of its own: its policy allows a video, its script needs no editor. */
import type { Answer, Sentence } from '../../src/answer/types.js';
import { isAnswer, isSentence } from '../answerCheck.js';
import { isBoolean, isBytes, isCount, isNumber, isString, isText, listOf, optional, record, tagged, type Guard } from '../check.js';

/** What VS Code keeps for the panel over a reload. */
export interface StoryboardState { readonly version: 1; readonly uri: string }

export type ToStoryboard =
  /** A reading starts; clears the page. */
  | { readonly type: 'begin'; readonly name: string; readonly state: StoryboardState }
  /** A video to be looked through here, since a browser plays it. */
  | { readonly type: 'video'; readonly bytes: Uint8Array; readonly mime: string }
  /** A step, PNG, in its place by its id. */
  | { readonly type: 'step'; readonly id: number; readonly time: number; readonly width: number; readonly height: number; readonly bytes: Uint8Array }
  | { readonly type: 'drop'; readonly id: number }
  /** What is known of a step; replaces what was told of it before. */
  | { readonly type: 'told'; readonly id: number; readonly answer?: Answer | undefined; readonly problem?: string | undefined; readonly changes: readonly Sentence[] }
  /** `reading`: the step that is being read, from 1; 0: none. `found`: there will be no more steps. */
  | { readonly type: 'progress'; readonly reading: number; readonly steps: number; readonly found: boolean }
  | { readonly type: 'done' }
  /** It ended early; what is there stays. */
  | { readonly type: 'problem'; readonly code: string; readonly message: string }
  | { readonly type: 'notice'; readonly text: string };

export type FromStoryboard =
  | { readonly type: 'ready' }
  | { readonly type: 'cancel' }
  | { readonly type: 'retry' }
  | { readonly type: 'showLog' }
  | { readonly type: 'copyMarkdown' }
  | { readonly type: 'saveHtml' }
  /** A step in a panel of its own, with all that a picture's panel offers. */
  | { readonly type: 'openStep'; readonly id: number }
  /** Of a video that is looked through here. */
  | { readonly type: 'picked'; readonly id: number; readonly time: number; readonly slight: boolean; readonly width: number; readonly height: number; readonly bytes: Uint8Array }
  | { readonly type: 'dropped'; readonly id: number }
  | { readonly type: 'looked' }
  /** This browser does not play the video. */
  | { readonly type: 'undecodable'; readonly message: string }
  | { readonly type: 'trouble'; readonly message: string };

/** Largest PNG of a step that is taken from the page, in bytes. */
const largestStep = 64 * 2 ** 20;

export const isStoryboardState: Guard<StoryboardState> = record<StoryboardState>({ version: (value) => value === 1, uri: isText(8192) });

export const isToStoryboard: Guard<ToStoryboard> = tagged<ToStoryboard>({
  begin: { name: isString, state: isStoryboardState },
  video: { bytes: isBytes, mime: isString },
  step: { id: isCount, time: isNumber, width: isCount, height: isCount, bytes: isBytes },
  drop: { id: isCount },
  told: { id: isCount, answer: optional(isAnswer), problem: optional(isString), changes: listOf(isSentence) },
  progress: { reading: isCount, steps: isCount, found: isBoolean },
  done: {},
  problem: { code: isString, message: isString },
  notice: { text: isString },
});

export const isFromStoryboard: Guard<FromStoryboard> = tagged<FromStoryboard>({
  ready: {},
  cancel: {},
  retry: {},
  showLog: {},
  copyMarkdown: {},
  saveHtml: {},
  openStep: { id: isCount },
  picked: { id: isCount, time: isNumber, slight: isBoolean, width: isCount, height: isCount, bytes: (value) => value instanceof Uint8Array && value.byteLength <= largestStep },
  dropped: { id: isCount },
  looked: {},
  undecodable: { message: isText(2000) },
  trouble: { message: isText(10_000) },
});
