import type { Analysis } from '../model/analysis.js';
import type { Catalog } from '../model/catalog.js';
import { nanoForTokens } from '../model/money.js';
import type { Applied } from '../policy/apply.js';
import { type SegmentTraffic, costOnIncumbent } from '../replay/index.js';
import type { LedgerEntry } from './ledger.js';
import { sumOf } from './sums.js';

type Lever = Analysis['levers'][number];

export interface LeverInput {
  entries: readonly LedgerEntry[];
  traffic: ReadonlyMap<string, SegmentTraffic>;
  applied: Applied;
  catalog: Catalog;
  pricesAt: number;
}

/** Savings over the window, each on what the former left: errors and retries, duplicates, routing, prompt caching, batch. Signed. */
export function leversOf(input: LeverInput): Lever[] {
  const { entries, applied } = input;
  const failed = entries.filter(({ place }) => place === 'failed');
  const retries = entries.filter(({ cell }) => cell.key.repeat === 'retry');
  const duplicates = entries.filter(({ place }) => place === 'duplicates');
  const count = (list: readonly LedgerEntry[]): number => sumOf(list.map(({ unit }) => unit.sums.calls));
  const whole = (calls: number): string => Math.round(calls).toLocaleString('en-US');
  const moved = applied.decisions.filter(({ option }) => option !== undefined);
  return [
    {
      id: 'retries', title: 'Errors and retries', nano: sumOf(failed.map(({ actualNano }) => actualNano)), calls: count(failed),
      text: `${whole(count(failed))} calls were refused before generation and cost nothing; ${whole(count(retries))} calls repeat a failed or aborted one and count as the call itself. Refusals cost time, not money; what an aborted call cost is not known.`,
    },
    {
      id: 'duplicates', title: 'Answer exact repeats from a cache of your own', nano: sumOf(duplicates.map(({ actualNano }) => actualNano)), calls: count(duplicates),
      text: 'Same request and parameters, deterministic, within 24 hours, not a retry.',
    },
    { id: 'routing', title: 'Route at the chosen threshold', nano: applied.savingNano, calls: sumOf(moved.map(({ segment }) => segment.calls)), text: 'Net, cross-fitted by day; see the waterfall.' },
    cachingLever(input),
    batchLever(input),
  ];
}

/** Segments that stay with their incumbent: what the earlier levers left. */
const keptTraffic = ({ applied, traffic }: LeverInput): SegmentTraffic[] =>
  applied.decisions.flatMap(({ option, segment }) => {
    const own = traffic.get(segment.id);
    return option === undefined && own !== undefined ? [own] : [];
  });

/** Marking the prompt cache where the incumbent asks for marks: warm prefixes at the read rate, everything else in them once at the write rate; only prompts that reach its minimum. */
function cachingLever(input: LeverInput): Lever {
  let nano = 0;
  let calls = 0;
  for (const segment of keptTraffic(input)) {
    const { cache } = segment.incumbent.model;
    if (cache === undefined || cache.isAutomatic || segment.sums.cacheReadTokens > 0) continue;
    const card = input.catalog.rateCard(segment.incumbent.model, { tier: segment.incumbent.tier, at: input.pricesAt, inputTokens: segment.range.maxInput });
    if (!card.known) continue;
    const { inputUsdPerMtok, cacheReadUsdPerMtok, cacheWriteUsdPerMtok } = card.value.rates;
    if (cacheReadUsdPerMtok === undefined || cacheWriteUsdPerMtok === undefined) continue;
    const long = segment.days.flat().flatMap(({ parts }) => parts).filter(({ range }) => range.minInput >= cache.minimumTokens);
    const warm = sumOf(long.map(({ sums }) => sums[`warm${cache.lifetime}Tokens`]));
    const written = Math.max(0, sumOf(long.map(({ sums }) => sums.uncachedInputTokens)) - warm);
    const saving = nanoForTokens(warm, inputUsdPerMtok - cacheReadUsdPerMtok) - nanoForTokens(written, cacheWriteUsdPerMtok - inputUsdPerMtok);
    if (saving <= 0) continue;
    nano += saving;
    calls += sumOf(long.map(({ sums }) => sums.calls));
  }
  const text = calls > 0
    ? 'Prompts that share a prefix within the cache\'s lifetime and do not mark it. Net of the write premium.'
    : 'Nothing to gain: the providers cache on their own, or prompts share no prefix long enough. A line that differs on every call (a time, an id) at the head of a prompt defeats every cache.';
  return { id: 'caching', title: 'Mark the prompt cache', nano: Math.round(nano), calls, text };
}

function batchLever(input: LeverInput): Lever {
  let nano = 0;
  let calls = 0;
  for (const segment of keptTraffic(input)) {
    const units = segment.days.flat();
    const now = sumOutcomes(units.map((unit) => costOnIncumbent(input.catalog, unit, { served: segment.incumbent, pricesAt: input.pricesAt })));
    const batch = sumOutcomes(units.map((unit) => costOnIncumbent(input.catalog, unit, { served: { ...segment.incumbent, tier: 'batch' }, pricesAt: input.pricesAt })));
    if (now === undefined || batch === undefined || batch >= now || segment.incumbent.tier !== '') continue;
    nano += now - batch;
    calls += segment.sums.calls;
  }
  return { id: 'batch', title: 'Send in batches, if these may wait 24 hours', nano: Math.round(nano), calls, text: 'Only for calls that nobody waits for; nothing in the log says which these are, so it is in no headline. At full prices: marking a cache first leaves less of it.' };
}

function sumOutcomes(outcomes: readonly ({ known: true; value: number } | { known: false })[]): number | undefined {
  let total = 0;
  for (const outcome of outcomes) {
    if (!outcome.known) return undefined;
    total += outcome.value;
  }
  return total;
}
