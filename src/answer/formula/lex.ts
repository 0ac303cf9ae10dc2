/** LaTeX source as tokens: control sequences, characters, and runs of white space, which only matter inside of text. */
export interface Lexeme { readonly text: string; readonly space: boolean }

const pattern = /%[^\n]*\n?|\\(?:operatorname|hspace|tag)\*|\\[a-zA-Z]+|\\[\s\S]|\s+|[\s\S]/gu;

/** Comments are left out. A backslash at the end stands alone. */
export function lex(source: string): Lexeme[] {
  const out: Lexeme[] = [];
  for (const [text] of source.matchAll(pattern)) {
    if (text.startsWith('%')) continue;
    out.push(/^\s/u.test(text) ? { text: ' ', space: true } : { text: /^\\\s$/u.test(text) ? '\\ ' : text, space: false });
  }
  return out;
}
