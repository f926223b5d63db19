import { describe, expect, test } from 'vitest';
import { inclusiveUsage } from '../../src/model/usage.js';
import { asExpected, hasSamples, samplePairs } from './gateway-samples.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const payloads = fixture('litellm', 'basic', 'calls.jsonl');
const rows = fixture('litellm', 'spend-logs', 'rows.jsonl');

describe('LiteLLM payloads', () => {
  test('tell who served, what it cost, how long it took and for whom', async () => {
    const { items } = await readWith('litellm', payloads);
    const [first, second] = callsOf(items);
    expect(first).toMatchObject({
      provider: 'openai', requestedModel: 'gpt-4o-mini', servedModel: 'gpt-4o-mini-2024-07-18', status: 'ok', finishReason: 'stop', stream: false, latencyMs: 1250, user: 'u-7', sessionId: 'trace-1',
      loggedCostNanoUsd: 36_000, usage: { uncachedInputTokens: 120 - 64, cacheReadTokens: 64, outputTokens: 30 }, startedAt: 1_795_168_800_250, content: { reply: { text: 'Rhine, Elbe, Oder.' } },
      tags: { feature: 'rivers', team: 'search', api_key_alias: 'web', model_group: 'small' }, keys: ['litellm:chatcmpl-fix0001aa', 'response:chatcmpl-fix0001aa', 'litellm:0b9d3c4e-0000-4000-8000-000000000001'],
    });
    expect(first?.ttftMs).toBeUndefined();
    expect(second).toMatchObject({
      provider: 'anthropic', servedModel: 'claude-sonnet-4-5-20250929', stream: true, ttftMs: 400, latencyMs: 3000.25,
      usage: { uncachedInputTokens: 1400 - 1000 - 300, cacheReadTokens: 1000, cacheWriteTokens: 100, cacheWrite1hTokens: 200, outputTokens: 200, reasoningTokens: 50 },
    });
  });

  test('a failure has its status, and what the cache of the gateway answered was no call', async () => {
    const { items } = await readWith('litellm', payloads);
    expect(callsOf(items)[2]).toMatchObject({ status: 'rate_limited', httpStatus: 429, errorType: 'RateLimitError', loggedCostNanoUsd: 0 });
    expect(items[3]).toEqual({ skipped: { where: 'line 4', reason: 'answered from the cache of the gateway', isNoCall: true } });
  });

  test('a cached answer that cost something stays a call', async () => {
    const record = { ...(JSON.parse(payloads.split('\n')[0] ?? '') as object), cache_hit: 'True' };
    expect(callsOf((await readWith('litellm', JSON.stringify(record))).items)).toHaveLength(1);
  });

  test('what a sink put around the payload is taken off', async () => {
    const inner = payloads.split('\n')[0] ?? '';
    for (const outer of [{ ddsource: 'litellm', message: inner }, { kwargs: { standard_logging_object: JSON.parse(inner) as object } }]) {
      expect(callsOf((await readWith('litellm', JSON.stringify(outer))).items)).toMatchObject([{ servedModel: 'gpt-4o-mini-2024-07-18' }]);
    }
  });

  test('ids of the Responses API are those of the provider', async () => {
    const hidden = `resp_${Buffer.from('litellm:custom_llm_provider:openai;model_id:m1;response_id:resp_0a1b').toString('base64')}`;
    const record = { ...(JSON.parse(payloads.split('\n')[0] ?? '') as object), id: hidden, call_type: 'aresponses', response: null };
    expect(callsOf((await readWith('litellm', JSON.stringify(record))).items)[0]).toMatchObject({ api: 'responses', keys: [`litellm:${hidden}`, 'response:resp_0a1b', expect.any(String)] });
  });

  test('a model behind an OpenAI address of another host is that host\'s', async () => {
    const record = { ...(JSON.parse(payloads.split('\n')[0] ?? '') as object), model: 'openai/deepseek-chat', api_base: 'https://api.deepseek.com/v1', response: null };
    expect(callsOf((await readWith('litellm', JSON.stringify(record))).items)[0]).toMatchObject({ provider: 'deepseek', requestedModel: 'deepseek-chat' });
  });

  test('sums, batches as a whole and file requests are no calls', async () => {
    const row = JSON.parse(rows.split('\n')[0] ?? '') as object;
    const others = [{ startTime: '2026-11-20', spend: 1, users: {}, models: { 'gpt-4o': 1 } }, { ...row, call_type: 'aretrieve_batch' }, { ...row, call_type: 'acreate_file', spend: 0, prompt_tokens: 0, completion_tokens: 0, metadata: '{}' }];
    const { items } = await readWith('litellm', [row, ...others].map((record) => JSON.stringify(record)).join('\n'));
    expect(items.map((item) => ('skipped' in item ? item.skipped.isNoCall : 'call'))).toEqual(['call', true, true, true]);
  });
});

describe('LiteLLM spend logs', () => {
  test.each(['rows.jsonl', 'page.json', 'array.json', 'rows.csv'])('%s holds the same calls', async (name) => {
    const calls = callsOf((await readWith('litellm', fixture('litellm', 'spend-logs', name))).items);
    expect(calls.map((call) => [call.recordId, call.provider, call.requestedModel, call.status])).toEqual([
      ['chatcmpl-row0001aa', 'azure', 'gpt-4o', 'ok'], ['chatcmpl-row0002aa', 'anthropic', 'claude-3-5-sonnet-20241022', 'ok'], ['chatcmpl-row0004aa', 'azure', 'gpt-4o', 'timeout'], ['chatcmpl-row0005aa', 'azure', 'gpt-4o', 'ok'],
    ]);
    expect(calls.map((call) => inclusiveUsage(call.usage).inputTokens)).toEqual([500, 31 + 1253, 0, 500]);
    expect(calls[0]).toMatchObject({
      usage: { uncachedInputTokens: 500 - 256, cacheReadTokens: 256, outputTokens: 40, reasoningTokens: 16 }, ttftMs: 500, latencyMs: 2250, user: 'ops@example.com', sessionId: 'sess-0', tags: { team: 'ml' },
      startedAt: Date.UTC(2026, 10, 20, 10, 1, 0, 100), loggedCostNanoUsd: 2_100_000, content: undefined,
    });
    expect(calls[1]?.usage.cacheWriteTokens).toBe(1253);
    expect(calls[1]?.ttftMs).toBeUndefined();
    expect(calls[3]).toMatchObject({ finishReason: 'length', maxOutputTokens: 50, servedModel: 'gpt-4o', content: { messages: [{ role: 'system', text: 'Be brief.' }, { role: 'user', text: 'Sum 2 and 2.' }], reply: { text: 'Four' } } });
  });

  test('one broken record costs itself alone, a cut file its last', async () => {
    const lines = rows.trim().split('\n');
    const broken = await readWith('litellm', [lines[0], '{"request_id": "x", "call_type', lines[1]].join('\n'));
    expect([callsOf(broken.items).length, skipsOf(broken.items)]).toEqual([2, ['line 2: not JSON (a broken or cut line)']]);
    const page = fixture('litellm', 'spend-logs', 'page.json');
    expect(callsOf((await readWith('litellm', page.slice(0, page.indexOf('chatcmpl-row0005aa')))).items)).toHaveLength(3);
  });

  test('numbers may be texts', async () => {
    const row = JSON.parse(rows.split('\n')[0] ?? '') as Record<string, unknown>;
    const asTexts = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]));
    const [plain, texts] = [await readWith('litellm', JSON.stringify(row)), await readWith('litellm', JSON.stringify(asTexts))];
    expect(callsOf(texts.items)).toEqual(callsOf(plain.items));
  });
});

describe.skipIf(!hasSamples)('LiteLLM samples (SHADOWBILL_SAMPLES)', () => {
  test('every record reads as expected', async () => {
    for (const { expected, calls } of await samplePairs('litellm', 'litellm')) {
      expect(calls).toHaveLength(expected.length);
      for (const [at, { timestamp_note: _note, messages, ...wanted }] of expected.entries()) {
        const { cached_input_tokens: cached, start, ...rest } = wanted;
        const call = calls[at];
        expect(call === undefined ? {} : asExpected(call)).toMatchObject({ ...rest, start: `${String(start).slice(0, 23)}Z` });
        expect(call?.usage.cacheReadTokens ?? null).toBe(cached);
        if (messages === null) expect(call?.content).toBeUndefined();
      }
    }
  });
});
