/** The source editor: a person's edits are followed by the preview; the model's own answer is one button away. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState, Transaction } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import type { Span } from '../../src/answer/types.js';
import { byId } from '../dom.js';
import { l10n } from '../l10n.js';
import type { LinkIndex, Pointing } from '../links.js';
import { longestSource } from '../protocol.js';
import { mermaidLanguage } from './mermaidLanguage.js';
import { elementsBetween, setLit, setSpans, spanMarks } from './spanMarks.js';

export interface SourceListener {
  /** Called some time after the last key, with the text as it stands. */
  edited(source: string): void;
}

const pause = 300;

export class SourceView {
  #view: EditorView | undefined;
  #original = '';
  #index: LinkIndex | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #problem = byId('source-problem', HTMLElement);
  readonly #state = byId('source-state', HTMLElement);
  readonly #revert = byId('revert', HTMLButtonElement);

  constructor(private readonly pointing: Pointing, private readonly listener: SourceListener) {
    pointing.on(({ elements }) => { this.#view?.dispatch({ effects: setLit.of(elements) }); });
    this.#revert.addEventListener('click', () => { this.#revertToOriginal(); });
  }

  get source(): string { return this.#view?.state.doc.toString() ?? this.#original; }
  get edited(): boolean { return this.source !== this.#original; }

  /** `edited`: a version to put in place of the model's own, as one step that undo takes back. */
  show(original: string, spans: readonly Span[], uncertain: ReadonlySet<string>, index: LinkIndex, edited: string | undefined): void {
    clearTimeout(this.#timer);
    this.#original = original;
    this.#index = index;
    this.#view ??= new EditorView({ parent: byId('editor', HTMLElement) });
    this.#view.setState(this.#newState(original));
    this.#view.dispatch({ effects: setSpans.of({ spans, uncertain }) });
    if (edited !== undefined && edited !== original) this.#replace(edited);
    this.showProblem(undefined);
    this.#tell();
  }

  /** Shows a mistake on its line and under the editor; undefined clears both. */
  showProblem(problem: { readonly message: string; readonly line?: number | undefined } | undefined): void {
    this.#problem.hidden = problem === undefined;
    this.#problem.textContent = problem ? problem.line === undefined ? problem.message : l10n.t('Line {0}: {1}', problem.line, problem.message) : '';
    const view = this.#view;
    if (!view) return;
    const line = problem?.line !== undefined && problem.line >= 1 && problem.line <= view.state.doc.lines ? view.state.doc.line(problem.line) : undefined;
    view.dispatch(setDiagnostics(view.state, problem && line ? [{ from: line.from, to: line.to, severity: 'error', message: problem.message }] : []));
  }

  #newState(source: string): EditorState {
    return EditorState.create({
      doc: source,
      extensions: [
        spanMarks, lineNumbers(), lintGutter(), history(), drawSelection(), EditorView.lineWrapping, mermaidLanguage,
        // Escape first, then Tab, leaves the editor: CodeMirror's own rule for keyboard users.
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.contentAttributes.of({ 'aria-label': l10n.t('Mermaid source. Press Escape, then Tab, to leave.') }),
        EditorState.changeFilter.of((transaction) => transaction.newDoc.length <= longestSource),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.#changed();
          if (update.selectionSet && update.view.hasFocus) this.#pointAt(update.state.selection.main.head, 'focus');
        }),
        EditorView.domEventHandlers({
          mousemove: (event, view) => { this.#pointAt(view.posAtCoords({ x: event.clientX, y: event.clientY }), 'hover'); },
          mouseleave: () => { this.pointing.hover(undefined); },
          blur: () => { this.pointing.focus(undefined); },
          focus: (_event, view) => { this.#pointAt(view.state.selection.main.head, 'focus'); },
        }),
      ],
    });
  }

  /** Points at the element that the position writes, or at all elements of its line. */
  #pointAt(position: number | null, how: 'hover' | 'focus'): void {
    const state = this.#view?.state;
    if (!state || position === null || !this.#index) return;
    const line = state.doc.lineAt(position);
    const here = elementsBetween(state, position, position);
    const elements = here.length > 0 ? here : elementsBetween(state, line.from, line.to);
    const target = elements.length > 0 ? this.#index.elements(elements) : undefined;
    // Not within the editor's own update: pointing changes the editor's decorations.
    queueMicrotask(() => { this.pointing[how](target); });
  }

  #changed(): void {
    this.#tell();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { this.listener.edited(this.source); }, pause);
  }

  #revertToOriginal(): void {
    this.#replace(this.#original);
    this.#view?.focus();
  }

  /** Replaces only what differs, so that the spans of the rest stay in place. */
  #replace(source: string): void {
    const view = this.#view;
    if (!view) return;
    const now = view.state.doc.toString();
    let start = 0;
    while (start < now.length && start < source.length && now[start] === source[start]) start += 1;
    let end = 0;
    while (end < now.length - start && end < source.length - start && now[now.length - 1 - end] === source[source.length - 1 - end]) end += 1;
    view.dispatch({
      changes: { from: start, to: now.length - end, insert: source.slice(start, source.length - end) },
      annotations: Transaction.addToHistory.of(true),
    });
  }

  #tell(): void {
    this.#state.textContent = this.edited ? l10n.t('edited') : '';
    this.#revert.disabled = !this.edited;
  }
}
