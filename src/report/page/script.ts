import { type PageData, unpackPage } from '../page-data.js';
import { daysChart } from './charts.js';
import { byId } from './dom.js';
import { startExplorer } from './explorer.js';
import { startTheme } from './theme.js';

/** The one script of the page. Tables stand without it; it adds the explorer and the charts. */
document.documentElement.classList.add('js');
const data = JSON.parse(byId('data').textContent ?? '') as PageData;
for (const table of document.querySelectorAll<HTMLDetailsElement>('details.explorer-table, #daily-table')) table.open = false;
const explorer = startExplorer(data, unpackPage(data));
const days = daysChart(data);
startTheme(() => {
  explorer.recolour();
  days.recolour();
});

addEventListener('beforeprint', () => {
  for (const rest of document.querySelectorAll<HTMLDetailsElement>('details.more, details.explorer-table')) rest.open = true;
});

const links = new Map([...document.querySelectorAll<HTMLAnchorElement>('.contents a')].map((link) => [link.hash.slice(1), link]));
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    for (const [id, link] of links) {
      if (id === entry.target.id) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }
}, { rootMargin: '-20% 0px -70% 0px' });
for (const id of links.keys()) watcher.observe(byId(id));
