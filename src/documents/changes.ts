/** The changes of a document's text: source in a picture's place or below it, alternative text. */
import { escapeMarkdown } from '../answer/markdown.js';
import { escapeHtmlText } from '../answer/htmlText.js';
import { cleanLine } from '../answer/labels.js';
import { blockLines, joinBlock, type BlockContent } from './block.js';
import { lineEnd, lineStart } from './lines.js';
import { findMarkers, markerLines, type MarkerFacts } from './marker.js';
import type { AltSyntax, DocumentFamily, ImageLink, TextChange } from './types.js';

/** What is put into the document: the source and, where it is wanted, the marker before it. */
export interface Insertion { readonly content: BlockContent; readonly marker?: MarkerFacts }

/** The source in the picture's place. @throws RangeError where no block may stand: ask `placement` first. */
export function replaceChange(text: string, link: ImageLink, family: DocumentFamily, insertion: Insertion): TextChange {
  if (link.placement === 'fixed') throw new RangeError('No block can take the place of this picture.');
  const { start, end, prefix } = link;
  const lines = insertionLines(family, insertion, family === 'latex' && link.placement === 'inline' ? '%' : undefined);
  const inline = link.placement === 'inline';
  const gap = `\n${prefix.trimEnd()}`;
  const before = text.slice(lineStart(text, start), start);
  const after = text.slice(end, lineEnd(text, end));
  const open = inline && before.length > prefix.length ? `${gap}\n${prefix}` : link.spaced && !blankLine(lineBefore(text, start)) ? `\n${prefix}` : '';
  const rest = inline && after.trim() !== '' ? `${gap}\n${prefix}` : link.spaced && !blankLine(lineAfter(text, end)) ? gap : '';
  return { start, end, text: open + joinBlock(lines, prefix) + rest };
}

/** The source below the picture, which stays. In LaTeX as comments, which print nothing. */
export function addBelowChange(text: string, link: ImageLink, family: DocumentFamily, insertion: Insertion): TextChange {
  const { below: at, prefix } = link;
  const block = joinBlock(insertionLines(family, insertion, family === 'latex' ? '%' : undefined), prefix);
  const follows = lineAfter(text, at);
  return { start: at, end: at, text: `\n${prefix.trimEnd()}\n${prefix}${block}${blankLine(follows) ? '' : `\n${prefix.trimEnd()}`}` };
}

/** The alternative text in its place; nothing where the syntax has none. */
export function altChange(link: ImageLink, alt: string): TextChange | undefined {
  const slot = link.altSlot;
  return slot && { start: slot.start, end: slot.end, text: slot.before + escapeAlt(alt, slot.syntax) + slot.after };
}

/** The text with changes applied, which may not overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  return [...changes].sort((a, b) => b.start - a.start).reduce((result, { start, end, text: replacement }) => result.slice(0, start) + replacement + result.slice(end), text);
}

/** Marker and block as lines. */
export function insertionLines(family: DocumentFamily, { content, marker }: Insertion, comment?: string): string[] {
  return [...(marker ? markerLines(family, marker, family === 'code' ? comment : undefined) : []), ...blockLines(family, content, comment)];
}

/** What a marker finds again of the content: the text whose hash it keeps. */
export function markedText(family: DocumentFamily, content: BlockContent, comment?: string): string {
  const marker: MarkerFacts = { picture: '', sha256: '0'.repeat(64), source: '0'.repeat(16) };
  return findMarkers(insertionLines(family, { content, marker }, comment).join('\n'), family)[0]?.block?.text ?? content.source;
}

function escapeAlt(text: string, syntax: AltSyntax): string {
  const line = cleanLine(text);
  switch (syntax) {
    case 'markdown': return escapeMarkdown(line);
    case 'html': return escapeHtmlText(line);
    case 'rst': return line;
    case 'asciidoc': return line.replace(/["\]]/g, '\\$&');
    case 'latex': return line.replace(/[\\{}]/g, '').replace(/[%#&$_]/g, '\\$&').replace(/[~^]/g, ' ');
  }
}

function lineBefore(text: string, offset: number): string | undefined {
  const start = lineStart(text, offset);
  return start === 0 ? undefined : text.slice(lineStart(text, start - 1), lineEnd(text, lineStart(text, start - 1)));
}

function lineAfter(text: string, offset: number): string | undefined {
  const end = text.indexOf('\n', offset);
  return end < 0 ? undefined : text.slice(end + 1, lineEnd(text, end + 1));
}

function blankLine(line: string | undefined): boolean { return line === undefined || line.replace(/^[ \t>]*/, '').trim() === ''; }
