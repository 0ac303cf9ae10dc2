/** The page's words in VS Code's language. The host writes the translations into the page; English is what stands in the code. */

/** `{0}`, `{1}`, ... stand for the arguments, as in VS Code's own `l10n.t`. Arguments may hold text of a picture: the result is set as text, never as HTML. */
export const l10n = {
  t(message: string, ...args: readonly (string | number)[]): string {
    return (table[message] ?? message).replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
  },
};

const table = load();

function load(): Readonly<Record<string, string>> {
  const text = typeof document === 'undefined' ? undefined : document.getElementById('strings')?.textContent;
  if (text === undefined || text === null || text.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {};
  } catch {
    // Without translations the page speaks English.
    return {};
  }
}
