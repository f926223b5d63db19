import { describe, expect, test } from 'vitest';
import { type Companion, type ReadItem, detectSource } from '../../src/sources/index.js';
import { source } from '../../src/sources/azure-apim.js';
import { FILE_TIME_MS, callsOf, fixture, pieces, readWith, skipsOf } from './read.js';
import { factsOf, hasSamples, pickFacts, sampleText } from './samples.js';

const file = (...parts: string[]): string => fixture('azure-apim', ...parts);
const [llm, gateway, tables, storage, csv] = [file('basic', 'llm-log.json'), file('basic', 'gateway-logs.jsonl'), file('tables', 'query.json'), file('storage', 'records.json'), file('csv', 'export.csv')];
const companion = (text: string): Companion => ({ name: 'other', head: text.slice(0, 1 << 16), chunks: () => pieces(text, 50) });

async function read(text: string, companions: readonly Companion[] = []): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of source.read({ name: 'log', chunks: pieces(text, 90), companions, fileTimeMs: FILE_TIME_MS, options: { map: {}, set: {} }, note: () => undefined })) items.push(...batch);
  return items;
}

const said = { messages: [{ role: 'system', text: 'Be kind' }, { role: 'user', text: 'Greet me' }], tools: [], reply: { text: 'Good morning', toolCalls: [] } };

describe('azure-apim', () => {
  test.each([llm, gateway, tables, storage, csv])('is found by its rows (%#)', (text) => {
    const detection = detectSource(text);
    expect(detection.found && detection.source.id).toBe('azure-apim');
  });

  test.each([['JSON rows', llm, [companion(gateway)]], ['a query result', tables, []], ['records of storage', storage, []]])('%s: the rows of a call are one call, with status and times of the gateway', async (_, text, companions) => {
    const items = await read(text, companions);
    expect(callsOf(items)).toMatchObject([
      {
        provider: 'azure', requestedModel: 'mail', servedModel: 'gpt-4o-2024-08-06', keys: ['azure-apim:aaaaaaaa-0000-4000-8000-000000000001', 'response:chatcmpl-apim-1'], startedAt: Date.UTC(2026, 10, 20, 8, 0, 2, 400), latencyMs: 1480, httpStatus: 200, status: 'ok',
        usage: { uncachedInputTokens: 12, outputTokens: 30 }, user: 'u-1', tags: { api: 'openai', product: 'starter', subscription: 'team-mail' }, region: 'West Europe', stream: false, content: said,
      },
      { status: 'rate_limited', httpStatus: 429, errorType: 'TokenLimitExceeded', stream: true, usage: {}, latencyMs: 12 },
    ]);
    expect(callsOf(items)[1]?.usage).toEqual({});
    expect(items.filter((item) => 'folded' in item)).toHaveLength(2);
  });

  test('the portal\'s CSV, without the gateway', async () => {
    const { items } = await readWith('azure-apim', csv);
    expect(callsOf(items)).toMatchObject([{ startedAt: Date.UTC(2026, 10, 20, 8, 0, 2, 400), usage: { uncachedInputTokens: 12 }, content: said }, { usage: {} }]);
    expect(callsOf(items)[0]?.latencyMs).toBeUndefined();
  });

  test('rows of the gateway alone are no calls', async () => {
    const items = await read(gateway, [companion(llm)]);
    expect(items.every((item) => 'skipped' in item && item.skipped.isNoCall === true)).toBe(true);
  });

  test('a row of the gateway that holds the bodies is a call, and the same one as the rows of the model tell', async () => {
    const [first = ''] = gateway.split('\n');
    const reply = { id: 'chatcmpl-gw-1', object: 'chat.completion', created: 1_795_161_601, model: 'gpt-4o-2024-08-06', choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }], usage: { prompt_tokens: 12, completion_tokens: 30, total_tokens: 42 } };
    const row = { ...(JSON.parse(first) as object), BackendRequestBody: JSON.stringify({ messages: [{ role: 'user', content: 'Greet me' }] }), BackendResponseBody: JSON.stringify(reply) };
    const items = await read(JSON.stringify(row));
    expect(callsOf(items)).toMatchObject([{ provider: 'azure', requestedModel: 'mail', servedModel: 'gpt-4o-2024-08-06', keys: ['azure-apim:aaaaaaaa-0000-4000-8000-000000000001', 'response:chatcmpl-gw-1'], latencyMs: 1480, httpStatus: 200, usage: { uncachedInputTokens: 12, outputTokens: 30 }, user: 'u-1', content: { messages: [{ text: 'Greet me' }] } }]);
  });

  test('a text that was cut into rows is whole again', async () => {
    const row = (sequence: number, more: object) => JSON.stringify({ TimeGenerated: '2026-11-20T08:00:00Z', CorrelationId: 'c-9', SequenceNumber: sequence, ModelName: 'gpt-4o', ...more });
    const long = 'x'.repeat(32_000);
    const text = JSON.stringify([{ role: 'user', content: `${long}yz` }]);
    const lines = [row(0, { PromptTokens: 9, CompletionTokens: 1 }), row(2, { RequestMessages: [{ role: 'user', content: 'yz' }] }), row(1, { RequestMessages: [{ role: 'user', content: long }] }), row(3, { ResponseMessages: [{ role: 'assistant', content: 'o' }] }), row(4, { ResponseMessages: [{ role: 'assistant', content: 'k' }] })];
    const cut = [row(0, { PromptTokens: 9, CompletionTokens: 1 }), row(1, { RequestMessages: text.slice(0, 32_000) }), row(2, { RequestMessages: text.slice(32_000) })];
    expect(callsOf(await read(lines.join('\n')))).toMatchObject([{ content: { messages: [{ text: `${long}yz` }], reply: { text: 'ok' } } }]);
    expect(callsOf(await read(cut.join('\n')))).toMatchObject([{ content: { messages: [{ text: `${long}yz` }] } }]);
  });

  test('a broken row between good ones costs itself', async () => {
    const items = await read(llm.replace('"SequenceNumber": 1,', '"SequenceNumber": 1'));
    expect(callsOf(items)).toHaveLength(2);
    expect(skipsOf(items)).toHaveLength(1);
  });
});

describe.skipIf(!hasSamples)('azure-apim samples', () => {
  test('reads as expected', async () => {
    const [{ file: name, calls }] = JSON.parse(sampleText('azure-apim', 'expected.json')) as [{ file: string; calls: Record<string, unknown>[] }];
    const names = ['provider', 'model', 'request_model', 'input_tokens', 'output_tokens', 'stream'];
    const { items } = await readWith('azure-apim', sampleText('azure-apim', name));
    expect(callsOf(items).map((call) => ({ ...pickFacts(factsOf(call), names), output_text: call.content?.reply?.text }))).toEqual(calls.map((call) => pickFacts(call, [...names, 'output_text'])));
    expect(callsOf(items)[0]).toMatchObject({ startedAt: Date.UTC(2026, 4, 4, 1, 23, 45), content: { messages: [{ role: 'user', text: 'hi' }] } });
  });
});
