import type { Region } from '../../../answer/types.js';
import { Grammar } from '../../decoding/next.js';
import { readSeen } from '../../decoding/seen.js';
import type { Seen } from '../../decoding/seen.js';
import { readVocabulary } from '../../decoding/vocabulary.js';
import type { Vocabulary } from '../../decoding/vocabulary.js';
import { write } from '../../decoding/write.js';
import type { GraphName, Manifest, PictureSpec } from '../../package/manifest.js';
import type { Picture } from '../../picture/decode.js';
import { prepare, scaleFor } from '../../picture/prepare.js';
import type { Prepared } from '../../picture/prepare.js';
import { floats, integers, output } from '../../runtime/graph.js';
import type { Graph } from '../../runtime/graph.js';
import type { Task } from '../../task.js';
import type { Model, ReadHooks, Reading, TextLine } from '../family.js';
import { certainty, likeliest } from './confidence.js';
import { DiagramBuilder } from './diagram.js';
import { groupsOf, rolesOf } from './groups.js';
import { PAD, inReadingOrder, proposals, textCandidates } from './regions.js';
import type { Candidate } from './regions.js';

/** A second look that is less than this many times closer would see the same. */
const CLOSER = 1.1;

/** Unrender's own family: vision, resampler with region tokens, decoder with gated cross-attention and pointers. */
export class Flamingo implements Model {
  private readonly words: Vocabulary;

  /** Owns the graphs. */
  constructor(private readonly graphs: Readonly<Record<GraphName, Graph>>, private readonly manifest: Manifest) {
    this.words = readVocabulary(manifest);
  }

  /** Looks a second time, closer, where it is unsure of what it saw: lines and arrowheads in small print are lost at the usual scale. */
  async read(picture: Picture, lines: readonly TextLine[], task: Task, hooks: ReadHooks): Promise<Reading> {
    const { secondLook, picture: spec } = this.manifest;
    const first = await this.readAt(picture, lines, spec, task, hooks);
    if (secondLook === undefined || first.kind !== 'flowchart' || certainty(first.diagram) >= secondLook.below) return first;
    const closer = { ...spec, textHeight: secondLook.textHeight };
    const heights = lines.map(({ box }) => box.height);
    if (scaleFor(picture.width, picture.height, heights, closer) < CLOSER * scaleFor(picture.width, picture.height, heights, spec)) return first;
    // The first reading stays on show until the second has proved better.
    const second = await this.readAt(picture, lines, closer, task, { fed: () => {}, regions: () => {}, partial: () => {} });
    if (second.kind !== 'flowchart' || certainty(second.diagram) <= certainty(first.diagram)) return first;
    hooks.fed(second.fed);
    hooks.regions(second.regions);
    return second;
  }

  private async readAt(picture: Picture, lines: readonly TextLine[], spec: PictureSpec, task: Task, hooks: ReadHooks): Promise<Reading> {
    const { candidates, prepared, seen } = await task.timed('look', () => this.look(picture, lines, spec, task, hooks));
    const regions: readonly Region[] = candidates.map(({ region }, id) => ({ id, ...region }));
    const fed = prepared.fed;
    const kinds = this.manifest.kinds;
    const roles = rolesOf(seen, this.words.roles).slice(0, candidates.length);
    const groups = groupsOf(seen, roles, regions);
    const builder = new DiagramBuilder(groups, regions, this.words, this.manifest.calibration);
    if (kinds[likeliest(seen.kind, 0, kinds.length).index] !== 'flowchart' || builder.diagram(true).nodes.length === 0) {
      // Proposals mean something in a flowchart only.
      const texts = regions.filter(({ text }) => text !== undefined);
      hooks.regions(texts);
      return { kind: 'other', fed, regions: texts };
    }
    const kept = regions.filter(({ id }) => roles[id]?.name !== 'noise');
    hooks.regions(kept);
    await task.timed('write', () => this.write(seen, roles.map(({ name }) => name), builder, task, hooks));
    return { kind: 'flowchart', fed, regions: kept, diagram: builder.diagram(true) };
  }

  async dispose(): Promise<void> {
    await Promise.all(Object.values(this.graphs).map((graph) => graph.dispose()));
  }

  private async look(picture: Picture, lines: readonly TextLine[], spec: PictureSpec, task: Task, hooks: ReadHooks): Promise<{ candidates: readonly Candidate[]; prepared: Prepared; seen: Seen }> {
    task.progress('look', 0, 2);
    const prepared = await prepare(picture, lines.map(({ box }) => box.height), spec);
    hooks.fed(prepared.fed);
    await task.breathe();
    const vision = await this.graphs.vision.run({ pixels: floats(prepared.pixels, 1, 1, prepared.height, prepared.width) });
    task.progress('look', 1, 2);
    await task.breathe();
    const maps = output(vision, 'maps');
    const texts = textCandidates(lines, prepared, this.manifest.calibration.texts);
    const candidates = inReadingOrder([...texts, ...proposals(maps, texts, prepared, this.manifest.proposals)]);
    // The graph wants at least one region.
    const boxes = candidates.length === 0 ? [0, 0, 8, 8] : candidates.flatMap(({ corners }) => corners);
    const kinds = candidates.length === 0 ? [PAD] : candidates.map(({ kind }) => kind);
    const seen = readSeen(await this.graphs.resampler.run({
      features: output(vision, 'features'), dense: output(vision, 'dense'), maps,
      boxes: floats(Float32Array.from(boxes), 1, kinds.length, 4), kinds: integers(kinds, 1, kinds.length),
    }));
    task.progress('look', 2, 2);
    return { candidates, prepared, seen };
  }

  private async write(seen: Seen, roles: readonly string[], builder: DiagramBuilder, task: Task, hooks: ReadHooks): Promise<void> {
    const { decoder, evidence } = this.manifest;
    const grammar = new Grammar(this.words, seen, evidence, roles);
    let steps = 0;
    for await (const token of write(this.graphs.decoder, decoder, this.words, [{ visual: seen.visual }], grammar, () => task.breathe())) {
      task.progress('write', ++steps, 0);
      if (builder.push(token)) hooks.partial(builder.diagram(false));
    }
  }
}
