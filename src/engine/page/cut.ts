import type { TextLine } from '../families/family.js';
import { cut, inkBox, within } from '../picture/area.js';
import type { Picture } from '../picture/decode.js';
import { median } from '../picture/prepare.js';
import type { Router } from '../readers/route.js';
import type { Task } from '../task.js';
import { flowsOf } from './columns.js';
import { numbered, segmentsOf } from './flow.js';
import type { Numbered } from './flow.js';
import { clustersOf } from './graphics.js';
import { partsOf } from './ink.js';
import { clusterPrior, likeliest, nameOf } from './name.js';
import { aroundAll, boxOf, edgesOf, shareIn } from './types.js';
import type { Block, BlockKind, Edges } from './types.js';

interface Piece extends Edges { readonly kind: BlockKind; readonly confidence: number; readonly lines: readonly number[] }
/** What a column is made of: lines that are still to be divided, and pieces that are known. */
type Part = (Numbered & { readonly text: string; readonly piece?: undefined }) | (Piece & { readonly text?: undefined; readonly piece: true });

/** Text that is so likely text is not shown to the router. */
const CERTAIN = 0.85;
/** Paper around a crop for the router, in heights of a line. */
const MARGIN = 0.4;
const number = /^[([]\d{1,3}(?:\.\d{1,3})?[\])]$/;

/**
 * Cuts a page into blocks in reading order. Ink that stands together and lines that are not set as prose are candidates, which the router names; what is left is text,
 * and text that nothing interrupts is one block.
 * @param lines of the whole page, with boxes in original pixels
 * @throws EngineFailure `cancelled`
 */
export async function cutPage(picture: Picture, lines: readonly TextLine[], router: Router, task: Task): Promise<readonly Block[]> {
  const height = Math.max(4, median(lines.map(({ box }) => box.height)) || 0.03 * Math.max(picture.width, picture.height));
  const page = { left: 0, top: 0, right: picture.width, bottom: picture.height };
  const clusters = clustersOf(await partsOf(picture, lines, height), lines, height, page);
  await task.breathe();
  const pieces: Piece[] = [];
  for (const cluster of clusters) {
    const { kind, confidence } = await nameOf(picture, cluster, cluster.lines.map((i) => lines[i] as TextLine), clusterPrior(cluster, lines, height), router, MARGIN * height, task);
    // Code is where its words are, not where its card ends.
    const words = kind === 'code' ? aroundAll(cluster.lines.map((i) => edgesOf((lines[i] as TextLine).box))) : undefined;
    const { left, top, right, bottom } = words ?? cluster;
    if (kind !== 'text') pieces.push({ kind, confidence, lines: cluster.lines, left, top, right, bottom });
  }
  const taken = new Set(pieces.flatMap((piece) => piece.lines));
  const free = numbered(lines).filter((line) => !taken.has(line.index) && !pieces.some((piece) => shareIn(line, piece) > 0.6));
  const parts: Part[] = [...free.map((line) => ({ ...line, text: line.line.text })), ...pieces.map((piece) => ({ ...piece, piece: true as const }))];
  const blocks: Piece[] = [];
  for (const flow of flowsOf(parts, height)) blocks.push(...joined(await divided(flow, picture, lines, router, height, task), height));
  return blocks.map(({ kind, confidence, lines: members, ...edges }) => ({ kind, confidence, lines: members, box: boxOf(edges) }));
}

/** The pieces of one column, top to bottom. */
async function divided(flow: readonly Part[], picture: Picture, lines: readonly TextLine[], router: Router, height: number, task: Task): Promise<Piece[]> {
  const out: Piece[] = [];
  let open: Numbered[] = [];
  const close = async (): Promise<void> => {
    const segments = open.length === 0 ? [] : segmentsOf(open, height);
    open = [];
    for (const segment of segments) {
      const members = segment.lines.map(({ line }) => line);
      const { kind, confidence } = segment.prior.text >= CERTAIN ? likeliest(segment.prior) : await nameOf(picture, segment, members, segment.prior, router, MARGIN * height, task);
      out.push({ kind, confidence, lines: segment.lines.map(({ index }) => index), left: segment.left, top: segment.top, right: segment.right, bottom: segment.bottom });
    }
  };
  for (const part of flow) {
    if (part.piece === undefined) { open.push(part); continue; }
    await close();
    out.push(part);
  }
  await close();
  return out.map((piece, i) => (piece.kind === 'formula' ? whole(piece, out[i - 1], out[i + 1], picture, lines, height) : piece));
}

/** A formula with all its ink: text readers miss large signs, bars and what stands above and below. Its number is left out. */
function whole(piece: Piece, above: Piece | undefined, below: Piece | undefined, picture: Picture, lines: readonly TextLine[], height: number): Piece {
  const members = piece.lines.map((i) => ({ index: i, line: lines[i] as TextLine }));
  const numbers = members.filter(({ line }) => number.test(line.text.trim()));
  const kept = members.length > numbers.length ? members.filter(({ line }) => !number.test(line.text.trim())) : members;
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
