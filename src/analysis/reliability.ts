import type { Analysis } from '../model/analysis.js';
import type { LatencyRow, MinuteRow } from '../model/store.js';
import type { Candidate, SegmentTraffic } from '../replay/index.js';
import type { Catalog } from '../model/catalog.js';
import type { LedgerEntry } from './ledger.js';

/** Minutes in which at least half of 3 or more calls of a provider met a server error count as an outage. */
const OUTAGE_SHARE = 0.5;
const OUTAGE_MIN_CALLS = 3;
/** Calls of a model or provider from which its own failure rate is taken. */
const MIN_CALLS_FOR_RATE = 500;

/** Errors, limits and peaks per provider, from the minute rows. */
export function reliabilityOf(minutes: readonly MinuteRow[], latency: readonly LatencyRow[]): Analysis['reliability'] {
  const providers = new Map<string, Map<number, MinuteRow[]>>();
  for (const row of minutes) {
    const byMinute = providers.get(row.provider) ?? new Map<number, MinuteRow[]>();
    byMinute.set(row.minute, [...(byMinute.get(row.minute) ?? []), row]);
    providers.set(row.provider, byMinute);
  }
  return [...providers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([provider, byMinute]) => {
    const totals = { calls: 0, rateLimited: 0, serverErrors: 0, otherErrors: 0, peakCallsPerMinute: 0, peakTokensPerMinute: 0, outageMinutes: 0 };
    for (const rows of byMinute.values()) {
      const minute = { calls: 0, tokens: 0, serverErrors: 0 };
      for (const row of rows) {
        minute.calls += row.calls;
        minute.tokens += row.inputTokens + row.outputTokens;
        minute.serverErrors += row.serverErrors;
        totals.rateLimited += row.rateLimited;
        totals.otherErrors += row.otherErrors;
      }
      totals.calls += minute.calls;
      totals.serverErrors += minute.serverErrors;
      totals.peakCallsPerMinute = Math.max(totals.peakCallsPerMinute, minute.calls);
      totals.peakTokensPerMinute = Math.max(totals.peakTokensPerMinute, minute.tokens);
      if (minute.calls >= OUTAGE_MIN_CALLS && minute.serverErrors >= OUTAGE_SHARE * minute.calls) totals.outageMinutes += 1;
    }
    return { provider, ...totals, medianLatencyMs: medianOf(latency.filter((row) => row.provider === provider && row.measure === 'latency')) };
  });
}

/** Median of a log-bucket histogram, ms: the geometric middle of the bucket that holds it. null without data. */
function medianOf(rows: readonly LatencyRow[]): number | null {
  const byBucket = new Map<number, number>();
  for (const row of rows) byBucket.set(row.bucket, (byBucket.get(row.bucket) ?? 0) + row.calls);
  const total = [...byBucket.values()].reduce((sum, calls) => sum + calls, 0);
  let seen = 0;
  for (const [bucket, calls] of [...byBucket].sort(([a], [b]) => a - b)) {
    seen += calls;
    if (seen * 2 >= total) return Math.round(2 ** ((bucket + 0.5) / 4));
  }
  return null;
}

/** Share of a candidate's calls that fail and are run again on the incumbent: the user's own rate for that model, its provider, else a published one, else the incumbent's. */
export function createFailureRate(entries: readonly LedgerEntry[], catalog: Catalog): (candidate: Candidate, segment: SegmentTraffic) => number {
  const tallies = new Map<string, { stored: number; calls: number; failed: number }>();
  const add = (key: string, { cell, unit }: LedgerEntry): void => {
    const tally = tallies.get(key) ?? { stored: 0, calls: 0, failed: 0 };
    const failed = cell.key.standing === 'failed' ? unit.sums.calls : 0;
    tallies.set(key, { stored: tally.stored + cell.sums.calls, calls: tally.calls + unit.sums.calls, failed: tally.failed + failed });
  };
  for (const entry of entries) {
    add(entry.cell.key.incumbent.provider, entry);
    if (entry.served.served !== undefined) add(entry.served.served.model.id, entry);
  }
  /** Weighted rate, drawn to its provider's with the weight of so many stored calls: a few hundred without a failure are no proof of none. */
  const rateOf = (key: string, minCalls: number, provider?: string): number | undefined => {
    const tally = tallies.get(key);
    if (tally === undefined || tally.stored < minCalls) return undefined;
    const wider = provider === undefined ? undefined : tallies.get(provider);
    const rate = tally.failed / tally.calls;
    if (wider === undefined) return rate;
    return (rate * tally.stored + (wider.failed / wider.calls) * MIN_CALLS_FOR_RATE) / (tally.stored + MIN_CALLS_FOR_RATE);
  };
  return (candidate, segment) => {
    const published = catalog.failureRate(candidate.model);
    return rateOf(candidate.model.id, MIN_CALLS_FOR_RATE, candidate.model.provider)
      ?? rateOf(candidate.model.provider, MIN_CALLS_FOR_RATE)
      ?? (published.known ? published.value.ratio : undefined)
      ?? rateOf(segment.incumbent.model.id, 1)
      ?? 0;
  };
}

/** min(1, cache reads that were reported / warm prefix that the incumbent's cache could have served); undefined where nothing was to be seen: candidates start cold. */
export function cacheHitShareOf(segment: SegmentTraffic): number | undefined {
  const { cache } = segment.incumbent.model;
  if (cache === undefined) return undefined;
  const simulated = segment.sums[`warm${cache.lifetime}Tokens`];
  return simulated > 0 && segment.sums.cacheReadTokens > 0 ? Math.min(1, segment.sums.cacheReadTokens / simulated) : undefined;
}
