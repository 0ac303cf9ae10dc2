import { isHubName } from '../../client/hub.js';
import type { HubFile, HubOffer } from '../../client/hub.js';
import { onnxFile, onnxGraphs, onnxKinds, onnxSettings } from '../../client/onnxNames.js';
import type { OnnxGraph } from '../../client/onnxNames.js';
import { HubFailure, getJson, hubAddress } from './request.js';

/** Bytes at most of what a hub says about a model, and of a model's settings. */
const MOST_SAID = 16 * 2 ** 20;
const MOST_FILES = 1000;

/**
 * Asks a hub what it has under a name: licence, commit, and the files that make a package with sizes and hashes. No weights are fetched.
 * @throws HubFailure naming why it cannot be had or cannot run here
 */
export async function look(hub: string, name: string, signal: AbortSignal): Promise<HubOffer> {
  const base = hubAddress(hub);
  if (!isHubName(name)) throw new HubFailure(`"${printable(name)}" is no name of a model on a hub; it is to be like owner/name.`);
  const said = await getJson(at(base, `api/models/${name}`, 'blobs=true'), MOST_SAID, signal);
  if (said === undefined) throw new HubFailure(`${base.host} has no public model "${name}".`);
  const { sha, gated, cardData, tags, siblings } = object(said);
  if (gated !== undefined && gated !== false) throw new HubFailure(`"${name}" is given only to those who agreed to its terms on ${base.host}. Fetch it with the hub's own tools, then add its folder.`);
  if (typeof sha !== 'string' || !/^[\da-f]{40}$/u.test(sha) || !Array.isArray(siblings)) throw new HubFailure(`${base.host} does not say which files "${name}" has.`);
  if (siblings.length > MOST_FILES) throw new HubFailure(`"${name}" has more than ${MOST_FILES} files: it is no package.`);
  const there = new Map(siblings.map((one) => [String(object(one)['rfilename']), object(one)]));
  const wanted = there.has('manifest.json') ? [...there.keys()].filter((path) => !path.startsWith('.')) : await onnxPaths(base, name, sha, [...there.keys()], signal);
  const files = wanted.map((path) => fileOf(path, there.get(path) ?? {}, `"${name}" on ${base.host}`));
  // Two names that differ in case only are one file on some systems.
  if (new Set(files.map(({ path }) => path.toLowerCase())).size !== files.length) throw new HubFailure(`"${name}" has files whose names differ in nothing but case.`);
  return { hub: base.href.replace(/\/+$/u, ''), host: base.host, name, revision: sha, licence: licenceOf(object(cardData), tags), files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Where a file of an offer lies. */
export function fileAddress({ hub, name, revision }: HubOffer, path: string): URL {
  return at(new URL(hub), `${name}/resolve/${revision}/${path.split('/').map(encodeURIComponent).join('/')}`);
}

/** What is fetched of a folder as transformers.js has it: one file a graph, and the settings. @throws HubFailure where it is none that runs here */
async function onnxPaths(base: URL, name: string, revision: string, paths: readonly string[], signal: AbortSignal): Promise<string[]> {
  const graphs = paths.filter((path) => path.startsWith('onnx/')).map((path) => path.slice('onnx/'.length));
  if (!paths.includes('config.json') || graphs.length === 0) throw new HubFailure(`"${name}" is no package that runs here: it has neither manifest.json nor config.json with onnx. Weights of other kinds are converted first (docs/models.md).`);
  const kind = printable(String(object(await getJson(at(base, `${name}/resolve/${revision}/config.json`), MOST_SAID, signal))['model_type']));
  if (!onnxKinds.includes(kind)) throw new HubFailure(`"${name}" is of the kind "${kind}"; those that run as they are: ${onnxKinds.join(', ')}. Others are converted first (docs/models.md).`);
  const taken: string[] = [];
  for (const graph of Object.keys(onnxGraphs) as OnnxGraph[]) {
    const file = onnxFile(graph, graphs);
    if (file === undefined) throw new HubFailure(`"${name}" has no ${onnxGraphs[graph]} of a number type that runs here.`);
    taken.push(`onnx/${file}`, ...(graphs.includes(`${file}_data`) ? [`onnx/${file}_data`] : []));
  }
  if (!paths.includes('tokenizer.json')) throw new HubFailure(`"${name}" has no tokenizer.json.`);
  return ['config.json', 'tokenizer.json', ...onnxSettings.filter((path) => paths.includes(path)), ...taken];
}

/** @throws HubFailure where the file could not be told from another, or would lie outside of its folder */
function fileOf(path: string, { size, blobId, lfs }: Readonly<Record<string, unknown>>, of: string): HubFile {
  if (!path.split('/').every((part) => /^\w[\w.+@ -]*$/u.test(part) && !/[. ]$/u.test(part))) throw new HubFailure(`${of} has a file whose name cannot be kept here: "${printable(path)}".`);
  const { sha256, size: kept } = object(lfs);
  const bytes = kept ?? size;
  if (typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0) {
    if (typeof sha256 === 'string' && /^[\da-f]{64}$/u.test(sha256)) return { path, bytes, hash: { kind: 'sha256', hex: sha256 } };
    if (lfs === undefined && typeof blobId === 'string' && /^[\da-f]{40}$/u.test(blobId)) return { path, bytes, hash: { kind: 'git-sha1', hex: blobId } };
  }
  throw new HubFailure(`${of} does not say size and hash of ${path}: it could not be verified.`);
}

/** The licence as the model's card states it; of "other" its name. */
function licenceOf({ license, license_name: named }: Readonly<Record<string, unknown>>, tags: unknown): string | undefined {
  const tag = Array.isArray(tags) ? tags.find((one): one is string => typeof one === 'string' && one.startsWith('license:'))?.slice('license:'.length) : undefined;
  const stated = [license].flat().filter((one): one is string => typeof one === 'string' && one.trim() !== '').join(', ');
  const licence = stated === 'other' && typeof named === 'string' && named !== '' ? `${stated} (${named})` : stated || tag;
  return licence === undefined || licence === '' ? undefined : printable(licence);
}

function at(base: URL, path: string, query = ''): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/u, '')}/${path}`;
  url.search = query;
  return url;
}

/** Words of a stranger as they may stand in a dialog or a terminal. */
function printable(text: string): string {
  return text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim().slice(0, 120);
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
