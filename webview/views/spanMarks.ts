/** The answer's spans in the editor: they move with edits, show what is uncertain and light up with the element that they write. */
import { RangeSet, StateEffect, StateField, type EditorState, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, GutterMarker, gutter, type DecorationSet } from '@codemirror/view';
import type { Span } from '../../src/answer/types.js';
import { l10n } from '../l10n.js';

interface Marks { readonly spans: DecorationSet; readonly lit: ReadonlySet<string>; readonly shown: DecorationSet }

/** Sets the spans of a new answer; `uncertain` are the elements to be checked. */
export const setSpans = StateEffect.define<{ readonly spans: readonly Span[]; readonly uncertain: ReadonlySet<string> }>();
/** Sets the elements that are pointed at. */
export const setLit = StateEffect.define<ReadonlySet<string>>();

const marks = StateField.define<Marks>({
  create: () => ({ spans: Decoration.none, lit: new Set(), shown: Decoration.none }),
  update(value, transaction) {
    let { spans, lit } = value;
    if (transaction.docChanged) spans = spans.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setSpans)) spans = build(effect.value.spans, effect.value.uncertain, transaction.state.doc.length);
      if (effect.is(setLit)) lit = effect.value;
    }
    if (spans === value.spans && lit === value.lit) return value;
    return { spans, lit, shown: light(spans, lit, transaction.state.doc.length) };
  },
  provide: (field) => [
    EditorView.decorations.from(field, (value) => value.spans),
    EditorView.decorations.from(field, (value) => value.shown),
  ],
});

class DoubtMarker extends GutterMarker {
  override toDOM(): Node {
    const mark = document.createElement('span');
    mark.className = 'doubt-mark';
    mark.textContent = '?';
    mark.title = l10n.t('The model is not sure of this line');
    return mark;
  }
}
const doubtMarker = new DoubtMarker();

export const spanMarks: Extension = [
  marks,
  gutter({
    class: 'doubt-gutter',
    markers: (view) => {
      const lines = new Set<number>();
      each(view.state, (from, _to, _element, uncertain) => { if (uncertain) lines.add(view.state.doc.lineAt(from).from); });
      return RangeSet.of([...lines].sort((a, b) => a - b).map((line) => doubtMarker.range(line)));
    },
    initialSpacer: () => doubtMarker,
  }),
];

/** The elements that a range of the source writes. */
export function elementsBetween(state: EditorState, from: number, to: number): string[] {
  const found: string[] = [];
  each(state, (start, end, element) => { if (start <= to && end >= from) found.push(element); });
  return found;
}

function each(state: EditorState, visit: (from: number, to: number, element: string, uncertain: boolean) => void): void {
  state.field(marks).spans.between(0, state.doc.length, (from, to, decoration) => {
    const { element, uncertain } = decoration.spec as { element: string; uncertain: boolean };
    visit(from, to, element, uncertain);
  });
}

function build(spans: readonly Span[], uncertain: ReadonlySet<string>, length: number): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const { start, end, element } of spans) {
    if (element === undefined || end <= start || end > length) continue;
    const unsure = uncertain.has(element);
    ranges.push(Decoration.mark({ class: unsure ? 'span uncertain' : 'span', element, uncertain: unsure }).range(start, end));
  }
  return Decoration.set(ranges, true);
}

function light(spans: DecorationSet, lit: ReadonlySet<string>, length: number): DecorationSet {
  if (lit.size === 0) return Decoration.none;
  const ranges: Range<Decoration>[] = [];
  spans.between(0, length, (from, to, decoration) => {
    if (to > from && lit.has((decoration.spec as { element: string }).element)) ranges.push(Decoration.mark({ class: 'lit' }).range(from, to));
  });
  return Decoration.set(ranges, true);
}
