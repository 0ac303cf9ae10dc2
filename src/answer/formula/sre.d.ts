/** The part of speech-rule-engine that is used; its own types are not where its entry is. */
declare module 'speech-rule-engine' {
  interface Features {
    readonly locale: string;
    readonly domain: string;
    readonly style: string;
    readonly modality: string;
    readonly markup: string;
    /** Gives the rules of a locale as JSON text. */
    readonly custom: (locale: string) => Promise<string>;
  }
  const sre: { setupEngine(features: Features): Promise<void>; toSpeech(mathml: string): string };
  export default sre;
}
declare module 'speech-rule-engine/lib/mathmaps/*.json' {
  const rules: Readonly<Record<string, unknown>>;
  export default rules;
}
