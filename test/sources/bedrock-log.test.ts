import { describe, expect, test } from 'vitest';
import { inclusiveUsage } from '../../src/model/usage.js';
import { detectSource } from '../../src/sources/index.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';
import { factsOf, hasSamples, pickFacts, sampleText } from './samples.js';

const lines = fixture('bedrock-log', 'basic', 'calls.jsonl');
const files = [lines, fixture('bedrock-log', 'cloudwatch', 'events.json'), fixture('bedrock-log', 'insights', 'results.json'), fixture('bedrock-log', 'csv', 'results.csv'), `\uFEFF${lines.replaceAll('\n', '\r\n')}`, `[${lines.trim().split('\n').join(',\n')}]`, lines.trim().split('\n').map((line) => `2026-11-20T08:00:00.000Z aws/bedrock/modelinvocations ${line}`).join('\n')];

/** One row per call, with what the log says of it. */
const rowsOf = (calls: ReturnType<typeof callsOf>) => calls.map((call) => [call.requestedModel, call.status, inclusiveUsage(call.usage).inputTokens, inclusiveUsage(call.usage).cachedInputTokens, call.usage.outputTokens, call.latencyMs, call.ttftMs, call.startedAt - Date.UTC(2026, 10, 20, 8)]);

describe('bedrock-log', () => {
  test.each(files)('the same invocations read the same from every export (%#)', async (text) => {
    const detection = detectSource(text);
    expect(detection.found && detection.source.id).toBe('bedrock-log');
    const { items } = await readWith('bedrock-log', text, { size: 333 });
    expect(rowsOf(callsOf(items))).toEqual([
      ['us.amazon.nova-lite-v1:0', 'ok', 3 + 2000 + 100, 2000, 2, 412, undefined, 0],
      ['arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0', 'ok', 8, undefined, 4, 900, 350, 1000],
      ['anthropic.claude-3-haiku-20240307-v1:0', 'ok', 50_000 + 700, 700, 900, undefined, undefined, 2000],
      ['meta.llama3-1-70b-instruct-v1:0', 'rate_limited', 0, undefined, undefined, undefined, undefined, 3000],
    ]);
    expect(callsOf(items)).toMatchObject([
      { provider: 'aws', region: 'us-east-1', keys: ['request:11111111-0000-4000-8000-000000000001'], tags: { team: 'mail', stage: 'prod' }, user: 'arn:aws:sts::111122223333:assumed-role/mailer/i-1', content: { messages: [{ text: 'Say one' }], reply: { text: 'One' } }, stream: false, maxOutputTokens: 64 },
      { servedModel: 'claude-haiku-4-5-20251001', stream: true, keys: ['request:11111111-0000-4000-8000-000000000002', 'response:msg_bdrk_log2'], content: { reply: { text: 'Two' } }, finishReason: 'end_turn' },
      { tags: {}, stream: false },
      { errorType: 'ThrottlingException', httpStatus: 429, content: { messages: [{ text: 'Say four' }] } },
    ]);
    expect(callsOf(items)[2]?.content).toBeUndefined();
  });

  test.each(files.slice(1, 4))('is found where the sample ends inside the first message (%#)', (text) => {
    const detection = detectSource(text.replace('Say one', 'x'.repeat(70_000)).slice(0, 65_536), { isWhole: false });
    expect(detection.found && detection.source.id).toBe('bedrock-log');
  });

  test('what else the log group holds is no call', async () => {
    const { items } = await readWith('bedrock-log', files[1] ?? '');
    expect(skipsOf(items)).toEqual([expect.stringContaining('a message of the log group that is no invocation')]);
  });

  test('a query of single fields gives calls without text; counts may be texts', async () => {
    const { items } = await readWith('bedrock-log', '@timestamp,modelId,operation,requestId,input.inputTokenCount,output.outputTokenCount\n2026-11-20 08:00:00.000,amazon.nova-lite-v1:0,Converse,r-1,12,3\n2026-11-20 08:00:01.000,amazon.nova-lite-v1:0,Converse,r-2,,\n');
    expect(callsOf(items).map(({ usage, keys }) => [usage.uncachedInputTokens, usage.outputTokens, keys])).toEqual([[12, 3, ['request:r-1']], [undefined, undefined, ['request:r-2']]]);
  });

  test('one broken line, and a cut end, cost themselves', async () => {
    const [first, second, third] = lines.split('\n');
    const { items } = await readWith('bedrock-log', [first, second?.replace('"operation"', '"opera'), third].join('\n').slice(0, -20));
    expect(callsOf(items)).toHaveLength(1);
    expect(skipsOf(items)).toHaveLength(2);
  });
});

interface Expected {
  file: string;
  calls: Record<string, unknown>[];
}


describe.skipIf(!hasSamples)('bedrock invocation log samples', () => {
  const expected = hasSamples ? (JSON.parse(sampleText('bedrock-invocation-logs', 'expected.json')) as Expected[]) : [];
  const names = ['provider', 'stream', 'input_tokens', 'output_tokens', 'cached_input_tokens', 'cache_write_tokens', 'finish_reason', 'error_type'];
  test.each(expected)('$file reads as expected', async ({ file, calls }) => {
    const found = callsOf((await readWith('bedrock-log', sampleText('bedrock-invocation-logs', file))).items);
    expect(found.map((call) => pickFacts(factsOf(call), names))).toEqual(calls.map((call) => pickFacts(call, names)));
    expect(found.map((call) => [call.requestedModel, call.servedModel ?? null, call.keys.includes(`request:${String(call.recordId)}`) && call.recordId, call.startedAt, call.latencyMs ?? null, call.user, Object.keys(call.tags).length === 0 ? null : call.tags, call.status])).toEqual(
      calls.map((call) => [call['model'], call['response_model'], call['request_id'], Date.parse(String(call['timestamp'])), call['latency_ms'], call['user'], call['tags'], call['status']]),
    );
  });
});
