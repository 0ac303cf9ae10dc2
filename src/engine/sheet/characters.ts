/** What a recogniser of fifty languages writes for characters of program text: the plain ones, as they stand in a column of a fixed-width font. */
const plain: Readonly<Record<string, string>> = {
  '‘': "'", '’': "'", '‚': ',', '‛': "'", '′': "'", '´': '`', '“': '"', '”': '"', '„': '"', '″': '"', '–': '-', '—': '-', '−': '-', '‐': '-', '‑': '-', '一': '-', '＿': '_', '·': '.', '。': '.', '、': ',',
  '∗': '*', '×': 'x', '∼': '~', '～': '~', '∣': '|', '丨': '|', '│': '|', '¦': '|', '⁄': '/', '∕': '/', '〈': '<', '〉': '>', '‹': '<', '›': '>', '【': '[', '】': ']', '「': '[', '」': ']',
};

/** The plain character; full-width forms lose their width. */
export function normalised(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCodePoint(code - 0xfee0);
  return plain[character] ?? character;
}

/** Letters and signs of other alphabets that look like a plain character. */
const lookAlikes: Readonly<Record<string, string>> = {
  'Λ': '^', '∧': '^', 'Ʌ': '^', '∨': 'v', 'ν': 'v', 'ѵ': 'v', '水': '*', '大': '*', '米': '*', '木': '*', '★': '*', '☆': '*', '※': '*', 'ι': 'i', 'ο': 'o', 'о': 'o', 'О': 'O', 'а': 'a', 'е': 'e', 'с': 'c', 'р': 'p', 'х': 'x', 'у': 'y',
  'і': 'i', 'А': 'A', 'В': 'B', 'Е': 'E', 'К': 'K', 'М': 'M', 'Н': 'H', 'Р': 'P', 'С': 'C', 'Т': 'T', 'Х': 'X', 'α': 'a', 'ρ': 'p', 'τ': 't', 'ı': 'i', 'ł': 'l', 'ø': '0', 'Ø': '0', '∅': '0', '〇': '0', '○': 'o', '二': '=', '三': '=', '十': '+', '千': '+',
};

/** The plain character that stands for a foreign one: the likeliest plain one that was considered, or one that looks like it. */
export function plainest({ character, others = [] }: { readonly character: string; readonly others?: readonly { readonly character: string; readonly confidence: number }[] | undefined }): string | undefined {
  const alike = lookAlikes[character];
  if (alike !== undefined) return alike;
  const listed = others.map((other) => normalised(other.character)).find((other) => /^[!-~]$/.test(other));
  if (listed !== undefined) return listed;
  // A letter under an accent, in a script that has none in programs.
  const bare = character.normalize('NFD')[0] ?? '';
  return /^[A-Za-z]$/.test(bare) && bare !== character ? bare : undefined;
}
