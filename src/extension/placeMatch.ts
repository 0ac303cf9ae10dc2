/** Which files of a workspace a path from another machine may mean. */

/** The folders and the name of a path of any platform; no drive, no empty parts, nothing that climbs. */
export function partsOf(path: string): string[] {
  return path.replace(/^[A-Za-z]:/, '').split(/[\\/]+/).filter((part) => part !== '' && part !== '.' && part !== '..' && part !== '~');
}

/** The candidates that end like the path, those with the longest common end; the name must be the same. */
export function bestMatches<T extends { readonly parts: readonly string[] }>(path: readonly string[], candidates: readonly T[]): T[] {
  const common = ({ parts }: T): number => {
    let length = 0;
    while (length < Math.min(parts.length, path.length) && same(parts.at(-1 - length), path.at(-1 - length))) length++;
    return length;
  };
  const most = Math.max(0, ...candidates.map(common));
  return most === 0 ? [] : candidates.filter((candidate) => common(candidate) === most);
}

/** Letters' case is nothing to rely on in what was read from a picture. */
function same(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase();
}
