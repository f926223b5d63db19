import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOutcomes } from '../../src/make/fit-quality.js';
import { gappedPairs } from '../../src/make/quality-coefficients.js';
import { leaveOneOut } from '../../src/make/quality-left-out.js';
import { meanOf } from '../../src/make/quality-pairs.js';
import { readScores } from '../../src/make/quality-scores.js';

const samples = process.env['SHADOWBILL_SAMPLES'];

describe.skipIf(samples === undefined)('the prior on benchmarks that it never saw (needs SHADOWBILL_SAMPLES)', () => {
  test('ranks, is calibrated, covers what it says, and never flatters a downgrade', { timeout: 60_000 }, () => {
    const folder = join(samples as string, 'quality');
    const rows = leaveOneOut(gappedPairs(readScores(readFileSync(join(folder, 'benchmarks.csv'), 'utf8')), readOutcomes(folder)), 0.05);
    const mean = (key: 'auc' | 'brier' | 'constantBrier' | 'calibrationError' | 'lossCoverage' | 'shareCoverage'): number => meanOf(rows.map((row) => row[key]));
    expect(rows).toHaveLength(12);
    expect(mean('auc')).toBeGreaterThan(0.67);
    expect(mean('brier')).toBeLessThan(mean('constantBrier'));
    expect(mean('calibrationError')).toBeLessThan(0.08);
    expect(mean('lossCoverage')).toBeGreaterThan(0.88);
    expect(mean('shareCoverage')).toBeGreaterThan(0.85);
    expect(mean('shareCoverage')).toBeLessThan(0.95);
    const verdicts = rows.flatMap((row) => row.verdicts);
    const downgrades = verdicts.filter((verdict) => verdict.isDowngrade);
    expect(Math.max(...downgrades.map((verdict) => verdict.confidence))).toBeLessThan(0.7);
    for (const threshold of [0.7, 0.8, 0.9]) {
      const chosen = verdicts.filter((verdict) => verdict.confidence >= threshold);
      expect(chosen.filter((verdict) => verdict.isWithin).length / chosen.length).toBeGreaterThan(threshold);
    }
  });
});
