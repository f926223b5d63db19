import type { BillRow } from '../../model/bill.js';
import { inputTokensOf } from '../../model/usage.js';
import { sumOf } from '../sums.js';

const DAY_MS = 86_400_000;

/** UTC day of an instant: providers bill by UTC days. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** All input and output tokens of a line; undefined where it holds no count. */
export function tokensOf({ usage }: Pick<BillRow, 'usage'>): number | undefined {
  const input = inputTokensOf(usage ?? {});
  return !input.known && usage?.outputTokens === undefined ? undefined : (input.known ? input.value : 0) + (usage?.outputTokens ?? 0);
}

/** Lines that reach over the end of their first UTC day: a month's invoice cannot be compared by day. */
export const isWithinDay = ({ from, to }: BillRow): boolean => Math.floor(from / DAY_MS) === Math.floor((to - 1) / DAY_MS);

/** The line stands for the whole of its day. */
export const isWholeDay = (row: BillRow): boolean => row.to - row.from === DAY_MS && row.from % DAY_MS === 0;

/** Gateways that price calls by a list of their own and charge nobody: their dollars are no invoice, their counts are counts. */
const pricedByList: ReadonlySet<string> = new Set(['litellm-daily']);

/** Lines as invoices and usage reports: a gateway's daily sums stand for the usage of a day of which no provider says it. */
export function invoiced(rows: readonly BillRow[]): BillRow[] {
  const place = (row: BillRow): string => `${row.provider} ${dayOf(row.from)}`;
  const told = new Set(rows.filter(({ source, usage }) => !pricedByList.has(source) && usage !== undefined).map(place));
  return rows.flatMap((row): BillRow[] => {
    if (!pricedByList.has(row.source)) return [row];
    const { costNanoUsd: _listed, ...counts } = row;
    return told.has(place(row)) ? [] : [{ ...counts, kind: 'usage' }];
  });
}

/** Share. Two groupings of one report that differ by less hold the same: console exports round each line to cents. */
const SAME_TOTAL = 0.005;

/**
 * Lines without those that say once more what other lines of that day say: a report by day beside the same report by model, by hour beside by day, an API's answer
 * beside the console's file. Of two groupings with the same total the finer one stays; groupings with different totals are parts of one bill.
 *
 * Example: 10 USD without a line item, and 6 + 4 USD by model on the same day: the 6 and the 4 stay.
 */
export function withoutRepeats(rows: readonly BillRow[]): BillRow[] {
  const days = new Map<string, BillRow[]>();
  for (const row of rows) {
    const key = `${row.provider} ${row.kind} ${dayOf(row.from)}`;
    const former = days.get(key);
    if (former === undefined) days.set(key, [row]);
    else former.push(row);
  }
  return [...days.values()].flatMap(finestGroupings);
}

function finestGroupings(rows: readonly BillRow[]): BillRow[] {
  const groups = new Map<string, BillRow[]>();
  for (const row of rows) groups.set(groupingOf(row), [...(groups.get(groupingOf(row)) ?? []), row]);
  if (groups.size === 1) return [...rows];
  const kept = [...groups].map(([grouping, members]) => ({ grouping, members, total: sumOf(members.map(amountOf)) }))
    .sort((a, b) => namesIn(a.grouping) - namesIn(b.grouping) || (a.grouping < b.grouping ? -1 : 1));
  const dropped = new Set<string>();
  for (const [at, group] of kept.entries()) {
    const finer = kept.slice(at + 1);
    const totals = [...finer.map(({ total }) => total), sumOf(finer.map(({ total }) => total))];
    if (totals.some((total) => isSame(group.total, total))) dropped.add(group.grouping);
  }
  return kept.filter(({ grouping }) => !dropped.has(grouping)).flatMap(({ members }) => members);
}

/** Names of what sets the lines of a report apart; fewer = coarser. */
const groupingOf = ({ model, lineItem, serviceTier, dimensions, from, to }: BillRow): string =>
  [...(to - from < DAY_MS ? ['part-of-day'] : []), ...(model !== undefined || lineItem !== undefined ? ['what'] : []), ...(serviceTier === undefined ? [] : ['tier']), ...Object.keys(dimensions).sort()].join(' ');

const namesIn = (grouping: string): number => (grouping === '' ? 0 : grouping.split(' ').length);

const amountOf = (row: BillRow): number => (row.kind === 'cost' ? row.costNanoUsd ?? 0 : tokensOf(row) ?? row.requests ?? 0);

const isSame = (one: number, other: number): boolean => one > 0 && Math.abs(one - other) <= SAME_TOTAL * other;
