/** What a hub (Hugging Face's, or one that speaks its protocol) has under a name, and the messages about fetching it. */

export interface HubFile {
  /** Path below the package's folder, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of what Git LFS keeps; of other files the SHA-1 of their Git blob. */
  readonly hash: { readonly kind: 'sha256' | 'git-sha1'; readonly hex: string };
}

/** All that a person is shown before a byte of weights is fetched. */
export interface HubOffer {
  /** Address of the hub, without a slash at its end. */
  readonly hub: string;
  readonly host: string;
  /** owner/name. */
  readonly name: string;
  /** The commit that files and hashes are of: what comes later does not change what was agreed to. */
  readonly revision: string;
  /** As it is stated there; undefined where none is. */
  readonly licence: string | undefined;
  readonly files: readonly HubFile[];
  readonly bytes: number;
}

export type ToHub =
  | { readonly type: 'hub-look'; readonly id: number; readonly hub: string; readonly name: string }
  | { readonly type: 'hub-fetch'; readonly id: number; readonly offer: HubOffer; readonly folder: string };

export type HubEvent =
  | { readonly type: 'offer'; readonly offer: HubOffer }
  /** Bytes that are there, of the offer's. */
  | { readonly type: 'progress'; readonly bytes: number }
  | { readonly type: 'fetched'; readonly folder: string };

/** Where public models are, unless another address is set. */
export const publicHub = 'https://huggingface.co';

/** Whether a text can be a model's name on a hub. */
export function isHubName(text: string): boolean {
  return /^[\w][\w.-]{0,95}\/[\w][\w.-]{0,95}$/u.test(text) && !text.includes('..');
}

/** Name of the folder that an offer is kept in: a revision has its own, so that no package changes while it is in use. */
export function hubFolderName({ name, revision }: Pick<HubOffer, 'name' | 'revision'>): string {
  return `${name.replace('/', '--')}-${revision.slice(0, 8)}`;
}
