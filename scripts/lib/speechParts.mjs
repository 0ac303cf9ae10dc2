/**
 * An esbuild plugin for the bundle of spoken formulas. speech-rule-engine's own build asks Node for its XML parts at run time, by name; in a bundle they have to be
 * imported. The rules come through `custom` (src/answer/formula/speech.ts), so that nothing is read from disk or fetched.
 */
export const speechParts = {
  name: 'speech-parts',
  setup(builder) {
    builder.onResolve({ filter: /^speech-rule-engine$/ }, ({ resolveDir }) => builder.resolve('speech-rule-engine/mjs/common/system.js', { kind: 'import-statement', resolveDir }));
    builder.onLoad({ filter: /speech-rule-engine[\\/]mjs[\\/]common[\\/]system_external\.js$/ }, () => ({
      contents: `
        import * as xmldom from '@xmldom/xmldom';
        import wgx from 'wicked-good-xpath';
        const place = { document: {}, XPathResult: {} };
        wgx.install(place);
        place.document.XPathResult = place.XPathResult;
        export class SystemExternal {
          static nodeRequire() { return undefined; }
          static extRequire() { return null; }
        }
        Object.assign(SystemExternal, {
          windowSupported: false, documentSupported: false, xmldom, document: new xmldom.DOMImplementation().createDocument('', '', null), xpath: place.document,
          mathmapsIePath: '', fs: null, url: '', jsonPath: '', WGXpath: '', wgxpath: null,
        });
        export default SystemExternal;`,
      loader: 'js',
    }));
    // Its module has named exports only; the unbundled package has a default one.
    builder.onLoad({ filter: /speech-rule-engine[\\/]mjs[\\/]common[\\/]system\.js$/ }, async ({ path }) => {
      const { readFile } = await import('node:fs/promises');
      return { contents: `${await readFile(path, 'utf8')}\nexport default { setupEngine, toSpeech };`, loader: 'js' };
    });
  },
};
