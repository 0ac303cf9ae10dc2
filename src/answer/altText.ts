/** Alternative text for a picture: one honest sentence for a person who cannot see it, from the typed answer only. */
import { altFlowchart, altGuessed } from './altDiagram.js';
import { languageNames } from './build.js';
import { cleanLine, shorten } from './labels.js';
import { lookIn } from './looks.js';
import { recordsOf } from './table/records.js';
import { isGuessed } from './trust.js';
import type { Answer, Segment, Table } from './types.js';
import { capital, count, list } from './words.js';

/** Screen readers read an alternative text in one go; about this many characters are comfortable. */
const comfortable = 150;
/** More than that where the words are the content itself: a formula has no shorter form. */
const most = 220;
const caution = ' May contain errors.';

/** Nothing for a picture in which nothing was found: silence is better than a guess. */
export function altSentence(answer: Answer): string | undefined {
  const doubtful = answer.doubts.length > 0 || isWritten(answer);
  const sentence = sentenceOf(answer, comfortable - (doubtful ? caution.length : 0));
  return sentence === undefined ? undefined : sentence + (doubtful ? caution : '');
}

/** One line for lists and hovers: what kind of picture it is and how much is in it. */
export function summaryOf(answer: Answer): string {
  return sentenceOf(answer, comfortable) ?? 'Nothing was found to read.';
}

function sentenceOf(answer: Answer, room: number): string | undefined {
  const [segment] = answer.segments;
  const lines = answer.segments.flatMap(({ source }) => source.split('\n')).map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '');
  if (segment === undefined || lines.length === 0) return undefined;
  switch (answer.kind) {
    case 'flowchart': if (segment.diagram) return isGuessed(answer) ? altGuessed(segment.diagram, room) : altFlowchart(segment.diagram, room); break;
    case 'table': if (segment.table) return altTable(segment.table, room); break;
    case 'formula': return altFormula(segment);
    case 'page': return altPage(answer, room);
  }
  if (isWritten(answer)) return closed(`${answer.model.name} says of this picture: ${quoted(lines.join(' '), room - 40)}`);
  const look = lookIn(answer.notes);
  if (look !== undefined) return altLook(look, lines, room);
  return answer.kind === 'code' && !isFalseDiff(segment) ? altCode(segment, lines) : altLines(segment, lines, room);
}

/** What a language model wrote was nowhere found in the picture: its words are not the picture's. */
function isWritten({ kind, segments, regions }: Answer): boolean { return (kind === 'text' || kind === 'code') && segments.length > 0 && regions.length === 0; }

/** The members of a class are written as the lines of a diff are; a diff has a head. */
function isFalseDiff({ language, source }: Segment): boolean { return language === 'diff' && !/^(?:diff |@@|---|\+\+\+)/mu.test(source); }

/** Its size, the names of its columns, and those of its rows where there is room for them. */
export function altTable(table: Table, room = comfortable): string {
  const { header, rows, title } = recordsOf(table);
  const columns = header.filter((name) => name !== '').map((name) => quoted(name));
  const heads = new Set(table.cells.flatMap((cell) => (cell.header === 'row' && cell.column === 0 ? [cell.lines.join(' ')] : [])));
  const stubs = [...new Set(rows.map(([first = '']) => first))].filter((first) => first !== '' && heads.has(first)).map((first) => quoted(first));
  const base = `Table${title === undefined ? '' : ` ${quoted(title)}`} of ${count(rows.length, 'row')}`;
  const named = (names: readonly string[], many: number): string => (names.length === 0 ? '' : ` (${list(names, many)})`);
  const candidates = [[8, 4], [8, 2], [8, 0], [4, 0], [2, 0]].map(([wide = 0, deep = 0]) =>
    `${base}${deep === 0 || stubs.length < rows.length ? '' : named(stubs, deep)} and ${count(table.columns, 'column')}${named(columns, wide)}.`);
  return candidates.find((candidate) => lengthOf(candidate) <= room) ?? `${base} and ${count(table.columns, 'column')}.`;
}

/** Word for word as it is spoken; of a long one its letters and its beginning. */
function altFormula({ formula, source }: Segment): string {
  const letters = formula?.symbols.map(({ name }) => name) ?? [];
  const base = letters.length === 0 ? `Formula of ${count(source.trim().length, 'character')}` : `Formula in ${list(letters, 5)}`;
  // Without words only its letters can be named: LaTeX read aloud is noise.
  if (formula === undefined || formula.spoken === '') return `${base}.`;
  const whole = `Formula: ${formula.spoken}.`;
  return lengthOf(whole) <= most ? whole : `${base}, beginning: ${atWord(formula.spoken, most - base.length - 13)}`;
}

/** What stands on it, and the words that it begins with. */
function altPage({ segments, explanation }: Answer, room: number): string {
  const holds = /^This page holds (.+)\.$/.exec(explanation[0]?.text ?? '')?.[1];
  const first = segments.find(({ tag, source }) => tag === 'text' && /\p{L}{2}/u.test(source))?.source.split('\n').find((line) => /\p{L}{2}/u.test(line));
  const base = `Page${holds === undefined ? '' : ` with ${holds}`}`;
  return first === undefined ? `${base}.` : closed(`${base}, beginning with ${quoted(first.trim(), room - base.length - 20)}`);
}

/** A kind that nobody reads yet: what it looks like, and its words; the numbers along an axis tell a listener nothing. */
function altLook(look: string, lines: readonly string[], room: number): string {
  const words = [...new Set(lines.filter((line) => /\p{L}{2}/u.test(line)))].map((line) => quoted(line, 40));
  const told = (many: number): string => `Looks like ${look}${many === 0 ? '' : ` with the words ${list(words.slice(0, many))}${many < words.length ? ', among others' : ''}`}.`;
  return [6, 5, 4, 3, 2, 1].filter((many) => many <= words.length).map(told).find((candidate) => lengthOf(candidate) <= room) ?? told(0);
}

/** Lines with which many programs begin, and which tell nothing of this one. */
const preamble = /^(?:<!DOCTYPE|<!--|<\/?(?:html|head|meta|link|body)\b|<\?|#!|#\s*include\b|import\b|from\s+\S+\s+import\b|package\b|using\b|use\b|['"]use strict|\/\/|\/\*|\*|[{[(]\W*$)/iu;
/** Lines that name what a program defines, or a page is called. */
const naming = /^(?:<title\b|(?:(?:export|default|public|private|protected|static|abstract|final|async|pub|data|sealed)\s+)*(?:def|class|function|func|fn|fun|interface|enum|struct|trait|impl|module|CREATE|SELECT)\s)/u;

function altCode({ language, source, frames }: Segment, lines: readonly string[]): string {
  const written = source.split('\n').filter((line) => /\p{L}/u.test(line)).map((line) => line.trim());
  const [first = lines[0] ?? ''] = written;
  const telling = written.find((line) => naming.test(line)) ?? written.find((line) => !preamble.test(line)) ?? first;
  return failure(frames, lines) ?? closed(`${capital(codeName(language))} of ${count(lines.length, 'line')}${telling === first ? ', beginning' : ''} with ${quoted(telling)}`);
}

function codeName(language: string | undefined): string {
  switch (language) {
    case undefined: case '': return 'code';
    case 'console': return 'terminal output';
    case 'diff': case 'json': case 'toml': case 'yaml': case 'dockerfile': return languageNames[language] ?? language;
    default: return `${languageNames[language] ?? language} code`;
  }
}

/** All of a short text, a quotation a line; of a longer one where it begins. */
function altLines({ frames }: Segment, lines: readonly string[], room: number): string {
  const all = closed(`Text: ${list(lines.map((line) => quoted(line, room)))}`);
  return failure(frames, lines) ?? (lines.length <= 4 && lengthOf(all) <= room ? all : closed(`Text of ${count(lines.length, 'line')}, beginning with ${beginning(lines)}`));
}

/** Of a stack trace and of a compiler's output the message is the gist, wherever it stands. */
function failure(frames: Segment['frames'], lines: readonly string[]): string | undefined {
  if (frames === undefined || frames.length === 0) return undefined;
  const message = lines.find((line) => /(?:^|[\s.:\[])(?:\w*(?:Error|Exception)\b|error(?:\[\w+\])?:|fatal:|panic:|panicked at)/u.test(line));
  return message === undefined ? undefined : closed(`Program output of ${count(lines.length, 'line')} with the message ${quoted(message, 100)}`);
}

/** The first two lines that say something: run together they would read as one sentence that nobody wrote. */
function beginning(lines: readonly string[]): string {
  // A lone Han character among Latin words is an icon that was taken for one.
  const readable = lines.map((line) => (/\p{Script=Latin}{3}/u.test(line) ? line.replace(/(?<=^|\s)\p{Script=Han}(?=\s|$)/gu, '').replace(/\s+/g, ' ').trim() : line));
  const telling = readable.filter((line) => /\p{L}{3}/u.test(line));
  return list((telling.length === 0 ? lines : telling).slice(0, 2).map((line) => quoted(line, 40)));
}

/** In quotes, on one line. */
function quoted(text: string, limit = 60): string { return `“${shorten(cleanLine(text), limit)}”`; }

/** With a full stop, where the quotation at its end has none. */
function closed(text: string): string { return /[.!?]”$/u.test(text) ? text : `${text}.`; }

function atWord(text: string, limit: number): string { return `${text.slice(0, limit).replace(/\s+\S*$/u, '')}…`; }

function lengthOf(text: string): number { return Array.from(text).length; }
