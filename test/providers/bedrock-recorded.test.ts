import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inclusiveUsage } from '../../src/model/usage.js';
import { readExchange } from '../../src/providers/index.js';
import { exchangeOf } from './exchange.js';

const samples = process.env['SHADOWBILL_SAMPLES'];
if (samples === undefined) console.warn('SHADOWBILL_SAMPLES is not set: recorded Bedrock traffic is not tested');

interface Expected {
  id: string;
  request_model: string;
  model: string;
  stream: boolean;
  status: number;
  ok: boolean;
  error_type: string | null;
  input_tokens: number | null;
  output_tokens: number | null;
  cached_input_tokens: number | null;
  cache_write_tokens: number | null;
  reasoning_tokens: number | null;
  finish_reason: string | null;
  response_id: string | null;
  output_text?: string | null;
  tool_calls: string[];
  duration_ms?: number;
  ttft_ms?: number;
}

/** A guardrail that blocked a call is a status of its own here; the samples call it ok because HTTP was 200. One that only masked is ok here too. */
const filtered = ['bedrock-invoke-s02'];
/** Run by the provider, not by the caller: no tool call of the reply. */
const providerTools = ['nova_code_interpreter'];

describe.skipIf(samples === undefined).each(['bedrock-converse', 'bedrock-invoke', 'bedrock-mantle-openai'])('recorded traffic of %s', (folder) => {
  const textOf = (name: string): string => readFileSync(join(samples ?? '', 'logs', folder, name), 'utf8');
  const expected = samples === undefined ? [] : (JSON.parse(textOf('expected.json')) as Expected[]);
  const lines = samples === undefined ? [] : textOf('exchanges.jsonl').trim().split('\n');
  const calls = lines.map((line) => readExchange(exchangeOf(JSON.parse(line) as Parameters<typeof exchangeOf>[0]), { source: 'test', fileTimeMs: 0 }));

  test('every exchange reads as its expected record says', () => {
    const read = calls.map((call) => {
      if (!call.known) return { reason: call.reason };
      const { value } = call;
      const usage = inclusiveUsage(value.usage);
      return {
        id: value.recordId, provider: value.provider, requestedModel: value.requestedModel, model: value.servedModel ?? value.requestedModel, region: value.region, stream: value.stream,
        http: value.httpStatus, isOk: value.status === 'ok', errorType: value.errorType ?? null, input: usage.inputTokens ?? null, output: usage.outputTokens ?? null,
        cached: usage.cachedInputTokens ?? null, written: usage.cacheWriteTokens ?? null, reasoning: usage.reasoningTokens ?? null, finish: value.finishReason ?? null,
      };
    });
    expect(read).toEqual(expected.map((record) => ({
      id: record.id, provider: 'aws', requestedModel: record.request_model, model: record.model, region: 'us-east-1', stream: record.stream, http: record.status,
      isOk: record.ok && !filtered.includes(record.id), errorType: record.error_type, input: record.input_tokens, output: record.output_tokens,
      cached: record.cached_input_tokens, written: record.cache_write_tokens, reasoning: record.reasoning_tokens, finish: record.finish_reason,
    })));
  });

  test('times, ids, answers and tool calls are read where the record has them', () => {
    for (const [index, record] of expected.entries()) {
      const call = calls[index];
      if (call?.known !== true) throw new Error(record.id);
      const { reply } = call.value.content ?? {};
      if (record.duration_ms !== undefined) expect([record.id, call.value.latencyMs]).toEqual([record.id, record.duration_ms]);
      if (record.ttft_ms !== undefined) expect([record.id, call.value.ttftMs]).toEqual([record.id, record.ttft_ms]);
      if (record.response_id !== null) expect(call.value.keys).toContain(`response:${record.response_id}`);
      if (typeof record.output_text === 'string') expect([record.id, reply?.text ?? '']).toEqual([record.id, record.output_text]);
      expect([record.id, (reply?.toolCalls ?? []).map(({ name }) => name)]).toEqual([record.id, record.tool_calls.filter((name) => !providerTools.includes(name))]);
    }
  });

  test('the same bytes kept as text, and the chunks of a stream as a list, read the same', () => {
    for (const line of lines) {
      const recorded = JSON.parse(line) as { response?: { body?: { $base64?: string } } };
      const base64 = recorded.response?.body?.$base64;
      if (base64 === undefined || recorded.response === undefined) continue;
      const exchange = exchangeOf(recorded as Parameters<typeof exchangeOf>[0]);
      const { response } = exchange;
      if (response === undefined) continue;
      const read = (body: { text: string }): unknown => readExchange({ ...exchange, response: { ...response, body } }, { source: 'test', fileTimeMs: 0 });
      const bytes = Buffer.from(base64, 'base64');
      expect(read({ text: bytes.toString('latin1') })).toEqual(readExchange(exchange, { source: 'test', fileTimeMs: 0 }));
      expect(read({ text: bytes.toString('utf8') })).toEqual(readExchange(exchange, { source: 'test', fileTimeMs: 0 }));
    }
  });
});
