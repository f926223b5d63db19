import { describe, expect, test } from 'vitest';
import type { CapturedCall } from '../../src/model/call.js';
import { inclusiveUsage } from '../../src/model/usage.js';
import { providerOfRoute, routeOf } from '../../src/providers/hosts.js';
import { isWholeReply, readBodies, readExchange, readStreamText, withAdvice } from '../../src/providers/index.js';
import { isPlaceholderId, trueKeys } from '../../src/providers/placeholder.js';
import { usageOfRaw } from '../../src/providers/raw-usage.js';

const context = { source: 'test', fileTimeMs: 1_763_900_000_000 };
interface Answer { url?: string; request?: object; reply: unknown; status?: number; headers?: Record<string, string> }

function callOf({ url = 'https://api.openai.com/v1/chat/completions', request = {}, reply, status = 200, headers = {} }: Answer): CapturedCall {
  const body = typeof reply === 'string' ? { text: reply } : { json: reply };
  const outcome = readExchange({ request: { method: 'POST', url, headers: {}, body: { json: { model: 'm', messages: [], ...request } } }, response: { status, headers, body } }, context);
  if (!outcome.known) throw new Error(outcome.reason);
  return outcome.value;
}

const choice = { index: 0, message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' };
const counts = ({ usage }: CapturedCall) => Object.fromEntries(Object.entries(inclusiveUsage(usage)).filter(([, count]) => count !== undefined));
const streamOf = (events: readonly object[]): string => events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
const ANTHROPIC = 'https://api.anthropic.com/v1/messages';
const RESPONSES = 'https://api.openai.com/v1/responses';
const message = (usage: object) => ({ id: 'msg_own1', type: 'message', role: 'assistant', model: 'claude-opus-4-6', content: [{ type: 'text', text: 'ok' }], stop_reason: 'end_turn', usage });

describe('ids that a recorder masked are no identity', () => {
  test.each(['<X_REQUEST_ID>', 'REDACTED', '[REDACTED]', '***', '<ID>', '{{id}}', 'sanitized', 'filtered', 'req_masked', 'request-id', 'chatcmpl-xxxx', '00000000-0000-0000-0000-000000000000', ''])('%j', (id) => {
    expect(isPlaceholderId(id)).toBe(true);
  });

  test.each(['req_7f3a9c2e', 'msg_alpha', 'kQbXwPzzRtYuIoPaSdFg', '3f1c5e1a-1111-4222-8333-444455556666', 'W8PAaLXaJ9G'])('but not %j', (id) => {
    expect(isPlaceholderId(id)).toBe(false);
  });

  test('in headers and bodies; other keys stay as they are', () => {
    expect(callOf({ reply: { id: '<RESPONSE_ID>', choices: [choice] }, headers: { 'x-request-id': '<X_REQUEST_ID>', 'request-id': 'req_own1' } }).keys).toEqual(['request:req_own1']);
    expect(trueKeys(['request:***', 'response:msg_1', 'litellm:abc'])).toEqual(['response:msg_1', 'litellm:abc']);
  });
});

describe('counts where a part is larger than its whole keep the call', () => {
  test.each<[string, object, object]>([
    ['reasoning beyond an output of another total', { prompt_tokens: 951, completion_tokens: 6000, total_tokens: 6952, completion_tokens_details: { reasoning_tokens: 6001 } }, { inputTokens: 951, outputTokens: 6000, reasoningTokens: 6000 }],
    ['a cache a little beyond the prompt', { prompt_tokens: 1000, completion_tokens: 5, total_tokens: 1005, prompt_tokens_details: { cached_tokens: 1010 } }, { inputTokens: 1000, cachedInputTokens: 1000, outputTokens: 5 }],
  ])('%s', (_, usage, expected) => {
    expect(counts(callOf({ reply: { choices: [choice], usage } }))).toEqual(expected);
  });

  test('at Gemini too', () => {
    const usageMetadata = { promptTokenCount: 1023, cachedContentTokenCount: 1030, candidatesTokenCount: 5, totalTokenCount: 1028 };
    expect(counts(callOf({ url: 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent', reply: { candidates: [{ content: { parts: [{ text: 'a' }] }, finishReason: 'STOP' }], usageMetadata } }))).toMatchObject({ inputTokens: 1023, cachedInputTokens: 1023 });
  });
});

describe('Google under the names of OpenAI counts thinking in the total alone', () => {
  const reply = { model: 'gemini-2.5-flash', choices: [choice], usage: { prompt_tokens: 20, completion_tokens: 198, total_tokens: 623 } };
  test.each(['https://generativelanguage.googleapis.com/v1beta/openai/chat/completions', 'https://gateway.example.com/v1/chat/completions'])('%s', (url) => {
    expect(counts(callOf({ url, reply }))).toEqual({ inputTokens: 20, outputTokens: 623 - 20 });
  });

  test('where reasoning is stated, it is the stated one', () => {
    const usage = { prompt_tokens: 21, completion_tokens: 0, total_tokens: 81, completion_tokens_details: { reasoning_tokens: 60 } };
    expect(counts(callOf({ reply: { ...reply, usage } }))).toEqual({ inputTokens: 21, outputTokens: 60, reasoningTokens: 60 });
  });

  test('other models keep their output', () => {
    expect(counts(callOf({ reply: { ...reply, model: 'gpt-5' } })).outputTokens).toBe(198);
  });
});

describe('usage inside the choice of the last chunk', () => {
  const chunk = (more: object) => ({ id: 'chatcmpl-own1', object: 'chat.completion.chunk', model: 'kimi-k2.5', ...more });
  const inner = chunk({ choices: [{ index: 0, delta: { content: 'a' }, finish_reason: 'stop', usage: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 } }] });
  test('is read', () => {
    expect(counts(callOf({ reply: streamOf([inner]) }))).toEqual({ inputTokens: 12, outputTokens: 5 });
  });

  test('stands back behind that of the whole reply, wherever it comes', () => {
    const outer = chunk({ choices: [], usage: { prompt_tokens: 99, completion_tokens: 33, total_tokens: 132 } });
    for (const events of [[inner, outer], [outer, inner]]) expect(counts(callOf({ reply: streamOf(events) }))).toEqual({ inputTokens: 99, outputTokens: 33 });
  });
});

describe('searches that are paid', () => {
  const GEMINI = (model: string) => `https://generativelanguage.googleapis.com/v1beta/models/${model}:generateContent`;
  const grounded = { candidates: [{ content: { parts: [{ text: 'a' }] }, finishReason: 'STOP', groundingMetadata: { webSearchQueries: ['one', '', 'two', 'one'] } }], usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 1 } };
  test.each([['gemini-3-pro-preview', 2], ['gemini-flash-latest', 2], ['gemini-2.5-flash', 1]])('grounding of %s: %i', (model, searches) => {
    expect(callOf({ url: GEMINI(model), reply: grounded }).usage.webSearches).toBe(searches);
  });

  test('grounding of a stream counts each query once; none without a search', () => {
    expect(callOf({ url: GEMINI('gemini-3-pro').replace('generateContent', 'streamGenerateContent'), reply: streamOf([grounded, { candidates: [{ ...grounded.candidates[0], groundingMetadata: { webSearchQueries: ['two', 'three'] } }] }]) }).usage.webSearches).toBe(3);
    expect(callOf({ url: GEMINI('gemini-3-pro'), reply: { ...grounded, candidates: [{ finishReason: 'STOP' }] } }).usage.webSearches).toBeUndefined();
  });

  test('interactions count them in their usage, or show them as steps', () => {
    const url = 'https://generativelanguage.googleapis.com/v1beta/interactions';
    const interaction = (model: string, more: object) => ({ url, request: { model, input: 'a' }, reply: { id: 'v1_own', object: 'interaction', status: 'completed', model, ...more } });
    const usage = { total_input_tokens: 12, total_output_tokens: 3, grounding_tool_count: [{ type: 'google_search', count: 2 }, { type: 'google_maps', count: 4 }] };
    expect(callOf(interaction('gemini-3-pro', { usage })).usage.webSearches).toBe(2);
    expect(callOf(interaction('gemini-2.5-flash', { usage })).usage.webSearches).toBe(1);
    expect(callOf(interaction('gemini-3-pro', { steps: [{ type: 'google_search_call', arguments: { queries: ['a', 'b'] } }], usage: { total_input_tokens: 12 } })).usage.webSearches).toBe(2);
  });

  test('xAI counts those of the web and of X; its own steps are no calls of the caller', () => {
    const output = [{ type: 'custom_tool_call', name: 'x_keyword_search', input: '{}' }, { type: 'custom_tool_call', name: 'lookup', input: '{}' }, { type: 'web_search_call', action: { type: 'search' } }];
    const usage = { input_tokens: 10, output_tokens: 5, total_tokens: 15, server_side_tool_usage_details: { web_search_calls: 3, x_search_calls: 1, code_interpreter_calls: 2 } };
    const call = callOf({ url: 'https://api.x.ai/v1/responses', request: { input: 'q' }, reply: { id: 'own1', object: 'response', model: 'grok-4', status: 'completed', output, usage } });
    expect([call.usage.webSearches, call.content?.reply?.toolCalls.map(({ name }) => name)]).toEqual([3 + 1, ['lookup']]);
  });

  test('Perplexity counts invocations; models of OpenAI that search before every chat answer are charged one', () => {
    const usage = { input_tokens: 30, output_tokens: 5, total_tokens: 35, tool_calls_details: { search_web: { invocation: 2 } } };
    expect(callOf({ url: 'https://api.perplexity.ai/v1/responses', request: { input: 'q' }, reply: { id: 'resp_own1', object: 'response', status: 'completed', output: [], usage } }).usage.webSearches).toBe(2);
    const chat = (model: string) => callOf({ reply: { model, choices: [choice], usage: { prompt_tokens: 9, completion_tokens: 72, total_tokens: 81 } } }).usage.webSearches;
    expect([chat('gpt-4o-search-preview-2025-03-11'), chat('gpt-4o-mini-search-preview'), chat('gpt-4o')]).toEqual([1, 1, undefined]);
  });
});

test('cache writes under the names of Perplexity and Alibaba', () => {
  const details = { cached_tokens: 500, cache_creation_input_tokens: 2048 };
  for (const usage of [{ prompt_tokens: 3019, completion_tokens: 4, total_tokens: 3023, prompt_tokens_details: details }, { input_tokens: 3019, output_tokens: 4, total_tokens: 3023, input_tokens_details: details }]) {
    expect(usageOfRaw(usage, { generatesNothing: false })).toMatchObject({ value: { usage: { uncachedInputTokens: 3019 - 500 - 2048, cacheReadTokens: 500, cacheWriteTokens: 2048 } } });
  }
});

describe('Anthropic', () => {
  test('fast mode is a tier of its own', () => {
    const usage = { input_tokens: 10, output_tokens: 2, service_tier: 'standard', speed: 'fast' };
    expect(callOf({ url: ANTHROPIC, reply: message(usage) }).serviceTier).toBe('fast');
    expect(callOf({ url: ANTHROPIC, reply: message({ ...usage, speed: 'standard' }) }).serviceTier).toBe('standard');
    expect(usageOfRaw(usage, { generatesNothing: false })).toMatchObject({ value: { serviceTier: 'fast' } });
  });

  test('what a summary in between wrote to the long cache is long', () => {
    const compaction = { type: 'compaction', input_tokens: 100, output_tokens: 50, cache_creation_input_tokens: 4000, cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 3000 } };
    const usage = { input_tokens: 10, output_tokens: 5, cache_creation_input_tokens: 0, cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 }, iterations: [compaction, { type: 'message', input_tokens: 10, output_tokens: 5 }] };
    expect(counts(callOf({ url: ANTHROPIC, reply: message(usage) }))).toMatchObject({ inputTokens: 10 + 100 + 4000, cacheWriteTokens: 4000, cacheWrite1hTokens: 3000, outputTokens: 5 + 50 });
  });

  test('a message that starts whole is whole', () => {
    const start = { type: 'message_start', message: { ...message({ input_tokens: 4, output_tokens: 0 }), content: [{ type: 'tool_use', id: 't', name: 'find', input: { a: 1 } }], stop_reason: 'tool_use' } };
    const call = callOf({ url: ANTHROPIC, reply: streamOf([start, { type: 'message_stop' }]) });
    expect(call).toMatchObject({ status: 'ok', finishReason: 'tool_use', usageSource: 'reported', usage: { outputTokens: 0 }, content: { reply: { toolCalls: [{ name: 'find' }] } } });
  });
});

describe('errors', () => {
  test.each<[string, Answer, object]>([
    ['a stream that holds nothing else', { reply: streamOf([{ error: { message: 'It broke' } }]), status: 200 }, { status: 'server_error' }],
    ['MiniMax inside a 200', { url: 'https://api.minimax.io/v1/chat/completions', reply: { id: 'own1', choices: null, base_resp: { status_code: 1002, status_msg: 'slow down' } } }, { status: 'rate_limited', errorType: '1002' }],
    ['Cerebras without an envelope', { reply: { message: 'Too long', type: 'invalid_request_error', param: 'messages', code: 'context_length_exceeded' }, status: 400 }, { status: 'client_error', errorType: 'invalid_request_error' }],
    ['xAI with a text', { reply: { code: 'Not found', error: 'No such model' }, status: 404 }, { status: 'client_error', errorType: 'Not found' }],
    ['Bedrock of an operation that is none', { url: 'https://bedrock-runtime.us-east-1.amazonaws.com/model/foo/converse', reply: { Output: { __type: 'com.amazon.coral.service#UnknownOperationException' }, Version: '1.0' }, status: 404 }, { status: 'client_error', errorType: 'UnknownOperationException' }],
  ])('%s', (_, answer, expected) => {
    expect(callOf(answer)).toMatchObject(expected);
  });

  test('a stream of no known format that holds only an error is no success', () => {
    const outcome = readStreamText(streamOf([{ error: { message: 'It broke', code: 429 } }]), context);
    expect(outcome).toMatchObject({ value: { status: 'rate_limited', stream: true } });
  });

  test('a numbered error is of Responses; MiniMax with code 0 is fine', () => {
    expect(readStreamText(streamOf([{ type: 'error', sequence_number: 0, code: 'server_error', message: 'x' }]), context)).toMatchObject({ value: { api: 'responses', status: 'server_error', errorType: 'server_error' } });
    expect(callOf({ reply: { choices: [choice], base_resp: { status_code: 0, status_msg: '' } } }).status).toBe('ok');
  });
});

test('Workers AI streams words and counts in events of its own', () => {
  const outcome = readStreamText(`${streamOf([{ response: 'Hel' }, { response: 'lo', usage: { prompt_tokens: 5, completion_tokens: 6, total_tokens: 11 } }])}data: [DONE]\n\n`, context);
  expect(outcome).toMatchObject({ value: { status: 'ok', usage: { uncachedInputTokens: 5, outputTokens: 6 }, content: { reply: { text: 'Hello' } } } });
});

test.each([
  ['<OLLAMA_API_BASE>/chat/completions', 'ollama'], ['<GPUSTACK_API_BASE>/chat/completions', undefined], ['{{base_url}}/chat/completions', undefined], ['localhost:8000/v1/chat/completions', undefined],
  ['api.groq.com/openai/v1/chat/completions', 'groq'], ['https://<HOST>/v1/chat/completions', undefined], ['/v1/chat/completions', 'openai'], ['v1/chat/completions', 'openai'], ['https://api.studio.nebius.ai/v1/chat/completions', 'nebius'],
  ['https://api.tokenfactory.nebius.com/v1/chat/completions', 'nebius'], ['https://api.minimaxi.com/v1/chat/completions', 'minimax'], ['https://api.cloudflare.com/client/v4/accounts/a/ai/v1/chat/completions', 'cloudflare'],
])('%s is served by %s', (url, provider) => {
  expect(providerOfRoute(routeOf(url), 'openai')).toBe(provider);
  expect(routeOf(url).path).toMatch(/chat\/completions$/);
});

test.each([['kimi-k2.5', 'moonshotai'], ['gemma-7b-it', 'openai-compatible'], ['gemma-3-27b-it', 'google']])('a reply of %s without its URL is of %s', (model, provider) => {
  expect(readBodies({ reply: { id: 'chatcmpl-own1', model, choices: [choice] } }, context)).toMatchObject({ value: { provider } });
});

test('costs and tiers that stand in the usage or in a header', () => {
  expect(callOf({ url: 'https://api.deepinfra.com/v1/openai/chat/completions', reply: { choices: [choice], usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, estimated_cost: 0.0000125 } } }).loggedCostNanoUsd).toBe(12_500);
  expect(callOf({ url: 'https://api.mistral.ai/v1/chat/completions', reply: { choices: [choice], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, service_tier: 'flex' } } }).serviceTier).toBe('flex');
  expect(callOf({ url: 'https://x.openai.azure.com/openai/deployments/d/chat/completions', reply: { choices: [choice] }, headers: { 'azureai-processed-tier': 'priority' } }).serviceTier).toBe('priority');
});

test('a conversation that is compacted is a billed call; text generation of watsonx is a format not read', () => {
  const reply = { id: 'resp_own1', object: 'response.compaction', created_at: 1_764_967_971, output: [], usage: { input_tokens: 139, output_tokens: 438, total_tokens: 577, output_tokens_details: { reasoning_tokens: 64 } } };
  expect(counts(callOf({ url: `${RESPONSES}/compact`, request: { input: [] }, reply }))).toEqual({ inputTokens: 139, outputTokens: 438, reasoningTokens: 64 });
  const url = 'https://us-south.ml.cloud.ibm.com/ml/v1/text/generation';
  expect(readExchange({ request: { method: 'POST', url, headers: {}, body: { json: { input: 'a' } } }, response: undefined }, context)).toEqual({ known: false, reason: 'no wire format is known for the path /ml/v1/text/generation' });
});

test('of two Date headers made into one the first counts', () => {
  const date = 'Thu, 02 Apr 2026 11:32:16 GMT, Thu, 02 Apr 2026 11:32:17 GMT';
  expect(callOf({ reply: { choices: [choice] }, headers: { date } })).toMatchObject({ startedAt: Date.UTC(2026, 3, 2, 11, 32, 16), timeSource: 'record' });
});

test('records of a log are no whole replies, though they hold the same names', () => {
  expect(isWholeReply(message({ input_tokens: 1 }))).toBe(true);
  for (const record of [{ model: 'm', input_tokens: 1, stop_reason: 'end_turn' }, { messages: [], choices: [choice], usage: {} }, { request: {}, response: message({}) }, { generation_id: 'gen-1', finish_reason: 'stop' }]) expect(isWholeReply(record)).toBe(false);
});

describe('an advisor of another model inside a call', () => {
  const iterations = [{ type: 'message', input_tokens: 1100, output_tokens: 100 }, { type: 'advisor_message', model: 'claude-opus-4-8', input_tokens: 2500, cache_read_input_tokens: 40, output_tokens: 20 }, { type: 'message', input_tokens: 1200, output_tokens: 10 }];
  const usage = { input_tokens: 1100 + 1200, output_tokens: 100 + 10, service_tier: 'standard', iterations };

  test('is in none of the call\'s counts and becomes a call of its own', () => {
    const call = callOf({ url: ANTHROPIC, reply: message(usage) });
    expect(counts(call)).toEqual({ inputTokens: 2300, outputTokens: 110 });
    const [main, advisor, ...others] = withAdvice(call);
    expect(others).toEqual([]);
    expect(main).not.toHaveProperty('advice');
    expect(main?.keys).toEqual(['response:msg_own1']);
    expect(advisor).toMatchObject({ keys: ['response:msg_own1/advisor-1'], provider: 'anthropic', servedModel: 'claude-opus-4-8', startedAt: call.startedAt, serviceTier: 'standard', status: 'ok', usage: { uncachedInputTokens: 2500, cacheReadTokens: 40, outputTokens: 20 } });
  });

  test('is told in the last event of a stream', () => {
    const events = [{ type: 'message_start', message: { ...message({ input_tokens: 1100, output_tokens: 1 }), content: [], stop_reason: null } }, { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage }, { type: 'message_stop' }];
    expect(callOf({ url: ANTHROPIC, reply: streamOf(events) }).advice).toEqual([{ model: 'claude-opus-4-8', usage: { uncachedInputTokens: 2500, cacheReadTokens: 40, outputTokens: 20 } }]);
  });

  test('most calls have none', () => {
    const call = callOf({ url: ANTHROPIC, reply: message({ input_tokens: 1, output_tokens: 1 }) });
    expect(withAdvice(call)).toEqual([call]);
  });
});
