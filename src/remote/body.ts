import type { AskRequest } from '../client/asking.js';

export type ContentPart = { readonly type: 'text'; readonly text: string } | { readonly type: 'image_url'; readonly image_url: { readonly url: string } };
export interface ChatBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string | readonly ContentPart[] }[];
  readonly stream: true;
  readonly stream_options: { readonly include_usage: true };
  readonly max_tokens: number;
  readonly temperature: number;
  readonly seed: number;
}

/** The body of a chat completion: pictures as data URIs among the words; text alone is a plain string, which every server takes. */
export function requestBody({ messages, pictures, most, temperature, seed }: AskRequest, model: string): ChatBody {
  return {
    model, stream: true, stream_options: { include_usage: true }, max_tokens: most, temperature, seed,
    messages: messages.map(({ role, content }) => ({ role, content: content.every((part) => typeof part === 'string') ? content.join('\n') : content.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : image(pictures, part))) })),
  };
}

function image(pictures: AskRequest['pictures'], index: number): ContentPart {
  const picture = pictures[index];
  if (picture === undefined) throw new RangeError(`there is no picture ${index}`);
  return { type: 'image_url', image_url: { url: `data:image/${typeOf(picture.bytes)};base64,${Buffer.from(picture.bytes).toString('base64')}` } };
}

function typeOf(bytes: Uint8Array): string {
  const starts = (text: string, at = 0): boolean => Buffer.from(text, 'latin1').equals(bytes.subarray(at, at + text.length));
  return starts('\x89PNG') ? 'png' : starts('\xff\xd8') ? 'jpeg' : starts('GIF8') ? 'gif' : starts('WEBP', 8) ? 'webp' : 'bmp';
}
