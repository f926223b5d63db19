import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredCall } from '../../src/model/call.js';
import { type SourceOverlap, type Twins, createTwinFinder, overlapsOf } from '../../src/settle/index.js';
import { HOUR, SECOND, START, makeCall } from '../store/make-stored-call.js';

const whole: SourceOverlap = { one: 'gateway', other: 'wire', shared: 20, from: START, to: START + HOUR };

const gateway = (id: string, startedAt: number, changes: Partial<StoredCall> = {}): StoredCall => makeCall({ id, startedAt, sources: ['gateway'], ...changes });
const wire = (id: string, startedAt: number, changes: Partial<StoredCall> = {}): StoredCall => makeCall({ id, startedAt, sources: ['wire'], ...changes });

function twinsOf(calls: readonly StoredCall[], overlap: SourceOverlap = whole): [string, string][] {
  const found: Twins[] = [];
  const finder = createTwinFinder(overlap, (twins) => found.push(twins));
  for (const call of [...calls].sort((one, other) => one.startedAt - other.startedAt || (one.id < other.id ? -1 : 1))) finder.add(call);
  finder.finish();
  return found.map(({ keep, drop }) => [keep.id, drop.id]);
}

describe('sources that overlap', () => {
  test('are those whose spans cross, with the calls that both tell of', () => {
    const sets = [
      { sources: ['gateway'], calls: 50, firstAt: 1000, lastAt: 9000 },
      { sources: ['gateway', 'wire'], calls: 30, firstAt: 6000, lastAt: 8000 },
      { sources: ['wire'], calls: 70, firstAt: 5000, lastAt: 20_000 },
      { sources: ['export'], calls: 5, firstAt: 90_000, lastAt: 99_000 },
    ];
    expect(overlapsOf(sets)).toEqual([{ one: 'gateway', other: 'wire', shared: 30, from: 5000, to: 9000 }]);
  });

  test('do not overlap where one has no call that the other has not, or no time', () => {
    expect(overlapsOf([{ sources: ['a'], calls: 5, firstAt: 1, lastAt: 9 }, { sources: ['a', 'b'], calls: 5, firstAt: 1, lastAt: 9 }])).toEqual([]);
    expect(overlapsOf([{ sources: ['a'], calls: 5, firstAt: 1, lastAt: 9 }, { sources: ['b'], calls: 5 }])).toEqual([]);
  });
});

describe('twins', () => {
  test('have the same model and counts and start within two seconds', () => {
    expect(twinsOf([wire('w', START), gateway('g', START + 2 * SECOND)])).toEqual([['w', 'g']]);
    expect(twinsOf([wire('w', START), gateway('g', START + 2 * SECOND + 1)])).toEqual([]);
    expect(twinsOf([wire('w', START), gateway('g', START, { servedModel: 'gpt-4o-mini' })])).toEqual([]);
    expect(twinsOf([wire('w', START), gateway('g', START, { usage: { uncachedInputTokens: 801, outputTokens: 160 } })])).toEqual([]);
  });

  test('may tell a total in more or fewer parts, but no part differently', () => {
    const split = { uncachedInputTokens: 600, cacheReadTokens: 200, outputTokens: 160 };
    expect(twinsOf([wire('w', START), gateway('g', START, { usage: split })])).toEqual([['g', 'w']]);
    expect(twinsOf([wire('w', START, { usage: { uncachedInputTokens: 700, cacheReadTokens: 100, outputTokens: 160 } }), gateway('g', START, { usage: split })])).toEqual([]);
  });

  test('are only calls whose counts were reported and whose record holds a time', () => {
    expect(twinsOf([wire('w', START), gateway('g', START, { usageSource: 'estimated' })])).toEqual([]);
    expect(twinsOf([wire('w', START), gateway('g', START, { timeSource: 'file' })])).toEqual([]);
    expect(twinsOf([wire('w', START, { usage: {} }), gateway('g', START, { usage: {} })])).toEqual([]);
  });

  test('are paired one to one, the nearest first', () => {
    expect(twinsOf([wire('w1', START), wire('w2', START + 1500), gateway('g', START + 1000)])).toEqual([['g', 'w2']]);
    expect(twinsOf([wire('w1', START), wire('w2', START + 100), gateway('g1', START + 50), gateway('g2', START + 60)])).toEqual([['g2', 'w2'], ['w1', 'g1']]);
  });

  test('are never two calls that one source told of', () => {
    expect(twinsOf([wire('w1', START), wire('w2', START)])).toEqual([]);
    expect(twinsOf([wire('w', START, { sources: ['trace', 'wire'] }), gateway('g', START, { sources: ['gateway', 'trace'] })])).toEqual([]);
  });

  test('lie in the overlapped time alone', () => {
    const later = START + 2 * HOUR;
    expect(twinsOf([wire('w', later), gateway('g', later)])).toEqual([]);
  });

  test('keep the record with text, then the one with more counts', () => {
    expect(twinsOf([wire('w', START), gateway('g', START + 10, { requestHash: 7 })])).toEqual([['g', 'w']]);
    expect(twinsOf([wire('w', START + 10, { usage: { uncachedInputTokens: 800, outputTokens: 160, reasoningTokens: 4 } }), gateway('g', START)])).toEqual([['w', 'g']]);
  });

  test('are found in an endless row of equal calls too', () => {
    const row = Array.from({ length: 3000 }, (_, at) => [wire(`w${at}`, START + at * 100), gateway(`g${at}`, START + at * 100 + 1)]).flat();
    expect(twinsOf(row)).toHaveLength(3000);
  });

  test('are the same, and no call is in two, whatever the traffic', () => {
    const traffic = fc.array(fc.record({ atMs: fc.integer({ min: 0, max: 20_000 }), isWire: fc.boolean(), tokens: fc.integer({ min: 1, max: 3 }) }), { maxLength: 60 });
    fc.assert(fc.property(traffic, (entries) => {
      const calls = entries.map(({ atMs, isWire, tokens }, at) => (isWire ? wire : gateway)(`c${at}`, START + atMs, { usage: { uncachedInputTokens: tokens, outputTokens: 1 } }));
      const found = twinsOf(calls);
      expect(twinsOf([...calls].reverse())).toEqual(found);
      const ids = found.flat();
      expect(new Set(ids).size).toBe(ids.length);
      const open = (source: string): StoredCall[] => calls.filter((call) => call.sources.includes(source) && !ids.includes(call.id));
      const missed = open('wire').some((one) => open('gateway').some((other) => Math.abs(one.startedAt - other.startedAt) <= 2000 && one.usage.uncachedInputTokens === other.usage.uncachedInputTokens));
      expect(missed).toBe(false);
    }), { numRuns: 200 });
  });
});
