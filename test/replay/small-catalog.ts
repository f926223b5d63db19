import type { Catalog, CatalogModel, PriceRow, Rates, Ratio } from '../../src/model/catalog.js';
import { known, unknown } from '../../src/model/outcome.js';

const DAY_ZERO = 0;

export const priceRow = (base: Rates, fields: Partial<PriceRow> = {}): PriceRow =>
  ({ from: DAY_ZERO, tier: 'standard', base, steps: [], source: 'made up for a test', checked: '2026-11-22', confidence: 'high', ...fields });

/** A made-up model of provider `maker`; its id is maker/name. */
export const model = (maker: string, name: string, fields: Partial<CatalogModel> & { base: Rates; steps?: PriceRow['steps'] }): CatalogModel => {
  const { base, steps, ...rest } = fields;
  return {
    id: `${maker}/${name}`, provider: maker, model: name, title: name, baseModel: `${maker}/${name}`, kind: 'chat', isGenerallyAvailable: true,
    contextTokens: 128_000, maxOutputTokens: 16_000, meets: ['tools', 'json_schema', 'json_object', 'parallel_tools', 'long_output'], lacks: [], efforts: [], tokenizer: 'o200k', openWeights: false,
    prices: [priceRow(base, { steps: steps ?? [] })], aliases: [], citation: { source: 'made up for a test', checked: '2026-11-22', confidence: 'high' }, ...rest,
  };
};

/** A catalog of a few made-up models, with ratios given by hand: candidate id -> tokens per incumbent token, output length, reasoning tokens a call. */
export function smallCatalog(models: readonly CatalogModel[], ratios: { tokens?: Record<string, number>; output?: Record<string, number>; reasoning?: Record<string, number> } = {}): Catalog {
  const exact = (ratio: number): Ratio => ({ ratio, low: ratio, high: ratio, source: 'made up for a test' });
  return {
    hash: 'test', pricesReadOn: '2026-11-22', models, pools: [],
    resolve: (provider, name) => {
      const found = models.find((candidate) => candidate.provider === provider && candidate.model === name);
      return found === undefined ? { match: 'none', note: `${name} is in no catalog` } : { match: 'exact', model: found, note: 'exact' };
    },
    rateCard: (asked, { tier, at, inputTokens }) => {
      const wanted = tier === '' ? 'standard' : tier;
      const row = asked.prices.filter((price) => price.tier === wanted && price.from <= at).at(-1);
      if (row === undefined) return unknown(`no ${wanted} price for ${asked.id}`);
      const step = row.steps.filter(({ aboveInputTokens }) => inputTokens > aboveInputTokens).at(-1);
      return known({ modelId: asked.id, tier: wanted, rates: step ?? row.base, steps: row.steps.map(({ aboveInputTokens }) => aboveInputTokens), citation: row });
    },
    priceChanges: (asked, { tier, from, to }) => asked.prices.filter((price) => price.tier === (tier === '' ? 'standard' : tier) && price.from > from && price.from <= to).map((price) => price.from),
    tokenRatio: (_, to) => (ratios.tokens?.[to.id] === 0 ? unknown(`no ratio for ${to.id}`) : known(exact(ratios.tokens?.[to.id] ?? 1))),
    outputRatio: (_, to) => exact(ratios.output?.[to.id] ?? 1),
    reasoningTokens: (asked, effort) => {
      const tokens = ratios.reasoning?.[asked.id];
      if (asked.efforts.length === 0 || effort === 'none') return known(exact(0));
      return tokens === undefined ? unknown(`no published reasoning length for ${asked.id}`) : known(exact(tokens));
    },
    failureRate: () => unknown('not published'),
  };
}
