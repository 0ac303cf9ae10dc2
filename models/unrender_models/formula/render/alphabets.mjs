// Letters of Unicode's mathematical alphabets (Unicode 16, block 1D400 to 1D7FF; those that an older block has are missing from it).

const starts = { italic: [0x1d434, 0x1d44e], bold: [0x1d400, 0x1d41a, 0x1d7ce], 'bold-italic': [0x1d468, 0x1d482, 0x1d7ce], 'double-struck': [0x1d538, 0x1d552, 0x1d7d8], script: [0x1d49c, 0x1d4b6], fraktur: [0x1d504, 0x1d51e], 'sans-serif': [0x1d5a0, 0x1d5ba, 0x1d7e2], monospace: [0x1d670, 0x1d68a, 0x1d7f6] };
const holes = { italic: { h: 'ℎ' }, 'double-struck': { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' }, script: { B: 'ℬ', E: 'ℰ', F: 'ℱ', H: 'ℋ', I: 'ℐ', L: 'ℒ', M: 'ℳ', R: 'ℛ', e: 'ℯ', g: 'ℊ', o: 'ℴ' }, fraktur: { C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ' } };
// Greek capitals stay upright.
const greek = { italic: [undefined, 0x1d6fc], bold: [0x1d6a8, 0x1d6c2], 'bold-italic': [0x1d71c, 0x1d736] };

/** @param variant as MathML 3 names it (mathvariant). @returns the letter itself where the alphabet lacks it */
export function styled(character, variant) {
  const code = character.codePointAt(0), [upper, lower, digits] = starts[variant] ?? [];
  const exception = holes[variant]?.[character] ?? other(character, variant);
  if (exception !== undefined) return exception;
  if (code >= 65 && code <= 90 && upper) return String.fromCodePoint(upper + code - 65);
  if (code >= 97 && code <= 122 && lower) return String.fromCodePoint(lower + code - 97);
  if (code >= 48 && code <= 57 && digits) return String.fromCodePoint(digits + code - 48);
  const [capital, small] = greek[variant] ?? [];
  if (code >= 0x391 && code <= 0x3a9 && capital) return String.fromCodePoint(capital + code - 0x391);
  if (code >= 0x3b1 && code <= 0x3c9 && small) return String.fromCodePoint(small + code - 0x3b1);
  return character;
}

const others = { 'ϵ': 0, 'ϑ': 1, 'ϰ': 2, 'ϕ': 3, 'ϱ': 4, 'ϖ': 5 };
const OTHERS = { italic: 0x1d716, bold: 0x1d6dc, 'bold-italic': 0x1d750 };

/** Greek letters' other shapes. @returns undefined for any other character */
function other(character, style) {
  const place = others[character], start = OTHERS[style];
  return place === undefined || start === undefined ? undefined : String.fromCodePoint(start + place);
}
