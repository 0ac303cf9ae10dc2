/** Scores replies against the answers that were worked out by hand. */
import { ask, type Conversation, type Reply } from '../../../src/answer/questions/index.js';
import { labelsOf, set, type Prepared, type Question } from './pictures.js';

export type Verdict = 'right' | 'missed' | 'wrong';
export interface Scored { readonly question: Question; readonly reply: Reply; readonly verdict: Verdict; readonly why: string }

/** @returns every question of the set with its verdict; `missed` claims nothing, `wrong` claims something that is not so */
export function scoreAll(pictures: ReadonlyMap<string, Prepared>): Scored[] {
  let context: Conversation | undefined;
  return set.questions.map((question) => {
    const picture = pictures.get(question.on);
    if (picture === undefined) throw new Error(`no picture ${question.on}`);
    const reply = ask(picture.answer, question.ask, question.then === true ? context : undefined, picture.tables);
    context = reply.context;
    const why = fault(question, reply, picture);
    return { question, reply, why, verdict: why === '' ? 'right' : reply.status === 'answered' ? 'wrong' : 'missed' };
  });
}

function fault(question: Question, reply: Reply, picture: Prepared): string {
  const wanted = question.status ?? 'answered';
  if (reply.status !== wanted) return `${reply.status}, not ${wanted}`;
  if (wanted !== 'answered') return '';
  const found = labelsOf(picture.diagram, reply.found);
  if (question.path !== undefined && found.join(' > ') !== question.path.join(' > ')) return `path ${found.join(' > ')}`;
  if (question.found !== undefined && [...found].sort().join('|') !== [...question.found].sort().join('|')) return `found ${found.join('|')}`;
  if (question.value !== undefined && reply.value !== question.value) return `value ${String(reply.value)}`;
  const text = reply.sentences.map((sentence) => sentence.text).join(' ');
  const unsaid = [...(question.found ?? []), ...(question.path ?? [])].filter((label) => !text.includes(label));
  if (unsaid.length > 0) return `not said: ${unsaid.join(', ')}`;
  if (question.doubt === true && !text.includes('Please check')) return 'no doubt';
  return question.caveat === true && !text.includes('left out') ? 'no caveat' : '';
}
