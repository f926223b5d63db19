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
});
