import type { Answer } from '../answer/types.js';
import { providersOf } from '../client/protocol.js';
import type { EngineInfo, EngineOptions, ReadRequest } from '../client/protocol.js';
import { answerFor, partialSegment } from './answer.js';
import type { Model, TextLine } from './families/family.js';
import { familyOf } from './families/index.js';
import { TextReader } from './ocr/reader.js';
import { loadPackage, packageBytes } from './package/load.js';
import type { Manifest } from './package/manifest.js';
import { decodePicture } from './picture/decode.js';
import type { Picture } from './picture/decode.js';
import { thumbnail } from './picture/scale.js';
import { chooseProvider, threadCount } from './runtime/providers.js';
import { readSheet } from './sheet/read.js';
import type { ReadSheet } from './sheet/read.js';
import type { Task } from './task.js';

const THUMBNAIL_SIDE = 512;

/** A model and a text reader, ready to read pictures. Its owner disposes it once. */
export class Engine {
  private constructor(readonly info: EngineInfo, private readonly manifest: Manifest, private readonly model: Model, private readonly textReader: TextReader) {}

  /**
   * Loads, verifies and tests everything.
   * @param now milliseconds since the process started
   * @throws EngineFailure `package-invalid`, `text-reader-missing`, `no-provider`
   */
  static async start(options: EngineOptions, now: () => number): Promise<Engine> {
    const pack = await loadPackage(options.packageFolder);
    const { manifest } = pack;
    const family = familyOf(pack);
    const threads = threadCount(options.threads);
    const order = options.provider === 'auto' ? providersOf(process.platform) : [options.provider];
    const textReader = await TextReader.open(options.ocrFolder, manifest.text, threads);
    try {
      const { provider, value: model, refused } = await chooseProvider(order, (name) => family(pack, name, { threads, refuseSlow: options.provider === 'auto' }));
      const info: EngineInfo = {
        model: { name: manifest.name, version: manifest.version, family: manifest.family, bytes: packageBytes(manifest, provider) },
        provider, refused, readyMs: now(), rssBytes: process.memoryUsage.rss(),
      };
      return new Engine(info, manifest, model, textReader);
    } catch (error) {
      await textReader.dispose();
      throw error;
    }
  }

  /** Bytes to answer, telling the task what happens. @throws EngineFailure naming the file and the cause */
  async read(request: ReadRequest, task: Task): Promise<Answer> {
    await task.breathe();
    task.progress('decode', 0, 1);
    const picture = await task.timed('decode', () => decodePicture(request.name, request.bytes, request.background));
    task.progress('decode', 1, 1);
    const small = await thumbnail(picture, THUMBNAIL_SIDE);
    const { width, height } = picture;
    const seen = (fed: { readonly width: number; readonly height: number }): void => task.tell({ type: 'picture', width, height, fed, thumbnail: small });
    seen({ width: 0, height: 0 });
    await task.breathe();
    const lines = request.lines === undefined ? await this.textReader.read(picture, task) : request.lines.map(given);
    const reading = await this.model.read(picture, lines, task, {
      fed: seen,
      regions: (regions) => task.tell({ type: 'regions', regions }),
      partial: (diagram) => task.tell({ type: 'partial', index: 0, segment: partialSegment(diagram) }),
    });
    const sheet = reading.kind === 'other' && request.lines === undefined ? await this.sheet(picture, lines, task) : undefined;
    await task.breathe();
    task.progress('explain', 0, 1);
    const model = { name: this.manifest.name, version: this.manifest.version, provider: this.info.provider };
    return answerFor(reading, picture, model, task, sheet);
  }

  /** Code, terminals: where the font has a fixed width, the text is read a second time by its columns. */
  private async sheet(picture: Picture, lines: readonly TextLine[], task: Task): Promise<ReadSheet | undefined> {
    task.progress('write', 0, 1);
    const sheet = await task.timed('write', () => readSheet(picture, lines, (boxes, stretch) => this.textReader.readRows(picture, boxes, stretch, task), task));
    task.progress('write', 1, 1);
    return sheet;
  }

  async dispose(): Promise<void> {
    await Promise.all([this.model.dispose(), this.textReader.dispose()]);
  }
}

function given({ x, y, width, height, text }: NonNullable<ReadRequest['lines']>[number]): TextLine {
  return { box: { x, y, width, height }, text, confidence: 1 };
}
