import { describe, expect, test } from 'vitest';
import { inclusiveUsage } from '../../src/model/usage.js';
import { detectSource } from '../../src/sources/index.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';
import { hasSamples, sampleText } from './samples.js';

const cassette = fixture('vcr', 'basic', 'cassette.yaml');
const ruby = fixture('vcr', 'ruby', 'cassette.yml');
const go = fixture('vcr', 'go', 'cassette.yaml');
const json = fixture('vcr', 'json', 'cassette.json');

describe('vcr', () => {
  test.each([cassette, ruby, go, json, fixture('vcr', 'php', 'cassette')])('is found by its interactions (%#)', (text) => {
    const detection = detectSource(text);
    expect(detection.found && detection.source.id).toBe('vcr');
  });

  test('is found where the sample ends inside the first body', () => {
    const detection = detectSource(json.replace('Is it fine?', 'x'.repeat(70_000)).slice(0, 65_536), { isWhole: false });
    expect(detection.found && detection.source.id).toBe('vcr');
  });

  test('texts, bytes, packed bytes, parsed bodies and streams are read; shared headers are followed', async () => {
    const { items } = await readWith('vcr', cassette, { size: 64 });
    expect(items.map((item) => ('call' in item ? [item.where, item.call.provider, item.call.servedModel ?? item.call.requestedModel, item.call.status, inclusiveUsage(item.call.usage).inputTokens, item.call.usage.outputTokens] : 'skipped' in item && item.skipped.reason))).toEqual([
      ['line 2', 'openai', 'gpt-4o-2024-08-06', 'ok', 15, 6],
      'a request that is no model call',
      ['line 34', 'openai', 'gpt-4o-2024-08-06', 'ok', 30, 7],
      ['line 53', 'anthropic', 'claude-haiku-4-5-20251001', 'ok', 9, 5],
      ['line 88', 'openai', 'gpt-4o', 'client_error', undefined, undefined],
    ]);
    const [first, second, third] = callsOf(items);
    expect(first).toMatchObject({ keys: ['response:chatcmpl-vcr-1', 'request:req_vcr_1'], startedAt: 1_795_161_600_000, content: { messages: [{ text: 'Is it fine? #1 - really' }], reply: { text: "It's fine: yes" } } });
    expect(second?.content?.messages).toHaveLength(1);
    expect(third).toMatchObject({ stream: true, maxOutputTokens: 32, content: { reply: { text: '- request: three' } } });
  });

  test.each([['Ruby', ruby, { keys: ['response:chatcmpl-vcr-r1', 'request:req_vcr_r1'] }], ['Go', go, { keys: ['response:chatcmpl-vcr-g1'], latencyMs: 60_000 + 2500 }], ['JSON', json, { keys: ['response:chatcmpl-vcr-j1'] }]])('a cassette of %s', async (_, text, facts) => {
    const { items } = await readWith('vcr', text, { size: 50 });
    expect(callsOf(items)).toMatchObject([{ usage: { uncachedInputTokens: 15, outputTokens: 6 }, httpStatus: 200, content: { messages: [{ role: 'user' }], reply: { text: "It's fine: yes" } }, ...facts }]);
  });

  test('a list without a name above it, as PHP-VCR writes it', async () => {
    const { items } = await readWith('vcr', fixture('vcr', 'php', 'cassette'), { size: 20 });
    expect(callsOf(items).map(({ keys, usage }) => [keys, usage.outputTokens])).toEqual([[['response:chatcmpl-vcr-p1'], 6], [['response:chatcmpl-vcr-p2'], 6]]);
  });

  test('a broken interaction costs itself', async () => {
    const { items } = await readWith('vcr', cassette.replace('uri: https://api.openai.com/v1/models', "uri: 'https://api.openai.com/v1/models"));
    expect(callsOf(items)).toHaveLength(4);
    expect(skipsOf(items)).toEqual([expect.stringMatching(/^line 22: not YAML/)]);
  });

  test('headers that stood in a broken interaction are lost, the interactions that point to them are not', async () => {
    const { items } = await readWith('vcr', cassette.replace('uri: https://api.openai.com/v1/chat/completions', "uri: 'https://api.openai.com"));
    expect(callsOf(items)).toHaveLength(3);
    expect(skipsOf(items)[0]).toMatch(/^line 2: not YAML/);
  });

  test('a cassette that was cut keeps what is whole', async () => {
    const { items } = await readWith('vcr', cassette.slice(0, cassette.indexOf('  response:\n    headers: {}')));
    expect(callsOf(items).slice(0, 3).map(({ usage }) => usage.outputTokens)).toEqual([6, 7, 5]);
  });

  test('aliases of aliases do not grow without end', async () => {
    const bomb = ['a: &a0 x', ...Array.from({ length: 30 }, (_, at) => `a${at}: &a${at + 1} [${Array.from({ length: 10 }, () => `*a${at}`).join(', ')}]`)].map((line) => `    ${line}`).join('\n');
    const { items } = await readWith('vcr', `interactions:\n- request:\n${bomb}\n    uri: https://api.openai.com/v1/chat/completions\n  response: {}\n${cassette.slice(cassette.indexOf('- request'))}`);
    expect(callsOf(items)).toHaveLength(4);
    expect(skipsOf(items)[0]).toMatch(/^line 2: /);
  });
});

const usages: Readonly<Record<string, readonly (number | undefined)[]>> = {
  'test_anthropic_advisor_tool.yaml': [2390, 121, 28],
  'test_anthropic_advisor_tool_redacted.yaml': [2482, 166, 71],
  'test_anthropic_advisor_tool_stream.yaml': [2411, undefined, undefined],
};

describe.skipIf(!hasSamples)('cassette samples', () => {
  test.each(Object.entries(usages))('%s reads as its own usage object says', async (file, [input, output, reasoning]) => {
    const { items } = await readWith('vcr', sampleText('vcr-cassettes', file));
    const [call, advisor] = callsOf(items);
    expect(items).toHaveLength(2);
    expect(advisor).toMatchObject({ provider: 'anthropic', servedModel: expect.stringMatching(/^claude-/) as string, keys: [`${call?.keys[0]}/advisor-1`], usageSource: 'reported' });
    expect(advisor?.servedModel).not.toBe(call?.servedModel);
    expect(call).toMatchObject({ provider: 'anthropic', requestedModel: 'claude-sonnet-5', status: 'ok', finishReason: 'end_turn', stream: file.includes('stream') });
    const usage = inclusiveUsage(call?.usage ?? {});
    expect(JSON.parse(call?.rawUsage ?? '{}')).toMatchObject({ input_tokens: input });
    if (output !== undefined) expect([usage.outputTokens, usage.reasoningTokens]).toEqual([output, reasoning]);
  });
});

describe('what recorders leave in a cassette', () => {
  const interaction = (id: string, anchor: string): string => `- request:${anchor}
    method: POST
    uri: https://api.openai.com/v1/chat/completions
    headers: {}
    body: '{"model":"gpt-4o","messages":[{"role":"user","content":"${id}"}]}'
  response:
    status: {code: 200, message: OK}
    headers:
      x-request-id: ["<X_REQUEST_ID>"]
      Date: ['Thu, 02 Apr 2026 11:32:16 GMT', 'Thu, 02 Apr 2026 11:32:17 GMT']
    body:
      string: '{"id":"${id}","model":"gpt-4o","choices":[{"index":0,"message":{"content":"ok"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}'
`;
  const text = `interactions:\n${interaction('chatcmpl-own1', ' &id001')}${interaction('chatcmpl-own2', '')}version: 1\n`;

  test('an anchor at the first key, a masked request id, two dates', async () => {
    const detection = detectSource(text);
    expect(detection.found && detection.source.id).toBe('vcr');
    expect(callsOf((await readWith('vcr', text)).items).map(({ keys, startedAt }) => [keys, startedAt])).toEqual([
      [['response:chatcmpl-own1'], Date.UTC(2026, 3, 2, 11, 32, 16)], [['response:chatcmpl-own2'], Date.UTC(2026, 3, 2, 11, 32, 16)],
    ]);
  });
});
