/** The storyboard as Markdown: the words of it, without the pictures. What was read stands there as data. */
import { escapeMarkdown, segmentMarkdown } from '../markdown.js';
import { count } from '../words.js';
import { clockTime } from './build.js';
import type { Storyboard, StoryboardStep } from './types.js';

export function storyboardToMarkdown({ name, steps }: Storyboard): string {
  const model = steps.find(({ answer }) => answer !== undefined)?.answer?.model;
  return [
    `# ${escapeMarkdown(name)}\n`, `${summary(steps)}\n`,
    ...steps.map(stepMarkdown),
    ...(model === undefined ? [] : [`Read by ${escapeMarkdown(`${model.name} ${model.version}`)} (${escapeMarkdown(model.provider)}).\n`]),
  ].join('\n');
}

/** "5 steps, the last at 0:24." */
export function summary(steps: readonly StoryboardStep[]): string {
  const last = steps.at(-1);
  return last === undefined ? 'No step.' : steps.length === 1 ? 'One step: nothing changes.' : `${count(steps.length, 'step')}, the last at ${clockTime(last.time)}.`;
}

function stepMarkdown({ time, answer, problem, changes }: StoryboardStep, at: number): string {
  return [
    `## Step ${at + 1}, ${clockTime(time)}\n`,
    ...(changes.length === 0 ? [] : [changes.map(({ text }) => `- ${escapeMarkdown(text)}\n`).join('')]),
    ...(answer === undefined ? [`This step could not be read: ${escapeMarkdown(problem ?? 'no reason is known')}\n`] : answer.segments.length === 0 ? ['Nothing to read.\n'] : answer.segments.map(segmentMarkdown)),
  ].join('\n');
}
