/** What the bundle takes in as it is: `with { type: 'bytes' }` and `with { type: 'text' }`. */
declare module '*.woff2' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module 'katex/dist/katex.min.css' {
  const text: string;
  export default text;
}
