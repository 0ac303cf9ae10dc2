/** What lines of a language look like. */
import type { Language } from './language.js';

/** Marks that hardly occur outside the language, or in few others; each line that bears one counts `weight`. */
export const marks: Readonly<Record<Exclude<Language, 'json' | 'typescript' | 'console'>, readonly (readonly [RegExp, number])[]>> = {
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
    [/^\s*import\s+(static\s+)?[a-z]\w*(\.\w+)+(\.\*)?;/, 3], [/\{@(link|code)\b/, 1.5], [/^\s*\*?\s*@(param|return|throws|since)\b/, 0.3], [/\b(public|protected|private)\b.*\)\s*(throws\s+\w+)?\s*\{\s*$/, 1], [/^\s*package\s+[\w.]+;/, 3], [/^\s*@Override\b/, 3], [/\bprivate\s+(static\s+|final\s+)*[A-Z]\w*(<.*>)?\s+\w+/, 2],
    [/\bnew\s+[A-Z]\w*(<.*>)?\(/, 0.5], [/\b(extends|implements|throws)\s+[A-Z]/, 1],
  ],
  c: [
    [/^\s*#\s*include\s*[<"]/, 4], [/\b(static|extern)\s+(__)?inline(__)?\b/, 3], [/\b(NULL|Py\w+_\w+|uint\d+_t|CU\w+)\b/, 1], [/^\s*(static\s+)?(\w+\s+)+\*+\w+\s*(=|;|\()/, 1.5], [/^\s*typedef\s+(struct|enum|union|unsigned|int)\b/, 3], [/^\s*#\s*(define|ifdef|ifndef|endif|pragma)\b/, 3], [/\bint\s+main\s*\(/, 3], [/\b(printf|scanf|malloc|free|sizeof|strlen|memcpy)\s*\(/, 2],
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
  go: [
    [/^package\s+\w+\s*$/, 4], [/^\s*func\s+(\(\w+\s+\*?[\w[\]]+\)\s*)?\w+(\[.*\])?\(/, 4], [/:=/, 2], [/^\s*import\s+(\(|"[\w./-]+")\s*$/, 2], [/\bif\s+err\s*!=\s*nil\b/, 4], [/\b(chan|defer|go\s+func|fmt\.\w+|nil)\b/, 1.5],
    [/^\s*type\s+\w+\s+(struct|interface|func)\b/, 4], [/\bfunc\(/, 1.5], [/^\s*case\s+.*:\s*$/, 0.3], [/^\s*(if|for|switch)\s+[^(].*\{\s*$/, 0.7], [/<-\s*\w|\w\s*<-/, 1], [/^\s*\t*var\s+\w+\s+[\w*[\]]+(\s*=.*)?$/, 1],
  ],
  rust: [
    [/^\s*(pub(\(\w+\))?\s+)?(async\s+|unsafe\s+|const\s+)*fn\s+\w+/, 4], [/\blet\s+mut\b/, 4], [/^\s*impl\b/, 4], [/^\s*use\s+[\w:]+(::\{?[\w*, :]+\}?)?;/, 3], [/&mut\b|&self\b|&'\w+/, 2], [/->\s*(Self|Option|Result|impl|&|\w+<)/, 1.5], [/^\s*#!?\[\w+/, 3],
    [/\bmatch\s+\w.*\{\s*$/, 2], [/=>\s*.*,\s*$/, 0.5], [/\b(Some|None|Ok|Err|Self|Vec|Box)\b\s*[(<:,]/, 1], [/\w+!\s*[({[]/, 1.5], [/\|\w*\|\s*[\w{(]/, 1], [/^\s*(pub\s+)?(struct|enum|trait|mod)\s+\w+/, 1.5], [/^\s*\/\/[\/!]\s/, 1], [/\bwhere\s*$|^\s*\w+:\s*\w+<?\w*(\s*\+\s*\w+)+,?$/, 1],
  ],
  cpp: [
    [/^\s*#\s*include\s*<\w+>\s*$/, 3], [/\bstd::|\b(cout|cin|endl)\b/, 3.5], [/^\s*template\s*<|\btypename\b/, 4], [/^\s*(using\s+)?namespace\s+\w+/, 4], [/\bconst\s+\w+(::\w+)*\s*&/, 1.5], [/\w+::\w+\s*\(/, 1], [/\b(nullptr|constexpr|override|noexcept|static_cast|unique_ptr)\b/, 2.5], [/^\s*(public|private|protected):\s*$/, 3], [/^\s*(class|struct)\s+\w+(\s*:\s*public\b.*)?\s*\{?\s*$/, 1.5],
  ],
  csharp: [
    [/^\s*using\s+(static\s+)?[A-Z][\w.]*;/, 4], [/^\s*namespace\s+[A-Z][\w.]*;?\s*\{?$/, 3], [/\{\s*get;\s*(private\s+)?(set;|init;)?\s*\}/, 4], [/\bConsole\.(Write|Read)/, 4], [/\b(string|bool|decimal|var)\s+\w+\s*(=|;)/, 1], [/\bpublic\s+(override|virtual|async|static|sealed)\s/, 1.5], [/\basync\s+Task\b|\bTask</, 2.5], [/^\s*\[\w+(\(.*\))?\]\s*$/, 1.5], [/\$"/, 1.5],
  ],
  kotlin: [
    [/^\s*(private\s+|override\s+|suspend\s+|internal\s+)*fun\s+(\w+\.)?\w+\(/, 4], [/^\s*(private\s+|override\s+)*va[lr]\s+\w+(\s*:\s*[A-Z]\w*\??)?\s*(=|by\b)/, 2.5], [/\b(data|sealed)\s+class\b/, 4], [/\bwhen\s*\(.*\)\s*\{/, 2], [/\?\.let\b|\?:/, 2], [/^\s*import\s+[a-z]\w*(\.\w+)+\s*$/, 1], [/\bprintln\(/, 1],
  ],
  php: [[/<\?php/, 8], [/\$\w+\s*=[^=]/, 1.5], [/\$this->/, 3], [/^\s*(public|private|protected)\s+(static\s+)?function\s/, 3], [/\$\w+->\w+/, 2], [/^\s*use\s+[A-Z]\w*(\\\w+)+;/, 3], [/\becho\s+['"$]/, 1]],
  ruby: [
    [/^\s*def\s+(self\.)?\w+[?!]?(\(.*\))?\s*$/, 2.5], [/^\s*end\s*$/, 1.5], [/\bdo\s*\|\w+(,\s*\w+)*\|\s*$/, 4], [/^\s*require(_relative)?\s+['"]/, 4], [/^\s*(attr_(reader|accessor|writer)|include|module)\s+[:A-Z]/, 3], [/\bputs\s/, 1.5], [/^\s*(unless|elsif)\s/, 3], [/(^|[\s(,])@\w+/, 1], [/\.(each|map|nil\?)\b/, 1],
  ],
  swift: [
    [/^\s*(public\s+|private\s+|override\s+|static\s+|@\w+\s+)*func\s+\w+(<.*>)?\(.*(\)\s*(throws\s*)?(->.*)?)?\{?\s*$/, 2], [/\bguard\s+let\b|\bif\s+let\b/, 4], [/^\s*import\s+(UIKit|SwiftUI|Foundation)\s*$/, 6], [/^\s*(let|var)\s+\w+\s*:\s*[A-Z[]/, 1.5], [/\bvar\s+body:\s*some\b/, 5], [/^\s*@(State|Published|main|objc|Binding)\b/, 3], [/\w\(\w+:\s*\w/, 0.5],
  ],
  dockerfile: [[/^FROM\s+[\w./:-]+(\s+AS\s+\w+)?\s*$/i, 4], [/^(RUN|COPY|WORKDIR|ENV|EXPOSE|CMD|ENTRYPOINT|ARG|USER|VOLUME|ADD)\s+\S/, 3]],
  toml: [[/^\s*\[\[?[\w."-]+\]\]?\s*$/, 2], [/^\s*[\w.-]+\s*=\s*("[^"]*"|\[.*|\d[\d._-]*|true|false|\{.*\})\s*(#.*)?$/, 1.2]],
  diff: [[/^(diff --git|index [\da-f]{7,}|--- a\/|\+\+\+ b\/)/, 5], [/^@@ -\d+(,\d+)? \+\d+/, 6], [/^[+-][^+-]/, 0.5]],
};
