import type { Box, Region } from '../../../answer/types.js';
import type { Calibration, ProposalSpec } from '../../package/manifest.js';
import type { Prepared } from '../../picture/prepare.js';
import type { FloatTensor } from '../../runtime/graph.js';
import type { TextLine } from '../family.js';
import { calibrate, sigmoid } from './confidence.js';

/** Corners in fed pixels: x0, y0, x1, y1. */
export type Corners = readonly [number, number, number, number];

export const TEXT_LINE = 0;
export const PROPOSAL = 1;
export const PAD = 2;

/** A region as the model is told it, and as people see it. */
export interface Candidate { readonly corners: Corners; readonly kind: number; readonly region: Omit<Region, 'id'> }

/** Stride of the dense maps in fed pixels, and which map is which. */
const STRIDE = 8;
const INTERIOR = 0;
const CENTRE = 5;
const MAPS = 6;

export function textCandidates(lines: readonly TextLine[], { scaleX, scaleY }: Prepared, calibration: Calibration): Candidate[] {
  return lines.map(({ box, text, confidence }) => ({
    corners: [box.x * scaleX, box.y * scaleY, (box.x + box.width) * scaleX, (box.y + box.height) * scaleY],
    kind: TEXT_LINE,
    region: { box, text, confidence: calibrate(confidence, calibration) },
  }));
}

/** Nodes without text: connected interiors that hold a centre and no line of text (docs/model-package.md, "Proposals"). */
export function proposals(maps: FloatTensor, texts: readonly Candidate[], prepared: Prepared, spec: ProposalSpec): Candidate[] {
  const [height, width] = [maps.dims[2] ?? 0, maps.dims[3] ?? 0];
  const plane = width * height;
  if (maps.data.length !== plane * MAPS) throw new Error(`the maps are ${maps.dims.join(' x ')}, not 1 x ${MAPS} x H x W`);
  const interior = maps.data.subarray(INTERIOR * plane, (INTERIOR + 1) * plane);
  const centre = maps.data.subarray(CENTRE * plane, (CENTRE + 1) * plane);
  const found = components(width, height, (i) => sigmoid(interior[i] ?? 0) > spec.interior)
    .map(({ cells, corners: [x0, y0, x1, y1] }) => ({
      confidence: sigmoid(cells.reduce((most, i) => Math.max(most, centre[i] ?? -Infinity), -Infinity)),
      corners: [x0 * STRIDE, y0 * STRIDE, Math.min(x1 * STRIDE, prepared.fed.width), Math.min(y1 * STRIDE, prepared.fed.height)] as const,
    }))
    .filter(({ confidence, corners }) => confidence > spec.centre && corners[2] > corners[0] && corners[3] > corners[1] && !texts.some((text) => holdsCentre(corners, text.corners)))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, spec.most);
  return found.map(({ corners, confidence }) => ({ corners, kind: PROPOSAL, region: { box: toOriginal(corners, prepared), confidence } }));
}

/** By rows of 12 fed pixels, then from left to right: the order that the model was trained with. */
export function inReadingOrder(candidates: readonly Candidate[]): Candidate[] {
  const row = ({ corners }: Candidate): number => Math.floor((corners[1] + corners[3]) / 2 / 12 + 0.5);
  return [...candidates].sort((a, b) => row(a) - row(b) || a.corners[0] - b.corners[0]);
}

function holdsCentre([x0, y0, x1, y1]: Corners, inner: Corners): boolean {
  const [x, y] = [(inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2];
  return x0 <= x && x <= x1 && y0 <= y && y <= y1;
}

function toOriginal([x0, y0, x1, y1]: Corners, { scaleX, scaleY }: Prepared): Box {
  return { x: x0 / scaleX, y: y0 / scaleY, width: (x1 - x0) / scaleX, height: (y1 - y0) / scaleY };
}

/** 4-connected cells for which `inside` holds, with their half-open corners in cells. */
export function components(width: number, height: number, inside: (index: number) => boolean): { readonly cells: readonly number[]; readonly corners: Corners }[] {
  const seen = new Uint8Array(width * height);
  const found = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] === 1 || !inside(start)) continue;
    const cells = [start];
    seen[start] = 1;
    let [x0, y0, x1, y1] = [width, height, 0, 0];
    for (const cell of cells) { // grows while it is walked
      const [x, y] = [cell % width, Math.floor(cell / width)];
      [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x + 1), Math.max(y1, y + 1)];
      for (const next of [x > 0 ? cell - 1 : -1, x + 1 < width ? cell + 1 : -1, cell - width, cell + width]) {
        if (next < 0 || next >= seen.length || seen[next] === 1 || !inside(next)) continue;
        seen[next] = 1;
        cells.push(next);
      }
    }
    found.push({ cells, corners: [x0, y0, x1, y1] as const });
  }
  return found;
}
