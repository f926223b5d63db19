import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCatalog, priceUsage } from '../../src/catalog/index.js';
import { tierIds } from '../../src/catalog/records.js';
import type { CatalogModel, RateCard } from '../../src/model/catalog.js';
import { type Usage, disjointUsage, inputBuckets } from '../../src/model/usage.js';

const catalog = createCatalog();
const AT = Date.parse('2026-11-01T12:00Z');
const TIERS = ['standard', ...tierIds];

const cardOf = (model: CatalogModel, inputTokens: number, tier = 'standard'): RateCard | undefined => {
  const card = catalog.rateCard(model, { tier, at: AT, inputTokens });
  return card.known ? card.value : undefined;
};
const nano = (card: RateCard, usage: Usage, calls = 1): number => {
  const cost = priceUsage(card, usage, calls);
  if (!cost.known) throw new Error(cost.reason);
  return cost.value;
};

const priced = catalog.models.filter((model) => cardOf(model, 0) !== undefined);
const anyModel = fc.constantFrom(...priced);
const count = fc.integer({ min: 0, max: 2_000_000 });

/** Counts in the buckets that the card has a rate for. */
function usageFor(card: RateCard, counts: readonly number[]): Usage {
  const { rates } = card;
  const [input = 0, output = 0, read = 0, write = 0, long = 0, audio = 0] = counts;
  return {
    uncachedInputTokens: input, outputTokens: output,
    ...(rates.cacheReadUsdPerMtok === undefined ? {} : { cacheReadTokens: read }), ...(rates.cacheWriteUsdPerMtok === undefined ? {} : { cacheWriteTokens: write }),
    ...(rates.cacheWrite1hUsdPerMtok === undefined ? {} : { cacheWrite1hTokens: long }), ...(rates.audioInputUsdPerMtok === undefined ? {} : { audioInputTokens: audio }),
  };
}
const counts = fc.array(count, { minLength: 6, maxLength: 6 });
const add = (a: Usage, b: Usage): Usage => Object.fromEntries([...Object.keys(a)].map((key) => [key, (a[key as keyof Usage] ?? 0) + (b[key as keyof Usage] ?? 0)]));
const only = (usage: Usage, bucket: keyof Usage): Usage => ({ outputTokens: 0, [bucket]: usage[bucket] });
const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));

describe('on one card', () => {
  test('the cost is the sum over the buckets, and the fee per request once a call', () => {
    fc.assert(fc.property(anyModel, counts, fc.integer({ min: 1, max: 5000 }), (model, values, calls) => {
      const card = cardOf(model, 0)!;
      const usage = usageFor(card, values);
      const fee = nano(card, { outputTokens: 0 }, 1);
      const parts = ([...inputBuckets, 'outputTokens'] as const).filter((bucket) => usage[bucket] !== undefined).map((bucket) => nano(card, only(usage, bucket)) - fee);
      return close(nano(card, usage, calls), parts.reduce((sum, part) => sum + part, 0) + calls * fee);
    }));
  });

  test('one price for the sum of calls is the sum of their prices, in any order', () => {
    fc.assert(fc.property(anyModel, fc.array(counts, { minLength: 2, maxLength: 12 }), (model, list) => {
      const card = cardOf(model, 0)!;
      const usages = list.map((values) => usageFor(card, values));
      const sum = usages.reduce(add);
      const backwards = [...usages].reverse().reduce(add);
      const oneByOne = usages.reduce((total, usage) => total + nano(card, usage), 0);
      return nano(card, sum, usages.length) === nano(card, backwards, usages.length) && close(nano(card, sum, usages.length), oneByOne);
    }));
  });

  test('more tokens never cost less', () => {
    fc.assert(fc.property(anyModel, counts, counts, (model, values, more) => {
      const card = cardOf(model, 0)!;
      const usage = usageFor(card, values);
      return nano(card, add(usage, usageFor(card, more))) >= nano(card, usage);
    }));
  });

  test('reasoning is a part of the output: naming it changes nothing, but where thinking has a rate of its own', () => {
    const plain = priced.filter((model) => cardOf(model, 0)!.rates.thinkingOutputUsdPerMtok === undefined);
    fc.assert(fc.property(fc.constantFrom(...plain), counts, fc.double({ min: 0, max: 1, noNaN: true }), (model, values, share) => {
      const card = cardOf(model, 0)!;
      const usage = usageFor(card, values);
      return nano(card, { ...usage, reasoningTokens: Math.floor((usage.outputTokens ?? 0) * share) }) === nano(card, usage);
    }));
  });
});

describe('over all models, tiers and instants of the catalog', () => {
  test('a step holds from the first token above its boundary on, and for the whole request', () => {
    for (const model of priced) {
      for (const step of cardOf(model, 0)!.steps) {
        const below = cardOf(model, step)!;
        const above = cardOf(model, step + 1)!;
        expect(below.rates, `${model.id} at ${step}`).toEqual(cardOf(model, Math.floor(step * 0.9) + 1)!.rates);
        expect(above.rates, `${model.id} above ${step}`).not.toEqual(below.rates);
        expect(nano(above, { uncachedInputTokens: step + 1, outputTokens: 1000 }), `${model.id} is dearer above ${step}`).toBeGreaterThan(nano(below, { uncachedInputTokens: step + 1, outputTokens: 1000 }));
      }
    }
  });

  test('cached reads and writes count towards the boundary', () => {
    const long = disjointUsage({ inputTokens: 272_001, cachedInputTokens: 200_000, cacheWriteTokens: 50_000, outputTokens: 1 });
    expect(long.known && long.value.uncachedInputTokens).toBe(22_001);
    const model = priced.find(({ id }) => id === 'openai/gpt-5.6-luna')!;
    expect(nano(cardOf(model, 272_001)!, long.known ? long.value : {})).toBeCloseTo((22_001 * 0.4 + 200_000 * 0.04 + 50_000 * 0.5 + 1.8) * 1000, 3);
  });

  test('every rate is a finite number of at least 0, and a cached read costs no more than plain input', () => {
    for (const model of catalog.models) {
      for (const row of model.prices) {
        for (const rates of [row.base, ...row.steps]) {
          for (const [name, rate] of Object.entries(rates)) expect(Number.isFinite(rate) && rate >= 0, `${model.id} ${name} is ${rate}`).toBe(true);
          if (rates.cacheReadUsdPerMtok !== undefined && model.kind === 'chat') expect(rates.cacheReadUsdPerMtok, model.id).toBeLessThanOrEqual(rates.inputUsdPerMtok);
        }
      }
    }
  });

  test('batch and flex never cost more than standard, priority and fast never less', () => {
    for (const model of priced) {
      const usage: Usage = { uncachedInputTokens: 1000, outputTokens: 1000 };
      const standard = nano(cardOf(model, 1000)!, usage);
      for (const tier of ['batch', 'flex']) {
        const card = cardOf(model, 1000, tier);
        if (card !== undefined) expect(nano(card, usage), `${model.id} ${tier}`).toBeLessThanOrEqual(standard);
      }
      for (const tier of ['priority', 'fast', 'ultrafast']) {
        const card = cardOf(model, 1000, tier);
        if (card !== undefined) expect(nano(card, usage), `${model.id} ${tier}`).toBeGreaterThanOrEqual(standard);
      }
    }
  });

  test('every price names a page and the day that it was read', () => {
    for (const model of catalog.models) {
      for (const row of model.prices) {
        expect(row.source, model.id).toMatch(/https:\/\//);
        expect(row.source, `${model.id}: a page of retirements states no price`).not.toMatch(/^(?!.*pric).*deprecation/i);
        expect(row.checked, model.id).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
        expect(['high', 'medium', 'low']).toContain(row.confidence);
      }
    }
  });

  test('a discount lowers every token rate by its share, and no fee', () => {
    fc.assert(fc.property(anyModel, fc.constantFrom(0.05, 0.1, 0.25, 0.5), fc.constantFrom(...TIERS), (model, share, tier) => {
      const list = cardOf(model, 1000, tier);
      const reduced = createCatalog({ discounts: { [model.id]: share } }).rateCard(model, { tier, at: AT, inputTokens: 1000 });
      if (list === undefined) return !reduced.known;
      return reduced.known && Object.entries(list.rates).every(([name, rate]) => {
        const own = reduced.value.rates[name as keyof typeof list.rates] ?? Number.NaN;
        return name.endsWith('UsdPerMtok') ? close(own * 1e6, rate * (1 - share) * 1e6) : own === rate;
      });
    }), { numRuns: 40 });
  });

  test('a card is the same at every instant between two changes of price', () => {
    fc.assert(fc.property(anyModel, fc.integer({ min: 0, max: 600 }), (model, day) => {
      const from = Date.parse('2025-04-01') + day * 86_400_000;
      const to = from + 3 * 86_400_000;
      const edges = [from, ...catalog.priceChanges(model, { tier: '', from, to })];
      return edges.every((edge, index) => {
        const next = edges[index + 1] ?? to + 1;
        const [first, last] = [edge, next - 1].map((at) => {
          const card = catalog.rateCard(model, { tier: '', at, inputTokens: 100 });
          return card.known ? JSON.stringify(card.value) : 'no price';
        });
        return first === last;
      });
    }));
  });
});
