import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createSpanReader } from '../../src/commands/workers/record-logs.js';
import { inclusiveUsage } from '../../src/model/usage.js';
import { schema } from '../../src/sources/otel/protobuf.js';
import { START_MS, type Built, TRACE, otlp } from '../sources/otlp.js';
import { type RecorderUnderTest, startRecorder } from './recorder.js';

let running: RecorderUnderTest | undefined;
afterEach(async () => {
  await running?.end();
  running = undefined;
});

const chat = (id: string, input: number, more: Partial<Built> = {}): Built =>
  ({ id, name: 'chat gpt-4o', attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.input_tokens': input, 'gen_ai.usage.output_tokens': 7 }, ...more });
const JSON_TYPE = 'application/json';
const PROTOBUF = 'application/x-protobuf';

const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = { 'content-type': JSON_TYPE }): Promise<Response> => fetch(`${running?.otlp ?? ''}${path}`, { method: 'POST', body, headers });

/** One span as an exporter writes it in protobuf: ExportTraceServiceRequest { resource_spans { scope_spans { spans } } }, lengths below 16384. */
function protobufOf(input: number): Uint8Array<ArrayBuffer> {
  const kind = schema.lookupType('Span');
  const attribute = (key: string, value: object): object => ({ key, value });
  const span = kind.encode(kind.fromObject({
    traceId: Buffer.alloc(16, 9), spanId: Buffer.alloc(8, 3), name: 'chat', startTimeUnixNano: String(BigInt(START_MS) * 1_000_000n), endTimeUnixNano: String(BigInt(START_MS + 900) * 1_000_000n),
    attributes: [attribute('gen_ai.operation.name', { stringValue: 'chat' }), attribute('gen_ai.provider.name', { stringValue: 'anthropic' }), attribute('gen_ai.request.model', { stringValue: 'claude-sonnet-4-5' }), attribute('gen_ai.usage.input_tokens', { intValue: input }), attribute('gen_ai.usage.output_tokens', { intValue: 7 })],
  })).finish();
  const field = (number: number, bytes: Uint8Array): Buffer => Buffer.concat([Buffer.from([number * 8 + 2, (bytes.length % 128) | 128, Math.floor(bytes.length / 128)]), bytes]);
  return Uint8Array.from(field(1, field(2, field(2, span))));
}

describe('the receiver of OpenTelemetry exports', () => {
  test('stores the calls of spans as JSON, as protobuf, plain and gzip, in one store', async () => {
    running = await startRecorder();
    const replies = [
      await post('/v1/traces', otlp(chat('a000000000000001', 100))),
      await post('/v1/traces', Uint8Array.from(gzipSync(otlp(chat('a000000000000002', 200)))), { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' }),
      await post('/v1/traces', protobufOf(300), { 'content-type': PROTOBUF }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await replies[0]?.json()).toEqual({});
    expect([replies[2]?.headers.get('content-type'), (await replies[2]?.arrayBuffer())?.byteLength]).toEqual([PROTOBUF, 0]);
    const calls = await running.calls();
    expect(calls.map(({ usage }) => inclusiveUsage(usage).inputTokens).sort()).toEqual([100, 200, 300]);
    expect(calls.every(({ sources }) => sources.join() === 'otel')).toBe(true);
    expect(calls.find(({ provider }) => provider === 'anthropic')).toMatchObject({ latencyMs: 900, startedAt: START_MS });
  });

  test('counts a call once when an agent around it comes in a later export, and when an export is sent again', async () => {
    running = await startRecorder();
    const call = otlp(chat('b000000000000002', 10, { parent: 'b000000000000001' }));
    const agent = otlp({ id: 'b000000000000001', name: 'invoke_agent', attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.provider.name': 'openai', 'gen_ai.usage.input_tokens': 10, 'gen_ai.usage.output_tokens': 7 } });
    for (const body of [call, agent, call]) await post('/v1/traces', body);
    expect(await running.calls()).toMatchObject([{ keys: [`span:${TRACE}/b000000000000002`] }]);
  });

  test('refuses what it does not take, and goes on', async () => {
    running = await startRecorder();
    expect([
      (await post('/v1/other', '{}')).status, (await post('/v1/traces', 'a', { 'content-type': 'text/plain' })).status, (await fetch(`${running.otlp}/v1/traces`)).status, (await post('/v1/metrics', '{"resourceMetrics":[]}')).status,
      (await post('/v1/traces', '{"resourceSpans":')).status, (await post('/v1/traces', Uint8Array.from([10, 200, 200]), { 'content-type': PROTOBUF })).status, (await post('/v1/logs', '{"resourceLogs":[]}')).status,
    ]).toEqual([404, 415, 405, 200, 200, 200, 200]);
    await post('/v1/traces', otlp(chat('c000000000000001', 5)));
    expect(await running.calls()).toHaveLength(1);
  });

  test('asks for the client token where one is set', async () => {
    running = await startRecorder({ clientToken: 'a-token-of-some-length' });
    expect((await post('/v1/traces', otlp(chat('d000000000000001', 5)))).status).toBe(401);
    expect((await post('/v1/traces', otlp(chat('d000000000000001', 5)), { 'content-type': JSON_TYPE, 'x-shadowbill-client-token': 'a-token-of-some-length' })).status).toBe(200);
    expect(await running.calls()).toHaveLength(1);
  });
});

test('spans are told when their trace has been quiet for ten seconds, not before', () => {
  let clock = 0;
  const reader = createSpanReader({ now: () => clock });
  const bytes = Buffer.from(otlp(chat('a000000000000001', 100)));
  expect(reader.take({ kind: 'traces', contentType: JSON_TYPE, contentEncoding: '', receivedAt: 0, body: { pieces: [bytes], bytes: bytes.length, isWhole: true } })).toMatchObject({ calls: [], spans: 1 });
  clock = 9_999;
  expect(reader.quiet().calls).toEqual([]);
  clock = 10_000;
  expect(reader.quiet().calls).toHaveLength(1);
  expect(reader.end().calls).toEqual([]);
});
