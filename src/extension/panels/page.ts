/** The panel's HTML: the fixed template with its policy and addresses filled in. Nothing that came out of a picture ever goes in here. */
import { escapeHtmlText } from '../../answer/htmlText.js';

export interface PageParts {
  /** Random for each load. */
  readonly nonce: string;
  /** What VS Code's webviews call their own resources in a policy. */
  readonly cspSource: string;
  /** Address of the media folder, without a slash at the end. */
  readonly media: string;
  /** Address of the page's script. */
  readonly script: string;
  /** VS Code's display language, as HTML names languages. */
  readonly lang: string;
  /** The page's words in that language, by what they are in English. */
  readonly strings: Readonly<Record<string, string>>;
  /** What a picture cannot be read as, because the reader for it is not installed: no choice of the page. */
  readonly absent?: readonly string[];
  /** Whether the page plays a video, which comes as bytes like its pictures. */
  readonly video?: boolean;
}

/**
 * No network at all: pictures come as bytes (blob:) or data:, scripts by nonce (modules that they import inherit it). Inline styles are allowed because
 * Mermaid measures with a style element; without a place to fetch from they cannot carry anything out.
 */
export function contentSecurityPolicy({ nonce, cspSource, video = false }: Pick<PageParts, 'nonce' | 'cspSource' | 'video'>): string {
  return [
    "default-src 'none'", `script-src 'nonce-${nonce}'`, `style-src ${cspSource} 'unsafe-inline'`, 'img-src data: blob:', ...(video ? ['media-src blob:'] : []), "base-uri 'none'", "form-action 'none'",
  ].join('; ');
}

/** Fills `{{csp}}`, `{{nonce}}` and the other names, and `{{'words'}}` with their translation. Throws for a name that it does not know. */
export function panelPage(template: string, parts: PageParts): string {
  const values: Readonly<Record<string, string>> = { csp: contentSecurityPolicy(parts), nonce: parts.nonce, media: parts.media, script: parts.script, lang: parts.lang };
  const whole = (parts.absent ?? []).reduce((text, kind) => text.replace(new RegExp(`^[ \\t]*<option value="${kind}">.*</option>\\n`, 'mu'), ''), template);
  return whole.replace(/\{\{(?:(\w+)|'([^'{}]+)')\}\}/g, (_whole, name: string | undefined, words: string | undefined) => {
    if (words !== undefined) return escapeHtmlText(parts.strings[words] ?? words);
    // Data for the page's script: nothing in it can end the element.
    if (name === 'strings') return JSON.stringify(parts.strings).replace(/</g, '\\u003c');
    const value = values[name ?? ''];
    if (value === undefined) throw new Error(`The panel's template asks for an unknown part: ${name ?? ''}`);
    return value.replace(/"/g, '&quot;');
  });
}
