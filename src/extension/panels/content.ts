/** What a panel shows, kept by the host, so that a page that comes up late or again can be brought to the same state. */
import type { Answer } from '../../answer/types.js';
import type { How, PanelState, PictureRef, ProgressEvent, ToPanel, Turn } from '../../../webview/protocol.js';

export type Stand = 'paste' | 'reading' | 'answer' | 'problem';

export class PanelContent {
  #stand: Stand = 'paste';
  #picture: PictureRef | undefined;
  #progress = new Map<string, ProgressEvent>();
  #answer: Answer | undefined;
  #edited: string | undefined;
  #how: How = {};
  #talk: readonly Turn[] | undefined;
  #problem: { readonly code: string; readonly message: string } | undefined;

  get stand(): Stand { return this.#stand; }
  get picture(): PictureRef | undefined { return this.#picture; }
  get answer(): Answer | undefined { return this.#stand === 'answer' ? this.#answer : undefined; }
  set talk(talk: readonly Turn[]) { this.#talk = talk; }
  get how(): How { return this.#how; }
  get edited(): string | undefined { return this.#edited; }
  set edited(source: string | undefined) { this.#edited = source; }

  /** What VS Code keeps over a reload. */
  get state(): PanelState {
    return { version: 1, ...(this.#picture && { picture: this.#picture }), ...(this.#edited !== undefined && { edited: this.#edited }), ...((this.#how.area ?? this.#how.as) !== undefined && { how: this.#how }), ...(this.#talk && { talk: this.#talk }) };
  }

  begin(picture: PictureRef, edited?: string, how: How = {}, talk?: readonly Turn[]): ToPanel {
    this.#how = how;
    this.#talk = talk;
    this.#stand = 'reading';
    this.#picture = picture;
    this.#progress.clear();
    this.#answer = this.#problem = undefined;
    this.#edited = edited;
    return { type: 'begin', name: picture.name, state: this.state };
  }

  advance(event: ProgressEvent): ToPanel {
    // The latest of each kind is enough: stages and partial sources replace each other.
    this.#progress.set(event.type, event);
    return { type: 'progress', event };
  }

  finish(answer: Answer): ToPanel {
    this.#stand = 'answer';
    this.#answer = answer;
    return { type: 'answer', answer, ...(this.#edited !== undefined && { edited: this.#edited }) };
  }

  fail(code: string, message: string): ToPanel {
    this.#stand = 'problem';
    this.#problem = { code, message };
    return { type: 'problem', code, message };
  }

  /** The messages that bring a fresh page here; the picture's pixels are not among them. */
  replay(): ToPanel[] {
    if (!this.#picture) return [{ type: 'paste' }];
    const messages: ToPanel[] = [{ type: 'begin', name: this.#picture.name, state: this.state }];
    for (const event of this.#progress.values()) if (this.#stand === 'reading' || event.type === 'picture') messages.push({ type: 'progress', event });
    if (this.#stand === 'answer' && this.#answer) messages.push(this.finish(this.#answer));
    if (this.#stand === 'problem' && this.#problem) messages.push({ type: 'problem', ...this.#problem });
    return messages;
  }
}
