import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CatalogModel } from '../../src/model/catalog.js';
import { known } from '../../src/model/outcome.js';
import { type CandidateProfile, costOnCandidate, costOnIncumbent } from '../../src/replay/cost.js';
import { type Unit, unitOfCell } from '../../src/replay/traffic.js';
import { model, priceRow, smallCatalog } from './small-catalog.js';
import { type CallSpec, callCell, sumCells } from './traffic-of.js';

const AT = Date.parse('2026-11-22T00:00:00Z');
const big = model('maker', 'big', { base: { inputUsdPerMtok: 2, outputUsdPerMtok: 8, cacheReadUsdPerMtok: 0.5 } });
const small = model('other', 'small', { base: { inputUsdPerMtok: 0.1, outputUsdPerMtok: 0.4 } });
const catalog = smallCatalog([big, small]);

const profile = (candidate: CatalogModel, fields: Partial<CandidateProfile> & { tokens?: number } = {}): CandidateProfile => {
  const { tokens = 1, ...rest } = fields;
  return { model: candidate, tier: '', outputRatio: 1, reasoningPerCall: 0, cacheHitShare: undefined, pricesAt: AT, tokenRatio: () => known({ ratio: tokens, low: tokens, high: tokens, source: '' }), ...rest };
};
const unit = (...specs: CallSpec[]): Unit => {
  const cells = specs.map((spec) => callCell(spec));
  return unitOfCell(sumCells(cells), cells);
};
const total = (cost: ReturnType<typeof costOnCandidate>): number => (cost.known ? cost.value.input + cost.value.output + cost.value.reasoning : Number.NaN);

describe('cost of a candidate', () => {
  test('counts tokens in its own tokenizer and replies at its own length', () => {
    const cost = costOnCandidate(catalog, unit({ input: 1000, output: 50 }), profile(small, { tokens: 1.3, outputRatio: 2 }));
    expect(cost).toEqual(known({ input: 1000 * 1.3 * 0.1 * 1000, output: 50 * 2 * 1.3 * 0.4 * 1000, reasoning: 0 }));
  });

  test('charges tokens that the incumbent\'s provider did not charge as any others', () => {
    const traffic = unit({ input: 33, output: 33, sums: { unbilledInputTokens: 1419, unbilledOutputTokens: 11 } });
    expect(costOnCandidate(catalog, traffic, profile(small))).toEqual(known({ input: (33 + 1419) * 0.1 * 1000, output: 33 * 0.4 * 1000, reasoning: 0 }));
    expect(costOnIncumbent(catalog, traffic, { served: { id: big.id, model: big, tier: '', effort: '', region: '' } })).toEqual(known((33 * 2 + 22 * 8) * 1000));
  });

  test('does not carry the incumbent\'s reasoning over, and charges its own per call', () => {
    const cost = costOnCandidate(catalog, unit({ input: 1000, output: 500, reasoning: 400 }), profile(small, { reasoningPerCall: 300 }));
    expect(cost).toEqual(known({ input: 1000 * 0.1 * 1000, output: 100 * 0.4 * 1000, reasoning: 300 * 0.4 * 1000 }));
  });

  test('starts with a cold cache where the incumbent\'s hits were not seen, though prefixes were warm', () => {
    const caching = model('other', 'caching', { base: { inputUsdPerMtok: 1, outputUsdPerMtok: 1, cacheReadUsdPerMtok: 0.1 }, cache: { minimumTokens: 1024, lifetime: '5m', isAutomatic: true, chargesWrites: false } });
    const traffic = unit({ input: 2000, output: 0, warm5m: 1500 });
    expect(total(costOnCandidate(catalog, traffic, profile(caching)))).toBeCloseTo(2000 * 1 * 1000, 6);
    expect(total(costOnCandidate(catalog, traffic, profile(caching, { cacheHitShare: 0.8 })))).toBeCloseTo((800 * 1 + 1200 * 0.1) * 1000, 6);
  });

  test('below its cache minimum a prompt is never read from the cache; the calls of one unit are told apart', () => {
    const caching = model('other', 'caching', { base: { inputUsdPerMtok: 1, outputUsdPerMtok: 1, cacheReadUsdPerMtok: 0.1 }, cache: { minimumTokens: 1024, lifetime: '5m', isAutomatic: true, chargesWrites: false } });
    const traffic = unit({ input: 1000, output: 0, warm5m: 900 }, { input: 1030, output: 0, warm5m: 900 });
    expect(total(costOnCandidate(catalog, traffic, profile(caching, { cacheHitShare: 1 })))).toBeCloseTo((1000 + 130 + 900 * 0.1) * 1000, 6);
  });

  test('a cache whose writes are billed charges every input token once, read or written', () => {
    const writing = model('other', 'writing', { base: { inputUsdPerMtok: 1, outputUsdPerMtok: 1, cacheReadUsdPerMtok: 0.1, cacheWriteUsdPerMtok: 1.25 }, cache: { minimumTokens: 1024, lifetime: '30m', isAutomatic: true, chargesWrites: true } });
    expect(total(costOnCandidate(catalog, unit({ input: 2000, output: 0, warm5m: 1500 }), profile(writing, { cacheHitShare: 1 })))).toBeCloseTo((1500 * 0.1 + 500 * 1.25) * 1000, 6);
    expect(total(costOnCandidate(catalog, unit({ input: 1000, output: 0 }), profile(writing)))).toBeCloseTo(1000 * 1 * 1000, 6);
  });

  test('a whole-request step reprices the calls above it alone, in the candidate\'s own tokens', () => {
    const stepped = model('other', 'stepped', { base: { inputUsdPerMtok: 1, outputUsdPerMtok: 1 }, steps: [{ aboveInputTokens: 1000, inputUsdPerMtok: 5, outputUsdPerMtok: 5 }] });
    const at = (input: number): number => total(costOnCandidate(catalog, unit({ input, output: 0 }), profile(stepped, { tokens: 1.25 })));
    expect(at(800)).toBeCloseTo(800 * 1.25 * 1 * 1000, 6);
    expect(at(801)).toBeCloseTo(801 * 1.25 * 5 * 1000, 6);
    expect(total(costOnCandidate(catalog, unit({ input: 800, output: 0 }, { input: 801, output: 0 }), profile(stepped, { tokens: 1.25 })))).toBeCloseTo(at(800) + at(801), 6);
  });

  test('without the calls behind a straddling unit the dearer side is taken', () => {
    const stepped = model('other', 'stepped', { base: { inputUsdPerMtok: 1, outputUsdPerMtok: 1 }, steps: [{ aboveInputTokens: 1000, inputUsdPerMtok: 5, outputUsdPerMtok: 5 }] });
    const traffic = { ...unit({ input: 900, output: 0 }, { input: 1100, output: 0 }), parts: [] };
    expect(total(costOnCandidate(catalog, traffic, profile(stepped)))).toBeCloseTo(2000 * 5 * 1000, 6);
  });

  test('a price that changes inside the projected month holds for its share of the days', () => {
    const rising = model('other', 'rising', { base: { inputUsdPerMtok: 1, outputUsdPerMtok: 1 } });
    const changed = { ...rising, prices: [...rising.prices, priceRow({ inputUsdPerMtok: 2, outputUsdPerMtok: 2 }, { from: AT + 20 * 24 * 3_600_000 })] };
    expect(total(costOnCandidate(catalog, unit({ input: 3000, output: 0 }), profile(changed)))).toBeCloseTo(3000 * 1000 * (20 / 30) * 1 + 3000 * 1000 * (10 / 30) * 2, 3);
  });

  test('images of unknown size have no price on another family', () => {
    expect(costOnCandidate(catalog, unit({ input: 100, output: 0, sums: { imageInputTokens: 500 } }), profile(small)).known).toBe(false);
  });
});

describe('cost of the incumbent', () => {
  const served = { id: 'maker/big', model: big, tier: '', effort: '', region: '' };

  test('is what its buckets cost at the calls\' own instant', () => {
    expect(costOnIncumbent(catalog, unit({ input: 1000, cached: 400, output: 50 }), { served })).toEqual(known((600 * 2 + 400 * 0.5 + 50 * 8) * 1000));
  });

  test('is weighted by stratum', () => {
    expect(costOnIncumbent(catalog, unitOfCell(callCell({ input: 1000, output: 0, weight: 10_000_000 })), { served })).toEqual(known(10 * 1000 * 2 * 1000));
  });
});

test('cells equal calls: summed units cost what their calls cost one by one, with steps and cache minima near', () => {
  const stepped = model('other', 'stepped', {
    base: { inputUsdPerMtok: 1, outputUsdPerMtok: 3, cacheReadUsdPerMtok: 0.1, cacheWriteUsdPerMtok: 1.25 }, steps: [{ aboveInputTokens: 2000, inputUsdPerMtok: 2, outputUsdPerMtok: 4, cacheReadUsdPerMtok: 0.2, cacheWriteUsdPerMtok: 2.5 }],
    cache: { minimumTokens: 1024, lifetime: '30m', isAutomatic: true, chargesWrites: true },
  });
  const call = fc.record({ input: fc.oneof(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 980, max: 1060 }), fc.integer({ min: 1900, max: 2100 })), output: fc.integer({ min: 0, max: 900 }), warm: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(fc.property(fc.array(call, { minLength: 1, maxLength: 20 }), fc.double({ min: 0.7, max: 1.6, noNaN: true }), (calls, tokens) => {
    const specs = calls.map(({ input, output, warm }) => ({ input, output, warm5m: Math.floor(input * warm) }));
    const asked = profile(stepped, { tokens, outputRatio: 1.2, cacheHitShare: 0.7 });
    const together = total(costOnCandidate(catalog, unit(...specs), asked));
    const apart = specs.reduce((sum, spec) => sum + total(costOnCandidate(catalog, unit(spec), asked)), 0);
    expect(Math.abs(together - apart)).toBeLessThan(1);
  }));
});
