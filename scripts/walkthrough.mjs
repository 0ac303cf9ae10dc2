/** Draws the pictures of the walkthrough (media/walkthrough/*.svg) in the colours of VS Code's theme: `node scripts/walkthrough.mjs`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../media/walkthrough/', import.meta.url));
const colour = (name, otherwise) => `var(--vscode-${name}, ${otherwise})`;
const ink = colour('foreground', '#3b3b3b');
const quiet = colour('descriptionForeground', '#717171');
const line = colour('widget-border', '#a0a0a0');
const paper = colour('editor-background', '#ffffff');
const accent = colour('textLink-foreground', '#005fb8');
const lit = colour('editor-findMatchHighlightBackground', '#ea5c0055');
const field = colour('input-background', '#ffffff');

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const text = (x, y, words, { size = 13, fill = ink, mono = false, anchor = 'start', weight = 400 } = {}) =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" font-weight="${weight}" xml:space="preserve" font-family="${mono ? 'monospace' : 'sans-serif'}">${escape(words)}</text>`;
const box = (x, y, width, height, { fill = paper, stroke = line, radius = 4 } = {}) => `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" stroke="${stroke}"/>`;
const arrow = (...points) => `<polyline points="${points.map((point) => point.join(',')).join(' ')}" fill="none" stroke="${ink}" stroke-width="1.4" marker-end="url(#tip)"/>`;
const step = (x, y, words, options) => box(x - 56, y - 15, 112, 30, options) + text(x, y + 4.5, words, { anchor: 'middle', size: 12 });
const decision = (x, y, words) => `<path d="M${x} ${y - 26}L${x + 68} ${y}L${x} ${y + 26}L${x - 68} ${y}Z" fill="${paper}" stroke="${line}"/>${text(x, y + 4.5, words, { anchor: 'middle', size: 12 })}`;
const code = (x, y, lines, marked) => lines.map((words, index) => (index === marked ? `<rect x="${x - 6}" y="${y + index * 21 - 14}" width="206" height="19" fill="${lit}"/>` : '') + text(x, y + index * 21, words, { mono: true, size: 12 })).join('');
const page = (title, content) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 330" role="img" aria-label="${title}">
<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="${ink}"/></marker></defs>
${content.join('\n')}
</svg>
`;

const drawing = (x, marked) => [
  step(x, 62, 'Order received', { radius: 15 }), arrow([x, 77], [x, 108]), decision(x, 136, 'In stock?'),
  arrow([x - 68, 136], [x - 74, 136], [x - 74, 205]), arrow([x + 68, 136], [x + 74, 136], [x + 74, 205]),
  text(x - 70, 128, 'yes', { size: 11, fill: quiet, anchor: 'end' }), text(x + 70, 128, 'no', { size: 11, fill: quiet }),
  step(x - 60, 220, 'Pick items'), step(x + 62, 220, 'Order more', marked ? { fill: lit, stroke: accent } : {}),
  arrow([x - 60, 235], [x - 60, 264]), step(x - 60, 279, 'Ship parcel'),
];

const pictures = {
  explain: page('Picture and source', [
    box(8, 8, 246, 314), text(22, 30, 'order.png', { fill: quiet, size: 12 }), ...drawing(130, true),
    box(266, 8, 246, 314), text(280, 30, 'Mermaid', { fill: quiet, size: 12 }),
    code(282, 66, ['flowchart TD', '  A(["Order received"])', '  B{"In stock?"}', '  C["Pick items"]', '  D["Ship parcel"]', '  E["Order more"]', '  A --> B', '  B -->|"yes"| C', '  C --> D', '  B -->|"no"| E'], 5),
    `<path d="M248 220C264 220 258 168 276 168" fill="none" stroke="${accent}" stroke-width="1.5" stroke-dasharray="4 3"/>`,
  ]),
  ask: page('Question and answer', [
    box(40, 14, 440, 302), text(58, 42, 'Questions', { weight: 600, size: 14 }),
    text(58, 76, 'What follows “In stock?”', { fill: quiet }), text(58, 104, '“In stock?” leads to “Pick items” (“yes”) and “Order more” (“no”).', { size: 12.5 }),
    decision(150, 178, 'In stock?'), arrow([218, 170], [288, 148]), arrow([218, 186], [288, 212]), text(250, 150, 'yes', { size: 11, fill: quiet, anchor: 'end' }), text(250, 214, 'no', { size: 11, fill: quiet, anchor: 'end' }),
    step(346, 146, 'Pick items', { stroke: accent }), step(346, 214, 'Order more', { stroke: accent }),
    box(58, 264, 330, 32, { fill: field }), text(70, 284.5, 'Ask about the picture', { fill: quiet }), box(398, 264, 64, 32, { fill: accent, stroke: accent }), text(430, 284.5, 'Ask', { anchor: 'middle', fill: paper }),
  ]),
  documents: page('Document and code actions', [
    box(8, 8, 504, 314), text(24, 34, 'guide.md', { fill: quiet, size: 12 }),
    text(24, 70, '# How an order is handled', { mono: true, weight: 600 }),
    `<rect x="18" y="84" width="486" height="22" fill="${lit}"/>`, text(24, 100, '![](order.png)', { mono: true, fill: accent }),
    box(40, 116, 218, 112, { fill: colour('menu-background', '#ffffff') }),
    ...['Replace with Mermaid', 'Add source below', 'Write alt text', 'Explain picture'].map((words, index) => (index === 0 ? `<rect x="44" y="120" width="210" height="24" rx="3" fill="${colour('menu-selectionBackground', '#005fb8')}"/>` : '')
      + text(56, 137 + index * 26, words, { fill: index === 0 ? colour('menu-selectionForeground', '#ffffff') : ink })),
    arrow([268, 172], [306, 172]), code(318, 132, ['```mermaid', 'flowchart TD', '  A(["Order received"])', '  B{"In stock?"}', '  A --> B', '```'], -1),
    text(24, 286, 'One undo brings the picture back.', { fill: quiet }),
  ]),
};

mkdirSync(folder, { recursive: true });
for (const [name, svg] of Object.entries(pictures)) writeFileSync(join(folder, `${name}.svg`), svg);
