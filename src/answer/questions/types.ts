/** Questions and replies: plain data, JSON-serialisable, so that a conversation survives a reload. */
import type { Sentence } from '../types.js';
import type { Chart } from './chart.js';

/**
 * `answered`: every sentence is a claim computed from the typed data. `ambiguous`: a name fits several elements, which the reply lists.
 * `declined`: nothing is claimed.
 */
export type ReplyStatus = 'answered' | 'declined' | 'ambiguous';

export interface Reply {
  readonly question: string;
  readonly status: ReplyStatus;
  readonly sentences: readonly Sentence[];
  /** Elements ("node:A") that answer the question, without those that it asks about; in order where it is a path. */
  readonly found: readonly string[];
  /** The answer where it is a number, a text or a yes or no. */
  readonly value?: string | number | boolean;
  /** The part of the diagram that the reply speaks of, as Mermaid of its own. */
  readonly mermaid?: string;
  /** The column of a table that the reply speaks of. */
  readonly chart?: Chart;
  /** Questions that can be answered, worded for this very answer. */
  readonly suggestions: readonly string[];
  /** To be handed to the next question. */
  readonly context: Conversation;
}

/** What "it", "that" and an elliptic "and X?" refer to. Holds ids of the answer, which must be the same answer at the next question. */
export interface Conversation {
  /** Ids of nodes and groups that "it" may mean. */
  readonly focus: readonly string[];
  /** Ids of what the last question found. */
  readonly found: readonly string[];
  /** The frame of the last question that was answered, to be asked again of something else. */
  readonly frame?: string;
  /** What the last question was asked about. */
  readonly subjects: readonly string[];
}

export const noContext: Conversation = { focus: [], found: [], subjects: [] };
