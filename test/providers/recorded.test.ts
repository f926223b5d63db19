import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inclusiveUsage } from '../../src/model/usage.js';
import { readExchange } from '../../src/providers/index.js';
import { exchangeOf } from './exchange.js';

const samples = process.env['SHADOWBILL_SAMPLES'];
if (samples === undefined) console.warn('SHADOWBILL_SAMPLES is not set: recorded provider traffic is not tested');

interface Expected {
  id: string;
  provider: string;
  request_model: string;
  model: string;
  stream: boolean;
  status: number;
  ok: boolean;
  error_type: string | number | null;
  input_tokens: number | null;
  output_tokens: number | null;
  cached_input_tokens: number | null;
  cache_write_tokens: number | null;
  reasoning_tokens: number | null;
  finish_reason: string | null;
  cost_usd: number | null;
}

/** Names of the samples where the catalog has another. */
const catalogNames: Readonly<Record<string, string>> = { gemini: 'google', bedrock: 'aws', voyage: 'voyageai' };

/** A filter that stopped an answer is a status of its own here; the samples call it ok because HTTP was 200. */
const filtered = ['gemini-s18', 'azure-openai-s07', 'vertex-s04'];
/** One provider counted 11 reasoning tokens inside 10 output tokens: reasoning is cut to the output. */
const cutReasoning = ['openrouter-s02'];

const folders = [
  'openai-chat', 'anthropic', 'gemini', 'mistral', 'groq', 'azure-openai', 'together', 'deepseek', 'cerebras', 'vllm', 'openrouter', 'zai', 'vertex',
  'openai-responses', 'openai-embeddings', 'openai-completions', 'voyage-embeddings', 'bedrock-mantle-openai',
];

describe.skipIf(samples === undefined).each(folders)('recorded traffic of %s', (folder) => {
  const textOf = (name: string): string => readFileSync(join(samples ?? '', 'logs', folder, name), 'utf8');

  test('every exchange reads as its expected record says', () => {
    const expected = JSON.parse(textOf('expected.json')) as Expected[];
    const read = textOf('exchanges.jsonl').trim().split('\n').map((line) => factsOf(JSON.parse(line) as Parameters<typeof exchangeOf>[0]));
    expect(read).toEqual(expected.map(wantedOf));
  });
});

function factsOf(recorded: Parameters<typeof exchangeOf>[0]): object {
  const outcome = readExchange(exchangeOf(recorded), { source: 'test', fileTimeMs: 0 });
  if (!outcome.known) return { id: recorded.id, reason: outcome.reason };
  const call = outcome.value;
  const usage = inclusiveUsage(call.usage);
  return {
    id: call.recordId, provider: call.provider, requestedModel: call.requestedModel, model: call.servedModel ?? call.requestedModel, stream: call.stream, http: call.httpStatus,
    isOk: call.status === 'ok', errorType: call.errorType ?? null, input: usage.inputTokens ?? null, output: usage.outputTokens ?? null, cached: usage.cachedInputTokens ?? null,
    written: usage.cacheWriteTokens ?? null, reasoning: usage.reasoningTokens ?? null, finish: call.finishReason ?? null, cost: call.loggedCostNanoUsd ?? null,
  };
}

const wantedOf = (record: Expected): object => ({
  id: record.id, provider: catalogNames[record.provider] ?? record.provider, requestedModel: record.request_model, model: record.model, stream: record.stream, http: record.status,
  isOk: record.ok && !filtered.includes(record.id), errorType: record.error_type === null ? null : String(record.error_type), input: record.input_tokens, output: record.output_tokens,
  cached: record.cached_input_tokens, written: record.cache_write_tokens, reasoning: cutReasoning.includes(record.id) ? record.output_tokens : record.reasoning_tokens,
  finish: record.finish_reason, cost: record.cost_usd === null ? null : Math.round(record.cost_usd * 1e9),
});
