import type { Analysis } from '../model/analysis.js';
import type { KeptReason } from '../policy/apply.js';
import type { Applied } from '../policy/apply.js';
import type { LedgerEntry } from './ledger.js';

type Row = Analysis['accounting'][number];

const TITLES: Record<Row['code'], string> = {
  moved: 'Would move to another model',
  'kept-below-threshold': 'Stay: cheaper models exist, none is sure enough',
  'kept-no-cheaper': 'Stay: nothing that is sure enough is cheaper',
  'one-day': 'Stay: seen on one day only, so nothing can be claimed',
  'kept-by-user': 'Stay: switched off by you',
  'not-routable': 'Stay: no other model can answer them',
  'no-option': 'Stay: no candidate passed the gates',
  retries: 'Retries after failures',
  duplicates: 'Exact repeats that a cache could answer',
  failed: 'Refused before generation: no cost',
  'unknown-usage': 'Cost not known: no usage was logged',
  unpriced: 'Unpriced: the model is not in the catalog',
  'not-metered': 'Not paid per token: saves no cash',
  free: 'Free of charge: costs nothing now',
};

const CODE_OF_KEPT: Record<KeptReason, Row['code']> = {
  off: 'kept-by-user', 'no-option': 'no-option', 'below-threshold': 'kept-below-threshold', 'no-cheaper': 'kept-no-cheaper', 'one-day': 'one-day',
};

/**
 * Every call of the window in exactly one row, at what it cost at its own instant: the rows add up to all calls and to all spend.
 * `segmentOf` names the segment of a routable cell (undefined: its segment could not be priced).
 */
export function accountingOf(entries: readonly LedgerEntry[], applied: Applied, segmentOf: (entry: LedgerEntry) => string | undefined): Row[] {
  const codeOfSegment = new Map<string, Row['code']>();
  for (const { segment, option, kept } of applied.decisions) {
    const isFixed = segment.blocked.some(({ gate }) => gate === 'routable');
    codeOfSegment.set(segment.id, option !== undefined ? 'moved' : isFixed ? 'not-routable' : CODE_OF_KEPT[kept ?? 'no-option']);
  }
  const rows = new Map<Row['code'], Row>();
  for (const entry of entries) {
    const code = entry.place === 'routable' ? (codeOfSegment.get(segmentOf(entry) ?? '') ?? 'no-option') : entry.place;
    const row = rows.get(code) ?? { code, title: TITLES[code], calls: 0, nano: 0 };
    rows.set(code, { ...row, calls: row.calls + entry.unit.sums.calls, nano: row.nano + entry.actualNano });
  }
  const order = Object.keys(TITLES);
  return [...rows.values()].sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
}
