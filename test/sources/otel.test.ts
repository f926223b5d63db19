import { describe, expect, test } from 'vitest';
import { modelNameOf } from '../../src/model/call.js';
import { inclusiveUsage } from '../../src/model/usage.js';
import { createDesk } from '../../src/sources/otel/desk.js';
import { partsOf } from '../../src/sources/otel/dialects.js';
import { wholeSpansOf } from '../../src/sources/otel/texts.js';
import { callsOfSpans } from '../../src/sources/otel.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const TRACE = '5b1f0c7d9e2a44b68c3d7f1a2b3c4d01';
const START_MS = Date.UTC(2025, 10, 17, 9, 0, 0);

type Attributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;
interface Built { id?: string; parent?: string; trace?: string; name?: string; attributes: Attributes; events?: readonly { name: string; attributes: Attributes; atMs?: number }[]; status?: object; scope?: string; resource?: Attributes; lengthMs?: number }

const valueOf = (value: Attributes[string]): object =>
  typeof value === 'string' ? { stringValue: value } : typeof value === 'boolean' ? { boolValue: value } : typeof value !== 'number' ? { arrayValue: { values: value.map((entry) => ({ stringValue: entry })) } } : Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
const pairs = (attributes: Attributes): object[] => Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));
const nanos = (offsetMs: number): string => `${START_MS + offsetMs}000000`;

const resourceSpans = ({ id = 'a000000000000001', parent = '', trace = TRACE, name = 'span', attributes, events = [], status = {}, scope = 'x', resource = {}, lengthMs = 1500 }: Built): object => ({
  resource: { attributes: pairs(resource) },
  scopeSpans: [{ scope: { name: scope }, spans: [{
    traceId: trace, spanId: id, parentSpanId: parent, name, startTimeUnixNano: nanos(0), endTimeUnixNano: nanos(lengthMs), attributes: pairs(attributes), status,
    events: events.map((event) => ({ name: event.name, timeUnixNano: nanos(event.atMs ?? 1), attributes: pairs(event.attributes) })),
  }] }],
});
const otlp = (...spans: readonly Built[]): string => JSON.stringify({ resourceSpans: spans.map(resourceSpans) });

async function only(span: Built) {
  const { items } = await readWith('otel', otlp(span));
  const [call] = callsOf(items);
  expect([items.length, call === undefined]).toEqual([1, false]);
  return { call: call as NonNullable<typeof call>, usage: inclusiveUsage((call as NonNullable<typeof call>).usage) };
}

const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4o-mini' } as const;

describe('the conventions of OpenTelemetry', () => {
  test('give every fact that a span may state', async () => {
    const { call, usage } = await only({
      attributes: {
        ...chat, 'gen_ai.response.model': 'gpt-4o-mini-2024-07-18', 'gen_ai.response.id': 'chatcmpl-A1b2C3', 'gen_ai.usage.input_tokens': 200, 'gen_ai.usage.output_tokens': 50, 'gen_ai.usage.cache_read.input_tokens': 128,
        'gen_ai.usage.cache_write.input_tokens': 10, 'gen_ai.usage.reasoning.output_tokens': 30, 'gen_ai.response.finish_reasons': ['stop'], 'gen_ai.request.temperature': 0.2, 'gen_ai.request.seed': 7, 'gen_ai.request.max_tokens': 400,
        'gen_ai.request.choice.count': 1, 'gen_ai.request.stream': true, 'gen_ai.response.time_to_first_chunk': 0.35, 'gen_ai.conversation.id': 'c-1', 'user.id': 'u-1', 'openai.response.service_tier': 'flex',
        'gen_ai.request.reasoning.level': 'low', 'gen_ai.output.type': 'json', 'gen_ai.tool.definitions': '[{"type":"function","name":"clock","parameters":{"type":"object"}}]', 'gen_ai.system_instructions': '[{"type":"text","content":"Be brief."}]',
        'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"What time is it?"}]}]', 'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"Nine."}],"finish_reason":"stop"}]',
      },
      resource: { 'service.name': 'desk', 'deployment.environment.name': 'prod' },
    });
    expect(usage).toMatchObject({ inputTokens: 200, cachedInputTokens: 128, cacheWriteTokens: 10, outputTokens: 50, reasoningTokens: 30 });
    expect(call).toMatchObject({
      provider: 'openai', requestedModel: 'gpt-4o-mini', servedModel: 'gpt-4o-mini-2024-07-18', startedAt: START_MS, latencyMs: 1500, ttftMs: 0.35 * 1000, stream: true, status: 'ok', finishReason: 'stop', serviceTier: 'flex', effort: 'low',
      maxOutputTokens: 400, user: 'u-1', sessionId: 'c-1', env: 'prod', tags: { service: 'desk' }, parameters: { temperature: 0.2, seed: 7, choices: 1 }, usageSource: 'reported', billing: 'unknown',
      keys: ['response:chatcmpl-A1b2C3', `span:${TRACE}/a000000000000001`],
      content: { messages: [{ role: 'system', text: 'Be brief.' }, { role: 'user', text: 'What time is it?' }], tools: [{ name: 'clock' }], responseFormat: { kind: 'json_object' }, reply: { text: 'Nine.', toolCalls: [] } },
    });
  });

  test('leave absent what a span does not state', async () => {
    const { call } = await only({ attributes: chat });
    expect(call.usage).toEqual({});
    expect([call.finishReason, call.ttftMs, call.user, call.sessionId, call.content, call.loggedCostNanoUsd, call.maxOutputTokens]).toEqual(Array(7).fill(undefined));
  });

  test('name the provider by the address where openai is only the format', async () => {
    const provider = async (attributes: Attributes): Promise<string> => (await only({ attributes: { ...chat, ...attributes } })).call.provider;
    expect(await provider({ 'server.address': 'api.groq.com', 'gen_ai.request.model': 'llama-3.3-70b' })).toBe('groq');
    expect(await provider({ 'server.address': 'shop.openai.azure.com' })).toBe('azure');
    expect(await provider({ 'server.address': 'llm.internal', 'gen_ai.request.model': 'qwen3-32b' })).toBe('openai-compatible');
    expect(await provider({ 'server.address': 'llm.internal' })).toBe('openai');
    expect(await provider({ 'gen_ai.provider.name': 'aws.bedrock', 'gen_ai.request.model': 'anthropic.claude-sonnet-4-5-20250929-v1:0' })).toBe('aws');
    expect(await provider({ 'gen_ai.provider.name': 'strands-agents', 'gen_ai.request.model': 'claude-sonnet-4-5' })).toBe('anthropic');
  });

  test.each([
    ['a status code of the reply', { 'http.response.status_code': 429 }, {}, [], ['rate_limited', 429]],
    ['the words of an exception', {}, { code: 2 }, [{ name: 'exception', attributes: { 'exception.type': 'openai.RateLimitError', 'exception.message': 'Error code: 429 - slow down' } }], ['rate_limited', 429]],
    ['the type of the error', { 'error.type': 'APITimeoutError' }, { code: 'STATUS_CODE_ERROR' }, [], ['timeout', undefined]],
    ['a type that is a status', { 'error.type': '529' }, { code: 2 }, [], ['overloaded', 529]],
    ['a bad request', { 'error.type': 'BadRequestError' }, { code: 2 }, [], ['client_error', undefined]],
    ['nothing but the code', {}, { code: 2 }, [], ['server_error', undefined]],
  ] as const)('tell a failure by %s', async (_, attributes, status, events, [expected, httpStatus]) => {
    const { call } = await only({ attributes: { ...chat, ...attributes }, status, events });
    expect([call.status, call.httpStatus]).toEqual([expected, httpStatus]);
  });
});

const flavours: readonly (readonly [string, Partial<Built> & { attributes: Attributes }, Readonly<Record<string, unknown>>])[] = [
  ['OpenLLMetry', { attributes: { 'gen_ai.system': 'Anthropic', 'llm.request.type': 'chat', 'gen_ai.request.model': 'claude-sonnet-4-5', 'gen_ai.usage.prompt_tokens': 2374, 'gen_ai.usage.completion_tokens': 61, 'llm.usage.total_tokens': 2374 + 61, 'gen_ai.usage.cache_read_input_tokens': 2074, 'gen_ai.usage.cache_creation_input_tokens': 297 } },
    { provider: 'anthropic', inputTokens: 2374, cachedInputTokens: 2074, cacheWriteTokens: 297, outputTokens: 61 }],
  ['OpenInference', { attributes: { 'openinference.span.kind': 'LLM', 'llm.system': 'openai', 'llm.model_name': 'o4-mini', 'llm.token_count.prompt': 30, 'llm.token_count.completion': 90, 'llm.token_count.completion_details.reasoning': 64, 'llm.cost.total': 0.0004, 'llm.invocation_parameters': '{"reasoning_effort":"high","max_completion_tokens":500}' } },
    { provider: 'openai', inputTokens: 30, outputTokens: 90, reasoningTokens: 64, cost: 400_000, effort: 'high', maxOutputTokens: 500 }],
  ['OpenLIT, which passes Anthropic’s own input on', { scope: 'openlit.otel.tracing', attributes: { ...chat, 'gen_ai.provider.name': 'anthropic', 'gen_ai.request.model': 'claude-haiku-4-5', 'gen_ai.usage.input_tokens': 500, 'gen_ai.usage.output_tokens': 20, 'gen_ai.usage.total_tokens': 520, 'gen_ai.usage.cache_read_input_tokens': 400, 'gen_ai.usage.cost': 0.0007, 'gen_ai.server.time_to_first_token': 0.2 } },
    { provider: 'anthropic', inputTokens: 500 + 400, cachedInputTokens: 400, outputTokens: 20, cost: 700_000, ttftMs: 200 }],
  ['Strands on Bedrock, whose total counts the cache', { attributes: { ...chat, 'gen_ai.provider.name': 'strands-agents', 'gen_ai.request.model': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'gen_ai.usage.input_tokens': 4299, 'gen_ai.usage.output_tokens': 631, 'gen_ai.usage.cache_read_input_tokens': 35_574, 'gen_ai.usage.cache_write_input_tokens': 17_787, 'gen_ai.usage.total_tokens': 4299 + 631 + 35_574 + 17_787, 'gen_ai.server.time_to_first_token': 640 } },
    { inputTokens: 4299 + 35_574 + 17_787, outputTokens: 631, ttftMs: 640 }],
  ['the AI SDK', { name: 'ai.streamText.doStream', attributes: { 'ai.operationId': 'ai.streamText.doStream', 'ai.model.provider': 'google.generative-ai', 'ai.model.id': 'gemini-2.5-flash', 'ai.usage.inputTokens': 20, 'ai.usage.outputTokens': 8, 'ai.usage.reasoningTokens': 40, 'ai.usage.totalTokens': 68, 'ai.response.msToFirstChunk': 310, 'ai.telemetry.functionId': 'greet', 'ai.telemetry.metadata.userId': 'u-9', 'ai.telemetry.metadata.plan': 'pro', 'ai.response.finishReason': 'stop' } },
    { provider: 'google', inputTokens: 20, outputTokens: 8 + 40, reasoningTokens: 40, ttftMs: 310, user: 'u-9', tags: { function: 'greet', plan: 'pro' }, stream: true }],
  ['the AI SDK before version 6 on Anthropic', { name: 'ai.generateText.doGenerate', attributes: { 'ai.operationId': 'ai.generateText.doGenerate', 'ai.model.provider': 'anthropic.messages', 'ai.model.id': 'claude-sonnet-4-5', 'ai.usage.inputTokens': 900, 'ai.usage.outputTokens': 8, 'ai.usage.cachedInputTokens': 700 } },
    { provider: 'anthropic', inputTokens: 900 + 700, cachedInputTokens: 700 }],
  ['the AI SDK 4 on Anthropic', { name: 'ai.generateText.doGenerate', attributes: { 'ai.operationId': 'ai.generateText.doGenerate', 'ai.model.provider': 'anthropic.messages', 'ai.model.id': 'claude-sonnet-4-5', 'ai.usage.promptTokens': 900, 'ai.usage.completionTokens': 8, 'ai.response.providerMetadata': '{"anthropic":{"cacheReadInputTokens":700,"cacheCreationInputTokens":50}}' } },
    { inputTokens: 900 + 700 + 50, cachedInputTokens: 700, cacheWriteTokens: 50 }],
  ['the AI SDK from version 6 on', { name: 'ai.generateText.doGenerate', attributes: { 'ai.operationId': 'ai.generateText.doGenerate', 'ai.model.provider': 'anthropic.messages', 'ai.model.id': 'claude-sonnet-4-5', 'ai.usage.inputTokens': 900, 'ai.usage.outputTokens': 8, 'ai.usage.cachedInputTokens': 700, 'ai.usage.inputTokenDetails.cacheReadTokens': 700, 'ai.usage.inputTokenDetails.noCacheTokens': 200 } },
    { inputTokens: 900, cachedInputTokens: 700 }],
  ['Langfuse', { attributes: { 'langfuse.observation.type': 'generation', 'langfuse.observation.model.name': 'gpt-4o', 'langfuse.observation.usage_details': '{"input":24,"input_cached_tokens":100,"output":378,"output_reasoning_tokens":1029,"total":1531}', 'langfuse.observation.cost_details': '{"input":0.001,"output":0.002}', 'langfuse.observation.completion_start_time': `"${new Date(START_MS + 400).toISOString()}"`, 'session.id': 's-1', 'langfuse.trace.tags': ['night', 'team:ops'], 'langfuse.environment': 'staging', 'langfuse.observation.input': '[{"role":"user","content":"Hi"}]', 'langfuse.observation.output': '{"role":"assistant","content":"Hello"}' } },
    { provider: 'openai', inputTokens: 24 + 100, cachedInputTokens: 100, outputTokens: 378 + 1029, reasoningTokens: 1029, cost: 3_000_000, ttftMs: 400, session: 's-1', env: 'staging', tags: { night: 'true', team: 'ops' } }],
  ['Pydantic AI', { scope: 'pydantic-ai', attributes: { ...chat, 'gen_ai.system': 'openai', 'gen_ai.usage.input_tokens': 60, 'gen_ai.usage.output_tokens': 70, 'gen_ai.usage.details.reasoning_tokens': 64, 'gen_ai.usage.details.cached_tokens': 32, 'operation.cost': 0.00001, events: '[{"event.name":"gen_ai.user.message","role":"user","content":"Hi"},{"event.name":"gen_ai.choice","message":{"role":"assistant","content":"Hello"}}]', 'model_request_parameters': '{"function_tools":[{"name":"clock","parameters_json_schema":{}}]}' } },
    { inputTokens: 60, cachedInputTokens: 32, outputTokens: 70, reasoningTokens: 64, cost: 10_000 }],
  ['Genkit', { attributes: { 'genkit:type': 'action', 'genkit:metadata:subtype': 'model', 'genkit:name': 'googleai/gemini-2.5-flash', 'genkit:output': '{"message":{"role":"model","content":[{"text":"Hi"}]},"finishReason":"stop","usage":{"inputTokens":10,"outputTokens":5,"thoughtsTokens":20,"totalTokens":35}}' } },
    { provider: 'google', inputTokens: 10, outputTokens: 25, reasoningTokens: 20 }],
  ['Semantic Kernel of old', { name: 'chat.completions gpt-4o', attributes: { 'gen_ai.operation.name': 'chat.completions', 'gen_ai.system': 'openai', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.response.prompt_tokens': 16, 'gen_ai.response.completion_tokens': 4 } },
    { inputTokens: 16, outputTokens: 4 }],
  ['Spring AI, which writes texts', { attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.system': 'mistral_ai', 'gen_ai.request.model': 'mistral-small-latest', 'gen_ai.usage.input_tokens': '11', 'gen_ai.usage.output_tokens': '22', 'gen_ai.usage.total_tokens': '33', 'gen_ai.response.finish_reasons': '["STOP"]', 'gen_ai.request.temperature': '0.7', 'gen_ai.request.max_tokens': 'none' } },
    { provider: 'mistral', inputTokens: 11, outputTokens: 22 }],
  ['LangSmith', { attributes: { 'langsmith.span.kind': 'llm', 'gen_ai.system': 'langchain', 'gen_ai.request.model': 'claude-sonnet-4-5', 'gen_ai.usage.input_tokens': 300, 'gen_ai.usage.output_tokens': 10, 'gen_ai.usage.total_tokens': 310, 'gen_ai.usage.input_token_details': '{"cache_read":250}', 'langsmith.metadata.thread_id': 't-1' } },
    { provider: 'anthropic', inputTokens: 300, cachedInputTokens: 250, session: 't-1' }],
  ['AG2', { attributes: { 'ag2.span.type': 'llm', ...chat, 'gen_ai.usage.input_tokens': 5, 'gen_ai.usage.output_tokens': 6, 'gen_ai.usage.cost': 0.000002 } }, { inputTokens: 5, outputTokens: 6, cost: 2000 }],
  ['MLflow, which writes JSON in every value', { attributes: { 'mlflow.spanType': '"CHAT_MODEL"', 'mlflow.llm.model': '"gpt-4o"', 'mlflow.chat.tokenUsage': '{"input_tokens":12,"output_tokens":3,"total_tokens":15}' } }, { provider: 'openai', inputTokens: 12, outputTokens: 3 }],
  ['embeddings', { attributes: { 'gen_ai.operation.name': 'embeddings', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'text-embedding-3-small', 'gen_ai.usage.input_tokens': 9 } }, { inputTokens: 9, outputTokens: 0, api: 'embeddings' }],
];

test.each(flavours)('reads %s', async (_, span, expected) => {
  const { call, usage } = await only(span);
  const found = { ...usage, provider: call.provider, cost: call.loggedCostNanoUsd, effort: call.effort, maxOutputTokens: call.maxOutputTokens, ttftMs: call.ttftMs, user: call.user, session: call.sessionId, tags: call.tags, stream: call.stream, env: call.env, api: call.api };
  expect(found).toMatchObject(expected);
  expect(call.status).toBe('ok');
});

describe('which spans are calls', () => {
  const usage = { 'gen_ai.usage.input_tokens': 10, 'gen_ai.usage.output_tokens': 2 };
  const agent: Built = { id: 'a000000000000001', name: 'agent', attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.request.model': 'gpt-4o-mini', 'gen_ai.usage.input_tokens': 20, 'gen_ai.usage.output_tokens': 4 } };
  const step: Built = { id: 'a000000000000002', parent: 'a000000000000001', name: 'step', attributes: {} };
  const inner = (id: string, attributes: Attributes = {}): Built => ({ id, parent: 'a000000000000002', attributes: { ...chat, ...usage, ...attributes } });
  const outcome = async (...spans: readonly Built[]) => {
    const { items } = await readWith('otel', spans.map((span) => otlp(span)).join('\n'));
    return { calls: callsOf(items).map((call) => call.recordId?.split('/')[1]), folded: items.flatMap((item) => ('folded' in item ? [item.folded.rule] : [])) };
  };

  test('a wrapping is folded whether it comes before its calls or after them, at any depth', async () => {
    const [one, two] = [inner('a000000000000003'), inner('a000000000000004')];
    expect(await outcome(agent, step, one, two)).toEqual({ calls: ['a000000000000003', 'a000000000000004'], folded: ['wrapping-span'] });
    expect(await outcome(one, two, step, agent)).toEqual({ calls: ['a000000000000003', 'a000000000000004'], folded: ['wrapping-span'] });
  });

  test('a wrapping whose calls are not in the trace is the call', async () => {
    expect(await outcome(agent, step)).toEqual({ calls: ['a000000000000001'], folded: [] });
    expect((await outcome(agent, { ...inner('a000000000000003'), trace: 'ffffffffffffffffffffffffffffffff' })).calls).toHaveLength(2);
  });

  test('counts that only the outer span has make it the call, and a failed attempt within stays', async () => {
    const mute: Built = { id: 'a000000000000005', parent: 'a000000000000002', attributes: chat };
    expect(await outcome(agent, step, mute)).toEqual({ calls: ['a000000000000001'], folded: ['wrapping-span'] });
    expect((await outcome(agent, step, mute, { ...mute, id: 'a000000000000006', status: { code: 2 } })).calls).toEqual(['a000000000000001', 'a000000000000006']);
  });

  test('two calls that name different responses do not wrap each other', async () => {
    const outer: Built = { id: 'a000000000000001', attributes: { ...chat, ...usage, 'gen_ai.response.id': 'chatcmpl-outer1' } };
    const nested: Built = { id: 'a000000000000002', parent: 'a000000000000001', attributes: { ...chat, ...usage, 'gen_ai.response.id': 'chatcmpl-inner1' } };
    expect((await outcome(outer, nested)).calls).toHaveLength(2);
    expect((await outcome(outer, { ...nested, attributes: { ...chat, ...usage } })).calls).toEqual(['a000000000000002']);
  });

  test('the outer spans of the AI SDK are always folded, tools and retrievers are no calls', async () => {
    const { items } = await readWith('otel', otlp(
      { id: 'a000000000000001', name: 'ai.generateText', attributes: { 'ai.operationId': 'ai.generateText', 'ai.usage.inputTokens': 3 } },
      { id: 'a000000000000002', attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'clock' } },
      { id: 'a000000000000003', attributes: { 'openinference.span.kind': 'RETRIEVER' } },
      { id: 'a000000000000004', attributes: { 'http.method': 'GET' } },
    ));
    expect(items.map((item) => ('folded' in item ? item.folded.rule : 'skipped' in item ? [item.skipped.reason, item.skipped.isNoCall] : 'call'))).toEqual(['wrapping-span', ['a tool span', true], ['a retriever span', true], ['a span that is no model call', true]]);
  });

  test('a span that the file holds twice is one call', async () => {
    expect(await outcome(inner('a000000000000003'), inner('a000000000000003'))).toEqual({ calls: ['a000000000000003'], folded: ['shown-twice'] });
  });

  test('beyond its bounds a trace is judged on what was seen, and what comes later is still counted once', () => {
    const desk = createDesk({ set: {}, fileTimeMs: 0 }, { bounds: { size: 1e9, spans: 1, ids: 1000 } });
    const take = (span: Built) => desk.take((partsOf(resourceSpans(span)) ?? []).map((part) => ({ part, where: 'here', size: 1 })));
    const others = ['1', '2'].map((digit) => ({ ...inner('a00000000000000a'), trace: digit.repeat(32) }));
    const items = [agent, ...others, step, inner('a000000000000003')].flatMap(take).concat(desk.end());
    expect(items.filter((item) => 'call' in item)).toHaveLength(1 + 2);
    expect(items.filter((item) => 'folded' in item)).toHaveLength(1);
    const reversed = createDesk({ set: {}, fileTimeMs: 0 }, { bounds: { size: 1e9, spans: 0, ids: 1000 } });
    const later = [step, inner('a000000000000003'), agent].flatMap((span) => reversed.take((partsOf(resourceSpans(span)) ?? []).map((part) => ({ part, where: 'here', size: 1 })))).concat(reversed.end());
    expect(callsOf(later).map((call) => call.recordId?.split('/')[1])).toEqual(['a000000000000003']);
  });

  test('a ring of parents ends', async () => {
    const ring = [{ ...inner('a000000000000001'), parent: 'a000000000000002' }, { ...inner('a000000000000002'), parent: 'a000000000000001' }];
    expect((await outcome(...ring)).calls.length).toBeLessThanOrEqual(2);
  });

  test('one export request is judged by itself', () => {
    const parts = [agent, step, inner('a000000000000003')].flatMap((span) => partsOf(resourceSpans(span)) ?? []);
    expect(callsOfSpans(parts, { set: {}, fileTimeMs: 0 }).map((item) => Object.keys(item)[0])).toEqual(['skipped', 'folded', 'call']);
  });
});

test('tokens of a span that names neither provider nor model are kept, and --set names them', async () => {
  const text = otlp({ attributes: { 'gen_ai.usage.input_tokens': 5 } });
  expect(callsOf((await readWith('otel', text)).items)).toMatchObject([{ provider: 'unknown', usage: { uncachedInputTokens: 5 } }]);
  expect(callsOf((await readWith('otel', text, { set: { provider: 'groq', model: 'llama-3.3-70b-versatile', env: 'prod', user: 'u-1' } })).items)).toMatchObject([{ provider: 'groq', requestedModel: 'llama-3.3-70b-versatile', env: 'prod', user: 'u-1' }]);
});

test('hostile text is looked at a bounded number of times', () => {
  const spanText = '{"traceId":"1","spanId":"2","name":"x"}';
  expect(wholeSpansOf('{"traceId":'.repeat(200_000))).toEqual([]);
  expect(wholeSpansOf(`{"spans":[${spanText},{"traceId":"1","na`)).toEqual([JSON.parse(spanText)]);
});

describe('a file of spans', () => {
  const facts = async (folder: string, name: string) => callsOf((await readWith('otel', fixture('otel', folder, name))).items)
    .map((call) => ({ model: modelNameOf(call), ...inclusiveUsage(call.usage), latencyMs: call.latencyMs, status: call.status, keys: call.keys }));

  test('reads the same as lines, as one document, as an array, in chunks of any size', async () => {
    const lines = await facts('collector', 'spans.jsonl');
    expect(lines).toHaveLength(3);
    expect(await facts('pretty', 'spans.json')).toEqual(lines);
    expect(await facts('array', 'spans.json')).toEqual(lines);
  });

  test('a cut document keeps the spans that are whole', async () => {
    const whole = fixture('otel', 'pretty', 'spans.json');
    const { items } = await readWith('otel', whole.slice(0, whole.indexOf('b100000000000001')));
    expect(callsOf(items).map((call) => call.recordId?.split('/')[1])).toEqual(['a100000000000002', 'a100000000000004']);
    expect(callsOf(items).map((call) => call.env)).toEqual(['prod', 'prod']);
    expect(skipsOf(items).filter((skip) => /broken or cut/.test(skip))).toHaveLength(1);
  });

  test('one broken line between good ones costs itself alone', async () => {
    const lines = fixture('otel', 'collector', 'spans.jsonl').trim().split('\n');
    const { items } = await readWith('otel', [lines[0], '{"resourceSpans":[{"scopeSp', lines[1]].join('\n'));
    expect(callsOf(items)).toHaveLength(2);
    expect(skipsOf(items).some((skip) => skip.startsWith('line 2: not JSON'))).toBe(true);
  });

  test('takes numbers, texts and Longs, ids as bytes and as base64', async () => {
    const span = {
      traceId: { type: 'Buffer', data: [...Buffer.from(TRACE, 'hex')] }, spanId: Buffer.from('a000000000000001', 'hex').toString('base64'), name: 'chat', attributes: [
        { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } }, { key: 'gen_ai.request.model', value: { stringValue: 'gpt-4o' } },
        { key: 'gen_ai.usage.input_tokens', value: { intValue: { low: 7, high: 0, unsigned: false } } }, { key: 'gen_ai.usage.output_tokens', value: { intValue: 3 } },
      ],
      startTimeUnixNano: { low: Number(BigInt(nanos(0)) & 0xffffffffn) | 0, high: Number(BigInt(nanos(0)) >> 32n), unsigned: true }, endTimeUnixNano: Number(nanos(250)),
    };
    const [call] = callsOf((await readWith('otel', JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }))).items);
    expect(call).toMatchObject({ keys: [`span:${TRACE}/a000000000000001`], startedAt: START_MS, usage: { uncachedInputTokens: 7, outputTokens: 3 } });
    expect(call?.latencyMs).toBeCloseTo(250, 2);
  });

  test.each([
    ['older-names', 'spans.json', { model: 'gpt-4o-mini-2024-07-18', inputTokens: 200, cachedInputTokens: 128, outputTokens: 21 }],
    ['jaeger', 'traces.json', { model: 'gpt-4o-2024-08-06', inputTokens: 90, outputTokens: 12, latencyMs: 1250 }],
    ['zipkin', 'spans.json', { model: 'claude-sonnet-4-5', inputTokens: 70, outputTokens: 15, latencyMs: 900 }],
    ['tempo', 'trace.json', { model: 'gpt-4o-mini-2024-07-18', inputTokens: 5, outputTokens: 6, keys: [`span:${TRACE}/e100000000000001`] }],
    ['console-python', 'spans.json', { model: 'gpt-4o-mini-2024-07-18', inputTokens: 44, outputTokens: 9, latencyMs: 1250.5 }],
    ['console-javascript', 'spans.jsonl', { model: 'gpt-4o-mini', inputTokens: 30, outputTokens: 4, latencyMs: 1500 }],
    ['console-printed', 'spans.txt', { model: 'gpt-4o-mini', inputTokens: 33, outputTokens: 7, latencyMs: 640.2505 }],
    ['phoenix', 'spans.csv', { model: 'gpt-4o-2024-08-06', inputTokens: 220, cachedInputTokens: 128, outputTokens: 31, latencyMs: 2000 }],
    ['phoenix-json', 'spans.jsonl', { model: 'gpt-4o-2024-08-06', inputTokens: 220, cachedInputTokens: 128, outputTokens: 31, latencyMs: 2000 }],
    ['logfire', 'records.csv', { model: 'claude-sonnet-4-5-20250929', inputTokens: 1500, cachedInputTokens: 1200, cacheWriteTokens: 100, outputTokens: 80, latencyMs: 3250 }],
    ['logfire-json', 'records.json', { model: 'claude-sonnet-4-5-20250929', inputTokens: 1500, cachedInputTokens: 1200, cacheWriteTokens: 100, outputTokens: 80, latencyMs: 3250 }],
    ['clickhouse', 'rows.jsonl', { model: 'gpt-4o-mini-2024-07-18', inputTokens: 11, outputTokens: 2, latencyMs: 750 }],
  ])('is also a dump of another tool: %s', async (folder, name, expected) => {
    expect((await facts(folder, name))[0]).toMatchObject(expected);
  });

  test('a list in a table may stand as pandas prints it', async () => {
    const table = `name,span_kind,context.trace_id,context.span_id,start_time,attributes.llm.model_name,attributes.llm.token_count.prompt,attributes.llm.input_messages\nChatOpenAI,LLM,${TRACE},a000000000000001,2025-11-17T09:00:00Z,gpt-4o,5,"[{'message.role': 'user', 'message.content': ""It's late""}]"\n`;
    expect(callsOf((await readWith('otel', table)).items)[0]?.content?.messages).toEqual([{ role: 'user', text: "It's late" }]);
  });

  test('of the Phoenix table the chain is no call and the failure is one', async () => {
    const { items } = await readWith('otel', fixture('otel', 'phoenix', 'spans.csv'));
    expect(callsOf(items).map((call) => [call.status, call.sessionId, call.tags['team'], call.content?.reply?.text])).toEqual([['ok', 's-9', 'ops', 'Three points were agreed.'], ['rate_limited', undefined, undefined, undefined]]);
    expect(skipsOf(items)).toEqual(['line 3: an agent or workflow span']);
  });
});
