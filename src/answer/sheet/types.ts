/** A sheet: text in a fixed-width font, each character in its column. Made by the engine, written down by this room. */

export interface SheetCell {
  /** Counted from anywhere; the same for all rows. */
  readonly column: number;
  /** Empty where something stands that could not be read. */
  readonly character: string;
  readonly confidence: number;
  readonly others?: readonly { readonly character: string; readonly confidence: number }[] | undefined;
}

export interface SheetRow {
  /** Number of the row; numbers that are left out are empty rows. */
  readonly index: number;
  readonly region: number;
  /** From left to right, without the line's number. */
  readonly cells: readonly SheetCell[];
  /** The line's number in an editor. */
  readonly number?: number;
  /** Something stands where the number should, but could not be read as one. */
  readonly unreadNumber?: boolean;
}

export interface Sheet {
  readonly rows: readonly SheetRow[];
  /** The rows have line numbers, as in an editor. */
  readonly numbered?: boolean;
}

/** A line as it was typed: one row, or several where it was wrapped. */
export interface SheetLine {
  /** Empty lines above. */
  readonly blank: number;
  /** Each with its columns counted from the text's left edge; rows after the first go on where the one before ends. */
  readonly parts: readonly { readonly region: number; readonly cells: readonly SheetCell[] }[];
}

/** The characters of cells in their columns; a character that could not be read is a blank. */
export function textOf(cells: readonly SheetCell[], from = 0): string {
  let text = '';
  for (const { column, character } of cells) text = text.padEnd(column - from) + (character === '' ? ' ' : character);
  return text.trimEnd();
}
