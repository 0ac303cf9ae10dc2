/** Tells what a terminal shows (prompts, command output, stack traces) from source code. */

export const prompt = /^(?:\(\w[\w.-]*\) )?(?:[\w.-]+@[\w.-]+(?:[:~ ][^$#%>]{0,60})?[$#%>]|\[[\w.-]+@[\w.-]+ [^\]]+\][$#%]|PS [A-Z]:\\[^>]*>|[A-Z]:\\[^>]*>|[$%❯➜] (?=\S)|[$%]$|bash-\d[\d.]*[$#])/;

/** What only compilers, interpreters and test runners print. */
const printed = /^Traceback \(most recent call last\)|^\s*File ".+", line \d+|^\s+at .+[:(].*\d+\)?$|^Exception in thread |^Caused by: |^panic: |^goroutine \d+ \[|^thread '.*' panicked at|^\S+:\d+:\d+: (?:fatal )?(?:error|warning|note):|^(?:make|npm ERR!|error\[E\d+\])|^\S+:\d+$|^\s*\d+ \| |^\w+(?:Error|Exception): |^exit status \d+/;

/** Whether the lines are a terminal's. One prompt is enough at the top or bottom; elsewhere it takes several signs. */
export function isTerminal(lines: readonly string[]): boolean {
  const written = lines.filter((line) => line.trim() !== '');
  const prompts = written.filter((line) => prompt.test(line)).length;
  const prints = written.filter((line) => printed.test(line)).length;
  const atEdge = prompt.test(written[0] ?? '') || prompt.test(written.at(-1) ?? '');
  return (atEdge && prompts > 0) || prompts >= 2 || prints >= 2;
}
