/** A column as bars: a list of names and numbers to those who hear it, each tied to its cell in the picture. */
import { extentOf, type Chart } from '../../src/answer/questions/index.js';
import { make, makeSvg } from '../dom.js';
import { l10n } from '../l10n.js';
import { pointsAt, type LinkIndex, type Pointing } from '../links.js';
import { Roving } from '../roving.js';

export function chartView(chart: Chart, index: LinkIndex, pointing: Pointing): HTMLElement {
  const figure = make('figure', 'reply-chart');
  const list = make('ul', 'bars');
  const items = chart.bars.map((bar) => {
    const { from, to, zero } = extentOf(chart, bar);
    const drawn = makeSvg('svg', { class: 'bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    drawn.append(makeSvg('rect', { x: from * 100, y: 0, width: Math.max((to - from) * 100, bar.value === 0 ? 0 : 0.5), height: 10 }), makeSvg('line', { x1: zero * 100, x2: zero * 100, y1: 0, y2: 10 }));
    const item = make('li', bar.found === true ? 'found' : '');
    const label = make('span', 'bar-label', bar.label);
    label.title = bar.label;
    item.append(label, drawn, make('span', 'bar-value', bar.text));
    item.setAttribute('aria-label', `${bar.label}: ${bar.text}`);
    if (bar.found === true) item.setAttribute('aria-current', 'true');
    if (bar.regions.length > 0) pointsAt(item, pointing, () => index.regions(bar.regions));
    return item;
  });
  list.append(...items);
  list.setAttribute('aria-label', l10n.t('Chart: {0}', chart.title));
  new Roving(list).set(items);
  figure.append(make('figcaption', '', chart.title), list);
  return figure;
}
