import data from './vocabulary.json' with { type: 'json' };

export type Class = keyof typeof data.classes;

/** Version of the vocabulary: a model knows one. */
export const vocabularyVersion: number = data.version;

const entries = Object.entries(data.classes) as [Class, string[]][];
/** All tokens; the index is the token's id. */
export const tokens: readonly string[] = entries.flatMap(([, list]) => list);
/** The class of each id. */
export const classes: readonly Class[] = entries.flatMap(([name, list]) => list.map(() => name));

const ids = new Map(tokens.map((token, id) => [token, id]));

export const PAD = 0;
export const BOS = 1;
export const EOS = 2;

/** The id of a token, -1 for what is none. */
export function idOf(token: string): number {
  return ids.get(token) ?? -1;
}

/** The class of a token; undefined for what is none. */
export function classOf(token: string): Class | undefined {
  return classes[ids.get(token) ?? -1];
}

/** Classes whose tokens are symbols by themselves. */
export const symbolClasses: ReadonlySet<Class> = new Set<Class>([
  'letter', 'digit', 'greek', 'capital', 'ordinary', 'operator', 'function', 'binary', 'relation', 'arrow', 'punctuation', 'delimiter', 'space',
]);

const letters = new Set<Class>(['letter']);
const alphanumeric = new Set<Class>(['letter', 'digit']);
const alphabets: Readonly<Record<string, (token: string, kind: Class) => boolean>> = {
  '\\mathrm': (_, kind) => letters.has(kind),
  '\\mathbf': (_, kind) => alphanumeric.has(kind) || kind === 'capital',
  '\\boldsymbol': (token, kind) => letters.has(kind) || kind === 'greek' || kind === 'capital' || kind === 'digit' || token === '\\nabla' || token === '\\ell' || token === '\\partial',
  '\\mathbb': (token) => /^[A-Z1k]$/u.test(token),
  '\\mathcal': (token) => /^[A-Z]$/u.test(token),
  '\\mathscr': (token) => /^[A-Z]$/u.test(token),
  '\\mathfrak': (_, kind) => letters.has(kind),
  '\\mathsf': (_, kind) => alphanumeric.has(kind),
  '\\mathtt': (_, kind) => alphanumeric.has(kind),
};

/** Whether a font has a face of its own for a token; where it has none, the font is not written. */
export function takesFont(token: string, font: string): boolean {
  const kind = classOf(token);
  return kind !== undefined && (alphabets[font]?.(token, kind) ?? false);
}

/** Characters that upright words may hold: letters, digits, `~` for a space, and marks. */
export const wordTokens: ReadonlySet<string> = new Set([...tokens.filter((token) => alphanumeric.has(classOf(token) ?? 'special')), '~', '\'', ...'-,.:;()!?/+=']);
