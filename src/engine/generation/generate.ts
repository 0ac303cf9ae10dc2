import type { Conversation } from '../families/language.js';
import type { Piece } from './prompt.js';
import { chooser } from './sample.js';
import type { Chosen, Sampling } from './sample.js';

export interface GenerateOptions {
  readonly sampling: Sampling;
  readonly most: number;
  /** Ids that end the answer; they are yielded last. */
  readonly stop: readonly number[];
  /** Awaited between any two runs of a graph: the place to let messages in, and to stop. */
  readonly between: () => Promise<void>;
}

/**
 * Continues a conversation after a prompt, a token at a time. The conversation keeps prompt and answer, so that the next prompt follows on;
 * where the caller stops early, what was yielded is kept.
 */
export async function* generate(conversation: Conversation, prompt: readonly Piece[], options: GenerateOptions): AsyncGenerator<Chosen, void, void> {
  const choose = chooser(options.sampling);
  await conversation.append(prompt, options.between);
  for (let count = 0; count < options.most; count++) {
    const token = choose(await conversation.logits());
    // Kept before it is told: a caller that stops listening leaves nothing half done.
    conversation.remember(token.id);
    yield token;
    if (options.stop.includes(token.id)) return;
    await options.between();
  }
}
