import { usdText } from '../../project/usd-text.js';
import { sumOf } from '../sums.js';
import type { BilledFactor, ComparedDay } from './types.js';

/** UTC days that both the bill and the log cover whole. Fewer, and one batch that is booked a day later would be taken for a price. */
export const MIN_COMPARED_DAYS = 3;
/** Nano-dollars computed over them: 1 USD. Less, and rounding on the bill is as large as a discount. */
export const MIN_COMPARED_NANO = 1e9;
/** Times. Beyond, bill and log do not speak of the same calls: no discount halves a bill by itself, and no fee doubles one. */
export const FACTOR_RANGE = [0.5, 2] as const;
/** Recorded / billed tokens. Outside, the log is not the traffic that was billed, and its mix may be another one. */
export const COVERAGE_RANGE = [0.8, 1.25] as const;
/** Share. A smaller difference is rounding, or another mix of calls in what the log lacks. */
const ROUNDING = 0.01;

/**
 * The factor of one provider, from the days and models that both sides hold whole.
 *
 * Each model's computed cost is scaled by its billed / recorded tokens, so that calls which the log lacks are not taken for a higher price; without tokens on the
 * bill the two cannot be told apart, and only a bill that is lower than computed is believed.
 *
 * Example: 90 USD billed, 100 USD computed, 1,000 of 1,000 tokens recorded: 0.9. 100 USD billed, 50 USD computed, 500 of 1,000 tokens recorded: ratio 2, factor
 * 100 / (50 x 2) = 1, and it does not apply because the log holds half of what was billed.
 */
export function factorOf(provider: string, all: readonly ComparedDay[]): BilledFactor {
  const hasDollars = all.some((row) => row.billedNano !== null);
  const rows = all.filter((row) => (hasDollars ? row.isCompared : row.isLogWhole && (row.billedTokens !== null || row.billedRequests !== null)));
  const days = [...new Set(rows.map(({ day }) => day))].sort();
  const billedNano = sumOf(rows.map((row) => row.billedNano ?? 0));
  const computedNano = sumOf(rows.map((row) => row.computedNano ?? 0));
  const counted = rows.filter((row) => (row.billedTokens ?? 0) > 0 && ((row.recordedTokens ?? 0) > 0 || !hasDollars));
  const isCounted = counted.length > 0 && (counted.length === rows.length || !hasDollars);
  const recordedTokens = sumOf(counted.map((row) => row.recordedTokens ?? 0));
  const billedTokens = sumOf(counted.map((row) => row.billedTokens ?? 0));
  const base = {
    provider, days: days.length, from: days[0] ?? null, to: days.at(-1) ?? null, billedNano, computedNano, ratio: hasDollars && computedNano > 0 ? billedNano / computedNano : null,
    coverage: isCounted ? recordedTokens / billedTokens : null, requestShare: requestShareOf(rows),
  };
  const no = (factor: number | null, reason: string): BilledFactor => ({ ...base, factor, applies: false, reason });
  if (!hasDollars) return no(null, 'the report says no dollars');
  if (days.length < MIN_COMPARED_DAYS) return no(null, `bill and log share ${days.length} whole UTC days with known prices on both sides, and it takes ${MIN_COMPARED_DAYS} (the newest day of a bill may still grow and is not one of them)`);
  if (computedNano < MIN_COMPARED_NANO) return no(null, `the days that bill and log share hold ${usdText(computedNano)}, and it takes ${usdText(MIN_COMPARED_NANO)}`);
  const factor = billedNano / (isCounted ? perTokenNano(rows) : computedNano);
  if (base.coverage !== null && !isWithin(base.coverage, COVERAGE_RANGE)) return no(factor, `the log holds ${percent(base.coverage)} of the billed tokens: it is not the traffic that was billed`);
  if (!isWithin(factor, FACTOR_RANGE)) return no(factor, `${factor.toFixed(3)} is outside ${FACTOR_RANGE.join(' to ')}: bill and log hardly speak of the same calls`);
  if (Math.abs(factor - 1) < ROUNDING) return no(factor, '');
  if (factor > 1 && !isCounted) return no(factor, 'the bill is higher and says no tokens: calls that the log lacks cannot be told from a higher price');
  if (factor > 1 && rows.some(({ model }) => model === '')) return no(factor, 'the bill is higher and names no models: other services on it cannot be told from a higher price');
  return { ...base, factor, applies: true, reason: '' };
}

const isWithin = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high;
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

/** What the billed tokens would cost at the computed cost of a recorded one, model by model. */
function perTokenNano(rows: readonly ComparedDay[]): number {
  const models = new Map<string, { nano: number; recorded: number; billed: number }>();
  for (const row of rows) {
    const former = models.get(row.model) ?? { nano: 0, recorded: 0, billed: 0 };
    models.set(row.model, { nano: former.nano + (row.computedNano ?? 0), recorded: former.recorded + (row.recordedTokens ?? 0), billed: former.billed + (row.billedTokens ?? 0) });
  }
  return sumOf([...models.values()].map(({ nano, recorded, billed }) => nano * (billed / recorded)));
}

function requestShareOf(rows: readonly ComparedDay[]): number | null {
  const counted = rows.filter(({ billedRequests }) => (billedRequests ?? 0) > 0);
  return counted.length === 0 || (counted.length < rows.length && rows.some((row) => row.billedNano !== null)) ? null : sumOf(counted.map(({ recordedCalls }) => recordedCalls)) / sumOf(counted.map((row) => row.billedRequests ?? 0));
}
