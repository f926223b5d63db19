// Rows as in RFC 4180: https://www.rfc-editor.org/rfc/rfc4180 (read 2026-11-22)
import type { Analysis } from '../../model/analysis.js';
import { bandNames } from '../../model/cell.js';
import { usdFromNano } from '../../model/money.js';
import { csvCell } from '../escape.js';
import type { ReportFormat } from '../format.js';
import { exploreBase, thresholdsOf } from '../view.js';
import { explore } from '../explore.js';

type Cell = string | number | boolean | null;

const columns = [
  'row', 'synthetic', 'workload', 'task', 'needs', 'size', 'incumbent', 'calls', 'costUsd', 'movesTo', 'confidence', 'evidence', 'evidenceItems',
  'windowSavingUsd', 'monthSavingUsd', 'monthSavingLowUsd', 'monthSavingHighUsd', 'expectedDegradedCalls', 'keptBecause', 'loggedCostUsd',
] as const;

/** Workloads, then the segments under them at the thresholds of the analysis. Unknown is an empty cell. */
function rowsOf(analysis: Analysis): Cell[][] {
  const { isSynthetic } = analysis;
  const workloads = analysis.workloads.map((row): Cell[] => [
    'workload', isSynthetic, row.label, row.task, '', '', '', row.calls, usdFromNano(row.nano), row.target, row.confidence, row.evidence, row.evidenceItems,
    usdFromNano(row.savingNano), row.saving.usd, row.saving.lowUsd, row.saving.highUsd, null, '', null,
  ]);
  const { decisions } = explore(exploreBase(analysis), thresholdsOf(analysis)).applied;
  const segments = decisions.map(({ segment, option, kept, savingNano, degradedCalls }): Cell[] => [
    'segment', isSynthetic, segment.workloadLabel, segment.task, segment.needs.join(' '), segment.band === null ? '' : (bandNames[segment.band] ?? ''), segment.incumbent, segment.calls,
    usdFromNano(segment.dailyNano.reduce((sum, nano) => sum + nano, 0)), option?.candidate ?? '', option?.confidence ?? null, option?.evidence ?? '', option?.evidenceItems ?? null,
    usdFromNano(savingNano), null, null, null, degradedCalls, kept ?? '', null,
  ]);
  return [...workloads, ...segments, ...paidRows(analysis)];
}

/** Under the incumbent: `logged-cost` has the calls compared, their computed and their logged cost; `not-metered` and `commitment` have calls and list price, and how or until when in `keptBecause`. */
function paidRows({ isSynthetic, costs, notMetered, commitments }: Analysis): Cell[][] {
  const rowOf = (kind: string, row: { incumbent: string; calls: number; costNano: number | null; why: string; loggedNano: number | null }): Cell[] => [
    kind, isSynthetic, '', '', '', '', row.incumbent, row.calls, row.costNano === null ? null : usdFromNano(row.costNano), '', null, '', null, null, null, null, null, null, row.why,
    row.loggedNano === null ? null : usdFromNano(row.loggedNano),
  ];
  return [
    ...costs.models.map((row) => rowOf('logged-cost', { incumbent: row.seller === '' || row.model.startsWith(`${row.seller}/`) ? row.model : `${row.model} at ${row.seller}`, calls: row.comparedCalls, costNano: row.comparedCalls > 0 ? row.computedNano : null, why: '', loggedNano: row.comparedCalls > 0 ? row.loggedNano : null })),
    ...notMetered.map((row) => rowOf('not-metered', { incumbent: row.provider, calls: row.calls, costNano: row.unpricedCalls > 0 ? null : row.listNano, why: row.billing, loggedNano: null })),
    ...commitments.map((row) => rowOf('commitment', { incumbent: [row.provider, ...row.models].join(' '), calls: row.calls, costNano: row.listNano, why: `committed until ${row.until}`, loggedNano: null })),
  ];
}

export const format: ReportFormat = {
  id: 'csv',
  title: 'one row a workload and a segment, then logged costs and contracts',
  render: (analysis) => `${[[...columns], ...rowsOf(analysis)].map((row: Cell[]) => row.map(csvCell).join(',')).join('\r\n')}\r\n`,
};
