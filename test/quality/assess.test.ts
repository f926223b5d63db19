import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Task, tasks } from '../../src/model/call.js';
import { evidenceOutcomes, type EvidenceRow } from '../../src/model/store.js';
import { abilities } from '../../src/quality/data/abilities.js';
import { type AssessRequest, createQuality, MIN_SCORES } from '../../src/quality/index.js';

const quality = createQuality();
const GPT_4O = { baseModel: 'openai/gpt-4o-2024-08-06' };
const MINI = { baseModel: 'openai/gpt-4o-mini-2024-07-18' };
const assess = (change: Partial<AssessRequest>) => quality.assess({ incumbent: GPT_4O, candidate: MINI, task: 'code', margin: 0.05, seed: 1, evidence: [], ...change });
const items = (count: number, change: Partial<EvidenceRow>): EvidenceRow[] => Array.from({ length: count }, (_, index) => ({
  id: `e${index}`, incumbent: 'openai/gpt-4o', candidate: 'openai/gpt-4o-mini', task: 'code', outcome: 'same', class: 'judged', isRandom: true, judgeAgreement: 1, at: 0, ...change,
}));

describe('priors', () => {
  test('the incumbent against itself is sure, under any of its names', () => {
    for (const candidate of [GPT_4O, { baseModel: 'openai/gpt-4o', effort: '' }, { baseModel: 'openai/gpt-4o', effort: 'none' }]) {
      expect(assess({ candidate })).toMatchObject({ confidence: 1, notWorse: 1, lossLow: 0, lossHigh: 0, itemsNeeded: 0 });
    }
  });

  test('the same weights at another effort are another model', () => {
    expect(assess({ incumbent: { baseModel: 'openai/gpt-5.1' }, candidate: { baseModel: 'openai/gpt-5.1', effort: 'high' } }).confidence).toBeLessThan(1);
  });

  test('a small model does not replace a large one of its day on published scores', () => {
    for (const task of tasks) expect(assess({ task }).confidence).toBeLessThan(0.65);
    expect(assess({ task: 'reasoning' }).confidence).toBeLessThan(0.5);
  });

  test('no pair of equally able models reaches 0.80 before it is judged', () => {
    const level = abilities.filter((row) => row[0] !== GPT_4O.baseModel && row[4] >= MIN_SCORES && Math.abs(row[2] - quality.abilityOf(GPT_4O).ability) < 0.05);
    expect(level.length).toBeGreaterThan(5);
    for (const row of level) expect(assess({ candidate: { baseModel: row[0], effort: row[1] }, task: 'other' }).confidence).toBeLessThan(0.8);
  });

  test('no prior passes 0.90, nor 0.70 with fewer than 10 scores; losses are ordered and inside -1..1', () => {
    for (const row of abilities) {
      const found = assess({ incumbent: { baseModel: 'meta-llama/llama-2-7b-chat' }, candidate: { baseModel: row[0], effort: row[1] } });
      if (found.evidenceItems === 0 && found.expectedWorse === 0) continue;
      expect(found.confidence).toBeLessThanOrEqual(found.scores < MIN_SCORES ? 0.7 : 0.9);
      expect(found.lossLow).toBeLessThan(found.lossHigh);
      expect(Math.max(-found.lossLow, found.lossHigh)).toBeLessThanOrEqual(1);
      expect(found.notWorse).toBe(1 - found.expectedWorse);
    }
  });

  test('a model newer than any score borrows from its line and says so', () => {
    expect(assess({ candidate: { baseModel: 'anthropic/claude-haiku-9' } })).toMatchObject({ evidence: 'prior', scores: 0, inheritedFrom: 'anthropic/claude-haiku-4-5' });
  });

  test('a model that nothing is known of gets the class none, and two of them the base rate', () => {
    expect(assess({ candidate: { baseModel: 'nobody/knows' } }).evidence).toBe('none');
    const pair = assess({ incumbent: { baseModel: 'nobody/knows' }, candidate: { baseModel: 'nobody/else' } });
    expect(pair.evidence).toBe('none');
    expect(pair.notWorse).toBeGreaterThan(0.75);
    expect(pair.notWorse).toBeLessThan(0.9);
  });

  test('a wider margin never lowers the confidence', () => {
    const confidences = [0, 0.02, 0.05, 0.1, 0.2].map((margin) => assess({ margin }).confidence);
    expect([...confidences].sort((a, b) => a - b)).toEqual(confidences);
  });

  test('every figure names its scores with dates', () => {
    const { sources } = assess({});
    expect(sources.some((line) => /^candidate: \d+ published scores, newest \d{4}-\d\d-\d\d, from /.test(line))).toBe(true);
  });
});

describe('own evidence', () => {
  test('60 labels with one worse and one better prove what scores could not', () => {
    const found = assess({ evidence: [...items(58, { class: 'labelled' }), ...items(1, { class: 'labelled', outcome: 'worse' }), ...items(1, { class: 'labelled', outcome: 'better' })] });
    expect(found).toMatchObject({ evidence: 'labelled', evidenceItems: 60 });
    expect(found.confidence).toBeGreaterThan(0.9);
    expect(found.confidence).toBeGreaterThan(assess({}).confidence);
  });

  test('under 20 items it is still a prior, with its cap', () => {
    const found = assess({ evidence: items(19, { outcome: 'better' }) });
    expect(found).toMatchObject({ evidence: 'prior', evidenceItems: 19, confidence: 0.9 });
    expect(assess({ evidence: items(20, { outcome: 'better' }) }).confidence).toBeGreaterThan(0.9);
  });

  test('a natural experiment lifts a confidence to 0.90 and no further, beside judged items too, and may lower it', () => {
    expect(assess({ evidence: items(600, { class: 'natural' }) }).confidence).toBe(0.9);
    const judged = items(60, {}).map((row, index) => ({ ...row, outcome: index === 0 ? ('worse' as const) : ('same' as const) }));
    const alone = assess({ evidence: judged }).confidence;
    expect(assess({ evidence: [...judged, ...items(600, { class: 'natural' })] }).confidence).toBe(Math.max(0.9, alone));
    expect(assess({ evidence: [...judged, ...items(600, { class: 'natural', outcome: 'worse' })] }).confidence).toBeLessThan(alone);
  });

  test('the items are those of the class or a stronger one, not all that were drawn', () => {
    const labelled = items(25, { class: 'labelled' });
    const judged = items(30, {});
    const natural = items(300, { class: 'natural' });
    expect(assess({ evidence: [...labelled, ...judged, ...natural] })).toMatchObject({ evidence: 'labelled', evidenceItems: 25 });
    expect(assess({ evidence: [...labelled.slice(0, 5), ...judged, ...natural] })).toMatchObject({ evidence: 'judged', evidenceItems: 5 + 30 });
    expect(assess({ evidence: [...judged.slice(0, 3), ...natural] })).toMatchObject({ evidence: 'natural', evidenceItems: 3 + 300 });
  });

  test('natural pairs never make fewer calls worse, nor fewer items needed', () => {
    const request = { candidate: { baseModel: 'openai/gpt-4.1' }, task: 'conversation' as Task };
    const judged = items(10, {});
    const before = assess({ ...request, evidence: judged });
    const after = assess({ ...request, evidence: [...judged, ...items(300, { class: 'natural' })] });
    expect(after.expectedWorse).toBe(before.expectedWorse);
    expect(after.notWorse).toBe(1 - before.expectedWorse);
    expect(after.itemsNeeded).toBe(before.itemsNeeded);
    expect(assess({ ...request, evidence: [...judged, ...items(300, { class: 'natural', outcome: 'worse' })] }).expectedWorse).toBeGreaterThan(before.expectedWorse);
  });

  test('names of Object.prototype are models and efforts that nothing is known of', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      const found = assess({ candidate: { baseModel: name, effort: name } });
      expect(found.evidence).toBe('none');
      expect(found.confidence).toBeGreaterThan(0);
      expect(assess({ candidate: { ...MINI, effort: name } }).confidence).toBeGreaterThan(0);
    }
  });

  test('items that were not drawn, and signals, never raise a confidence', () => {
    const selected = fc.record({ outcome: fc.constantFrom(...evidenceOutcomes), class: fc.constantFrom('judged', 'labelled', 'natural', 'observed'), isRandom: fc.constant(false) });
    const drawn = fc.record({ outcome: fc.constantFrom(...evidenceOutcomes), class: fc.constantFrom('judged', 'labelled', 'natural'), isRandom: fc.constant(true) });
    fc.assert(fc.property(fc.array(drawn, { maxLength: 40 }), fc.array(selected, { maxLength: 40 }), (random, chosen) => {
      const base = random.flatMap((change) => items(1, change as Partial<EvidenceRow>));
      const more = chosen.flatMap((change) => items(1, change as Partial<EvidenceRow>));
      const before = assess({ evidence: base });
      const after = assess({ evidence: [...base, ...more] });
      expect(after.confidence).toBeLessThanOrEqual(before.confidence + 1e-9);
      expect(after.notWorse).toBeLessThanOrEqual(before.notWorse + 1e-9);
    }), { numRuns: 60 });
  });

  test('one more drawn item that is worse never raises a confidence', () => {
    let former = 1;
    for (let worse = 0; worse < 40; worse += 1) {
      const { confidence } = assess({ evidence: [...items(40, {}), ...items(worse, { outcome: 'worse' })] });
      expect(confidence).toBeLessThanOrEqual(former + 1e-9);
      former = confidence;
    }
  });

  test('items still needed shrink as items come in', () => {
    const request = { candidate: { baseModel: 'openai/gpt-4.1' }, task: 'conversation' as Task };
    const before = assess(request).itemsNeeded ?? Infinity;
    expect(assess({ ...request, evidence: items(10, {}) }).itemsNeeded).toBeLessThan(before);
  });
});

test('two runs give the same figures, whatever the order of asking', () => {
  const rows = abilities.slice(0, 60);
  const ask = (order: readonly (typeof rows)[number][]) => {
    const fresh = createQuality();
    return new Map(order.map((row) => [row[0] + row[1], fresh.assess({ incumbent: GPT_4O, candidate: { baseModel: row[0], effort: row[1] }, task: 'agent', margin: 0.05, seed: 9, evidence: [] })]));
  };
  const there = ask(rows);
  const back = ask([...rows].reverse());
  for (const [key, assessment] of there) expect(back.get(key)).toEqual(assessment);
});
