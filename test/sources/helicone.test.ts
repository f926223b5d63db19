import { describe, expect, test } from 'vitest';
import { asExpected, hasSamples, samplePairs } from './gateway-samples.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const rows = fixture('helicone', 'basic', 'calls.jsonl');
const readRows = async (text: string) => callsOf((await readWith('helicone', text)).items);

describe('Helicone requests', () => {
  test.each([['basic', 'calls.jsonl'], ['shapes', 'answer.json'], ['shapes', 'array.json']])('%s/%s holds the same calls', async (folder, name) => {
    const [first, anthropic, cancelled, failed, ...more] = await readRows(fixture('helicone', folder, name));
    expect(first).toMatchObject({
      provider: 'openai', requestedModel: 'gpt-4o-mini', servedModel: 'gpt-4o-mini-2024-07-18', status: 'ok', httpStatus: 200, finishReason: 'stop', stream: true, latencyMs: 640, ttftMs: 210, user: 'ann', sessionId: 's-9',
      env: 'prod', tags: { feature: 'search', Environment: 'prod' }, usage: { uncachedInputTokens: 90, outputTokens: 12 }, loggedCostNanoUsd: 20_700, startedAt: Date.UTC(2026, 10, 20, 9, 0, 1, 500),
      content: { messages: [{ role: 'user', text: 'Ping?' }], reply: { text: 'Pong.' } },
    });
    expect(first?.keys).toEqual(['helicone:5c0e7c1a-0000-4000-8000-000000000001', expect.stringContaining('helicone-response:'), 'response:chatcmpl-hel1']);
    expect(anthropic).toMatchObject({ provider: 'anthropic', servedModel: 'claude-sonnet-4-5-20250929', usage: { uncachedInputTokens: 10, cacheReadTokens: 900, cacheWriteTokens: 200, outputTokens: 100 }, content: undefined });
    expect(cancelled).toMatchObject({ status: 'aborted', requestedModel: 'gpt-4o-mini', servedModel: undefined, usage: {} });
    expect(failed).toMatchObject({ status: 'server_error', httpStatus: 500, errorType: 'server_error' });
    expect(more).toEqual([]);
  });

  test('what the cache of the gateway answered was no call', async () => {
    expect((await readWith('helicone', rows)).items[4]).toEqual({ skipped: { where: 'line 5', reason: 'answered from the cache of the gateway', isNoCall: true } });
  });

  test('the older shape with request and response apart reads the same', async () => {
    const [first, failed] = await readRows(fixture('helicone', 'shapes', 'nested.jsonl'));
    const [plain] = await readRows(rows);
    expect(first).toMatchObject({ keys: plain?.keys, usage: plain?.usage, startedAt: plain?.startedAt, user: 'ann', sessionId: 's-9', latencyMs: 640, loggedCostNanoUsd: 20_700, provider: 'openai' });
    expect(failed).toMatchObject({ status: 'server_error' });
  });

  test('the CSV of the export tool is the same calls, its doubled quotes undone', async () => {
    const [first, failed] = await readRows(fixture('helicone', 'shapes', 'cli.csv'));
    const [plain] = await readRows(rows);
    expect(first).toMatchObject({ provider: 'openai', requestedModel: 'gpt-4o-mini', usage: { uncachedInputTokens: 90, outputTokens: 12 }, tags: { feature: 'search' }, content: { messages: [{ text: 'Ping?' }] }, latencyMs: undefined });
    expect(plain?.keys).toEqual(expect.arrayContaining([...(first?.keys ?? ['none'])]));
    expect(failed?.status).toBe('server_error');
  });

  test('one broken record costs itself alone; numbers may be texts', async () => {
    const lines = rows.trim().split('\n');
    const broken = await readWith('helicone', [lines[0], lines[1]?.slice(0, 90), lines[3]].join('\n'));
    expect([callsOf(broken.items).length, skipsOf(broken.items)]).toEqual([2, ['line 2: not JSON (a broken or cut line)']]);
    const row = JSON.parse(lines[1] ?? '') as Record<string, unknown>;
    const texts = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]));
    expect((await readRows(JSON.stringify(texts))).map(({ rawUsage: _raw, ...call }) => call)).toEqual((await readRows(JSON.stringify(row))).map(({ rawUsage: _raw, ...call }) => call));
  });
});

describe.skipIf(!hasSamples)('Helicone samples (SHADOWBILL_SAMPLES)', () => {
  test('every record reads as expected', async () => {
    for (const { expected, calls } of await samplePairs('helicone', 'helicone')) {
      expect(calls).toHaveLength(expected.length);
      for (const [at, { status, start, ...wanted }] of expected.entries()) {
        const call = calls[at];
        expect(call === undefined ? {} : asExpected(call)).toMatchObject({ ...wanted, http_status: status });
        expect(call?.status).toBe(status === 429 ? 'rate_limited' : 'ok');
        if (start !== undefined) expect(call?.startedAt).toBe(Date.parse(String(start)));
      }
    }
  });
});
