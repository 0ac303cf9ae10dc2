/** Places in source files that a text names: stack traces, compiler messages, links in terminals. */
import type { Frame } from '../types.js';

/** Each finds a place; groups: path, line, column. */
const forms: readonly RegExp[] = [
  /File "(?<path>[^"\n]{1,400})", line (?<line>\d{1,7})/g,
  // At a bracket (Java, JavaScript, .NET), or "in FILE:line NN".
  /\((?<path>(?:[A-Za-z]:)?[^\s():"'<>|*?]{1,400}\.[A-Za-z]\w{0,9}):(?<line>\d{1,7})(?::(?<column>\d{1,5}))?\)/g,
  / in (?<path>(?:[A-Za-z]:)?[^\s:"'<>|*?]{1,400}\.[A-Za-z]\w{0,9}):line (?<line>\d{1,7})/g,
  /(?<![\w/\\.:@-])(?<path>(?:[A-Za-z]:)?(?:[\w.@+~-]*[\\/])*[\w.@+-]*\w\.[A-Za-z]\w{0,9}|(?:[\w.@+~-]*[\\/])*(?:Makefile|Dockerfile|Rakefile|Jenkinsfile)):(?<line>\d{1,7})(?::(?<column>\d{1,5}))?(?![\w.])/g,
];
/** More are not listed: nobody follows them, and a hostile picture may hold any number. */
const MOST = 500;

/** Places in the order of the text, each range at most once. Addresses (host:port, URLs, the runtime's own modules) are none. */
export function framesIn(source: string): Frame[] {
  const found: Frame[] = [];
  for (const form of forms) {
    for (const match of source.matchAll(form)) {
      const { path = '', line = '', column } = match.groups ?? {};
      const start = match.index + match[0].indexOf(path);
      const end = match.index + match[0].trimEnd().replace(/\)$/, '').length;
      if (!isFile(path, source.slice(Math.max(0, start - 8), start)) || Number(line) < 1) continue;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      found.push({ start, end, path, line: Number(line), ...(column === undefined ? {} : { column: Number(column) }) });
    }
  }
  return found.sort((a, b) => a.start - b.start).slice(0, MOST);
}

function isFile(path: string, before: string): boolean {
  if (/:\/\/$|\/\/$|node:$/.test(before) || path.startsWith('//') || path.startsWith('node:')) return false;
  // "localhost.local:8080", "10.0.0.1:80", "example.com:443" are hosts, unless a folder stands before them.
  return /[\\/]/.test(path) || !/^\d+(\.\d+)+$|\.(com|org|net|io|local|dev|app|internal)$/i.test(path);
}
