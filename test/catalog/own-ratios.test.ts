import { describe, expect, test } from 'vitest';
import { withOwnRatios } from '../../src/catalog/own-ratios.js';
import { tokenRatioOf } from '../../src/catalog/ratios.js';
import type { Catalog, CatalogModel, Ratio } from '../../src/model/catalog.js';
import type { CellKey, CellSums } from '../../src/model/cell.js';
import { needsMask } from '../../src/model/call.js';
import { model, smallCatalog } from '../replay/small-catalog.js';
import { MONDAY_HOUR, callCell } from '../replay/traffic-of.js';

const base = { inputUsdPerMtok: 1, outputUsdPerMtok: 1 };
const gpt = model('openai', 'gpt-4o', { base, tokenizer: 'o200k' });
const sonnet = model('anthropic', 'sonnet', { base, tokenizer: 'claude-3' });
const opus = model('anthropic', 'opus', { base, tokenizer: 'claude-4.7' });
const mystery = model('other', 'mystery', { base, tokenizer: 'unheard-of' });
const odd = model('other', 'odd', { base, tokenizer: 'unheard-of-either' });
const thinker = model('openai', 'o-thinker', { base, efforts: ['low', 'high'], defaultEffort: 'high' });
const small = smallCatalog([gpt, sonnet, opus, mystery, odd, thinker]);
const published: Catalog = { ...small, tokenRatio: tokenRatioOf };

const Z80 = 1.2816;
const sdOf = ({ low, high }: Ratio): number => Math.log(high / low) / (2 * Z80);

interface Sample { of: CatalogModel; ratio: number; calls?: number; needs?: number; key?: Partial<CellKey>; sums?: Partial<CellSums> }

/** Twelve cells whose reported / counted tokens alternate by ± 5 % around `ratio`. */
const sampled = ({ of, ratio, calls = 5, needs = 0, key = {} }: Sample) =>
  Array.from({ length: 12 }, (_, at) => callCell({
    input: 1000, output: 1, needs, key: { hour: MONDAY_HOUR + at, incumbent: { provider: of.provider, model: of.model, serviceTier: '', effort: '', region: '' }, ...key },
    sums: { sampledCalls: calls, sampledCountedTokens: calls * 1000, sampledReportedTokens: Math.round(calls * 1000 * ratio * (at % 2 === 0 ? 1.05 : 0.95)) },
  }));
const ratioOf = (catalog: Catalog, from: CatalogModel, to: CatalogModel): Ratio => {
  const ratio = catalog.tokenRatio(from, to, 'prose');
  return ratio.known ? ratio.value : expect.fail(ratio.reason);
};

describe('tokens per token from the user\'s own calls', () => {
  test('of both models are weighted with the published band by their precision', () => {
    const own = withOwnRatios(published, [...sampled({ of: gpt, ratio: 1 }), ...sampled({ of: sonnet, ratio: 1.35 })]);
    const [before, after] = [ratioOf(published, gpt, sonnet), ratioOf(own, gpt, sonnet)];
    const cellSd = Math.sqrt((12 * 0.05 ** 2 * 12) / 11) / 12;
    const [ownLog, ownSd] = [Math.log(1.35), Math.hypot(cellSd, cellSd)];
    const [weight, publishedWeight] = [ownSd ** -2, sdOf(before) ** -2];
    expect(Math.log(after.ratio)).toBeCloseTo((ownLog * weight + Math.log(before.ratio) * publishedWeight) / (weight + publishedWeight), 3);
    expect(sdOf(after)).toBeCloseTo((weight + publishedWeight) ** -0.5, 3);
    expect(sdOf(after)).toBeLessThan(sdOf(before) / 3);
    expect(after.source).toContain(`own calls, n = ${2 * 12 * 5}`);
    expect(ratioOf(own, sonnet, gpt).ratio).toBeCloseTo(1 / after.ratio, 9);
  });

  test('make a pair known whose vocabularies nobody published', () => {
    expect(published.tokenRatio(mystery, odd, 'prose').known).toBe(false);
    const own = withOwnRatios(published, [...sampled({ of: mystery, ratio: 1.1 }), ...sampled({ of: odd, ratio: 1.32 })]);
    expect(ratioOf(own, mystery, odd).ratio).toBeCloseTo(1.32 / 1.1, 3);
    expect(own.tokenRatio(mystery, gpt, 'prose').known).toBe(true);
    expect(withOwnRatios(published, sampled({ of: odd, ratio: 1.32 })).tokenRatio(mystery, odd, 'prose').known).toBe(false);
  });

  test('of one model move it against models with a published vocabulary, and never against its own relatives', () => {
    const own = withOwnRatios(published, sampled({ of: sonnet, ratio: 1.5 }));
    expect(ratioOf(own, gpt, sonnet).ratio).toBeGreaterThan(ratioOf(published, gpt, sonnet).ratio);
    expect(ratioOf(own, sonnet, opus)).toEqual(ratioOf(published, sonnet, opus));
    const exact = withOwnRatios(published, sampled({ of: gpt, ratio: 1.02 }));
    expect(ratioOf(exact, gpt, sonnet)).toEqual(ratioOf(published, gpt, sonnet));
  });

  test('hold for their text kind alone', () => {
    const own = withOwnRatios(published, [...sampled({ of: gpt, ratio: 1 }), ...sampled({ of: sonnet, ratio: 1.35 })]);
    expect(own.tokenRatio(gpt, sonnet, 'code')).toEqual(published.tokenRatio(gpt, sonnet, 'code'));
  });

  test.each<[string, Sample]>([
    ['too few calls', { of: sonnet, ratio: 1.5, calls: 2 }], ['calls with tools, whose definitions are no text', { of: sonnet, ratio: 1.5, needs: needsMask(['tools']) }],
    ['a log that holds a part of the prompt', { of: sonnet, ratio: 9 }], ['a model in no catalog', { of: { ...sonnet, model: 'unlisted' }, ratio: 1.5 }],
  ])('say nothing from %s', (_, sample) => {
    expect(ratioOf(withOwnRatios(published, sampled(sample)), gpt, sonnet)).toEqual(ratioOf(published, gpt, sonnet));
  });

  test('few cells say nothing of the spread', () => {
    expect(ratioOf(withOwnRatios(published, sampled({ of: sonnet, ratio: 1.5, calls: 50 }).slice(0, 4)), gpt, sonnet)).toEqual(ratioOf(published, gpt, sonnet));
  });

  test('nothing seen leaves the catalog as it is', () => expect(withOwnRatios(published, [callCell({ input: 1, output: 1 })])).toBe(published));
});

test('newer Claude tokenizers: about 30 percent more tokens, ± 15 percent', () => {
  expect(ratioOf(published, sonnet, opus)).toMatchObject({ ratio: 1.3, low: 1.3 * 0.85, high: 1.3 * 1.15 });
  expect(ratioOf(published, opus, sonnet).ratio).toBeCloseTo(1 / 1.3, 12);
});

describe('reasoning length from the user\'s own calls', () => {
  const reasoned = (count: number, effort: string, tokens = 400) => Array.from({ length: 10 }, (_, at) => callCell({
    input: 1000, output: 500 * count, effort, key: { hour: MONDAY_HOUR + at, incumbent: { provider: 'openai', model: 'o-thinker', serviceTier: '', effort, region: '' } },
    sums: { calls: count, reasoningTokens: count * tokens },
  }));

  test('stands for those weights, that effort and task where nothing is published', () => {
    const own = withOwnRatios(published, reasoned(5, 'low'));
    const length = own.reasoningTokens(thinker, 'low', 'classification');
    expect(length).toMatchObject({ known: true, value: { ratio: expect.closeTo(400, 6) as number, source: 'own calls, n = 50' } });
    expect(length.known ? sdOf(length.value) : 0).toBeCloseTo(Math.hypot(0.01, 0.18), 6);
    expect(own.reasoningTokens(thinker, 'high', 'classification').known).toBe(false);
    expect(own.reasoningTokens(thinker, 'low', 'code').known).toBe(false);
    expect(own.reasoningTokens({ ...thinker, id: 'azure/o-thinker' }, 'low', 'classification').known).toBe(true);
  });

  test('calls without an effort are calls of the default one', () => {
    expect(withOwnRatios(published, reasoned(5, '')).reasoningTokens(thinker, 'high', 'classification').known).toBe(true);
    expect(withOwnRatios(published, reasoned(5, 'high')).reasoningTokens(thinker, '', 'classification').known).toBe(true);
  });

  test('fewer than 30 calls are not enough, and a model that does not reason stays at 0', () => {
    expect(withOwnRatios(published, reasoned(2, 'low')).reasoningTokens(thinker, 'low', 'classification').known).toBe(false);
    expect(withOwnRatios(published, reasoned(5, 'low')).reasoningTokens(gpt, '', 'classification')).toMatchObject({ known: true, value: { ratio: 0 } });
  });
});
