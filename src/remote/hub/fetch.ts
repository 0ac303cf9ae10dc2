import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { HubFile, HubOffer } from '../../client/hub.js';
import { fileAddress } from './offer.js';
import { HubFailure, HubRefusal, get } from './request.js';

/** Tries without one more byte after which a download ends; what came is kept. */
const FRUITLESS = 3;
/** Bytes that stay free on the disk. */
const SPARE = 100e6;

/**
 * Fetches the files of an offer into a folder of their own. What is there already and is what was offered is not fetched again, what was cut off is gone on with, and
 * every file is compared with its hash before it has its name. Where one is wrong, the folder goes.
 * @param tell bytes of the offer that are there
 * @throws HubFailure; AbortError where `signal` was aborted
 */
export async function fetchAll(offer: HubOffer, folder: string, tell: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  await mkdir(folder, { recursive: true });
  try {
    const { bavail, bsize } = await statfs(folder);
    const missing = offer.bytes - (await kept(offer, folder));
    if (bavail * bsize < missing + SPARE) throw new HubFailure(`${megabytes(missing)} more are needed in ${folder}, and ${megabytes(bavail * bsize)} are free.`);
    let done = 0;
    for (const file of offer.files) {
      const before = done;
      await fetchFile(offer, file, folder, (bytes) => tell(before + bytes), signal);
      done += file.bytes;
      tell(done);
    }
    await rm(join(folder, PARTS), { recursive: true, force: true });
  } catch (error) {
    if (error instanceof HubRefusal || (await kept(offer, folder)) === 0) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Unfinished files, below the folder. */
const PARTS = '.unfinished';

async function fetchFile(offer: HubOffer, file: HubFile, folder: string, tell: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  const whole = join(folder, ...file.path.split('/'));
  if (file.bytes > 0 && (await sizeOf(whole)) === file.bytes && (await hashOf(whole, file, signal)).digest('hex') === file.hash.hex) return;
  await rm(whole, { force: true });
  const part = partOf(folder, file);
  await mkdir(dirname(part), { recursive: true });
  await mkdir(dirname(whole), { recursive: true });
  const begun = await sizeOf(part);
  for (let fruitless = 0; ;) {
    const before = await sizeOf(part);
    let failure = new HubFailure(`${offer.host} ended ${file.path} too early.`);
    try {
      if (await more(offer, file, part, tell, signal)) break;
    } catch (error) {
      if (signal.aborted || !(error instanceof HubFailure) || error instanceof HubRefusal) throw error;
      failure = error;
    }
    const after = await sizeOf(part);
    fruitless = after > before ? 0 : fruitless + 1;
    if (fruitless === FRUITLESS) throw after > 0 ? new HubFailure(`${failure.message} What came is kept: the same again goes on from there.`) : failure;
    await wait(500 * fruitless, undefined, { signal });
  }
  if ((await hashOf(part, file, signal)).digest('hex') !== file.hash.hex) {
    await rm(part, { force: true });
    // A part from before may have been damaged on the disk; what came in one piece was sent so.
    if (begun > 0) return fetchFile(offer, file, folder, tell, signal);
    throw new HubRefusal(`${file.path} from ${offer.host} is not the file that its hash names. Nothing of it was kept.`);
  }
  await rename(part, whole);
}

/** Adds what is missing to a part. Returns whether it is whole. */
async function more(offer: HubOffer, file: HubFile, part: string, tell: (bytes: number) => void, signal: AbortSignal): Promise<boolean> {
  let have = await sizeOf(part);
  if (have > file.bytes) {
    await rm(part);
    have = 0;
  }
  if (have === file.bytes) {
    if (have === 0) await (await open(part, 'a')).close();
    return true;
  }
  return get(fileAddress(offer, file.path), have > 0 ? { range: `bytes=${have}-` } : {}, signal, async ({ response, alive }) => {
    const { status, body } = response;
    if (status === 416) await rm(part, { force: true });
    if (status !== 200 && status !== 206) {
      await body?.cancel();
      if (status === 416 || status === 429 || status >= 500) throw new HubFailure(`${offer.host} cannot send ${file.path} now (${status}).`);
      throw new HubRefusal(`${offer.host} does not give ${file.path} (${status}).`);
    }
    const goesOn = status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${have}-`) === true;
    if (status === 206 && !goesOn) {
      await body?.cancel();
      throw new HubRefusal(`${offer.host} sent another part of ${file.path} than was asked for.`);
    }
    if (!goesOn) have = 0;
    const handle = await open(part, goesOn ? 'a' : 'w');
    try {
      for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
        alive();
        have += piece.length;
        if (have > file.bytes) throw new HubRefusal(`${offer.host} sent more of ${file.path} than it has. Nothing of it was kept.`);
        await handle.writeFile(piece);
        tell(have);
      }
    } finally {
      await handle.close();
    }
    return have === file.bytes;
  });
}

/** Bytes of an offer that a folder holds, whole or in part. */
async function kept({ files }: HubOffer, folder: string): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => Math.max(await sizeOf(join(folder, ...file.path.split('/'))), await sizeOf(partOf(folder, file)))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** A part is named by its hash: it is never gone on with for another file. */
function partOf(folder: string, { hash }: HubFile): string {
  return join(folder, PARTS, hash.hex);
}

async function hashOf(path: string, { bytes, hash }: HubFile, signal: AbortSignal): Promise<Hash> {
  const made = createHash(hash.kind === 'sha256' ? 'sha256' : 'sha1');
  if (hash.kind === 'git-sha1') made.update(`blob ${bytes}\0`);
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20, signal })) made.update(piece as Buffer);
  return made;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(({ size }) => size, () => 0);
}

function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}
