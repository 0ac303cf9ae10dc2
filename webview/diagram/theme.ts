/** VS Code's colours as Mermaid's theme variables, so that a diagram looks like a part of the editor in every theme. */

export interface DiagramTheme { readonly dark: boolean; readonly variables: Readonly<Record<string, string>>; readonly background: string; readonly font: string }

/** Reads the page's present colours. Mermaid computes with them, so they are resolved to opaque hex first. */
export function currentTheme(): DiagramTheme {
  const style = getComputedStyle(document.documentElement);
  const body = document.body.classList;
  const contrast = body.contains('vscode-high-contrast') || body.contains('vscode-high-contrast-light');
  const dark = body.contains('vscode-dark') || (body.contains('vscode-high-contrast') && !body.contains('vscode-high-contrast-light'));
  const resolve = resolver();
  const read = (names: readonly string[], fallback: string, over: string): string => {
    for (const name of names) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value !== '') return resolve(value, over) ?? fallback;
    }
    return fallback;
  };

  const background = read(['editor-background'], dark ? '#1e1e1e' : '#ffffff', '#ffffff');
  const text = read(['editor-foreground', 'foreground'], dark ? '#d4d4d4' : '#1f1f1f', background);
  const border = contrast
    ? read(['contrastBorder'], text, background)
    : read(['charts-blue', 'focusBorder'], dark ? '#3794ff' : '#1a85ff', background);
  const fill = contrast ? background : mix(background, border, dark ? 0.16 : 0.08);
  const group = contrast ? background : mix(background, text, 0.05);
  const groupBorder = contrast ? border : mix(background, text, 0.4);
  const line = contrast ? text : mix(background, text, 0.75);
  const font = style.getPropertyValue('--vscode-font-family').trim() || 'sans-serif';
  return {
    dark, background, font,
    variables: {
      darkMode: String(dark), background, fontFamily: font, fontSize: '14px',
      primaryColor: fill, primaryTextColor: text, primaryBorderColor: border, mainBkg: fill, nodeBorder: border, nodeTextColor: text,
      secondaryColor: group, secondaryTextColor: text, secondaryBorderColor: groupBorder,
      tertiaryColor: group, tertiaryTextColor: text, tertiaryBorderColor: groupBorder,
      clusterBkg: group, clusterBorder: groupBorder, titleColor: text, textColor: text, lineColor: line, defaultLinkColor: line,
      edgeLabelBackground: background, arrowheadColor: line,
    },
  };
}

/** Calls `listener` when VS Code changes the theme: it rewrites the body's class and the root's style. */
export function onThemeChange(listener: () => void): void {
  let last = JSON.stringify(currentTheme());
  const observer = new MutationObserver(() => {
    const now = JSON.stringify(currentTheme());
    if (now === last) return;
    last = now;
    listener();
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}

/** Any CSS colour over an opaque one, as #rrggbb; undefined for what the browser does not take as a colour. */
function resolver(): (colour: string, over: string) => string | undefined {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  return (colour, over) => {
    if (!context || !CSS.supports('color', colour)) return undefined;
    context.fillStyle = over;
    context.fillRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return hex([red, green, blue]);
  };
}

/** `amount` of 0..1 of the second colour over the first; both #rrggbb. */
export function mix(first: string, second: string, amount: number): string {
  const a = channels(first);
  const b = channels(second);
  return hex([0, 1, 2].map((index) => (a[index] ?? 0) * (1 - amount) + (b[index] ?? 0) * amount));
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((index) => Number.parseInt(colour.slice(index, index + 2), 16));
}

function hex(values: readonly number[]): string {
  return `#${values.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}
