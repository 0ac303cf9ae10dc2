import type { HubOffer } from '../hub.js';
import type { ListedModel } from './registry.js';

/** One line about a listed model: number type, provider, size, memory it needs against what is free. */
export function describeModel(model: ListedModel, freeBytes: number): string {
  const need = `needs ${gigabytes(model.memory)}, ${gigabytes(freeBytes)} free${fits(model, freeBytes) ? '' : ': more than there is'}`;
  return `${model.source} (${model.family}), ${model.format} on ${model.provider}, ${model.parameters > 0 ? `${millions(model.parameters)} parameters, ` : ''}${gigabytes(model.bytes)} on disk, ${need}`;
}

/** What a person is shown of an offer before anything is fetched. */
export function describeOffer({ host, name, revision, licence, files, bytes }: HubOffer): string {
  const stated = licence === undefined ? 'no licence is stated: you may have no right to use it' : `licence ${licence}`;
  return `${name} (${revision.slice(0, 8)}) from ${host}: ${gigabytes(bytes)} in ${files.length} files, ${stated}`;
}

export function fits({ memory }: Pick<ListedModel, 'memory'>, freeBytes: number): boolean {
  return memory <= freeBytes;
}

export function gigabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}

function millions(count: number): string {
  return count >= 1e9 ? `${(count / 1e9).toFixed(1)} billion` : `${Math.max(1, Math.round(count / 1e6))} million`;
}
