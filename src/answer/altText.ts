/** Alternative text for a picture: one honest sentence for a person who cannot see it, from the typed answer only. */
import { languageNames } from './build.js';
import { joinLines, shorten } from './labels.js';
import { isDecision, nameElements } from './names.js';
import { findRoutes } from './routes.js';
import type { Answer, Diagram } from './types.js';
import { capital, count, list, quote } from './words.js';
import { tableAltText } from './table/narrate.js';
import { isGuessed } from './trust.js';

/** Screen readers read an alternative text in one go; about this many characters are comfortable. */
const comfortable = 150;
const caution = ' May contain errors.';

/** Nothing for a picture in which nothing was found: silence is better than a guess. */
export function altSentence(answer: Answer): string | undefined {
  const room = comfortable - (answer.doubts.length > 0 ? caution.length : 0);
  const sentence = sentenceOf(answer, room);
  return sentence === undefined ? undefined : sentence + (answer.doubts.length > 0 ? caution : '');
}

/** One line for lists and hovers: what kind of picture it is and how much is in it. */
export function summaryOf(answer: Answer): string {
  return sentenceOf(answer, comfortable) ?? 'Nothing was found to read.';
}

function sentenceOf(answer: Answer, room: number): string | undefined {
  const [segment] = answer.segments;
  if (answer.kind === 'flowchart' && segment?.diagram) return isGuessed(answer) ? vague(segment.diagram, room) : flowchart(segment.diagram, room);
  const text = answer.segments.map(({ source }) => source).join('\n');
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const first = lines[0];
  if (first === undefined) return undefined;
  const { kind } = answer;
  if (kind === 'page') return shorten(`Picture of a page. ${answer.explanation[0]?.text ?? ''}`, room);
  if (segment?.table) return shorten(tableAltText(segment.table), room);
  if (kind === 'code') return `Picture of ${count(lines.length, 'line')} of ${languageName(segment?.language)}, beginning with ${quote([shorten(first, 60)])}.`;
  if (kind === 'text') {
    const words = lines.join(' ');
    return words.length <= room - 20 ? `Picture of text: “${words}”` : `Picture of ${count(lines.length, 'line')} of text, beginning with ${beginning(lines)}.`;
  }
  // A kind that came after this sentence was written: its name, and where it begins.
  return `${capital(String(kind))} beginning with ${quote([shorten(first, 60)])}.`;
}

function flowchart(diagram: Diagram, room: number): string | undefined {
  const { nodes, containers, edges } = diagram;
  if (nodes.length + containers.length === 0) return undefined;
  const names = nameElements(diagram);
  const routes = findRoutes(diagram);
  const decisions = nodes.filter(isDecision);
  const directed = edges.some(({ start, end }) => start !== 'none' || end !== 'none');
  const title = diagram.texts.find(({ role, lines }) => role === 'title' && joinLines(lines) !== '');
  const steps = nodes.length - decisions.length;
  const what = `${directed ? 'Flowchart' : 'Diagram'}${title ? ` ${quote([shorten(joinLines(title.lines), 40)])}` : ''} of ${count(steps, directed ? 'step' : 'element')}`;
  // What has no words of its own ("the unlabelled circle") tells a listener nothing.
  const spoken = (id: string | undefined): string | undefined => (id !== undefined && nodes.some((node) => node.id === id && joinLines(node.lines) !== '') ? names.of(id) : undefined);
  const [start, end] = [routes.starts.length === 1 ? spoken(routes.starts[0]) : undefined, routes.ends.length === 1 ? spoken(routes.ends[0]) : undefined];
  const route = start !== undefined && end !== undefined ? ` from ${start} to ${end}` : start !== undefined ? ` starting at ${start}` : end !== undefined ? ` ending at ${end}` : '';
  const connections = edges.length === 0 ? ', not connected' : directed ? '' : ` and ${count(edges.length, 'connection')}`;
  const decided = decisions.length === 0 ? '' : count(decisions.length, 'decision');
  const asked = decisions.flatMap(({ id }) => spoken(id) ?? []);
  // A reader of a longer list would have forgotten its beginning.
  const named = asked.length === 0 || asked.length < decisions.length || decisions.length > 3 ? decided : `${decided} (${list(asked)})`;
  const loops = routes.loops.length === 0 ? '' : count(routes.loops.length, 'loop');
  const groups = containers.length === 0 ? '' : count(containers.length, 'group');
  const sentence = (from: string, ...parts: readonly string[]): string => {
    const told = parts.filter((part) => part !== '');
    return `${what}${from}${told.length === 0 ? '' : ` with ${list(told)}`}${connections}`;
  };
  const fits = (candidate: string): boolean => Array.from(candidate).length <= room;
  // Where no way leads through it, its main elements say what it is about.
  const withElements = (base: string): string => [4, 3, 2, 1].map((most) => `${base}, among them ${list(mainLabels(diagram, most))}.`).find((candidate) => mainLabels(diagram, 1).length > 0 && fits(candidate)) ?? `${base}.`;
  const closed = route === '' && nodes.length > 2 ? withElements : (base: string): string => `${base}.`;
  // The richest that fits: loops and groups go first, then the names of decisions, then those of start and end.
  const bases = [sentence(route, named, loops, groups), sentence(route, named), sentence(route, decided, loops, groups), sentence(route, decided)];
  const base = bases.find((candidate) => fits(`${candidate}.`));
  return base === undefined ? withElements(sentence('', decided, loops, groups)) : closed(base);
}

/** Of a diagram that is mostly guessed only the words are told, which were read. */
function vague(diagram: Diagram, room: number): string | undefined {
  if (diagram.nodes.length === 0) return undefined;
  const all = mainLabels(diagram, diagram.nodes.length).length;
  const told = [5, 4, 3, 2, 1].filter((most) => most <= all).map((most) => `Diagram with ${list(mainLabels(diagram, most))}${most < all ? ', among others' : ''}.`);
  return told.find((candidate) => Array.from(candidate).length <= room) ?? 'Diagram.';
}

/** The labels of the elements on which most connections hang, as quotations; each label once. */
function mainLabels({ nodes, edges }: Diagram, most: number): string[] {
  const degree = (id: string): number => edges.filter(({ source, target }) => source === id || target === id).length;
  const labels = [...nodes].sort((a, b) => degree(b.id) - degree(a.id)).map(({ lines }) => joinLines(lines)).filter((label) => /\p{L}{2}/u.test(label) && label.length <= 40);
  return [...new Set(labels)].slice(0, most).map((label) => quote([label]));
}

/** The first two lines that say something: run together they would read as one sentence that nobody wrote. */
function beginning(lines: readonly string[]): string {
  // A lone Han character among Latin words is an icon that was taken for one.
  const readable = lines.map((line) => (/\p{Script=Latin}{3}/u.test(line) ? line.replace(/(?<=^|\s)\p{Script=Han}(?=\s|$)/gu, '').replace(/\s+/g, ' ').trim() : line));
  const telling = readable.filter((line) => /\p{L}{3}/u.test(line));
  return list((telling.length === 0 ? lines : telling).slice(0, 2).map((line) => quote([shorten(line, 40)])));
}

function languageName(language: string | undefined): string {
  return language === undefined || language === '' ? 'code' : `${languageNames[language] ?? language} code`;
}
