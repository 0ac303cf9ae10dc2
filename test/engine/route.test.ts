import { describe, expect, it } from 'vitest';
import { routes, wayOf } from '../../src/engine/readers/route.js';
import type { Route, RouteKind } from '../../src/engine/readers/route.js';

const route = (kind: RouteKind, sure = true): Route => ({ kind, confidence: sure ? 0.98 : 0.4, sure, ranking: [{ kind, confidence: 0.4 }] });

describe('the way of a picture', () => {
  it('every kind has one, and what cannot be read as it is says so', () => {
    const ways = Object.fromEntries(routes.map((kind) => [kind, wayOf(route(kind))]));
    expect(routes.filter((kind) => ways[kind]?.as !== 'text')).toEqual(['flowchart', 'formula', 'table', 'page']);
    expect(routes.filter((kind) => ways[kind]?.note !== undefined)).toEqual(['sequence', 'class', 'state', 'er', 'diagram', 'chart', 'interface', 'other']);
    expect(ways['er']?.note).toBe('This looks like an entity-relationship diagram. It cannot be read as that yet; its text can.');
  });

  it('an unsure router gives the text, but for what is likelier some diagram than none, which the diagram reader judges', () => {
    expect(wayOf(route('table', false))).toMatchObject({ as: 'text', note: expect.stringContaining('Read as') as string });
    const between = (...kinds: RouteKind[]): Route => ({ ...route('state', false), ranking: kinds.map((kind) => ({ kind, confidence: 0.3 })) });
    expect(wayOf(between('state', 'flowchart', 'table')).as).toBe('flowchart');
    expect(wayOf(between('chart', 'flowchart', 'table')).as).toBe('text');
  });
});
