import type { Container, Diagram, Direction, Edge, End, FreeText, Node, Region, Stroke } from '../../../answer/types.js';
import type { LinkToken, Vocabulary } from '../../decoding/vocabulary.js';
import { isShape } from '../../decoding/vocabulary.js';
import type { Token } from '../../decoding/write.js';
import type { Manifest } from '../../package/manifest.js';
import { calibrate } from './confidence.js';
import type { Group } from './groups.js';

const links: Readonly<Record<LinkToken, readonly [Stroke, End, End]>> = {
  '-->': ['solid', 'none', 'arrow'], '---': ['solid', 'none', 'none'], '<-->': ['solid', 'arrow', 'arrow'],
  '-.->': ['dotted', 'none', 'arrow'], '-.-': ['dotted', 'none', 'none'], '<-.->': ['dotted', 'arrow', 'arrow'],
  '==>': ['thick', 'none', 'arrow'], '===': ['thick', 'none', 'none'], '<==>': ['thick', 'arrow', 'arrow'],
  '--o': ['solid', 'none', 'circle'], '--x': ['solid', 'none', 'cross'],
};

/** Turns the stream of tokens into a typed graph, edge by edge. */
export class DiagramBuilder {
  private readonly ids = new Map<number, string>();
  private readonly byHead: ReadonlyMap<number, Group>;
  private readonly tokens: Token[] = [];
  private readonly edges: Edge[] = [];
  private readonly usedLabels = new Set<number>();
  private direction: Direction = 'TD';

  constructor(private readonly groups: readonly Group[], private readonly regions: readonly Region[], private readonly words: Vocabulary, private readonly calibration: Manifest['calibration']) {
    this.byHead = new Map(groups.map((group) => [group.head, group]));
    let [nodes, containers] = [0, 0];
    for (const { head, role } of groups) {
      if (isShape(role)) this.ids.set(head, letters(nodes++));
      else if (role === 'container') this.ids.set(head, `G${++containers}`);
    }
  }

  /** True when this token completed something that a reader would see. */
  push(token: Token): boolean {
    if (token.id === this.words.mermaid || token.id === this.words.eos) return false;
    if (this.words.directions.includes(token.id)) {
      this.direction = this.words.words[token.id] as Direction;
      return true;
    }
    this.tokens.push(token);
    const [source, target, link, label] = this.tokens;
    if (source === undefined || target === undefined || link === undefined || label === undefined) return false;
    this.tokens.length = 0;
    return this.addEdge(source, target, link, label);
  }

  /** @param finished also tells what no edge claimed */
  diagram(finished: boolean): Diagram {
    return {
      direction: this.direction, nodes: this.groups.flatMap((g) => this.node(g)), edges: [...this.edges],
      containers: this.groups.flatMap((g) => this.container(g)), texts: this.groups.flatMap((g) => this.text(g, finished)),
    };
  }

  private addEdge(source: Token, target: Token, link: Token, label: Token): boolean {
    const [from, to] = [source.id - this.words.size, target.id - this.words.size];
    const [sourceId, targetId] = [this.ids.get(from), this.ids.get(to)];
    const style = links[this.words.words[link.id] as LinkToken] as (typeof links)[LinkToken] | undefined;
    if (sourceId === undefined || targetId === undefined || style === undefined) return false;
    const named = label.id >= this.words.size ? this.byHead.get(label.id - this.words.size) : undefined;
    if (named !== undefined) this.usedLabels.add(named.head);
    const [stroke, start, end] = style;
    const raw = source.probability * target.probability * link.probability * label.probability;
    this.edges.push({
      source: sourceId, target: targetId, stroke, start, end, label: named?.lines ?? [],
      regions: [...new Set([...(named?.members ?? []), from, to])], confidence: calibrate(raw, this.calibration.edges),
    });
    return true;
  }

  private node(group: Group): Node[] {
    const id = this.ids.get(group.head);
    if (id === undefined || !isShape(group.role)) return [];
    const container = this.containerId(group);
    return [{ id, lines: group.lines, shape: group.role, ...(container === undefined ? {} : { container }), regions: group.members, confidence: this.confidence(group) }];
  }

  private container(group: Group): Container[] {
    const id = this.ids.get(group.head);
    if (id === undefined || group.role !== 'container') return [];
    const parent = this.containerId(group);
    return [{ id, lines: group.lines, ...(parent === undefined ? {} : { parent }), regions: group.members, confidence: this.confidence(group) }];
  }

  private text(group: Group, finished: boolean): FreeText[] {
    if (group.lines.length === 0) return [];
    const { lines, members: regions } = group;
    if (group.role === 'title' || group.role === 'note') return [{ lines, role: group.role, regions, confidence: this.confidence(group) }];
    // A label that no edge took would be lost; as a note it stays, at what is left of its confidence.
    const unclaimed = finished && group.role === 'edge_label' && !this.usedLabels.has(group.head);
    return unclaimed ? [{ lines, role: 'note', regions, confidence: 1 - this.confidence(group) }] : [];
  }

  private containerId(group: Group): string | undefined {
    return group.container === undefined ? undefined : this.ids.get(group.container);
  }

  /** Of the role and of the worst line of the text. */
  private confidence(group: Group): number {
    const worst = group.members.reduce((least, r) => Math.min(least, this.regions[r]?.confidence ?? 1), 1);
    return calibrate(group.probability * worst, this.calibration.nodes);
  }
}

/** A, B, ... Z, AA, ...; never a direction, which Mermaid would take for one. */
export function letters(index: number): string {
  const name = (n: number): string => (n < 26 ? '' : name(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26));
  const reserved = ['BT', 'LR', 'RL', 'TB', 'TD'];
  let n = index;
  for (const word of reserved) if (n >= place(word)) n++;
  return name(n);
}

function place(word: string): number {
  return [...word].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
