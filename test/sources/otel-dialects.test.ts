import { describe, expect, test } from 'vitest';
import { modelNameOf } from '../../src/model/call.js';
import { inclusiveUsage } from '../../src/model/usage.js';
import { detectSource } from '../../src/sources/index.js';
import { type Attributes, START_MS, TRACE, otlp, pairs } from './otlp.js';
import { readRun } from './read-run.js';
import { callsOf, readWith, skipsOf } from './read.js';

const counts = (input: number, output: number): Attributes => ({ 'gen_ai.usage.input_tokens': input, 'gen_ai.usage.output_tokens': output });
const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4o-mini' } as const;
const agent = { 'gen_ai.operation.name': 'invoke_agent' } as const;
const [FIRST, SECOND, THIRD, FOURTH, FIFTH] = ['a000000000000001', 'a000000000000002', 'a000000000000003', 'a000000000000004', 'a000000000000005'] as const;

async function only(...spans: Parameters<typeof otlp>) {
  const calls = callsOf((await readWith('otel', otlp(...spans))).items);
  expect(calls).toHaveLength(1);
  const call = calls[0] as NonNullable<(typeof calls)[0]>;
  return { call, usage: inclusiveUsage(call.usage) };
}
const totals = (calls: ReturnType<typeof callsOf>): (number | undefined)[][] => calls.map(({ usage }) => [inclusiveUsage(usage).inputTokens, usage.outputTokens]).sort(([one], [other]) => (one ?? 0) - (other ?? 0));

describe('AG2', () => {
  const llm = { ...chat, 'ag2.span.type': 'llm', ...counts(150, 13), 'gen_ai.usage.thinking_tokens': 5 };
  const record = (kind: string, input: number, output: number): Attributes => ({ 'ag2.span.type': 'usage', 'ag2.usage.kind': kind, 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4o-mini', ...counts(input, output) });
  const spans = [
    { id: FIRST, attributes: { ...agent, 'ag2.span.type': 'agent', 'gen_ai.provider.name': 'openai' } },
    { id: SECOND, parent: FIRST, attributes: llm },
    { id: THIRD, parent: FIRST, attributes: record('model_call', 150, 13) },
  ];

  test('a record of usage that repeats a call is none, and thinking is reasoning', async () => {
    const { items } = await readWith('otel', otlp(...spans));
    expect(callsOf(items)).toMatchObject([{ keys: [`span:${TRACE}/${SECOND}`], usage: { outputTokens: 13, reasoningTokens: 5 } }]);
    expect(items.filter((item) => 'folded' in item && item.folded.rule === 'repeated-usage')).toHaveLength(1);
  });

  test('so is one that sums the calls of an agent; what has no span of a call is one: compaction, memory', async () => {
    const { items } = await readWith('otel', otlp(...spans, { id: FOURTH, parent: FIRST, attributes: { ...llm, ...counts(250, 20) } }, { id: FIFTH, attributes: record('subtask', 150 + 250, 13 + 20) }, { id: 'a000000000000006', attributes: record('compaction', 900, 70) }));
    expect(totals(callsOf(items))).toEqual([[150, 13], [250, 20], [900, 70]]);
  });

  test('without a span of the call the record is the call', async () => {
    expect((await only({ attributes: record('model_call', 150, 13) })).usage).toMatchObject({ inputTokens: 150, outputTokens: 13 });
  });
});

describe('a trace in two files', () => {
  const wrapper = otlp({ id: FIRST, attributes: { ...agent, ...counts(30, 3) } }, { id: SECOND, parent: FIRST, attributes: { ...chat, ...counts(10, 1) } });
  const inner = otlp({ id: THIRD, parent: FIRST, attributes: { ...chat, ...counts(20, 2) } });
  const wanted = [[10, 1], [20, 2]];

  test('is counted once in any order', async () => {
    expect(totals(callsOf((await readRun('otel', { one: wrapper, two: inner })).items))).toEqual(wanted);
    expect(totals(callsOf((await readRun('otel', { two: inner, one: wrapper })).items))).toEqual(wanted);
  });

  test('also where the wrapper stands alone, and what lies between lies in a third file', async () => {
    const files = { agent: otlp({ id: FIRST, attributes: { ...agent, ...counts(20, 2) } }), step: otlp({ id: FOURTH, parent: FIRST, attributes: { 'openinference.span.kind': 'TOOL' } }), call: otlp({ id: THIRD, parent: FOURTH, attributes: { ...chat, ...counts(20, 2) } }) };
    for (const order of [['agent', 'step', 'call'], ['call', 'step', 'agent'], ['step', 'agent', 'call']] as const) {
      expect(totals(callsOf((await readRun('otel', Object.fromEntries(order.map((name) => [name, files[name]])))).items))).toEqual([[20, 2]]);
    }
  });

  test('in runs of their own it cannot be told: that is said', async () => {
    const { notes, items } = await readWith('otel', otlp({ id: FIRST, attributes: { ...agent, ...counts(20, 2) } }));
    expect([callsOf(items).length, notes.join()]).toEqual([1, expect.stringContaining('import all of them in one run')]);
    expect((await readRun('otel', { one: wrapper, two: inner })).notes).toEqual([]);
  });

  test('a span whose events lie in another file gets its text from them once', async () => {
    const event = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: `${START_MS}000000`, eventName: 'gen_ai.user.message', traceId: TRACE, spanId: SECOND, attributes: [], body: { kvlistValue: { values: pairs({ content: 'Where is it?' }) } } }] }] }] });
    const [call] = callsOf((await readRun('otel', { spans: otlp({ id: SECOND, attributes: { ...chat, ...counts(10, 1) } }), logs: event })).items);
    expect(call?.content?.messages).toMatchObject([{ role: 'user', text: 'Where is it?' }]);
  });
});

describe('spans of Claude Code', () => {
  const bare = { model: 'claude-opus-4-6', input_tokens: 3, output_tokens: 148, cache_read_tokens: 10, cache_creation_tokens: 39_565, request_id: 'req_011Ccu', ttft_ms: 640, stop_reason: 'end_turn', success: true, 'session.id': 's-1', 'user.email': 'ann@example.com', query_source: 'repl' } as const;

  test.each([['without gen_ai.*', {}], ['with gen_ai.* beside', { 'gen_ai.system': 'anthropic', 'gen_ai.request.model': 'claude-opus-4-6', 'gen_ai.usage.input_tokens': 3 }]])('are calls %s', async (_, more) => {
    const { call, usage } = await only({ name: 'claude_code.llm_request', scope: 'com.anthropic.claude_code.tracing', attributes: { ...bare, ...more } }, { id: SECOND, name: 'claude_code.interaction', attributes: { 'span.type': 'interaction', 'session.id': 's-1' } });
    expect(usage).toMatchObject({ inputTokens: 3 + 10 + 39_565, cachedInputTokens: 10, cacheWriteTokens: 39_565, outputTokens: 148 });
    expect(call).toMatchObject({ provider: 'anthropic', requestedModel: 'claude-opus-4-6', keys: ['request:req_011Ccu', `span:${TRACE}/${FIRST}`], finishReason: 'end_turn', ttftMs: 640, latencyMs: 1500, sessionId: 's-1', user: 'ann@example.com', billing: 'subscription', status: 'ok' });
  });

  test('and the log of the same request share a key', async () => {
    const log = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: `${START_MS + 1500}000000`, body: { stringValue: 'claude_code.api_request' }, attributes: pairs({ 'event.name': 'api_request', ...bare, duration_ms: 1500 }) }] }] }] });
    const calls = callsOf((await readRun('otel', { spans: otlp({ name: 'claude_code.llm_request', attributes: bare }), logs: log })).items);
    expect(calls.map(({ keys, usage, startedAt }) => [keys[0], inclusiveUsage(usage).inputTokens, startedAt])).toEqual([1, 2].map(() => ['request:req_011Ccu', 3 + 10 + 39_565, START_MS]));
  });

  test('that failed say how', async () => {
    expect((await only({ name: 'claude_code.llm_request', attributes: { model: 'claude-opus-4-6', success: false, status_code: 529, error: 'Overloaded' } })).call).toMatchObject({ status: 'overloaded', httpStatus: 529 });
  });
});

test.each([
  [{ input: 11, output: 7, cache_creation_input_tokens: 3, cache_read_input_tokens: 5 }, 11 + 3 + 5, 7],
  [{ input_tokens: 11, output_tokens: 7, cache_read_input_tokens: 5 }, 11 + 5, 7],
  [{ input: 100, output: 7, input_cached_tokens: 5, total: 112 }, 100 + 5, 7],
  [{ input: 100, output: 7, cache_read_input_tokens: 5, total: 107 }, 100, 7],
])('the buckets of Langfuse on a span stand beside each other: %j', async (details, input, output) => {
  expect((await only({ attributes: { 'langfuse.observation.type': 'generation', 'langfuse.observation.model.name': 'claude-sonnet-4-5', 'langfuse.observation.usage_details': JSON.stringify(details) } })).usage).toMatchObject({ inputTokens: input, outputTokens: output });
});

describe('who served', () => {
  test.each([
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'aws'],
    ['arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 'aws'],
    ['grok-4', 'x-ai'],
    ['deepseek-chat', 'deepseek'],
    ['claude-sonnet-4-5', 'anthropic'],
    ['acme/own-model', 'acme'],
    ['llama-3.3-70b', 'unknown'],
  ])('is told by the model %s where nobody is named', async (model, provider) => {
    expect((await only({ attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model, ...counts(5, 1) } })).call.provider).toBe(provider);
  });

  test.each([['amazon_bedrock', 'aws'], ['azure', 'azure'], ['google_vertexai', 'vertex']])('is what LangChain says in its metadata before the maker of the model: %s', async (named, provider) => {
    const attributes = { 'openinference.span.kind': 'LLM', 'llm.system': 'openai', 'llm.model_name': 'gpt-4o', 'llm.token_count.prompt': 30, 'llm.token_count.completion': 12, metadata: JSON.stringify({ ls_provider: named }) };
    expect((await only({ attributes })).call.provider).toBe(provider);
  });

  test('is Vertex AI where its own SDK was traced, which calls itself Google', async () => {
    const attributes = { 'gen_ai.system': 'Google', 'llm.request.type': 'completion', 'gen_ai.request.model': 'gemini-2.5-flash', ...counts(262, 42) };
    expect((await only({ scope: 'opentelemetry.instrumentation.vertexai', attributes })).call.provider).toBe('vertex');
    expect((await only({ scope: 'opentelemetry.instrumentation.google_generativeai', attributes })).call.provider).toBe('google');
  });

  test('is Azure for its agents, whose steps without counts are no calls', async () => {
    const step = (operation: string): Attributes => ({ 'gen_ai.operation.name': operation, 'gen_ai.system': 'az.ai.agents', 'gen_ai.request.model': 'gpt-4o' });
    const text = otlp({ id: FIRST, attributes: step('start_thread_run') }, { id: SECOND, attributes: { ...step('process_thread_run'), ...counts(115, 7) } });
    const { items } = await readWith('otel', text);
    expect(callsOf(items)).toMatchObject([{ provider: 'azure', usage: { uncachedInputTokens: 115, outputTokens: 7 } }]);
    expect(skipsOf(items)).toHaveLength(1);
  });
});

test.each([['0.62.1', 90 + 10], ['0.63.0', 100], ['', 100]])('OpenLLMetry of Bedrock, version %j: what it leaves out of the input is added', async (scopeVersion, input) => {
  const attributes = { 'gen_ai.system': 'AWS', 'llm.request.type': 'chat', 'gen_ai.request.model': 'anthropic.claude-3-5-sonnet-20240620-v1:0', 'gen_ai.usage.input_tokens': scopeVersion === '0.62.1' ? 90 : 100, 'gen_ai.usage.output_tokens': 5, 'gen_ai.usage.cache_read.input_tokens': 10 };
  expect((await only({ scope: 'opentelemetry.instrumentation.bedrock', scopeVersion, attributes })).usage).toMatchObject({ inputTokens: input, cachedInputTokens: 10 });
});

test('MLflow: the export of one trace is spans in data, and the cost is its own attribute', async () => {
  const span = (id: string, parent: string | null, attributes: Readonly<Record<string, string>>): object =>
    ({ trace_id: TRACE, span_id: id, parent_span_id: parent, name: 'Completions', start_time_unix_nano: START_MS * 1e6, end_time_unix_nano: (START_MS + 1000) * 1e6, status: { code: 'STATUS_CODE_OK', message: '' }, attributes, events: [] });
  const trace = {
    info: { trace_id: 'tr-a', request_time: '2026-01-01T00:00:00.000Z', state: 'OK' },
    data: { spans: [span(FIRST, null, { 'mlflow.spanType': '"CHAIN"' }), span(SECOND, FIRST, { 'mlflow.spanType': '"CHAT_MODEL"', 'mlflow.llm.model': '"gpt-4o"', 'mlflow.chat.tokenUsage': '{"input_tokens": 80, "output_tokens": 40, "total_tokens": 120}', 'mlflow.llm.cost': '{"input_cost": 0.001, "output_cost": 0.002, "total_cost": 0.003}' })] },
  };
  expect(detectSource(Buffer.from(JSON.stringify(trace)), { isWhole: true })).toMatchObject({ found: true, source: { id: 'otel' } });
  const calls = callsOf((await readWith('otel', JSON.stringify(trace))).items);
  expect(calls.map((call) => [modelNameOf(call), call.loggedCostNanoUsd, call.latencyMs, call.usage.outputTokens])).toEqual([['gpt-4o', 0.003 * 1e9, 1000, 40]]);
});

test('spans of two traces with one id are shown under two', async () => {
  const other = 'ffff0c7d9e2a44b68c3d7f1a2b3c4d02';
  const calls = callsOf((await readWith('otel', otlp({ attributes: { ...chat, ...counts(5, 1) } }, { trace: other, attributes: { ...chat, ...counts(5, 1) } }))).items);
  expect(calls.map(({ recordId }) => recordId)).toEqual([`${TRACE.slice(0, 8)}/${FIRST}`, `${other.slice(0, 8)}/${FIRST}`]);
});

test('Mastra: the first token has an instant, audio its own counts', async () => {
  const attributes = { ...chat, 'mastra.span.type': 'model_generation', ...counts(24, 138), 'gen_ai.usage.audio_input_tokens': 4, 'gen_ai.usage.audio_output_tokens': 6, 'mastra.completion_start_time': new Date(START_MS + 300).toISOString() };
  const { call, usage } = await only({ attributes });
  expect([call.ttftMs, usage.audioInputTokens, usage.audioOutputTokens]).toEqual([300, 4, 6]);
});

test('counts without a provider are a call of an unknown one, and that is said', async () => {
  const span = await readWith('otel', otlp({ attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'llama-3.3-70b', ...counts(5, 1) } }));
  const observation = await readWith('langfuse', JSON.stringify({ data: [{ id: 'g', traceId: 't', parentObservationId: null, type: 'GENERATION', startTime: '2026-01-01T00:00:00Z', model: 'llama-3.3-70b', usageDetails: { input: 5, output: 1 } }] }));
  for (const { items, notes } of [span, observation]) {
    expect(callsOf(items)).toMatchObject([{ provider: 'unknown', usage: { uncachedInputTokens: 5, outputTokens: 1 } }]);
    expect(notes.join()).toContain('--set provider');
  }
  const named = await readWith('langfuse', JSON.stringify({ data: [{ id: 'g', traceId: 't', parentObservationId: null, type: 'GENERATION', startTime: '2026-01-01T00:00:00Z', model: 'llama-3.3-70b', usageDetails: { input: 5, output: 1 } }] }), { set: { provider: 'groq' } });
  expect([callsOf(named.items)[0]?.provider, named.notes.join()]).toEqual(['groq', '']);
});

test('Langfuse: the model that Spring AI leaves in the metadata, and a page of scores', async () => {
  const trace = { id: 't', timestamp: '2026-03-19T04:13:31.150Z', name: 'spring_ai chat_client', tags: [], bookmarked: false, public: false, userId: null, sessionId: null, observations: [{ id: 'o', traceId: 't', type: 'GENERATION', name: 'chat gpt-5-mini', metadata: { attributes: { 'gen_ai.system': 'spring_ai', 'gen_ai.request.model': 'gpt-5-mini' } }, usageDetails: { input: 13, output: 74, total: 87 } }] };
  expect(callsOf((await readWith('langfuse', JSON.stringify(trace))).items).map((call) => [call.provider, modelNameOf(call), call.usage.outputTokens])).toEqual([['openai', 'gpt-5-mini', 74]]);
  const scores = { data: [{ id: 's', projectId: 'p', name: 'correctness', value: true, dataType: 'BOOLEAN', source: 'ANNOTATION', timestamp: '2026-08-22T00:01:00Z', subject: { kind: 'trace', id: 't' } }], meta: { cursor: null } };
  expect(skipsOf((await readWith('langfuse', JSON.stringify(scores))).items)).toEqual([expect.stringContaining('a score')]);
});

const failures = [
  ['[GoogleGenerativeAI Error]: Error fetching from https://generativelanguage.googleapis.com/v1beta/x: [429 Too Many Requests] over the quota', 'rate_limited'],
  ['google.api_core.exceptions.ResourceExhausted: 429 Quota of the day is used up', 'rate_limited'],
  ['ResourceExhausted: over the quota', 'rate_limited'],
  ['Last error: Too Many Requests', 'rate_limited'],
  ['litellm.exceptions.RateLimitError: AzureException - limit', 'rate_limited'],
  ['503 UNAVAILABLE. Try again later', 'overloaded'],
  ['Request timed out.', 'timeout'],
  ['Request was aborted.', 'aborted'],
  ['An error occurred (ValidationException) when calling the Converse operation: empty text', 'client_error'],
  ['401 Incorrect API key provided', 'client_error'],
  ['status_code: 404, model_name: gpt-x, body: {}', 'client_error'],
  ['litellm.BadRequestError: OpenAIException', 'client_error'],
  ['Connection error.', 'server_error'],
] as const;

test.each(failures)('"%s" is %s on a span, in Langfuse and in LangSmith', async (message, status) => {
  const span = otlp({ attributes: chat, status: { code: 2, message } });
  const observation = { data: [{ id: 'g', traceId: 't', parentObservationId: null, type: 'GENERATION', startTime: '2026-01-01T00:00:00Z', model: 'gpt-4o', level: 'ERROR', statusMessage: message }] };
  const run = { id: '11111111-1111-4111-8111-111111111111', trace_id: 'x', run_type: 'llm', parent_run_id: null, start_time: '2026-01-01T00:00:00Z', end_time: '2026-01-01T00:00:01Z', error: message, inputs: {}, outputs: null, extra: { metadata: { ls_provider: 'openai', ls_model_name: 'gpt-4o' } } };
  const read = [await readWith('otel', span), await readWith('langfuse', JSON.stringify(observation)), await readWith('langsmith', JSON.stringify(run))];
  expect(read.map(({ items }) => callsOf(items)[0]?.status)).toEqual([status, status, status]);
});
