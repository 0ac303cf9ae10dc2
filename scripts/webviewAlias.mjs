/** Packages that the webview's bundle replaces; shared by the build and by the notices, which must list the same code. */
export const webviewAlias = { 'elkjs/lib/elk.bundled.js': './webview/diagram/noElk.ts' };
