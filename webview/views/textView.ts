/** Answers that are no diagram: text and code, always as text. */
import type { Answer } from '../../src/answer/types.js';
import { byId, make } from '../dom.js';
import { l10n } from '../l10n.js';

export class TextView {
  readonly #body = byId('text-body', HTMLElement);
  readonly #title = byId('text-title', HTMLElement);
  readonly #language = byId('text-language', HTMLElement);

  show(answer: Answer): void {
    const code = answer.segments.find((segment) => segment.tag === 'code');
    this.#title.textContent = answer.kind === 'empty' ? l10n.t('Nothing to read') : code ? l10n.t('Code') : l10n.t('Text');
    this.#language.textContent = code?.language ?? '';
    const parts = answer.segments
      .filter((segment) => segment.source.trim() !== '')
      .map((segment) => make('pre', segment.tag === 'text' ? 'plain-text' : 'code-text', segment.source));
    for (const part of parts) part.tabIndex = 0;
    if (parts.length === 0 && answer.notes.length > 0) this.#body.replaceChildren();
    else if (parts.length === 0) this.#body.replaceChildren(make('p', 'quiet', answer.explanation[0]?.text ?? l10n.t('There is no text in this picture.')));
    else this.#body.replaceChildren(...parts);
  }
}
