import type { Catalog, CatalogModel } from '../model/catalog.js';
import type { Config } from '../model/config.js';
import { unknown } from '../model/outcome.js';
import { createCards } from './cards.js';
import { measuredLogRatios } from './data/tokenizers.js';
import { seed, seedHash } from './data/seed.js';
import { reasoningRules } from './data/reasoning.js';
import { tokenizerFamilies, tokenizerRules } from './data/tokenizer-families.js';
import { imageRules, toolRules } from './data/token-rules.js';
import { measuredVerbosity } from './data/verbosity.js';
import { overlays } from './data/overlays.js';
import { tierNames } from './data/tier-names.js';
import { createDiscountOf } from './discounts.js';
import { contentHash } from './hash.js';
import { type Entry, buildEntries, buildPools } from './models.js';
import { outputRatioOf, reasoningTokensOf, tokenRatioOf } from './ratios.js';
import { ownModelIds, withOwnModels } from './own-models.js';
import { createResolve } from './resolve.js';

export { canonicalTier } from './cards.js';
export { disagreements } from './data/disagreements.js';
export { checkSpellings, createDiscountOf, discountedModels, settingsName } from './discounts.js';
export { canonicalProvider, isFreeVariant, isGateway } from './names.js';
export { fitsPattern } from './patterns.js';
export { priceUsage } from './price.js';

/** Seed and overlay do not depend on the settings: put together once, when first asked for. */
let entries: readonly Entry[] | undefined;
let contentText: string | undefined;

const rules = [tierNames, reasoningRules, tokenizerRules, tokenizerFamilies, measuredLogRatios, measuredVerbosity, imageRules, toolRules];
const entriesOnce = (): readonly Entry[] => (entries ??= buildEntries(seed, overlays));
const contentOnce = (): string => (contentText ??= seedHash + JSON.stringify([overlays, rules], (_, value: unknown) => (value instanceof RegExp ? value.source : value)));

/**
 * The catalog under the user's settings: their deployments name models, their own models stand among the listed ones, their discounts lower list prices.
 * `hash` changes with any price, limit, rule or setting that a figure could depend on.
 */
export function createCatalog(config: Config = {}): Catalog {
  const listed = entriesOnce();
  const all = withOwnModels(listed, config);
  const models = all.map((entry) => entry.model);
  const own = ownModelIds(config, listed.map((entry) => entry.model));
  const discountOf = createDiscountOf(config, models);
  const cards = createCards(new Map(all.map((entry) => [entry.model.id, entry])), (model) => (own.has(model.id) ? 0 : discountOf(model)));
  const resolve = createResolve(models, config.deployments ?? {});
  return {
    hash: contentHash(`${contentOnce()}${JSON.stringify([sortedPairs(config.discounts), sortedPairs(config.deployments), sortedPairs(config.models)])}`),
    pricesReadOn: newestRead(listed),
    models,
    pools: buildPools(overlays),
    resolve,
    rateCard: cards.rateCard,
    priceChanges: cards.priceChanges,
    tokenRatio: tokenRatioOf,
    outputRatio: outputRatioOf,
    reasoningTokens: reasoningTokensOf,
    failureRate: (model: CatalogModel) => unknown(`no published failure rate for ${model.provider}`),
  };
}

const sortedPairs = (record: Readonly<Record<string, unknown>> | undefined): [string, unknown][] => Object.entries(record ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

const newestRead = (all: readonly Entry[]): string => all.flatMap((entry) => entry.rows.map((row) => row.citation.checked)).reduce((newest, date) => (date > newest ? date : newest), '');
