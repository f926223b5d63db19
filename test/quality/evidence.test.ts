import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EvidenceClass, evidenceClasses, evidenceOutcomes, type EvidenceRow } from '../../src/model/store.js';
import { evidenceClassOf, tallyEvidence } from '../../src/quality/evidence.js';
import { DEFAULT_JUDGE_AGREEMENT, readEvidence } from '../../src/quality/evidence-rows.js';

export const evidenceRow = (change: Partial<EvidenceRow>): EvidenceRow => ({
  id: 'e', incumbent: 'a/old', candidate: 'b/new', task: 'code', outcome: 'same', class: 'judged', isRandom: true, judgeAgreement: 1, at: 0, ...change,
});
const times = (count: number, change: Partial<EvidenceRow>): EvidenceRow[] => Array.from({ length: count }, () => evidenceRow(change));

describe('tally', () => {
  test('judged items count their judge’s agreement, labels one, natural pairs 0.3', () => {
    expect(tallyEvidence([
      ...times(2, { outcome: 'worse', judgeAgreement: 0.8 }), ...times(3, { class: 'labelled', judgeAgreement: 0.5 }), ...times(10, { class: 'natural', outcome: 'better' }),
    ])).toEqual({ worse: 2 * 0.8, same: 3, better: expect.closeTo(10 * 0.3, 12) as number, judged: 2, labelled: 3, natural: 10, observed: 0 });
  });

  test('what was not drawn at random only ever adds to worse', () => {
    const row = fc.record({
      outcome: fc.constantFrom(...evidenceOutcomes), class: fc.constantFrom(...evidenceClasses), isRandom: fc.boolean(), judgeAgreement: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(fc.property(fc.array(row), (changes) => {
      const tally = tallyEvidence(changes.map((change) => evidenceRow(change.class === 'observed' ? change : { ...change, isRandom: false })));
      expect(tally.same).toBe(0);
      expect(tally.better).toBe(0);
      expect([tally.labelled, tally.judged, tally.natural]).toEqual([0, 0, 0]);
    }));
  });
});

describe('class', () => {
  const classOf = (...groups: [number, Partial<EvidenceRow>][]): EvidenceClass | undefined => evidenceClassOf(tallyEvidence(groups.flatMap(([count, change]) => times(count, change))));

  test('is the strongest with 20 items; stronger items count for weaker classes', () => {
    expect(classOf([19, {}])).toBeUndefined();
    expect(classOf([20, {}])).toBe('judged');
    expect(classOf([20, { class: 'labelled' }], [50, {}])).toBe('labelled');
    expect(classOf([10, { class: 'labelled' }], [10, {}])).toBe('judged');
    expect(classOf([15, {}], [5, { class: 'natural' }])).toBe('natural');
    expect(classOf([500, { isRandom: false }])).toBe('observed');
  });
});

describe('reading a row', () => {
  const good = { workload: 'tickets', incumbent: 'openai/gpt-4o', candidate: 'openai/gpt-4o-mini', outcome: 'same', class: 'labelled', random: true };

  test('takes names, outcome, class and whether it was drawn', () => {
    expect(readEvidence(good, {})).toEqual({
      known: true,
      value: { workload: 'tickets', incumbent: 'openai/gpt-4o', candidate: 'openai/gpt-4o-mini', outcome: 'same', class: 'labelled', isRandom: true, judgeAgreement: 1 },
    });
  });

  test('silence about the drawing means chosen, about the judge’s agreement the published mean, about the class judged where a judge is named', () => {
    const read = readEvidence({ ...good, class: undefined, random: undefined, judge: 'x/judge' }, {});
    expect(read).toMatchObject({ known: true, value: { class: 'judged', isRandom: false, judgeAgreement: DEFAULT_JUDGE_AGREEMENT } });
  });

  test('text of a CSV is read like values of JSON', () => {
    const read = readEvidence({ ...good, random: 'TRUE', judgeAgreement: '0.9', at: '2026-11-10', outcome: 'Tie' }, {});
    expect(read).toMatchObject({ known: true, value: { isRandom: true, judgeAgreement: 0.9, at: Date.UTC(2026, 10, 10), outcome: 'same' } });
  });

  test.each([
    [{ candidate: undefined }, 'names no candidate'],
    [{ candidate: 'gpt-4o-mini' }, 'provider/model'],
    [{ outcome: 'fine' }, 'outcome'],
    [{ class: 'prior' }, 'class'],
    [{ class: undefined }, 'class'],
    [{ workload: undefined }, 'neither workload nor task'],
    [{ workload: undefined, task: 'poetry' }, 'task'],
    [{ judgeAgreement: 7 }, 'judgeAgreement'],
    [{ random: 'perhaps' }, 'random'],
    [{ at: 'yesterday' }, 'at is no date'],
  ])('%j is skipped: %s', (change, reason) => {
    const read = readEvidence({ ...good, ...change }, {});
    expect(read.known ? '' : read.reason).toContain(reason);
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('the outcome %s is none, and does no harm', (outcome) => {
    expect(readEvidence({ task: 'code', incumbent: 'a/b', candidate: 'c/d', class: 'judged', outcome }, {})).toEqual({ known: false, reason: 'outcome is not worse, same or better' });
  });

  test('the importer’s incumbent and class fill what a row does not say', () => {
    const { incumbent: _, class: __, ...bare } = good;
    expect(readEvidence(bare, { incumbent: 'x/y', class: 'natural' })).toMatchObject({ known: true, value: { incumbent: 'x/y', class: 'natural' } });
  });
});
