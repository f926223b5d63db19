import { expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/index.js';
import { baseModelOf } from '../../src/make/catalog-base-model.js';

test.each([
  // one set of weights, as each host spells it
  ['groq', 'llama-3.3-70b-versatile', 'meta-llama/llama-3.3-70b-instruct'],
  ['groq', 'llama-3.3-70b-specdec', 'meta-llama/llama-3.3-70b-instruct'],
  ['together', 'meta-llama/Llama-3.3-70B-Instruct-Turbo', 'meta-llama/llama-3.3-70b-instruct'],
  ['fireworks', 'accounts/fireworks/models/llama-v3p3-70b-instruct', 'meta-llama/llama-3.3-70b-instruct'],
  ['cerebras', 'llama-3.3-70b', 'meta-llama/llama-3.3-70b-instruct'],
  ['bedrock', 'us.meta.llama3-3-70b-instruct-v1:0', 'meta-llama/llama-3.3-70b-instruct'],
  ['sambanova', 'Meta-Llama-3.3-70B-Instruct', 'meta-llama/llama-3.3-70b-instruct'],
  ['groq', 'llama-3.1-8b-instant', 'meta-llama/llama-3.1-8b-instruct'],
  ['fireworks', 'llama-v3p1-8b-instruct', 'meta-llama/llama-3.1-8b-instruct'],
  ['cerebras', 'llama3.1-8b', 'meta-llama/llama-3.1-8b-instruct'],
  ['bedrock', 'meta.llama3-1-8b-instruct-v1:0', 'meta-llama/llama-3.1-8b-instruct'],
  ['together', 'meta-llama/Meta-Llama-3.1-405B-Instruct-Turbo', 'meta-llama/llama-3.1-405b-instruct'],
  ['together', 'meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8', 'meta-llama/llama-4-maverick'],
  ['fireworks', 'llama4-maverick-instruct-basic', 'meta-llama/llama-4-maverick'],
  ['groq', 'openai/gpt-oss-120b', 'openai/gpt-oss-120b'],
  ['bedrock', 'openai.gpt-oss-120b-1:0', 'openai/gpt-oss-120b'],
  ['cerebras', 'gpt-oss-120b', 'openai/gpt-oss-120b'],
  ['cerebras', 'qwen-3-32b', 'qwen/qwen3-32b'],
  ['groq', 'qwen/qwen3-32b', 'qwen/qwen3-32b'],
  ['cerebras', 'qwen-3.8-27b', 'qwen/qwen3.8-27b'],
  ['groq', 'qwen/qwen3.8-27b', 'qwen/qwen3.8-27b'],
  ['cerebras', 'qwen-3-235b-a22b-instruct-2507', 'qwen/qwen3-235b-a22b-instruct-2507'],
  ['together', 'Qwen/Qwen3-235B-A22B-Instruct-2507-tput', 'qwen/qwen3-235b-a22b-instruct-2507'],
  ['together', 'Qwen/Qwen3-235B-A22B-fp8-tput', 'qwen/qwen3-235b-a22b'],
  ['together', 'deepseek-ai/DeepSeek-V3', 'deepseek/deepseek-v3'],
  ['together', 'deepseek-ai/DeepSeek-V3.1', 'deepseek/deepseek-v3.1'],
  ['fireworks', 'deepseek-v3p1', 'deepseek/deepseek-v3.1'],
  ['fireworks', 'deepseek-r1-basic', 'deepseek/deepseek-r1'],
  ['together', 'deepseek-ai/DeepSeek-R1-0528-tput', 'deepseek/deepseek-r1-0528'],
  ['fireworks', 'deepseek-v4p1-flash', 'deepseek/deepseek-v4.1-flash'],
  ['together', 'deepseek-ai/DeepSeek-V4.1-Flash', 'deepseek/deepseek-v4.1-flash'],
  ['fireworks', 'glm-5p3-flash', 'z-ai/glm-5.3-flash'],
  ['cerebras', 'zai-glm-4.7', 'z-ai/glm-4.7'],
  ['together', 'zai-org/GLM-4.5-Air-FP8', 'z-ai/glm-4.5-air'],
  ['fireworks', 'accounts/fireworks/routers/kimi-k2p6-fast', 'moonshotai/kimi-k2.6'],
  ['together', 'MiniMaxAI/MiniMax-M3', 'minimax/minimax-m3'],
  // not the same weights
  ['groq', 'moonshotai/kimi-k2-instruct', 'moonshotai/kimi-k2-instruct'],
  ['groq', 'moonshotai/kimi-k2-instruct-0905', 'moonshotai/kimi-k2-0905'],
  ['together', 'mistralai/Mistral-7B-v0.1', 'mistralai/mistral-7b-base'],
  ['together', 'mistralai/Mixtral-8x7B-v0.1', 'mistralai/mixtral-8x7b-base'],
  ['together', 'Open-Orca/Mistral-7B-OpenOrca', 'open-orca/mistral-7b-openorca'],
  ['together', 'togethercomputer/Llama-2-7B-32K-Instruct', 'together/llama-2-7b-32k-instruct'],
  ['together', 'togethercomputer/GPT-JT-Moderation-6B', 'together/gpt-jt-moderation-6b'],
  ['together', 'Qwen/Qwen3-Next-80B-A3B-Thinking', 'qwen/qwen3-next-80b-a3b-thinking'],
])('%s %s has the weights of %s', (provider, model, expected) => {
  expect(baseModelOf(provider, model)).toBe(expected);
});

test('Llama 3.3 70B has a price of its own on each of its hosts', () => {
  const hosts = createCatalog().models.filter(({ baseModel, kind, retiredAt }) => baseModel === 'meta-llama/llama-3.3-70b-instruct' && kind === 'chat' && retiredAt === undefined).map(({ provider }) => provider);
  expect([...new Set(hosts)].filter((host) => ['bedrock', 'deepinfra', 'fireworks', 'groq', 'nebius', 'sambanova', 'together'].includes(host))).toHaveLength(7);
});

test('no model of a maker with a name of its own is filed under its host', () => {
  const hosts = ['groq', 'cerebras', 'fireworks', 'together', 'deepinfra', 'sambanova', 'nebius'];
  const misfiled = createCatalog().models.filter(({ provider, model, baseModel, kind }) => kind === 'chat' && hosts.includes(provider) && baseModel.startsWith(`${provider}/`) && /(^|\/)(meta-llama-|llama-\d|qwen|gpt-oss|deepseek|kimi|glm-|minimax|gemma-\d-)/.test(model) && !/32k/.test(model));
  expect(misfiled.map(({ id, baseModel }) => `${id} ${baseModel}`)).toEqual([]);
});
