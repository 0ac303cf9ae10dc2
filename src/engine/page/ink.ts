/** What stands on a page besides text: connected ink outside text lines, in original pixels. */
import type { TextLine } from '../families/family.js';
import { resize } from '../picture/scale.js';
import type { Pixels } from '../picture/scale.js';
import { around, edgesOf } from './types.js';
import type { Edges } from './types.js';

/**
 * A connected piece of ink. `fill`: share of its box that is inked; `rim`: share of its ink that lies along the box's edges or on its rules;
 * `rules`: middles of the bands inside that are inked from edge to edge.
 */
export interface Part extends Edges { readonly fill: number; readonly rim: number; readonly rules: readonly number[] }

/** What differs this far from the background (0..255) is ink: the tint of a block of code on white is 8 to 16, noise of JPEG up to 12. */
const INK = { clean: 8, noisy: 12 } as const;
/** Paper is noisy that has more uneven pixels than this for each of ink: about 0.3 in pictures without loss, 0.9 in JPEG. */
const UNEVEN = 0.55;
/** Height of a line in the map that is looked at, and how large the map may be. */
const LINE = 10;
const MOST_PIXELS = 1_500_000;
/** In heights of a line: what is larger stands for itself; a dash is no thicker. */
const LARGE = 0.8;
const DASH = 0.4;
const FEWEST_DASHES = 5;
/** Bounds for pictures of noise: the largest parts are kept, dashes given up. */
const MOST_PARTS = 3000;
const MOST_DASHES = 4000;

/** @param height of a typical line */
export async function partsOf(picture: Pixels, lines: readonly TextLine[], height: number): Promise<Part[]> {
  const scale = Math.min(1, LINE / height, Math.sqrt(MOST_PIXELS / (picture.width * picture.height)));
  const [width, rows] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))];
  const values = distanceToPaper((await resize(picture, width, rows, 'linear')).rgb);
  const found = components(values, width, rows, isNoisy(values) ? INK.noisy : INK.clean).map((part) => ({ ...part, left: part.left / scale, right: part.right / scale, top: part.top / scale, bottom: part.bottom / scale, rules: part.rules.map((y) => y / scale) }));
  const texts = lines.map(({ box }) => edgesOf(box));
  const outside = (part: Part): boolean => !texts.some((text) => isLetter(part, text));
  const large = found.filter((part) => longest(part) > LARGE * height);
  const area = ({ left, top, right, bottom }: Part): number => (right - left) * (bottom - top);
  const kept = (large.length > MOST_PARTS ? large.sort((a, b) => area(b) - area(a)).slice(0, MOST_PARTS) : large).filter(outside);
  const dashes = found.filter((part) => longest(part) <= LARGE * height && shortest(part) < DASH * height);
  return dashes.length > MOST_DASHES ? kept : [...kept, ...dashedLines(dashes.filter(outside), height)];
}

function longest({ left, top, right, bottom }: Edges): number {
  return Math.max(right - left, bottom - top);
}

function shortest({ left, top, right, bottom }: Edges): number {
  return Math.min(right - left, bottom - top);
}

/** Dashes and dots in a row or under each other as one thin part. */
function dashedLines(dashes: readonly Part[], height: number): Part[] {
  // Signs under each other, as underscores in code, lie across their chain.
  const upright = dashes.filter(({ left, right, top, bottom }) => right - left < 1.5 * (bottom - top));
  const flat = dashes.filter(({ left, right, top, bottom }) => bottom - top < 1.5 * (right - left));
  return [...chains(upright, height, ({ left, right, top, bottom }) => ({ across: (left + right) / 2, from: top, to: bottom })), ...chains(flat, height, ({ left, right, top, bottom }) => ({ across: (top + bottom) / 2, from: left, to: right }))]
    .map((members) => ({ ...members.map(({ left, top, right, bottom }) => ({ left, top, right, bottom })).reduce(around), fill: 0.5, rim: 1, rules: [] }));
}

function chains(dashes: readonly Part[], height: number, place: (part: Part) => { readonly across: number; readonly from: number; readonly to: number }): Part[][] {
  const step = 0.15 * height;
  const tracks = new Map<number, Part[]>();
  for (const dash of dashes) {
    const track = Math.round(place(dash).across / step);
    tracks.set(track, [...(tracks.get(track) ?? []), dash]);
  }
  return [...tracks.values()].flatMap((members) => {
    const out: Part[][] = [];
    for (const dash of members.sort((a, b) => place(a).from - place(b).from)) {
      const last = out.at(-1)?.at(-1);
      if (last !== undefined && place(dash).from - place(last).to < 0.8 * height) out.at(-1)?.push(dash); else out.push([dash]);
    }
    return out.filter((chain) => chain.length >= FEWEST_DASHES);
  });
}

/** A letter, an underline, the ground of a word: inside a line, and hardly larger. */
function isLetter(part: Edges, { left, top, right, bottom }: Edges): boolean {
  const reach = 0.35 * (bottom - top);
  return part.left > left - reach && part.right < right + reach && part.top > top - reach && part.bottom < bottom + reach;
}

/** Largest channel difference to the commonest colour: a mean of like colours would lie between white paper and a faint ground. */
function distanceToPaper(rgb: Uint8Array): Uint8Array {
  const counts = new Map<number, number>();
  let paper = 0xffffff, most = 0;
  for (let i = 0; i < rgb.length; i += 3) {
    const colour = ((rgb[i] ?? 0) << 16) | ((rgb[i + 1] ?? 0) << 8) | (rgb[i + 2] ?? 0);
    const count = (counts.get(colour) ?? 0) + 1;
    counts.set(colour, count);
    if (count > most) [paper, most] = [colour, count];
  }
  const [r, g, b] = [paper >> 16, (paper >> 8) & 255, paper & 255];
  return Uint8Array.from({ length: rgb.length / 3 }, (_, i) => Math.max(Math.abs((rgb[3 * i] ?? 0) - r), Math.abs((rgb[3 * i + 1] ?? 0) - g), Math.abs((rgb[3 * i + 2] ?? 0) - b)));
}

/** Whether lossy compression has left its traces on the paper. */
function isNoisy(values: Uint8Array): boolean {
  let uneven = 0, ink = 0;
  for (let i = 0; i + 1 < values.length; i++) {
    const [here = 0, next = 0] = [values[i], values[i + 1]];
    if (here >= 32) ink++;
    else if (here < 16 && next < 16 && here !== next) uneven++;
  }
  return uneven > UNEVEN * ink;
}

/** 8-connected pieces of the pixels from `least` on, by runs. */
export function components(values: Uint8Array, width: number, height: number, least: number = INK.noisy): Part[] {
  const starts: number[] = [], ends: number[] = [], rows: number[] = [], parent: number[] = [];
  const find = (run: number): number => {
    let at = run;
    while (parent[at] !== at) at = parent[at] = parent[parent[at] ?? 0] ?? 0;
    return at;
  };
  let above = 0, row = 0;
  for (let y = 0; y < height; y++) {
    const first = row;
    let upper = above;
    for (let x = 0; x < width; x++) {
      if ((values[y * width + x] ?? 0) < least) continue;
      const start = x;
      while (x < width && (values[y * width + x] ?? 0) >= least) x++;
      const run = parent.length;
      starts.push(start); ends.push(x); rows.push(y); parent.push(run);
      while (upper < first && (ends[upper] ?? 0) < start) upper++;
      for (let other = upper; other < first && (starts[other] ?? 0) <= x; other++) parent[find(run)] = find(other);
    }
    above = first;
    row = parent.length;
  }
  const pieces = new Map<number, { left: number; top: number; right: number; bottom: number; pixels: number; runs: number[] }>();
  for (let run = 0; run < parent.length; run++) {
    const [left = 0, right = 0, y = 0] = [starts[run], ends[run], rows[run]];
    const root = find(run);
    const piece = pieces.get(root);
    if (piece === undefined) pieces.set(root, { left, right, top: y, bottom: y + 1, pixels: right - left, runs: [run] });
    else {
      Object.assign(piece, { left: Math.min(piece.left, left), right: Math.max(piece.right, right), bottom: Math.max(piece.bottom, y + 1), top: Math.min(piece.top, y), pixels: piece.pixels + right - left });
      piece.runs.push(run);
    }
  }
  return [...pieces.values()].map(({ left, top, right, bottom, pixels, runs }) => {
    const inked = new Map<number, number>();
    for (const run of runs) inked.set(rows[run] ?? 0, (inked.get(rows[run] ?? 0) ?? 0) + (ends[run] ?? 0) - (starts[run] ?? 0));
    const isRule = (y: number): boolean => (inked.get(y) ?? 0) >= RULE * (right - left);
    const inside = runs.reduce((sum, run) => {
      const [start = 0, end = 0, y = 0] = [starts[run], ends[run], rows[run]];
      return y < top + RIM || y >= bottom - RIM || isRule(y) ? sum : sum + Math.max(0, Math.min(end, right - RIM) - Math.max(start, left + RIM));
    }, 0);
    return { left, top, right, bottom, fill: pixels / ((right - left) * (bottom - top)), rim: 1 - inside / pixels, rules: bands([...inked.keys()].filter((y) => y >= top + RIM && y < bottom - RIM && isRule(y))) };
  });
}

/** Middles of runs of neighbouring rows. */
function bands(ys: readonly number[]): number[] {
  const out: [number, number][] = [];
  for (const y of [...ys].sort((a, b) => a - b)) {
    const last = out.at(-1);
    if (last !== undefined && y <= last[1] + 1) last[1] = y; else out.push([y, y]);
  }
  return out.map(([from, to]) => (from + to + 1) / 2);
}

/** Pixels of the map that count as a rim. */
const RIM = 4;
/** A row is a rule that is inked over this share of the width. */
const RULE = 0.92;
