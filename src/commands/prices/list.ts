import { canonicalProvider, createCatalog } from '../../catalog/index.js';
import type { Catalog, CatalogModel } from '../../model/catalog.js';
import { UserError } from '../../model/errors.js';
import { emit, loadConfig, say } from '../common.js';
import { type PricesOptions, dayOf, instantOf, table, usdText } from './options.js';

interface PriceLine {
  model: string;
  inputUsdPerMtok: number;
  outputUsdPerMtok: number;
  cacheReadUsdPerMtok: number | null;
  contextTokens: number | null;
  efforts: readonly string[];
  retires: string | null;
  source: string;
  checked: string;
}

function lineOf(catalog: Catalog, model: CatalogModel, at: number): PriceLine | undefined {
  const card = catalog.rateCard(model, { tier: '', at, inputTokens: 0 });
  if (!card.known) return undefined;
  const { rates, citation } = card.value;
  return {
    model: model.id, inputUsdPerMtok: rates.inputUsdPerMtok, outputUsdPerMtok: rates.outputUsdPerMtok, cacheReadUsdPerMtok: rates.cacheReadUsdPerMtok ?? null,
    contextTokens: model.contextTokens ?? null, efforts: model.efforts, retires: model.retiredAt === undefined ? null : dayOf(model.retiredAt), source: citation.source, checked: citation.checked,
  };
}

/** Whether the model was on sale by then for all that is known: by its release, else by its first dated price, else by the first day on which one was read. The user's own always are. */
function isKnownBy({ releasedAt, prices }: CatalogModel, at: number): boolean {
  if (releasedAt !== undefined) return releasedAt <= at;
  const days = prices.flatMap(({ from, checked }) => (from > 0 ? [from] : Number.isNaN(Date.parse(checked)) ? [] : [Date.parse(checked)]));
  return days.length === 0 || Math.min(...days) <= at;
}

/** `prices list` */
export function listPrices(options: PricesOptions): void {
  const at = instantOf(options);
  const catalog = createCatalog(loadConfig(options));
  const provider = options.provider === undefined ? undefined : canonicalProvider(options.provider);
  const asked = catalog.models.filter((model) => provider === undefined || model.provider === provider);
  const onSale = asked.filter((model) => options.all === true || (model.isGenerallyAvailable && (model.retiredAt === undefined || model.retiredAt > at) && (model.releasedAt === undefined || model.releasedAt <= at)));
  const shown = onSale.filter((model) => options.all === true || isKnownBy(model, at));
  const unknownRelease = onSale.length - shown.length;
  const lines = shown.flatMap((model) => lineOf(catalog, model, at) ?? []);
  if (unknownRelease > 0) say(`${unknownRelease} models are left out: their release is not known, and their price was first read after ${dayOf(at)}. --all lists them.`);
  if (lines.length === 0) {
    throw new UserError('no-models', `No model matches${options.provider === undefined ? '' : ` provider ${options.provider}`}.`, { hint: `Providers: ${[...new Set(catalog.models.map((model) => model.provider))].join(', ')}. Retired models and previews need --all.` });
  }
  if (options.json === true) return emit(JSON.stringify({ asOf: dayOf(at), catalog: catalog.hash, pricesReadOn: catalog.pricesReadOn, releaseNotKnown: unknownRelease, models: lines }), options);
  const rows = lines.map((line) => [
    line.model, usdText(line.inputUsdPerMtok), usdText(line.outputUsdPerMtok), line.cacheReadUsdPerMtok === null ? '-' : usdText(line.cacheReadUsdPerMtok),
    line.contextTokens === null ? '-' : String(line.contextTokens), line.checked, line.retires ?? '',
  ]);
  emit(table(['model', 'input', 'output', 'cached', 'context', 'read on', 'retires'], rows), options);
}
