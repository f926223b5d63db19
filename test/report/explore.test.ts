import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Thresholds, thresholdsSchema } from '../../src/model/policy.js';
import { evidenceClasses } from '../../src/model/store.js';
import { applyThresholds } from '../../src/policy/apply.js';
import { parameterSpread, projectMonth } from '../../src/project/index.js';
import { explore } from '../../src/report/explore.js';
import { packPage, packSeries, unpackPage, unpackSeries } from '../../src/report/page-data.js';
import { readState, tidy, writeState } from '../../src/report/page/state.js';
import { exploreBase, thresholdsOf } from '../../src/report/view.js';
import { sampleAnalysis, unknownAnalysis } from './sample-analysis.js';

const analysis = sampleAnalysis();
const base = exploreBase(analysis);

const anyThresholds: fc.Arbitrary<Thresholds> = fc.record({
  threshold: fc.integer({ min: 50, max: 99 }).map((percent) => percent / 100),
  minEvidence: fc.constantFrom(...evidenceClasses),
  denyProviders: fc.subarray(['openai', 'google', 'anthropic', 'groq', 'azure']),
  sameProvider: fc.boolean(),
  tasks: fc.constantFrom({}, { code: 0.6 }, { code: 0.95, classification: 0.5 }),
}).map(tidy);

describe('the explorer', () => {
  test('projects as the analysis does', () => {
    const thresholds = thresholdsOf(analysis);
    const applied = applyThresholds(analysis.segments, thresholds);
    const moves = applied.decisions.flatMap(({ option }) => (option === undefined ? [] : [option]));
    const expected = projectMonth({ dailyNano: applied.dailySavingNano, window: analysis.window, parameters: parameterSpread({ moves, window: analysis.window }) });
    expect(explore(base, thresholds).saving).toEqual(expected);
    expect(explore(base, thresholds).saving).toEqual(analysis.scenarios.find(({ id }) => id === 'cross-provider')?.saving);
  });
  test('says the same shares, degraded calls and risk as the scenario', () => {
    const scenario = analysis.scenarios.find(({ id }) => id === 'cross-provider');
    const explored = explore(base, thresholdsOf(analysis));
    expect(explored.savingShare).toBeCloseTo(scenario?.savingShare ?? Number.NaN, 12);
    expect(explored.movedShare).toBeCloseTo(scenario?.movedShare ?? Number.NaN, 12);
    expect(explored.degradedCalls).toBeCloseTo(scenario?.degradedCalls ?? Number.NaN, 6);
    expect(explored.rollbackUsd).toBeCloseTo(scenario?.rollbackUsd ?? Number.NaN, 6);
  });
  test('gives no month from too few days', () => {
    const few = unknownAnalysis();
    expect(explore(exploreBase(few), thresholdsOf(few)).saving).toMatchObject({ status: 'none', usd: null, lowUsd: null });
  });
  test('survives an analysis without segments', () => {
    expect(explore({ ...base, segments: [] }, thresholdsOf(analysis)).applied.savingNano).toBe(0);
  });
});

describe('what the page carries', () => {
  const carried = unpackPage(JSON.parse(JSON.stringify(packPage(analysis, { base, thresholds: thresholdsOf(analysis) }))));
  test('packs whole numbers and back', () => {
    expect(packSeries([35, 36, -1])).toBe('z 10 -1');
    fc.assert(fc.property(fc.array(fc.maxSafeInteger()), (values) => { expect(unpackSeries(packSeries(values))).toEqual(values.map((value) => value + 0)); }));
  });
  test('decides as the whole analysis does at any setting', () => {
    fc.assert(fc.property(anyThresholds, (thresholds) => {
      const [fromPage, whole] = [explore(carried, thresholds), explore(base, thresholds)];
      expect(fromPage.applied.decisions.map(({ option }) => option?.candidate)).toEqual(whole.applied.decisions.map(({ option }) => option?.candidate));
      expect({ ...fromPage, applied: undefined }).toEqual({ ...whole, applied: undefined });
      expect(fromPage.applied.dailySavingNano).toEqual(whole.applied.dailySavingNano);
    }), { numRuns: 60 });
  });
});

describe('the address', () => {
  test('holds every setting', () => {
    fc.assert(fc.property(anyThresholds, (thresholds) => { expect(readState(writeState(thresholds), { threshold: 0.8, minEvidence: 'none' })).toEqual(thresholds); }));
  });
  test('takes nothing that it does not understand', () => {
    const start: Thresholds = { threshold: 0.8, minEvidence: 'none' };
    expect(readState('#tasks', start)).toEqual(start);
    expect(readState('#threshold=7&evidence=__proto__&task.code=x&task.nothing=1', start)).toEqual(start);
  });
  test('what is downloaded fits the schema', () => {
    fc.assert(fc.property(anyThresholds, (thresholds) => { expect(thresholdsSchema.parse(JSON.parse(JSON.stringify(thresholds)))).toEqual(thresholds); }));
  });
});
