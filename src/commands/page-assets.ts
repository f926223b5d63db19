import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../model/errors.js';
import type { PageAssets } from '../report/index.js';

/** The same file whether this module runs from `src` or from `dist`. */
const ASSETS = new URL('../../dist/report/page/assets.json', import.meta.url);

/** What `make/build-page` built. */
export function loadPageAssets(): PageAssets {
  if (!existsSync(ASSETS)) throw new UserError('no-page', 'The report page has not been built.', { hint: 'Run: npm run build' });
  return JSON.parse(readFileSync(ASSETS, 'utf8')) as PageAssets;
}
