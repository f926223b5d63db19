import { describe, expect, test } from 'vitest';
import { detectSource } from '../../src/sources/index.js';
import { asExpected, hasSamples, samplePairs } from './gateway-samples.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const activity = (name: string) => fixture('openrouter-activity', 'basic', name);
const generation = (name: string) => fixture('openrouter-generation', 'basic', name);
const read = async (id: string, text: string) => callsOf((await readWith(id, text)).items);

describe('OpenRouter activity', () => {
  test.each(['activity.csv', 'calls.jsonl'])('%s holds the same calls', async (name) => {
    const [first, cancelled, ownKey, free, failed] = await read('openrouter-activity', activity(name));
    expect(first).toMatchObject({
      provider: 'openrouter', servedModel: 'openai/gpt-4o-mini', status: 'ok', finishReason: 'stop', stream: true, latencyMs: 1800, ttftMs: 350, user: 'kim', loggedCostNanoUsd: 4_200_000, billing: 'unknown',
      usage: { uncachedInputTokens: 900 - 512, cacheReadTokens: 512, outputTokens: 120, reasoningTokens: 40 }, startedAt: Date.UTC(2026, 10, 20, 14, 0, 1, 125), keys: ['openrouter:gen-1795168801-Fx1', 'response:gen-1795168801-Fx1'],
      tags: { upstream: 'OpenAI', variant: 'standard', app: 'helper', api_key_name: 'prod' },
    });
    expect(cancelled).toMatchObject({ status: 'aborted', finishReason: undefined, usage: { outputTokens: 120 } });
    expect(ownKey).toMatchObject({ billing: 'byok', loggedCostNanoUsd: (0.001 + 0.02) * 1e9 });
    expect(free).toMatchObject({ billing: 'free', loggedCostNanoUsd: 0 });
    expect(failed).toMatchObject({ status: 'server_error', usage: { outputTokens: 10, reasoningTokens: 10 } });
  });

  test('with fewer columns what is not there is absent', async () => {
    const [first] = await read('openrouter-activity', activity('fewer-columns.csv'));
    expect(first).toMatchObject({ servedModel: 'openai/gpt-4o-mini', keys: [], usage: { uncachedInputTokens: 900, outputTokens: 120 }, latencyMs: undefined, ttftMs: undefined, user: undefined });
    expect(first?.usage).not.toHaveProperty('cacheReadTokens');
  });

  test('a row cut off costs itself alone', async () => {
    const lines = activity('activity.csv').trim().split(/\r?\n/);
    const { items } = await readWith('openrouter-activity', [lines[0], lines[1], lines[2]?.slice(0, 60), lines[3]].join('\n'));
    expect([callsOf(items).length, skipsOf(items).length]).toEqual([2, 1]);
  });
});

describe('OpenRouter generations', () => {
  test.each(['calls.jsonl', 'list.json', 'camel.jsonl'])('%s holds the same calls, counted as billed', async (name) => {
    const [first, ownKey, whole, failed] = await read('openrouter-generation', generation(name));
    expect(first).toMatchObject({
      provider: 'openrouter', servedModel: 'anthropic/claude-sonnet-4.5', requestedModel: undefined, status: 'ok', finishReason: 'stop', stream: true, ttftMs: 900, latencyMs: 2500, user: 'lee', loggedCostNanoUsd: 1_500_000,
      usage: { uncachedInputTokens: 95 - 32, cacheReadTokens: 32, outputTokens: 55, reasoningTokens: 20 }, startedAt: Date.UTC(2026, 10, 20, 15, 0, 1, 500), tags: { upstream: 'Anthropic', origin: 'https://app.example.com' },
    });
    expect(ownKey).toMatchObject({ billing: 'byok', loggedCostNanoUsd: (0.0001 + 0.002) * 1e9 });
    expect(whole).toMatchObject({ stream: false, ttftMs: undefined, latencyMs: 300, requestedModel: 'openrouter/auto', region: 'europe' });
    expect(failed).toMatchObject({ status: 'server_error', httpStatus: 502 });
  });

  test('a generation and its row of activity are one call by their keys', async () => {
    const row = activity('calls.jsonl').split('\n')[0]?.replace('gen-1795168801-Fx1', 'gen-1795169001-Gx1') ?? '';
    const [one] = await read('openrouter-activity', row);
    const [other] = await read('openrouter-generation', generation('single.json'));
    expect(one?.keys).toEqual(other?.keys);
    expect(detectSource(row)).toMatchObject({ found: true, source: { id: 'openrouter-activity' } });
  });
});

/** The samples name the host behind OpenRouter as provider; OpenRouter serves and bills, the host is the tag `upstream`. */
describe.skipIf(!hasSamples)('OpenRouter samples (SHADOWBILL_SAMPLES)', () => {
  test.each([['openrouter-activity', /csv$/], ['openrouter-generation', /json$/]] as const)('%s reads as expected', async (id, files) => {
    for (const { expected, calls } of await samplePairs('openrouter-exports', id, files)) {
      expect(calls).toHaveLength(expected.length);
      for (const [at, { provider, gateway: _gateway, normalised_tokens: _tokens, cancelled, note: _note, ...wanted }] of expected.entries()) {
        const call = calls[at];
        expect(call === undefined ? {} : asExpected(call)).toMatchObject({ ...wanted, provider: 'openrouter', status: cancelled === true ? 'aborted' : 'ok' });
        expect(call?.tags['upstream']).toBe(provider);
      }
    }
  });
});
