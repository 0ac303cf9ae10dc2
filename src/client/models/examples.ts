import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { AskMessage, AskPicture } from '../asking.js';

/** Pictures and turns that stand before a question: how Flamingo is taught a task (arXiv 2204.14198, section 3.1). */
export interface Examples { readonly pictures: readonly AskPicture[]; readonly messages: readonly AskMessage[] }

export const noExamples: Examples = { pictures: [], messages: [] };

/**
 * Reads examples: `[{"pictures": ["a.png"], "question": "…", "answer": "…"}]`, pictures relative to the file.
 * @throws Error naming the file and the example that cannot be used
 */
export async function readExamples(file: string): Promise<Examples> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`The examples ${file} cannot be used: ${(error as Error).message}`);
  }
  if (!Array.isArray(value)) throw new Error(`The examples ${file} are no list.`);
  const pictures: AskPicture[] = [];
  const messages: AskMessage[] = [];
  for (const [index, example] of value.entries()) {
    if (!isExample(example)) throw new Error(`The examples ${file}: number ${index + 1} is no {pictures, question, answer}.`);
    const content: (string | number)[] = [];
    for (const name of example.pictures) {
      const path = resolve(dirname(file), name);
      content.push(pictures.length);
      pictures.push({ name: basename(path), bytes: await readFile(path).catch((error: NodeJS.ErrnoException) => { throw new Error(`The examples ${file}: ${name} cannot be opened (${error.code ?? error.message}).`); }) });
    }
    messages.push({ role: 'user', content: [...content, ...(example.question === '' ? [] : [example.question])] }, { role: 'assistant', content: [example.answer] });
  }
  return { pictures, messages };
}

function isExample(value: unknown): value is { readonly pictures: readonly string[]; readonly question: string; readonly answer: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { pictures, question, answer } = value as Record<string, unknown>;
  return Array.isArray(pictures) && pictures.every((name) => typeof name === 'string') && typeof question === 'string' && typeof answer === 'string';
}
