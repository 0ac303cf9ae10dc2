#!/usr/bin/env node
// node normalise.mjs [--tokenised] [--stream] < IN > OUT
// A line in, a JSON line out: {"tokens": [...], "latex": "..."}, or {"error": "..."} where the line is no formula that the vocabulary can say.
// In: LaTeX source; with --stream: tokens of the reader's stream, parted by spaces. What comes out has been through KaTeX.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import katex from 'katex';
import './typescript.mjs';

const { fromTokens, normalise, toLatex, toTokens } = await import('../../../src/answer/formula/index.ts');
const { values } = parseArgs({ options: { tokenised: { type: 'boolean', default: false }, stream: { type: 'boolean', default: false } } });

function read(line) {
  // A stream that was put together from parts is spelled canonically by a walk through LaTeX.
  const row = normalise(values.stream ? toLatex(fromTokens(line.trim().split(/\s+/))) : line, values.tokenised);
  if (row.length === 0) throw new Error('empty');
  const latex = toLatex(row);
  katex.renderToString(latex, { displayMode: true, strict: 'error', throwOnError: true });
  return { tokens: toTokens(row), latex };
}

for await (const line of createInterface({ input: process.stdin })) {
  let result;
  try {
    result = read(line);
  } catch (error) {
    result = { error: (error instanceof Error ? error.message : String(error)).split('\n')[0] };
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
