import type { AskEvent, AskReply, AskRequest, ModelChoice, PackageInfo, ToAsked } from '../client/asking.js';
import { providersOf } from '../client/protocol.js';
import type { ProviderName } from '../client/protocol.js';
import { EngineFailure, toEngineError } from './errors.js';
import { openDual } from './families/dual/open.js';
import type { LanguageModel } from './families/language.js';
import { openWriter, readPackage } from './families/open.js';
import { Continued } from './generation/continued.js';
import { generate } from './generation/generate.js';
import { Tokenizer } from './generation/tokenizer.js';
import type { Message } from './generation/tokenizer.js';
import type { PromptPicture } from './generation/prompt.js';
import { memoryOf } from './package/memory.js';
import { filesOf } from './package/onnxFolder.js';
import { decodePicture } from './picture/decode.js';
import type { Queue } from './queue.js';
import { chooseProvider, threadCount } from './runtime/providers.js';

interface Loaded { readonly key: string; readonly name: string; readonly provider: ProviderName; readonly model: LanguageModel; readonly words: Tokenizer; readonly continued: Continued }
type PackageChoice = Extract<ModelChoice, { kind: 'package' }>;

/** Answers with language models, one at a time; the last one stays loaded, with its last conversation. Its owner disposes it once. */
export class Asking {
  private loaded: Loaded | undefined;

  constructor(private readonly queue: Queue, private readonly send: (id: number, event: AskEvent) => void) {}

  take(message: Extract<ToAsked, { type: 'ask' | 'verify' }>): void {
    const { id } = message;
    this.queue.add(id, async (signal) => {
      const between = async (): Promise<void> => {
        await new Promise<void>((resolve) => setImmediate(resolve));
        if (signal.aborted) throw new EngineFailure('cancelled', 'Cancelled.');
      };
      const tell = (event: AskEvent): void => this.send(id, event);
      try {
        await between();
        if (message.type === 'verify') tell({ type: 'package', info: await this.verify(message) });
        else tell({ type: 'said', reply: await this.ask(message.request, tell, between) });
      } catch (error) {
        tell({ type: 'error', error: toEngineError(error, message.type === 'verify' ? message.folder : 'The question') });
      }
    });
  }

  async dispose(): Promise<void> {
    const { loaded } = this;
    this.loaded = undefined;
    await loaded?.model.dispose();
  }

  /** Opens a package whole, tests it and lets it go. @throws EngineFailure naming what is wrong with it */
  private async verify({ folder, provider, threads }: Extract<ToAsked, { type: 'verify' }>): Promise<PackageInfo> {
    await this.dispose();
    const pack = await readPackage(folder);
    const { manifest } = pack;
    const open = async (name: ProviderName): Promise<{ dispose(): Promise<void> }> => (manifest.task === 'rank' ? openDual(folder, name, threadCount(threads)) : openWriter(pack, name, threadCount(threads)));
    const { provider: found, value } = await chooseProvider(orderOf(provider), open);
    await value.dispose();
    if (manifest.task === 'text') await Tokenizer.open(pack);
    const files = filesOf(manifest);
    return {
      name: manifest.name, version: manifest.version, licence: manifest.licence, family: manifest.family, source: manifest.source.class, format: manifest.source.format, task: manifest.task,
      parameters: manifest.card.parameters, converses: manifest.tokenizer?.template !== undefined, context: manifest.decoder?.context ?? 0,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), memory: memoryOf(manifest), provider: found, files: files.map(({ file, sha256, bytes }) => ({ file, sha256, bytes })),
    };
  }

  private async ask(request: AskRequest, tell: (event: AskEvent) => void, between: () => Promise<void>): Promise<AskReply> {
    if (request.model.kind !== 'package') throw new EngineFailure('internal', 'The engine speaks to no endpoint.');
    const started = performance.now();
    const { model, words, continued, name, provider } = await this.load(request.model, tell);
    const { most, temperature, seed } = request;
    const clips = model.takesClips === true;
    const pictures = await picturesOf(request, clips, between);
    const frames = pictures.reduce((sum, picture) => sum + (picture.frames?.length ?? 0), 0);
    if (pictures.length > 0) tell({ type: 'step', step: 'look' });
    const prompt = words.prompt(request.messages.map(({ role, content }): Message => ({ role, content: content.map((part) => (typeof part === 'string' ? part : pictureAt(pictures, part))) })));
    const stop = model.manifest.generation?.stop ?? [];
    const { conversation, rest, reused } = continued.after(prompt);
    const stream = words.stream();
    const room = (model.manifest.decoder?.context ?? Infinity) - 1;
    let [text, tokens, firstMs, end] = ['', 0, 0, 'length' as AskReply['end']];
    const more = (piece: string): void => {
      text += piece;
      if (piece !== '') tell({ type: 'words', text: piece });
    };
    for await (const { id } of generate(conversation, rest, { sampling: { temperature, topP: 0.95, seed }, most, stop, between })) {
      if (tokens++ === 0) {
        firstMs = performance.now() - started;
        tell({ type: 'step', step: 'write' });
      }
      continued.said(id);
      if (stop.includes(id)) { end = 'stop'; break; }
      more(stream.push(id));
      // What does not fit any more is not an error of the question: the answer ends here, and says so.
      if (conversation.length >= room) break;
    }
    more(stream.end());
    return { text, end, tokens, ...(frames > 0 && { frames }), reused, firstMs, ms: performance.now() - started, by: `${name} (${provider})` };
  }

  private async load(choice: PackageChoice, tell: (event: AskEvent) => void): Promise<Loaded> {
    const key = JSON.stringify([choice.folder, choice.files, choice.provider, choice.threads]);
    if (this.loaded?.key === key) return this.loaded;
    tell({ type: 'step', step: 'load' });
    // First out, then in: two models may not fit into memory.
    await this.dispose();
    const pack = await readPackage(choice.folder, choice.files);
    unchanged(choice, pack.manifest.name, filesOf(pack.manifest));
    const { provider, value: model } = await chooseProvider(orderOf(choice.provider), (name) => openWriter(pack, name, threadCount(choice.threads)));
    try {
      this.loaded = { key, name: pack.manifest.name, provider, model, words: await Tokenizer.open(pack), continued: new Continued(model) };
      return this.loaded;
    } catch (error) {
      await model.dispose();
      throw error;
    }
  }
}

/** @throws EngineFailure where the package is no longer the one that was verified */
function unchanged({ files, folder }: PackageChoice, name: string, found: readonly { readonly file: string; readonly sha256: string }[]): void {
  const changed = found.find(({ file, sha256 }) => files.length > 0 && files.find((kept) => kept.file === file)?.sha256 !== sha256);
  if (changed !== undefined) throw new EngineFailure('package-invalid', `${name}: ${changed.file} in ${folder} is not the one that was added. Remove the package and add it again.`);
}

async function picturesOf({ pictures: asked, background }: AskRequest, clips: boolean, between: () => Promise<void>): Promise<PromptPicture[]> {
  const pictures: PromptPicture[] = [];
  for (const { name, bytes, frames } of asked) {
    const decoded: PromptPicture[] = [];
    for (const each of clips && frames !== undefined && frames.length > 0 ? frames : [bytes]) {
      await between();
      decoded.push(await decodePicture(name, each, background));
    }
    const [first, second] = decoded;
    if (first === undefined) continue;
    pictures.push(second === undefined ? first : { ...first, frames: decoded, sha256: decoded.map(({ sha256 }) => sha256).join(' ') });
  }
  return pictures;
}

function pictureAt(pictures: readonly PromptPicture[], index: number): PromptPicture {
  const picture = pictures[index];
  if (picture === undefined) throw new RangeError(`there is no picture ${index}`);
  return picture;
}

/** Converted graphs run on the processor, unless another provider is asked for: what `auto` tries first for small graphs is slower for these. */
function orderOf(provider: ProviderName | 'auto'): readonly ProviderName[] {
  return provider === 'auto' ? providersOf(process.platform).filter((name) => name === 'cuda' || name === 'cpu') : [provider];
}
