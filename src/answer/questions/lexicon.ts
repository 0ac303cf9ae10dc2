/** The words of questions and what they mean. English; another language is another lexicon, the patterns stay. */

/** Concept -> the words that stand for it. A word that is in no list is unknown, and a question with an unknown word is declined. */
const concepts: Readonly<Record<string, string>> = {
  WHAT: 'what whats which whichever', WHERE: 'where wheres', HOW: 'how hows', MANY: 'count total', IT: 'it its them they that', HERE: 'diagram flowchart chart picture image graph flow process workflow overall',
  AFTER: 'after afterwards next follow follows following followed then subsequent subsequently successor successors downstream once output outputs',
  BEFORE: 'before precede precedes preceding preceded previous previously prior predecessor predecessors upstream input inputs',
  LEAD: 'lead leads leading led go goes going get gets getting flow flows flowing point points pointing come comes coming came reach reaches reached arrive arrives reachable run runs running proceed proceeds continue continues move moves take takes feed feeds pass travel head heads result results', HAPPEN: 'happen happens happening occurs',
  FROM: 'from leave leaves leaving exit exits out outgoing', TO: 'to into towards toward enter enters entering incoming until', VIA: 'via through', IN: 'in inside within', ON: 'on upon',
  STEP: 'step steps node nodes box boxes element elements block blocks state states stage stages task tasks activity activities device devices thing things item items',
  EDGE: 'arrow arrows edge edges connection connections connector connectors line lines link links transition transitions',
  DECISION: 'decision decisions', GROUP: 'group groups container containers subgraph subgraphs cluster clusters lane lanes swimlane swimlanes section sections', LABEL: 'label labels labelled labeled',
  LOOP: 'loop loops looping cycle cycles cyclic circular repeat repeats', BACK: 'back again', PATH: 'path paths route routes way ways', SHORT: 'shortest quickest fastest least',
  BRANCH: 'branch branches option options choice choices outcome outcomes alternative alternatives possibility possibilities', CONN: 'connected connect connects linked attached joined joins neighbour neighbours neighbor neighbors',
  ALL: 'anything any each list name enumerate something some', EVERY: 'all every everything whole', EXIST: 'exist exists', HAS: 'has have having contain contains contained hold holds include includes belong belongs member members made', PARTS: 'parts pieces separate components',
  START: 'start starts starting started begin begins beginning first initial initially entry', END: 'end ends ending finish finishes last final finally terminate terminates stop stops',
  UNREACH: 'unreachable', DEADEND: 'deadend deadends', ISOLATED: 'isolated unconnected disconnected orphan orphans orphaned', DIR: 'direction',
  LEFT: 'left', RIGHT: 'right', ABOVE: 'above over top topmost up upper highest', BELOW: 'below under beneath underneath bottom bottommost lower lowest', NEAR: 'beside adjacent near nearest closest',
  SHAPE: 'shape shapes', TITLE: 'title heading', NOTE: 'note notes', DOUBT: 'unsure uncertain doubt doubts doubtful sure certain confident', DOTTED: 'dotted dashed', THICK: 'thick bold',
  BETWEEN: 'between', IF: 'if when whenever case', MOST: 'most', DIRECT: 'directly immediately straight direct', FINALLY: 'eventually ultimately indirectly', TIMES: 'times often', APPEAR: 'appear appears occur',
  FIND: 'mention mentions mentioning say says about called containing find search named', SUMMARY: 'summary summarise summarize explain overview describe', NOT: 'not never without except isnt doesnt dont cant cannot arent wont',
  ONE: 'only', SAME: 'same',
};

/** Words without weight for the meaning. Conjunctions are kept as AND. */
const fillers = new Set(('the a an is are was be been do does did can could would will shall should please of tell me give show i we you us one my our this these there so hey hi kindly possible exactly answer user do for at as with '
  + 'by also too just now exist whose actually drawn').split(' '));

/** Shapes as people call them -> shapes of the typed graph. */
export const shapeNames: Readonly<Record<string, readonly string[]>> = {
  rectangle: ['rect'], square: ['rect'], rounded: ['round', 'stadium'], pill: ['stadium'], cylinder: ['cylinder'], circle: ['circle', 'double_circle'], diamond: ['diamond'], rhombus: ['diamond'], hexagon: ['hexagon'],
  parallelogram: ['lean_right', 'lean_left'], trapezoid: ['trapezoid', 'inv_trapezoid'], ellipse: ['ellipse'], oval: ['ellipse', 'stadium'], document: ['document'], icon: ['icon'], flag: ['odd'], bar: ['bar'],
};

/** Pairs and triples of words that mean one thing. Longest first. */
const phrases: readonly (readonly [string, string])[] = [
  ['can you tell me', ''], ['could you tell me', ''], ['can you show me', ''], ['do you know', ''], ['i want to know', ''], ['to the left of', 'LEFT'], ['to the right of', 'RIGHT'], ['on the left of', 'LEFT'], ['on the right of', 'RIGHT'],
  ['on top of', 'ABOVE'], ['not connected to anything', 'ISOLATED'], ['not connected to', 'NOT'], ['not connected', 'ISOLATED'], ['cannot be reached', 'UNREACH'], ['cant be reached', 'UNREACH'], ['can not be reached', 'UNREACH'],
  ['not be reached', 'UNREACH'], ['not reachable', 'UNREACH'], ['never reached', 'UNREACH'], ['dead ends', 'DEADEND'], ['dead end', 'DEADEND'], ['followed by', 'LEAD TO'], ['preceded by', 'LEAD FROM'], ['next to', 'NEAR'], ['left of', 'LEFT'], ['right of', 'RIGHT'],
  ['at the top', 'ABOVE'], ['at the bottom', 'BELOW'], ['right after', 'DIRECT AFTER'], ['right before', 'DIRECT BEFORE'], ['straight after', 'DIRECT AFTER'], ['how many', 'MANY'], ['number of', 'MANY'], ['at least', 'LEAST'], ['at minimum', 'LEAST'],
  ['is there', 'YN EXIST'], ['are there', 'YN EXIST'], ['in this', 'IN HERE'], ['part of', 'IN'], ['made of', 'HAS'], ['back to', 'BACK TO'], ['end up', 'LEAD'], ['ends up', 'LEAD'], ['depends on', '?'], ['says no', '? '], ['how about', 'ABOUT'],
  ['what about', 'ABOUT'], ['what if', 'IF'], ['in case', 'IF'], ['kind of shape', 'SHAPE'], ['type of shape', 'SHAPE'], 
];

const byWord = new Map(Object.entries(concepts).flatMap(([concept, words]) => words.split(' ').map((word) => [word, concept] as const)));

/** The concept of a word; '' for a word without weight; undefined for an unknown one. */
export function conceptOf(word: string): string | undefined {
  if (word === 'and' || word === 'or') return word.toUpperCase();
  if (word === '->' || word === '-->' || word === '→') return 'TO';
  if (shapeNames[word] !== undefined || shapeNames[word.replace(/s$/, '')] !== undefined) return 'KIND';
  return byWord.get(word) ?? (fillers.has(word) ? '' : undefined);
}

/** The phrase that begins at a place, and how many words it takes. */
export function phraseAt(words: readonly string[], at: number): { readonly concept: string; readonly length: number } | undefined {
  for (const [phrase, concept] of phrases) {
    const parts = phrase.split(' ');
    if (parts.every((part, index) => words[at + index] === part)) return { concept, length: parts.length };
  }
  return undefined;
}

/** Words that open a question which wants a yes or a no. */
export const yesNoWords: ReadonlySet<string> = new Set('is are does do can could will was has have did'.split(' '));

/** Questions are made of these: a part of a label that is one of them names nothing by itself. */
export function isQuestionWord(word: string): boolean {
  return conceptOf(word) !== undefined;
}
