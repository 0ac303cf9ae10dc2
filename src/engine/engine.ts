import { scopeOf } from '../answer/build.js';
import type { Answer, ModelInfo, Region, Segment } from '../answer/types.js';
import { providersOf } from '../client/protocol.js';
import type { EngineInfo, EngineOptions, ReadAs, ReadRequest } from '../client/protocol.js';
import { answerFor, partialSegment } from './answer.js';
import type { Model, TextLine } from './families/family.js';
import { familyOf } from './families/index.js';
import { TextReader } from './ocr/reader.js';
import { loadPackage, packageBytes } from './package/load.js';
import type { Manifest } from './package/manifest.js';
import { cut, moved, within } from './picture/area.js';
import { decodePicture } from './picture/decode.js';
import type { Picture } from './picture/decode.js';
import { thumbnail } from './picture/scale.js';
import { readFormula } from './readers/formula.js';
import { Readers } from './readers/readers.js';
import { wayOf } from './readers/route.js';
import type { Way } from './readers/route.js';
import { readPage } from './readers/page.js';
import { readTable } from './readers/table.js';
import { textReading } from './readers/text.js';
import { chooseProvider, threadCount } from './runtime/providers.js';
import { readSheet } from './sheet/read.js';
import type { ReadSheet } from './sheet/read.js';
import { speak } from './speak.js';
import type { Task } from './task.js';

const THUMBNAIL_SIDE = 512;

/** Readers and a text reader, ready to read pictures. Its owner disposes it once. */
export class Engine {
  private constructor(readonly info: EngineInfo, private readonly manifest: Manifest, private readonly readers: Readers, private readonly textReader: TextReader) {}

  /**
   * Loads, verifies and tests the diagram reader and the text reader; the other readers follow when a picture needs them.
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
      const again = (): Promise<Model> => family(pack, provider, { threads, refuseSlow: false });
      return new Engine(info, manifest, Readers.beside(options.packageFolder, { open: model, again }, provider, threads), textReader);
    } catch (error) {
      await textReader.dispose();
      throw error;
    }
  }

  /** Bytes to answer, telling the task what happens. @throws EngineFailure naming the file and the cause */
  async read(request: ReadRequest, task: Task): Promise<Answer> {
    await task.breathe();
    task.progress('decode', 0, 1);
    const whole = await task.timed('decode', () => decodePicture(request.name, request.bytes, request.background));
    task.progress('decode', 1, 1);
    const small = await thumbnail(whole, THUMBNAIL_SIDE);
    const { width, height } = whole;
    const fed: Fed = (size) => task.tell({ type: 'picture', width, height, fed: size, thumbnail: small });
    fed({ width: 0, height: 0 });
    await task.breathe();
    const area = request.area === undefined ? undefined : within(whole, request.area);
    const answer = await this.answer(area === undefined ? whole : cut(whole, area), request, task, fed);
    const asked = request.as === undefined ? answer : { ...answer, picture: { ...answer.picture, as: request.as } };
    return area === undefined ? asked : { ...moved(asked, area, whole), picture: { ...asked.picture, width, height, area } };
  }

  private async answer(picture: Picture, request: ReadRequest, task: Task, fed: Fed): Promise<Answer> {
    const way = await this.way(picture, request, task);
    const hooks: BlockHooks = { fed, regions: (regions) => task.tell({ type: 'regions', regions }), partial: (segment) => task.tell({ type: 'partial', index: 0, segment }) };
    // A general text reader misreads mathematics, so a formula goes without it.
    const formula = way?.as === 'formula' ? await this.formula(picture, task, hooks) : undefined;
    if (formula !== undefined) return formula;
    const lines = request.lines === undefined ? await this.textReader.read(picture, task) : request.lines.map(given);
    if (way?.as !== 'page') return this.block(picture, way, lines, request.lines === undefined, task, hooks);
    const router = await this.readers.router();
    // Without one nothing is ever taken for a page.
    if (router === undefined) return this.block(picture, { as: 'text' }, lines, true, task, hooks);
    const quiet: BlockHooks = { fed: () => {}, regions: () => {}, partial: () => {} };
    const read = async (part: Picture, as: ReadAs, own: readonly TextLine[]): Promise<Answer> => (
      (as === 'formula' && this.readers.reads(as) ? await this.formula(part, task, quiet) : undefined) ?? this.block(part, { as: this.readers.reads(as) ? as : 'text' }, own, true, task, quiet)
    );
    return readPage(picture, lines, router, this.modelInfo, task, read, (index, segment) => task.tell({ type: 'partial', index, segment }));
  }

  private async formula(picture: Picture, task: Task, hooks: BlockHooks): Promise<Answer | undefined> {
    return readFormula(picture, await this.readers.formula(), this.info.provider, task, hooks, speak);
  }

  /** A picture, or a block of a page, whose text has been read. @param sheets whether fixed-width text may be read a second time */
  private async block(picture: Picture, way: Way | undefined, lines: readonly TextLine[], sheets: boolean, task: Task, hooks: BlockHooks): Promise<Answer> {
    if (way?.as === 'table') {
      const answer = await readTable(picture, lines, await this.readers.table(), this.info.provider, task, hooks.fed, sheets ? (boxes) => this.textReader.readRows(picture, boxes, 1, task) : undefined);
      if (answer !== undefined) return answer;
    }
    const reading = way !== undefined && way.as !== 'flowchart' ? textReading(picture, lines) : await (await this.readers.diagram()).read(picture, lines, task, {
      fed: hooks.fed, regions: hooks.regions, partial: (diagram) => hooks.partial(partialSegment(diagram)),
    });
    const sheet = reading.kind === 'other' && sheets ? await this.sheet(picture, lines, task) : undefined;
    await task.breathe();
    task.progress('explain', 0, 1);
    return answerFor(reading, picture, this.modelInfo, task, sheet, way?.as === 'text' ? way.note ?? '' : way?.note ?? scopeOf(this.readers.readable));
  }

  private get modelInfo(): ModelInfo { return { name: this.manifest.name, version: this.manifest.version, provider: this.info.provider }; }

  /** How the picture is to be read; nothing where only the diagram reader can tell. */
  private async way(picture: Picture, request: ReadRequest, task: Task): Promise<Way | undefined> {
    if (request.as !== undefined) return { as: request.as };
    const router = request.lines === undefined ? await this.readers.router() : undefined;
    if (router === undefined) return undefined;
    const way = wayOf(await task.timed('look', () => router.route(picture, undefined, task)));
    return this.readers.reads(way.as) ? way : { as: 'text', note: `This looks like a ${way.as}, but the reader for it is not installed. Its text follows.` };
  }

  /** Code, terminals: where the font has a fixed width, the text is read a second time by its columns. */
  private async sheet(picture: Picture, lines: readonly TextLine[], task: Task): Promise<ReadSheet | undefined> {
    task.progress('write', 0, 1);
    const sheet = await task.timed('write', () => readSheet(picture, lines, (boxes, stretch) => this.textReader.readRows(picture, boxes, stretch, task), task));
    task.progress('write', 1, 1);
    return sheet;
  }

  async dispose(): Promise<void> {
    await Promise.all([this.readers.dispose(), this.textReader.dispose()]);
  }
}

type Fed = (size: { readonly width: number; readonly height: number }) => void;
/** What is told while a picture is read. */
interface BlockHooks { readonly fed: Fed; regions(regions: readonly Region[]): void; partial(segment: Segment): void }

function given({ x, y, width, height, text }: NonNullable<ReadRequest['lines']>[number]): TextLine {
  return { box: { x, y, width, height }, text, confidence: 1 };
}
