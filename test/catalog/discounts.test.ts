import { describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/index.js';
import type { Config } from '../../src/model/config.js';

const AT = Date.parse('2026-11-20T12:00:00Z');
const listed = createCatalog();

function ratesOf(config: Config, id: string, tier = ''): Record<string, number> {
  const catalog = createCatalog(config);
  const model = catalog.models.find((one) => one.id === id);
  if (model === undefined) throw new Error(`${id} is not in the catalog`);
  const card = catalog.rateCard(model, { tier, at: AT, inputTokens: 1000 });
  if (!card.known) throw new Error(card.reason);
  return { ...card.value.rates };
}

describe('a discount', () => {
  const chat = listed.models.filter(({ provider, retiredAt }) => provider === 'openai' && (retiredAt === undefined || retiredAt > AT));

  test('comes off every token rate of the provider, and off nothing else', () => {
    let seen = 0;
    for (const model of chat) {
      const card = listed.rateCard(model, { tier: '', at: AT, inputTokens: 1000 });
      if (!card.known) continue;
      const rates = ratesOf({ discounts: { openai: 0.1 } }, model.id);
      for (const [name, rate] of Object.entries(card.value.rates) as [string, number][]) {
        expect(rates[name], `${model.id} ${name}`).toBeCloseTo(name.endsWith('UsdPerMtok') ? rate * 0.9 : rate, 9);
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(100);
  });

  test('of a model wins over that of its provider, and leaves other providers alone', () => {
    const config = { discounts: { openai: 0.1, 'openai/gpt-4o-mini': 0.3 } };
    const list = ratesOf({}, 'openai/gpt-4o-mini').inputUsdPerMtok ?? Number.NaN;
    expect(ratesOf(config, 'openai/gpt-4o-mini').inputUsdPerMtok).toBeCloseTo(list * 0.7, 12);
    expect(ratesOf(config, 'anthropic/claude-sonnet-4-5')).toEqual(ratesOf({}, 'anthropic/claude-sonnet-4-5'));
  });

  test('holds in other service tiers too', () => {
    const list = ratesOf({}, 'openai/gpt-4o-mini', 'batch').outputUsdPerMtok ?? Number.NaN;
    expect(ratesOf({ discounts: { openai: 0.1 } }, 'openai/gpt-4o-mini', 'batch').outputUsdPerMtok).toBeCloseTo(list * 0.9, 12);
  });

  test('and an own price change the hash of the catalog', () => {
    const price = { inputUsdPerMtok: 1, outputUsdPerMtok: 1 };
    const hashes = [{}, { discounts: { openai: 0.1 } }, { models: { 'lab/x': { price } } }].map((config: Config) => createCatalog(config).hash);
    expect(new Set(hashes).size).toBe(3);
  });

  test('of a provider may be starred, and a pattern holds for the names that fit it: the most specific wins', () => {
    const shareOf = (config: Config, id: string): number => 1 - (ratesOf(config, id).inputUsdPerMtok ?? Number.NaN) / (ratesOf({}, id).inputUsdPerMtok ?? Number.NaN);
    const config = { discounts: { 'openai/*': 0.1, 'openai/gpt-4o*': 0.2, 'openai/gpt-4o-mini*': 0.3, 'openai/gpt-4o-mini': 0.4 } };
    expect(shareOf(config, 'openai/gpt-4.1')).toBeCloseTo(0.1, 9);
    expect(shareOf(config, 'openai/gpt-4o-2024-08-06')).toBeCloseTo(0.2, 9);
    expect(shareOf({ discounts: { 'openai/gpt-4o*': 0.2, 'openai/gpt-4o-mini*': 0.3 } }, 'openai/gpt-4o-mini')).toBeCloseTo(0.3, 9);
    expect(shareOf(config, 'openai/gpt-4o-mini')).toBeCloseTo(0.4, 9);
    expect(shareOf(config, 'anthropic/claude-sonnet-4-5')).toBeCloseTo(0, 9);
  });

  test('by a name as logged holds for the model that it means, as under `models`', () => {
    const list = ratesOf({}, 'openai/gpt-4o-2024-08-06').inputUsdPerMtok ?? Number.NaN;
    expect(ratesOf({ discounts: { 'OpenAI/gpt-4o': 0.1 } }, 'openai/gpt-4o-2024-08-06').inputUsdPerMtok).toBeCloseTo(list * 0.9, 12);
  });

  test('in two spellings is an error with both names', () => {
    expect(() => createCatalog({ discounts: { openai: 0.1, OpenAI: 0.2 } })).toThrow('discounts.openai and discounts.OpenAI are the same, openai.');
    expect(() => createCatalog({ discounts: { vertex: 0.1, 'google/*': 0.2 } })).toThrow('discounts.vertex and discounts.google/* are the same, google.');
    expect(() => createCatalog({ discounts: { 'openai/gpt-4o': 0.1, 'openai/gpt-4o-2024-08-06': 0.2 } })).toThrow('are the same model, openai/gpt-4o-2024-08-06.');
  });

  test('is the seller\'s: the maker\'s does not come off what a gateway or another cloud sells', () => {
    const rateAt = (config: Config, provider: string, name: string): number => {
      const catalog = createCatalog(config);
      const { model } = catalog.resolve(provider, name, AT);
      if (model === undefined) throw new Error(`${provider} has no ${name}`);
      const card = catalog.rateCard(model, { tier: '', at: AT, inputTokens: 1000 });
      return card.known ? card.value.rates.inputUsdPerMtok : Number.NaN;
    };
    for (const [provider, name] of [['openrouter', 'openai/gpt-4o'], ['azure', 'gpt-4o']] as const) {
      const list = rateAt({}, provider, name);
      expect(rateAt({ discounts: { openai: 0.5, 'openai/gpt-4o': 0.5 } }, provider, name), provider).toBe(list);
      expect(rateAt({ discounts: { [provider]: 0.5 } }, provider, name), provider).toBeCloseTo(list * 0.5, 12);
      expect(rateAt({ discounts: { [`${provider}/${name}`]: 0.5 } }, provider, name), provider).toBeCloseTo(list * 0.5, 12);
    }
  });
});
