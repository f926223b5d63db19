import { describe, expect, test } from 'vitest';
import { inclusiveUsage } from '../../src/model/usage.js';
import { type Companion, type ReadItem, detectSource } from '../../src/sources/index.js';
import { source } from '../../src/sources/openai-batch.js';
import { FILE_TIME_MS, callsOf, fixture, pieces, skipsOf } from './read.js';
import { factsOf, hasSamples, pickFacts, sampleText } from './samples.js';

const file = (...parts: string[]): string => fixture('openai-batch', ...parts);

function companion(name: string, text: string, { isRandom = true, onDisk = Buffer.from(text) }: { isRandom?: boolean; onDisk?: Buffer } = {}): Companion {
  const bytes = onDisk;
  const slice = (start: number, end?: number): Promise<ArrayBuffer> => Promise.resolve(Uint8Array.from(bytes.subarray(start, end)).buffer);
  return { name, head: text.slice(0, 1 << 16), chunks: () => pieces(text, 33), ...(isRandom && { bytes: { size: bytes.length, slice } }) };
}

async function read(text: string, companions: readonly Companion[] = []): Promise<{ items: ReadItem[]; notes: string[] }> {
  const items: ReadItem[] = [];
  const notes: string[] = [];
  for await (const batch of source.read({ name: 'output.jsonl', chunks: pieces(text, 100), companions, fileTimeMs: FILE_TIME_MS, options: { map: {}, set: {} }, note: (note) => notes.push(note) })) items.push(...batch);
  return { items, notes };
}

const [output, input] = [file('basic', 'output.jsonl'), file('basic', 'input.jsonl')];
const prompts = (items: readonly ReadItem[]) => callsOf(items).map((call) => call.content?.messages.map((message) => message.text).join());

describe('openai-batch', () => {
  test.each([output, input, file('anthropic', 'results.jsonl'), file('anthropic', 'requests.json'), file('gemini', 'output.jsonl'), file('gemini', 'requests.jsonl'), file('vertex', 'predictions.jsonl'), file('bedrock', 'jobs.jsonl.out')])('is found by its lines (%#)', (text) => {
    const detection = detectSource(text);
    expect(detection.found && detection.source.id).toBe('openai-batch');
  });

  test('output alone: calls without their prompt, at the tier batch', async () => {
    const { items } = await read(output);
    expect(callsOf(items).map((call) => [call.provider, call.servedModel ?? call.requestedModel, call.status, call.serviceTier, inclusiveUsage(call.usage).inputTokens, call.usage.outputTokens, call.keys])).toEqual([
      ['openai', 'gpt-4o-mini-2024-07-18', 'ok', 'batch', 10, 2, ['openai-batch:batch_req_2', 'request:req_b2', 'response:chatcmpl-b-2']],
      ['openai', 'gpt-4o-mini-2024-07-18', 'ok', 'batch', 9, 3, ['openai-batch:batch_req_1', 'request:req_b1', 'response:chatcmpl-b-1']],
      ['openai', 'text-embedding-3-small', 'ok', 'batch', 1, 0, ['openai-batch:batch_req_3', 'request:req_b3']],
      ['openai', undefined, 'client_error', 'batch', undefined, undefined, ['openai-batch:batch_req_4', 'request:req_b4']],
      ['openai', undefined, 'server_error', 'batch', undefined, undefined, ['openai-batch:batch_req_6']],
    ]);
    expect(skipsOf(items)).toHaveLength(1);
    expect(items.some((item) => 'skipped' in item && item.skipped.isNoCall === true && item.skipped.reason.includes('expired'))).toBe(true);
  });

  test.each([{ isRandom: true }, { isRandom: false }, { onDisk: Buffer.from(`\uFEFF${input}`) }, { onDisk: Buffer.from(`\uFEFF${input}`, 'utf16le') }])('prompts come from the input file by custom_id, whatever the order and however they lie on the disk (%#)', async (options) => {
    const { items } = await read(output, [companion('input.jsonl', input, options)]);
    expect(prompts(items)).toEqual(['Second', 'First', 'Third', '', undefined]);
    expect(callsOf(items)[0]).toMatchObject({ requestedModel: 'gpt-4o-mini', servedModel: 'gpt-4o-mini-2024-07-18', tags: { team: 'mail' }, usage: { cacheReadTokens: 4, uncachedInputTokens: 6 } });
    expect(callsOf(items)[1]).toMatchObject({ maxOutputTokens: 20, startedAt: 1_795_161_600_000 });
    expect(callsOf(items)[3]).toMatchObject({ status: 'client_error', httpStatus: 400, errorType: 'invalid_request_error', requestedModel: 'gpt-4o-mini' });
  });

  test('requests beside their replies are parts of calls; a request that nobody answered says what to do', async () => {
    const { items } = await read(input, [companion('output.jsonl', output)]);
    expect(items.slice(0, 4).map((item) => 'folded' in item && item.folded.rule)).toEqual(['part', 'part', 'part', 'part']);
    expect(skipsOf(items)).toEqual(['line 5: a request of a batch whose reply is in none of the files: import the output file of the batch in the same run']);
    expect(skipsOf((await read(input)).items)).toHaveLength(5);
  });

  test('the same custom_id in two batches: the model tells, else no prompt is taken and it is said', async () => {
    const other = input.replaceAll('gpt-4o-mini', 'gpt-4.1').replaceAll('First', 'Wrong');
    expect(prompts((await read(output, [companion('other.jsonl', other), companion('input.jsonl', input)])).items).slice(0, 2)).toEqual(['Second', 'First']);
    const { items, notes } = await read(output, [companion('other.jsonl', input.replaceAll('First', 'Wrong')), companion('input.jsonl', input)]);
    expect(prompts(items).slice(0, 2)).toEqual(['Second', '']);
    expect(notes[0]).toContain('1 of the replies: several requests of the same custom_id');
  });

  test('Anthropic results', async () => {
    const { items } = await read(file('anthropic', 'results.jsonl'), [companion('requests.json', file('anthropic', 'requests.json'))]);
    expect(callsOf(items)).toMatchObject([
      { provider: 'anthropic', requestedModel: 'claude-haiku-4-5', servedModel: 'claude-haiku-4-5-20251001', serviceTier: 'batch', keys: ['response:msg_b_2'], usage: { uncachedInputTokens: 11, cacheReadTokens: 200, cacheWriteTokens: 100, outputTokens: 4 }, content: { messages: [{ text: 'Two?' }] } },
      { provider: 'anthropic', status: 'client_error', errorType: 'invalid_request_error', keys: ['request:req_anth_1'], usage: {} },
    ]);
    expect(skipsOf(items)).toHaveLength(2);
  });

  test('Gemini, Vertex and Bedrock', async () => {
    const gemini = callsOf((await read(file('gemini', 'output.jsonl'), [companion('requests.jsonl', file('gemini', 'requests.jsonl'))])).items);
    expect(gemini).toMatchObject([
      { provider: 'google', servedModel: 'gemini-2.5-flash', serviceTier: 'batch', usage: { uncachedInputTokens: 8, outputTokens: 2 + 5, reasoningTokens: 5 }, content: { messages: [{ text: 'Say one' }] } },
    ]);
    const vertex = callsOf((await read(file('vertex', 'predictions.jsonl'))).items);
    expect(vertex).toMatchObject([
      { provider: 'vertex', servedModel: 'gemini-2.5-flash', startedAt: Date.UTC(2026, 10, 20, 8, 0, 0, 123), status: 'ok', usage: { uncachedInputTokens: 8, outputTokens: 2 }, content: { messages: [{ text: 'Say one' }] } }, { status: 'client_error' },
    ]);
    const bedrock = callsOf((await read(file('bedrock', 'jobs.jsonl.out'))).items);
    expect(bedrock).toMatchObject([{ provider: 'aws', servedModel: 'claude-3-haiku-20240307', keys: ['response:msg_bdrk_b1'], usage: { uncachedInputTokens: 9, outputTokens: 3 } }, { status: 'client_error', httpStatus: 400 }]);
  });

  test('one broken line between good ones, and a cut end', async () => {
    const lines = output.split('\n');
    const { items } = await read([lines[0], '{"id": "batch_req_x", "custom', lines[1]?.slice(0, 100)].join('\n'));
    expect(callsOf(items)).toHaveLength(1);
    expect(skipsOf(items)).toHaveLength(2);
  });
});

describe.skipIf(!hasSamples)('openai-batch samples', () => {
  const [expected] = hasSamples ? (JSON.parse(sampleText('openai-batch', 'expected.json')) as { calls: Record<string, unknown>[] }[]) : [];
  const names = ['provider', 'model', 'input_tokens', 'output_tokens', 'status'];
  test('the output reads as expected, the request that was found names the model as it was asked', async () => {
    const { items } = await read(sampleText('openai-batch', 'output.jsonl'), [companion('input.jsonl', sampleText('openai-batch', 'input.jsonl'))]);
    expect(callsOf(items).map((call) => pickFacts(factsOf(call), names))).toEqual(expected?.calls.map((call) => pickFacts(call, names)));
    expect(callsOf(items).map((call) => [call.startedAt, call.serviceTier, call.requestedModel])).toEqual([[expected?.calls[0]?.['start_unix_ms'], 'batch', 'gpt-3.5-turbo-0125'], [expected?.calls[1]?.['start_unix_ms'], 'batch', 'gpt-4o-mini']]);
    expect(prompts(items)).toEqual(['You are an unhelpful assistant.,Hello world!', 'You are a helpful assistant.,Hello world!']);
  });
});
