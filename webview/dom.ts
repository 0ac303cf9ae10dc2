/** Typed access to the page's fixed skeleton (media/panel.html) and small builders. */

/** The element with that id. Throws when the skeleton lacks it or it is of another class: a mistake in the page, not of a user. */
export function byId<T extends Element>(id: string, type: abstract new (...args: never[]) => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`The page has no ${type.name} #${id}`);
  return element;
}

/** Text is always set as text: nothing that came out of a picture is parsed as HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(name: K, className = '', text = ''): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

const svgNamespace = 'http://www.w3.org/2000/svg';
export function makeSvg<K extends keyof SVGElementTagNameMap>(name: K, attributes: Readonly<Record<string, string | number>> = {}): SVGElementTagNameMap[K] {
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

let clearing: ReturnType<typeof setTimeout> | undefined;
/** Speaks a sentence through the page's live region. The same sentence twice is spoken twice: the region is emptied in between. */
export function announce(text: string): void {
  const region = byId('announcer', HTMLElement);
  clearTimeout(clearing);
  region.textContent = '';
  clearing = setTimeout(() => { region.textContent = text; }, 30);
}
