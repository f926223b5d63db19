import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.js';
import { fitsPattern } from '../../src/analysis/billing.js';
import { daysFrom } from '../../src/analysis/commitments.js';
import type { Config } from '../../src/model/config.js';
import { fortnight, inputOf } from './input-of.js';

/** A day of 100 calls of 1000 in, 100 out on `big`: 100 x (1000 x 2 + 100 x 8) / 1e6 = 0.28 USD. */
const DAY_USD = (100 * (1000 * 2 + 100 * 8)) / 1e6;
const spec = { input: 1000, output: 100, key: { billing: 'unknown' } } as const;
const cells = () => [...fortnight(100, spec), ...fortnight(100, { ...spec, model: 'mini', template: 2 })];
const analyzed = (config: Config, of = cells()) => analyze(inputOf(of, { config }));
const usd = (nano: number | null | undefined): number => (nano ?? Number.NaN) / 1e9;
const codes = (analysis: ReturnType<typeof analyze>): string[] => analysis.flags.map(({ code }) => code);

describe('how calls are paid', () => {
  const metered = (billing: Config['billing']): number => usd(analyzed(billing === undefined ? {} : { billing }).totals.meteredNano);
  const [all, big, mini] = [14 * DAY_USD * 1.1, 14 * DAY_USD, 14 * DAY_USD * 0.1];

  test.each<[string, Config['billing'], number]>([
    ['nothing is said: metered', undefined, all],
    ['a provider', { maker: 'subscription' }, 0],
    ['a provider, starred', { 'maker/*': 'subscription' }, 0],
    ['a model', { 'maker/big': 'subscription' }, mini],
    ['a model, in other letters', { 'Maker/BIG': 'subscription' }, mini],
    ['a model against its provider', { maker: 'subscription', 'maker/big': 'metered' }, big],
    ['somebody else', { other: 'subscription' }, all],
  ])('%s', (_, billing, expected) => expect(metered(billing)).toBeCloseTo(expected, 9));

  test('the log\'s own word wins', () => {
    const analysis = analyzed({ billing: { maker: 'subscription' } }, fortnight(100, { input: 1000, output: 100 }));
    expect(usd(analysis.totals.meteredNano)).toBeCloseTo(14 * DAY_USD, 9);
  });

  test('free calls cost $0 now and are in no headline; the report says what they would cost', () => {
    const analysis = analyzed({ billing: { 'maker/mini': 'free' } });
    expect(usd(analysis.totals.spendNano)).toBeCloseTo(big, 9);
    expect(analysis.accounting.find(({ code }) => code === 'free')).toEqual({ code: 'free', title: expect.any(String) as string, calls: 1400, nano: 0 });
    expect(analysis.notMetered).toEqual([{ billing: 'free', provider: 'maker', calls: 1400, listNano: Math.round(mini * 1e9), unpricedCalls: 0 }]);
    expect(analysis.segments.map(({ incumbent }) => incumbent)).toEqual(['maker/big']);
  });

  test('all of it free: the sentence says that routing saves no cash', () => {
    expect(analyzed({ billing: { maker: 'free' } }).verdict.sentence).toBe('2,800 calls are free of charge now, so routing saves no cash.');
  });

  test('free calls of a model without a price are no unknown cost', () => {
    const analysis = analyzed({ billing: { maker: 'free' } }, fortnight(100, { ...spec, model: 'nobody-knows' }));
    expect(analysis.totals.unpricedCalls).toBe(0);
    expect(analysis.notMetered).toEqual([{ billing: 'free', provider: 'maker', calls: 1400, listNano: 0, unpricedCalls: 1400 }]);
  });
});

describe('commitments', () => {
  const commitment = { provider: 'maker', models: ['big'], usdPerMonth: 30, until: '2027-11-01' };

  test('save $0 until they end: calls, list price and what is not used stand apart', () => {
    const analysis = analyzed({ commitments: [commitment] });
    expect(usd(analysis.totals.meteredNano)).toBeCloseTo(14 * DAY_USD * 0.1, 9);
    expect(usd(analysis.totals.notMeteredNano)).toBeCloseTo(14 * DAY_USD, 9);
    expect(analysis.commitments).toEqual([{
      provider: 'maker', models: ['big'], from: null, until: '2027-11-01', note: '', usdPerMonth: 30, days: 14, calls: 1400,
      listNano: Math.round(14 * DAY_USD * 1e9), paidNano: (30 * 14 * 1e9) / 30, unusedNano: 14e9 - Math.round(14 * DAY_USD * 1e9), endsNano: null,
    }]);
    expect(codes(analysis)).toContain('commitment-unused');
    expect(codes(analysis)).not.toContain('commitment-ends');
  });

  test('one that is used up has nothing unused', () => {
    expect(analyzed({ commitments: [{ ...commitment, usdPerMonth: 1 }] }).commitments[0]?.unusedNano).toBe(0);
  });

  test('one that ends inside the projected month says so, with the dollars of the days after', () => {
    const analysis = analyzed({ commitments: [{ ...commitment, until: '2026-12-13' }] });
    expect(usd(analysis.commitments[0]?.endsNano)).toBeCloseTo(10 * DAY_USD, 9);
    const flag = analysis.flags.find(({ code }) => code === 'commitment-ends');
    expect(flag?.severity).toBe('warning');
    expect(flag?.text).toContain('ends on 2026-12-13: on 10 of the 30 projected days');
    expect(usd(flag?.nano)).toBeCloseTo(10 * DAY_USD, 9);
  });

  test('one that ended inside the window leaves the days after it metered', () => {
    const analysis = analyzed({ commitments: [{ ...commitment, until: '2026-11-16' }] });
    expect(analysis.commitments[0]).toMatchObject({ days: 7, calls: 700 });
    expect(usd(analysis.totals.meteredNano)).toBeCloseTo((14 * 0.1 + 7) * DAY_USD, 9);
    expect(usd(analysis.commitments[0]?.endsNano)).toBeCloseTo(30 * DAY_USD, 9);
  });

  test('one that begins inside the window says which calls are projected as metered', () => {
    const analysis = analyzed({ commitments: [{ ...commitment, from: '2026-11-16' }] });
    expect(usd(analysis.flags.find(({ code }) => code === 'commitment-starts')?.nano)).toBeCloseTo(7 * DAY_USD, 9);
  });

  test('calls without a price under it: what is not used is not known', () => {
    const analysis = analyzed({ commitments: [{ provider: 'maker', usdPerMonth: 30, until: '2027-01-01' }] }, [...cells(), ...fortnight(1, { ...spec, model: 'nobody-knows' })]);
    expect(analysis.commitments[0]).toMatchObject({ calls: 2814, unusedNano: null });
  });

  test('under a filter what is not used is not known: calls that were left out may use it', () => {
    const input = inputOf(cells(), { config: { commitments: [commitment] } });
    expect(analyze({ ...input, settings: { ...input.settings, filters: { env: 'prod' } } }).commitments[0]?.unusedNano).toBeNull();
  });

  test('the log\'s own word wins: what it calls metered is metered', () => {
    expect(analyzed({ commitments: [commitment] }, fortnight(100, { input: 1000, output: 100 })).commitments[0]?.calls).toBe(0);
  });

  test('the accounting still adds up in calls and dollars', () => {
    const analysis = analyzed({ commitments: [commitment], billing: { 'maker/mini': 'free' } });
    expect(analysis.accounting.reduce((total, { calls }) => total + calls, 0)).toBe(analysis.totals.calls);
    expect(analysis.accounting.reduce((total, { nano }) => total + nano, 0)).toBe(analysis.totals.spendNano);
  });
});

test('days of the projected month from a day on', () => {
  expect([daysFrom('2026-11-01', '2026-11-23'), daysFrom('2026-11-23', '2026-11-23'), daysFrom('2026-12-22', '2026-11-23'), daysFrom('2026-12-23', '2026-11-23')]).toEqual([30, 30, 1, 0]);
});

test('a star in a pattern stands for any letters, and nothing else is special', () => {
  expect([fitsPattern('gpt-5*', 'GPT-5-mini'), fitsPattern('gpt-5', 'gpt-5-mini'), fitsPattern('a.b*', 'axb'), fitsPattern('*', 'x')]).toEqual([true, false, false, true]);
});
