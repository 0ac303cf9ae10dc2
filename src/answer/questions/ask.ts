/** Answers questions over an answer's typed data. What it says is computed; what it does not understand it declines. */
import { doubtThreshold, listDoubts } from '../doubts.js';
import { joinLines } from '../labels.js';
import { tablesOf } from '../table/answer.js';
import type { Answer, Sentence, Table } from '../types.js';
import { count, list } from '../words.js';
import type { Draft } from '../walk.js';
import { framesOf, type Frame } from './frame.js';
import { intents } from './intents.js';
import { pattern, type Intent, type Outcome, type Result } from './outcome.js';
import { subDiagram } from './subDiagram.js';
import { suggestionsFor } from './suggest.js';
import { askTable } from './tables.js';
import { tokenise } from './tokens.js';
import { noContext, type Conversation, type Reply } from './types.js';
import { GraphView } from './view.js';

/** Longer questions are no questions. */
const longest = 500;

/**
 * Answers a question in plain words.
 * @param context of the reply before, where the question follows one on the same answer
 * @param tables tables of the same picture; those of the answer where none are given
 */
export function ask(answer: Answer, question: string, context: Conversation = noContext, tables: readonly Table[] = tablesOf(answer)): Reply {
  const diagram = answer.segments.find((segment) => segment.diagram !== undefined)?.diagram;
  const view = diagram === undefined ? undefined : new GraphView(diagram, answer);
  const tokens = tokenise(question.slice(0, longest));
  const suggestions = suggestionsFor(view, tables, question);
  const base = { question, suggestions, found: [], context } as const;
  for (const table of tables) {
    const outcome = askTable(table, tokens);
    if (outcome !== undefined) {
      const sentences = outcome.texts.map((text): Sentence => ({ text, elements: [], regions: [...new Set(outcome.regions)] }));
      return { ...base, status: 'answered', sentences, ...(outcome.value === undefined ? {} : { value: outcome.value }), ...(outcome.chart === undefined ? {} : { chart: outcome.chart }) };
    }
  }
  if (view === undefined) return { ...base, status: 'declined', sentences: [say(tables.length > 0 ? cannot : 'Questions are answered over diagrams and tables, and none was read in this picture.')] };
  const frames = framesOf(tokens, {
    elements: view.ids.map((id) => ({ id, label: view.label(id) })).filter(({ label }) => label !== ''),
    labels: [...new Set(view.diagram.edges.map(({ label }) => joinLines(label)).filter(Boolean))],
  });
  if (tokens.length > 0) for (const frame of frames) {
    for (const variant of variantsOf(frame, context)) {
      const result = answerFrame(view, variant, context);
      if (result === undefined) continue;
      if ('candidates' in result) return { ...base, status: 'ambiguous', sentences: [{ text: `Which one do you mean: ${list(result.candidates.map((id) => view.name(id)), 12)}?`, elements: result.candidates.map((id) => view.element(id)), regions: regionsOf(view, result.candidates.map((id) => view.element(id))) }], suggestions: result.candidates.slice(0, 6).flatMap((id) => reworded(view, question, variant, id)) };
      return answered(view, question, suggestions, variant, result);
    }
  }
  const unknown = frames[0] === undefined ? [] : unknownWords(tokens.map(({ word, raw }) => ({ word, raw })), frames);
  return { ...base, status: 'declined', sentences: [say(unknown.length === 0 ? cannot : `${cannot} It says nothing that I can tie to ${list(unknown.map((word) => `“${word}”`), 4)}.`)] };
}

/** Questions to begin with. */
export function suggestQuestions(answer: Answer, tables: readonly Table[] = tablesOf(answer)): string[] {
  const diagram = answer.segments.find((segment) => segment.diagram !== undefined)?.diagram;
  return suggestionsFor(diagram === undefined ? undefined : new GraphView(diagram, answer), tables, '');
}

const cannot = 'I cannot answer that from what was read in this picture.';
const say = (text: string): Sentence => ({ text, elements: [], regions: [] });

/** The frame as it stands; with "it" as what was spoken of; and what an elliptic question leaves out. */
function variantsOf(frame: Frame, context: Conversation): Frame[] {
  const symbols = frame.symbols.split(' ').filter((symbol) => symbol !== '');
  // "in the diagram", "of this chart", "on the picture".
  const bare = symbols.filter((symbol, index) => symbol !== 'HERE' && !(symbols[index + 1] === 'HERE' && ['IN', 'ON', 'FROM'].includes(symbol)));
  const own = { ...frame, symbols: bare.join(' ') };
  const variants: Frame[] = [own];
  if (bare.includes('IT') && context.focus.length > 0) variants.push(replaceIt(own, context.focus));
  return variants;
}

function replaceIt(frame: Frame, focus: readonly string[]): Frame {
  const symbols: string[] = [];
  const elements: (readonly string[])[] = [];
  let next = 0;
  for (const symbol of frame.symbols.split(' ')) {
    if (symbol === 'N') elements.push(frame.elements[next++] ?? []);
    if (symbol === 'IT') elements.push(focus);
    symbols.push(symbol === 'IT' ? 'N' : symbol);
  }
  return { ...frame, symbols: symbols.join(' '), elements };
}

const elliptic = pattern('(AND|WHAT)* (AFTER|BEFORE)+ (IT|STEP)* LEAD*'), another = pattern('(AND|ABOUT|WHAT)+ N');

function answerFrame(view: GraphView, frame: Frame, context: Conversation): Result {
  const text = frame.symbols === '' ? '' : `${frame.symbols} `;
  if (elliptic.test(text)) return step(view, frame, context);
  if (another.test(text) && context.frame !== undefined && !frame.symbols.startsWith('WHAT')) return answerFrame(view, { ...frame, symbols: context.frame }, { focus: [], found: [], subjects: [] });
  for (const intent of intents) {
    if (!intent.patterns.some((each) => each.test(text))) continue;
    const result = run(view, intent, frame);
    if (result !== undefined) return result;
  }
  return undefined;
}

/** "And after that?": one step on from all that was found last. */
function step(view: GraphView, frame: Frame, context: Conversation): Result {
  const from = context.found.length > 0 ? context.found : context.focus;
  if (from.length === 0 || from.length > 6) return undefined;
  const symbols = frame.symbols.includes('BEFORE') ? 'WHAT BEFORE N' : 'WHAT AFTER N';
  const results = from.map((id) => answerFrame(view, { ...frame, symbols, elements: [[id]] }, context)).filter((result): result is Outcome => result !== undefined && !('candidates' in result));
  const [first] = results;
  if (first === undefined || results.length === 1) return first;
  return { drafts: results.flatMap(({ drafts }) => drafts), found: [...new Set(results.flatMap(({ found }) => found ?? []))], subjects: from };
}

function run(view: GraphView, intent: Intent, frame: Frame): Result {
  const ids: string[] = [];
  for (const [position, candidates] of frame.elements.entries()) {
    const fitting = intent.fits === undefined ? candidates : candidates.filter((id) => intent.fits?.({ view, frame }, id, position));
    const [only, ...more] = fitting;
    if (only === undefined) return undefined;
    if (more.length > 0 && intent.whole !== true) return { candidates: fitting };
    ids.push(only);
  }
  return intent.answer({ view, frame, ids, symbols: frame.symbols.split(' ') });
}

function answered(view: GraphView, question: string, suggestions: readonly string[], frame: Frame, outcome: Outcome): Reply {
  const { drafts, found = [], subjects = [], value, shown } = outcome;
  const spoken = new Set(drafts.flatMap(({ elements }) => elements));
  const told = new Set(drafts.map(({ text }) => text));
  const doubtful = listDoubts(view.diagram, doubtThreshold).filter(({ element, text }) => spoken.has(element) && !told.has(`${text}.`));
  const all: Draft[] = [...drafts, ...doubtful.slice(0, 4).map(({ text, element }) => ({ text: `Please check: ${text}.`, elements: [element] }))];
  if (doubtful.length > 4) all.push({ text: `${count(doubtful.length - 4, 'more part')} of this ${doubtful.length === 5 ? 'is' : 'are'} uncertain.`, elements: doubtful.slice(4).map(({ element }) => element) });
  const focus = found.length === 1 ? found : subjects.length > 0 ? subjects : found;
  // Only a question about one element can be asked again of another.
  const again = frame.elements.length === 1 ? { frame: frame.symbols } : {};
  return {
    question, status: 'answered', suggestions, found: found.map((id) => view.element(id)), context: { focus, found, subjects, ...again },
    sentences: all.map(({ text, elements }) => ({ text, elements, regions: regionsOf(view, elements) })),
    ...(value === undefined ? {} : { value }), ...(shown === undefined || shown.ids.length > 40 || shown.ids.length < 2 ? {} : { mermaid: subDiagram(view.diagram, shown.ids, shown.edges, shown.bold) }),
  };
}

function regionsOf(view: GraphView, elements: readonly string[]): number[] {
  const { nodes, containers, edges, texts } = view.diagram;
  const own = (element: string): readonly number[] => {
    const [kind = '', id = ''] = [element.slice(0, element.indexOf(':')), element.slice(element.indexOf(':') + 1)];
    return (kind === 'node' ? nodes.find((node) => node.id === id) : kind === 'container' ? containers.find((group) => group.id === id) : kind === 'edge' ? edges[Number(id)] : texts[Number(id)])?.regions ?? [];
  };
  return [...new Set(elements.flatMap(own))];
}

/** The question with the whole label in place of what fitted several; nothing where labels are the same, since no wording tells them apart. */
function reworded(view: GraphView, question: string, frame: Frame, id: string): string[] {
  const label = view.label(id);
  if (view.ids.filter((other) => view.label(other) === label).length > 1 || /["“”„«»]/u.test(label)) return [];
  const intent = frame.symbols.includes('BEFORE') || /LEAD TO/.test(frame.symbols) ? `What leads to “${label}”?` : `What comes after “${label}”?`;
  return question.includes(label) ? [] : [intent];
}

function unknownWords(tokens: readonly { readonly word: string; readonly raw: string }[], frames: readonly Frame[]): string[] {
  const best = [...frames].sort((a, b) => unknownIn(a) - unknownIn(b))[0];
  return best === undefined ? [] : tokens.filter(({ word }) => best.unknown.includes(word)).map(({ raw }) => raw);
}
const unknownIn = (frame: Frame): number => frame.unknown.length;
