import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCatalog, priceUsage } from '../../src/catalog/index.js';
import type { CatalogModel, RateCard } from '../../src/model/catalog.js';
import { textKinds } from '../../src/model/call.js';

const catalog = createCatalog();
const NOW = Date.parse('2026-11-22');
const modelOf = (id: string): CatalogModel => {
  const model = catalog.models.find((one) => one.id === id);
  if (model === undefined) throw new Error(`${id} is not in the catalog`);
  return model;
};
const cardOf = (id: string, inputTokens = 1000, at = NOW): RateCard => {
  const card = catalog.rateCard(modelOf(id), { tier: '', at, inputTokens });
  if (!card.known) throw new Error(card.reason);
  return card.value;
};

describe('every model', () => {
  test('has one id, sorted', () => {
    const ids = catalog.models.map((model) => model.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort((a, b) => (a < b ? -1 : 1))).toEqual(ids);
  });

  test('has prices with a source and a read date, unless it was an experiment that is over', () => {
    for (const model of catalog.models) {
      expect(model.prices.length > 0 || model.retiredAt !== undefined, model.id).toBe(true);
      for (const row of model.prices) {
        expect(row.source, model.id).not.toBe('');
        expect(row.checked, model.id).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        const isFree = row.base.inputUsdPerMtok === 0 && row.base.outputUsdPerMtok === 0 && /\bfree\b/.test(row.source);
        expect(isFree || row.base.inputUsdPerMtok > 0, model.id).toBe(true);
      }
    }
  });

  test('is found under its own id', () => {
    for (const model of catalog.models) {
      if (model.retiredAt !== undefined) continue;
      expect(catalog.resolve(model.provider, model.model, NOW).model?.id, model.id).toBe(model.id);
    }
  });

  test('names a successor that exists', () => {
    for (const model of catalog.models) {
      if (model.successor !== undefined) expect(catalog.models.some((one) => one.id === model.successor), `${model.id} -> ${model.successor}`).toBe(true);
    }
  });

  test('has a default effort among its efforts', () => {
    for (const model of catalog.models) if (model.defaultEffort !== undefined) expect(model.efforts, model.id).toContain(model.defaultEffort);
  });

  test('keeps its cached price at or below its input price, and never says that a need is both met and not', () => {
    for (const model of catalog.models) {
      for (const row of model.prices) expect(row.base.cacheReadUsdPerMtok ?? 0, model.id).toBeLessThanOrEqual(row.base.inputUsdPerMtok);
      expect(model.meets.filter((need) => model.lacks.includes(need)), model.id).toEqual([]);
    }
  });
});

test('at least 80 candidates can be costed for gpt-4o traffic in November 2026', () => {
  const incumbent = modelOf('openai/gpt-4o-2024-08-06');
  const costable = catalog.models.filter((model) => {
    const isAlive = (model.retiredAt ?? Number.POSITIVE_INFINITY) > NOW + 30 * 86_400_000 && (model.releasedAt ?? 0) <= NOW;
    if (model.kind !== 'chat' || !model.isGenerallyAvailable || !isAlive || (model.contextTokens ?? 0) < 32_000) return false;
    const effort = model.efforts.includes('none') ? 'none' : (model.defaultEffort ?? '');
    return catalog.rateCard(model, { tier: '', at: NOW, inputTokens: 1000 }).known
      && catalog.reasoningTokens(model, effort, 'summarization').known && catalog.tokenRatio(incumbent, model, 'prose').known;
  });
  expect(costable.length).toBeGreaterThanOrEqual(80);
});

describe('rate cards', () => {
  test('the same question gets the same card', () => {
    expect(cardOf('openai/gpt-5.4')).toBe(cardOf('openai/gpt-5.4', 271_000));
    expect(cardOf('openai/gpt-5.4')).not.toBe(cardOf('openai/gpt-5.4', 272_001));
  });

  test('name their steps', () => {
    expect(cardOf('openai/gpt-5.4').steps).toEqual([272_000]);
    expect(cardOf('anthropic/claude-haiku-5-5').steps).toEqual([100_000]);
    expect(cardOf('openai/gpt-4o-mini').steps).toEqual([]);
  });

  test('no OpenAI step starts at 271,999 tokens', () => {
    for (const model of catalog.models) for (const row of model.prices) for (const step of row.steps) expect(step.aboveInputTokens, model.id).not.toBe(271_999);
  });

  test('discounts come off every token rate, for a provider or one model', () => {
    const discounted = createCatalog({ discounts: { openai: 0.1, 'vertex/gemini-2.5-flash-lite': 0.25 } });
    const rate = (id: string): number => {
      const model = discounted.models.find((one) => one.id === id) as CatalogModel;
      const card = discounted.rateCard(model, { tier: 'standard', at: NOW, inputTokens: 1 });
      return card.known ? card.value.rates.outputUsdPerMtok : Number.NaN;
    };
    expect(rate('openai/gpt-4o-mini')).toBeCloseTo(0.6 * 0.9, 12);
    expect(rate('google/gemini-2.5-flash-lite')).toBeCloseTo(0.4 * 0.75, 12);
    expect(rate('anthropic/claude-haiku-4-5')).toBe(5);
  });

  test('price changes are the instants at which a card is replaced', () => {
    const changes = (id: string, from: string, to: string): string[] =>
      catalog.priceChanges(modelOf(id), { tier: '', from: Date.parse(from), to: Date.parse(to) }).map((at) => new Date(at).toISOString());
    expect(changes('google/gemini-3.8-flash', '2026-11-22', '2027-03-01')).toEqual(['2027-01-01T00:00:00.000Z']);
    expect(changes('openai/gpt-4o-mini', '2024-01-01', '2027-03-01')).toEqual([]);
    expect(changes('deepseek/deepseek-v4-flash', '2026-08-16T12:00Z', '2026-08-17T03:00Z')).toEqual(['2026-08-16T16:00:00.000Z', '2026-08-17T01:00:00.000Z']);
    expect(changes('deepseek/deepseek-flash', '2026-11-20T12:00Z', '2026-11-23T05:00Z')).toEqual(['2026-11-23T01:00:00.000Z', '2026-11-23T04:00:00.000Z']);
  });
});

describe('priceUsage', () => {
  const card: RateCard = { modelId: 'acme/one', tier: 'standard', rates: { inputUsdPerMtok: 2, outputUsdPerMtok: 8, cacheReadUsdPerMtok: 0.5 }, steps: [], citation: { source: 'a test', checked: '2026-11-22', confidence: 'high' } };

  test('charges each bucket once, in nano-dollars', () => {
    expect(priceUsage(card, { uncachedInputTokens: 600, cacheReadTokens: 400, outputTokens: 50 })).toEqual({ known: true, value: (600 * 2 + 400 * 0.5 + 50 * 8) * 1000 });
  });

  test('a used bucket without a rate makes it unknown, an empty one does not', () => {
    expect(priceUsage(card, { uncachedInputTokens: 1, cacheWriteTokens: 1 }).known).toBe(false);
    expect(priceUsage(card, { uncachedInputTokens: 1, cacheWriteTokens: 0, webSearches: 0 }).known).toBe(true);
  });

  test('all output has the thinking rate where there is one and the call reasoned', () => {
    const hybrid: RateCard = { ...card, rates: { ...card.rates, thinkingOutputUsdPerMtok: 20 } };
    expect(priceUsage(hybrid, { uncachedInputTokens: 100, outputTokens: 50, reasoningTokens: 30 })).toEqual({ known: true, value: (100 * 2 + 50 * 20) * 1000 });
    expect(priceUsage(hybrid, { uncachedInputTokens: 100, outputTokens: 50, reasoningTokens: 0 })).toEqual({ known: true, value: (100 * 2 + 50 * 8) * 1000 });
    expect(priceUsage(card, { uncachedInputTokens: 100, outputTokens: 50, reasoningTokens: 30 })).toEqual({ known: true, value: (100 * 2 + 50 * 8) * 1000 });
  });

  test('unbilled tokens cost nothing', () => {
    const usage = { uncachedInputTokens: 33, unbilledInputTokens: 1419, unbilledCacheReadTokens: 144, outputTokens: 33, unbilledOutputTokens: 11 };
    expect(priceUsage(card, usage)).toEqual({ known: true, value: (33 * 2 + (33 - 11) * 8) * 1000 });
  });

  test('a price by request is charged for every call', () => {
    expect(priceUsage({ ...card, rates: { ...card.rates, requestUsd: 0.001 } }, { uncachedInputTokens: 1000, outputTokens: 0 }, 5)).toEqual({ known: true, value: 1000 * 2 * 1000 + 5 * 0.001 * 1e9 });
  });

  test('is additive: a sum of calls costs what the calls cost', () => {
    const usage = fc.record({ uncachedInputTokens: fc.nat(100_000), cacheReadTokens: fc.nat(100_000), outputTokens: fc.nat(10_000) });
    fc.assert(fc.property(fc.array(usage, { minLength: 1, maxLength: 20 }), (calls) => {
      const single = calls.map((call) => priceUsage(card, call)).reduce((sum, cost) => sum + (cost.known ? cost.value : Number.NaN), 0);
      const sums = calls.reduce((sum, call) => ({
        uncachedInputTokens: sum.uncachedInputTokens + call.uncachedInputTokens, cacheReadTokens: sum.cacheReadTokens + call.cacheReadTokens, outputTokens: sum.outputTokens + call.outputTokens,
      }));
      const whole = priceUsage(card, sums, calls.length);
      expect(whole.known && whole.value).toBe(single);
    }));
  });
});

describe('ratios', () => {
  const gpt4o = modelOf('openai/gpt-4o-2024-08-06');
  const ratio = (from: CatalogModel, to: CatalogModel, kind: (typeof textKinds)[number]) => {
    const found = catalog.tokenRatio(from, to, kind);
    if (!found.known) throw new Error(found.reason);
    return found.value;
  };

  test('one tokenizer is 1 to 1, without a band', () => {
    for (const kind of textKinds) expect(ratio(gpt4o, modelOf('openai/gpt-5.4'), kind)).toMatchObject({ ratio: 1, low: 1, high: 1 });
  });

  test('the same weights on another host are 1 to 1', () => {
    expect(ratio(modelOf('anthropic/claude-sonnet-4-5'), modelOf('bedrock/global.anthropic.claude-sonnet-4-5-20250929-v1:0'), 'code').ratio).toBe(1);
  });

  test('Claude from 4.7 on makes about 30 % more tokens than before', () => {
    expect(ratio(modelOf('anthropic/claude-sonnet-4-6'), modelOf('anthropic/claude-sonnet-5'), 'prose').ratio).toBe(1.3);
    expect(ratio(modelOf('anthropic/claude-sonnet-5'), modelOf('anthropic/claude-sonnet-4-6'), 'prose').ratio).toBeCloseTo(1 / 1.3, 12);
  });

  test('English and code cost 15 to 30 % more tokens on old Claude, 45 to 70 % more on new Claude, within bands of at least 15 %', () => {
    for (const kind of ['prose', 'code'] as const) {
      const old = ratio(gpt4o, modelOf('anthropic/claude-haiku-4-5'), kind);
      const recent = ratio(gpt4o, modelOf('anthropic/claude-haiku-5-5'), kind);
      expect(old.ratio).toBeGreaterThan(1.15);
      expect(old.ratio).toBeLessThan(1.3);
      expect(recent.ratio).toBeGreaterThan(1.45);
      expect(recent.ratio).toBeLessThan(1.7);
      for (const one of [old, recent]) expect(one.high / one.ratio).toBeGreaterThanOrEqual(1.15);
    }
  });

  test('there and back is 1', () => {
    const claude = modelOf('anthropic/claude-haiku-4-5');
    for (const kind of textKinds) expect(ratio(gpt4o, claude, kind).ratio * ratio(claude, gpt4o, kind).ratio).toBeCloseTo(1, 12);
  });

  test('a vocabulary that nobody measured has no ratio', () => {
    expect(catalog.tokenRatio(gpt4o, modelOf('cohere/command-r'), 'prose')).toMatchObject({ known: false });
  });

  test('output length of the same weights is the same; of unknown models 1 within a factor of two', () => {
    expect(catalog.outputRatio(gpt4o, gpt4o, 'code')).toMatchObject({ ratio: 1, low: 1, high: 1 });
    const unknown = catalog.outputRatio(modelOf('openai/gpt-6-luna'), modelOf('google/gemini-3.8-flash'), 'code');
    expect(unknown.ratio).toBe(1);
    expect(unknown.high).toBeCloseTo(Math.exp(1.2816 * Math.SQRT2 * 0.4), 10);
  });

  test('an output ratio is never surer than one log-sd of a quarter', () => {
    for (const model of catalog.models.filter((one) => one.kind === 'chat' && one.baseModel !== gpt4o.baseModel)) {
      const { low, high } = catalog.outputRatio(gpt4o, model, 'summarization');
      expect(Math.log(high / low) / (2 * 1.2816), model.id).toBeGreaterThanOrEqual(0.25);
    }
  });
});

describe('reasoning', () => {
  const tokens = (id: string, effort: string) => catalog.reasoningTokens(modelOf(id), effort, 'code');

  test('is a known nothing where a model does not reason, or is told not to', () => {
    expect(tokens('openai/gpt-4o-mini', '')).toMatchObject({ known: true, value: { ratio: 0 } });
    expect(tokens('openai/gpt-6-luna', 'none')).toMatchObject({ known: true, value: { ratio: 0 } });
    expect(tokens('openai/gpt-5.1', '')).toMatchObject({ known: true, value: { ratio: 0 } });
    expect(tokens('google/gemini-2.5-flash', 'budget:0')).toMatchObject({ known: true, value: { ratio: 0 } });
    expect(tokens('anthropic/claude-sonnet-4-5', '')).toMatchObject({ known: true, value: { ratio: 0 } });
  });

  test('is unknown, with the reason, where a model does', () => {
    expect(tokens('openai/gpt-6-luna', '')).toEqual({ known: false, reason: 'no published reasoning length for openai/gpt-6-luna at effort medium' });
    expect(tokens('openai/gpt-5', 'minimal').known).toBe(false);
    expect(tokens('anthropic/claude-opus-5-5', 'none').known).toBe(false);
    expect(tokens('google/gemini-2.5-pro', 'none').known).toBe(false);
  });
});

describe('the hash', () => {
  test('is the same for the same content, and changes with discounts', () => {
    expect(createCatalog().hash).toBe(catalog.hash);
    expect(catalog.hash).toMatch(/^[0-9a-f]{28}$/);
    expect(createCatalog({ discounts: { openai: 0.1 } }).hash).not.toBe(catalog.hash);
    expect(createCatalog({ discounts: { openai: 0.1, google: 0.2 } }).hash).toBe(createCatalog({ discounts: { google: 0.2, openai: 0.1 } }).hash);
  });
});

test('the incumbent of the demo is known, priced and going', () => {
  const { match, model } = catalog.resolve('openai', 'gpt-4o-2024-08-06', NOW);
  expect(match).toBe('exact');
  expect(model).toMatchObject({ baseModel: 'openai/gpt-4o-2024-08-06', retiredAt: Date.parse('2027-01-14'), successor: 'openai/gpt-6-luna', contextTokens: 128_000 });
  expect(cardOf('openai/gpt-4o-2024-08-06').rates).toMatchObject({ inputUsdPerMtok: 2.5, outputUsdPerMtok: 10, cacheReadUsdPerMtok: 1.25 });
});

test('a region with a price list of its own that was not read has no price', () => {
  const { model } = catalog.resolve('alibaba', 'qwen-plus', Date.parse('2026-11-01'));
  const card = model === undefined ? undefined : catalog.rateCard(model, { tier: '', at: Date.parse('2026-11-01'), inputTokens: 10, region: 'cn-beijing' });
  expect(card).toEqual({ known: false, reason: 'no price of alibaba/qwen-plus is known in region cn-beijing' });
});
