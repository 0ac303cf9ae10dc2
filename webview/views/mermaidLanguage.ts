/** Just enough of Mermaid's flowchart syntax to colour it. */
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import type { Extension } from '@codemirror/state';

const keyword = /^(?:flowchart|graph|subgraph|end|direction|classDef|class|style|linkStyle|click|title|accTitle|accDescr|TD|TB|LR|RL|BT)\b/;
const arrow = /^(?:<|[xo](?=--|==|-\.))?(?:--+|==+|-\.+-)(?:[>xo](?![\w]))?/;

const language = StreamLanguage.define<null>({
  name: 'mermaid',
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match('%%')) { stream.skipToEnd(); return 'comment'; }
    if (stream.match(/^"[^"]*"?/)) return 'string';
    if (stream.match(arrow)) return 'operator';
    if (stream.match(keyword)) return 'keyword';
    if (stream.match(/^[\w-]+/)) return 'variableName';
    if (stream.match(/^[[\](){}|>/\\@:,]+/)) return 'bracket';
    stream.next();
    return null;
  },
  languageData: { commentTokens: { line: '%%' } },
});

/** Classes, not colours: the style sheet maps them to VS Code's variables. */
const style = HighlightStyle.define([
  { tag: tags.keyword, class: 'tok-keyword' },
  { tag: tags.string, class: 'tok-string' },
  { tag: tags.comment, class: 'tok-comment' },
  { tag: tags.operator, class: 'tok-operator' },
  { tag: tags.variableName, class: 'tok-name' },
  { tag: tags.bracket, class: 'tok-bracket' },
]);

export const mermaidLanguage: Extension = [language, syntaxHighlighting(style)];
