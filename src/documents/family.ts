/** Which languages of VS Code are documents, and how each language comments a line. */
import type { DocumentFamily } from './types.js';

/** Languages in which links to pictures are looked for. */
export const documentLanguages: Readonly<Record<string, Exclude<DocumentFamily, 'code'>>> = {
  markdown: 'markdown', quarto: 'markdown', rmd: 'markdown', mdx: 'mdx', html: 'html', restructuredtext: 'rst', asciidoc: 'asciidoc', latex: 'latex', tex: 'latex',
};

/** Languages in which a picture is pasted as a comment. */
export const lineComments: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['c', 'cpp', 'csharp', 'cuda-cpp', 'dart', 'fsharp', 'go', 'groovy', 'java', 'javascript', 'javascriptreact', 'kotlin', 'less', 'objective-c',
    'objective-cpp', 'php', 'rust', 'scala', 'scss', 'solidity', 'swift', 'typescript', 'typescriptreact', 'zig'].map((id) => [id, '//'])),
  ...Object.fromEntries(['coffeescript', 'dockerfile', 'elixir', 'julia', 'makefile', 'perl', 'powershell', 'python', 'r', 'ruby', 'shellscript', 'terraform', 'toml', 'yaml', 'dockercompose']
    .map((id) => [id, '#'])),
  ...Object.fromEntries(['haskell', 'lua', 'sql'].map((id) => [id, '--'])),
  ...Object.fromEntries(['clojure', 'ini', 'lisp', 'scheme'].map((id) => [id, ';'])),
  ...Object.fromEntries(['erlang', 'matlab', 'prolog'].map((id) => [id, '%'])),
  vb: "'",
};

/** Nothing for languages without line comments, of which a picture could only break the syntax. */
export function familyOf(languageId: string): DocumentFamily | undefined {
  return documentLanguages[languageId] ?? (languageId in lineComments ? 'code' : undefined);
}

/** File name extensions of documents, for a search of the workspace. */
export const documentExtensions: Readonly<Record<string, Exclude<DocumentFamily, 'code'>>> = {
  md: 'markdown', markdown: 'markdown', mkd: 'markdown', qmd: 'markdown', rmd: 'markdown', mdx: 'mdx', html: 'html', htm: 'html', rst: 'rst', adoc: 'asciidoc', asciidoc: 'asciidoc',
  asc: 'asciidoc', tex: 'latex',
};

export function familyOfPath(path: string): Exclude<DocumentFamily, 'code'> | undefined {
  return documentExtensions[/\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];
}
