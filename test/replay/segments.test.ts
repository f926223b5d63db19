import { describe, expect, test } from 'vitest';
import { needsMask } from '../../src/model/call.js';
import type { Cell } from '../../src/model/cell.js';
import { type SegmentInput, buildSegments } from '../../src/replay/segments.js';
import { model } from './small-catalog.js';
import { type CallSpec, MONDAY_HOUR, callCell } from './traffic-of.js';

const big = model('maker', 'big', { base: { inputUsdPerMtok: 1, outputUsdPerMtok: 1 } });

const inputOf = (cells: Cell[]): SegmentInput => ({
  cells, taskOverrides: new Map(), dayCount: 14, rowsOf: () => [],
  workloads: [{ id: 'w1', label: 'Tickets', templateKeys: [1], calls: 0 }, { id: 'w2', label: 'Digest', templateKeys: [2], calls: 0 }],
  servedBy: () => ({ id: 'maker/big', model: big, tier: '', effort: '', region: '' }),
  dayOf: (hour) => Math.floor((hour - MONDAY_HOUR) / 24),
});
const cells = (count: number, spec: CallSpec, days = 3): Cell[] =>
  Array.from({ length: days }, (_, day) => callCell({ day, ...spec, sums: { calls: Math.ceil(count / days), taskConfidenceMillionths: 900_000 * Math.ceil(count / days) } }));
const callsIn = (segments: ReturnType<typeof buildSegments>): number => segments.reduce((total, segment) => total + segment.storedCalls, 0);

describe('segments', () => {
  test('are workload x needs x size band, each with its own days', () => {
    const segments = buildSegments(inputOf([...cells(300, { input: 600, output: 1 }), ...cells(300, { input: 6000, output: 1 }), ...cells(300, { input: 600, output: 1, needs: needsMask(['tools']) })]));
    expect(segments.map(({ band, needsMask: needs, status }) => [band, needs, status])).toEqual([[1, 0, 'own'], [2, 0, 'own'], [1, 1, 'own']]);
    expect(segments[0]?.days.filter((units) => units.length > 0)).toHaveLength(3);
  });

  test('below 300 calls or 3 days they join their workload, and nothing is dropped', () => {
    const all = [...cells(300, { input: 600, output: 1 }), ...cells(60, { input: 6000, output: 1, needs: 1 }), ...cells(30, { input: 60_000, output: 1 })];
    const segments = buildSegments(inputOf(all));
    expect(segments.map(({ workload, band, status, storedCalls }) => ({ workload, band, status, storedCalls }))).toEqual([
      { workload: 'w1', band: null, status: 'pooled', storedCalls: 90 }, { workload: 'w1', band: 1, status: 'own', storedCalls: 300 },
    ]);
    expect(segments[0]?.needsMask).toBe(1);
    expect(callsIn(segments)).toBe(all.reduce((total, cell) => total + cell.sums.calls, 0));
  });

  test('two small workloads of one task are judged together as that task', () => {
    const segments = buildSegments(inputOf([...cells(30, { input: 600, output: 1 }), ...cells(30, { input: 600, output: 1, template: 2 })]));
    expect(segments.map(({ workload, storedCalls, status }) => [workload, storedCalls, status])).toEqual([['t-classification', 60, 'pooled']]);
  });

  test('many calls on two days only are not enough', () => {
    expect(buildSegments(inputOf(cells(3000, { input: 600, output: 1 }, 2)))[0]?.status).toBe('pooled');
  });

  test('a slip of the classifier moves no call: the majority names the workload', () => {
    const slips = cells(30, { input: 600, output: 1, key: { task: 'code' } });
    expect(buildSegments(inputOf([...cells(300, { input: 600, output: 1 }), ...slips])).map(({ task, storedCalls }) => [task, storedCalls])).toEqual([['classification', 330]]);
  });

  test('the user\'s own word on a workload\'s task wins', () => {
    const input = { ...inputOf(cells(300, { input: 600, output: 1 })), taskOverrides: new Map([['Tickets', 'extraction' as const]]) };
    expect(buildSegments(input)[0]?.task).toBe('extraction');
  });

  test('templates that no workload holds are pooled, not lost', () => {
    expect(callsIn(buildSegments(inputOf(cells(400, { input: 600, output: 1, template: 99 }))))).toBe(402);
  });

  test('the weight of a stratum counts in sums, not in what is enough', () => {
    const [segment] = buildSegments(inputOf(cells(30, { input: 600, output: 1, weight: 100_000_000 })));
    expect(segment?.status).toBe('pooled');
    expect(segment?.sums.calls).toBe(30 * 100);
  });
});
