import { describe, expect, test } from 'vitest';
import { needsMask } from '../../src/model/call.js';
import type { Ratio } from '../../src/model/catalog.js';
import type { Config } from '../../src/model/config.js';
import { gates } from '../../src/replay/gates/index.js';
import { emptyRange, emptySums, type SegmentTraffic } from '../../src/replay/traffic.js';
import { imageSumsOf } from '../../src/tokens/images.js';
import { model } from './small-catalog.js';
import { callCell } from './traffic-of.js';

const AT = Date.parse('2026-11-22T00:00:00Z');
const DAY_MS = 24 * 3_600_000;
const base = { inputUsdPerMtok: 1, outputUsdPerMtok: 1 };
const big = model('maker', 'big', { base });
const ratio = (value: number, high = value): Ratio => ({ ratio: value, low: value, high, source: '' });

const traffic = (fields: Partial<SegmentTraffic> = {}): SegmentTraffic => ({
  id: 's', workload: 'w', workloadLabel: 'Site', task: 'classification', taskConfidence: 1, difficulty: 0, needsMask: 0, band: 1,
  incumbent: { id: 'maker/big', model: big, tier: '', effort: '', region: '' }, status: 'own', storedCalls: 1, sums: emptySums(),
  range: { ...emptyRange(), maxInput: 1000, maxOutput: 100 }, cells: [], days: [], ...fields,
});

interface Case { model?: Partial<Parameters<typeof model>[2]>; segment?: Partial<SegmentTraffic>; config?: Config; ratio?: Ratio }

/** The gate that stops the candidate and why, or 'pass'. */
const firstStop = (changes: Case): string => {
  const candidate = model('other', 'small', { base, ...changes.model });
  const input = { segment: traffic(changes.segment), candidate: { id: candidate.id, model: candidate, effort: '' }, config: changes.config ?? {}, pricesAt: AT, widestTokenRatio: changes.ratio ?? ratio(1), outputRatio: ratio(1) };
  for (const gate of gates) {
    const reason = gate.test(input);
    if (reason !== undefined) return `${gate.id}: ${reason}`;
  }
  return 'pass';
};

describe('gates, in order', () => {
  test('a plain call passes to a plain model', () => expect(firstStop({})).toBe('pass'));

  test.each([
    ['fine_tuned', /^routable: a fine-tuned model/],
    ['stateful', /^routable: the conversation is kept/],
    ['provider_tools', /^routable: the provider runs tools/],
    ['embeddings', /^routable: embeddings/],
  ] as const)('%s calls are not routable', (need, reason) => expect(firstStop({ segment: { needsMask: needsMask([need]) } })).toMatch(reason));

  test('deny beats allow, and both take patterns', () => {
    expect(firstStop({ config: { deny: ['other/*'] } })).toMatch(/^allowed: on the deny list/);
    expect(firstStop({ config: { allow: ['other/small'] } })).toBe('pass');
    expect(firstStop({ config: { allow: ['maker/*'] } })).toMatch(/^allowed: not on the allow list/);
    expect(firstStop({ config: { allow: ['other/*'], deny: ['other/small'] } })).toMatch(/deny list/);
  });

  test('a retired model, one not yet released, and one that dies inside the projected month are refused', () => {
    expect(firstStop({ model: { retiredAt: AT } })).toBe('alive: retired on 2026-11-22');
    expect(firstStop({ model: { releasedAt: AT + DAY_MS } })).toBe('alive: not released before 2026-11-23');
    expect(firstStop({ model: { retiredAt: AT + 29 * DAY_MS } })).toBe('alive: retires on 2026-12-21, inside the projected month');
    expect(firstStop({ model: { retiredAt: AT + 30 * DAY_MS } })).toBe('pass');
  });

  test('a need that the model lacks, or is not known to meet, stops it with the difference said', () => {
    expect(firstStop({ segment: { needsMask: needsMask(['vision']) }, model: { lacks: ['vision'] } })).toBe('capable: does not support vision');
    expect(firstStop({ segment: { needsMask: needsMask(['vision']) } })).toBe('capable: not known to support vision');
  });

  test('the largest request must fit in the candidate\'s own tokens at the upper end of the band', () => {
    expect(firstStop({ model: { contextTokens: 1100 } })).toBe('pass');
    expect(firstStop({ model: { contextTokens: 1100 }, ratio: ratio(1, 1.01) })).toMatch(/^fits: 1111 tokens exceed its context of 1100/);
    expect(firstStop({ model: { maxOutputTokens: 99 } })).toMatch(/^fits: replies of 100 tokens/);
  });

  test('images count as the candidate counts them: four of 1024 x 1024 are 3,060 tokens on gpt-4o and 102,004 on gpt-4o-mini', () => {
    const square = { width: 1024, height: 1024 };
    const pictures = imageSumsOf([square, square, square, square], { isReported: false });
    const cell = callCell({ input: 4 * 765 + 100, output: 100, sums: { ...pictures } });
    const seen = model('maker', 'seen', { base, baseModel: 'openai/gpt-4o-2024-08-06' });
    const segment = { incumbent: { id: seen.id, model: seen, tier: '', effort: '', region: '' }, sums: cell.sums, range: cell.range, days: [[{ textKind: 'prose' as const, hour: 10, sums: cell.sums, range: { ...cell.range, maxImages: 4 }, parts: [], isOneCall: true }]] };
    const mini = { baseModel: 'openai/gpt-4o-mini', contextTokens: 102_204 };
    expect(firstStop({ segment, model: mini })).toBe('pass');
    expect(firstStop({ segment, model: { ...mini, contextTokens: 102_203 } })).toBe(`fits: ${4 * 25_501 + 100 + 100} tokens exceed its context of 102203`);
  });

  test('an unknown context limit is not taken for a large one', () => {
    const { contextTokens: _, ...rest } = model('other', 'small', { base });
    const input = { segment: traffic(), candidate: { id: rest.id, model: rest, effort: '' }, config: {}, pricesAt: AT, widestTokenRatio: ratio(1), outputRatio: ratio(1) };
    expect(gates.map((gate) => gate.test(input)).find((reason) => reason !== undefined)).toBe('its context limit is not known');
  });
});
