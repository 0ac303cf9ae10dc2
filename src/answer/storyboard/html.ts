/** The storyboard as one self-contained page: no script, no request, every text escaped. */
import { altSentence } from '../altText.js';
import { escapeHtml } from '../html.js';
import { pageHead } from '../htmlStyle.js';
import { writeHtmlTable } from '../table/html.js';
import type { Segment } from '../types.js';
import { clockTime } from './build.js';
import { summary } from './markdown.js';
import type { Storyboard, StoryboardStep } from './types.js';

const style = `
nav ol { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; margin: 1rem 0 0; list-style: none; font-variant-numeric: tabular-nums; }
.step { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: .5rem; scroll-margin-top: 1rem; }
.step h2 { margin-top: .75rem; font-variant-numeric: tabular-nums; }
.step h2 .at { color: var(--soft); font-weight: 400; margin-left: .25rem; }
.step h3 { font-size: 1rem; margin: 1rem 0 .35rem; }
.changes { border-left: 3px solid var(--accent); background: var(--panel); padding: .6rem 1rem; border-radius: 0 6px 6px 0; }
.changes ul { margin: 0; padding-left: 1.1rem; }
.sides { display: grid; gap: 1.25rem; margin-top: 1rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 60rem) { .sides { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
@media (min-width: 60rem) { .sides h3:first-child { margin-top: 0; } }
.sides .sheet img { max-height: none; }
.sides pre { margin: 0 0 1rem; max-height: 36rem; }
.problem { border-left-color: var(--doubt); background: var(--doubt-ground); }
summary { cursor: pointer; color: var(--soft); }
@media print { .sides { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } .step { break-inside: avoid; } nav { display: none; } }
`;

/** @throws RangeError where a step's picture is no base64 `data:` URI of a PNG */
export function storyboardToHtml({ name, steps }: Storyboard): string {
  for (const { picture } of steps) if (!/^data:image\/png;base64,[A-Za-z0-9+/]+=*$/.test(picture)) throw new RangeError('The picture of a step must be a base64 data: URI of a PNG.');
  const model = steps.find(({ answer }) => answer !== undefined)?.answer?.model;
  const title = escapeHtml(name);
  return `${pageHead(title, style)}
<body>
<header><h1>${title}</h1><p>Storyboard: ${escapeHtml(summary(steps))}</p></header>
<nav aria-label="Steps"><ol>
${steps.map(({ time }, at) => `<li><a href="#step-${at + 1}">${at + 1} · ${clockTime(time)}</a></li>`).join('\n')}
</ol></nav>
<main>
${steps.map(stepHtml).join('')}</main>
<footer>${model === undefined ? '' : escapeHtml(`Read by ${model.name} ${model.version} (${model.provider}).`)}</footer>
</body>
</html>
`;
}

function stepHtml({ time, picture, width, height, answer, problem, changes }: StoryboardStep, at: number): string {
  const alt = answer === undefined ? 'This step could not be read.' : altSentence(answer) ?? 'Nothing to read.';
  return `<section class="step" id="step-${at + 1}">
<h2>Step ${at + 1} <span class="at">${clockTime(time)}</span></h2>
${changes.length === 0 ? '' : `<div class="changes" role="group" aria-label="What changed"><ul>\n${changes.map(({ text }) => `<li>${escapeHtml(text)}</li>`).join('\n')}\n</ul></div>\n`}<div class="sides">
<figure><div class="sheet"><img src="${picture}" width="${width}" height="${height}" loading="lazy" alt="${escapeHtml(alt)}"></div></figure>
<div>
${answer === undefined ? `<p class="changes problem">${escapeHtml(problem ?? 'This step could not be read.')}</p>\n` : answer.segments.length === 0 ? '<p>Nothing to read.</p>\n' : answer.segments.map(segmentHtml).join('')}${answer === undefined || answer.explanation.length === 0 ? '' : `<details><summary>What it shows</summary>\n<ul>\n${answer.explanation.map(({ text }) => `<li>${escapeHtml(text)}</li>`).join('\n')}\n</ul></details>\n`}</div>
</div>
</section>
`;
}

/** A table as one, written anew from the typed table, in which every text is escaped; everything else as its source. */
function segmentHtml({ tag, source, table }: Segment): string {
  const title = tag === 'mermaid' ? 'Mermaid source' : tag === 'table' ? 'Table' : tag === 'latex' ? 'LaTeX source' : tag === 'code' ? 'Code' : 'Text';
  if (table !== undefined && table.cells.length > 0) return `<h3>${title}</h3>\n<div class="table" tabindex="0">\n${writeHtmlTable(table).source}</div>\n`;
  return `<h3>${title}</h3>\n<pre tabindex="0">${escapeHtml(source)}</pre>\n`;
}
