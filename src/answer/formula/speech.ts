/// <reference path="./sre.d.ts" />
/** MathML -> words. On its own, and loaded on first use: the rules are large. */
import sre from 'speech-rule-engine';
import base from 'speech-rule-engine/lib/mathmaps/base.json' with { type: 'json' };
import en from 'speech-rule-engine/lib/mathmaps/en.json' with { type: 'json' };

const rules: Readonly<Record<string, unknown>> = { base, en };
let ready: Promise<void> | undefined;

/** MathSpeak's few names that give a meaning to what is written: bars are bars, whatever they are meant to say. */
const plain: readonly (readonly [RegExp, string])[] = [[/\b(Start|End)AbsoluteValue\b/gu, '$1VerticalBars'], [/\b(Start|End)Metric\b/gu, '$1DoubleBars'], [/\bDeterminant\b/gu, 'MatrixInBars']];

/**
 * What a formula says, word for word (MathSpeak): it names what is written and where, and reads no meaning into it.
 * Only the rules that are in the package are used; nothing is fetched.
 */
export async function speak(mathml: string): Promise<string> {
  ready ??= sre.setupEngine({
    locale: 'en', domain: 'mathspeak', style: 'default', modality: 'speech', markup: 'none',
    custom: (locale) => (locale in rules ? Promise.resolve(JSON.stringify(rules[locale])) : Promise.reject(new Error(`no rules for ${locale}`))),
  });
  await ready;
  const words = sre.toSpeech(mathml.replace(/<annotation[\s\S]*?<\/annotation>/gu, '')).replace(/\s+/gu, ' ').trim();
  return plain.reduce((text, [name, literal]) => text.replace(name, literal), words);
}
