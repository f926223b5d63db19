import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/model/analysis.js';
import { policySchema } from '../../src/model/policy.js';
import { diffPolicies, policyOf } from '../../src/policy/rules.js';
import { option, segment } from './segments.js';

const analysisOf = (segments: Analysis['segments']): Analysis => ({
  id: '2026-11-21-abc', asOf: '2026-11-21', isSynthetic: false, segments,
  window: { start: '2026-11-08', end: '2026-11-21', timezone: 'UTC' },
  settings: { margin: 0.05, seed: 1, filters: { env: 'prod' } },
  versions: { catalog: 'c1', classifier: ['k1'], quality: 'q1' },
} as unknown as Analysis);

const build = (segments: Analysis['segments'], canaryShare = 0.2) => policyOf({
  analysis: analysisOf(segments), analysisHash: 'h', thresholds: { threshold: 0.8, minEvidence: 'none' }, canaryShare, project: () => ({ usd: 10, lowUsd: 8, highUsd: 12 }),
});

describe('a policy made of thresholds', () => {
  test('fits its schema, falls back to the incumbent last, and carries where it comes from', () => {
    const policy = build([segment('a', [10, 10], { options: [option('x/a', [1, 1])] }), segment('b', [10, 10])]);
    expect(policySchema.parse(policy)).toEqual(policy);
    expect(policy.rules).toHaveLength(1);
    expect(policy.rules[0]?.fallback).toEqual(['openai/big']);
    expect(policy.provenance.filters).toEqual({ env: 'prod' });
  });

  test('a rule on evidence weaker than judged is a canary of at most 5 % that expires in 14 days', () => {
    const weak = build([segment('a', [10, 10], { options: [option('x/a', [1, 1], { evidence: 'prior' })] })]).rules[0];
    expect(weak?.canary).toEqual({ share: 0.05, ramp: [] });
    expect(weak?.expires).toBe('2026-12-05');
    const strong = build([segment('a', [10, 10], { options: [option('x/a', [1, 1], { evidence: 'judged' })] })]).rules[0];
    expect(strong?.canary).toEqual({ share: 0.2, ramp: [0.25, 0.5, 1] });
    expect(strong?.expires).toBe('2027-02-19');
  });

  test('a rule does not outlive its target', () => {
    const rule = build([segment('a', [10, 10], { options: [option('x/a', [1, 1], { evidence: 'judged', retires: '2027-01-14' })] })]).rules[0];
    expect(rule?.expires).toBe('2027-01-14');
  });

  test('bounds are those of the size band; a pooled segment has none', () => {
    const policy = build([segment('a', [10, 10], { band: 1, options: [option('x/a', [1, 1])] }), segment('b', [10, 10], { band: null, options: [option('x/a', [1, 1])] }), segment('c', [9, 9], { band: 5, options: [option('x/a', [1, 1])] })]);
    expect(policy.rules.map(({ match }) => [match.minInputTokens, match.maxInputTokens])).toEqual([[512, 2048], [null, null], [131_072, null]]);
  });

  test('a diff names what is new, gone and different', () => {
    const before = build([segment('a', [10, 10], { options: [option('x/a', [1, 1])] }), segment('b', [10, 10], { options: [option('x/a', [1, 1])] })]);
    const after = build([segment('a', [10, 10], { options: [option('x/z', [0, 0])] }), segment('c', [10, 10], { options: [option('x/a', [1, 1])] })]);
    const diff = diffPolicies(before, after);
    expect([diff.added.length, diff.removed.length, diff.changed.length, diff.same]).toEqual([1, 1, 1, 0]);
  });
});
