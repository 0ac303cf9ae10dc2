import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from '../../answer/build.js';
import type { ProviderName, ReadAs } from '../../client/protocol.js';
import { EngineFailure } from '../errors.js';
import type { Model } from '../families/family.js';
import type { TableReader } from '../families/grid/model.js';
import { openTableReader } from '../families/grid/open.js';
import { openRouter } from '../families/router/open.js';
import { openTranscriber } from '../families/transcriber/open.js';
import type { Transcriber } from '../families/transcriber/model.js';
import type { Router } from './route.js';
import { Shelf, Slot } from './slot.js';
import type { Closable } from './slot.js';

/** Readers that are open at a time: each holds its weights and what its runtime keeps of its last run. */
const RESIDENT = 2;

/** The readers that lie beside the diagram reader's package, a folder a reader. Opened when a picture needs them; owns them all. */
export class Readers {
  private readonly shelf: Shelf;

  private constructor(
    private readonly diagrams: Slot<Model>, private readonly formulas: Slot<Transcriber> | undefined, private readonly tables: Slot<TableReader> | undefined, private readonly routers: Slot<Router> | undefined,
  ) {
    this.shelf = new Shelf([diagrams, formulas, tables].filter((slot): slot is Slot<Model> | Slot<Transcriber> | Slot<TableReader> => slot !== undefined), RESIDENT);
  }

  /**
   * @param folder of the diagram reader's package
   * @param diagram the diagram reader, open, and how to open it again
   * @param provider what the diagram reader runs on: the others try it first
   */
  static beside(folder: string, diagram: { readonly open: Model; again(): Promise<Model> }, provider: ProviderName, threads: number): Readers {
    const there = <T extends Closable>(name: string, open: (folder: string, provider: ProviderName, threads: number) => Promise<T>): Slot<T> | undefined => {
      const place = join(dirname(folder), name);
      return existsSync(join(place, 'manifest.json')) ? new Slot(() => openOr(place, open, provider, threads)) : undefined;
    };
    return new Readers(new Slot(() => diagram.again(), diagram.open), there('unrender-formula', openTranscriber), there('unrender-table', openTableReader), there('unrender-router', openRouter));
  }

  /** Whether there is a reader for it. */
  reads(kind: ReadAs): boolean {
    switch (kind) {
      case 'flowchart': case 'text': return true;
      case 'page': return this.routers !== undefined;
      case 'formula': return this.formulas !== undefined;
      case 'table': return this.tables !== undefined;
    }
  }

  /** What a person may have a picture read as, besides flowcharts and text. */
  get readable(): Readable[] { return (['table', 'formula', 'page'] as const).filter((kind) => this.reads(kind)); }

  /** What tells the kind of a picture, where it is installed. Small: it stays open. */
  async router(): Promise<Router | undefined> { return this.routers?.get(1); }

  diagram(): Promise<Model> { return this.shelf.take(this.diagrams); }

  /** @throws EngineFailure `package-invalid` where there is none, or where it is damaged */
  formula(): Promise<Transcriber> {
    return this.shelf.take(this.formulas ?? missing('formulas', 'unrender-formula'));
  }

  /** @throws EngineFailure `package-invalid` where there is none, or where it is damaged */
  table(): Promise<TableReader> {
    return this.shelf.take(this.tables ?? missing('tables', 'unrender-table'));
  }

  async dispose(): Promise<void> { await Promise.all([this.shelf.dispose(), this.routers?.close()]); }
}

function missing(what: string, folder: string): never {
  throw new EngineFailure('package-invalid', `This installation has no reader of ${what} (models/packages/${folder}). Read the picture as text, or install a version that has one.`);
}

/** On the provider, or on the processor where the reader's own test fails there. A fault of the package itself is one on every provider. */
async function openOr<T>(folder: string, open: (folder: string, provider: ProviderName, threads: number) => Promise<T>, provider: ProviderName, threads: number): Promise<T> {
  try {
    return await open(folder, provider, threads);
  } catch (error) {
    if (error instanceof EngineFailure || provider === 'cpu') throw error;
    return open(folder, 'cpu', threads);
  }
}
