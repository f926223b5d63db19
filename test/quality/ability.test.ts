import { describe, expect, test } from 'vitest';
import { createAbilityTable } from '../../src/quality/ability.js';
import type { AbilityRow, Benchmark, Coefficients } from '../../src/quality/tables.js';

const benchmarks: Benchmark[] = [{ id: 'exam', source: 'example.org/exam', newest: '2026-01-01' }];
const coefficients: Coefficients = {
  discordance: -1.6, slope: 0.75, deviationVariance: 0.05, generationGain: 0.2, generationSd: 0.5, effortGains: { low: 0.1, high: 0.4 }, effortSd: 0.3, gapSd: 0.2,
};
const rows: AbilityRow[] = [
  ['acme/swift-2', '', 0.5, 0.1, 40, '2026-01-01', [0], { code: [0.15, 0.1] }],
  ['acme/swift-1', '', 0.2, 0.1, 40, '2025-01-01', [0], {}],
  ['acme/deep-3', 'low', 0.8, 0.2, 20, '2026-01-01', [0], {}],
  ['acme/deep-4', '', 1, 0.9, 2, '2026-01-01', [0], {}],
  ['lone/model', '', -0.4, 0.6, 3, '2025-06-01', [0], {}],
  ['acme/big-2401', '', 0.1, 0.1, 30, '2024-01-01', [0], {}],
  ['acme/big-2506', '', 0.9, 0.1, 30, '2025-06-01', [0], {}],
];
const table = createAbilityTable(rows, benchmarks, coefficients);

describe('ability', () => {
  test('enough scores speak for themselves, with the deviation of the task where there is one', () => {
    const general = table.find({ baseModel: 'acme/swift-2' }, undefined);
    expect(general).toMatchObject({ ability: 0.5, sd: 0.1, scores: 40, newest: '2026-01-01' });
    expect(general.inheritedFrom).toBeUndefined();
    const code = table.find({ baseModel: 'acme/swift-2' }, 'code');
    expect(code.ability).toBeCloseTo(0.5 + 0.15, 12);
    expect(code.sd).toBeCloseTo(Math.sqrt(0.1 ** 2 + 0.1 ** 2), 12);
    const agent = table.find({ baseModel: 'acme/swift-2' }, 'agent');
    expect(agent.ability).toBe(0.5);
    expect(agent.sd).toBeCloseTo(Math.sqrt(0.1 ** 2 + 0.05), 12);
  });

  test('the next generation of a line borrows from the last one, one step up and wider, and says from whom', () => {
    const next = table.find({ baseModel: 'acme/swift-3' }, undefined);
    expect(next).toMatchObject({ scores: 0, inheritedFrom: 'acme/swift-2' });
    expect(next.ability).toBeCloseTo(0.5 + 0.2, 12);
    expect(next.sd).toBeCloseTo(Math.sqrt(0.1 ** 2 + 0.5 ** 2), 12);
  });

  test('an older generation than any listed is a step below', () => {
    expect(table.find({ baseModel: 'acme/swift-0.5' }, undefined).ability).toBeCloseTo(0.2 - 0.2, 12);
  });

  test('another effort of the same weights is moved by the mean gain between the levels', () => {
    const high = table.find({ baseModel: 'acme/deep-3', effort: 'high' }, undefined);
    expect(high).toMatchObject({ scores: 0, inheritedFrom: 'acme/deep-3:low' });
    expect(high.ability).toBeCloseTo(0.8 + 0.4 - 0.1, 12);
    expect(high.sd).toBeCloseTo(Math.sqrt(0.2 ** 2 + 0.3 ** 2), 12);
  });

  test('few own scores are weighed against the family by their precision', () => {
    const few = table.find({ baseModel: 'acme/deep-4' }, undefined);
    const family = { ability: 0.8 - 0.1 + 0.2, precision: 1 / (0.2 ** 2 + 0.5 ** 2 + 0.3 ** 2) };
    const ownPrecision = 1 / 0.9 ** 2 - 1;
    const own = { ability: 1 / 0.9 ** 2 / ownPrecision, precision: ownPrecision };
    const precision = family.precision + own.precision;
    expect(few.ability).toBeCloseTo((family.ability * family.precision + own.ability * own.precision) / precision, 12);
    expect(few.sd).toBeCloseTo(1 / Math.sqrt(precision), 12);
    expect(few).toMatchObject({ scores: 2, inheritedFrom: 'acme/deep-3:low' });
  });

  test('few scores without a family stay what they are; no scores without a family are unknown', () => {
    expect(table.find({ baseModel: 'lone/model' }, undefined)).toMatchObject({ ability: -0.4, sd: 0.6, scores: 3 });
    const unknown = table.find({ baseModel: 'nobody/knows' }, undefined);
    expect(unknown).toMatchObject({ ability: 0, sd: 1, scores: 0, sources: [] });
    expect(unknown.newest).toBeUndefined();
  });

  test('an undated name means the last snapshot with enough scores', () => {
    expect(table.find({ baseModel: 'acme/big-latest' }, undefined).ability).toBe(0.9);
  });
});

test('a line whose members all have few scores is still better than nothing', () => {
  expect(table.find({ baseModel: 'lone/model', effort: 'high' }, undefined)).toMatchObject({ scores: 0, inheritedFrom: 'lone/model' });
});
