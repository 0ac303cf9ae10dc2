import { escapeMarkdown } from '../../answer/markdown.js';

/**
 * A model's words as Markdown that can do no harm, as they come: fences stay fences, everything else is escaped, a line at a time. What a model writes may hold
 * links and pictures of another host, which a chat would fetch.
 */
export class SafeStream {
  private waiting = '';
  private fence: string | undefined;

  /** Markdown of the lines that more words complete. */
  push(words: string): string {
    this.waiting += words;
    const lines = this.waiting.split('\n');
    this.waiting = lines.pop() ?? '';
    return lines.map((line) => `${this.line(line)}\n`).join('');
  }

  /** The rest; a fence that is open is closed. */
  end(): string {
    const rest = this.waiting === '' ? '' : `${this.line(this.waiting)}\n`;
    this.waiting = '';
    const open = this.fence;
    this.fence = undefined;
    return open === undefined ? rest : `${rest}${open}\n`;
  }

  private line(line: string): string {
    const mark = /^ {0,3}(`{3,}|~{3,})\s*([\w+#-]*)\s*$/u.exec(line);
    if (this.fence !== undefined) {
      const closed = mark?.[2] === '' && mark[1]?.startsWith(this.fence) === true;
      const told = closed ? this.fence : line;
      if (closed) this.fence = undefined;
      return told;
    }
    if (mark?.[1] === undefined) return escapeMarkdown(line);
    this.fence = mark[1];
    return `${mark[1]}${mark[2] ?? ''}`;
  }
}
