/**
 * The answer: the noun of the whole product. Every surface (panel, editor, CLI, agents) is a view of it.
 * Plain data, JSON-serialisable; its JSON Schema is `answer.schema.json` beside this file.
 */

/** Axis-aligned box in original picture pixels: left, top, width, height (after EXIF orientation). */
export interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** A place in the picture. `text` is what was read there; absent for shapes without text. */
export interface Region {
  readonly id: number;
  readonly box: Box;
  readonly text?: string;
  /** Probability in 0..1 that the text (or, without text, the region itself) is right. */
  readonly confidence: number;
}

/** Ties the half-open character range [start, end) of a segment's source to regions and a calibrated confidence in 0..1. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly regions: readonly number[];
  readonly confidence: number;
  /** Id of the graph element that the range writes ("node:A", "edge:3", "container:G1"), where there is one. */
  readonly element?: string;
}

export type Tag = 'text' | 'mermaid' | 'latex' | 'html' | 'table' | 'chart' | 'code';

export interface Segment {
  readonly tag: Tag;
  readonly source: string;
  readonly spans: readonly Span[];
  /** For `code`: the language of the fence, where it could be told. */
  readonly language?: string;
  /** For `code` and `text`: places in source files that the source names, in its order. */
  readonly frames?: readonly Frame[];
  /** For `mermaid`: the typed graph that the source was written from. */
  readonly diagram?: Diagram;
  /** For `table`: the typed table that the source (HTML) was written from. */
  readonly table?: Table;
  /** For `latex`: the typed formula that the source was written from. */
  readonly formula?: Formula;
}

/** A place in a source file, named in the half-open character range [start, end) of a segment's source: a frame of a stack trace, a compiler's message. */
export interface Frame {
  readonly start: number;
  readonly end: number;
  /** As it was read: of any platform, absolute or relative. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column?: number;
}

export type Kind = 'flowchart' | 'table' | 'formula' | 'text' | 'code' | 'page' | 'empty';

export interface Answer {
  readonly version: 1;
  readonly kind: Kind;
  readonly segments: readonly Segment[];
  readonly regions: readonly Region[];
  /** Derived from the typed data only; each sentence knows the elements and regions that it speaks of. */
  readonly explanation: readonly Sentence[];
  /** What the reader should double-check, worst first. */
  readonly doubts: readonly Doubt[];
  /** Plain sentences about the reading itself, for example what the model cannot read yet. */
  readonly notes: readonly string[];
  readonly model: ModelInfo;
  readonly picture: PictureInfo;
  readonly timings: readonly Timing[];
}

export interface Sentence { readonly text: string; readonly elements: readonly string[]; readonly regions: readonly number[] }
export interface Doubt { readonly text: string; readonly element: string; readonly regions: readonly number[]; readonly confidence: number }
export interface ModelInfo { readonly name: string; readonly version: string; readonly provider: string }
export interface PictureInfo {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Exact size in pixels of what the vision encoder was fed. */
  readonly fed: { readonly width: number; readonly height: number };
  readonly sha256: string;
  /** The part that was read (original pixels), where it was not all of it. */
  readonly area?: Box;
  /** What a person said that it is. Without it the engine decided. */
  readonly as?: 'flowchart' | 'formula' | 'table' | 'text' | 'page';
}
export interface Timing { readonly stage: Stage; readonly ms: number }
export type Stage = 'decode' | 'detect' | 'recognise' | 'look' | 'write' | 'explain';

/** --- The typed graph ----------------------------------------------------------------------------------------- */

export const shapes = [
  'rect', 'round', 'stadium', 'subroutine', 'cylinder', 'circle', 'double_circle', 'diamond', 'hexagon', 'lean_right', 'lean_left',
  'trapezoid', 'inv_trapezoid', 'odd', 'ellipse', 'document', 'text', 'icon', 'bar', 'record',
] as const;
export type Shape = (typeof shapes)[number];
export type Direction = 'TD' | 'LR' | 'BT' | 'RL';
export type Stroke = 'solid' | 'dotted' | 'thick';
export type End = 'none' | 'arrow' | 'circle' | 'cross';

/** Ids are unique in a diagram, [A-Za-z][A-Za-z0-9_]*, and never a Mermaid keyword. */
export interface Node {
  readonly id: string;
  /** Lines of the label, top to bottom; empty for a node without text. */
  readonly lines: readonly string[];
  readonly shape: Shape;
  /** Id of the innermost container, where there is one. */
  readonly container?: string;
  readonly regions: readonly number[];
  readonly confidence: number;
}
export interface Edge {
  readonly source: string;
  readonly target: string;
  readonly stroke: Stroke;
  readonly start: End;
  readonly end: End;
  readonly label: readonly string[];
  readonly regions: readonly number[];
  readonly confidence: number;
}
export interface Container {
  readonly id: string;
  readonly lines: readonly string[];
  readonly parent?: string;
  readonly regions: readonly number[];
  readonly confidence: number;
}
/** Text in the picture that belongs to no node: titles and notes. */
export interface FreeText { readonly lines: readonly string[]; readonly role: 'title' | 'note'; readonly regions: readonly number[]; readonly confidence: number }

export interface Diagram {
  readonly direction: Direction;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly containers: readonly Container[];
  readonly texts: readonly FreeText[];
}
/** Element ids used by spans, sentences and doubts: `node:<id>`, `edge:<index>`, `container:<id>`, `text:<index>`, `cell:<index>`. */

/** --- The typed table ----------------------------------------------------------------------------------------- */

export type Align = 'left' | 'center' | 'right';
/** What a cell heads: the columns below it, the row to its right (a cell as wide as the table: the rows below it), or nothing. */
export type Heading = 'none' | 'column' | 'row';

/** A cell and the rectangle of the grid that it takes: row and column (from 0) of its upper left corner, spans of 1 and more. */
export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly header: Heading;
  /** Top to bottom, as they were read: numbers keep their text. Empty for a cell without text. */
  readonly lines: readonly string[];
  readonly align: Align;
  readonly regions: readonly number[];
  readonly confidence: number;
}
/** Cells in reading order; together they cover the grid of `rows` x `columns`, none over another. */
export interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly Cell[];
  /** Element id `text:0`. */
  readonly caption?: { readonly lines: readonly string[]; readonly regions: readonly number[]; readonly confidence: number };
}

/** --- The typed formula --------------------------------------------------------------------------------------- */

/** Its tokens say all of it (src/answer/formula/stream.ts); the rest follows from them. Element id of a token: `symbol:<index>`. */
export interface Formula {
  /** The canonical stream, without marks of begin and end. */
  readonly tokens: readonly string[];
  /** A `<math>` element. */
  readonly mathml: string;
  /** The letters of the formula in order of appearance. */
  readonly symbols: readonly FormulaSymbol[];
  /** The formula word for word, for screen readers; empty where it was not put into words. */
  readonly spoken: string;
}
/** A letter as it is dressed: font and accent belong to it. */
export interface FormulaSymbol { readonly latex: string; readonly name: string; readonly count: number }
