/** What a language model says, marked as its own: it is not computed from the diagram, and it may be wrong. */
import { make } from '../dom.js';
import { l10n } from '../l10n.js';

export class ModelReply {
  readonly element = make('div', 'model-reply');
  readonly #head = make('span', '');
  readonly #cancel = make('button', '', l10n.t('Cancel'));
  readonly #text = make('p', 'model-text');
  readonly #problem = make('p', 'problem-text');
  #running = true;

  constructor(cancel: () => void) {
    const head = make('div', 'model-head');
    head.append(this.#head, this.#cancel);
    this.#cancel.type = 'button';
    this.#cancel.addEventListener('click', cancel);
    // Read out once it is whole, not word by word.
    this.element.setAttribute('aria-busy', 'true');
    this.element.append(head, this.#text, this.#problem);
  }

  get running(): boolean { return this.#running; }

  show(name: string, text: string, done: boolean, problem: string | undefined): void {
    this.#running = !done;
    this.#head.textContent = done ? l10n.t('From {0}, not computed: check it', name) : l10n.t('Asking {0}…', name);
    this.#cancel.hidden = done;
    this.#text.textContent = text;
    this.#problem.textContent = problem ?? '';
    this.#problem.hidden = problem === undefined;
    this.element.setAttribute('aria-busy', String(!done));
  }
}
