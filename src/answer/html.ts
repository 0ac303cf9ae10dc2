/** The answer as one self-contained page: no script, no request, every text escaped. */
import { altSentence } from './altText.js';
import { doubtThreshold } from './doubts.js';
import { pageHead } from './htmlStyle.js';
import { percent } from './labels.js';
import { writeHtmlTable } from './table/html.js';
import type { Answer, Kind, Region, Segment, Sentence, Span } from './types.js';

export interface PageParts {
  /** The picture as a base64 `data:` URI; the regions are drawn over it. */
  readonly picture?: string;
  /** The diagram as SVG, as Mermaid renders it. It is shown as an image: nothing in it runs, and its styles stay inside. */
  readonly drawing?: string;
}

const kinds: Readonly<Record<Kind, string>> = { flowchart: 'Flowchart', table: 'Table', formula: 'Formula', text: 'Text', code: 'Code', page: 'Page', empty: 'Nothing to read' };

/** @throws RangeError when `picture` is no base64 `data:` URI of an image. */
export function answerToHtml(answer: Answer, parts: PageParts = {}): string {
  if (parts.picture !== undefined && !/^data:image\/(png|jpeg|gif|webp|bmp|svg\+xml);base64,[A-Za-z0-9+/]+=*$/.test(parts.picture)) {
    throw new RangeError('The picture of a page must be a base64 data: URI of an image.');
  }
  const alt = altSentence(answer) ?? kinds[answer.kind];
  const title = escapeHtml(answer.picture.name);
  const pictures = [
    ...(parts.picture === undefined ? [] : [pictureFigure(answer, parts.picture, alt)]),
    ...(parts.drawing === undefined ? [] : [drawingFigure(parts.drawing, alt)]),
  ];
  return `${pageHead(title, pointing(answer))}
<body>
<header><h1>${title}</h1><p>${kinds[answer.kind]}, ${answer.picture.width} × ${answer.picture.height} pixels</p></header>
<main${pictures.length > 0 && answer.picture.height > answer.picture.width ? ' class="beside"' : ''}>
${pictures.length === 0 ? '' : `<div class="pictures">\n${pictures.join('\n')}\n</div>\n`}<div class="words">
${explanation(answer.explanation)}${doubts(answer)}${answer.segments.map(drawnTable).join('')}${answer.segments.map(source).join('')}${section('Notes', answer.notes.map((note) => `<li>${escapeHtml(note)}</li>`))}</div>
</main>
<footer>${footer(answer)}</footer>
</body>
</html>
`;
}

/** Text for element content and for quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character).replace(/\p{Cs}|\0/gu, '\uFFFD');
}

function pictureFigure({ picture, regions }: Answer, uri: string, alt: string): string {
  const rects = regions.map(({ id, box, text, confidence }) =>
    `<rect id="r${id}"${confidence < doubtThreshold ? ' class="doubt"' : ''} x="${number(box.x)}" y="${number(box.y)}" width="${number(box.width)}" height="${number(box.height)}"><title>${text === undefined ? 'shape without text' : escapeHtml(text)} (${percent(confidence)})</title></rect>`);
  return `<figure><div class="sheet"><img src="${uri}" width="${picture.width}" height="${picture.height}" alt="${escapeHtml(alt)}">
<svg class="regions" viewBox="0 0 ${picture.width} ${picture.height}" preserveAspectRatio="none" aria-hidden="true">
${rects.join('\n')}
</svg></div><figcaption>The picture, with what was read in it. Dashed: to be checked.</figcaption></figure>`;
}

function drawingFigure(svg: string, alt: string): string {
  // Labels in Mermaid's SVG are HTML, and an image must be XML: these are the two things in which they differ there.
  const xml = svg.replace(/<(br|hr|img|input)\b([^>]*?)\s*\/?>/g, '<$1$2/>').replace(/&nbsp;/g, '&#160;').replace(/\p{Cs}/gu, '\uFFFD');
  const uri = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(xml).replace(/'/g, '%27')}`;
  return `<figure class="drawing"><div class="sheet"><img src="${uri}" alt="Drawn again from the source: ${escapeHtml(alt)}"></div><figcaption>Drawn again from the source below.</figcaption></figure>`;
}

function explanation(sentences: readonly Sentence[]): string {
  return section('What it shows', sentences.map(({ text }, index) => `<li id="s${index}">${escapeHtml(text)}</li>`));
}

function doubts({ doubts: all, regions }: Answer): string {
  return section('Check again', all.map(({ text, regions: places }, index) => {
    const place = places.find((id) => regions.some((region) => region.id === id));
    return `<li id="d${index}">${escapeHtml(text)}${place === undefined ? '' : ` <a href="#r${place}">show</a>`}</li>`;
  }));
}

function source(segment: Segment, index: number): string {
  let at = 0;
  let html = '';
  segment.spans.forEach((span, place) => {
    // A span that overlaps the one before it cannot be an element of its own.
    if (span.start < at || span.end > segment.source.length || span.end <= span.start) return;
    html += `${escapeHtml(segment.source.slice(at, span.start))}${piece(segment, span, `p${index}-${place}`)}`;
    at = span.end;
  });
  html += escapeHtml(segment.source.slice(at));
  const title = segment.tag === 'mermaid' ? 'Mermaid source' : segment.tag === 'table' ? 'HTML source' : segment.tag === 'latex' ? 'LaTeX source' : segment.tag === 'code' ? 'Code' : 'Text';
  return `<section>\n<h2>${title}</h2>\n<pre tabindex="0">${html}</pre>\n</section>\n`;
}

/** The table itself. Written anew from the typed table, in which every text is escaped: an answer's source may come from anywhere. */
function drawnTable({ table }: Segment, index: number): string {
  if (table === undefined || table.cells.length === 0) return '';
  const { source: text, spans } = writeHtmlTable(table);
  let at = 0;
  let html = '';
  spans.forEach(({ start, end, confidence }, place) => {
    const doubt = confidence < doubtThreshold;
    html += `${text.slice(at, start)}<span id="t${index}-${place}" class="piece${doubt ? ' doubt' : ''}"${doubt ? ` title="${percent(confidence)}"` : ''}>${text.slice(start, end)}</span>`;
    at = end;
  });
  return `<section>\n<h2>Table</h2>\n<div class="table" tabindex="0">\n${html}${text.slice(at)}</div>\n</section>\n`;
}

function piece({ source: text }: Segment, { start, end, confidence }: Span, id: string): string {
  const doubt = confidence < doubtThreshold;
  return `<span id="${id}" class="piece${doubt ? ' doubt' : ''}"${doubt ? ` title="${percent(confidence)}"` : ''}>${escapeHtml(text.slice(start, end))}</span>`;
}

/** Pointing at a sentence, a doubt or a line of the source lights up its places in the picture, by style alone. */
function pointing({ explanation: sentences, doubts: listed, segments, regions }: Answer): string {
  const known = new Set(regions.map(({ id }: Region) => id));
  const rule = (id: string, places: readonly number[]): string => {
    const targets = places.filter((place) => known.has(place)).map((place) => `#r${place}`);
    return targets.length === 0 ? '' : `body:has(#${id}:hover) :is(${targets.join(', ')}) { fill: var(--accent); fill-opacity: .22; stroke-opacity: 1; stroke-width: 2.5; }\n`;
  };
  return [
    ...sentences.map(({ regions: places }, index) => rule(`s${index}`, places)), ...listed.map(({ regions: places }, index) => rule(`d${index}`, places)),
    ...segments.flatMap(({ spans }, index) => spans.map(({ regions: places }, place) => rule(`p${index}-${place}`, places))),
    ...segments.flatMap(({ table }, index) => (table === undefined ? [] : writeHtmlTable(table).spans.map(({ regions: places }, place) => rule(`t${index}-${place}`, places)))),
  ].join('');
}

function section(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `<section>\n<h2>${title}</h2>\n<ul>\n${items.join('\n')}\n</ul>\n</section>\n`;
}

function footer({ model, picture, timings }: Answer): string {
  const stages = timings.map(({ stage, ms }) => `${stage} ${Math.round(ms)} ms`);
  const parts = [`Read by ${model.name} ${model.version} (${model.provider}) from ${picture.fed.width} × ${picture.fed.height} pixels`, ...(stages.length === 0 ? [] : [stages.join(', ')])];
  return escapeHtml(`${parts.join('; ')}.`);
}

/** A finite number as SVG writes it, to a hundredth of a pixel. */
function number(value: number): string {
  return String(Number.isFinite(value) ? Math.round(value * 100) / 100 : 0);
}
