/** The answer room's front door. */
export { altSentence, summaryOf } from './altText.js';
export * from './types.js';
export { flowchartAnswer, flowchartSegment, scopeOf, textAnswer, type Readable, type Reading } from './build.js';
export { doubtThreshold, listDoubts } from './doubts.js';
export { answerToHtml, escapeHtml, type PageParts } from './html.js';
export { isDiagramId } from './ids.js';
export { cleanLine, cleanLines, percent, shorten } from './labels.js';
export { textLines, type TextLine } from './layout.js';
export { answerToMarkdown, escapeMarkdown, fence, fenceLanguage, segmentMarkdown } from './markdown.js';
export { writeMermaid, type MermaidSource } from './mermaid.js';
export { narrate } from './narrate.js';
export { tableAnswer, tableFormatNames, tableFormats, tableSegment, tablesOf, writeTable, type TableFormat } from './table/index.js';
export { pageAnswer } from './page.js';
export { readingOrder, type Paragraph } from './readingOrder.js';
export { writeText } from './text.js';
