/** What a diagram says of itself: title, notes, summary, direction; what is doubtful in it; and text searches. */
import { doubtThreshold, listDoubts } from '../doubts.js';
import { joinLines } from '../labels.js';
import { capital, count } from '../words.js';
import type { Draft } from '../walk.js';
import { labelsWith } from './mentions.js';
import { elementsOf, namesOf, patterns, type Intent, type Outcome } from './outcome.js';

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

const directionWords = { TD: 'from top to bottom', LR: 'from left to right', BT: 'from bottom to top', RL: 'from right to left' } as const;

export const about: Intent = {
  patterns: patterns('~ TITLE ~ HAS?', '~ NOTE ~', '~ SUMMARY (FIND|IN)*', 'WHAT FIND?', 'WHAT HAPPEN', '~ DIR ~ LEAD* IN?', '~ PATH ~ LEAD', '~ HOW LEAD'),
  answer: ({ view, symbols }): Outcome | undefined => {
    const texts = (role: 'title' | 'note'): Draft[] => view.diagram.texts.flatMap((text, index) => (text.role === role && joinLines(text.lines) !== '' ? [{ text: `${role === 'title' ? 'The title is' : 'Beside the diagram stands'} “${joinLines(text.lines)}”.`, elements: [`text:${index}`] }] : []));
    if (symbols.includes('TITLE') || symbols.includes('NOTE')) {
      const drafts = texts(symbols.includes('TITLE') ? 'title' : 'note');
      return { drafts: drafts.length > 0 ? drafts : [{ text: `No ${symbols.includes('TITLE') ? 'title' : 'note'} was read.`, elements: [] }] };
    }
    if (symbols.includes('DIR') || symbols.includes('PATH')) return view.diagram.edges.length === 0 ? undefined : { drafts: [{ text: `It is drawn ${directionWords[view.diagram.direction]}.`, elements: [] }], value: directionWords[view.diagram.direction] };
    return { drafts: view.answer.explanation.slice(0, 6).map(({ text, elements }) => ({ text, elements })) };
  },
};

export const doubts: Intent = {
  patterns: patterns('~ HOW? DOUBT ~ (FIND|IN|ON)* ~', '~ DOUBT ~ (FIND|IN|ON)* N', '~ HAS? DOUBT'),
  answer: ({ view, ids: [id] }) => {
    const all = listDoubts(view.diagram, doubtThreshold);
    const ends = (element: string): readonly string[] => {
      const edge = element.startsWith('edge:') ? view.diagram.edges[Number(element.slice(5))] : undefined;
      return edge === undefined ? (element.startsWith('text:') ? [] : [element.slice(element.indexOf(':') + 1)]) : [edge.source, edge.target];
    };
    const wanted = id === undefined ? all : all.filter(({ element }) => ends(element).includes(id));
    if (wanted.length === 0) return { drafts: [{ text: id === undefined ? 'Nothing was read with a low probability. That is no proof that all is right.' : `Nothing about ${view.name(id)} was read with a low probability.`, elements: id === undefined ? [] : elementsOf(view, [id]) }], found: [], ...(id === undefined ? {} : { subjects: [id] }) };
    return { drafts: wanted.map(({ text, element }) => ({ text: `${text}.`, elements: [element] })), found: unique(wanted.flatMap(({ element }) => ends(element))), ...(id === undefined ? {} : { subjects: [id] }) };
  },
};

/** Text searches: which labels hold these words. */
export const search: Intent = {
  whole: true,
  patterns: patterns('~ (LABEL|IN)* FIND ~ (N|L|UNKNOWN|STEP|START|END|IN|ON|AND)+', 'YN EXIST ~ N', '~ FIND N ~', 'YN ~ HAS ~ FIND? N', '~ MANY TIMES ~ N APPEAR', '~ MANY TIMES ~ APPEAR N'),
  answer: ({ view, frame, symbols }) => {
    const named = view.ids.map((id) => ({ id, label: view.label(id) }));
    const words = frame.quoted.length > 0 ? frame.quoted : frame.words;
    const found = labelsWith(named, words).map(({ id }) => id);
    const said = `“${words.join(' ')}”`;
    const value = symbols.includes('MANY') ? found.length : symbols[0] === 'YN' ? found.length > 0 : undefined;
    const many = symbols.includes('MANY') ? `${capital(count(found.length, 'label'))} ${found.length === 1 ? 'holds' : 'hold'} ${said}: ` : `${said} stands in `;
    return { drafts: [found.length === 0 ? { text: `No label that was read holds ${said}.`, elements: [] } : { text: `${many}${namesOf(view, found)}.`, elements: elementsOf(view, found) }], found, ...(value === undefined ? {} : { value }), subjects: found };
  },
};
