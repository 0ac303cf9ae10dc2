/** An esbuild plugin for the parser's bundle: of Mermaid only the flowchart, without the sanitiser, which needs a page and has nothing to do where nothing is drawn. */
export const flowchartOnly = {
  name: 'flowchart-only',
  setup(builder) {
    // Mermaid loads each diagram, layout and its fonts when it meets one: here only the flowchart is ever met.
    builder.onResolve({ filter: /^\.\.?\// }, ({ kind, path, importer }) =>
      (kind === 'dynamic-import' && /[\\/]mermaid[\\/]dist[\\/]/.test(importer) && !/flowDiagram/.test(path) ? { path, namespace: 'left-out' } : undefined));
    builder.onResolve({ filter: /^(katex|cytoscape.*|@mermaid-js\/.*)$/ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, namespace: 'left-out' } : undefined));
    builder.onLoad({ filter: /./, namespace: 'left-out' }, () => ({ contents: 'throw new Error("This diagram is left out of the parser.");' }));
    builder.onResolve({ filter: /^dompurify$/ }, ({ path }) => ({ path, namespace: 'no-sanitiser' }));
    builder.onLoad({ filter: /./, namespace: 'no-sanitiser' }, () => ({ contents: 'export default { sanitize: (text) => text, addHook() {}, removeHook() {} };' }));
  },
};
