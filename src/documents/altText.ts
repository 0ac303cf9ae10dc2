/** Alternative text for a picture: one honest sentence for a person who cannot see it, from the typed answer only. */
import { joinLines, shorten } from '../answer/labels.js';
import { isDecision, nameElements } from '../answer/names.js';
import { findRoutes } from '../answer/routes.js';
import type { Answer, Diagram } from '../answer/types.js';
import { capital, count, list, quote } from '../answer/words.js';

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
  if (answer.kind === 'flowchart' && segment?.diagram) return flowchart(segment.diagram, room);
  const text = answer.segments.map(({ source }) => source).join('\n');
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const first = lines[0];
  if (first === undefined) return undefined;
  const { kind } = answer;
  if (kind === 'code') return `Picture of ${count(lines.length, 'line')} of ${languageName(segment?.language)}, beginning with ${quote([shorten(first, 60)])}.`;
  if (kind === 'text') {
    const words = lines.join(' ');
    return words.length <= room - 20 ? `Picture of text: “${words}”` : `Picture of ${count(lines.length, 'line')} of text, beginning with ${quote([shorten(words, 60)])}.`;
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
  const [start] = routes.starts;
  const [end] = routes.ends;
  const route = routes.starts.length === 1 && routes.ends.length === 1 && start !== undefined && end !== undefined ? ` from ${names.of(start)} to ${names.of(end)}`
    : routes.starts.length === 1 && start !== undefined ? ` starting at ${names.of(start)}` : '';
  const connections = edges.length === 0 ? ', not connected' : directed ? '' : ` and ${count(edges.length, 'connection')}`;
  const decided = decisions.length === 0 ? '' : count(decisions.length, 'decision');
  // A reader of a longer list would have forgotten its beginning.
  const named = decisions.length === 0 || decisions.length > 3 ? decided : `${decided} (${list(decisions.map(({ id }) => names.of(id)))})`;
  const loops = routes.loops.length === 0 ? '' : count(routes.loops.length, 'loop');
  const groups = containers.length === 0 ? '' : count(containers.length, 'group');
  const sentence = (from: string, ...parts: readonly string[]): string => {
    const told = parts.filter((part) => part !== '');
    return `${what}${from}${told.length === 0 ? '' : ` with ${list(told)}`}${connections}.`;
  };
  // The richest that fits: loops and groups go first, then the names of decisions, then those of start and end.
  return [sentence(route, named, loops, groups), sentence(route, named), sentence(route, decided, loops, groups), sentence(route, decided), sentence('', decided, loops, groups)]
    .find((candidate) => Array.from(candidate).length <= room) ?? sentence('', decided);
}

function languageName(language: string | undefined): string {
  return language === undefined || language === '' ? 'code' : `${language} code`;
}
