/** Every intent, in the order in which they are tried: the more a pattern demands, the earlier. */
import { branches, degrees, edgeLabels, groups, homeGroup, loops, neighbours, parts, shapeOf } from './facts.js';
import { counting, listingSorts, membership } from './classes.js';
import { after, before, branch, branchReaches, connected, ways, wayTo } from './flow.js';
import { count } from '../words.js';
import { pathOutcome, patterns, type Intent } from './outcome.js';
import { about, doubts, search } from './texts.js';
import { beside, comparePlaces, location, nearest, outermost } from './places.js';

/** "How many steps from A to B?" */
export const distance: Intent = {
  patterns: patterns('~ MANY (STEP|EDGE) ~ LEAD* ~ (FROM|BETWEEN) N (TO|AND) N LEAST?', 'HOW FAR ~ N FROM N'),
  answer: ({ view, symbols, ids: [from = '', to = ''] }) => {
    const hops = view.path(from, to);
    if (hops === undefined) return { drafts: [{ text: `The connections offer no way from ${view.name(from)} to ${view.name(to)}.`, elements: [view.element(from), view.element(to)] }], subjects: [from, to] };
    // What stands between two is neither of them.
    if (symbols.includes('BETWEEN') && symbols.includes('STEP')) {
      const inner = hops.length - 1;
      return { ...pathOutcome(view, hops, [{ text: `On a shortest way, ${inner === 0 ? 'nothing stands' : inner === 1 ? '1 element stands' : `${inner} elements stand`} between ${view.name(from)} and ${view.name(to)}:`, elements: [view.element(from), view.element(to)] }], { subjects: [from, to] }), found: [], value: inner };
    }
    return { ...pathOutcome(view, hops, [{ text: `A shortest way from ${view.name(from)} to ${view.name(to)} follows ${count(hops.length, 'arrow')}:`, elements: [view.element(from), view.element(to)] }], { subjects: [from, to] }), found: [], value: hops.length };
  },
};

export const intents: readonly Intent[] = [
  doubts, about, distance, edgeLabels, degrees, branch, branchReaches, connected, comparePlaces, membership, loops, parts, counting, branches, homeGroup, groups, listingSorts, shapeOf, beside, nearest, outermost, ways, wayTo, neighbours,
  before, after, location, search,
];
