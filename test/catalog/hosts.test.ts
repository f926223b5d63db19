import { expect, test } from 'vitest';
import { disagreements } from '../../src/catalog/data/disagreements/hosts.js';
import { createCatalog } from '../../src/catalog/index.js';

const catalog = createCatalog();
const AT = Date.parse('2026-11-01');
const meaning = (provider: string, name: string): string => {
  const { match, model } = catalog.resolve(provider, name, AT);
  return `${match} ${model?.id ?? '-'}`;
};

test.each([
  ['groq', 'groq/openai/gpt-oss-120b', 'exact groq/openai/gpt-oss-120b'],
  ['groq', 'openai/gpt-oss-safeguard-20b', 'exact groq/openai/gpt-oss-safeguard-20b'],
  ['groq', 'moonshotai/kimi-k2-instruct-0905', 'exact groq/moonshotai/kimi-k2-instruct-0905'],
  ['groq', 'groq/groq/compound-mini', 'none -'],
  ['litellm', 'groq/qwen/qwen3.8-27b', 'exact groq/qwen/qwen3.8-27b'],
  ['together', 'together_ai/zai-org/GLM-5.3', 'exact together/zai-org/glm-5.3'],
  ['togethercomputer', 'zai-org/GLM-5.3', 'none -'],
  ['litellm', 'together_ai/openai/gpt-oss-120b', 'exact together/openai/gpt-oss-120b'],
  ['fireworks_ai', 'accounts/fireworks/models/llama-v3p1-8b-instruct', 'exact fireworks/llama-v3p1-8b-instruct'],
  ['fireworks', 'fireworks_ai/accounts/fireworks/models/glm-5p3', 'exact fireworks/glm-5p3'],
  ['fireworks', 'accounts/fireworks/routers/kimi-k2p6-turbo', 'exact fireworks/accounts/fireworks/routers/kimi-k2p6-turbo'],
  ['fireworks', 'accounts/fireworks/models/qwen3p8-2p4t-a95b', 'alias fireworks/qwen3p8-max'],
  ['fireworks', 'accounts/acme/models/glm-5p3', 'none -'],
  ['fireworks', 'accounts/fireworks/models/glm-5p3#accounts/acme/deployments/a1b2', 'none -'],
  ['cerebras', 'llama3.3-70b', 'alias cerebras/llama-3.3-70b'],
  ['cerebras', 'cerebras/gpt-oss-120b', 'exact cerebras/gpt-oss-120b'],
  ['deep_infra', 'meta-llama/Llama-3.3-70B-Instruct-Turbo', 'exact deepinfra/meta-llama/llama-3.3-70b-instruct-turbo'],
  ['sambanova', 'sambanova/Meta-Llama-3.3-70B-Instruct', 'exact sambanova/meta-llama-3.3-70b-instruct'],
  ['nebius', 'nebius/openai/gpt-oss-120b', 'exact nebius/openai/gpt-oss-120b'],
  ['cloudflare', '@cf/meta/llama-3.3-70b-instruct-fp8-fast', 'none -'],
])('%s / %s is %s', (provider, name, expected) => {
  expect(meaning(provider, name)).toBe(expected);
});

test('what a source says otherwise is said of a model that exists', () => {
  const ids = new Set(catalog.models.map(({ id }) => id));
  expect(disagreements.filter(({ model }) => !ids.has(model))).toEqual([]);
});

test('a model that thinks is not taken for a silent one on any host', () => {
  const hosts = ['groq', 'together', 'fireworks', 'cerebras', 'deepinfra', 'sambanova', 'nebius'];
  const silent = catalog.models.filter(({ provider, baseModel, efforts, kind }) => kind === 'chat' && hosts.includes(provider) && /gpt-oss|deepseek-r1|qwq|glm-5|kimi-k3|kimi-k2-thinking|minimax-m|qwen3\.[5-9]|thinking/.test(baseModel) && efforts.length === 0);
  expect(silent.map(({ id }) => id)).toEqual([]);
});

test('Groq and Cerebras limits are pools of the model', () => {
  expect(catalog.models.find(({ id }) => id === 'groq/openai/gpt-oss-20b')?.pool).toBe('groq/gpt-oss-20b');
  expect(catalog.models.find(({ id }) => id === 'cerebras/gpt-oss-120b')?.pool).toBe('cerebras/gpt-oss-120b');
});
