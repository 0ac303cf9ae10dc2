/** The readable walk through a flowchart: who leads to whom, in the order in which a person would follow it. */
import { joinLines } from './labels.js';
import { isDecision, type Names } from './names.js';
import type { Link, Routes } from './routes.js';
import type { Diagram } from './types.js';
import { capital, count, list, quote } from './words.js';

/** A sentence before it knows its regions. Elements are ids as spans use them. */
export interface Draft { readonly text: string; readonly elements: readonly string[] }

/** Elements that one sentence names in a row before it takes a breath. */
const breath = 5;
/** Branches that one sentence tells one by one. */
const branchLimit = 6;

/**
 * Follows the directed connections depth first from the starting points; every connection is told once.
 * @param limit the most sentences; what does not fit is counted in a last one.
 */
export function walk(diagram: Diagram, names: Names, routes: Routes, limit: number): Draft[] {
  const decisions = new Set(diagram.nodes.filter(isDecision).map(({ id }) => id));
  const containers = new Set(diagram.containers.map(({ id }) => id));
  const closing = new Set(routes.loops.map(({ link }) => link.index));
  const element = (id: string): string => (containers.has(id) ? `container:${id}` : `node:${id}`);
  const told = new Set<string>();
  const introduced = new Set<string>();
  const drafts: Draft[] = [];
  let remaining = routes.directed.length;

  const mention = (id: string): string => {
    const name = introduced.has(id) ? names.of(id) : names.introduce(id);
    introduced.add(id);
    return name;
  };
  const target = (link: Link): string => `${closing.has(link.index) ? 'back ' : ''}to ${mention(link.to)}`;
  const add = (text: string, links: readonly Link[], subject: string): void => {
    const named = [subject, ...links.map(({ to }) => to)].map(element);
    drafts.push({ text: `${capital(text)}.`, elements: [...new Set([...named, ...links.map(({ index }) => `edge:${index}`)])] });
    remaining -= links.length;
  };

  const tellRun = (from: string): void => {
    const links: Link[] = [];
    let at = from;
    for (;;) {
      const out = routes.out(at);
      const link = out[0];
      if (link === undefined || out.length !== 1 || told.has(at) || links.length === breath) break;
      told.add(at);
      links.push(link);
      at = link.to;
    }
    const subject = mention(from);
    const steps = links.map((link, index) => `${index === 0 ? '' : 'then '}${target(link)}${aside(link)}`);
    add(`${subject} leads ${list(steps, breath)}`, links, from);
    if (routes.out(at).length > 0 && !told.has(at)) queue.push(at);
  };

  const tellBranches = (from: string, out: readonly Link[]): void => {
    told.add(from);
    const known = introduced.has(from);
    const subject = mention(from);
    const labelled = out.filter((link) => joinLines(link.label) !== '');
    const shown = out.length > branchLimit + 1 ? out.slice(0, branchLimit) : out;
    const rest = out.length - shown.length;
    const more = rest === 0 ? [] : [`${count(rest, 'other branch').replace('branchs', 'branches')} lead${rest === 1 ? 's' : ''} elsewhere`];
    if (decisions.has(from) && labelled.length > 0) {
      const place = known && !subject.startsWith('the ') ? `the decision ${subject}` : subject;
      const branches = shown.map((link) => `${joinLines(link.label) === '' ? 'an unlabelled branch' : quote(link.label)} leads ${target(link)}`);
      add(`at ${place}, ${list([...branches, ...more], branchLimit + 1)}`, out, from);
    } else {
      const branches = shown.map((link) => `${target(link)}${aside(link)}`);
      const tail = rest === 0 ? [] : [`to ${rest} more`];
      add(`${subject} branches ${list([...branches, ...tail], branchLimit + 1)}`, out, from);
    }
    for (const link of [...out].reverse()) queue.push(link.to);
  };

  const queue: string[] = [];
  const roots = [...routes.starts, ...routes.directed.map(({ from }) => from)];
  for (const root of roots) {
    queue.push(root);
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      const out = routes.out(id);
      if (told.has(id) || out.length === 0) continue;
      if (drafts.length >= limit) { queue.length = 0; break; }
      if (out.length === 1) tellRun(id); else tellBranches(id, out);
    }
  }
  if (remaining > 0) {
    const text = `${count(remaining, 'more connection')} ${remaining === 1 ? 'is' : 'are'} not told here; the source holds ${remaining === 1 ? 'it' : 'them all'}.`;
    const silent = routes.directed.filter(({ from }) => !told.has(from));
    drafts.push({ text, elements: silent.map(({ index }) => `edge:${index}`) });
  }
  return drafts;
}

function aside(link: Link): string {
  return joinLines(link.label) === '' ? '' : ` (${quote(link.label)})`;
}
