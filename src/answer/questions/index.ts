/** Questions over an answer: the room's front door. */
export { ask, suggestQuestions } from './ask.js';
export { chartText, extentOf, type Bar, type Chart } from './chart.js';
export { compareAnswers, summariseComparison, type Change, type Comparison } from './compare.js';
export { promptFor } from './prompt.js';
export { noContext, type Conversation, type Reply, type ReplyStatus } from './types.js';
