import type { Analysis, Commitment } from '../model/analysis.js';
import type { CommitmentSettings } from '../model/config.js';
import { addDays, localDateOf, projectMonth } from '../project/index.js';
import type { AnalysisInput } from './input.js';
import { sumOf } from './sums.js';
import type { LedgerEntry } from './ledger.js';

export const DAYS_PER_MONTH = 30;

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
 * Each commitment of the settings against what ran under it: of several that cover a call, the one that began first and still runs. Paid: usdPerMonth x days / 30,
 * over the days of the window that it covers and that the data hold.
 *
 * Example: 300 USD a month, 14 days, calls of 60 USD at list price: paid 140, unused 80.
 */
export function commitmentRows(input: AnalysisInput, entries: readonly LedgerEntry[]): Commitment[] {
  const { window, settings } = input;
  const isWhole = Object.keys(settings.filters).length === 0;
  const commitments = input.config.commitments ?? [];
  const committed = entries.filter((entry) => entry.commitment !== undefined && entry.cell.key.standing === 'billed');
  return commitments.map((commitment, index): Commitment => {
    const { from, until } = commitment;
    const under = committed.filter((entry) => entry.commitment === index);
    const listNano = sumOf(under.map(({ pricedNano }) => pricedNano ?? 0));
    const days = window.dates.filter((date, at) => window.covered[at] === true && date < until && (from === undefined || date >= from)).length;
    const paidNano = Math.round((commitment.usdPerMonth * 1e9 * days) / DAYS_PER_MONTH);
    const isPriced = under.every(({ pricedNano }) => pricedNano !== undefined);
    return {
      provider: commitment.provider, models: commitment.models ?? [], from: from ?? null, until, note: commitment.note ?? '', usdPerMonth: commitment.usdPerMonth,
      days, calls: sumOf(under.map(({ unit }) => unit.sums.calls)), listNano, paidNano,
      unusedNano: isPriced && isWhole ? Math.max(0, paidNano - listNano) : null,
      endsNano: endsNanoOf({ index, commitments, input, committed }),
    };
  });
}

interface Ending {
  index: number;
  commitments: readonly CommitmentSettings[];
  input: AnalysisInput;
  committed: readonly LedgerEntry[];
}

/**
 * List price of what ran under a commitment on those days of the projected month on which it is over and no other one holds: what the projection leaves out. The daily
 * level is the sum over the days of the window on which commitments held such calls. Where it ended inside the window, the days after it are in the projection
 * already, averaged over all days: then the missing part is the month that the committed days alone would project.
 *
 * Example: 14 committed days of 10 USD, its end on day 20 of the projected month: 10 x 11 USD. Had it ended after 7 of 14 days: the month of 70 USD in 14 days, 150.
 */
function endsNanoOf({ index, commitments, input, committed }: Ending): number | null {
  const { window } = input;
  const groups = new Map<string, LedgerEntry[]>();
  for (const entry of committed) {
    const key = entry.covering?.includes(index) === true ? entry.covering.join(' ') : '';
    if (key !== '') groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const parts = [...groups.values()].map((group) => {
    const covering = group[0]?.covering ?? [];
    const days = meteredDays({ index, covering, commitments, start: input.settings.pricesAt }).length;
    if (days === 0) return 0;
    const dailyNano = window.dates.map(() => 0);
    for (const { cell, pricedNano } of group) {
      const day = window.dates.indexOf(localDateOf(cell.key.hour, window.timezone));
      if (day >= 0) dailyNano[day] = (dailyNano[day] ?? 0) + (pricedNano ?? 0);
    }
    const month = projectMonth({ dailyNano, window }).usd;
    if ((commitments[index]?.until ?? '') <= window.end && month !== null) return (month * 1e9 * days) / DAYS_PER_MONTH;
    const isEnded = (commitments[index]?.until ?? '') <= window.end;
    const levelDays = window.dates.filter((date, at) => window.covered[at] === true && (isEnded || covering.some((one) => holdsOn(commitments[one], date)))).length;
    return levelDays === 0 ? 0 : (sumOf(dailyNano) / levelDays) * days;
  });
  const nano = Math.round(sumOf(parts));
  return nano === 0 ? null : nano;
}

const holdsOn = (commitment: CommitmentSettings | undefined, date: string): boolean =>
  commitment !== undefined && date < commitment.until && (commitment.from === undefined || date >= commitment.from);

/** Days of the projected month, which begins at `start`, on which none of those that cover a call holds and this one was the last to end. */
export function meteredDays({ index, covering, commitments, start }: { index: number; covering: readonly number[]; commitments: readonly CommitmentSettings[]; start: string }): string[] {
  const untilOf = (one: number): string => commitments[one]?.until ?? '';
  return Array.from({ length: DAYS_PER_MONTH }, (_, day) => addDays(start, day)).filter((date) => {
    if (covering.some((one) => holdsOn(commitments[one], date))) return false;
    const ended = covering.filter((one) => untilOf(one) <= date);
    return [...ended].sort((a, b) => (untilOf(a) < untilOf(b) ? 1 : untilOf(a) > untilOf(b) ? -1 : a - b))[0] === index;
  });
}
