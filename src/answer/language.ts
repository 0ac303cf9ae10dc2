/** Which programming language lines of text look like, if any. A guess that says nothing rather than something wrong. */
import { marks } from './languageMarks.js';

export const languages = [
  'python', 'javascript', 'typescript', 'json', 'java', 'c', 'shell', 'html', 'css', 'sql', 'yaml', 'go', 'rust', 'cpp', 'csharp', 'kotlin', 'php', 'ruby', 'swift', 'dockerfile', 'toml', 'diff',
  /** What a terminal shows: prompts, output, stack traces. */
  'console',
] as const;
export type Language = (typeof languages)[number];

const typed = /:\s*(string|number|boolean|unknown|void|any|never|Promise<|readonly\b)|^\s*(export\s+)?(interface|type|enum)\s+\w+|\bas\s+const\b|\b(private|public|readonly)\s+\w+\s*[:(=]|<\w+(\[\])?>\(/;

/** The language that most lines point at, and how strongly (average weight a line); no language where none stands out. */
export function guessLanguage(lines: readonly string[]): { readonly language: Language | undefined; readonly strength: number } {
  const written = lines.filter((line) => line.trim() !== '');
  const total = Math.max(1, written.length);
  if (isJson(written)) return { language: 'json', strength: 2 };
  const scores = Object.entries(marks)
    .map(([language, patterns]) => ({ language: language as Language, score: written.reduce((sum, line) => sum + patterns.reduce((all, [mark, weight]) => all + (mark.test(line) ? weight : 0), 0), 0) }))
    .sort((a, b) => b.score - a.score);
  const [best, second] = scores;
  if (best === undefined || best.score < 2) return { language: undefined, strength: (best?.score ?? 0) / total };
  const clear = best.score >= 1.25 * (second?.score ?? 0);
  const language = best.language === 'javascript' && written.some((line) => typed.test(line)) ? 'typescript' : best.language;
  return { language: clear ? language : undefined, strength: best.score / total };
}

function isJson(lines: readonly string[]): boolean {
  const first = lines[0]?.trim() ?? '';
  if (!/^[[{]/.test(first)) return false;
  try {
    JSON.parse(lines.join('\n'));
    return true;
  } catch {
    // Cut off or misread: its lines still look like members.
    const members = lines.filter((line) => /^\s*("[^"]*"\s*:\s*\S.*|"[^"]*",?|[\]}],?|[[{]|-?\d[\d.]*,?)\s*$/.test(line));
    return lines.length >= 3 && members.length >= 0.8 * lines.length && lines.some((line) => /^\s*"[^"]*"\s*:/.test(line));
  }
}
