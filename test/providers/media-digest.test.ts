import { describe, expect, test } from 'vitest';
import { digestOfMedia } from '../../src/providers/media-digest.js';
import { readExchange } from '../../src/providers/index.js';
import { takeIn } from '../../src/intake/index.js';
import { keyedHash } from '../../src/commands/open-intake.js';
import type { StoredCall } from '../../src/model/call.js';
import { exchangeOf } from './exchange.js';

const hash = keyedHash('a key for tests, long enough');
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const OTHER = PIXEL.replace('Chw', 'Bhw');

function stored(body: unknown, privacy: 'redacted' | 'full' | 'features' = 'redacted'): StoredCall {
  const call = readExchange(exchangeOf({
    request: { method: 'POST', url: 'https://api.openai.com/v1/chat/completions', headers: {}, body },
    response: { status: 200, headers: {}, body: { id: 'r', model: 'gpt-4o', choices: [{ message: { content: 'A receipt.' }, finish_reason: 'stop' }], usage: { prompt_tokens: 900, completion_tokens: 5 } } },
  }), { source: 'test', fileTimeMs: 0 });
  if (!call.known) throw new Error(call.reason);
  return takeIn(call.value, { source: 'test', weightMillionths: 1_000_000, fallbackKey: 'k', privacy, hash });
}

const chat = (url: string): unknown => ({ model: 'gpt-4o', temperature: 0, messages: [{ role: 'user', content: [{ type: 'text', text: 'What does this receipt say?' }, { type: 'image_url', image_url: { url } }] }] });

describe('two requests with one text and two pictures', () => {
  test('are two requests, and two questions; with the same picture they are one', () => {
    const [first, again, other] = [PIXEL, PIXEL, OTHER].map((data) => stored(chat(`data:image/png;base64,${data}`)));
    expect(again?.requestHash).toBe(first?.requestHash);
    expect(again?.questionHash).toBe(first?.questionHash);
    expect(other?.requestHash).not.toBe(first?.requestHash);
    expect(other?.questionHash).not.toBe(first?.questionHash);
  });

  test.each(['redacted', 'full', 'features'] as const)('leave neither picture nor digest in the store (%s)', (privacy) => {
    const text = JSON.stringify(stored(chat(`data:image/png;base64,${PIXEL}`), privacy));
    expect(text).not.toContain(PIXEL.slice(0, 24));
    expect(text).not.toContain('mediaDigest');
  });
});

test('where the log names media without showing them, no two requests can be called the same', () => {
  const call = takeIn({
    keys: [], startedAt: 0, timeSource: 'record', provider: 'openai', api: 'chat', billing: 'metered', stream: false, status: 'ok', usage: {}, usageSource: 'reported', tags: {}, parameters: {},
    content: { messages: [{ role: 'user', text: 'What is this?', media: ['image'] }], tools: [] },
  }, { source: 'test', weightMillionths: 1_000_000, fallbackKey: 'k', privacy: 'redacted', hash });
  expect([call.requestHash, call.questionHash]).toEqual([undefined, undefined]);
});

test('what marks a part for caching does not make it another part; order and kind do', () => {
  const part = { type: 'image', source: { type: 'base64', data: PIXEL } };
  expect(digestOfMedia([{ ...part, cache_control: { type: 'ephemeral' } }])).toBe(digestOfMedia([part]));
  expect(digestOfMedia([part, { type: 'document' }])).not.toBe(digestOfMedia([{ type: 'document' }, part]));
  expect(digestOfMedia([{ source: part.source, type: 'image' }])).toBe(digestOfMedia([part]));
});
