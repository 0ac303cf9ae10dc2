import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { PackageInfo } from '../asking.js';

/** A package that was verified, and where it lies. Packages stay where they are: a copy of several gigabytes would be a second one. */
export interface ListedModel extends PackageInfo { readonly folder: string; readonly added: string }

interface Kept { readonly version: 1; readonly chosen?: string; readonly models: readonly ListedModel[] }

/** The packages that a person has added: one JSON file, written whole or not at all. Every method throws where it is damaged, naming it. */
export class Registry {
  constructor(private readonly file: string) {}

  async list(): Promise<readonly ListedModel[]> {
    return (await this.read()).models;
  }

  /** The one that questions go to; where none was chosen, the only one. */
  async chosen(): Promise<ListedModel | undefined> {
    const { chosen, models } = await this.read();
    return models.find(({ name }) => name === chosen) ?? (models.length === 1 ? models[0] : undefined);
  }

  /** @throws Error naming those that there are */
  async find(name: string): Promise<ListedModel> {
    const models = await this.list();
    const found = models.find((model) => model.name === name);
    if (found !== undefined) return found;
    throw new Error(`There is no model "${name}"; ${models.length === 0 ? 'none was added yet' : `there are: ${models.map((model) => model.name).join(', ')}`}.`);
  }

  /** Lists a package that was verified; the same folder takes the place of what was listed for it. Returns it as it is listed. */
  async add(info: PackageInfo, folder: string): Promise<ListedModel> {
    const kept = await this.read();
    const path = resolve(folder);
    const others = kept.models.filter((model) => model.folder !== path);
    let { name } = info;
    for (let n = 2; others.some((model) => model.name === name); n++) name = `${info.name}-${n}`;
    const listed: ListedModel = { ...info, name, folder: path, added: new Date().toISOString() };
    await this.write({ ...kept, models: [...others, listed] });
    return listed;
  }

  /** @throws Error where there is no such model */
  async choose(name: string): Promise<void> {
    await this.find(name);
    await this.write({ ...(await this.read()), chosen: name });
  }

  /** Takes a package off the list; its folder stays. @throws Error where there is no such model */
  async remove(name: string): Promise<ListedModel> {
    const removed = await this.find(name);
    const { chosen, ...kept } = await this.read();
    await this.write({ ...kept, models: kept.models.filter((model) => model.name !== name), ...(chosen !== undefined && chosen !== name && { chosen }) });
    return removed;
  }

  private async read(): Promise<Kept> {
    let text: string;
    try {
      text = await readFile(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { version: 1, models: [] };
      throw new Error(`The list of models ${this.file} cannot be read (${(error as Error).message}).`);
    }
    const value = parse(text);
    if (value === undefined) throw new Error(`The list of models ${this.file} is damaged. Repair or delete it, and add the packages again.`);
    return value;
  }

  private async write(kept: Kept): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true });
    const partial = `${this.file}.${process.pid}.partial`;
    await writeFile(partial, `${JSON.stringify(kept, undefined, 2)}\n`);
    await rename(partial, this.file);
  }
}

function parse(text: string): Kept | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('models' in value) || !Array.isArray(value.models)) return undefined;
    return value.models.every(isListed) ? (value as Kept) : undefined;
  } catch {
    return undefined;
  }
}

function isListed(value: unknown): value is ListedModel {
  if (typeof value !== 'object' || value === null) return false;
  const model = value as Record<string, unknown>;
  return typeof model['name'] === 'string' && typeof model['folder'] === 'string' && typeof model['memory'] === 'number' && Array.isArray(model['files']);
}
