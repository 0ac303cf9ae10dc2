import type { TextLine } from '../families/family.js';
import { cut, inkBox, within } from '../picture/area.js';
import type { Picture } from '../picture/decode.js';
import { median } from '../picture/prepare.js';
import type { Router } from '../readers/route.js';
import type { Task } from '../task.js';
import { flowsOf, formulaNumber } from './columns.js';
import { segmentsOf } from './flow.js';
import type { Numbered, Segment } from './flow.js';
import { regionsOf } from './frames.js';
import type { Region } from './frames.js';
import { clustersOf } from './graphics.js';
import type { Cluster } from './graphics.js';
import { partsOf } from './ink.js';
import { clusterPrior, likeliest, nameOf } from './name.js';
import { around, aroundAll, boxOf, edgesOf, shareIn } from './types.js';
import type { Block, BlockKind, Edges } from './types.js';

interface Piece extends Edges { readonly kind: BlockKind; readonly confidence: number; readonly lines: readonly number[] }
/** What a column is made of: lines that are still to be divided, pieces that are known, and frames with their own blocks. */
type Part =
  | (Numbered & { readonly text: string; readonly piece?: undefined; readonly blocks?: undefined })
  | (Piece & { readonly text?: undefined; readonly piece: true; readonly blocks?: undefined })
  | (Edges & { readonly text?: undefined; readonly piece?: undefined; readonly blocks: readonly Piece[] });

/** Text that is so likely text is not shown to the router. */
const CERTAIN = 0.85;
/** Paper around a crop for the router, in heights of a line. */
const MARGIN = 0.4;
const MOST_CALLS = 40;
/** White space above small letters and capitals that belongs to a line, in its height. */
const ASCENT = 0.12;

/** What the steps of one page share. */
interface Page { readonly picture: Picture; readonly lines: readonly TextLine[]; readonly router: Pick<Router, 'route'>; readonly height: number; readonly task: Task }

/**
 * Cuts a page into blocks in reading order. Frames that hold paragraphs are looked into. Ink that stands together and lines that are not set as prose are candidates, which the
 * router names; what is left is text, and text that nothing interrupts is one block.
 * @param lines of the whole page, with boxes in original pixels
 * @throws EngineFailure `cancelled`
 */
export async function cutPage(picture: Picture, lines: readonly TextLine[], router: Router, task: Task): Promise<readonly Block[]> {
  const height = Math.max(4, median(lines.map(({ box }) => box.height)) || 0.03 * Math.max(picture.width, picture.height));
  const edges = { left: 0, top: 0, right: picture.width, bottom: picture.height };
  const root = regionsOf(await partsOf(picture, lines, height), lines, height, edges);
  await task.breathe();
  const blocks = await blocksOf(root, { picture, lines, router: atMost(MOST_CALLS, router), height, task });
  return blocks.map(({ kind, confidence, lines: members, ...place }) => ({ kind, confidence, lines: members, box: boxOf(kind === 'text' ? withAscent(place, members, lines) : place) }));
}

/** After so many calls what the look says is all there is: a page of a thousand specks ends in time. */
function atMost(most: number, router: Router): Pick<Router, 'route'> {
  let left = most;
  return { route: async (...crop) => (left-- > 0 ? router.route(...crop) : { kind: 'page', confidence: 0, sure: false, ranking: [] }) };
}

/** Text as high as its lines are set: readers' boxes begin at the ink of the first. */
function withAscent(place: Edges, members: readonly number[], lines: readonly TextLine[]): Edges {
  const boxes = members.flatMap((i) => lines[i]?.box ?? []);
  const first = boxes.reduce((best, box) => (box.y < best.y ? box : best), boxes[0] ?? { y: 0, height: 0 });
  return { ...place, top: Math.max(0, place.top - ASCENT * first.height) };
}

/** The blocks of a page or a frame, with those of the frames in it. */
async function blocksOf(region: Region, page: Page): Promise<Piece[]> {
  const { lines, height } = page;
  const own = region.lines.map((index): Numbered => { const line = lines[index] as TextLine; return { ...edgesOf(line.box), index, line }; });
  const pieces: Piece[] = [];
  for (const cluster of clustersOf(region.parts, own, height)) {
    const piece = await pieceOf(cluster, page);
    if (piece.kind !== 'text') pieces.push(piece);
  }
  const inner: Part[] = [];
  for (const frame of region.inner) {
    const { left, top, right, bottom } = frame;
    inner.push({ left, top, right, bottom, blocks: await blocksOf(frame, page) });
  }
  const taken = new Set(pieces.flatMap((piece) => piece.lines));
  const free = own.filter((line) => !taken.has(line.index) && !pieces.some((piece) => shareIn(line, piece) > 0.6));
  const parts: Part[] = [...free.map((line) => ({ ...line, text: line.line.text })), ...pieces.map((piece) => ({ ...piece, piece: true as const })), ...inner];
  const blocks: Piece[] = [];
  for (const section of sectionsOf(parts, region.rules)) {
    for (const flow of flowsOf(section, height)) blocks.push(...await divided(flow, page));
  }
  return blocks;
}

/** What stands between the rules of a frame. */
function sectionsOf(parts: readonly Part[], rules: readonly number[]): Part[][] {
  const sections = Array.from({ length: rules.length + 1 }, (): Part[] => []);
  for (const part of parts) sections[rules.filter((y) => y < (part.top + part.bottom) / 2).length]?.push(part);
  return sections;
}

async function pieceOf(cluster: Cluster, { picture, lines, router, height, task }: Page): Promise<Piece> {
  const members = cluster.lines.map((i) => lines[i] as TextLine);
  const { kind, confidence } = await nameOf(picture, cluster, members, clusterPrior(cluster, lines, height), router, MARGIN * height, task);
  const { left, top, right, bottom } = kind === 'code' ? writingIn(cluster, members, picture, height) : cluster;
  return { kind, confidence, lines: cluster.lines, left, top, right, bottom };
}

/** Code is where its words are, not where its card ends; its ink says where words are that were not read. */
function writingIn(card: Edges, members: readonly TextLine[], picture: Picture, height: number): Edges {
  const words = aroundAll(members.map(({ box }) => edgesOf(box)));
  const area = within(picture, boxOf(card), -0.4 * height);
  const ink = area.width > height && area.height > height ? inkBox(cut(picture, area)) : undefined;
  if (words === undefined || ink === undefined) return words ?? card;
  return around(words, { left: area.x + ink.x, top: area.y + ink.y, right: area.x + ink.x + ink.width, bottom: area.y + ink.y + ink.height });
}

/** The blocks of one column, top to bottom. */
async function divided(flow: readonly Part[], page: Page): Promise<Piece[]> {
  const out: Piece[] = [];
  let open: Piece[] = [], lines: Numbered[] = [];
  const closeLines = async (): Promise<void> => {
    const segments = lines.length === 0 ? [] : segmentsOf(lines, page.height);
    lines = [];
    for (const segment of segments) open.push(await named(segment, page));
  };
  const close = async (): Promise<void> => {
    await closeLines();
    out.push(...joined(open.map((piece, i) => (piece.kind === 'formula' ? whole(piece, open[i - 1], open[i + 1], page) : piece)), page.height));
    open = [];
  };
  for (const part of flow) {
    if (part.blocks !== undefined) { await close(); out.push(...part.blocks); continue; }
    if (part.piece === undefined) { lines.push(part); continue; }
    await closeLines();
    open.push(part);
  }
  await close();
  return out;
}

async function named(segment: Segment, { picture, router, height, task }: Page): Promise<Piece> {
  const members = segment.lines.map(({ line }) => line);
  const { kind, confidence } = segment.prior.text >= CERTAIN ? likeliest(segment.prior) : await nameOf(picture, segment, members, segment.prior, router, MARGIN * height, task);
  return { kind, confidence, lines: segment.lines.map(({ index }) => index), left: segment.left, top: segment.top, right: segment.right, bottom: segment.bottom };
}

/** A formula with all its ink: text readers miss large signs, bars and what stands above and below. Its number is left out. */
function whole(piece: Piece, above: Piece | undefined, below: Piece | undefined, { picture, lines, height }: Page): Piece {
  const members = piece.lines.map((i) => ({ index: i, line: lines[i] as TextLine }));
  const numbers = members.filter(({ line }) => formulaNumber.test(line.text.trim()));
  const kept = members.length > numbers.length ? members.filter(({ line }) => !formulaNumber.test(line.text.trim())) : members;
  const core = aroundAll(kept.map(({ line }) => edgesOf(line.box))) ?? piece;
  const reach = 1.6 * height;
  const top = Math.max(piece.top - reach, above === undefined ? 0 : above.bottom + 1);
  const bottom = Math.min(piece.bottom + reach, below === undefined ? picture.height : below.top - 1);
  const right = Math.min(core.right + 2 * reach, ...(kept === members ? [] : numbers.map(({ line }) => line.box.x - 2)));
  const area = within(picture, boxOf({ left: core.left - reach, top, right, bottom: Math.max(bottom, top + 1) }));
  const ink = inkBox(cut(picture, area));
  if (ink === undefined) return piece;
  return { ...piece, left: Math.min(core.left, area.x + ink.x), top: Math.min(core.top, area.y + ink.y), right: Math.max(core.right, area.x + ink.x + ink.width), bottom: Math.max(core.bottom, area.y + ink.y + ink.height) };
}

/** Neighbours of one kind in a column are one block, but for tables and figures: two of them are two. */
function joined(pieces: readonly Piece[], height: number): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    const one = last !== undefined && last.kind === piece.kind && (piece.kind === 'text' || (piece.kind !== 'figure' && piece.top - last.bottom < height));
    if (!one) { out.push(piece); continue; }
    const edges = aroundAll([last, piece]) ?? piece;
    out[out.length - 1] = { ...last, left: edges.left, top: edges.top, right: edges.right, bottom: edges.bottom, lines: [...last.lines, ...piece.lines], confidence: Math.min(last.confidence, piece.confidence) };
  }
  return out;
}
