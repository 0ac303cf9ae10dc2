import type { Answer, Sentence } from '../types.js';

/** A moment of a recording: what showed from then on, and what had changed since the step before. */
export interface StoryboardStep {
  /** Seconds since the recording began. */
  readonly time: number;
  /** PNG as a `data:` URI. */
  readonly picture: string;
  readonly width: number;
  readonly height: number;
  /** The ordinary answer for the picture; where it could not be read, `problem` says why. */
  readonly answer?: Answer;
  readonly problem?: string;
  /** Empty for the first step. Regions and elements are those of this step's answer. */
  readonly changes: readonly Sentence[];
}

/** A recording as a sequence of answers. Plain data; its JSON Schema is `storyboard.schema.json` beside this file. */
export interface Storyboard {
  readonly version: 1;
  readonly kind: 'storyboard';
  readonly name: string;
  readonly steps: readonly StoryboardStep[];
}
