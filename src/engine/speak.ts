/** MathML in words. The rules are a bundle of their own (speech.ts), loaded when the first formula has been read. */
export async function speak(mathml: string): Promise<string> {
  const { speak: say } = await import('./speech.js');
  return say(mathml);
}
