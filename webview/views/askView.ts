/** The ask box: questions, replies that are computed from the typed answer in this page, and what a language model said where the person asked one. */
import type { Edited } from '../../src/answer/edited.js';
import { ask, noContext, suggestQuestions, type Conversation, type Reply } from '../../src/answer/questions/index.js';
import type { Answer } from '../../src/answer/types.js';
import { byId, make } from '../dom.js';
import { l10n } from '../l10n.js';
import type { LinkIndex, Pointing } from '../links.js';
import { longestTalk, type Turn } from '../protocol.js';
import { ModelReply } from './modelReply.js';
import { ReplyView } from './replyView.js';

export interface AskHost {
  /** The conversation changed and is to be kept. */
  changed(talk: readonly Turn[]): void;
  askModel(id: number, question: string): void;
  cancelModel(id: number): void;
}

interface Shown { readonly turn: Turn; readonly id: number; readonly view: ReplyView; readonly element: HTMLElement; model?: ModelReply }

export class AskView {
  #answer: Answer | undefined;
  #index: LinkIndex | undefined;
  #context: Conversation = noContext;
  #shown: Shown[] = [];
  #nextId = 1;
  /** Place in the history of questions while the arrow keys go through it; the length of the history means the line being typed. */
  #at = 0;
  #typed = '';
  #model: string | undefined;
  #edited: Edited | undefined;
  readonly #section = byId('ask-section', HTMLElement);
  readonly #log = byId('ask-log', HTMLElement);
  readonly #chips = byId('ask-suggestions', HTMLElement);
  readonly #input = byId('ask-input', HTMLInputElement);
  readonly #clear = byId('ask-clear', HTMLButtonElement);
  readonly #state = byId('ask-state', HTMLElement);

  constructor(private readonly pointing: Pointing, private readonly host: AskHost) {
    byId('ask-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit(this.#input.value);
    });
    this.#input.addEventListener('keydown', (event) => { this.#key(event); });
    this.#clear.addEventListener('click', () => { this.#reset([]); this.#keep(); this.#input.focus(); });
  }

  get talk(): readonly Turn[] { return this.#shown.map(({ turn }) => turn); }

  /** Nothing to ask about: a reading starts. */
  clear(): void {
    this.#answer = this.#index = this.#edited = undefined;
    this.#state.textContent = '';
    this.#section.hidden = true;
    this.#reset([]);
  }

  /** @param talk the conversation so far; its computed replies are computed anew */
  show(answer: Answer, index: LinkIndex, talk: readonly Turn[]): void {
    this.#answer = answer;
    this.#index = index;
    this.#reset(talk);
    this.#place();
  }

  /** From now on questions are asked of the source as a person has edited it; `undefined`: of the model's answer. */
  follow(edited: Edited | undefined): void {
    if (edited === undefined && this.#edited === undefined) return;
    this.#edited = edited;
    // "It" may be gone.
    this.#context = noContext;
    this.#state.textContent = edited === undefined ? '' : l10n.t('of your edited source');
    const asked = edited?.answer ?? this.#answer;
    if (asked) this.#suggest({ suggestions: suggestQuestions(asked) });
  }

  /** The language model that may be asked, by its name. */
  setModel(name: string | undefined): void {
    this.#model = name;
    this.#place();
    for (const shown of this.#shown) this.#offerModel(shown);
  }

  modelSaid(id: number, name: string, text: string, done: boolean, problem: string | undefined): void {
    const index = this.#shown.findIndex((shown) => shown.id === id);
    const shown = this.#shown[index];
    if (shown === undefined) return;
    const kept = text.slice(0, longestTalk.reply);
    this.#modelReply(shown).show(name, kept, done, problem);
    if (!done) return;
    if (kept !== '') this.#shown[index] = { ...shown, turn: { question: shown.turn.question, model: { name, text: kept } } };
    this.#keep();
  }

  focus(): void {
    if (this.#section.hidden) return;
    this.#section.scrollIntoView({ block: 'nearest' });
    this.#input.focus();
  }

  /** New colours: the drawings of the replies follow. */
  redraw(): void { for (const { view } of this.#shown) void view.redraw(); }

  /** Text and code answer no question by themselves: there the box is for those who have a language model. */
  #place(): void {
    const askable = this.#answer?.segments.some(({ diagram, table }) => diagram !== undefined || table !== undefined) === true;
    this.#section.hidden = this.#answer === undefined || this.#answer.kind === 'empty' || (!askable && this.#model === undefined && this.#shown.length === 0);
  }

  #submit(text: string): void {
    const question = text.trim().slice(0, longestTalk.question);
    if (question === '' || this.#answer === undefined) return;
    this.#input.value = this.#typed = '';
    while (this.#shown.length >= longestTalk.turns) this.#drop();
    const shown = this.#add({ question });
    this.#at = this.#shown.length;
    this.#keep();
    // The newest question stands at the top of the log, with as much of its reply as fits.
    this.#log.scrollTop = shown.element.offsetTop - this.#log.offsetTop;
  }

  #add(turn: Turn): Shown {
    const answer = this.#answer, index = this.#index;
    if (answer === undefined || index === undefined) throw new Error('a question without an answer');
    const reply = this.#reply(answer, turn.question);
    this.#context = reply.context;
    const element = make('div', 'turn');
    const asked = make('p', 'asked');
    asked.append(make('span', 'unseen', l10n.t('You asked: ')), document.createTextNode(turn.question));
    const view = new ReplyView(reply, index, this.pointing);
    element.append(asked, view.element);
    const shown: Shown = { turn, id: this.#nextId++, view, element };
    this.#shown.push(shown);
    this.#log.append(element);
    if (turn.model !== undefined) this.#modelReply(shown).show(turn.model.name, turn.model.text, true, undefined);
    this.#offerModel(shown);
    this.#suggest(reply);
    this.#clear.hidden = false;
    return shown;
  }

  #reply(answer: Answer, question: string): Reply {
    const edited = this.#edited;
    if (edited === undefined) return ask(answer, question, this.#context);
    const reply = ask(edited.answer, question, this.#context);
    // The page knows elements by what they were called before the edit.
    return { ...reply, sentences: reply.sentences.map((sentence) => ({ ...sentence, elements: sentence.elements.flatMap((element) => edited.elementOf(element) ?? []) })) };
  }

  #reset(talk: readonly Turn[]): void {
    for (const shown of this.#shown.splice(0)) this.#end(shown);
    this.#log.replaceChildren();
    this.#context = noContext;
    this.#clear.hidden = true;
    this.#chips.replaceChildren();
    if (this.#answer === undefined) return;
    for (const turn of talk.slice(-longestTalk.turns)) this.#add(turn);
    if (talk.length === 0) this.#suggest({ suggestions: suggestQuestions(this.#answer) });
    this.#at = this.#shown.length;
  }

  #drop(): void {
    const first = this.#shown.shift();
    if (first === undefined) return;
    this.#end(first);
    first.element.remove();
  }

  #end(shown: Shown): void {
    shown.view.dispose();
    if (shown.model?.running === true) this.host.cancelModel(shown.id);
  }

  #suggest({ suggestions }: Pick<Reply, 'suggestions'>): void {
    const asked = new Set(this.#shown.map(({ turn }) => turn.question));
    this.#chips.replaceChildren(...suggestions.filter((question) => !asked.has(question)).map((question) => {
      const chip = make('button', '', question);
      chip.type = 'button';
      // The chip that was pressed goes with the next reply: the focus has to have a place to be.
      chip.addEventListener('click', () => { this.#input.focus(); this.#submit(question); });
      return chip;
    }));
  }

  #offerModel(shown: Shown): void {
    shown.view.offerModel(shown.view.reply.status === 'declined' && shown.model === undefined ? this.#model : undefined, () => {
      this.#modelReply(shown).show(this.#model ?? '', '', false, undefined);
      this.host.askModel(shown.id, shown.turn.question);
      this.#input.focus();
    });
  }

  #modelReply(shown: Shown): ModelReply {
    if (shown.model !== undefined) return shown.model;
    shown.model = new ModelReply(() => { this.host.cancelModel(shown.id); });
    shown.element.append(shown.model.element);
    shown.view.offerModel(undefined, () => undefined);
    return shown.model;
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Escape' && this.#input.value !== '') {
      event.stopPropagation();
      this.#input.value = this.#typed = '';
      this.#at = this.#shown.length;
    } else if (event.key === 'ArrowUp') this.#recall(event, this.#at - 1);
    else if (event.key === 'ArrowDown') this.#recall(event, this.#at + 1);
  }

  #recall(event: KeyboardEvent, at: number): void {
    if (at < 0 || at > this.#shown.length) return;
    event.preventDefault();
    if (this.#at === this.#shown.length) this.#typed = this.#input.value;
    this.#at = at;
    this.#input.value = this.#shown[at]?.turn.question ?? this.#typed;
    this.#input.setSelectionRange(this.#input.value.length, this.#input.value.length);
  }

  #keep(): void { this.host.changed(this.talk); }
}
