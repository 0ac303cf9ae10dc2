/** A formula: drawn by KaTeX, with its source to edit, which the drawing follows. A chunk of its own, loaded when a formula has been read. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import katex from 'katex';
import type { Segment } from '../../../src/answer/types.js';
import { announce, make } from '../../dom.js';
import { l10n } from '../../l10n.js';
import { dress } from './fonts.js';

/** Source of a picture or of a person: no command reaches out of the formula, and macros end. */
const safe = { trust: false, maxExpand: 500, maxSize: 20, strict: 'ignore', throwOnError: true, displayMode: true } as const;
/** Longest source that is drawn. */
const longest = 20_000;

export class FormulaView {
  readonly #drawn = make('div', 'formula-drawn');
  readonly #problem = make('p', 'problem-text');
  readonly #original: string;
  readonly #spoken: string;
  readonly #editor: EditorView;
  readonly #revert: HTMLButtonElement;

  /** Fills `holder`. The owner calls `dispose` before it empties the holder. */
  static async open(holder: HTMLElement, segment: Segment): Promise<FormulaView> {
    await dress();
    return new FormulaView(holder, segment);
  }

  private constructor(holder: HTMLElement, segment: Segment) {
    this.#original = segment.source;
    this.#spoken = segment.formula?.spoken ?? '';
    this.#drawn.tabIndex = 0;
    this.#problem.setAttribute('role', 'status');
    this.#revert = this.#button(l10n.t('Back to the model’s answer'), () => { this.#replace(this.#original); });
    const tools = make('div', 'formula-tools');
    tools.append(
      this.#button(l10n.t('Copy LaTeX'), () => this.#copy(this.source)), this.#button(l10n.t('Copy $$ block'), () => this.#copy(`$$\n${this.source}\n$$\n`)),
      this.#button(l10n.t('Copy MathML'), () => this.#copy(mathml(this.source))), this.#revert,
    );
    const place = make('div', 'editor');
    this.#editor = new EditorView({
      parent: place,
      state: EditorState.create({
        doc: segment.source,
        extensions: [
          history(), drawSelection(), EditorView.lineWrapping, keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ 'aria-label': l10n.t('LaTeX source') }),
          EditorState.changeFilter.of((transaction) => transaction.newDoc.length <= longest),
          EditorView.updateListener.of(({ docChanged }) => { if (docChanged) this.#draw(); }),
        ],
      }),
    });
    holder.replaceChildren(this.#drawn, this.#problem, tools, place);
    this.#draw();
  }

  get source(): string { return this.#editor.state.doc.toString(); }

  dispose(): void { this.#editor.destroy(); }

  /** The last drawing that worked stays while the source has a mistake. */
  #draw(): void {
    const { source } = this;
    const edited = source !== this.#original;
    this.#revert.disabled = !edited;
    let problem = '';
    try {
      // KaTeX empties what it draws into before it reads the source.
      const fresh = make('div');
      katex.render(source, fresh, safe);
      this.#drawn.replaceChildren(...fresh.childNodes);
      // The words are those of what was read; of an edited formula, KaTeX's own MathML speaks.
      if (edited || this.#spoken === '') for (const name of ['role', 'aria-label']) this.#drawn.removeAttribute(name);
      else {
        this.#drawn.setAttribute('role', 'math');
        this.#drawn.setAttribute('aria-label', this.#spoken);
      }
    } catch (error) {
      problem = (error instanceof Error ? error.message : String(error)).replace(/^KaTeX parse error: /u, '');
    }
    this.#problem.hidden = problem === '';
    this.#problem.textContent = problem;
  }

  #replace(source: string): void {
    this.#editor.dispatch({ changes: { from: 0, to: this.#editor.state.doc.length, insert: source } });
    this.#editor.focus();
  }

  async #copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    announce(l10n.t('Copied'));
  }

  #button(label: string, action: () => void | Promise<void>): HTMLButtonElement {
    const button = make('button', '', label);
    button.type = 'button';
    button.addEventListener('click', () => {
      Promise.resolve().then(action).catch((error: unknown) => { announce(error instanceof Error ? error.message : String(error)); });
    });
    return button;
  }
}

/** @throws Error where KaTeX does not take the source */
function mathml(source: string): string {
  const html = katex.renderToString(source, { ...safe, output: 'mathml' });
  return html.slice(html.indexOf('<math'), html.lastIndexOf('</math>') + '</math>'.length);
}
