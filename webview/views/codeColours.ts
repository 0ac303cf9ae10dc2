/**
 * Colours code by its language: CodeMirror's small stream parsers, loaded with the first code that is shown. They only split text; what comes out is the same
 * text in pieces, each with a class that the style sheet gives a colour of the theme.
 */
import { StreamLanguage, type StreamParser } from '@codemirror/language';
import { c, cpp, csharp, java, kotlin } from '@codemirror/legacy-modes/mode/clike';
import { css } from '@codemirror/legacy-modes/mode/css';
import { diff } from '@codemirror/legacy-modes/mode/diff';
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile';
import { go } from '@codemirror/legacy-modes/mode/go';
import { javascript, json, typescript } from '@codemirror/legacy-modes/mode/javascript';
import { python } from '@codemirror/legacy-modes/mode/python';
import { ruby } from '@codemirror/legacy-modes/mode/ruby';
import { rust } from '@codemirror/legacy-modes/mode/rust';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { standardSQL } from '@codemirror/legacy-modes/mode/sql';
import { swift } from '@codemirror/legacy-modes/mode/swift';
import { toml } from '@codemirror/legacy-modes/mode/toml';
import { html } from '@codemirror/legacy-modes/mode/xml';
import { yaml } from '@codemirror/legacy-modes/mode/yaml';
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';

/** A range of the source and its class; ranges do not overlap and come in order. */
export interface Colour { readonly start: number; readonly end: number; readonly className: string }

// A state of each parser is its own affair.
const parsers: Readonly<Record<string, StreamParser<unknown>>> = {
  c, cpp, csharp, java, kotlin, css, diff, dockerfile: dockerFile, go, javascript, json, typescript, python, ruby, rust, shell, sql: standardSQL, swift, toml, html, yaml,
} as Readonly<Record<string, StreamParser<unknown>>>;

const classes = tagHighlighter([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.definitionKeyword], class: 'tok-keyword' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp, tags.attributeValue], class: 'tok-string' },
  { tag: [tags.comment, tags.meta, tags.processingInstruction], class: 'tok-comment' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: 'tok-number' },
  { tag: [tags.typeName, tags.className, tags.tagName, tags.standard(tags.name)], class: 'tok-type' },
  { tag: [tags.propertyName, tags.attributeName], class: 'tok-property' },
  { tag: tags.inserted, class: 'tok-inserted' },
  { tag: tags.deleted, class: 'tok-deleted' },
]);

/** Nothing for a language that has no parser here. */
export function coloursOf(source: string, language: string): Colour[] {
  const parser = Object.hasOwn(parsers, language) ? parsers[language] : undefined;
  if (parser === undefined) return [];
  const found: Colour[] = [];
  highlightTree(StreamLanguage.define(parser).parser.parse(source), classes, (start, end, className) => { found.push({ start, end, className }); });
  return found;
}
