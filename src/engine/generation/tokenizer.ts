import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Template } from '@huggingface/jinja';
import { Tokenizer as Library } from '@huggingface/tokenizers';
import { verify } from '../package/language.js';
import type { LanguagePackage } from '../package/language.js';
import { invalid } from '../package/read.js';
import { atMarkers } from './prompt.js';
import type { Piece, PromptPicture } from './prompt.js';

/** A turn of a conversation; a picture stands where it is among the words. */
export interface Message { readonly role: 'system' | 'user' | 'assistant'; readonly content: readonly (string | PromptPicture)[] }

/** Words to token ids and back, and conversations to prompts, by the checkpoint's own files. */
export class Tokenizer {
  private constructor(
    private readonly library: Library, private readonly template: Template | undefined, private readonly names: Readonly<Record<string, string>>,
    private readonly pack: LanguagePackage, private readonly unknown: number | undefined,
  ) {}

  /** @throws EngineFailure `package-invalid` where the package has none, or its files are damaged */
  static async open(pack: LanguagePackage): Promise<Tokenizer> {
    const files = pack.manifest.tokenizer;
    if (files === undefined) throw invalid(pack.folder, 'it has no tokenizer: convert the checkpoint with tokenizer.json beside the weights.');
    for (const file of Object.values(files)) await verify(pack, file);
    const json = async (name: string | undefined): Promise<Record<string, unknown>> => (
      name === undefined ? {} : (JSON.parse(await readFile(join(pack.folder, name), 'utf8')) as Record<string, unknown>)
    );
    const [tokenizer, config] = await Promise.all([json(files.file.file), json(files.config?.file)]);
    const template = files.template === undefined ? undefined : new Template(await readFile(join(pack.folder, files.template.file), 'utf8'));
    try {
      const library = new Library(tokenizer, config);
      const word = (tokenizer['model'] as { readonly unk_token?: string | null } | undefined)?.unk_token;
      return new Tokenizer(library, template, specialNames(config), pack, typeof word === 'string' ? library.token_to_id(word) : undefined);
    } catch (error) {
      throw invalid(pack.folder, `its tokenizer is of a kind that is not known (${error instanceof Error ? error.message : String(error)}).`);
    }
  }

  /** Ids of a text. `special` adds what the tokenizer puts around a whole text. */
  encode(text: string, special = false): number[] {
    // The library gives no id for a word that a word-level vocabulary does not have.
    const ids: readonly (number | undefined)[] = this.library.encode(text, { add_special_tokens: special }).ids;
    return ids.map((id) => id ?? this.unknown).filter((id) => id !== undefined);
  }

  /** The words of ids; tokens that only steer are left out, unless they are asked for. */
  decode(ids: readonly number[], steering = false): string {
    return ids.length === 0 ? '' : this.library.decode([...ids], { skip_special_tokens: !steering });
  }

  /**
   * The prompt of a conversation that the model is to continue, by the checkpoint's chat template; without one the turns stand one after the other,
   * as Flamingo and BLIP-2 were taught (they complete, they do not converse).
   */
  prompt(messages: readonly Message[]): Piece[] {
    const spec = this.pack.manifest.prompt;
    if (spec === undefined) throw invalid(this.pack.folder, 'it has no "prompt".');
    const own = spec.picture.marker < 0 ? '' : this.library.decode([spec.picture.marker], { skip_special_tokens: false }).trim();
    // What a person writes is words, even where it is written like the token that stands for a picture.
    const words = (text: string): string => (own.length < 2 ? text : text.replaceAll(own, `${own.slice(0, 1)} ${own.slice(1)}`));
    if (this.template === undefined) {
      const pieces = messages.flatMap(({ content }) => content.map((part): Piece => (typeof part === 'string' ? { tokens: this.encode(words(part)) } : { picture: part })));
      return [{ tokens: spec.begin }, ...pieces];
    }
    const pictures = messages.flatMap(({ content }) => content.filter((part): part is PromptPicture => typeof part !== 'string'));
    const plain = messages.map(({ role, content }) => ({ role, content: content.map((part) => (typeof part === 'string' ? { type: 'text', text: words(part) } : { type: 'image' })) }));
    const ids = this.encode(this.template.render({ messages: plain, add_generation_prompt: true, ...this.names }));
    const begin = spec.begin.some((id, i) => ids[i] !== id) ? [{ tokens: spec.begin }] : [];
    return [...begin, ...atMarkers(ids, pictures, spec)];
  }

  /** Words of tokens that arrive one by one. */
  stream(): WordStream {
    return new WordStream((ids) => this.decode(ids));
  }
}

/** Turns tokens into words as they come: what a token adds may only be known when the next one is there (bytes of one character, blanks before a word). */
export class WordStream {
  private readonly ids: number[] = [];
  private told = '';

  constructor(private readonly decode: (ids: readonly number[]) => string) {}

  /** The words that one more token makes certain. */
  push(id: number): string {
    this.ids.push(id);
    const all = this.decode(this.ids);
    // A replacement character at the end is half a character.
    return all.endsWith('\uFFFD') ? '' : this.tell(all);
  }

  /** What is left at the end. */
  end(): string {
    return this.tell(this.decode(this.ids));
  }

  private tell(all: string): string {
    const more = all.slice(this.told.length);
    this.told = all;
    return more;
  }
}

/** bos_token and the like, which templates name. */
function specialNames(config: Readonly<Record<string, unknown>>): Record<string, string> {
  const found: [string, string][] = [];
  for (const name of ['bos_token', 'eos_token', 'unk_token', 'pad_token']) {
    const value = config[name];
    const text = typeof value === 'object' && value !== null && 'content' in value ? value.content : value;
    if (typeof text === 'string') found.push([name, text]);
  }
  return Object.fromEntries(found);
}
