/** Mermaid source -> a clean SVG element. The source may be hostile: it was read from a picture or typed by anyone. */
import DOMPurify from 'dompurify';
import { diagramOf, readDatabase, type FlowDatabase } from '../../src/answer/mermaidGraph.js';
import type { Diagram } from '../../src/answer/types.js';
import { l10n } from '../l10n.js';
import type { DiagramTheme } from './theme.js';
import { originalLine } from './lines.js';

/** `line` (from 1) is where in the source the mistake is, where Mermaid could tell. */
export class DrawError extends Error {
  constructor(message: string, readonly line?: number) { super(message); }
}

/** Longer sources take Mermaid many seconds on the page's only thread. */
export const drawable = { characters: 50_000, edges: 500, milliseconds: 15_000 } as const;

/** Keys that a diagram's own `%%{init}%%` or front matter must not set; Mermaid's default list lets several of these through. */
const secure = [
  'secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'suppressErrorRendering', 'maxEdges', 'htmlLabels', 'flowchart', 'dompurifyConfig',
  'themeCSS', 'fontFamily', 'altFontFamily', 'themeVariables', 'theme', 'look', 'layout', 'elk', 'darkMode', 'logLevel', 'legacyMathML',
  'forceLegacyMathML', 'deterministicIds', 'deterministicIDSeed', 'wrap', 'fontSize', 'markdownAutoWrap', 'arrowMarkerAbsolute', 'handDrawnSeed',
];

let mermaidModule: Promise<typeof import('mermaid')> | undefined;
let queue: Promise<unknown> = Promise.resolve();
let serial = 0;

/**
 * Draws one source at a time, in the order of the calls (Mermaid keeps global state). The SVG carries no script, link, image or foreign HTML.
 * Throws DrawError for a source that does not parse, is too large or takes too long.
 */
export function draw(source: string, theme: DiagramTheme): Promise<SVGSVGElement> {
  const turn = queue.then(() => drawNow(source, theme));
  queue = turn.catch(() => undefined);
  return turn;
}

async function drawNow(source: string, theme: DiagramTheme): Promise<SVGSVGElement> {
  if (source.trim() === '') throw new DrawError(l10n.t('There is no source to draw.'));
  if (source.length > drawable.characters) {
    throw new DrawError(l10n.t('The source is too large to draw here ({0} characters, at most {1}). Copy or save it instead.', source.length, drawable.characters));
  }
  const scratch = document.createElement('div');
  scratch.className = 'scratch';
  scratch.setAttribute('aria-hidden', 'true');
  document.body.append(scratch);
  try {
    return await withinTime(render(source, theme, scratch));
  } catch (error) {
    throw asDrawError(error, source);
  } finally {
    scratch.remove();
  }
}

async function render(source: string, theme: DiagramTheme, scratch: HTMLElement): Promise<SVGSVGElement> {
  // Loaded on first use: a page that shows text or an error never pays for it.
  const { default: mermaid } = await (mermaidModule ??= import('mermaid'));
  mermaid.initialize({
    startOnLoad: false, securityLevel: 'strict', secure, suppressErrorRendering: true, maxTextSize: drawable.characters, maxEdges: drawable.edges,
    // SVG text instead of HTML labels: no HTML from a label reaches the page, and the exported file shows its text in every viewer.
    htmlLabels: false, flowchart: { htmlLabels: false, useMaxWidth: false, wrappingWidth: 320 },
    layout: 'dagre', look: 'classic', theme: 'base', darkMode: theme.dark, fontFamily: theme.font, themeVariables: { ...theme.variables, darkMode: theme.dark },
  });
  await mermaid.parse(source);
  serial += 1;
  const { svg } = await mermaid.render(`unrender-${serial}`, source, scratch);
  return clean(svg);
}

/** The graph of a source that Mermaid accepts. Rejects for one that it does not. */
export function graphOf(source: string): Promise<Diagram> {
  const turn = queue.then(async () => {
    if (source.length > drawable.characters) throw new DrawError(l10n.t('There is no source to draw.'));
    const { default: mermaid } = await (mermaidModule ??= import('mermaid'));
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(source);
    return diagramOf(readDatabase(db as unknown as FlowDatabase));
  });
  queue = turn.catch(() => undefined);
  return turn;
}

/** Links go (their content stays): a diagram in a panel leads nowhere. */
function clean(svg: string): SVGSVGElement {
  const fragment = DOMPurify.sanitize(svg, {
    USE_PROFILES: { svg: true, svgFilters: true }, RETURN_DOM_FRAGMENT: true, FORBID_TAGS: ['a', 'image', 'feImage', 'foreignObject', 'use', 'animate', 'set'],
  });
  const element = fragment.querySelector('svg');
  if (!element) throw new DrawError(l10n.t('Mermaid drew nothing for this source.'));
  return document.importNode(element, true);
}

/** The page stays usable when Mermaid waits for something that never comes; what blocks the thread is kept off by the size bounds. */
function withinTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new DrawError(l10n.t('Drawing took longer than {0} seconds and was given up. The source is still there to copy or save.', drawable.milliseconds / 1000)));
    }, drawable.milliseconds);
    work.then(resolve, reject).finally(() => { clearTimeout(timer); });
  });
}

function asDrawError(error: unknown, source: string): DrawError {
  if (error instanceof DrawError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const found = /(?:on|at) line (\d+)/i.exec(message)?.[1];
  if (found === undefined) return new DrawError(firstLines(message));
  const line = originalLine(source, Number(found));
  return new DrawError(firstLines(message.replace(/(?:Parse|Lexical) error on line \d+[:.]?\s*/i, '')), line);
}

/** Mermaid prints the source around the mistake, an arrow and a list of tokens; people need the arrow's place and what was found. */
function firstLines(message: string): string {
  const got = /Expecting .*?, got '?([^']+)'?$/s.exec(message)?.[1];
  if (got !== undefined) return l10n.t('Mermaid does not understand this here (unexpected {0}).', tokenName(got));
  if (/Unrecognized text/i.test(message)) return l10n.t('Mermaid does not understand this text.');
  return message.split('\n')[0]?.slice(0, 300) ?? message;
}

const tokens: Readonly<Record<string, string>> = {
  NEWLINE: l10n.t('end of the line'), EOF: l10n.t('end of the source'), SPACE: l10n.t('space'), SEMI: '“;”', STR: l10n.t('text in quotes'), NODE_STRING: l10n.t('word'), LINK: l10n.t('arrow'), START_LINK: l10n.t('arrow'),
  PS: '“(”', PE: '“)”', SQS: '“[”', SQE: '“]”', DIAMOND_START: '“{”', DIAMOND_STOP: '“}”', PIPE: '“|”', TAGEND: '“>”', TAGSTART: '“<”', UP: '“^”', AMP: '“&”', COLON: '“:”', MINUS: '“-”',
  GRAPH: '“flowchart”', subgraph: '“subgraph”', end: '“end”',
};
function tokenName(token: string): string {
  const name = token === '1' ? 'EOF' : token;
  return tokens[name] ?? `“${name}”`;
}
