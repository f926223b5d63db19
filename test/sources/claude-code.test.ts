import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asExpected, hasSamples, samplesFolder } from './gateway-samples.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const session = fixture('claude-code', 'basic', 'calls.jsonl');
const lines = session.trim().split('\n');
const readSession = async (text: string) => callsOf((await readWith('claude-code', text)).items);

describe('Claude Code sessions', () => {
  test('the lines of one message are one call with the fullest usage; a tool result between them ends nothing', async () => {
    const { items } = await readWith('claude-code', session);
    const [first, subagent, third, last, ...more] = callsOf(items);
    expect(first).toMatchObject({
      keys: ['response:msg_01CodeA', 'request:req_01CodeA'], startedAt: Date.UTC(2026, 10, 20, 10, 0, 3), provider: 'anthropic', servedModel: 'claude-opus-4-5-20251101', api: 'messages', billing: 'subscription', finishReason: 'tool_use', usageSource: 'reported',
      usage: { uncachedInputTokens: 10, cacheReadTokens: 17_000, cacheWriteTokens: 8000, cacheWrite1hTokens: 889, outputTokens: 358 }, sessionId: '5e551000-0000-4000-8000-000000000001',
      tags: { project: 'parcels', branch: 'feature/track', app: 'claude-code' },
      content: { messages: [{ role: 'user', text: 'Add a test for the parcel parser.' }], reply: { text: 'I read the parser first.', toolCalls: [{ name: 'Read' }, { name: 'Task' }] } },
    });
    expect(first?.tags).not.toHaveProperty('subagent');
    expect(subagent).toMatchObject({ servedModel: 'claude-haiku-4-5-20251001', usage: { uncachedInputTokens: 5, outputTokens: 20, webSearches: 2 }, tags: { subagent: 'true' }, content: { messages: [{ role: 'user', text: 'Find tests' }] } });
    expect(third).toMatchObject({ usage: { outputTokens: 640 }, usageSource: 'reported', finishReason: undefined });
    expect(third?.content?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool']);
    expect(last).toMatchObject({ keys: ['response:msg_01CodeD', 'request:req_01CodeD'], usage: { outputTokens: 1 }, usageSource: 'estimated' });
    expect(more).toEqual([]);
    expect(items.filter((item) => 'folded' in item)).toHaveLength(4);
    expect(items.filter((item) => 'folded' in item && item.folded.rule === 'repeated-usage')).toHaveLength(4);
    expect(skipsOf(items)).toEqual(expect.arrayContaining(['line 1: a line of type summary', 'line 2: a line of type file-history-snapshot', 'line 12: a message of the program itself: no model was asked', 'line 13: a line of type system']));
  });

  test('what was partial is reported once the session has grown, under the same keys', async () => {
    const grown = lines.at(-1)?.replace('"output_tokens": 1,', '"output_tokens": 77,').replace('"stop_reason": null', '"stop_reason": "end_turn"').replace(/"uuid": "[^"]+"/, '"uuid": "another"') ?? '';
    const last = (await readSession([...lines, grown].join('\n'))).at(-1);
    expect(last).toMatchObject({ keys: ['response:msg_01CodeD', 'request:req_01CodeD'], usage: { outputTokens: 77 }, usageSource: 'reported' });
  });

  test('a resumed session that copies lines gives the same keys', async () => {
    const copied = lines.slice(2, 8).map((line) => line.replaceAll('5e551000-0000-4000-8000-000000000001', '5e551000-0000-4000-8000-000000000002'));
    expect((await readSession(copied.join('\n'))).map(({ keys, usage }) => ({ keys, usage }))).toEqual((await readSession(session)).slice(0, 1).map(({ keys, usage }) => ({ keys, usage })));
  });

  test('lines repeated anywhere in the file are counted once', async () => {
    const { items } = await readWith('claude-code', [...lines, ...lines].join('\n'));
    expect(callsOf(items).map(({ usage }) => usage.outputTokens)).toEqual([358, 20, 640, 1]);
  });

  test('a call far away from its first line is still not counted again, and memory does not grow with the file', async () => {
    const line = JSON.parse(lines[3] ?? '') as { message: { id: string }; requestId: string; uuid: string };
    const other = (at: number): string => JSON.stringify({ ...line, requestId: `req_${at}`, uuid: `u-${at}`, message: { ...line.message, id: `msg_many${at}` } });
    const many = Array.from({ length: 300 }, (_, at) => other(at));
    const { items } = await readWith('claude-code', [...many, ...many].join('\n'));
    expect(callsOf(items)).toHaveLength(300);
    expect(items.filter((item) => 'folded' in item)).toHaveLength(300);
    expect(items.findIndex((item) => 'call' in item)).toBeLessThan(200);
  });

  test('billing is the plan unless --set says otherwise, or a cloud served it', async () => {
    const { items } = await readWith('claude-code', session, { set: { billing: 'metered' } });
    expect(callsOf(items).every(({ billing }) => billing === 'metered')).toBe(true);
    const bedrock = await readSession((lines[7] ?? '').replace('msg_01CodeA', 'msg_bdrk_01CodeA'));
    expect(bedrock[0]).toMatchObject({ provider: 'aws', billing: 'metered' });
  });

  test('fast mode is a tier of its own, the cost of old versions is kept, ids of other servers are keys only with their request', async () => {
    const line = { timestamp: '2026-01-09T10:00:00.000Z', sessionId: 's', requestId: 'r-1', costUSD: 0.12, version: '1.0.0', message: { id: 'm-1', role: 'assistant', model: 'claude-opus-4-20250514', usage: { input_tokens: 100, output_tokens: 50, cache_creation_input_tokens: 25, cache_read_input_tokens: 10, speed: 'fast' } } };
    expect(await readSession(JSON.stringify(line))).toMatchObject([{ keys: ['claude-code:m-1/r-1'], serviceTier: 'fast', loggedCostNanoUsd: 120_000_000, usageSource: 'reported', usage: { uncachedInputTokens: 100, cacheWriteTokens: 25, cacheReadTokens: 10, outputTokens: 50 }, content: { messages: [] } }]);
  });

  test('what the progress of a subagent shows is its call, estimated until its own session is read', async () => {
    const shown = { type: 'progress', uuid: 'p-1', sessionId: 's', timestamp: '2026-11-20T10:00:09.500Z', data: { type: 'agent_progress', agentId: 'a9', message: JSON.parse(lines[3] ?? '') } };
    expect(await readSession(JSON.stringify(shown))).toMatchObject([{ keys: ['response:msg_01CodeA', 'request:req_01CodeA'], usageSource: 'estimated', tags: { subagent: 'true' } }]);
  });

  test('the output of claude -p --output-format stream-json is read, its sum is no call', async () => {
    const { items } = await readWith('claude-code', fixture('claude-code', 'stream', 'stream-json.jsonl'));
    expect(callsOf(items)).toMatchObject([{ keys: ['response:msg_01Head'], usage: { outputTokens: 9 }, finishReason: 'end_turn', timeSource: 'file', content: { reply: { text: 'Hello.Bye.' } } }]);
  });

  test('versions that say how long a call took are believed', async () => {
    const old = { parentUuid: null, isSidechain: false, sessionId: 's-old', version: '0.2.30', type: 'assistant', costUSD: 0.0234, durationMs: 3456, uuid: 'e1111111-1111-4111-8111-111111111111', timestamp: '2025-03-25T16:29:50.391Z', message: { model: 'claude-3-7-sonnet-20250219', role: 'assistant', type: 'message', content: [{ type: 'text', text: 'x' }], stop_reason: 'end_turn', usage: { input_tokens: 100, output_tokens: 50 } } };
    expect(callsOf((await readWith('claude-code', JSON.stringify(old))).items)).toMatchObject([{ latencyMs: 3456, loggedCostNanoUsd: 0.0234 * 1e9 }]);
  });

  test('a broken line costs itself alone', async () => {
    const { items } = await readWith('claude-code', [...lines.slice(0, 7), lines[13]?.slice(0, 120), ...lines.slice(7)].join('\n'));
    expect([callsOf(items).length, skipsOf(items).filter((skip) => skip.includes('broken'))]).toEqual([4, ['line 8: not JSON (a broken or cut line)']]);
  });
});

interface ExpectedCall {
  model: string;
  provider: string;
  message_id: string;
  request_id: string;
  session_id: string;
  first_timestamp: string;
  tool_calls: string[];
  stop_reason: string | null;
  lines: number;
  input_tokens: number;
  cached_input_tokens: number;
  cache_write_tokens: number;
  output_tokens: number;
  cost_usd?: number;
}

describe.skipIf(!hasSamples)('Claude Code samples (SHADOWBILL_SAMPLES)', () => {
  test('every call reads as expected', async () => {
    const folder = join(samplesFolder ?? '', 'logs', 'claude-code');
    const files = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as { file: string; calls: ExpectedCall[] }[];
    for (const { file, calls: expected } of files) {
      const { items } = await readWith('claude-code', readFileSync(join(folder, file), 'utf8'));
      const calls = callsOf(items);
      expect(calls).toHaveLength(expected.length);
      expect(items.filter((item) => 'folded' in item)).toHaveLength(expected.reduce((sum, call) => sum + call.lines - 1, 0));
      for (const [at, wanted] of expected.entries()) {
        const call = calls[at];
        expect(call === undefined ? {} : asExpected(call)).toMatchObject({
          provider: wanted.provider, model: wanted.model, session_id: wanted.session_id, start: wanted.first_timestamp, input_tokens: wanted.input_tokens, cached_input_tokens: wanted.cached_input_tokens, output_tokens: wanted.output_tokens,
          finish_reason: wanted.stop_reason ?? undefined, cost_usd: wanted.cost_usd, status: 'ok',
        });
        expect([call?.recordId, (call?.usage.cacheWriteTokens ?? 0) + (call?.usage.cacheWrite1hTokens ?? 0), call?.content?.reply?.toolCalls.map(({ name }) => name) ?? []]).toEqual([wanted.message_id, wanted.cache_write_tokens, wanted.tool_calls]);
      }
    }
  });
});
