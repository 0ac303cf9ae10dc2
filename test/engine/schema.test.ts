import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { violations } from '../../src/engine/package/schema.js';
import type { Schema } from '../../src/engine/package/schema.js';
import { manifest } from './fakes.js';

const schema = JSON.parse(readFileSync(new URL('../../models/packages/manifest.schema.json', import.meta.url), 'utf8')) as Schema;
const ajv = new Ajv({ strict: true }).compile(schema);

type Place = readonly (string | number)[];
const places = (value: unknown, at: Place = []): Place[] =>
  [at, ...(typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key])) : [])];
const strange = fc.constantFrom<unknown>(null, true, -1, 0, 0.5, 1e9, '', 'x', '../x', 'a'.repeat(64), [], {}, ['x', 'x'], { file: 'a' }, NaN);

function changed(place: Place, value: unknown, how: 'set' | 'delete' | 'add'): unknown {
  if (place.length === 0) return how === 'add' ? { ...manifest, other: value } : value;
  const copy = structuredClone(manifest) as unknown as Record<string, unknown>;
  let at = copy;
  for (const key of place.slice(0, -1)) at = at[key] as Record<string, unknown>;
  const last = place.at(-1) ?? '';
  if (how === 'delete' && Array.isArray(at)) at.splice(Number(last), 1);
  else if (how === 'delete') delete at[last];
  else if (how === 'set') at[last] = value;
  else if (typeof at[last] === 'object' && at[last] !== null && !Array.isArray(at[last])) (at[last] as Record<string, unknown>)['other'] = value;
  return copy;
}

describe('the manifest’s schema', () => {
  it('accepts the example', () => {
    expect(violations(schema, manifest)).toEqual([]);
  });

  it('is read as Ajv reads it, whatever is changed in a manifest', () => {
    fc.assert(fc.property(fc.constantFrom(...places(manifest)), strange, fc.constantFrom('set', 'delete', 'add'), (place, value, how) => {
      const candidate = changed(place, value, how);
      expect(violations(schema, candidate).length === 0).toBe(ajv(candidate));
    }), { numRuns: 1500 });
  }, 60_000);

  it('names the place of a fault', () => {
    expect(violations(schema, changed(['graphs', 'vision', 'sha256'], 'short', 'set'))).toEqual([expect.stringContaining('graphs.vision.sha256: must match')]);
    expect(violations(schema, changed(['graphs', 'vision', 'file'], '../../etc/passwd', 'set'))).toEqual([expect.stringContaining('graphs.vision.file')]);
  });

  it.each(['manifest', 'formula', 'language', 'router', 'table'])('of packages: %s says nothing that the check does not know', (name) => {
    const root = JSON.parse(readFileSync(new URL(`../../models/packages/${name}.schema.json`, import.meta.url), 'utf8')) as Schema;
    const check = (inner: Schema): void => {
      for (const [keyword, wanted] of Object.entries(inner)) {
        if (keyword === 'properties' || keyword === '$defs') Object.values(wanted as Record<string, Schema>).forEach(check);
        else if (keyword === 'items' || (keyword === 'additionalProperties' && typeof wanted === 'object')) check(wanted as Schema);
        // A value of each type: what the keyword makes of it does not matter here.
        else for (const value of [[], {}, '', 0]) expect(unknown(() => violations({ [keyword]: wanted }, value, root)), keyword).toBe(false);
      }
    };
    check(root);
  });

  it('refuses a keyword that it does not know', () => {
    expect(unknown(() => violations({ multipleOf: 2 }, 3))).toBe(true);
    expect(() => violations({ multipleOf: 2 }, 3)).toThrow('multipleOf');
  });
});

function unknown(run: () => void): boolean {
  try {
    run();
    return false;
  } catch (error) {
    return String(error).includes('is not supported');
  }
}
