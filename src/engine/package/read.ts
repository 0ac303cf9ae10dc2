import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineFailure } from '../errors.js';
import { violations } from './schema.js';
import type { Schema } from './schema.js';

/**
 * A manifest that holds to its schema.
 * @throws EngineFailure `package-invalid`, naming the folder and every fault
 */
export async function readManifest(folder: string, schema: Schema): Promise<unknown> {
  const bytes = await readFile(join(folder, 'manifest.json')).catch((error: NodeJS.ErrnoException) => {
    throw invalid(folder, `manifest.json cannot be read (${error.code ?? error.message}). Install the model again.`);
  });
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw invalid(folder, `manifest.json is no JSON (${(error as Error).message}).`);
  }
  const format = field(value, 'format');
  if (format !== 1) throw invalid(folder, `format ${JSON.stringify(format)} is not known to this version of Unrender, which reads format 1.`);
  const faults = violations(schema, value);
  if (faults.length > 0) throw invalid(folder, `${faults.slice(0, 5).join('; ')}.`);
  return value;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The package in a folder cannot be used. */
export function invalid(folder: string, why: string): EngineFailure {
  return new EngineFailure('package-invalid', `The model package in ${folder} cannot be used: ${why}`);
}
