/** "Copy Diagnostics" as text: enough to understand a problem, and neither a path nor anything that was read from a picture. Knows nothing of VS Code. */
import type { EngineInfo } from '../../client/protocol.js';

export interface DiagnosticFacts {
  readonly extension: string;
  /** "VS Code 1.139.1 (desktop)", and how it is reached. */
  readonly editor: readonly string[];
  readonly machine: readonly string[];
  /** What the engine says of itself, or why it does not start. */
  readonly engine: EngineInfo | { readonly problem: string };
  /** Settings whose value is not the default. */
  readonly settings: readonly (readonly [name: string, value: unknown])[];
  readonly panels: number;
  readonly recentAnswers: number;
}

/** Settings whose value is a place on the machine: that they are set is all that is told. */
const places = new Set(['screenshotFolder']);

export function diagnosticsText({ extension, editor, machine, engine, settings, panels, recentAnswers }: DiagnosticFacts): string {
  const section = (title: string, lines: readonly string[]): string => [`### ${title}`, ...lines.map((line) => `- ${withoutPaths(line)}`)].join('\n');
  return `${[
    section('Unrender', [`version ${extension}`, ...editor]),
    section('Machine', machine),
    section('Engine', 'problem' in engine ? [`does not start: ${engine.problem}`] : engineLines(engine)),
    section('Settings that differ', settings.length === 0 ? ['none'] : settings.map(([name, value]) => `${name}: ${places.has(name) ? 'set' : JSON.stringify(value)}`)),
    section('Open', [`${panels} panels, ${recentAnswers} recent answers`]),
  ].join('\n\n')}\n`;
}

function engineLines({ model, provider, refused, readyMs, rssBytes }: EngineInfo): string[] {
  return [
    `model ${model.name} ${model.version} (${model.family}), ${(model.bytes / 1e6).toFixed(1)} MB; the files are those that its manifest names`,
    `provider ${provider}: self-test passed, ready in ${(readyMs / 1000).toFixed(2)} s, ${Math.round(rssBytes / 2 ** 20)} MB memory`,
    ...refused.map(({ provider: name, reason }) => `provider ${name} refused: ${reason}`),
  ];
}

/** Paths, file addresses and what follows a home folder become a mark: messages of systems and libraries are full of them. */
export function withoutPaths(text: string): string {
  return text
    .replace(/\b[a-z][\w+.-]{1,20}:\/\/[^\s"'<>]*/gi, '<address>')
    .replace(/(?<![\w.])(?:~|[a-z]:)?[\\/](?:[^\\/"'<>:;,()[\]|\n]+[\\/])*[^\s\\/"'<>:;,()[\]|]+/gi, '<path>');
}
