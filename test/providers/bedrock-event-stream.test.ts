import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventStreamOf } from '../../src/providers/aws-body.js';
import { bytesOfBase64, crc32, isEventStream, readEventStream } from '../../src/providers/event-stream.js';
import { readExchange } from '../../src/providers/index.js';
import { chunkFrame, eventFrame, exceptionFrame, frameOf, textHeader } from './bedrock-frames.js';

const frames = [
  eventFrame('messageStart', { role: 'assistant' }), eventFrame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Grüß }{ "dich' } }),
  eventFrame('messageStop', { stopReason: 'end_turn' }), eventFrame('metadata', { usage: { inputTokens: 3, outputTokens: 4 }, metrics: { latencyMs: 5 } }),
];
const whole = Buffer.concat(frames);
const names = ['messageStart', 'contentBlockDelta', 'messageStop', 'metadata'];
const ends = frames.map((_, index) => frames.slice(0, index + 1).reduce((sum, frame) => sum + frame.length, 0));

const read = (body: { base64: string } | { text: string }, operation = 'converse-stream'): ReturnType<typeof readExchange> =>
  readExchange({
    request: { method: 'POST', url: `https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/${operation}`, headers: {}, body: { json: { messages: [] } } },
    response: { status: 200, headers: {}, body },
  }, { source: 'test', fileTimeMs: 0 });

describe('an event stream', () => {
  test('has the checksum of gzip', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
  });

  test('reads whole', () => {
    expect(readEventStream(whole).events.map(({ event }) => event)).toEqual(names);
    expect(readEventStream(whole).isWhole).toBe(true);
    expect(readEventStream(new Uint8Array())).toEqual({ events: [], isWhole: true });
  });

  test('that is cut at any byte keeps every frame before the cut', () => {
    for (let length = 1; length < whole.length; length += 1) {
      const cut = readEventStream(whole.subarray(0, length));
      expect(cut.events.map(({ event }) => event)).toEqual(names.filter((_, index) => (ends[index] ?? 0) <= length));
      expect(cut.isWhole).toBe(ends.includes(length));
    }
  });

  test('with any flipped bit keeps every frame before the damage and nothing after it', () => {
    fc.assert(fc.property(fc.nat(whole.length - 1), fc.nat(7), (at, bit) => {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << bit), at);
      const stream = readEventStream(damaged);
      expect(stream.events.map(({ event }) => event)).toEqual(names.filter((_, index) => (ends[index] ?? 0) <= at));
      expect(stream.isWhole).toBe(false);
    }), { numRuns: 400 });
  });

  test('is known by its first prelude, also where that is damaged or cut, and nothing else is taken for one', () => {
    expect(isEventStream(whole)).toBe(true);
    expect(isEventStream(whole.subarray(0, 3))).toBe(true);
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(0x40, 0);
    expect(isEventStream(damaged)).toBe(true);
    for (const other of ['{"a":1}', 'data: {}\n\n', '<html>', '']) expect(isEventStream(Buffer.from(other))).toBe(false);
    expect(isEventStream(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]))).toBe(false);
  });

  test('may have headers of every type beside the texts', () => {
    const sized = (type: number, bytes: number): Buffer => Buffer.concat([Buffer.from([1]), Buffer.from('x'), Buffer.from([type]), Buffer.alloc(bytes)]);
    const others = [sized(0, 0), sized(1, 0), sized(2, 1), sized(3, 2), sized(4, 4), sized(5, 8), sized(8, 8), sized(9, 16), Buffer.from([1, 0x78, 6, 0, 2, 9, 9])];
    const frame = frameOf([...others, textHeader(':event-type', 'chunk'), textHeader(':message-type', 'event')], '{"a":1}');
    expect(readEventStream(frame)).toEqual({ events: [{ event: 'chunk', json: { a: 1 } }], isWhole: true });
    expect(readEventStream(frameOf([Buffer.from([1, 0x78, 77])], '{}')).isWhole).toBe(false);
    expect(readEventStream(frameOf([Buffer.from([1, 0x78, 7, 0xff, 0xff])], '{}')).isWhole).toBe(false);
  });

  test('names its exceptions and errors, and passes over payloads that are no JSON', () => {
    const error = frameOf([textHeader(':message-type', 'error'), textHeader(':error-code', 'InternalFailure'), textHeader(':error-message', 'oh')], '');
    const blank = frameOf([textHeader(':message-type', 'event'), textHeader(':event-type', 'initial-response')], '');
    expect(readEventStream(Buffer.concat([blank, exceptionFrame('throttlingException', { message: 'slow' }), error])).events).toEqual([
      { event: 'exception:throttlingException', json: { message: 'slow' } }, { event: 'exception:InternalFailure', json: { message: 'oh' } },
    ]);
  });

  test('kept as text reads the same: Latin-1 and base64 with their checksums, UTF-8 by its names and payloads', () => {
    const { events, isWhole } = readEventStream(whole);
    for (const text of [whole.toString('latin1'), whole.toString('utf8'), whole.toString('base64')]) expect(eventStreamOf({ text })).toEqual({ kind: 'stream', events, isDone: isWhole });
    const failed = Buffer.concat([whole.subarray(0, ends[0]), exceptionFrame('modelStreamErrorException', { message: '\u{1f600}' })]);
    expect(eventStreamOf({ text: failed.toString('utf8') })?.events.map(({ event }) => event)).toEqual(['messageStart', 'exception:modelStreamErrorException']);
    for (const text of ['plain words', 'AAAAAAAAAAAAAAAAAAAAAAAA plain', '']) expect(eventStreamOf({ text })).toBeUndefined();
    expect(eventStreamOf({ base64: '***' })).toBeUndefined();
  });

  test('in base64 may be cut, folded or written for URLs', () => {
    const bytes = Buffer.from([0xfb, 0xff, 0xfe, 0, 1]);
    for (const text of ['+//+AAE=', '-__-AAE', '+//+\nAAE=\n']) expect(bytesOfBase64(text)).toEqual(new Uint8Array(bytes));
    expect(bytesOfBase64('+//+A')).toEqual(new Uint8Array(bytes.subarray(0, 3)));
  });
});

describe('a call whose stream is damaged', () => {
  test('is cut until its stop reason, then whole; its usage comes with the last event', () => {
    for (let length = 1; length <= whole.length; length += 1) {
      const call = read({ base64: whole.subarray(0, length).toString('base64') });
      if (!call.known) throw new Error(call.reason);
      expect(call.value.status).toBe(length >= (ends[2] ?? 0) ? 'ok' : 'aborted');
      expect(call.value.usage).toEqual(length >= whole.length ? { uncachedInputTokens: 3, outputTokens: 4 } : {});
    }
  });

  test('never throws, whatever the bytes', () => {
    const claude = Buffer.concat([chunkFrame({ type: 'message_start', message: { usage: { input_tokens: 3, output_tokens: 1 } } }), chunkFrame({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } })]);
    const operations = fc.constantFrom('converse', 'converse-stream', 'invoke', 'invoke-with-response-stream');
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), operations, (noise, place, operation) => {
      const mixed = Buffer.from(place % 2 === 0 ? whole : claude);
      mixed.set(noise.subarray(0, Math.max(0, mixed.length - (place % mixed.length))), place % mixed.length);
      for (const bytes of [Buffer.from(noise), mixed, mixed.subarray(0, place % mixed.length)]) {
        read({ base64: bytes.toString('base64') }, operation);
        read({ text: bytes.toString('utf8') }, operation);
        read({ text: bytes.toString('latin1') }, operation);
      }
    }), { numRuns: 200 });
  });

  test('never throws, whatever the JSON of its chunks', () => {
    const keys = fc.constantFrom('messageStart', 'contentBlockDelta', 'delta', 'text', 'toolUse', 'start', 'metadata', 'usage', 'output', 'message', 'content', 'type', 'results', 'choices', 'bytes', 'chunk', 'generation', 'trace', 'inputTokens', 'contentBlockIndex');
    const { tree } = fc.letrec((tie) => ({ tree: fc.oneof({ maxDepth: 5 }, fc.jsonValue({ maxDepth: 1 }), fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(keys, tie('tree'), { maxKeys: 4 })) }));
    fc.assert(fc.property(tree, fc.constantFrom('converse', 'converse-stream', 'invoke', 'invoke-with-response-stream'), (json, operation) => {
      const url = `https://bedrock-runtime.us-east-1.amazonaws.com/model/x/${operation}`;
      for (const reply of [json, [json], { stream: [json] }]) {
        readExchange({ request: { method: 'POST', url, headers: {}, body: { json: { messages: json, system: json, toolConfig: json, prompt: json, texts: json } } }, response: { status: 200, headers: {}, body: { json: reply } } }, { source: 'test', fileTimeMs: 0 });
      }
    }), { numRuns: 300 });
  });
});
