export { buildStoryboard, clockTime, stepChanges, type ReadStep } from './build.js';
export { answerChanges, sameReading } from './changes.js';
export { storyboardToHtml } from './html.js';
export { storyboardToMarkdown } from './markdown.js';
export type { Storyboard, StoryboardStep } from './types.js';
