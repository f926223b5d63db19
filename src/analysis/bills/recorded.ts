import { canonicalProvider } from '../../catalog/index.js';
import { inputOf } from '../../replay/index.js';
import { sellerOf } from '../costs.js';
import type { LedgerEntry } from '../ledger.js';
import { dayOf } from './lines.js';

const HOUR_MS = 3_600_000;

/** What the log holds of one model at one seller on one UTC day, weighted. Calls that are paid otherwise than by use are on no such bill and not in it. */
export interface Recorded {
  provider: string;
  day: string;
  model: string;
  /** Calls that were answered, or may have been. */
  calls: number;
  /** Those that are charged. */
  tokens: number;
  /** Undefined: some of them have no price. */
  computedNano: number | undefined;
  /** Calls of which nobody knows what they used. */
  unknownCalls: number;
}

/** As bills name models that the catalog does not know. */
const modelOf = ({ served, cell }: LedgerEntry): string => served.served?.model.id ?? `${canonicalProvider(cell.key.incumbent.provider)}/${cell.key.incumbent.model.toLowerCase()}`;

export function recordedByDay(entries: readonly LedgerEntry[]): Map<string, Recorded> {
  const rows = new Map<string, Recorded>();
  for (const entry of entries) {
    if (entry.place === 'not-metered' || entry.place === 'failed') continue;
    const [provider, day, model] = [sellerOf(entry), dayOf(entry.cell.key.hour * HOUR_MS), modelOf(entry)];
    const key = `${provider} ${day} ${model}`;
    const row: Recorded = rows.get(key) ?? { provider, day, model, calls: 0, tokens: 0, computedNano: 0, unknownCalls: 0 };
    rows.set(key, row);
    const { sums } = entry.unit;
    row.calls += sums.calls;
    row.tokens += inputOf(sums) - sums.unbilledInputTokens + sums.outputTokens - sums.unbilledOutputTokens;
    if (entry.place === 'unknown-usage') row.unknownCalls += sums.calls;
    row.computedNano = entry.place === 'unpriced' || row.computedNano === undefined ? undefined : row.computedNano + entry.actualNano;
  }
  return rows;
}
