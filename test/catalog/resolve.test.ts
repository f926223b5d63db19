import { describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/index.js';

const catalog = createCatalog();
const AT = Date.parse('2026-11-01');
const meaning = (provider: string, name: string, at = AT): string => {
  const { match, model } = catalog.resolve(provider, name, at);
  return `${match} ${model?.id ?? '-'}`;
};

test.each([
  ['openai', 'gpt-4o-2024-08-06', 'exact openai/gpt-4o-2024-08-06'],
  ['openai', 'GPT-4o-Mini', 'exact openai/gpt-4o-mini'],
  ['openai', 'gpt-4o-mini-2024-07-18', 'dated openai/gpt-4o-mini'],
  ['openai', 'gpt-5.6-terra-2026-07-09', 'dated openai/gpt-5.6-terra'],
  ['openai', 'gpt-4.1-2025-04-14', 'dated openai/gpt-4.1'],
  ['openai', 'gpt-4o', 'alias openai/gpt-4o-2024-08-06'],
  ['openai', 'gpt-5.4-mini-preview', 'prefix openai/gpt-5.4-mini'],
  ['openai', 'ft:gpt-4o-mini-2024-07-18:acme::9xyz', 'alias openai/ft:gpt-4o-mini'],
  ['openai', 'gpt-7', 'none -'],
  ['anthropic', 'claude-haiku-4-5-20251001', 'dated anthropic/claude-haiku-4-5'],
  ['anthropic', 'claude-3-opus', 'dated anthropic/claude-3-opus-20240229'],
  ['anthropic', 'claude-3-5-haiku-latest', 'alias anthropic/claude-3-5-haiku-20241022'],
  ['anthropic', 'claude-sonnet-5-5', 'exact anthropic/claude-sonnet-5-5'],
  ['gemini', 'models/gemini-2.5-flash-lite', 'exact google/gemini-2.5-flash-lite'],
  ['vertex', 'publishers/google/models/gemini-2.0-flash-001', 'dated google/gemini-2.0-flash'],
  ['google-vertex', 'claude-sonnet-4-5@20250929', 'dated google/claude-sonnet-4-5'],
  ['mistralai', 'mistral-large-latest', 'alias mistral/mistral-large-2512'],
  ['mistral', 'mistral-large-4-0', 'alias mistral/mistral-large-4'],
  ['dashscope', 'dashscope/qwen-plus-2025-12-01', 'dated alibaba/qwen-plus'],
  ['qwen', 'qwen/qwen3.5-flash', 'exact alibaba/qwen3.5-flash'],
  ['', 'qwen3-max', 'exact alibaba/qwen3-max'],
  ['', 'MiniMax-M3', 'exact minimax/minimax-m3'],
  ['openrouter', 'deepseek/deepseek-v4.1-flash', 'alias deepseek/deepseek-flash'],
  ['openrouter', 'x-ai/grok-4.20', 'alias x-ai/grok-4.20-0309-reasoning'],
  ['moonshot', 'moonshot/kimi-k3', 'exact moonshotai/kimi-k3'],
  ['z.ai', 'z-ai/glm-4.6', 'exact zai/glm-4.6'],
  ['cohere', 'command-r-03-2024', 'alias cohere/command-r'],
  ['cohere', 'command-r-08-2024', 'exact cohere/command-r-08-2024'],
  ['perplexity', 'sonar-deep-research', 'none -'],
  ['bedrock', 'anthropic.claude-3-7-sonnet-20250219-v1:0', 'exact bedrock/anthropic.claude-3-7-sonnet-20250219-v1:0'],
  ['aws', 'eu.anthropic.claude-haiku-4-5-20251001-v1:0', 'exact bedrock/anthropic.claude-haiku-4-5-20251001-v1:0'],
  ['aws', 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.meta.llama3-1-8b-instruct-v1:0', 'exact bedrock/meta.llama3-1-8b-instruct-v1:0'],
  ['groq', 'llama-3.1-8b-instant', 'exact groq/llama-3.1-8b-instant'],
  ['together_ai', 'meta-llama/Llama-3.3-70B-Instruct-Turbo', 'exact together/meta-llama/llama-3.3-70b-instruct-turbo'],
  ['azure', 'gpt-35-turbo', 'alias openai/gpt-3.5-turbo'],
  ['azure', 'gpt-4.1', 'exact azure/gpt-4.1'],
  ['azure', 'gpt-6-luna', 'exact openai/gpt-6-luna'],
  ['azure', 'gpt-35-turbo-1106', 'alias openai/gpt-3.5-turbo-1106'],
  ['openai', 'gpt-4o-mini-search-preview-2025-03-11', 'dated openai/gpt-4o-mini-search-preview'],
  ['openai', 'gpt-4-turbo-preview', 'alias openai/gpt-4-0125-preview'],
  ['openai', 'ft:gpt-3.5-turbo-0125:acme::9xyz', 'alias openai/ft:gpt-3.5-turbo'],
  ['openai', 'gpt-chat-latest', 'alias openai/chat-latest'],
  ['openrouter', 'openai/gpt-4.1-mini', 'exact openai/gpt-4.1-mini'],
  ['openrouter', 'anthropic/claude-4.5-sonnet-20250929', 'dated anthropic/claude-sonnet-4-5'],
  ['openrouter', 'minimax/minimax-m2:free', 'none -'],
  ['', 'claude-opus-4-8', 'exact anthropic/claude-opus-4-8'],
  ['', 'acme-large', 'none -'],
  ['bedrock', 'amazon.titan-embed-text-v2:0', 'exact bedrock/amazon.titan-embed-text-v2:0'],
  ['bedrock', 'amazon.titan-embed-text-v1', 'exact bedrock/amazon.titan-embed-text-v1'],
  ['bedrock', 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-5-sonnet-20241022-v2:0', 'exact bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0'],
  ['bedrock', 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/mi1dadi0g15f', 'none -'],
  ['', 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'exact bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0'],
  ['litellm', 'us.anthropic.claude-haiku-4-5-20251001-v1:0', 'exact bedrock/anthropic.claude-haiku-4-5-20251001-v1:0'],
  ['aws', 'global.anthropic.claude-haiku-5-5', 'exact bedrock/global.anthropic.claude-haiku-5-5'],
  ['aws', 'anthropic.claude-opus-4-5-20251101-v1:0', 'exact bedrock/anthropic.claude-opus-4-5-v1:0'],
  ['aws', 'anthropic.claude-v2:1', 'exact bedrock/anthropic.claude-v2'],
  ['openrouter', 'amazon/nova-pro-v1', 'exact bedrock/amazon.nova-pro-v1:0'],
  ['anthropic', 'claude-opus-4-8[1m]', 'exact anthropic/claude-opus-4-8'],
  ['groq', 'groq/llama-3.3-70b-versatile', 'exact groq/llama-3.3-70b-versatile'],
  ['litellm', 'vertex_ai/gemini-2.5-pro', 'exact google/gemini-2.5-pro'],
  ['litellm', 'azure/gpt-4o-2024-08-06', 'exact azure/gpt-4o-2024-08-06'],
  ['litellm', 'together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo', 'exact together/meta-llama/llama-3.3-70b-instruct-turbo'],
  ['openrouter', 'google/gemini-2.5-pro:thinking', 'exact google/gemini-2.5-pro'],
  ['openai', '', 'none -'],
])('%s / %s is %s', (provider, name, expected) => {
  expect(meaning(provider, name)).toBe(expected);
});

test('an alias means what it meant at the time of the call', () => {
  expect(meaning('openai', 'gpt-4o', Date.parse('2024-10-01T23:59:59Z'))).toBe('alias openai/gpt-4o-2024-05-13');
  expect(meaning('openai', 'gpt-4o', Date.parse('2024-10-02'))).toBe('alias openai/gpt-4o-2024-08-06');
});

test('a call dated before the first model of its name takes the first', () => {
  expect(meaning('openai', 'gpt-4o', Date.parse('2023-11-16'))).toBe('alias openai/gpt-4o-2024-05-13');
});

test('a model that is forwarded after its end is its successor from then on', () => {
  expect(meaning('google', 'gemini-2.5-pro', Date.parse('2026-11-30'))).toBe('exact google/gemini-2.5-pro');
  expect(meaning('google', 'gemini-2.5-pro', Date.parse('2026-12-01'))).toBe('alias google/gemini-3.8-flash');
});

test('deployments name models that only the user knows', () => {
  const named = createCatalog({ deployments: { 'support-bot': 'openai/gpt-4.1-mini', 'azure/prod': 'anthropic/claude-haiku-4-5-20251001' } });
  expect(named.resolve('azure', 'support-bot', AT)).toMatchObject({ match: 'alias', model: { id: 'openai/gpt-4.1-mini' } });
  expect(named.resolve('azure', 'prod', AT)).toMatchObject({ match: 'alias', model: { id: 'anthropic/claude-haiku-4-5' } });
  expect(named.resolve('openai', 'prod', AT).match).toBe('none');
});

describe('prefixes', () => {
  test('never cross a version', () => {
    for (const name of ['claude-opus-5-7', 'gpt-5.7', 'gemini-3.8-flash-lite', 'claude-sonnet-4-9', 'gpt-6-luna-mini']) {
      const provider = name.startsWith('claude') ? 'anthropic' : name.startsWith('gpt') ? 'openai' : 'google';
      expect(meaning(provider, name)).toBe('none -');
    }
  });

  test('are said to be estimates', () => {
    expect(catalog.resolve('openai', 'gpt-4.1-mini-eastus', AT).note).toMatch(/estimated/);
  });
});

const OBJECT_NAMES = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];

test.each(OBJECT_NAMES)('%s is a name like any other: as a model, a provider, a vendor and a service tier', (name) => {
  expect(meaning('openai', name)).toBe('none -');
  expect(meaning(name, name)).toBe('none -');
  expect(meaning('', `${name}/x`)).toBe('none -');
  expect(meaning('openrouter', `${name}/gpt-4o`)).toBe('none -');
  expect(createCatalog({ deployments: { prod: 'openai/gpt-4.1' } }).resolve('azure', name, AT).match).toBe('none');
  const { model } = catalog.resolve('openai', 'gpt-4.1', AT);
  expect(model === undefined ? 'missing' : catalog.rateCard(model, { tier: name, at: AT, inputTokens: 1 }).known).toBe(false);
});

test('a deployment may bear the name of the model that it means', () => {
  const named = createCatalog({ deployments: { 'gpt-4o': 'openai/gpt-4o', 'azure/a': 'azure/b', 'azure/b': 'azure/a' } });
  expect(named.resolve('azure', 'gpt-4o', AT)).toMatchObject({ match: 'alias', model: { id: 'openai/gpt-4o-2024-08-06' } });
  expect(named.resolve('azure', 'a', AT).match).toBe('none');
});

test('a call dated before its model was released is priced, and the note says so; the match stays', () => {
  const released = catalog.resolve('openai', 'gpt-4.1', AT).model?.releasedAt ?? Number.NaN;
  const before = catalog.resolve('openai', 'gpt-4.1', released - 1);
  expect(before).toMatchObject({ match: 'exact', note: `priced at its first known price: not released before ${new Date(released).toISOString().slice(0, 10)}` });
  expect(catalog.resolve('openai', 'gpt-4.1', released).note).toBe('');
  expect(catalog.resolve('openai', 'gpt-4o', Date.parse('2023-11-16')).note).toMatch(/^points to gpt-4o-2024-05-13; priced at its first known price: not released before 2024-05-13$/);
});

test('a model of the user\'s own under a gateway is found by its name there', () => {
  const price = { inputUsdPerMtok: 1, outputUsdPerMtok: 2 };
  const own = createCatalog({ models: { 'litellm/our-router': { price } } });
  expect(own.resolve('litellm', 'Our-Router', AT)).toMatchObject({ match: 'exact', model: { id: 'litellm/our-router' } });
  expect(own.resolve('litellm', 'openai/gpt-4.1', AT)).toMatchObject({ match: 'exact', model: { id: 'openai/gpt-4.1' } });
});

test('a discount is the seller\'s: Azure\'s holds for what Azure sells at another maker\'s list price, the maker\'s does not', () => {
  const input = (discounts: Record<string, number>, provider: string): number => {
    const discounted = createCatalog({ discounts });
    const { model } = discounted.resolve(provider, 'claude-3-haiku-20240307', AT);
    const card = model === undefined ? undefined : discounted.rateCard(model, { tier: '', at: AT, inputTokens: 1 });
    return card?.known === true ? card.value.rates.inputUsdPerMtok : Number.NaN;
  };
  expect([input({ azure: 0.2 }, 'azure'), input({ anthropic: 0.2 }, 'azure'), input({ anthropic: 0.2 }, 'anthropic')]).toEqual([0.25 * 0.8, 0.25, 0.25 * 0.8]);
});

test('a snapshot that is younger than the call is taken for its model with a guess, not as a known one', () => {
  expect(catalog.resolve('openai', 'gpt-4.1-2099-01-01', AT)).toMatchObject({ match: 'prefix', model: { id: 'openai/gpt-4.1' } });
  expect(meaning('openai', 'gpt-4.1-2025-04-14')).toBe('dated openai/gpt-4.1');
});

test('a gateway is paid its own price: the maker\'s discount does not come off it', () => {
  const discounted = createCatalog({ discounts: { openai: 0.5 } });
  const input = (provider: string, name: string): number => {
    const { model } = discounted.resolve(provider, name, AT);
    const card = model === undefined ? undefined : discounted.rateCard(model, { tier: '', at: AT, inputTokens: 1 });
    return card?.known === true ? card.value.rates.inputUsdPerMtok : Number.NaN;
  };
  expect([input('openrouter', 'openai/gpt-4o-mini'), input('openai', 'gpt-4o-mini')]).toEqual([0.15, 0.075]);
  expect(discounted.resolve('openrouter', 'openai/gpt-4o-mini', AT).model).toMatchObject({ provider: 'openai', seller: 'openrouter' });
});

test('who asks first changes no answer: a gateway sells the models of Azure, of Google Cloud and of their makers side by side', () => {
  const names = ['azure/gpt-6-luna', 'openai/gpt-6-luna', 'vertex_ai/gemini-2.5-pro', 'gemini/gemini-2.5-pro'];
  const answersIn = (order: readonly string[]): Record<string, unknown> => {
    const fresh = createCatalog();
    return Object.fromEntries(order.map((name) => [name, fresh.resolve('litellm', name, AT)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
  };
  expect(answersIn([...names].reverse())).toEqual(answersIn(names));
  const models = answersIn(names) as Record<string, { model?: { provider: string; retiredAt?: number } }>;
  expect(names.map((name) => models[name]?.model?.provider)).toEqual(['azure', 'openai', 'google', 'google']);
  expect(models['vertex_ai/gemini-2.5-pro']?.model?.retiredAt).not.toBe(models['gemini/gemini-2.5-pro']?.model?.retiredAt);
});
