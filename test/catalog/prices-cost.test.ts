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
    ['a usage key that every object has', { usage: { inputTokens: 1, outputTokens: 1, constructor: 1 } }, 'unknown usage key constructor'],
  ])('%s', (_, change, reason) => expect(cost(change)).toMatchObject({ id: 1, usd: null, reason, source: null }));

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('%s as a model, a provider and a tier has no price and does no harm', (name) => {
    for (const change of [{ model: name }, { provider: name }, { provider: '', model: `${name}/x` }, { serviceTier: name }]) expect(cost(change).usd).toBeNull();
  });

  test('an embedding has no output to count, and 0 tokens of output are a count', () => {
    expect(cost({ model: 'text-embedding-3-small', usage: { inputTokens: 50_000 } }).usd).toBeCloseTo((50_000 * 0.02) / 1e6, 12);
    expect(cost({ usage: { inputTokens: 1000, outputTokens: 0 } }).usd).toBeCloseTo((1000 * 0.15) / 1e6, 12);
  });

  test('a call after its model\'s retirement is refused, and the reason says where it is priced all the same', () => {
    expect(cost({ provider: 'google', model: 'gemini-1.5-pro' }).reason).toMatch(/was retired on \d{4}-\d\d-\d\d; a call that was logged all the same is priced by `calls` at the last known price$/);
  });
});
