import { describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/index.js';
import { costOfLine } from '../../src/commands/prices/cost-of-line.js';

const catalog = createCatalog();
const MINI = { id: 1, provider: 'openai', model: 'gpt-4o-mini', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 200 } };
const cost = (change: Record<string, unknown>) => costOfLine(catalog, JSON.stringify({ ...MINI, ...change }));

describe('prices cost refuses what it does not know', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['no output count of a chat model', { usage: { inputTokens: 1000 } }, 'outputTokens is missing'],
    ['null as an output count', { usage: { inputTokens: 1000, outputTokens: null } }, 'outputTokens is missing'],
    ['no input count', { usage: { outputTokens: 200 } }, 'inputTokens is missing'],
    ['no count at all', { usage: {} }, 'no token counts: inputTokens is missing'],
    ['a day that does not exist', { at: '2026-02-30' }, 'at is missing or not a date'],
    ['an instant of such a day', { at: '2026-02-30T10:00:00Z' }, 'at is missing or not a date'],
    ['a count that is a text', { usage: { inputTokens: '1000', outputTokens: 1 } }, 'inputTokens is a text ("1000"), not a number'],
    ['a usage key that every object has', { usage: { inputTokens: 1, outputTokens: 1, constructor: 1 } }, 'unknown usage key constructor'],
  ])('%s', (_, change, reason) => expect(cost(change)).toMatchObject({ id: 1, usd: null, reason, source: null }));

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('%s as a model, a provider and a tier has no price and does no harm', (name) => {
    for (const change of [{ model: name }, { provider: name }, { provider: '', model: `${name}/x` }, { serviceTier: name }]) expect(cost(change).usd).toBeNull();
  });

  test('an embedding has no output to count, and 0 tokens of output are a count', () => {
    expect(cost({ model: 'text-embedding-3-small', usage: { inputTokens: 50_000 } }).usd).toBeCloseTo((50_000 * 0.02) / 1e6, 12);
    expect(cost({ usage: { inputTokens: 1000, outputTokens: 0 } }).usd).toBeCloseTo((1000 * 0.15) / 1e6, 12);
  });

  test('a ranking has no output to count either', () => {
    expect(cost({ provider: 'voyageai', model: 'rerank-2.5', usage: { inputTokens: 50_000 } }).usd).toBeCloseTo((50_000 * 0.05) / 1e6, 12);
  });

  test('a call a little older than its model has its first price, and the reason says so', () => {
    expect(cost({ model: 'gpt-6.1-terra', at: '2026-10-20' })).toMatchObject({ usd: expect.closeTo((1000 * 1 + 200 * 5) / 1e6, 12), reason: 'priced at its first known price: not released before 2026-10-26' });
    expect(cost({ model: 'gpt-6.1-terra', at: '2026-09-01' })).toMatchObject({ usd: null, reason: 'openai/gpt-6.1-terra was not released before 2026-10-26' });
  });

  test('unbilled tokens are parts of the totals that cost nothing; without them all tokens are charged', () => {
    const tokens = { inputTokens: 1452, cachedInputTokens: 144, outputTokens: 33 };
    expect(cost({ usage: { ...tokens, unbilledInputTokens: 1452 - 33, unbilledOutputTokens: 33 - 22 } }).usd).toBeCloseTo((33 * 0.15 + 22 * 0.6) / 1e6, 15);
    expect(cost({ usage: undefined, ...tokens, unbilledInputTokens: 1452 - 33, unbilledOutputTokens: 33 - 22 }).usd).toBeCloseTo((33 * 0.15 + 22 * 0.6) / 1e6, 15);
    expect(cost({ usage: tokens }).usd).toBeCloseTo(((1452 - 144) * 0.15 + 144 * 0.075 + 33 * 0.6) / 1e6, 15);
    expect(cost({ usage: { unbilledInputTokens: 3, outputTokens: 1 } }).reason).toContain('inputTokens is missing');
  });

  test('cached audio has a rate of its own, or none', () => {
    const all = { inputTokens: 1000, cachedInputTokens: 1000, audioInputTokens: 1000, outputTokens: 0 };
    expect(cost({ provider: 'google', model: 'gemini-2.5-flash', usage: all }).usd).toBeCloseTo((1000 * 0.1) / 1e6, 12);
    expect(cost({ provider: 'openai', model: 'gpt-realtime-2.1-mini', usage: all })).toMatchObject({ usd: null, reason: 'no cached audio rate is known for openai/gpt-realtime-2.1-mini' });
  });

  test('a call after its model\'s retirement is refused, and the reason says where it is priced all the same', () => {
    expect(cost({ provider: 'google', model: 'gemini-1.5-pro' }).reason).toMatch(/was retired on \d{4}-\d\d-\d\d; a call that was logged all the same is priced by `calls` at the last known price$/);
  });
});
