/** Diagrams as pictures for Markdown that VS Code shows, where there is no page to draw on. */
import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import type { Diagram } from '../../../answer/types.js';
import type * as bundle from '../../../drawing/main.js';

let drawing: typeof bundle | undefined;
/** A comment is 20 em high, beyond that it scrolls; smaller letters than these are no help. */
const fit = { height: 245, least: 0.7 } as const;
/** VS Code cuts off Markdown after 100,000 characters. */
const longestAddress = 70_000;

/**
 * The diagram as a `data:` address of an SVG, in the colours of the window's theme. An image: nothing in it runs or fetches.
 * @returns nothing for a diagram that is too large for a place between lines
 */
export function drawnAddress(diagram: Diagram, extensionUri: vscode.Uri): string | undefined {
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'drawing.cjs').fsPath;
  // Not an import: it is a bundle of its own, so that no other command pays for it.
  drawing ??= createRequire(script)(script) as typeof bundle;
  try {
    const { svg } = drawing.drawDiagram(diagram, themeNow(), fit);
    const address = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
    return address.length > longestAddress ? undefined : address;
  } catch (error) {
    if (error instanceof drawing.TooLarge) return undefined;
    throw error;
  }
}

function themeNow(): bundle.Theme {
  switch (vscode.window.activeColorTheme.kind) {
    case vscode.ColorThemeKind.Light: return 'light';
    case vscode.ColorThemeKind.Dark: return 'dark';
    case vscode.ColorThemeKind.HighContrast: return 'contrast';
    case vscode.ColorThemeKind.HighContrastLight: return 'contrast-light';
  }
}
