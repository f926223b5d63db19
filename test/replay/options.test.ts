import { describe, expect, test } from 'vitest';
import type { CatalogModel } from '../../src/model/catalog.js';
import type { Option, Segment } from '../../src/model/analysis.js';
import { type QualityFigures, type ReplayInput, buildSegments, listCandidates, replaySegment, waterfallOf } from '../../src/replay/index.js';
import { thinOptions } from '../../src/replay/thin.js';
import { option } from '../policy/segments.js';
import { model, smallCatalog } from './small-catalog.js';
import { type CallSpec, MONDAY_HOUR, callCell } from './traffic-of.js';

const AT = Date.parse('2026-11-22T00:00:00Z');
const base = { inputUsdPerMtok: 2, outputUsdPerMtok: 8, cacheReadUsdPerMtok: 1 };
const big = model('maker', 'big', { base });

const surely: QualityFigures = { confidence: 0.9, notWorse: 0.95, expectedWorse: 0.05, lossLow: 0, lossHigh: 0.1, evidence: 'prior', evidenceItems: 0, scores: 20, itemsNeeded: 60 };

function replay(candidates: CatalogModel[], changes: { call?: CallSpec; ratios?: Parameters<typeof smallCatalog>[1]; failing?: number; quality?: Partial<QualityFigures> } = {}) {
  const catalog = smallCatalog([big, ...candidates], changes.ratios);
  const call: CallSpec = { input: 1000, output: 100, ...changes.call };
  const cells = [0, 1, 2].map((day) => callCell({ day, ...call }));
  const [traffic] = buildSegments({
    cells, taskOverrides: new Map(), workloads: [], dayCount: 3, rowsOf: () => [],
    servedBy: () => ({ id: 'maker/big', model: big, tier: '', effort: '', region: '' }), dayOf: (hour) => Math.floor((hour - MONDAY_HOUR) / 24),
  });
  if (traffic === undefined) throw new Error('no segment');
  const input: ReplayInput = {
    catalog, config: {}, candidates: listCandidates(catalog, {}), pricesAt: AT,
    assess: () => ({ ...surely, ...changes.quality }), failureRate: () => changes.failing ?? 0, cacheHitShare: () => undefined,
  };
  const replayed = replaySegment(traffic, input);
  if (!replayed.known) throw new Error(replayed.reason);
  return { ...replayed.value, traffic, input };
}
const small = (fields: Partial<CatalogModel> = {}): CatalogModel => model('other', 'small', { base: { inputUsdPerMtok: 0.2, outputUsdPerMtok: 0.8 }, ...fields });
const total = (priced: Pick<Option, 'dailyNano'> | Segment | undefined): number => (priced?.dailyNano ?? []).reduce((sum, nano) => sum + nano, 0);

describe('options of a segment', () => {
  test('carry their cost by day beside the incumbent\'s', () => {
    const { segment } = replay([small()]);
    expect(segment.dailyNano).toEqual([0, 1, 2].map(() => (1000 * 2 + 100 * 8) * 1000));
    expect(segment.options.map(({ candidate, dailyNano }) => [candidate, dailyNano])).toEqual([['other/small', [0, 1, 2].map(() => (1000 * 0.2 + 100 * 0.8) * 1000)]]);
  });

  test('a failed call costs the candidate\'s input and the incumbent\'s whole call', () => {
    const { segment } = replay([small()], { failing: 0.1 });
    const expected = 1000 * 0.2 + 0.9 * 100 * 0.8 + 0.1 * (1000 * 2 + 100 * 8);
    expect(segment.options[0]?.dailyNano[0]).toBe(Math.round(expected * 1000));
    expect(segment.options[0]?.fallbackNano).toBe(Math.round(3 * 0.1 * (1000 * 2 + 100 * 8) * 1000));
  });

  test('a candidate that reasons without a published length is not costed, and its dollars are shown as blocked', () => {
    const thinker = small({ efforts: ['low', 'high'], defaultEffort: 'low' });
    const { segment } = replay([thinker]);
    expect(segment.options).toEqual([]);
    expect(segment.blocked).toEqual([{ gate: 'costed', reason: 'no published reasoning length for other/small', candidate: 'other/small:low', savingNano: 3 * (1000 * 1.8 + 100 * 7.2) * 1000 }]);
  });

  test('the same model without reasoning is an option of its own', () => {
    const { segment } = replay([small({ efforts: ['none', 'low'], defaultEffort: 'low' })]);
    expect(segment.options.map(({ candidate }) => candidate)).toEqual(['other/small:none']);
    expect(segment.blocked).toEqual([]);
  });

  test('with reasoning of a known length it pays for it', () => {
    const { segment } = replay([small({ efforts: ['low'], defaultEffort: 'low' })], { ratios: { reasoning: { 'other/small': 500 } } });
    expect(segment.options[0]?.reasoningNano).toBe(3 * 500 * 0.8 * 1000);
  });

  test('a candidate whose tokenizer is not known is not costed', () => {
    expect(replay([small()], { ratios: { tokens: { 'other/small': 0 } } }).segment.options).toEqual([]);
  });

  test('pictures of unknown size stay with the same weights', () => {
    const twin = model('host', 'big', { base: { inputUsdPerMtok: 1, outputUsdPerMtok: 4, cacheReadUsdPerMtok: 0.5 }, baseModel: 'maker/big', meets: ['vision'] });
    const { segment } = replay([small({ meets: ['vision'] }), twin], { call: { input: 1000, output: 100, needs: 1 << 4 } });
    expect(segment.options.map(({ candidate, isSameModel }) => [candidate, isSameModel])).toEqual([['host/big', true]]);
    expect(segment.blocked.map(({ gate }) => gate)).toEqual([]);
  });

  test('a model that retires within 90 days carries a warning', () => {
    expect(replay([small({ retiredAt: AT + 53 * 24 * 3_600_000 })]).segment.options[0]?.notes).toEqual(['retires on 2027-01-14, in 53 days']);
  });

  test('the price of the items to judge is that of the candidate\'s own answers', () => {
    expect(replay([small()]).segment.options[0]?.itemsNano).toBe(60 * (1000 * 0.2 + 100 * 0.8) * 1000);
  });
});

test('the waterfall adds up from the incumbent to the candidate, each step by hand', () => {
  const { traffic, input, segment } = replay([small()], { ratios: { tokens: { 'other/small': 1.25 }, output: { 'other/small': 1.5 } }, failing: 0.02 });
  const [chosen] = segment.options;
  const steps = waterfallOf(traffic, input.candidates.find(({ id }) => id === 'other/small') ?? { id: '', model: big, effort: '' }, { input, incumbentNano: total(segment), totalNano: total(chosen) });
  expect(steps?.listPrice).toBeCloseTo(3 * ((1000 * 0.2 + 100 * 0.8) - (1000 * 2 + 100 * 8)) * 1000, 3);
  expect(steps?.tokenizer).toBeCloseTo(3 * (250 * 0.2 + 25 * 0.8) * 1000, 3);
  expect(steps?.verbosity).toBeCloseTo(3 * 125 * 0.5 * 0.8 * 1000, 3);
  expect(Object.values(steps ?? {}).reduce((sum, step) => sum + step, 0)).toBeCloseTo(total(chosen) - total(segment), 3);
});

describe('an incumbent that retires', () => {
  const DAY = 24 * 3_600_000;
  const next = model('maker', 'next', { base: { inputUsdPerMtok: 1, outputUsdPerMtok: 4 } });
  const retiring = (retiredAt: number, successor = 'maker/next') => {
    const catalog = smallCatalog([big, next, small()]);
    const old = { ...big, retiredAt, successor };
    const cells = [0, 1, 2].map((day) => callCell({ day, input: 1000, output: 100 }));
    const [traffic] = buildSegments({ cells, taskOverrides: new Map(), workloads: [], dayCount: 3, rowsOf: () => [], servedBy: () => ({ id: 'maker/big', model: old, tier: '', effort: '', region: '' }), dayOf: (hour) => Math.floor((hour - MONDAY_HOUR) / 24) });
    if (traffic === undefined) throw new Error('no segment');
    const replayed = replaySegment(traffic, { catalog, config: {}, candidates: listCandidates(catalog, {}), pricesAt: AT, assess: () => surely, failureRate: () => 0, cacheHitShare: () => undefined });
    if (!replayed.known) throw new Error(replayed.reason);
    return replayed.value.segment;
  };
  const dayOn = (input: number, output: number): number => (1000 * input + 100 * output) * 1000;

  test('before the month is measured against its successor: the forced move is no saving of routing', () => {
    const segment = retiring(AT - DAY);
    expect(segment.dailyNano[0]).toBe(dayOn(1, 4));
    expect(segment.successor).toBe('maker/next');
    expect(segment.options.map(({ candidate }) => candidate)).toEqual(['other/small']);
  });

  test('inside the month is its own price until that day and the successor\'s after it', () => {
    expect(retiring(AT + 12 * DAY).dailyNano[0]).toBe(Math.round((12 / 30) * dayOn(2, 8) + (18 / 30) * dayOn(1, 4)));
  });

  test('after the month, or without a successor that can be priced, keeps its own price', () => {
    expect(retiring(AT + 30 * DAY)).toMatchObject({ dailyNano: [dayOn(2, 8), dayOn(2, 8), dayOn(2, 8)] });
    expect(retiring(AT - DAY, 'maker/unheard-of')).not.toHaveProperty('successor');
  });
});

describe('thinning', () => {
  test('keeps the rivals that win when one day is left out, though they are dearer than the incumbent in total', () => {
    const kept = thinOptions([option('x/a', [4, 17]), option('x/b', [9, 9])], { provider: 'maker', dailyNano: [10, 10] });
    expect(kept.map(({ candidate }) => candidate)).toEqual(['x/b', 'x/a']);
  });


  const incumbent = { provider: 'maker', dailyNano: [100] };
  test('keeps at most six, the cheapest and the surest of them, and nothing dearer than the incumbent', () => {
    const options = Array.from({ length: 30 }, (_, index) => option(`x/${index}`, [index * 4], { confidence: index / 30 }));
    const kept = thinOptions(options, incumbent);
    expect(kept.length).toBeLessThanOrEqual(6);
    expect(kept.every(({ dailyNano }) => (dailyNano[0] ?? 0) < 100)).toBe(true);
    expect(kept[0]?.candidate).toBe('x/0');
    expect(kept.some(({ confidence }) => confidence >= 0.8)).toBe(true);
  });

  test('keeps the incumbent\'s own provider for the same-provider scenario, and what was judged', () => {
    const options = [option('x/a', [1], { confidence: 0.9 }), option('maker/b', [5], { confidence: 0.85 }), option('x/c', [7], { confidence: 0.82, evidence: 'judged' })];
    expect(thinOptions(options, incumbent).map(({ candidate }) => candidate)).toEqual(['x/a', 'maker/b', 'x/c']);
  });
});
