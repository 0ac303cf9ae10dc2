/** Tables: the room's front door. */
export { tableAnswer, tableDoubts, tableSegment, tablesOf } from './answer.js';
export { writeCsv, writeTsv } from './delimited.js';
export { tableFormatNames, tableFormats, writeTable, type TableFormat } from './formats.js';
export { cellText, completeTable, hasSpans, headerRows, tableOf } from './grid.js';
export { readHtmlTable, writeHtmlTable, type ElementLike, type HtmlTable } from './html.js';
export { writeJsonTable } from './json.js';
export { writeLatexTable } from './latex.js';
export { writeMarkdownTable } from './markdown.js';
export { narrateTable } from './narrate.js';
export { nextOtsl, otslTokens, readOtsl, writeOtsl, writeStructure, type OtslToken, type Slot, type Structure } from './otsl.js';
export { recordsOf, type Records } from './records.js';
