/**
 * Small structural checks for messages that cross a process boundary. A check never throws and never changes the value;
 * unknown extra fields are allowed, so that an older end tolerates a newer one.
 */
export type Check = (value: unknown) => boolean;
export type Guard<T> = (value: unknown) => value is T;

export const isString: Check = (value) => typeof value === 'string';
export const isBoolean: Check = (value) => typeof value === 'boolean';
export const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
export const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
export const isBytes: Check = (value) => value instanceof Uint8Array;

/** A string of at most `length` UTF-16 units. */
export function isText(length: number): Check {
  return (value) => typeof value === 'string' && value.length <= length;
}

export function oneOf(...values: readonly string[]): Check {
  return (value) => typeof value === 'string' && values.includes(value);
}

export function listOf(item: Check): Check {
  return (value) => Array.isArray(value) && value.every(item);
}

export function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

/** Every field of T must have a check: a field added to a type without one does not compile. */
export type Fields<T> = { readonly [K in keyof T]-?: Check };

export function record<T>(fields: Fields<T>): Guard<T> {
  const entries = Object.entries(fields) as [string, Check][];
  return (value): value is T =>
    typeof value === 'object' && value !== null
    && entries.every(([name, check]) => check((value as Record<string, unknown>)[name]));
}

/** A union told apart by its `type` field. Own keys only: `constructor` is no message type. */
export function tagged<T extends { readonly type: string }>(
  cases: { readonly [K in T['type']]: Fields<Omit<Extract<T, { readonly type: K }>, 'type'>> },
): Guard<T> {
  const guards = new Map(Object.entries<Fields<unknown>>(cases).map(([type, fields]) => [type, record(fields)]));
  return (value): value is T => {
    if (typeof value !== 'object' || value === null) return false;
    const { type } = value as { type?: unknown };
    return typeof type === 'string' && (guards.get(type)?.(value) ?? false);
  };
}
