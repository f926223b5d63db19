import { priceUsage } from '../catalog/index.js';
import type { ListPrice } from '../demo/article.js';
import type { Catalog } from '../model/catalog.js';
import { usdFromNano } from '../model/money.js';
import { known, unknown } from '../model/outcome.js';

/** List prices of a catalog for equal calls of one size. A model that is retired at that instant has none. */
export const listPriceOf = (catalog: Catalog): ListPrice => (name, { inputTokens, outputTokens, calls, at }) => {
  const slash = name.indexOf('/');
  const { model } = catalog.resolve(name.slice(0, slash), name.slice(slash + 1), at);
  if (model === undefined) return unknown(`${name} is in no catalog`);
  if (model.retiredAt !== undefined && model.retiredAt <= at) return unknown(`retired on ${new Date(model.retiredAt).toISOString().slice(0, 10)}`);
  const card = catalog.rateCard(model, { tier: '', at, inputTokens });
  if (!card.known) return card;
  const nano = priceUsage(card.value, { uncachedInputTokens: inputTokens * calls, outputTokens: outputTokens * calls }, calls);
  return nano.known ? known(usdFromNano(nano.value)) : nano;
};
