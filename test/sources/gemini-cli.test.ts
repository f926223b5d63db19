import { describe, expect, test } from 'vitest';
import { callsOf, fixture, readWith } from './read.js';

describe('Gemini CLI chats', () => {
  test('each answer is a call; the total says whether the cache is part of the input', async () => {
    const [first, second, ...more] = callsOf((await readWith('gemini-cli', fixture('gemini-cli', 'chat', 'session.json'))).items);
    expect(first).toMatchObject({
      keys: ['gemini-cli:7e550000-0000-4000-8000-000000000001/m-2'], startedAt: Date.UTC(2026, 10, 20, 10, 0, 5), provider: 'google', servedModel: 'gemini-2.5-pro', billing: 'subscription', sessionId: '7e550000-0000-4000-8000-000000000001',
      usage: { uncachedInputTokens: 600, cacheReadTokens: 400, outputTokens: 20 + 30, reasoningTokens: 30 }, content: { messages: [{ role: 'user', text: 'Fix the parser.' }], reply: { text: 'I look.', toolCalls: [{ name: 'read_file' }] } },
    });
    expect(second).toMatchObject({ usage: { uncachedInputTokens: 600 + 7, cacheReadTokens: 500, outputTokens: 10 } });
    expect(more).toEqual([]);
  });

  test('a message that is written again while it grows is one call, its last counts stand', async () => {
    const { items } = await readWith('gemini-cli', fixture('gemini-cli', 'basic', 'calls.jsonl'));
    expect(callsOf(items)).toEqual(callsOf((await readWith('gemini-cli', fixture('gemini-cli', 'chat', 'session.json'))).items));
    expect(items.filter((item) => 'folded' in item)).toEqual([{ folded: { where: 'line 4', rule: 'repeated-usage' } }]);
  });
});
