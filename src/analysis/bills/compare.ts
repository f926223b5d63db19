import { canonicalProvider, isGateway } from '../../catalog/index.js';
import type { BillRow } from '../../model/bill.js';
import type { Catalog } from '../../model/catalog.js';
import { sumOf } from '../sums.js';
import type { LedgerEntry } from '../ledger.js';
import { factorOf } from './factor.js';
import { dayOf, invoiced, isWholeDay, isWithinDay, tokensOf, withoutRepeats } from './lines.js';
import { itemRows, oneSided } from './one-sided.js';
import { type Recorded, recordedByDay } from './recorded.js';
import type { BillComparison, ComparedDay, ProviderComparison } from './types.js';

export interface BillComparisonInput {
  bills: readonly BillRow[];
  entries: readonly LedgerEntry[];
  catalog: Catalog;
  /** UTC days that the log covers from their first to their last hour. */
  wholeDays: ReadonlySet<string>;
}

interface Billed {
  nano: number | undefined;
  tokens: number | undefined;
  requests: number | undefined;
}

/**
 * Bills against what the stored calls cost by the catalog, by UTC day and model. Aliases and snapshots of one model are one. Calls count with their weight; calls under a
 * plan or commitment are on no such bill and left out.
 */
export function compareBills({ bills, entries, catalog, wholeDays }: BillComparisonInput): BillComparison {
  const recorded = recordedByDay(entries);
  const named = invoiced(bills.map((row) => ({ ...row, provider: canonicalProvider(row.provider) })));
  const providers = [...new Set(named.map(({ provider }) => provider))].sort();
  const compared = providers.map((provider) => compareProvider(named.filter((row) => row.provider === provider), { provider, recorded: [...recorded.values()].filter((row) => row.provider === provider), catalog, wholeDays }));
  return { days: compared.flatMap(({ days }) => days), providers: compared.map(({ summary }) => summary) };
}

interface ProviderContext {
  provider: string;
  recorded: readonly Recorded[];
  catalog: Catalog;
  wholeDays: ReadonlySet<string>;
}

function compareProvider(bills: readonly BillRow[], context: ProviderContext): { days: ComparedDay[]; summary: ProviderComparison } {
  const { provider, recorded, wholeDays } = context;
  const lines = withoutRepeats(bills.filter(isWithinDay));
  const long = bills.filter((row) => !isWithinDay(row));
  const costDays = wholeBillDays(lines.filter(({ kind }) => kind === 'cost'));
  const newest = [...costDays].sort().at(-1);
  const billDays = [...new Set(lines.map((row) => dayOf(row.from)))].sort();
  const items: BillRow[] = [];
  const days = billDays.flatMap((day): ComparedDay[] => {
    const here = lines.filter((row) => dayOf(row.from) === day);
    const { billed, others } = billedByModel(here, context);
    items.push(...others);
    const inLog = recorded.filter((row) => row.day === day);
    const isTotal = billed.has('');
    const models = isTotal ? [''] : [...new Set([...billed.keys(), ...inLog.map(({ model }) => model)])].sort();
    return models.map((model) => {
      const row = comparedDay({ provider, day, model }, billed.get(model), isTotal ? inLog : inLog.filter((one) => one.model === model));
      const isCompared = costDays.has(day) && day !== newest && wholeDays.has(day) && (row.billedNano ?? 0) > 0 && (row.computedNano ?? 0) > 0;
      return { ...row, isLogWhole: wholeDays.has(day), isCompared };
    });
  });
  return {
    days,
    summary: {
      provider, factor: factorOf(provider, days),
      billedOnly: [
        ...oneSided(days.filter((row) => row.recordedCalls === 0 && row.model !== '' && wholeDays.has(row.day)), (row) => ({ nano: row.billedNano, tokens: row.billedTokens, requests: row.billedRequests })),
        ...itemRows(items),
      ].filter(({ nano, tokens, requests }) => (nano ?? 0) !== 0 || (tokens ?? 0) > 0 || (requests ?? 0) > 0),
      recordedOnly: oneSided(days.filter((row) => row.recordedCalls > 0 && row.billedNano === null && row.billedTokens === null && row.day !== newest), (row) => ({ nano: row.computedNano, tokens: row.recordedTokens, requests: row.recordedCalls })),
      longLines: long.length, longNano: sumOf(long.map(({ costNanoUsd }) => costNanoUsd ?? 0)),
    },
  };
}

/** Days with a line that stands for the whole of them, and days told by the hour that are not the first. */
function wholeBillDays(costs: readonly BillRow[]): Set<string> {
  const days = [...new Set(costs.map((row) => dayOf(row.from)))].sort();
  const whole = new Set(costs.filter(isWholeDay).map((row) => dayOf(row.from)));
  return new Set(days.filter((day, at) => at > 0 || whole.has(day)));
}

/** Sums of a day by model. Tokens come from the usage report where there is one for the day, else from the lines with costs. Lines that name no model stand apart. */
function billedByModel(rows: readonly BillRow[], context: ProviderContext): { billed: Map<string, Billed>; others: BillRow[] } {
  const isNothing = (row: BillRow): boolean => row.model === undefined && row.lineItem === undefined && row.costNanoUsd === 0;
  const costs = rows.filter((row) => row.kind === 'cost' && !isNothing(row));
  const usages = rows.filter(({ kind }) => kind === 'usage');
  const counted = usages.length > 0 ? usages : costs;
  const isByModel = costs.some(({ model }) => model !== undefined) || (costs.every(({ lineItem }) => lineItem !== undefined) && usages.some(({ model }) => model !== undefined));
  const isItem = (row: BillRow): boolean => isByModel && row.model === undefined;
  const billed = new Map<string, Billed>();
  const at = (row: BillRow): Billed => {
    const key = isByModel ? modelKey(row, context) : '';
    const sums = billed.get(key) ?? { nano: undefined, tokens: undefined, requests: undefined };
    billed.set(key, sums);
    return sums;
  };
  for (const row of costs) {
    if (isItem(row)) continue;
    const sums = at(row);
    sums.nano = (sums.nano ?? 0) + (row.costNanoUsd ?? 0);
  }
  for (const row of counted) {
    if (isItem(row)) continue;
    const sums = at(row);
    const tokens = tokensOf(row);
    if (tokens !== undefined) sums.tokens = (sums.tokens ?? 0) + tokens;
    if (row.requests !== undefined) sums.requests = (sums.requests ?? 0) + row.requests;
  }
  return { billed, others: rows.filter((row) => isItem(row) && !isNothing(row)) };
}

/** Id of the catalog for the model that a line names, also by the name that people read; else the name. Example: 'Claude 3.5 Sonnet 2024-10-22' -> that of claude-3-5-sonnet-20241022. */
function modelKey({ model = '', from }: BillRow, { provider, catalog }: ProviderContext): string {
  const name = model.trim().startsWith(`${provider}/`) && !isGateway(provider) ? model.trim().slice(provider.length + 1) : model.trim();
  const slug = name.toLowerCase().replace(/(\d{4})-(\d{2})-(\d{2})/, '$1$2$3').replace(/[\s.]+/g, '-');
  const found = catalog.resolve(provider, /\s/.test(name) ? slug : name, from);
  return found.model?.id ?? `${provider}/${name.toLowerCase()}`;
}

function comparedDay(place: Pick<ComparedDay, 'provider' | 'day' | 'model'>, billed: Billed | undefined, inLog: readonly Recorded[]): Omit<ComparedDay, 'isLogWhole' | 'isCompared'> {
  const isPriced = inLog.length > 0 && inLog.every(({ computedNano }) => computedNano !== undefined);
  return {
    ...place, billedNano: billed?.nano ?? null, computedNano: isPriced ? sumOf(inLog.map(({ computedNano }) => computedNano ?? 0)) : null,
    billedTokens: billed?.tokens ?? null, recordedTokens: inLog.length === 0 ? null : sumOf(inLog.map(({ tokens }) => tokens)), billedRequests: billed?.requests ?? null,
    recordedCalls: sumOf(inLog.map(({ calls }) => calls)), unknownCalls: sumOf(inLog.map(({ unknownCalls }) => unknownCalls)),
  };
}
