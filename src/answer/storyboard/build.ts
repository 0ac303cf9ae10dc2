import type { Answer, Sentence } from '../types.js';
import { answerChanges } from './changes.js';
import type { Storyboard, StoryboardStep } from './types.js';

/** A step as it was read: an answer, or why there is none. */
export interface ReadStep { readonly time: number; readonly picture: string; readonly width: number; readonly height: number; readonly answer?: Answer; readonly problem?: string }

/** The storyboard of what was read, in its order. */
export function buildStoryboard(name: string, steps: readonly ReadStep[]): Storyboard {
  return { version: 1, kind: 'storyboard', name, steps: steps.map((step, at): StoryboardStep => ({ ...step, changes: stepChanges(steps, at) })) };
}

/** What changed at a step since the one before; where that one could not be read, since the last one that could. */
export function stepChanges(steps: readonly Pick<ReadStep, 'time' | 'answer'>[], at: number): Sentence[] {
  const now = steps[at]?.answer;
  if (now === undefined || at === 0) return [];
  const before = steps.slice(0, at).findLast(({ answer }) => answer !== undefined);
  const note = steps[at - 1] === before ? [] : [{ text: before === undefined ? 'The step before could not be read, so it is not known what changed.' : `The step before could not be read; compared with the one at ${clockTime(before.time)}.`, elements: [], regions: [] }];
  return [...note, ...(before?.answer === undefined ? [] : answerChanges(before.answer, now))];
}

/** Seconds as people read them: "0:07", "12:30", "1:02:03". */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
