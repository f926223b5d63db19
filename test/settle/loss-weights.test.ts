import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { type LossRow, stratumText } from '../../src/model/loss.js';
import { lossWeights } from '../../src/settle/index.js';

const HOUR = 495_000;
const MILLION = 1_000_000;
const row = (octave: number, kept: number, calls: number, changes: Partial<LossRow> = {}): LossRow =>
  ({ kind: 'lost', hour: HOUR, stratum: stratumText({ upstream: 'openai', statusClass: '2xx', octave }), calls, bytes: calls * 2 ** octave, kept, ...changes });
const callOf = (octave: number | undefined, weightMillionths = MILLION) =>
  ({ startedAt: HOUR * 3_600_000 + 5, weightMillionths, ...(octave !== undefined && { stratum: stratumText({ upstream: 'openai', statusClass: '2xx', octave }) }) });

describe('calls that were lost', () => {
  test('raise the weight of the kept ones of their stratum, and of no other', () => {
    const { weigh, unrepresented, lost } = lossWeights([row(12, 8, 2), row(15, 4, 0)]);
    expect(weigh(callOf(12))).toBe((MILLION * (8 + 2)) / 8);
    expect(weigh(callOf(12, 10 * MILLION))).toBe((10 * MILLION * (8 + 2)) / 8);
    expect(weigh(callOf(15))).toBe(MILLION);
    expect(weigh(callOf(undefined))).toBe(MILLION);
    expect({ unrepresented, lost }).toEqual({ unrepresented: 0, lost: 2 });
  });

  test('of a size of which none was kept are stood for by smaller ones, never by larger ones', () => {
    const weights = lossWeights([row(10, 5, 0), row(12, 10, 0), row(14, 0, 5), row(16, 3, 0)]);
    expect(weights.weigh(callOf(12))).toBe((MILLION * (10 + 5)) / 10);
    expect(weights.weigh(callOf(10))).toBe(MILLION);
    expect(weights.weigh(callOf(16))).toBe(MILLION);
    expect(lossWeights([row(14, 0, 5), row(16, 3, 0)])).toMatchObject({ unrepresented: 5, lost: 5 });
  });

  test('of another hour, upstream or status stand apart', () => {
    const other = (upstream: string, statusClass: string): LossRow => row(12, 0, 7, { stratum: stratumText({ upstream, statusClass, octave: 12 }) });
    const weights = lossWeights([row(12, 8, 2), other('anthropic', '2xx'), other('openai', '4xx'), row(12, 0, 9, { hour: HOUR + 1 })]);
    expect(weights.weigh(callOf(12))).toBe((MILLION * (8 + 2)) / 8);
    expect(weights.unrepresented).toBe(7 + 7 + 9);
  });

  test('on paths that are not understood weigh nothing', () => {
    expect(lossWeights([row(12, 8, 2, { kind: 'unseen', stratum: 'openai POST /v1/images/generations' })])).toMatchObject({ lost: 0, unrepresented: 0 });
  });

  test('and kept ones weigh together what was seen, whatever was lost', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), { selector: ([octave]) => octave, maxLength: 12 }), (strata) => {
      const weights = lossWeights(strata.map(([octave, kept, calls]) => row(octave, kept, calls)));
      const weighed = strata.reduce((sum, [octave, kept]) => sum + kept * weights.weigh(callOf(octave)), 0);
      const seen = strata.reduce((sum, [, kept, calls]) => sum + kept + calls, 0);
      expect(weighed / MILLION).toBeCloseTo(seen - weights.unrepresented, 2);
    }), { seed: 11 });
  });
});

test('a queue that drops the large ones first is righted by size, and never to more than there was', () => {
  let state = 7;
  const draw = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state + 0.5) / 2_147_483_648;
  };
  const octaveOf = (bytes: number): number => Math.floor(Math.log2(bytes));
  const sizes = Array.from({ length: 40_000 }, () => Math.min(400_000, Math.floor(2000 * draw() ** -0.7)));
  const kept = new Map<number, number[]>();
  const lost = new Map<number, number>();
  let room = 1_000_000;
  for (const bytes of sizes) {
    room = Math.min(1_000_000, room + 4_000);
    if (bytes > room) lost.set(octaveOf(bytes), (lost.get(octaveOf(bytes)) ?? 0) + 1);
    else {
      room -= bytes;
      const list = kept.get(octaveOf(bytes));
      if (list === undefined) kept.set(octaveOf(bytes), [bytes]);
      else list.push(bytes);
    }
  }
  const octaves = [...new Set([...kept.keys(), ...lost.keys()])];
  const weights = lossWeights(octaves.map((octave) => row(octave, kept.get(octave)?.length ?? 0, lost.get(octave) ?? 0)));
  const sum = (list: readonly number[]): number => list.reduce((total, bytes) => total + bytes, 0);
  const truth = sum(sizes);
  const keptBytes = sum([...kept.values()].flat());
  const byCount = (keptBytes * sizes.length) / [...kept.values()].flat().length;
  const bySize = sum([...kept].map(([octave, list]) => (sum(list) * weights.weigh(callOf(octave))) / MILLION));
  expect(keptBytes / truth).toBeLessThan(0.9);
  expect(byCount / truth).toBeLessThan(bySize / truth);
  expect(bySize / truth).toBeGreaterThan(0.9);
  expect(bySize / truth).toBeLessThanOrEqual(1.001);
});
