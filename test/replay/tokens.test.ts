import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CatalogModel } from '../../src/model/catalog.js';
import { cellKeyText } from '../../src/model/cell.js';
import { known } from '../../src/model/outcome.js';
import { type CandidateProfile, costOnCandidate } from '../../src/replay/cost.js';
import { splitCellKeys } from '../../src/replay/index.js';
import { type Unit, unitOfCell, unitOfUnits } from '../../src/replay/traffic.js';
import { imageSumsOf } from '../../src/tokens/images.js';
import { model, smallCatalog } from './small-catalog.js';
import { type CallSpec, callCell, sumCells } from './traffic-of.js';

const AT = Date.parse('2026-11-22T00:00:00Z');
const price = { inputUsdPerMtok: 1, outputUsdPerMtok: 4 };
const gpt4o = model('openai', 'gpt-4o', { base: { inputUsdPerMtok: 2.5, outputUsdPerMtok: 10 } });
const mini = model('openai', 'mini', { base: price, baseModel: 'openai/gpt-4o-mini-2024-07-18' });
const opus = model('anthropic', 'opus', { base: price, baseModel: 'anthropic/claude-opus-4-6', tokenizer: 'claude-3' });
const unruled = model('other', 'unruled', { base: price, tokenizer: 'grok' });
const catalog = smallCatalog([gpt4o, mini, opus, unruled]);

/** Images of that size; an absent width is an image of unknown size. */
interface Spec extends CallSpec { images?: { width?: number; height?: number }[]; tools?: number; reportedTokens?: number }

const cellOf = ({ images, tools, reportedTokens, sums: given, ...spec }: Spec) => {
  const pictures = imageSumsOf(images ?? [], { isReported: reportedTokens !== undefined });
  const sums = { ...given, ...(pictures ?? {}), ...(tools === undefined || tools === 0 ? {} : { callsWithTools: 1, toolDefinitions: tools }), ...(reportedTokens === undefined ? {} : { imageInputTokens: reportedTokens, uncachedInputTokens: spec.input - reportedTokens }) };
  const cell = callCell({ ...spec, sums });
  return { ...cell, range: { ...cell.range, ...(pictures !== undefined && { maxImages: pictures.images }), ...((tools ?? 0) > 0 && { maxTools: tools ?? 0 }) } };
};
const sumOf = (specs: readonly Spec[]) => {
  const cells = specs.map(cellOf);
  const summed = sumCells(cells);
  const most = (name: 'maxImages' | 'maxTools'): number | undefined => cells.reduce<number | undefined>((found, { range }) => (range[name] === undefined ? found : Math.max(found ?? 0, range[name])), undefined);
  const [maxImages, maxTools] = [most('maxImages'), most('maxTools')];
  return { cells, summed: { ...summed, range: { ...summed.range, ...(maxImages !== undefined && { maxImages }), ...(maxTools !== undefined && { maxTools }) } } };
};
const unit = (...specs: Spec[]): Unit => {
  const { cells, summed } = sumOf(specs);
  return unitOfCell(summed, cells);
};
const profile = (candidate: CatalogModel, fields: Partial<CandidateProfile> & { tokens?: number } = {}): CandidateProfile => {
  const { tokens = 1, ...rest } = fields;
  return { model: candidate, incumbent: gpt4o, tier: '', outputRatio: 1, reasoningPerCall: 0, cacheHitShare: undefined, pricesAt: AT, tokenRatio: () => known({ ratio: tokens, low: tokens, high: tokens, source: '' }), ...rest };
};
const inputOf = (spec: Spec, asked: CandidateProfile): number => {
  const cost = costOnCandidate(catalog, unit(spec), asked);
  return cost.known ? cost.value.input / 1000 : expect.fail(cost.reason);
};
const reasonOf = (traffic: Unit, asked: CandidateProfile): string => {
  const cost = costOnCandidate(catalog, traffic, asked);
  return cost.known ? 'known' : cost.reason;
};
const square = { width: 1024, height: 1024 };

describe('images', () => {
  test('leave with the incumbent\'s tokens and come back with the candidate\'s; the tokenizer\'s ratio is for text alone', () => {
    expect(inputOf({ input: 1000, output: 0, images: [square] }, profile(opus, { tokens: 1.2 }))).toBeCloseTo((1000 - 765) * 1.2 + 37 * 37, 6);
    expect(inputOf({ input: 2000, output: 0, images: [square, square] }, profile(mini))).toBeCloseTo(2000 - 2 * 765 + 2 * 25_501, 6);
  });

  test('whose tokens the provider reported leave with just these', () => {
    expect(inputOf({ input: 1000, output: 0, images: [square], reportedTokens: 700 }, profile(opus, { tokens: 1.2 }))).toBeCloseTo((1000 - 700) * 1.2 + 37 * 37, 6);
  });

  test('of unknown size keep their count on the same weights, and on weights that count and cut alike; elsewhere they are not costed, and it is said why', () => {
    const traffic = unit({ input: 1000, output: 0, images: [{}] });
    const twin = { ...gpt4o, id: 'azure/gpt-4o', prices: mini.prices };
    const sibling = model('openai', 'sibling', { base: price, baseModel: 'openai/gpt-4o-2024-11-20', tokenizer: 'o200k' });
    const elsewhere = model('openai', 'gpt-4.1-mini', { base: price, baseModel: 'openai/gpt-4.1-mini' });
    expect(costOnCandidate(catalog, traffic, profile(twin))).toMatchObject({ known: true, value: { input: 1000 * 1 * 1000 } });
    expect(costOnCandidate(catalog, traffic, profile(sibling))).toMatchObject({ known: true, value: { input: 1000 * 1 * 1000 } });
    expect(reasonOf(traffic, profile(opus))).toBe('images of unknown size (a link, a file id) cannot be counted on anthropic/opus');
    expect(reasonOf(traffic, profile(elsewhere))).toContain('unknown size');
    expect(reasonOf(unit({ input: 1000, output: 0, images: [square] }), profile(unruled))).toBe('how other/unruled counts images is not known');
    expect(reasonOf(unit({ input: 1000, output: 0, sums: { audioInputTokens: 50 } }), profile(opus))).toContain('audio');
  });

  test('that are larger than all reported input leave nothing below zero', () => {
    expect(inputOf({ input: 100, output: 0, images: [square] }, profile(opus, { tokens: 1.2 }))).toBeCloseTo(37 * 37, 6);
    const tiny = model('google', 'tiny', { base: price, baseModel: 'google/gemini-2.5-flash' });
    expect(inputOf({ input: 100, output: 0, images: [{ width: 384, height: 384 }, square] }, profile(tiny, { tokens: 3 }))).toBeCloseTo(258 + 4 * 258, 6);
  });

  test('take no more off the other calls of a cell than their own call reported; without the calls the dearest reading stands', () => {
    const specs: Spec[] = [{ input: 100, output: 0, images: [square] }, { input: 2000, output: 0, images: [square] }];
    const traffic = unit(...specs);
    const whole = costOnCandidate(catalog, traffic, profile(opus));
    expect(whole).toMatchObject({ known: true, value: { input: (1369 + (2000 - 765) + 1369) * 1000 } });
    const blind = costOnCandidate(catalog, { ...traffic, parts: [] }, profile(opus));
    expect(blind.known && whole.known ? blind.value.input - whole.value.input : -1).toBeGreaterThanOrEqual(0);
    const [served, opusThere] = [{ id: gpt4o.id, model: gpt4o, tier: '', effort: '', region: '' }, [{ id: opus.id, model: opus, effort: '' }]];
    const { summed } = sumOf(specs);
    expect(splitCellKeys({ cells: [summed], catalog, candidates: opusThere, pricesAt: AT, servedBy: () => served })).toEqual(new Set([cellKeyText(summed.key)]));
  });

  test('that gain and that lose do not net out before a warm cache credits what is lost', () => {
    const caching = model('openai', 'caching', { base: { inputUsdPerMtok: 1, outputUsdPerMtok: 1, cacheReadUsdPerMtok: 0.1 }, baseModel: 'anthropic/claude-opus-4-6', cache: { minimumTokens: 1024, lifetime: '5m', isAutomatic: true, chargesWrites: false } });
    const [small, large]: [Spec, Spec] = [{ input: 6000, output: 0, warm5m: 5000, images: [{ width: 28, height: 28 }] }, { input: 6000, output: 0, warm5m: 5000, images: [square] }];
    const [loss, gain] = [1 - (85 + 170), 1369 - 765];
    const asked = profile(caching, { cacheHitShare: 0.7 });
    const lost = 6000 - 3500 + 0.3 * loss + (3500 + 0.7 * loss) * 0.1;
    const gained = 6000 - 3500 + gain + 3500 * 0.1;
    expect(inputOf(small, asked)).toBeCloseTo(lost, 6);
    expect(inputOf(large, asked)).toBeCloseTo(gained, 6);
    const both = unit(small, large);
    const whole = costOnCandidate(catalog, both, asked);
    const blind = costOnCandidate(catalog, { ...both, parts: [] }, asked);
    expect(whole.known ? whole.value.input / 1000 : whole.reason).toBeCloseTo(lost + gained, 6);
    expect(blind.known && whole.known ? blind.value.input - whole.value.input : -1).toBeGreaterThanOrEqual(0);
  });

  test('some reported and some not are told apart call by call', () => {
    const mixed: Spec[] = [{ input: 1000, output: 0, images: [square], reportedTokens: 700 }, { input: 1000, output: 0, images: [square] }];
    const together = costOnCandidate(catalog, unit(...mixed), profile(opus));
    expect(together).toMatchObject({ known: true, value: { input: (300 + 1369 + 235 + 1369) * 1000 } });
    expect(reasonOf({ ...unit(...mixed), parts: [] }, profile(opus))).toBe('image tokens were reported for some of the calls only');
  });
});

describe('tool definitions', () => {
  test('bring the candidate\'s hidden tokens and drop the incumbent\'s', () => {
    const removed = (16 + 3 * 6) * 1.2;
    expect(inputOf({ input: 1000, output: 0, tools: 3 }, profile(opus, { tokens: 1.2 }))).toBeCloseTo(1000 * 1.2 - removed + 497 + 53 + 3 * 53, 6);
  });

  test('change nothing where either side is not known, or the weights are the same', () => {
    expect(inputOf({ input: 1000, output: 0, tools: 3 }, profile(unruled, { tokens: 1.2 }))).toBeCloseTo(1200, 6);
    expect(inputOf({ input: 1000, output: 0, tools: 3 }, profile({ ...gpt4o, id: 'azure/gpt-4o', prices: mini.prices }))).toBeCloseTo(1000, 6);
  });

  test('what they no longer take is credited at the cache\'s rate for the share that is read from it', () => {
    const caching = model('openai', 'caching', { base: { inputUsdPerMtok: 1, outputUsdPerMtok: 1, cacheReadUsdPerMtok: 0.1 }, baseModel: 'openai/gpt-4.1', cache: { minimumTokens: 1024, lifetime: '5m', isAutomatic: true, chargesWrites: false } });
    const [fixed, each] = [16 - (497 + 53), 6 - 53];
    const cost = inputOf({ input: 5000, output: 0, tools: 2, warm5m: 4000 }, profile(caching, { incumbent: opus, cacheHitShare: 0.8 }));
    const credit = fixed + 2 * each;
    expect(cost).toBeCloseTo((5000 - 3200 + 0.2 * credit) * 1 + (3200 + 0.8 * credit) * 0.1, 6);
  });

  test('move a call over a price step', () => {
    const stepped = model('anthropic', 'stepped', { base: price, baseModel: 'anthropic/claude-opus-4-7', steps: [{ aboveInputTokens: 2000, inputUsdPerMtok: 5, outputUsdPerMtok: 5 }] });
    const extra = 675 + 53 + 53 - 16 - 6;
    expect(inputOf({ input: 2000 - extra, output: 0, tools: 1 }, profile(stepped))).toBeCloseTo(2000 * 1, 6);
    expect(inputOf({ input: 2001 - extra, output: 0, tools: 1 }, profile(stepped))).toBeCloseTo(2001 * 5, 6);
    expect(inputOf({ input: 2001 - extra, output: 0 }, profile(stepped))).toBeCloseTo(2001 - extra, 6);
  });
});

const size = fc.record({ width: fc.integer({ min: 1, max: 5000 }), height: fc.integer({ min: 1, max: 5000 }) });
const anyCall = fc.record({
  text: fc.oneof(fc.integer({ min: 1, max: 6000 }), fc.integer({ min: 980, max: 1060 }), fc.integer({ min: 2900, max: 3100 })), output: fc.integer({ min: 0, max: 900 }), warm: fc.double({ min: 0, max: 1, noNaN: true }),
  images: fc.array(size, { maxLength: 3 }), tools: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })), isReported: fc.boolean(),
});
/** Input that holds what the incumbent's own rules make of images and tools, as a provider would report it. */
const specOf = ({ text, output, warm, images, tools, isReported }: { text: number; output: number; warm: number; images: { width: number; height: number }[]; tools: number; isReported: boolean }): Spec => {
  const pictures = imageSumsOf(images, { isReported: false });
  const tokens = pictures === undefined ? 0 : 85 * pictures.images + 170 * pictures.imageTiles;
  const input = text + tokens + (tools > 0 ? 16 + 6 * tools : 0);
  return { input, output, warm5m: Math.floor(input * warm), images, tools, ...(isReported && tokens > 0 && { reportedTokens: tokens }) };
};
const stepped = { base: { ...price, cacheReadUsdPerMtok: 0.1, cacheWriteUsdPerMtok: 1.25 }, steps: [{ aboveInputTokens: 3000, inputUsdPerMtok: 2, outputUsdPerMtok: 5, cacheReadUsdPerMtok: 0.2, cacheWriteUsdPerMtok: 2.5 }] };
const cache = { minimumTokens: 1024, lifetime: '30m' as const, isAutomatic: true, chargesWrites: true };
const candidates = [
  model('anthropic', 'stepped', { ...stepped, baseModel: 'anthropic/claude-opus-4-7', tokenizer: 'claude-4.7', cache }),
  model('openai', 'stepped', { ...stepped, baseModel: 'openai/gpt-5', cache }),
  model('google', 'stepped', { ...stepped, baseModel: 'google/gemini-2.5-flash', tokenizer: 'gemini', cache: { ...cache, chargesWrites: false } }),
];

describe('cells equal calls, with images and tools, steps and cache minima near', () => {
  test.each(candidates.map((candidate) => [candidate.id, candidate] as const))('on %s', (_, candidate) => {
    fc.assert(fc.property(fc.array(anyCall, { minLength: 1, maxLength: 12 }), fc.double({ min: 0.7, max: 1.6, noNaN: true }), fc.constantFrom(undefined, 0, 0.7, 1), (calls, tokens, cacheHitShare) => {
      const specs = calls.map(specOf);
      const asked = profile(candidate, { tokens, outputRatio: 1.2, cacheHitShare });
      const units = specs.map((spec) => unitOfCell(cellOf(spec)));
      const costs = [unit(...specs), unitOfUnits([unit(...specs.slice(0, 4)), ...units.slice(4)], 'prose')].map((traffic) => costOnCandidate(catalog, traffic, asked));
      const apart = units.reduce((sum, one) => {
        const cost = costOnCandidate(catalog, one, asked);
        return cost.known ? sum + cost.value.input + cost.value.output : expect.fail(cost.reason);
      }, 0);
      for (const cost of costs) expect(cost.known ? Math.abs(cost.value.input + cost.value.output - apart) : cost.reason).toBeLessThan(1);
    }), { numRuns: 400, seed: 7 });
  });

  test('a cell is left whole only where its sums say what its calls say', () => {
    let left = 0;
    fc.assert(fc.property(fc.array(anyCall, { minLength: 2, maxLength: 12 }), fc.constantFrom(0.8, 1, 1.3), fc.constantFrom(undefined, 0.7), (calls, tokens, cacheHitShare) => {
      const overhead = calls.map(specOf).filter((spec) => cacheHitShare === undefined || (spec.images ?? []).length > 0 || (spec.tools ?? 0) > 0);
      const specs = cacheHitShare === undefined ? overhead.map((spec) => ({ ...spec, warm5m: 0 })) : overhead.map((spec) => ({ ...spec, cached: 1 }));
      if (specs.length < 2) return;
      const { summed, cells } = sumOf(specs);
      for (const candidate of candidates) {
        const few = smallCatalog([gpt4o, candidate], { tokens: { [candidate.id]: tokens } });
        const split = splitCellKeys({ cells: [summed], catalog: few, candidates: [{ id: candidate.id, model: candidate, effort: '' }], pricesAt: AT, servedBy: () => ({ id: gpt4o.id, model: gpt4o, tier: '', effort: '', region: '' }) });
        if (split.has(cellKeyText(summed.key))) continue;
        left += 1;
        const asked = profile(candidate, { tokens, cacheHitShare });
        const whole = costOnCandidate(few, unitOfCell(summed), asked);
        const apart = cells.reduce((sum, cell) => {
          const cost = costOnCandidate(few, unitOfCell(cell), asked);
          return cost.known ? sum + cost.value.input : expect.fail(cost.reason);
        }, 0);
        expect(whole.known ? Math.abs(whole.value.input - apart) / apart : whole.reason).toBeLessThan(1e-9);
      }
    }), { numRuns: 400, seed: 8 });
    expect(left).toBeGreaterThan(0);
  });
});
