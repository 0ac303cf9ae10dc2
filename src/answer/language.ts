/** Which programming language lines of text look like, if any. A guess that says nothing rather than something wrong. */

export const languages = ['python', 'javascript', 'typescript', 'json', 'java', 'c', 'shell', 'html', 'css', 'sql', 'yaml'] as const;
export type Language = (typeof languages)[number];

/** Marks that hardly occur outside the language, or in few others; each line that bears one counts `weight`. */
const marks: Readonly<Record<Exclude<Language, 'json' | 'typescript'>, readonly (readonly [RegExp, number])[]>> = {
  python: [
    [/^\s*(async\s+)?def\s+\w+\s*\(.*\)?.*:?\s*$/, 2], [/^\s*from\s+[\w.]+\s+import\s+/, 3], [/^\s*import\s+[\w.]+(\s+as\s+\w+)?\s*$/, 2],
    [/^\s*(if|elif|else|for|while|try|except|finally|with|class)\b[^;{]*:\s*$/, 1.5], [/\bself\.\w/, 1], [/\b(None|True|False)\b/, 1],
    [/^\s*@\w[\w.]*(\(.*\))?\s*$/, 0.5], [/\bprint\(/, 1], [/\b(elif|lambda)\b/, 1], [/__\w+__/, 2], [/\bf["']/, 1],
  ],
  javascript: [
    [/^\s*(export\s+)?(const|let|var)\s+[\w{[$]/, 2], [/=>/, 1.5], [/\bfunction\b\s*\w*\s*\(/, 2], [/\bconsole\.\w+\(/, 3], [/===|!==/, 2],
    [/\brequire\(['"]/, 2], [/^\s*import\s+.*\bfrom\s+['"]/, 3], [/^\s*export\s+(default|const|function|class)\b/, 3], [/\b(await|async)\s+\w/, 0.5], [/\b(undefined|document|window)\b/, 0.5],
  ],
  java: [
    [/\bpublic\s+(static\s+|final\s+|abstract\s+)*(class|interface|enum|record|void|int|boolean|String)\b/, 3], [/\bSystem\.(out|err)\.print/, 3],
    [/^\s*import\s+(static\s+)?[a-z]\w*(\.\w+)+(\.\*)?;/, 3], [/^\s*package\s+[\w.]+;/, 3], [/^\s*@Override\b/, 3], [/\bprivate\s+(static\s+|final\s+)*[A-Z]\w*(<.*>)?\s+\w+/, 2],
    [/\bnew\s+[A-Z]\w*(<.*>)?\(/, 0.5], [/\b(extends|implements|throws)\s+[A-Z]/, 1],
  ],
  c: [
    [/^\s*#\s*include\s*[<"]/, 4], [/^\s*#\s*(define|ifdef|ifndef|endif|pragma)\b/, 3], [/\bint\s+main\s*\(/, 3], [/\b(printf|scanf|malloc|free|sizeof|strlen|memcpy)\s*\(/, 2],
    [/^\s*(static\s+|const\s+|unsigned\s+)*(int|char|float|double|void|long|size_t|uint\d+_t|struct\s+\w+)\s*\*?\s*\w+\s*(\[.*\])?\s*(=|;|\(|,)/, 1.5], [/\w->\w/, 1], [/\bstd::|\bcout\b/, 2],
  ],
  shell: [
    [/^#!\s*\/.*\b(ba|z|da)?sh\b/, 5], [/^\s*[$%]\s+\w/, 2], [/^\s*(sudo|apt|apt-get|brew|cd|echo|export|npm|npx|pip|git|curl|wget|mkdir|rm|chmod|docker|source|cat|grep|ls|cp|mv)\s+[-\w./"'$~]/, 1.5],
    [/^\s*(if|elif|while)\s+\[\[?\s/, 3], [/^\s*(fi|done|esac|then)\s*;?\s*$/, 3], [/\$\{?\w+\}?/, 0.5], [/\s\|\s*(grep|sed|awk|xargs|sort|head|tail|tee)\b/, 2], [/&&\s*\\?$/, 1],
  ],
  html: [
    [/<!doctype\s+html/i, 5], [/<\/(html|head|body|div|span|p|a|ul|ol|li|h[1-6]|script|style|table|tr|td|form|button|section|nav|title)>/i, 2],
    [/<(div|span|p|a|ul|ol|li|h[1-6]|img|input|meta|link|script|body|head|html|table|form|button|section|nav)(\s[^>]*)?>/i, 1.5],
  ],
  css: [
    [/^\s*[.#@:]?[\w-][\w\s.#:>,()[\]="-]*\{\s*$/, 0.5], [/^\s*--?[a-z][\w-]*:\s*[^;{}]+;\s*$/, 1.5],
    [/^\s*(color|background(-color)?|margin(-\w+)?|padding(-\w+)?|display|font(-\w+)?|border(-\w+)?|width|height|position|flex(-\w+)?|grid(-\w+)?|top|left|right|bottom)\s*:\s*[^;{}]+;/, 2.5],
    [/^\s*@(media|import|keyframes|font-face)\b/, 3],
  ],
  sql: [
    [/^\s*SELECT\b.*/i, 2], [/^\s*(FROM|WHERE|GROUP BY|ORDER BY|HAVING|LIMIT|VALUES|SET)\b/, 2], [/^\s*(INNER|LEFT|RIGHT|FULL|CROSS)?\s*(OUTER\s+)?JOIN\b.*\bON\b/i, 3],
    [/^\s*(INSERT\s+INTO|CREATE\s+(TABLE|VIEW|INDEX|DATABASE)|ALTER\s+TABLE|DROP\s+TABLE|DELETE\s+FROM|UPDATE\s+\w+\s+SET)\b/i, 4], [/\b(VARCHAR|PRIMARY KEY|NOT NULL|FOREIGN KEY)\b/i, 2],
  ],
  yaml: [
    [/^\s*(- )?[\w./-]+:\s*$/, 1], [/^\s*(- )?[a-z][\w./-]*:\s+[^{};]+$/, 0.8], [/^\s*-\s+[\w"'].*[^;{}]$/, 0.6], [/^---\s*$/, 2], [/^\s*(apiVersion|kind|metadata|spec|steps|runs-on|image|services):/, 1.5],
  ],
};

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
