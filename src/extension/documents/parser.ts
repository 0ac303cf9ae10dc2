/** Mermaid's parser, loaded with the first comparison. */
import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import type { Diagram } from '../../answer/types.js';

interface Parser { parseFlowchart(source: string): Promise<Diagram> }
let parser: Parser | undefined;

/** The graph of Mermaid source. Rejects with the parser's words when Mermaid does not accept it. */
export function parseFlowchart(source: string, extensionUri: vscode.Uri): Promise<Diagram> {
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'mermaid-parser.cjs').fsPath;
  // Not an import: it is a bundle of its own, so that neither activation nor any other command pays for it.
  parser ??= createRequire(script)(script) as Parser;
  return parser.parseFlowchart(source);
}
