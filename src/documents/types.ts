/** Pictures in documents: where they are referred to, and what may be put in their place. Knows text and offsets only. */

/** How a document writes its source blocks and comments. `code`: any programming language with line comments. */
export type DocumentFamily = 'markdown' | 'mdx' | 'html' | 'rst' | 'asciidoc' | 'latex' | 'code';

/** A half-open range [start, end) of a text, in UTF-16 units. */
export interface TextRange { readonly start: number; readonly end: number }

export interface TextChange extends TextRange { readonly text: string }

/**
 * `block`: alone on its lines. `inline`: with text beside it, which can be parted. `fixed`: in a table's cell, a heading, a link or a definition, where no
 * block may stand; source can be added below it.
 */
export type Placement = 'block' | 'inline' | 'fixed';

export type AltSyntax = 'markdown' | 'html' | 'rst' | 'asciidoc' | 'latex';

/** Where a link's alternative text goes: `before` + the text, escaped for `syntax`, + `after` replaces the range. */
export interface AltSlot extends TextRange { readonly before: string; readonly after: string; readonly syntax: AltSyntax }

export interface ImageLink extends TextRange {
  /** The address as the document means it: escapes and entities of the language undone, percent signs left as they are. */
  readonly target: string;
  /** Folders to look in, relative to the document, first come first served; [''] where the language has no such thing. */
  readonly bases: readonly string[];
  readonly alt: string;
  /** Absent where the syntax has no place for one. */
  readonly altSlot?: AltSlot;
  readonly placement: Placement;
  /** What every further line of a block in this place begins with: quotation marks, a list item's indentation. */
  readonly prefix: string;
  /** A block in this place needs empty lines around it (HTML inside Markdown). */
  readonly spaced: boolean;
  /** The end of the line after which a block may follow. */
  readonly below: number;
}
