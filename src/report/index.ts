import type { ReportFormat } from './format.js';
import { format as csv } from './formats/csv.js';
import { format as html } from './formats/html.js';
import { format as json } from './formats/json.js';
import { format as md } from './formats/md.js';

export type { PageAssets, ReportFormat } from './format.js';
export { renderSummary } from './summary.js';

export const formats: readonly ReportFormat[] = [html, json, csv, md];
