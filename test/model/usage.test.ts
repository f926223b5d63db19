import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type InclusiveUsage, disjointUsage, inclusiveUsage, inputBuckets, inputTokensOf, usageOfCall } from '../../src/model/usage.js';

/** Counts that a provider could report: parts that fit into their totals, each present or absent. */
const reportable: fc.Arbitrary<InclusiveUsage> = fc.record({
  uncached: fc.nat(100_000), audio: fc.option(fc.nat(1_000)), images: fc.option(fc.nat(1_000)), reads: fc.option(fc.nat(100_000)),
  shortWrites: fc.option(fc.nat(10_000)), longWrites: fc.option(fc.nat(10_000)), reasoning: fc.option(fc.nat(5_000)), visible: fc.nat(5_000), searches: fc.option(fc.nat(5)), unbilled: fc.option(fc.nat(3_000)), unbilledOut: fc.option(fc.nat(1_000)),
}).map((part) => {
  const counts: InclusiveUsage = {
    inputTokens: part.uncached + (part.audio ?? 0) + (part.images ?? 0) + (part.reads ?? 0) + (part.shortWrites ?? 0) + (part.longWrites ?? 0) + (part.unbilled ?? 0),
    outputTokens: part.visible + (part.reasoning ?? 0) + (part.unbilledOut ?? 0),
  };
  if (part.audio !== null) counts.audioInputTokens = part.audio;
  if (part.images !== null) counts.imageTokens = part.images;
  if (part.reads !== null) counts.cachedInputTokens = part.reads;
  if (part.shortWrites !== null || part.longWrites !== null) counts.cacheWriteTokens = (part.shortWrites ?? 0) + (part.longWrites ?? 0);
  if (part.longWrites !== null) counts.cacheWrite1hTokens = part.longWrites;
  if (part.reasoning !== null) counts.reasoningTokens = part.reasoning;
  if (part.unbilled !== null) counts.unbilledInputTokens = part.unbilled;
  if (part.unbilledOut !== null) counts.unbilledOutputTokens = part.unbilledOut;
  if (part.searches !== null) counts.webSearches = part.searches;
  return counts;
});

const present = (counts: InclusiveUsage): InclusiveUsage => Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));

describe('disjoint buckets', () => {
  test('take cached input out of the input', () => {
    expect(disjointUsage({ inputTokens: 1000, cachedInputTokens: 400, outputTokens: 50 }))
      .toEqual({ known: true, value: { uncachedInputTokens: 1000 - 400, cacheReadTokens: 400, outputTokens: 50 } });
  });

  test('give back what was reported, and absent stays absent', () => {
    fc.assert(fc.property(reportable, (counts) => {
      const usage = disjointUsage(counts);
      expect(usage.known).toBe(true);
      if (usage.known) expect(present(inclusiveUsage(usage.value))).toEqual(counts);
    }));
  });

  test('add up to all input', () => {
    fc.assert(fc.property(reportable, (counts) => {
      const usage = disjointUsage(counts);
      if (!usage.known) throw new Error(usage.reason);
      expect(inputTokensOf(usage.value)).toEqual({ known: true, value: counts.inputTokens });
      for (const bucket of inputBuckets) expect(usage.value[bucket] ?? 0).toBeGreaterThanOrEqual(0);
    }));
  });

  test('hold images and audio that were reported as cached too within the total', () => {
    const usage = disjointUsage({ inputTokens: 1000, cachedInputTokens: 900, audioInputTokens: 60, imageTokens: 80 });
    expect(usage).toEqual({ known: true, value: { uncachedInputTokens: 0, cacheReadTokens: 900, audioInputTokens: 60, imageInputTokens: 1000 - 900 - 60 } });
  });

  test('take unbilled input out of the input, and out of the cache reads first', () => {
    expect(disjointUsage({ inputTokens: 1452, unbilledInputTokens: 1452 - 33, cachedInputTokens: 144, outputTokens: 33, unbilledOutputTokens: 33 - 22 })).toEqual({
      known: true,
      value: { uncachedInputTokens: 33, cacheReadTokens: 0, unbilledInputTokens: 1452 - 33, unbilledCacheReadTokens: 144, outputTokens: 33, unbilledOutputTokens: 33 - 22 },
    });
    expect(disjointUsage({ inputTokens: 100, unbilledInputTokens: 10, cachedInputTokens: 50 })).toEqual({
      known: true, value: { uncachedInputTokens: 100 - 50, cacheReadTokens: 50 - 10, unbilledInputTokens: 10, unbilledCacheReadTokens: 10 },
    });
  });

  test('invent nothing: no input count, no buckets of it', () => {
    expect(disjointUsage({ outputTokens: 5 })).toEqual({ known: true, value: { outputTokens: 5 } });
    expect(disjointUsage({})).toEqual({ known: true, value: {} });
    expect(inputTokensOf({ outputTokens: 5 })).toEqual({ known: false, reason: 'no input token count' });
  });

  test.each<[string, InclusiveUsage]>([
    ['a negative count', { inputTokens: -1 }], ['half a token', { outputTokens: 0.5 }], ['infinity', { inputTokens: Number.POSITIVE_INFINITY }], ['not a number', { outputTokens: Number.NaN }],
    ['more cached than input', { inputTokens: 10, cachedInputTokens: 11 }], ['more reasoning than output', { outputTokens: 10, reasoningTokens: 11 }],
    ['more unbilled than input', { inputTokens: 10, unbilledInputTokens: 11 }], ['unbilled of an unknown output', { unbilledOutputTokens: 1 }],
    ['more unbilled than output', { outputTokens: 10, audioOutputTokens: 5, unbilledOutputTokens: 6 }],
    ['more spoken than all output', { outputTokens: 10, audioOutputTokens: 11 }], ['more long writes than writes', { inputTokens: 100, cacheWriteTokens: 5, cacheWrite1hTokens: 6 }],
  ])('refuse %s', (_, counts) => {
    const usage = disjointUsage(counts);
    expect(usage.known).toBe(false);
    if (!usage.known) expect(usage.reason).toMatch(/^impossible usage: /);
  });
});

describe('usage of one call', () => {
  test('more than a thousand million tokens in one call is impossible, in every count', () => {
    for (const name of ['inputTokens', 'outputTokens', 'webSearches'] as const) {
      expect(usageOfCall({ [name]: 1e9 + 1 })).toEqual({ known: false, reason: `impossible usage: ${name} is more than 1,000,000,000 tokens in one call` });
    }
    expect(usageOfCall({ inputTokens: 1e9 })).toEqual({ known: true, value: { uncachedInputTokens: 1e9 } });
  });

  test('a sum of many calls may be larger', () => {
    expect(disjointUsage({ inputTokens: 2e9 })).toEqual({ known: true, value: { uncachedInputTokens: 2e9 } });
  });
});
