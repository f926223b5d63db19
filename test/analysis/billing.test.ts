import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.js';
import { fitsPattern } from '../../src/catalog/index.js';
import { meteredDays } from '../../src/analysis/commitments.js';
import type { Config } from '../../src/model/config.js';
import { smallCatalog } from '../replay/small-catalog.js';
import { big, fortnight, inputOf, mini } from './input-of.js';

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
    ['a pattern', { 'maker/b*': 'subscription' }, mini],
    ['a pattern against its provider', { maker: 'subscription', 'maker/*i*': 'metered' }, all],
    ['the longest pattern', { 'maker/m*': 'metered', 'maker/mi*': 'subscription', maker: 'metered' }, big],
    ['a name against a pattern', { 'maker/*ini': 'subscription', 'maker/mini': 'metered' }, all],
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

describe('billing and commitments by provider', () => {
  const catalog = smallCatalog([big, mini]);
  /** As a gateway's call of `big` resolves: the maker's model, sold by another. */
  const through = (seller: string) => ({ ...catalog, resolve: () => ({ match: 'exact' as const, model: { ...big, seller }, note: '' }) });
  const from = (provider: string, model: string) => fortnight(100, { ...spec, key: { ...spec.key, incumbent: { provider, model, serviceTier: '', effort: '', region: '' } } });
  const paid = (provider: string, config: Config) => analyze({ ...inputOf(from(provider, 'maker/big'), { config }), catalog: through(provider) });

  test.each(['openrouter', 'litellm', 'azure'])('hold for the seller as logged: a bill with the maker does not cover calls through %s', (provider) => {
    for (const config of [{ billing: { maker: 'subscription' as const } }, { billing: { 'maker/big': 'subscription' as const } }, { commitments: [{ provider: 'maker', usdPerMonth: 1, until: '2027-01-01' }] }]) {
      expect(usd(paid(provider, config).totals.meteredNano), JSON.stringify(config)).toBeCloseTo(14 * DAY_USD, 9);
    }
    for (const config of [{ billing: { [provider]: 'subscription' as const } }, { commitments: [{ provider, usdPerMonth: 1, until: '2027-01-01' }] }]) {
      expect(paid(provider, config).totals.meteredNano, JSON.stringify(config)).toBe(0);
    }
  });

  test('calls that log no provider are on the bill of the model\'s own', () => {
    const catalogOf = { ...catalog, resolve: () => ({ match: 'exact' as const, model: big, note: '' }) };
    expect(analyze({ ...inputOf(from('', 'big'), { config: { billing: { maker: 'subscription' } } }), catalog: catalogOf }).totals.meteredNano).toBe(0);
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
  });

  test('one that ended inside the window: headline and flag together are the metered month, nothing twice', () => {
    const month = (config: Config): number => analyzed(config).totals.spend.usd ?? Number.NaN;
    const ended = { commitments: [{ ...commitment, until: '2026-11-16' }] };
    const flag = analyzed(ended).flags.find(({ code }) => code === 'commitment-ends');
    expect(month(ended) + usd(flag?.nano)).toBeCloseTo(month({}), 6);
    expect(flag?.text).toContain('ended on 2026-11-16, inside the window. The projected spend averages its calls over all days, the 7 committed days with $0');
  });

  test('a renewal from the day on which the first ends raises no commitment-ends', () => {
    for (const until of ['2026-11-16', '2026-11-23', '2026-12-01']) {
      const analysis = analyzed({ commitments: [{ ...commitment, until }, { ...commitment, from: until, until: '2027-12-01' }] });
      expect(codes(analysis)).not.toContain('commitment-ends');
      expect(analysis.commitments.reduce((total, { calls }) => total + calls, 0)).toBe(1400);
    }
  });

  test('of two on the same calls the one that began first has them until it ends, then the other; unused is counted for each', () => {
    const { commitments } = analyzed({ commitments: [{ ...commitment, from: '2026-11-10', until: '2027-01-01' }, { ...commitment, until: '2026-11-16' }] });
    expect(commitments.map(({ days, calls }) => [days, calls])).toEqual([[13, 700], [7, 700]]);
    expect(usd(commitments[0]?.unusedNano)).toBeCloseTo((30 * 13) / 30 - 7 * DAY_USD, 6);
    expect(usd(commitments[1]?.unusedNano)).toBeCloseTo((30 * 7) / 30 - 7 * DAY_USD, 6);
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

test('days of the projected month on which a commitment is over, and no other holds', () => {
  const daysOf = (until: string, others: { from?: string; until: string }[] = []): number => {
    const commitments = [{ provider: 'maker', usdPerMonth: 1, until }, ...others.map((other) => ({ provider: 'maker', usdPerMonth: 1, ...other }))];
    return meteredDays({ index: 0, covering: commitments.map((_, index) => index), commitments, start: '2026-11-23' }).length;
  };
  expect([daysOf('2026-11-01'), daysOf('2026-11-23'), daysOf('2026-12-22'), daysOf('2026-12-23')]).toEqual([30, 30, 1, 0]);
  expect([daysOf('2026-12-01', [{ from: '2026-12-01', until: '2027-12-01' }]), daysOf('2026-12-01', [{ from: '2026-12-05', until: '2027-12-01' }]), daysOf('2026-12-01', [{ until: '2026-12-10' }])]).toEqual([0, 4, 0]);
});

test('a star in a pattern stands for any letters, and nothing else is special', () => {
  expect([fitsPattern('gpt-5*', 'GPT-5-mini'), fitsPattern('gpt-5', 'gpt-5-mini'), fitsPattern('a.b*', 'axb'), fitsPattern('*', 'x')]).toEqual([true, false, false, true]);
});
