import type { ReportFormat } from '../format.js';

/** The Analysis itself: the stable interface `shadowbill/analysis@1`. */
export const format: ReportFormat = {
  id: 'json',
  title: 'the analysis itself, shadowbill/analysis@1',
  render: (analysis) => `${JSON.stringify(analysis, null, 2)}\n`,
};
