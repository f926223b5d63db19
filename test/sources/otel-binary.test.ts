import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inclusiveUsage } from '../../src/model/usage.js';
import { type Companion, type ReadItem, detectSource, sources } from '../../src/sources/index.js';
import { schema } from '../../src/sources/otel/protobuf.js';
import { FILE_TIME_MS, callsOf, fixture, pieces, readWith, skipsOf } from './read.js';

const bytesOf = (...parts: string[]): Buffer => readFileSync(join(import.meta.dirname, '../../fixtures/sources/otel', ...parts));

/** A field with a length: tag, varint, bytes. */
function field(number: number, bytes: Uint8Array): Buffer {
  const length: number[] = [];
  for (let rest = bytes.length; ; rest = Math.floor(rest / 128)) {
    length.push(rest > 127 ? (rest % 128) | 128 : rest);
    if (rest <= 127) break;
  }
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length]), bytes]);
}

const encoded = (type: string, value: object): Uint8Array => {
  const kind = schema.lookupType(type);
  return kind.encode(kind.fromObject(value)).finish();
};
const attributes = (entries: Readonly<Record<string, string | number>>): object[] => Object.entries(entries).map(([key, value]) => ({ key, value: typeof value === 'string' ? { stringValue: value } : { intValue: value } }));

const START_NANOS = BigInt(Date.UTC(2025, 10, 17, 9)) * 1_000_000n;
const spanBytes = (id: number, input: number): Uint8Array =>
  encoded('Span', {
    traceId: Buffer.alloc(16, 7), spanId: Buffer.from([0, 0, 0, 0, 0, 0, 1, id]), name: 'chat gpt-4o', kind: 3, startTimeUnixNano: String(START_NANOS), endTimeUnixNano: String(START_NANOS + 800_000_000n),
    attributes: attributes({ 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.input_tokens': input, 'gen_ai.usage.output_tokens': 3 }),
  });

const group = (...records: readonly Uint8Array[]): Buffer => Buffer.concat([field(1, encoded('Scope', { name: 'x', version: '1' })), ...records.map((record) => field(2, record))]);
const request = (groupNumber: number, ...records: readonly Uint8Array[]): Buffer => {
  const inner = field(2, group(...records));
  const at = groupNumber === 2 ? inner : Buffer.concat([Buffer.from([0xc2, 0x3e]), field(1, group(...records)).subarray(1)]);
  return field(1, Buffer.concat([field(1, encoded('Resource', { attributes: attributes({ 'service.name': 'desk' }) })), at]));
};
const framed = (message: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  return Buffer.concat([length, message]);
};

const inputs = (items: readonly ReadItem[]): (number | undefined)[] => callsOf(items).map((call) => inclusiveUsage(call.usage).inputTokens);

describe('OTLP as protobuf', () => {
  const [one, two] = [request(2, spanBytes(1, 11), spanBytes(2, 12)), request(2, spanBytes(3, 13))];
  const files: readonly (readonly [string, Buffer])[] = [
    ['one request', Buffer.concat([one, two])],
    ['requests behind a length of 4 bytes', Buffer.concat([framed(one), framed(two)])],
    ['requests behind a varint', Buffer.concat([field(1, one).subarray(1), field(1, two).subarray(1)])],
    ['requests of the time before scopes', Buffer.concat([request(1000, spanBytes(1, 11), spanBytes(2, 12)), two])],
  ];

  test.each(files)('%s', async (_, bytes) => {
    const detection = detectSource(bytes);
    expect(detection.found && detection.source.id).toBe('otel');
    for (const size of [1, 7, 1 << 16]) {
      const { items } = await readWith('otel', bytes, { size });
      expect(inputs(items)).toEqual([11, 12, 13]);
      expect(callsOf(items)[0]).toMatchObject({ provider: 'openai', startedAt: Date.UTC(2025, 10, 17, 9), latencyMs: 800, tags: { service: 'desk' }, keys: [`span:${'07'.repeat(16)}/0000000000000101`] });
    }
  });

  test('cut anywhere keeps the spans that are whole and says that the rest is not', async () => {
    for (const [, bytes] of files) {
      const { items } = await readWith('otel', bytes.subarray(0, bytes.length - 40));
      expect(inputs(items)).toEqual([11, 12]);
      expect(skipsOf(items)).toHaveLength(1);
    }
  });

  test('a damaged span costs itself alone', async () => {
    const bytes = Buffer.from(one);
    bytes[bytes.indexOf('chat gpt-4o') - 1] = 0x7f;
    const { items } = await readWith('otel', bytes);
    expect(inputs(items)).toEqual([12]);
    expect(skipsOf(items)).toHaveLength(1);
  });

  test('bytes that are something else are not told as spans', () => {
    expect(detectSource(Buffer.from([0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9])).found).toBe(false);
    expect(detectSource(Buffer.from([0x0a, 0x03, 0x08, 0x01, 0x10, 0x02, 0x00])).found).toBe(false);
  });
});

describe('OTLP logs', () => {
  const withCompanions = async (main: Buffer, companions: readonly Buffer[]): Promise<ReadItem[]> => {
    const source = sources.find(({ id }) => id === 'otel');
    const items: ReadItem[] = [];
    const given: Companion[] = companions.map((bytes, index) => ({ name: `companion ${index}`, head: bytes.toString('utf8', 0, 1000), chunks: () => pieces(bytes, 100) }));
    if (source === undefined) return items;
    for await (const batch of source.read({ name: 'log', chunks: pieces(main, 100), fileTimeMs: FILE_TIME_MS, options: { map: {}, set: {} }, companions: given, note: () => undefined })) items.push(...batch);
    return items;
  };
  const textOf = (items: readonly ReadItem[]) => callsOf(items).find((call) => call.recordId?.endsWith('/a100000000000002'))?.content;

  test('events lend their text to the span they belong to, in the same file', async () => {
    const spans = fixture('otel', 'collector', 'spans.jsonl');
    const logs = fixture('otel', 'logs', 'logs.jsonl');
    for (const text of [spans + logs, logs + spans]) {
      const { items } = await readWith('otel', text);
      expect(callsOf(items)).toHaveLength(3 + 1);
      expect(textOf(items)?.reply?.toolCalls).toEqual([{ name: 'timetable', argumentsText: '{"after":"09:00"}' }]);
      expect(items.filter((item) => 'folded' in item && item.folded.rule === 'part')).toHaveLength(2);
    }
  });

  test('and in a file beside it', async () => {
    const items = await withCompanions(bytesOf('collector', 'spans.jsonl'), [bytesOf('logs', 'logs.jsonl'), bytesOf('jaeger', 'traces.json')]);
    expect(callsOf(items)).toHaveLength(3);
    expect(textOf(items)?.reply?.toolCalls).toHaveLength(1);
    expect(items.filter((item) => 'folded' in item && item.folded.rule === 'part')).toHaveLength(0);
  });

  test('one event with token counts and no span is the call; messages without their span are none', async () => {
    const { items } = await readWith('otel', fixture('otel', 'logs', 'logs.jsonl'));
    expect(callsOf(items)).toMatchObject([{ usage: { uncachedInputTokens: 12, outputTokens: 3 }, keys: ['response:chatcmpl-Ev1', 'span:7c00000000000000000000000000000f/7c0000000000000f'], content: { reply: { text: 'Two do: the 9:12 and the 9:40.' } } }]);
    expect(skipsOf(items)).toHaveLength(2);
  });

  test('a coding agent’s events are calls under a subscription', async () => {
    const { items } = await readWith('otel', fixture('otel', 'agent-events', 'logs.jsonl'));
    const [call, failed] = callsOf(items);
    expect(inclusiveUsage(call?.usage ?? {})).toMatchObject({ inputTokens: 4 + 9000 + 300, cachedInputTokens: 9000, cacheWriteTokens: 300, outputTokens: 120 });
    expect(call).toMatchObject({ provider: 'anthropic', requestedModel: 'claude-sonnet-4-5-20250929', billing: 'subscription', latencyMs: 2000, startedAt: Date.UTC(2025, 10, 17, 9), sessionId: 's-1', keys: ['request:req_011'], loggedCostNanoUsd: 5_700_000 });
    expect(failed).toMatchObject({ status: 'overloaded', httpStatus: 529, usage: {} });
    expect(skipsOf(items)).toHaveLength(1);
  });
});
