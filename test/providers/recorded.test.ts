import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inclusiveUsage } from '../../src/model/usage.js';
import type { CapturedCall } from '../../src/model/call.js';
import { readExchange, readStreamText } from '../../src/providers/index.js';
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
  cached_input_tokens?: number | null;
  cache_write_tokens?: number | null;
  reasoning_tokens?: number | null;
  finish_reason?: string | null;
  cost_usd?: number | null;
  response_id?: string | null;
  output_text?: string | null;
  output_text_prefix?: string | null;
  output_text_length?: number | null;
  tool_calls?: string[] | null;
  duration_ms?: number | null;
}

/** Names of the samples where the catalog has another. */
const catalogNames: Readonly<Record<string, string>> = { gemini: 'google', bedrock: 'aws', voyage: 'voyageai' };

/** What is read otherwise than the samples say, and why. */
const deviations: Readonly<Record<string, object>> = {
  // A filter that stopped an answer is a status of its own here; the samples call it ok because HTTP was 200.
  'gemini-s18': { isOk: false }, 'azure-openai-s07': { isOk: false }, 'vertex-s04': { isOk: false },
  // 11 reasoning tokens inside 10 output tokens, counted with another tokenizer: reasoning is cut to the output.
  'openrouter-s02': { reasoning: 10 },
  // The samples leave out how the interaction ended: it ran into its limit.
  'gemini-interactions-s03': { finish: 'incomplete' },
  // A streaming path that answered with an error at once; a stream whose last chunk names its end.
  'err-08': { stream: true }, 'err-11': { finish: 'error' },
};
/** Bedrock's wire formats have tests of their own. */
const leftOut = ['bedrock-converse', 'bedrock-invoke', 'bedrock-invocation-logs'];
const leftOutRecords = ['err-09'];

const folders = samples === undefined ? ['(no samples)'] : readdirSync(join(samples, 'logs')).filter((name) => !leftOut.includes(name)).filter((name) => existsSync(join(samples, 'logs', name, 'exchanges.jsonl')));
const textOf = (folder: string, name: string): string => readFileSync(join(samples ?? '', 'logs', folder, name), 'utf8');

describe.skipIf(samples === undefined).each(folders)('recorded traffic of %s', (folder) => {
  test('every exchange reads as its expected record says', () => {
    const expected = JSON.parse(textOf(folder, 'expected.json')) as Expected[];
    const read = new Map(textOf(folder, 'exchanges.jsonl').trim().split('\n').map((line) => JSON.parse(line) as Recorded).map((recorded) => [recorded.id, recorded]));
    const wanted = expected.filter(({ id }) => !leftOutRecords.includes(id));
    expect(wanted.map((record) => factsOf(read.get(record.id) as Recorded, record))).toEqual(wanted.map((record) => ({ ...wantedOf(record), ...deviations[record.id] })));
  });
});

type Recorded = Parameters<typeof exchangeOf>[0];

interface ExpectedStream {
  file: string;
  api: string;
  expect: Expected;
}

/** Providers that the APIs of the raw streams belong to. */
const providerOfApi: Readonly<Record<string, string>> = { 'openai-chat': 'openai', 'openai-responses': 'openai', 'azure-openai': 'azure', gemini: 'google' };

describe.skipIf(samples === undefined)('raw streams', () => {
  test('every stream reads as its expected record says, without a request', () => {
    const expected = JSON.parse(textOf('raw-streams', 'expected.json')) as ExpectedStream[];
    const read = expected.map(({ file, expect: wanted }) => {
      const outcome = readStreamText(textOf('raw-streams', file), { source: 'test', fileTimeMs: 0 });
      if (!outcome.known) return { file, reason: outcome.reason };
      const { isOk, errorType, cost, ...counts } = countsOf(outcome.value) as Record<string, unknown>;
      return { file, ...counts, ...answerOf(outcome.value, wanted) };
    });
    expect(read).toEqual(expected.map(({ file, api, expect: wanted }) => {
      const { isOk, errorType, cost, ...counts } = wantedCounts({ ...wanted, provider: providerOfApi[api] ?? api, stream: true }) as Record<string, unknown>;
      return { file, ...counts, ...answerWanted(wanted), ...(file === 'openrouter-s02.sse' && { reasoning: 10 }) };
    }));
  });
});

function factsOf(recorded: Recorded, wanted: Expected | undefined): object {
  const outcome = readExchange(exchangeOf(recorded), { source: 'test', fileTimeMs: 0 });
  if (!outcome.known) return { id: recorded.id, reason: outcome.reason };
  return { id: outcome.value.recordId, requestedModel: outcome.value.requestedModel, http: outcome.value.httpStatus, ...countsOf(outcome.value), ...answerOf(outcome.value, wanted) };
}

function countsOf(call: CapturedCall): object {
  const usage = inclusiveUsage(call.usage);
  return {
    provider: call.provider, model: call.servedModel ?? call.requestedModel, stream: call.stream,
    isOk: call.status === 'ok', errorType: call.errorType ?? null, input: usage.inputTokens ?? null, output: usage.outputTokens ?? null, cached: usage.cachedInputTokens ?? null,
    written: usage.cacheWriteTokens ?? null, reasoning: usage.reasoningTokens ?? null, finish: call.finishReason ?? null, cost: call.loggedCostNanoUsd ?? null,
  };
}

/** Only what the expected record says: it is silent on some answers. */
const answerOf = (call: CapturedCall, wanted: Expected | undefined): object => ({
  ...(isText(wanted?.response_id) && { responseId: call.keys.find((key) => key.startsWith('response:'))?.slice('response:'.length) }),
  ...(isText(wanted?.output_text) && { text: call.content?.reply?.text }),
  ...(isText(wanted?.output_text_prefix) && { text: call.content?.reply?.text.slice(0, wanted?.output_text_prefix?.length), length: [...(call.content?.reply?.text ?? '')].length }),
  ...((wanted?.tool_calls?.length ?? 0) > 0 && { tools: call.content?.reply?.toolCalls.map(({ name }) => name) }),
  ...(typeof wanted?.duration_ms === 'number' && { latency: call.latencyMs === undefined ? null : Math.round(call.latencyMs) }),
});

const isText = (text: string | null | undefined): boolean => typeof text === 'string' && text !== '';

const wantedOf = (record: Expected): object => ({ id: record.id, requestedModel: record.request_model, http: record.status, ...wantedCounts(record), ...answerWanted(record) });

/** Snowflake writes an empty function call beside every answer: it is none. */
const toolsOf = (record: Expected): string[] => (record.tool_calls ?? []).filter((name) => name !== '');

const answerWanted = (record: Expected): object => ({
  ...(isText(record.response_id) && { responseId: record.response_id }),
  ...(isText(record.output_text) && { text: record.output_text }),
  ...(isText(record.output_text_prefix) && { text: record.output_text_prefix, length: record.output_text_length }),
  ...((record.tool_calls?.length ?? 0) > 0 && { tools: toolsOf(record) }),
  ...(typeof record.duration_ms === 'number' && { latency: Math.round(record.duration_ms) }),
});

const wantedCounts = (record: Expected): object => ({
  provider: catalogNames[record.provider] ?? record.provider, model: record.model, stream: record.stream, isOk: record.ok, errorType: (record.error_type ?? null) === null ? null : String(record.error_type),
  input: record.input_tokens, output: record.output_tokens, cached: record.cached_input_tokens ?? null, written: record.cache_write_tokens ?? null, reasoning: record.reasoning_tokens ?? null,
  finish: isText(record.finish_reason) ? record.finish_reason : null, cost: typeof record.cost_usd !== 'number' ? null : Math.round(record.cost_usd * 1e9),
});
