import { describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/index.js';
import { buildEntries } from '../../src/catalog/models.js';
import { hourlyRateUsdPerMtok, ownModelIds, ownModels, withOwnModels } from '../../src/catalog/own-models.js';
import { type Config, configSchema } from '../../src/model/config.js';
import type { CatalogModel } from '../../src/model/catalog.js';
import { model, priceRow } from '../replay/small-catalog.js';

const listed: CatalogModel[] = [
  model('openai', 'gpt-4o-2024-08-06', {
    base: { inputUsdPerMtok: 2.5, outputUsdPerMtok: 10, cacheReadUsdPerMtok: 1.25 }, baseModel: 'openai/gpt-4o-2024-08-06', maxInputTokens: 100_000,
    aliases: [{ name: 'gpt-4o' }], retiredAt: Date.parse('2027-01-14'), successor: 'openai/next', cache: { minimumTokens: 1024, lifetime: '5m', isAutomatic: true, chargesWrites: false },
  }),
  model('groq', 'llama', { base: { inputUsdPerMtok: 0.5, outputUsdPerMtok: 0.8 }, baseModel: 'meta/llama', tokenizer: 'llama3', openWeights: true, efforts: ['none', 'high'], defaultEffort: 'high' }),
];
const own = (models: NonNullable<Config['models']>) => ownModels({ models }, listed);
const price = { inputUsdPerMtok: 1, outputUsdPerMtok: 4 };

describe('a model of the user\'s own', () => {
  test('like a listed one has its limits, capabilities, tokenizer, efforts and weights, and no retirement', () => {
    const found = own({ 'our-vllm/Llama': { like: 'groq/llama', price } })[0]?.model;
    expect(found).toMatchObject({ id: 'our-vllm/Llama', provider: 'our-vllm', model: 'Llama', baseModel: 'meta/llama', tokenizer: 'llama3', contextTokens: 128_000, efforts: ['none', 'high'], defaultEffort: 'high', openWeights: true, isGenerallyAvailable: true, kind: 'chat' });
    expect(own({ 'azure/prod': { like: 'openai/gpt-4o', price } })[0]?.model.retiredAt).toBeUndefined();
  });

  test('says what is different: limits, needs, efforts', () => {
    const found = own({ 'our-vllm/Llama': { like: 'groq/llama', contextTokens: 9000, maxOutputTokens: 4096, meets: ['vision'], lacks: ['tools'], efforts: [], price } })[0]?.model;
    expect(found).toMatchObject({ contextTokens: 9000, maxOutputTokens: 4096, efforts: [], meets: ['json_object', 'json_schema', 'parallel_tools', 'vision'], lacks: ['long_output', 'tools'] });
    expect(found?.defaultEffort).toBeUndefined();
  });

  test('that is fine-tuned is not the same weights: no confidence comes with the name', () => {
    expect(own({ 'openai/mine': { like: 'openai/gpt-4o', fineTuned: true, price } })[0]?.model.baseModel).toBe('openai/mine');
    expect(own({ 'openai/ft:gpt-4o:acme::1': { like: 'openai/gpt-4o', price } })[0]?.model.baseModel).toBe('openai/ft:gpt-4o:acme::1');
    expect(own({ 'azure/prod': { like: 'openai/gpt-4o', price } })[0]?.model.baseModel).toBe('openai/gpt-4o-2024-08-06');
  });

  test('without `like` has no tokenizer, no limit and no capability but those that are given', () => {
    expect(own({ 'lab/x': { price } })[0]?.model).toMatchObject({ tokenizer: 'unknown', meets: [], lacks: [], efforts: [], baseModel: 'lab/x' });
    expect(own({ 'lab/x': { price } })[0]?.model.contextTokens).toBeUndefined();
  });

  test('has a cache where it has a price for reads', () => {
    expect(own({ 'azure/prod': { like: 'openai/gpt-4o', price } })[0]?.model.cache).toBeUndefined();
    expect(own({ 'azure/prod': { like: 'openai/gpt-4o', price: { ...price, cacheReadUsdPerMtok: 0.5 } } })[0]?.model.cache?.minimumTokens).toBe(1024);
  });

  test('like nothing that is known is an error with its path', () => {
    expect(() => own({ 'lab/x': { like: 'groq/lama', price } })).toThrow('models.lab/x.like: no model of the catalog matches "groq/lama"');
  });

  test('named by an alias of a listed one, and nothing else, is a price for that', () => {
    expect(own({ 'openai/gpt-4o': { price } })[0]?.model).toMatchObject({ id: 'openai/gpt-4o-2024-08-06', successor: 'openai/next' });
    expect(own({ 'openai/gpt-4o': { like: 'groq/llama', price } })[0]?.model.id).toBe('openai/gpt-4o');
    expect(() => own({ 'openai/gpt-4o': { price }, 'openai/gpt-4o-2024-08-06': { price } })).toThrow('are the same model');
  });

  test('names its settings as the source of its price, and claims no day on which it was read', () => {
    const rows = own({ 'lab/x': { price: [price, { ...price, from: '2026-11-01' }] } })[0]?.rows ?? [];
    expect(rows.map(({ citation }) => citation)).toEqual([
      { source: 'settings: models.lab/x', checked: 'in your settings', confidence: 'high' }, { source: 'settings: models.lab/x', checked: 'in your settings', confidence: 'high' },
    ]);
    expect(rows.map(({ from }) => from)).toEqual([Number.NEGATIVE_INFINITY, Date.parse('2026-11-01')]);
  });
});

describe('a machine by the hour', () => {
  test('costs its hours over the tokens of the hours in which it works', () => {
    expect(hourlyRateUsdPerMtok({ usdPerHour: 4, tokensPerHour: 20_000_000, utilization: 0.5 })).toBe((4 * 1e6) / (20_000_000 * 0.5));
    const [row] = own({ 'lab/x': { price: { usdPerHour: 4, inputTokensPerHour: 20_000_000, outputTokensPerHour: 2_000_000, utilization: 0.5 } } })[0]?.rows ?? [];
    expect(row?.base).toEqual({ inputUsdPerMtok: 0.4, outputUsdPerMtok: 4 });
  });

  test('has a price for cached input only where its speed is given', () => {
    const [row] = own({ 'lab/x': { price: { usdPerHour: 4, inputTokensPerHour: 20_000_000, outputTokensPerHour: 2_000_000, cacheReadTokensPerHour: 200_000_000, utilization: 1 } } })[0]?.rows ?? [];
    expect(row?.base).toEqual({ inputUsdPerMtok: 4 / 20, outputUsdPerMtok: 4 / 2, cacheReadUsdPerMtok: 4 / 200 });
  });
});

describe('in the catalog', () => {
  const entries = buildEntries([], [{
    provider: 'openai',
    models: [{
      provider: 'openai', model: 'gpt-4o-2024-08-06', citation: { source: 'made up for a test', checked: '2026-11-22', confidence: 'high' }, context: 128_000,
      prices: [{ quote: { input: 5, output: 15 } }, { from: '2024-10-02', quote: { input: 2.5, output: 10 } }],
    }],
  }]);

  test('an own price takes the place of the listed one, whatever the case of the name', () => {
    const all = withOwnModels(entries, { models: { 'OpenAI/GPT-4o-2024-08-06': { price } } });
    expect(all.map((entry) => entry.model.id)).toEqual(['openai/gpt-4o-2024-08-06']);
    expect(all[0]?.rows.map(({ base }) => base)).toEqual([price]);
    expect(all[0]?.model.prices).toEqual([priceRow(price, { source: 'settings: models.OpenAI/GPT-4o-2024-08-06', checked: 'in your settings' })]);
  });

  test('a dated one leaves the list prices before it, less the discount; no discount comes off itself', () => {
    const config: Config = { discounts: { openai: 0.1 }, models: { 'openai/gpt-4o-2024-08-06': { price: { ...price, from: '2026-11-01' } } } };
    const all = withOwnModels(entries, config);
    expect(all[0]?.rows.map(({ base }) => base.inputUsdPerMtok)).toEqual([5 * 0.9, 2.5 * 0.9, 1]);
    expect([...ownModelIds(config, all.map((entry) => entry.model))]).toEqual(['openai/gpt-4o-2024-08-06']);
  });

  test('rows of another tier stay, less the discount', () => {
    const [entry] = buildEntries([], [{
      provider: 'openai',
      models: [{ provider: 'openai', model: 'a', citation: { source: 'made up for a test', checked: '2026-11-22', confidence: 'high' }, prices: [{ quote: { input: 5, output: 15 } }], tiers: { batch: [{ quote: { input: 2, output: 6 } }] } }],
    }]);
    const [own] = withOwnModels(entry === undefined ? [] : [entry], { discounts: { openai: 0.1 }, models: { 'openai/a': { price } } });
    expect(own?.tierRows.batch?.map(({ base }) => base)).toEqual([{ inputUsdPerMtok: 2 * 0.9, outputUsdPerMtok: 6 * 0.9 }]);
    expect(own?.model.prices.map(({ tier }) => tier)).toEqual(['standard', 'batch']);
  });

  test('a new one stands among the others; without own models nothing changes', () => {
    expect(withOwnModels(entries, { models: { 'lab/x': { price } } }).map((entry) => entry.model.id)).toEqual(['lab/x', 'openai/gpt-4o-2024-08-06']);
    expect(withOwnModels(entries, {})).toBe(entries);
  });
});

test('the schema refuses two prices from one day, a utilization of 0, and a name without a provider', () => {
  const faults = (models: unknown): string[] => configSchema.safeParse({ models }).error?.issues.map(({ path }) => path.join('.')) ?? [];
  expect(faults({ 'lab/x': { price: [price, price] } })).not.toEqual([]);
  expect(faults({ 'lab/x': { price: { usdPerHour: 4, inputTokensPerHour: 1, outputTokensPerHour: 1, utilization: 0 } } })).not.toEqual([]);
  expect(faults({ x: { price } })).not.toEqual([]);
  expect(faults({ 'lab/x': { price } })).toEqual([]);
});

test('a listed model with a price of the user\'s own keeps its life on Google Cloud and its regions', () => {
  const price = { inputUsdPerMtok: 1, outputUsdPerMtok: 2 };
  const own = createCatalog({ models: { 'google/gemini-2.5-pro': { price }, 'openai/gpt-6-luna': { price } } });
  expect(own.resolve('vertex', 'gemini-2.5-pro', Date.parse('2026-12-15')).model?.id).toBe('google/gemini-2.5-pro');
  expect(own.models.find(({ id }) => id === 'openai/gpt-6-luna')?.regions).toEqual(createCatalog().models.find(({ id }) => id === 'openai/gpt-6-luna')?.regions);
});
