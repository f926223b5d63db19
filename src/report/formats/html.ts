import Handlebars from 'handlebars';
import { jsonForHtml } from '../escape.js';
import type { PageAssets, ReportFormat } from '../format.js';
import { packPage } from '../page-data.js';
import { buildView, exploreBase, thresholdsOf } from '../view.js';

/** Nothing may be fetched, sent or framed; the one style and the one script are known by their hashes. The icon is a data URL. */
const contentPolicy = (assets: PageAssets): string =>
  [
    "default-src 'none'", `script-src 'sha256-${assets.scriptHash}'`, `style-src 'sha256-${assets.styleHash}'`, 'img-src data:', "base-uri 'none'", "form-action 'none'",
  ].join('; ');

/** One self-contained HTML file. */
export const format: ReportFormat = {
  id: 'html',
  title: 'one self-contained page',
  render(analysis, assets) {
    const handlebars = Handlebars.create();
    handlebars.registerPartial({ ...assets.partials });
    const draw = handlebars.compile(assets.template, { knownHelpersOnly: true, preventIndent: true });
    const data = packPage(analysis, { base: exploreBase(analysis), thresholds: thresholdsOf(analysis) });
    return draw({ view: buildView(analysis), assets, policy: contentPolicy(assets), data: jsonForHtml(data) });
  },
};
