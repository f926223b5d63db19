import type { Analysis } from '../model/analysis.js';

/** The built parts of the page: templates, style and the bundled script, with the hashes that let the browser run these and nothing else. */
export interface PageAssets {
  /** The page; `partials` by name are its sections. Handlebars. */
  template: string;
  partials: Readonly<Record<string, string>>;
  style: string;
  script: string;
  /** SHA-256, base64, of `style` and `script` byte for byte. */
  styleHash: string;
  scriptHash: string;
}

/** One output of an Analysis. */
export interface ReportFormat {
  id: 'html' | 'json' | 'csv' | 'md';
  title: string;
  render(analysis: Analysis, assets: PageAssets): string;
}
