/** What a call of the tool answers. */
import type { Answer } from '../answer/types.js';
import { compactMarkdown, mermaidFence } from './compact.js';
import type { ReplyFormat } from './contract.js';
import { quoteData } from './data.js';

export interface Reply {
  readonly text: string;
  /** The whole answer, where it was asked for; its schema is src/answer/answer.schema.json. */
  readonly structured?: Answer;
}

/** The picture was read, but not what was asked for is in it. */
export class NothingToReply extends Error {}

/** @throws NothingToReply where Mermaid was asked for and the picture holds none */
export function replyOf(answer: Answer, format: ReplyFormat): Reply {
  switch (format) {
    case 'markdown': return { text: compactMarkdown(answer) };
    case 'json': return { text: JSON.stringify(answer), structured: answer };
    case 'mermaid': {
      const text = mermaidFence(answer);
      if (text === undefined) throw new NothingToReply(`${quoteData(answer.picture.name)} holds no flowchart, so there is no Mermaid source. Ask with the format "markdown" for the text in it.`);
      return { text };
    }
  }
}
