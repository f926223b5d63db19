import type { Analysis, Commitment } from '../model/analysis.js';
import { addDays } from '../project/index.js';
import { type AnalysisInput, sumOf } from './input.js';
import type { LedgerEntry } from './ledger.js';

const DAYS_PER_MONTH = 30;

/** What is not paid per token, by how it is paid and who serves, the dearest first. */
export function notMeteredRows(entries: readonly LedgerEntry[]): Analysis['notMetered'] {
  const rows = new Map<string, Analysis['notMetered'][number]>();
  for (const { billing, cell, unit, place, pricedNano } of entries) {
    if (billing === 'metered' || place === 'failed' || place === 'unknown-usage') continue;
    const { provider } = cell.key.incumbent;
    const row = rows.get(`${billing}/${provider}`) ?? { billing, provider, calls: 0, listNano: 0, unpricedCalls: 0 };
    rows.set(`${billing}/${provider}`, {
      ...row, calls: row.calls + unit.sums.calls, listNano: row.listNano + (pricedNano ?? 0), unpricedCalls: row.unpricedCalls + (pricedNano === undefined ? unit.sums.calls : 0),
    });
  }
  return [...rows.values()].sort((a, b) => b.listNano - a.listNano || (`${a.billing}/${a.provider}` < `${b.billing}/${b.provider}` ? -1 : 1));
}

/**
 * Each commitment of the settings against what ran under it. Paid: usdPerMonth x days / 30, over the days of the window that it covers and that the data hold.
 *
 * Example: 300 USD a month, 14 days, calls of 60 USD at list price: paid 140, unused 80.
 */
export function commitmentRows(input: AnalysisInput, entries: readonly LedgerEntry[]): Commitment[] {
  const { window, settings } = input;
  const isWhole = Object.keys(settings.filters).length === 0;
  return (input.config.commitments ?? []).map((commitment, index): Commitment => {
    const { from, until } = commitment;
    const under = entries.filter((entry) => entry.commitment === index && entry.cell.key.standing === 'billed');
    const listNano = sumOf(under.map(({ pricedNano }) => pricedNano ?? 0));
    const days = window.dates.filter((date, at) => window.covered[at] === true && date < until && (from === undefined || date >= from)).length;
    const paidNano = Math.round((commitment.usdPerMonth * 1e9 * days) / DAYS_PER_MONTH);
    const isPriced = under.every(({ pricedNano }) => pricedNano !== undefined);
    const daysAfter = daysFrom(until, settings.pricesAt);
    return {
      provider: commitment.provider, models: commitment.models ?? [], from: from ?? null, until, note: commitment.note ?? '', usdPerMonth: commitment.usdPerMonth,
      days, calls: sumOf(under.map(({ unit }) => unit.sums.calls)), listNano, paidNano,
      unusedNano: isPriced && isWhole ? Math.max(0, paidNano - listNano) : null,
      endsNano: days === 0 || under.length === 0 || daysAfter === 0 ? null : Math.round((listNano / days) * daysAfter),
    };
  });
}

/** Days of the projected month, which begins at `start`, from `day` on: 0 to 30. */
export function daysFrom(day: string, start: string): number {
  if (day <= start) return DAYS_PER_MONTH;
  const days = Math.round((Date.parse(addDays(start, DAYS_PER_MONTH)) - Date.parse(day)) / 86_400_000);
  return Math.max(0, days);
}
