import { describe, expect, test } from 'vitest';
import { detectSource } from '../../src/sources/index.js';
import { isCounted, joinedUsage } from '../../src/sources/log-usage.js';
import { createTimeReader } from '../../src/sources/time.js';
import { usd } from '../../src/sources/values.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

type Row = Readonly<Record<string, unknown>>;
const lines = (...rows: readonly Row[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const read = async (id: string, ...rows: readonly Row[]) => callsOf((await readWith(id, lines(...rows))).items);
const formatOf = (text: string): string => {
  const detection = detectSource(text, { isWhole: true });
  return detection.found ? detection.source.id : `${detection.problem}: ${detection.candidates.map(({ id }) => id).join(' ')}`;
};

const answer = { object: 'response', output: [{ type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'shoes' } }, { type: 'message', id: 'm_1', role: 'assistant', content: [{ type: 'output_text', text: 'Blue.' }] }] };
const filtered = { error: { message: 'The prompt was filtered', type: null, param: 'prompt', code: 'content_filter', status: 400 } };
const request = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Ping?' }] };

describe('detection between neighbours', () => {
  test('log records of Kong are Kong\'s, though they hold request.url; requests without AI are no calls', async () => {
    const text = fixture('kong', 'shapes', 'access-log.jsonl');
    expect(formatOf(text)).toBe('kong');
    expect(formatOf(text.split('\n')[0] ?? '')).toBe('kong');
    const { items } = await readWith('kong', text);
    expect(callsOf(items)).toMatchObject([{ status: 'ok', latencyMs: 930, user: 'ann', usage: { uncachedInputTokens: 61, outputTokens: 17 } }, { status: 'rate_limited', httpStatus: 429 }]);
    expect(items.filter((item) => 'skipped' in item)).toMatchObject([{ skipped: { where: 'line 1', isNoCall: true } }, { skipped: { where: 'line 3', isNoCall: true } }]);
  });

  test('a record of Kong with a uri is no cassette', () => {
    const record = { started_at: 1_795_000_000_000, upstream_status: '200', request: { id: 'kr-9', method: 'POST', uri: '/v1/chat/completions' }, response: { status: 200 }, ai: { proxy: { usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }, meta: { provider_name: 'openai', request_model: 'gpt-4o' } } } };
    expect(formatOf(lines(record))).toBe('kong');
  });

  test('entries of a HAR, one a line, are HAR; a plain exchange with the same name for its start is none', async () => {
    const text = fixture('har', 'shapes', 'entries.jsonl');
    expect(formatOf(text)).toBe('har');
    expect(callsOf((await readWith('har', text)).items)).toMatchObject([{ servedModel: 'gpt-4o-2024-08-06', latencyMs: 800, usage: { uncachedInputTokens: 9, outputTokens: 3 } }]);
    expect(formatOf(lines({ startedDateTime: '2026-11-20T09:00:01Z', request: { method: 'POST', url: 'https://api.openai.com/v1/chat/completions', body: request }, response: { status: 200, body: {} } }))).toBe('http-exchange');
  });
});

describe('rows of Helicone\'s table', () => {
  const row = JSON.parse(fixture('helicone', 'shapes', 'table.jsonl').split('\n')[0] ?? '') as Row;
  const answered = (fields: Row): Row => ({ request_id: 'q-1', response_id: 'r-1', request_created_at: '2026-11-20T09:00:01Z', response_status: 200, provider: 'OPENAI', request_model: 'gpt-5', model: 'gpt-5', delay_ms: 10, prompt_tokens: 100, completion_tokens: 50, ...fields });

  test('hold their cost in billionths of a dollar, as a number or a text', async () => {
    const calls = callsOf((await readWith('helicone', fixture('helicone', 'shapes', 'table.jsonl'))).items);
    expect(calls.map(({ loggedCostNanoUsd }) => loggedCostNanoUsd)).toEqual([525_000, 2_183_000]);
    expect(calls[1]?.usage).toMatchObject({ uncachedInputTokens: 300, cacheReadTokens: 1024, outputTokens: 40 + 128, reasoningTokens: 128 });
  });

  test('answers of the API hold it in dollars, and so does a fraction in a row', async () => {
    const { status: _status, ...few } = row;
    const calls = await read('helicone', answered({ cost: 2 }), { ...row, cost: 0.0042 }, { ...few, cost: 4_000_000 });
    expect(calls.map(({ loggedCostNanoUsd }) => loggedCostNanoUsd)).toEqual([2e9, 4_200_000, 4_000_000]);
  });

  test.each([
    ['more reasoning than completion', { reasoning_tokens: 200 }, 250],
    ['a total with the reasoning', { completion_tokens: 300, reasoning_tokens: 200, total_tokens: 600 }, 500],
    ['no total', { completion_tokens: 300, reasoning_tokens: 200 }, 500],
    ['a total without the reasoning', { completion_tokens: 300, reasoning_tokens: 200, total_tokens: 400 }, 300],
    ['an answer that was reasoning alone', { completion_tokens: 200, reasoning_tokens: 200, total_tokens: 500 }, 200],
  ])('reasoning: %s', async (_name, fields, outputTokens) => {
    expect((await read('helicone', answered(fields)))[0]?.usage).toEqual({ uncachedInputTokens: 100, outputTokens, reasoningTokens: 200 });
  });

  test('the cache stands beside the prompt since June 2025, and always for Anthropic', async () => {
    const calls = await read('helicone',
      answered({ prompt_tokens: 2000, prompt_cache_read_tokens: 1024 }), answered({ prompt_tokens: 2000, prompt_cache_read_tokens: 1024, request_created_at: '2025-03-01T00:00:00Z' }),
      answered({ prompt_tokens: 2000, prompt_cache_read_tokens: 1024, request_created_at: '2025-03-01T00:00:00Z', provider: 'ANTHROPIC', request_model: 'claude-sonnet-4', model: 'claude-sonnet-4' }));
    expect(calls.map(({ usage }) => usage.uncachedInputTokens)).toEqual([2000, 2000 - 1024, 2000]);
    expect(calls.map(({ usage }) => usage.cacheReadTokens)).toEqual([1024, 1024, 1024]);
  });

  test('a deployment of Azure is a tag beside the model that was asked for', async () => {
    const [call] = await read('helicone', answered({ provider: 'AZURE', response_status: 429, request_model: 'gpt-4o', model: 'gpt-4o', request_path: 'https://x.openai.azure.com/openai/deployments/pilot/chat/completions', response_body: { error: { code: '429', message: 'slow down' } } }));
    expect(call).toMatchObject({ provider: 'azure', requestedModel: 'gpt-4o', tags: { azure_deployment: 'pilot' }, status: 'rate_limited' });
  });

  test('a reply that counts searches alone leaves the counts to the log', async () => {
    const [call] = await read('helicone', answered({ request_path: '/v1/responses', request_body: { model: 'gpt-5', input: 'x' }, response_body: answer }));
    expect(call).toMatchObject({ usage: { uncachedInputTokens: 100, outputTokens: 50, webSearches: 1 }, usageSource: 'reported' });
  });

  test('a stream that was cut counts what the log counted', async () => {
    const cut = 'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_cut1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[],"usage":{"input_tokens":100,"output_tokens":1}}}\n\nevent: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}\n\n';
    const [call] = await read('helicone', answered({ provider: 'ANTHROPIC', request_model: 'claude-sonnet-4-5', model: 'claude-sonnet-4-5', request_path: '/v1/messages', request_body: { ...request, model: 'claude-sonnet-4-5', stream: true }, response_body: cut, completion_tokens: 40 }));
    expect(call).toMatchObject({ usage: { uncachedInputTokens: 100, outputTokens: 40 }, usageSource: 'reported' });
  });
});

describe('counts of a reply and of the log beside it', () => {
  test('a side that the reply lacks is the log\'s, and the cache where both agree on the rest', () => {
    const stated = { uncachedInputTokens: 4, cacheReadTokens: 10, outputTokens: 38, reasoningTokens: 8 };
    expect(joinedUsage({ usage: { uncachedInputTokens: 4 }, usageSource: 'reported' }, stated, 'reported').usage).toEqual(stated);
    expect(joinedUsage({ usage: { outputTokens: 39 }, usageSource: 'reported' }, stated, 'reported').usage).toEqual({ uncachedInputTokens: 4, cacheReadTokens: 10, outputTokens: 39 });
    expect(joinedUsage({ usage: { uncachedInputTokens: 14, outputTokens: 38 }, usageSource: 'reported' }, stated, 'reported').usage).toEqual({ uncachedInputTokens: 14, outputTokens: 38 });
  });

  test('of a cut stream the larger count stands; filled-in zeros of the log do not', () => {
    const wire = { usage: { uncachedInputTokens: 100, outputTokens: 1 }, usageSource: 'estimated' } as const;
    expect(joinedUsage(wire, { uncachedInputTokens: 100, outputTokens: 40 }, 'reported')).toEqual({ usage: { uncachedInputTokens: 100, outputTokens: 40 }, usageSource: 'reported' });
    expect(joinedUsage(wire, { uncachedInputTokens: 0, outputTokens: 0 }, 'reported')).toEqual(wire);
  });

  test('searches are no tokens', () => {
    expect([isCounted({ webSearches: 1 }), isCounted({ outputTokens: 0 }), isCounted({})]).toEqual([false, true, false]);
  });
});

describe('failures', () => {
  const portkey = (fields: Row): Row => ({ id: 'p-1', created_at: '2026-11-20T09:00:01Z', ai_org: 'azure-openai', ai_model: 'gpt-4o', req_units: 0, res_units: 0, cost: 0, request, ...fields });

  test('the filter that a reply names stands over the log\'s 400; a rate limit stays one', async () => {
    const calls = await read('portkey', portkey({ response_status_code: 400, response: filtered }), portkey({ id: 'p-2', response_status_code: 429, response: { error: { message: 'slow down', type: 'requests' } } }), portkey({ id: 'p-3', response_status_code: 400, response: {} }));
    expect(calls.map(({ status, httpStatus }) => [status, httpStatus])).toEqual([['content_filter', 400], ['rate_limited', 429], ['client_error', 400]]);
  });

  test('a guardrail of Portkey that refuses is a filter, one that only objects is none', async () => {
    const calls = await read('portkey', portkey({ response_status_code: 446, response: { error: { type: 'hooks_failed', message: 'guardrail' } } }), portkey({ id: 'p-2', response_status_code: 246, req_units: 5, res_units: 6 }));
    expect(calls.map(({ status, httpStatus }) => [status, httpStatus])).toEqual([['content_filter', 446], ['ok', 246]]);
  });

  test('Databricks: the answer of an external model is opened in the message around it', async () => {
    const message = JSON.stringify({ external_model_provider: 'openai', external_model_error: filtered });
    const row = { databricks_request_id: 'd-1', request_time: '2026-11-20T09:00:01Z', status_code: 400, execution_duration_ms: 9, request: JSON.stringify(request), response: JSON.stringify({ error_code: 'BAD_REQUEST', message }) };
    expect(await read('databricks', row)).toMatchObject([{ status: 'content_filter', httpStatus: 400, errorType: 'BAD_REQUEST' }]);
    expect(await read('databricks', { ...row, response: JSON.stringify({ error_code: 'BAD_REQUEST', message: 'no {such} thing' }) })).toMatchObject([{ status: 'client_error', errorType: 'BAD_REQUEST' }]);
  });
});

describe('LiteLLM', () => {
  test('rows with their counts in a usage column, snake-case times, and the provider in the error', async () => {
    const text = fixture('litellm', 'shapes', 'old-rows.jsonl');
    expect(formatOf(text)).toBe('litellm');
    expect(callsOf((await readWith('litellm', text)).items)).toMatchObject([
      { provider: 'openai', usage: { uncachedInputTokens: 10, outputTokens: 20 }, latencyMs: 1500, startedAt: Date.UTC(2026, 10, 20, 9, 0, 0, 100), user: undefined },
      { provider: 'anthropic', requestedModel: 'our-best', status: 'overloaded', httpStatus: 529 },
    ]);
  });

  test('results of a search in Datadog', async () => {
    const text = fixture('litellm', 'shapes', 'datadog-search.json');
    expect(formatOf(text)).toBe('litellm');
    expect(callsOf((await readWith('litellm', text)).items)).toMatchObject([{ usage: { uncachedInputTokens: 40, outputTokens: 10 }, latencyMs: 1250, user: 'ann', sessionId: 'tr-dd' }]);
  });

  test('a spreadsheet\'s decimal comma in the cost', async () => {
    const csv = 'request_id;call_type;spend;prompt_tokens;completion_tokens;startTime;endTime;model;custom_llm_provider\nr1;acompletion;0,0012;10;20;2026-11-20 09:00:00;2026-11-20 09:00:01;gpt-4o;openai\nr2;acompletion;1,250;10;20;2026-11-20 09:00:00;2026-11-20 09:00:01;gpt-4o;openai\n';
    expect(callsOf((await readWith('litellm', csv)).items).map(({ loggedCostNanoUsd }) => loggedCostNanoUsd)).toEqual([1_200_000, 1.25e9]);
    expect([usd('0,0012'), usd('1,234'), usd('1,234.5'), usd(0.5), usd('')]).toEqual([0.0012, 1.234, 1234.5, 0.5, undefined]);
  });
});

describe('Langfuse', () => {
  test('bodies of the ingestion API: create and update are one generation, with the facts of its trace', async () => {
    const text = fixture('langfuse', 'shapes', 'ingestion.json');
    expect(formatOf(text)).toBe('langfuse');
    const { items } = await readWith('langfuse', text);
    expect(callsOf(items)).toMatchObject([{
      servedModel: 'gpt-4o-mini', user: 'ann', sessionId: 's-7', usage: { uncachedInputTokens: 21, outputTokens: 6 }, loggedCostNanoUsd: 6750, latencyMs: 1250, startedAt: Date.UTC(2026, 10, 20, 9, 0, 1, 500),
      content: { messages: [{ text: 'Which shoes?' }], reply: { text: 'The blue ones.' } },
    }]);
    expect(callsOf(items)[0]?.keys).toEqual(['langfuse:tr-7/time-09-00-01-500000_chatcmpl-lf7', 'response:chatcmpl-lf7']);
    expect(items.filter((item) => 'folded' in item)).toMatchObject([{ folded: { rule: 'poll' } }]);
    expect(skipsOf(items)).toHaveLength(3);
  });

  test('the id of the response in LiteLLM\'s metadata is a key, an id of LiteLLM\'s own is none', async () => {
    const observation = { id: 'ob-1', traceId: 'tr-1', type: 'GENERATION', startTime: '2026-11-20T09:00:00Z', endTime: '2026-11-20T09:00:01Z', model: 'gpt-4o', usageDetails: { input: 1, output: 2 } };
    const calls = await read('langfuse', { ...observation, metadata: JSON.stringify({ litellm_response_id: 'resp_9' }) }, { ...observation, id: 'time-09-00-00-000001_0f3b-uuid' });
    expect(calls.map(({ keys }) => keys)).toEqual([['langfuse:tr-1/ob-1', 'response:resp_9'], ['langfuse:tr-1/time-09-00-00-000001_0f3b-uuid']]);
  });
});

describe('further exports', () => {
  test('instants as JavaScript writes a date', () => {
    const time = createTimeReader();
    expect(time.read('Sat Aug 08 2026 07:30:00 GMT+0000 (Coordinated Universal Time)')).toEqual({ known: true, value: Date.UTC(2026, 7, 8, 7, 30) });
    expect(time.read('Fri Aug 07 2026 23:30:00 GMT-0800 (Pacific Standard Time)')).toEqual({ known: true, value: Date.UTC(2026, 7, 8, 7, 30) });
    expect(time.read('Fri Aug 07 2026 23:30:00 (PST)').known).toBe(false);
    expect(time.assumed()).toEqual([]);
  });

  test('Azure diagnostics begin when the request came, in ticks as a number or a text', async () => {
    const row = { time: '2026-11-20T09:00:05Z', category: 'RequestResponse', operationName: 'ChatCompletions_Create', durationMs: 900, resultSignature: '200', correlationId: 'c-1', resourceId: '/S/PROVIDERS/MICROSOFT.COGNITIVESERVICES/ACCOUNTS/O' };
    const ticks = (621_355_968_000_000_000n + BigInt(Date.UTC(2026, 10, 20, 9, 0, 4, 100)) * 10_000n + 4_321n).toString();
    const properties = { modelDeploymentName: 'pilot', modelName: 'gpt-4o', streamType: 'Streaming' };
    const calls = await read('azure-diagnostics', { ...row, properties: { ...properties, requestTime: ticks } }, { ...row, correlationId: 'c-2', properties: { ...properties, requestTime: Number(ticks) } }, { ...row, correlationId: 'c-3', properties });
    expect(calls.map(({ startedAt }) => startedAt)).toEqual([Date.UTC(2026, 10, 20, 9, 0, 4, 100), Date.UTC(2026, 10, 20, 9, 0, 4, 100), Date.UTC(2026, 10, 20, 9, 0, 5)]);
  });

  test('OpenRouter activity without counts', async () => {
    const text = fixture('openrouter-activity', 'shapes', 'few-columns.csv');
    expect(formatOf(text)).toBe('openrouter-activity');
    const calls = callsOf((await readWith('openrouter-activity', text)).items);
    expect(calls.map(({ provider, servedModel, loggedCostNanoUsd, usage }) => [provider, servedModel, loggedCostNanoUsd, usage])).toEqual([['openrouter', 'deepseek/deepseek-v4.1-flash-20260910', 12_500_000, {}], ['openrouter', 'openai/gpt-4o-2024-08-06', 5_000_000, {}]]);
  });

  test('Vertex rows inside Elastic\'s documents', async () => {
    const text = fixture('vertex-log', 'shapes', 'elastic.jsonl');
    expect(formatOf(text)).toBe('vertex-log');
    expect(callsOf((await readWith('vertex-log', text)).items)).toMatchObject([
      { recordId: '555', startedAt: Date.UTC(2026, 10, 20, 9, 0, 1), usage: { uncachedInputTokens: 30, outputTokens: 5 } }, { recordId: '556', startedAt: Date.UTC(2026, 10, 20, 9, 0, 2), latencyMs: 1500 },
    ]);
  });

  test('batches: results of Anthropic without a wrapper, and an error that is a text', async () => {
    const text = fixture('openai-batch', 'shapes', 'flat-results.jsonl');
    expect(formatOf(text)).toBe('openai-batch');
    const { items } = await readWith('openai-batch', text);
    expect(callsOf(items)).toMatchObject([{ provider: 'anthropic', usage: { uncachedInputTokens: 12, outputTokens: 3 }, serviceTier: 'batch' }, { provider: 'anthropic', status: 'client_error', errorType: 'invalid_request_error' }]);
    expect(skipsOf(items)).toHaveLength(1);
    expect(await read('openai-batch', { id: 'batch_req_9', custom_id: 'b1', response: null, error: 'out of memory' })).toMatchObject([{ provider: 'openai', status: 'server_error' }]);
  });

  test('Portkey with few columns', async () => {
    const csv = 'id,created_at,ai_org,ai_model,cost\np-9,2026-11-20T09:00:01Z,openai,gpt-5,12.5\n';
    expect(formatOf(csv)).toBe('portkey');
    expect(callsOf((await readWith('portkey', csv)).items)).toMatchObject([{ provider: 'openai', requestedModel: 'gpt-5', loggedCostNanoUsd: 125_000_000, usage: {} }]);
  });

  test('Anthropic usage with its cache writes in flat names', async () => {
    const { items } = await readWith('anthropic-usage', JSON.stringify({ data: [{ starting_at: '2026-11-01T00:00:00Z', ending_at: '2026-11-02T00:00:00Z', results: [{ uncached_input_tokens: 1500, cache_creation_5m_input_tokens: 500, cache_creation_1h_input_tokens: 1000, output_tokens: 50, model: 'm' }] }] }));
    expect(items).toMatchObject([{ bill: { usage: { uncachedInputTokens: 1500, cacheWriteTokens: 500, cacheWrite1hTokens: 1000, outputTokens: 50 } } }]);
  });

  test('Bedrock counting tokens is no call; Cloudflare names Google\'s models on Vertex with their maker', async () => {
    const { items } = await readWith('bedrock-log', lines({ schemaType: 'ModelInvocationLog', timestamp: '2026-11-20T09:00:01Z', requestId: 'b-1', operation: 'CountTokens', modelId: 'anthropic.claude-3-haiku-20240307-v1:0', input: { inputTokenCount: 0 }, output: { outputBodyJson: { inputTokens: 12 } } }));
    expect(items).toMatchObject([{ skipped: { isNoCall: true } }]);
    const log = { id: 'cf-1', created_at: '2026-11-20T09:00:01Z', provider: 'google-vertex-ai', model: 'google/gemini-2.5-pro', status_code: 200, success: true, duration: 5, tokens_in: 3, tokens_out: 4, cached: false };
    expect(await read('cloudflare-ai-gateway', log)).toMatchObject([{ provider: 'vertex', servedModel: 'gemini-2.5-pro' }]);
  });
});
