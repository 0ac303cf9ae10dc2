import { describe, expect, it } from 'vitest';
import { bestMatches, partsOf } from '../../src/extension/placeMatch.js';

describe('a path from another machine', () => {
  it('has its parts on every platform, and nothing that climbs', () => {
    expect([partsOf('/srv/app/main.py'), partsOf('C:\\src\\a b\\x.cs'), partsOf('../../etc/./passwd'), partsOf('main.go')]).toEqual([['srv', 'app', 'main.py'], ['src', 'a b', 'x.cs'], ['etc', 'passwd'], ['main.go']]);
  });
  it('means the files with the longest common end', () => {
    const files = ['shop/app/main.py', 'shop/tests/main.py', 'other/App/main.py', 'shop/main.pyc'].map((path) => ({ path, parts: partsOf(path) }));
    const match = (path: string): string[] => bestMatches(partsOf(path), files).map((file) => file.path);
    expect(match('/srv/app/main.py')).toEqual(['shop/app/main.py', 'other/App/main.py']);
    expect(match('/home/x/shop/app/main.py')).toEqual(['shop/app/main.py']);
    expect(match('main.py')).toHaveLength(3);
    expect(match('/srv/nothing.py')).toEqual([]);
  });
});
