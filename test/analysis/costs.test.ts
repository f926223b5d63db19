import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.js';
import type { CostMode } from '../../src/model/analysis.js';
import { type Cell, cellKeyText } from '../../src/model/cell.js';
import type { CellSums } from '../../src/model/cell.js';
import type { Config } from '../../src/model/config.js';
import { callCell, sumCells } from '../replay/traffic-of.js';
import { smallCatalog } from '../replay/small-catalog.js';
import { big, fortnight, inputOf, mini, rival } from './input-of.js';

/** One call of 1000 in, 100 out on `big`: (1000 x 2 + 100 x 8) / 1e6 = 0.0028 USD; a day has 100. */
const CALL_NANO = 1000 * 2 * 1000 + 100 * 8 * 1000;
const WINDOW_NANO = 14 * 100 * CALL_NANO;
const loggedAt = (share: number): Partial<CellSums> => ({ loggedCalls: 1, loggedNanoUsd: share * CALL_NANO });
const plain = (share: number | undefined, perDay = 100) => fortnight(perDay, { input: 1000, output: 100, ...(share === undefined ? {} : { sums: loggedAt(share) }) });
const analyzed = (cells: Cell[], costMode?: CostMode, rows?: Map<string, Cell[]>) => {
  const input = inputOf(cells);
  return analyze({ ...input, rows: rows ?? input.rows, settings: { ...input.settings, ...(costMode === undefined ? {} : { costMode }) } });
};
const savingOf = (analysis: ReturnType<typeof analyze>, id: string): number => analysis.scenarios.find((scenario) => scenario.id === id)?.savingNano ?? Number.NaN;
const flagOf = (analysis: ReturnType<typeof analyze>, code: string) => analysis.flags.find((flag) => flag.code === code);

describe('logged costs beside computed ones', () => {
  test('are compared in either mode: calls, dollars and the factor', () => {
    for (const mode of ['computed', 'reported'] as const) {
      expect(analyzed(plain(0.9), mode).costs).toEqual({
        mode, meteredCalls: 1400, loggedCalls: 1400, comparedCalls: 1400, loggedNano: 0.9 * WINDOW_NANO, computedNano: WINDOW_NANO,
        models: [{ model: 'maker/big', seller: 'maker', calls: 1400, loggedCalls: 1400, comparedCalls: 1400, loggedNano: 0.9 * WINDOW_NANO, computedNano: WINDOW_NANO, factor: 0.9, oddCalls: 0, oddNano: 0 }],
      });
    }
  });

  test('computed is the default, and changes no figure', () => {
    const { totals, settings } = analyzed(plain(0.5));
    expect([totals.spendNano, settings.costMode]).toEqual([WINDOW_NANO, 'computed']);
    expect(totals).toEqual(analyzed(plain(undefined)).totals);
  });

  test('a difference of more than 1 % and $1 is flagged with what to look at', () => {
    const flag = flagOf(analyzed(plain(0.7)), 'logged-cost-differs');
    expect(flag).toMatchObject({ severity: 'warning', nano: -Math.round(0.3 * WINDOW_NANO) });
    expect(flag?.text).toContain('maker/big 30.0 % less');
    expect(flag?.advice).toContain('"discounts": { "maker/big": 0.300 }');
    expect(flagOf(analyzed(plain(1.005, 1000)), 'logged-cost-differs')).toBeUndefined();
    expect(flagOf(analyzed(plain(0.9, 10)), 'logged-cost-differs')).toBeUndefined();
  });

  test('the advice holds beside a discount that is set already, and for a price of one\'s own', () => {
    const adviceWith = (config: Config): string | undefined => flagOf(analyze(inputOf(plain(0.7), { config })), 'logged-cost-differs')?.advice;
    expect(adviceWith({ discounts: { maker: 0.1 } })).toContain(`"maker/big": ${(1 - 0.9 * 0.7).toFixed(3)}`);
    expect(adviceWith({ models: { 'maker/big': { price: { inputUsdPerMtok: 2, outputUsdPerMtok: 8 } } } })).toContain('your own price of maker/big');
    expect(flagOf(analyzed(plain(1.4)), 'logged-cost-differs')?.advice).toContain('gateway\'s fee');
  });

  test('a cell in which only some calls carry a cost is counted and not compared', () => {
    const mixed = fortnight(100, { input: 1000, output: 100, sums: { loggedCalls: 0.5, loggedNanoUsd: 0.5 * CALL_NANO } });
    expect(analyzed(mixed).costs).toMatchObject({ meteredCalls: 1400, loggedCalls: 700, comparedCalls: 0, computedNano: 0 });
  });

  test('where its calls were read one by one, those with a cost are compared', () => {
    const calls = Array.from({ length: 40 }, (_, index) => callCell({ input: 1000, output: 100, ...(index % 4 === 0 ? {} : { sums: loggedAt(0.8) }) }));
    const cell = sumCells(calls);
    const { costs, totals } = analyzed([cell], 'reported', new Map([[cellKeyText(cell.key), calls]]));
    expect(costs).toMatchObject({ meteredCalls: 40, loggedCalls: 30, comparedCalls: 30, loggedNano: Math.round(30 * 0.8 * CALL_NANO), computedNano: 30 * CALL_NANO });
    expect(totals.spendNano).toBe(Math.round(40 * 0.8 * CALL_NANO));
  });

  test('a model without a price has a logged cost and no computed one, and is in no sum', () => {
    const { costs } = analyzed([...plain(1), ...fortnight(10, { input: 1000, output: 100, model: 'nobody-knows', sums: loggedAt(1) })]);
    expect(costs).toMatchObject({ comparedCalls: 1400, loggedNano: WINDOW_NANO });
    expect(costs.models.find(({ model }) => model === 'maker/nobody-knows')).toMatchObject({ loggedNano: 140 * CALL_NANO, computedNano: null, factor: null });
  });

  test('money that is not metered is not compared', () => {
    expect(analyzed(fortnight(100, { input: 1000, output: 100, sums: loggedAt(1), key: { billing: 'subscription' } })).costs.models).toEqual([]);
  });
});

describe('cost mode reported', () => {
  test('the actual side is what the log says, the baseline is scaled likewise, and savings shrink with it', () => {
    const analysis = analyzed(plain(0.5), 'reported');
    expect(analysis.totals.meteredNano).toBe(0.5 * WINDOW_NANO);
    expect(analysis.segments[0]?.dailyNano).toEqual(Array.from({ length: 14 }, () => 0.5 * 100 * CALL_NANO));
    expect(savingOf(analysis, 'cross-provider')).toBe(Math.round((0.5 - 0.1) * WINDOW_NANO));
    expect(analysis.accounting.reduce((total, { nano }) => total + nano, 0)).toBe(analysis.totals.spendNano);
    expect(analysis.settings.costMode).toBe('reported');
  });

  test('the waterfall and the scenarios still add up', () => {
    const { waterfall, scenarios } = analyzed(plain(0.7), 'reported');
    const steps = waterfall.filter(({ isTotal }) => !isTotal);
    const [from, to] = waterfall.filter(({ isTotal }) => isTotal);
    expect((from?.nano ?? 0) + steps.reduce((total, { nano }) => total + nano, 0)).toBe(to?.nano);
    expect(steps.filter(({ id }) => id !== 'list-price').every(({ nano }) => nano === 0)).toBe(true);
    for (const scenario of scenarios) expect(scenario.windowNano + scenario.savingNano).toBe(Math.round(0.7 * WINDOW_NANO));
  });

  test('a model that the log has a price of costs that as a candidate too', () => {
    const cells = [...plain(1), ...fortnight(100, { input: 1000, output: 100, model: 'mini', template: 2, sums: { loggedCalls: 1, loggedNanoUsd: 2 * 0.1 * CALL_NANO } })];
    const option = analyzed(cells, 'reported').segments.find(({ incumbent }) => incumbent === 'maker/big')?.options.find(({ candidate }) => candidate === 'maker/mini');
    expect(option?.dailyNano[0]).toBe(2 * 0.1 * 100 * CALL_NANO);
  });

  test('calls without a cost are computed and multiplied by the factor of their model', () => {
    const bare = fortnight(100, { input: 1000, output: 100, template: 2 });
    expect(analyzed([...plain(0.9), ...bare], 'reported').totals.meteredNano).toBe(2 * 0.9 * WINDOW_NANO);
  });

  test('fewer than 30 logged calls make no factor: they count at their cost, the rest as computed', () => {
    const few = Array.from({ length: 29 }, (_, call) => callCell({ day: call % 14, input: 1000, output: 100, sums: loggedAt(0.5) }));
    const analysis = analyzed([...few, ...fortnight(100, { input: 1000, output: 100, template: 2 })], 'reported');
    expect(analysis.costs.models[0]?.factor).toBeNull();
    expect(analysis.totals.meteredNano).toBe(WINDOW_NANO + 29 * 0.5 * CALL_NANO);
    expect(flagOf(analysis, 'price-change')).toBeUndefined();
  });

  test('a log without costs says that it has none', () => {
    const analysis = analyzed(plain(undefined), 'reported');
    expect(flagOf(analysis, 'no-logged-cost')?.severity).toBe('warning');
    expect(analysis.totals.meteredNano).toBe(WINDOW_NANO);
  });

  test('samples count with their weight', () => {
    const cells = fortnight(100, { input: 1000, output: 100, sums: loggedAt(0.9), weight: 10_000_000 });
    const { costs, totals } = analyzed(cells, 'reported');
    expect(costs.comparedCalls).toBe(14_000);
    expect(totals.meteredNano).toBe(10 * 0.9 * WINDOW_NANO);
  });
});

describe('a logged cost that is 1000 times too high', () => {
  const odd = (times: number) => callCell({ day: 3, input: 1000, output: 100, template: 2, sums: { loggedCalls: 1, loggedNanoUsd: times * CALL_NANO } });

  test.each([1000, 1e-5])('leaves the factor as it is (%d times)', (times) => {
    const { costs, totals } = analyzed([...plain(0.9), odd(times)], 'reported');
    expect(costs.models[0]).toMatchObject({ factor: 0.9, comparedCalls: 1400, loggedCalls: 1401, oddCalls: 1, oddNano: Math.round(times * CALL_NANO) });
    expect(totals.meteredNano).toBe(0.9 * WINDOW_NANO + 0.9 * CALL_NANO);
  });

  test('is counted in a warning, with its dollars', () => {
    for (const mode of ['computed', 'reported'] as const) {
      const flag = flagOf(analyzed([...plain(0.9), odd(1000)], mode), 'logged-cost-odd');
      expect(flag).toMatchObject({ severity: 'warning', nano: 1000 * CALL_NANO });
      expect(flag?.text).toContain('1 calls, logged at $2.80');
    }
    expect(flagOf(analyzed(plain(0.9)), 'logged-cost-odd')).toBeUndefined();
  });

  test('is in doubt as a whole where every cost is: the factor stands, with a warning about the unit', () => {
    const analysis = analyzed(plain(20), 'reported');
    expect(analysis.costs.models[0]).toMatchObject({ factor: 20, oddCalls: 0 });
    expect(flagOf(analysis, 'logged-cost-differs')).toMatchObject({ severity: 'warning', advice: expect.stringContaining('unit of the logged costs') as string });
  });

  test('a logged 0 is the word of the log, no slip', () => {
    const free = fortnight(1, { input: 1000, output: 100, template: 2, sums: { loggedCalls: 1, loggedNanoUsd: 0 } });
    expect(analyzed([...plain(0.9), ...free], 'reported').costs.models[0]).toMatchObject({ comparedCalls: 1414, oddCalls: 0 });
  });
});

describe('a gateway that logs three times the maker\'s price', () => {
  const catalog = smallCatalog([big, mini, rival]);
  const sold = { ...big, seller: 'openrouter' };
  const gateway = { ...catalog, resolve: (provider: string, name: string, at: number) => (provider === 'openrouter' ? { match: 'exact' as const, model: sold, note: '' } : catalog.resolve(provider, name, at)) };
  const ofGateway = fortnight(100, { input: 1000, output: 100, key: { incumbent: { provider: 'openrouter', model: 'maker/big', serviceTier: '', effort: '', region: '' } }, sums: loggedAt(3) });
  const input = inputOf([...ofGateway, ...plain(undefined)]);
  const analysis = analyze({ ...input, catalog: gateway, settings: { ...input.settings, costMode: 'reported' } });

  test('multiplies its own calls and not the maker\'s', () => {
    expect(analysis.costs.models.map(({ model, seller, factor }) => [model, seller, factor])).toEqual([['maker/big', 'openrouter', 3]]);
    expect(analysis.totals.meteredNano).toBe((3 + 1) * WINDOW_NANO);
  });

  test('is projected in segments of its own', () => {
    expect(analysis.segments.map(({ id, incumbent, dailyNano }) => [id.includes('openrouter:'), incumbent, dailyNano[0]])).toEqual([[false, 'maker/big', 100 * CALL_NANO], [true, 'maker/big', 300 * CALL_NANO]]);
    expect(analysis.daily.reduce((total, { spendNano }) => total + spendNano, 0)).toBe((3 + 1) * WINDOW_NANO);
  });

  test('is named with the gateway in the flag, and the advice is a discount or a fee there', () => {
    expect(flagOf(analysis, 'logged-cost-differs')?.text).toContain('maker/big at openrouter 200.0 % more');
  });
});

describe('discounts', () => {
  const discounted = (share: number) => {
    const cheaper = { ...big, prices: big.prices.map((row) => ({ ...row, base: { inputUsdPerMtok: 2 * (1 - share), outputUsdPerMtok: 8 * (1 - share) } })) };
    return analyze(inputOf(plain(undefined), { models: [cheaper, mini, rival], config: { discounts: { 'maker/big': share } } }));
  };

  test('on the incumbent make a saving smaller, and one that is large enough makes it a loss that nobody takes', () => {
    expect(savingOf(discounted(0.25), 'cross-provider')).toBe(Math.round((0.75 - 0.1) * WINDOW_NANO));
    expect(savingOf(discounted(0.98), 'cross-provider')).toBe(0);
  });

  test('stand among the assumptions, with own models and the ways of paying', () => {
    const { assumptions } = analyze(inputOf(plain(undefined), { config: { discounts: { 'maker/big': 0.25 }, billing: { other: 'free' }, models: { 'lab/x': { price: { inputUsdPerMtok: 1, outputUsdPerMtok: 1 } } } } }));
    expect(assumptions.find(({ title }) => title === 'Discounts')?.text).toContain('maker/big 25.0 %');
    expect(assumptions.find(({ title }) => title === 'How calls are paid')?.text).toContain('other free');
    expect(assumptions.find(({ title }) => title === 'Own models and prices')?.text).toContain('lab/x');
  });
});
