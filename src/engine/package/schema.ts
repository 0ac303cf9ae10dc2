/**
 * Checks JSON against a schema that uses only what our manifest schema uses. A whole validator would be a hundred kilobytes in the engine;
 * a test compares this one with Ajv, and an unknown keyword throws, so that the schema cannot outgrow it silently.
 */
export type Schema = { readonly [keyword: string]: unknown };

const passive = new Set(['$schema', '$id', '$defs', 'title', 'description']);

/** What is wrong, in the order of the schema, each with the place ("graphs.vision.sha256: ..."); empty where all is well. */
export function violations(schema: Schema, value: unknown, root: Schema = schema, place = ''): string[] {
  const at = (message: string): string[] => [`${place === '' ? 'the manifest' : place}: ${message}`];
  const found: string[] = [];
  for (const [keyword, wanted] of Object.entries(schema)) {
    if (passive.has(keyword)) continue;
    switch (keyword) {
      case '$ref': found.push(...violations(resolve(root, wanted as string), value, root, place)); break;
      case 'type': if (!hasType(value, wanted as string)) return at(`must be ${wanted as string}`); break;
      case 'const': if (value !== wanted) found.push(...at(`must be ${JSON.stringify(wanted)}`)); break;
      case 'pattern': if (!new RegExp(wanted as string, 'u').test(value as string)) found.push(...at(`must match ${wanted as string}`)); break;
      case 'minLength': if ((value as string).length < (wanted as number)) found.push(...at('must not be empty')); break;
      case 'minimum': if ((value as number) < (wanted as number)) found.push(...at(`must be at least ${wanted as number}`)); break;
      case 'maximum': if ((value as number) > (wanted as number)) found.push(...at(`must be at most ${wanted as number}`)); break;
      case 'exclusiveMinimum': if ((value as number) <= (wanted as number)) found.push(...at(`must be more than ${wanted as number}`)); break;
      case 'minItems': if ((value as unknown[]).length < (wanted as number)) found.push(...at(`must have at least ${wanted as number} items`)); break;
      case 'maxItems': if ((value as unknown[]).length > (wanted as number)) found.push(...at(`must have at most ${wanted as number} items`)); break;
      case 'uniqueItems': if (new Set(value as unknown[]).size !== (value as unknown[]).length) found.push(...at('must not repeat an item')); break;
      case 'items': (value as unknown[]).forEach((item, i) => found.push(...violations(wanted as Schema, item, root, `${place}[${i}]`))); break;
      case 'required':
        for (const name of wanted as string[]) if (!Object.hasOwn(value as object, name)) found.push(...at(`"${name}" is missing`));
        break;
      case 'properties':
        for (const [name, inner] of Object.entries(wanted as Record<string, Schema>)) {
          if (Object.hasOwn(value as object, name)) found.push(...violations(inner, (value as Record<string, unknown>)[name], root, join(place, name)));
        }
        break;
      case 'additionalProperties': {
        const known = (schema['properties'] ?? {}) as Record<string, unknown>;
        for (const [name, inner] of Object.entries(value as object)) {
          if (Object.hasOwn(known, name)) continue;
          if (wanted === false) found.push(...at(`"${name}" is not known`));
          else found.push(...violations(wanted as Schema, inner, root, join(place, name)));
        }
        break;
      }
      default: throw new Error(`the schema keyword "${keyword}" is not supported`);
    }
  }
  return found;
}

function resolve(root: Schema, reference: string): Schema {
  const name = /^#\/\$defs\/(\w+)$/.exec(reference)?.[1] ?? '';
  const found = (root['$defs'] as Record<string, Schema> | undefined)?.[name];
  if (found === undefined) throw new Error(`the schema has no ${reference}`);
  return found;
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object': return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array': return Array.isArray(value);
    case 'integer': return Number.isInteger(value);
    case 'number': return typeof value === 'number' && Number.isFinite(value);
    default: return typeof value === type;
  }
}

function join(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}
