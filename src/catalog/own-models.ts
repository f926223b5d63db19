import type { CatalogModel, Citation, Rates } from '../model/catalog.js';
import type { Need } from '../model/call.js';
import type { Config, OwnModelSettings, OwnPrice } from '../model/config.js';
import { UserError } from '../model/errors.js';
import { scaleRates } from './cards.js';
import { createDiscountOf, findListed } from './discounts.js';
import { type CompiledRow, type Entry, instantOf, priceRow } from './models.js';
import { canonicalProvider } from './names.js';

/** A model of the user's own with its standard prices, oldest first. */
export interface OwnModel {
  model: CatalogModel;
  rows: readonly CompiledRow[];
}

/** Replies longer than this are what the need `long_output` means. */
const LONG_OUTPUT_TOKENS = 8192;
const RATE_DIGITS = 12;
/** Stands where others have the day on which a price was read. */
const READ = 'in your settings';

/**
 * The models of the settings. `like` (and a listed model of the same id) gives limits, capabilities, tokenizer, efforts and weights; the settings win field by field.
 * Lifecycle and names come only from the listed model that it takes the place of: a copy at home does not retire with its original.
 * Throws where `like` names nothing: without it no tokenizer and no limit would be known.
 */
export function ownModels(config: Config, catalogModels: readonly CatalogModel[]): readonly OwnModel[] {
  const nameOf = new Map<string, string>();
  return Object.entries(config.models ?? {}).map(([name, settings]) => {
    const listed = catalogModels.find((model) => model.id.toLowerCase() === ownId(name).toLowerCase()) ?? (settings.like === undefined ? findListed(name, catalogModels) : undefined);
    const id = listed?.id ?? ownId(name);
    const former = nameOf.get(id.toLowerCase());
    if (former !== undefined) throw new UserError('two-models', `models.${name} and models.${former} are the same model, ${id}.`, { hint: 'Leave out one of the two.' });
    nameOf.set(id.toLowerCase(), name);
    return ownModel(settings, { name, id, listed, like: settings.like === undefined ? listed : likeOf(settings.like, { name, catalogModels }) });
  });
}

/**
 * The catalog's models with the user's own among them. One that takes the place of a listed model keeps its regions and tiers: their factors multiply the own
 * price; rows of a tier, and the list prices before the first dated own one, stand less the user's discount. No discount comes off own prices: they are what is paid.
 */
export function withOwnModels(entries: readonly Entry[], config: Config): readonly Entry[] {
  if (config.models === undefined) return entries;
  const byId = new Map(entries.map((entry) => [entry.model.id, entry]));
  const listedModels = entries.map(({ model }) => model);
  const discountOf = createDiscountOf(config, listedModels);
  for (const own of ownModels(config, listedModels)) {
    const listed = byId.get(own.model.id);
    const start = own.rows[0]?.from ?? Number.NEGATIVE_INFINITY;
    const lessDiscount = (row: CompiledRow): CompiledRow => discounted(row, discountOf(own.model));
    const rows = [...(listed?.rows ?? []).filter((row) => row.from < start).map(lessDiscount), ...own.rows];
    const tierRows: Entry['tierRows'] = Object.fromEntries(Object.entries(listed?.tierRows ?? {}).map(([tier, list]) => [tier, list.map(lessDiscount)]));
    const prices = [...rows.map((row) => priceRow(row, 'standard')), ...Object.entries(tierRows).flatMap(([tier, list]) => list.map((row) => priceRow(row, tier)))];
    byId.set(own.model.id, { tierRules: listed?.tierRules ?? [], regionRules: listed?.regionRules ?? [], tierRows, rows, model: { ...own.model, prices } });
  }
  return [...byId.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

/** Ids of the models that have a price of the user's own: no discount comes off it. */
export const ownModelIds = (config: Config, catalogModels: readonly CatalogModel[]): ReadonlySet<string> =>
  new Set(config.models === undefined ? [] : ownModels(config, catalogModels).map(({ model }) => model.id));

const discounted = (row: CompiledRow, share: number): CompiledRow =>
  ({ ...row, base: scaleRates(row.base, 1 - share), steps: row.steps.map((step) => ({ aboveInputTokens: step.aboveInputTokens, ...scaleRates(step, 1 - share) })) });

/** `Vertex/x` -> `google/x`; the model as it is written. */
function ownId(name: string): string {
  const slash = name.indexOf('/');
  return slash < 0 ? canonicalProvider(name) : `${canonicalProvider(name.slice(0, slash))}${name.slice(slash)}`;
}

function likeOf(like: string, { name, catalogModels }: { name: string; catalogModels: readonly CatalogModel[] }): CatalogModel {
  const found = findListed(like, catalogModels);
  if (found !== undefined) return found;
  throw new UserError('unknown-name', `models.${name}.like: no model of the catalog matches "${like}".`, { hint: 'See the names with: shadowbill prices list --all.' });
}

interface OwnContext {
  /** As written in the settings. */
  name: string;
  id: string;
  listed: CatalogModel | undefined;
  like: CatalogModel | undefined;
}

function ownModel(settings: OwnModelSettings, { name, id, listed, like }: OwnContext): OwnModel {
  const slash = id.indexOf('/');
  const rows = ownRows(settings, name);
  const isOwnWeights = settings.fineTuned ?? (settings.like !== undefined && /\/ft:/.test(id));
  const hasCachePrice = rows.at(-1)?.base.cacheReadUsdPerMtok !== undefined;
  const { releasedAt, retiredAt, successor, onVertex, regions } = listed ?? {};
  const contextTokens = settings.contextTokens ?? like?.contextTokens;
  const maxOutputTokens = settings.maxOutputTokens ?? like?.maxOutputTokens;
  const defaultEffort = defaultEffortOf(settings, like);
  return {
    rows,
    model: {
      id, provider: id.slice(0, slash), model: id.slice(slash + 1), title: settings.title ?? listed?.title ?? id.slice(slash + 1),
      baseModel: isOwnWeights ? id : (like?.baseModel ?? id), kind: settings.kind ?? like?.kind ?? 'chat', isGenerallyAvailable: true,
      ...needsOf(settings, like), efforts: settings.efforts ?? like?.efforts ?? [], tokenizer: like?.tokenizer ?? 'unknown', openWeights: like?.openWeights ?? false,
      aliases: listed?.aliases ?? [], prices: rows.map((row) => priceRow(row, 'standard')), citation: citationOf(name),
      ...(releasedAt === undefined ? {} : { releasedAt }), ...(retiredAt === undefined ? {} : { retiredAt }), ...(successor === undefined ? {} : { successor }), ...(onVertex === undefined ? {} : { onVertex }), ...(regions === undefined ? {} : { regions }),
      ...(contextTokens === undefined ? {} : { contextTokens }), ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }), ...(defaultEffort === undefined ? {} : { defaultEffort }),
      ...(settings.contextTokens !== undefined || like?.maxInputTokens === undefined ? {} : { maxInputTokens: like.maxInputTokens }),
      ...(like?.cache === undefined || !hasCachePrice ? {} : { cache: like.cache }), ...(listed?.pool === undefined ? {} : { pool: listed.pool }),
    },
  };
}

function defaultEffortOf({ efforts }: OwnModelSettings, like: CatalogModel | undefined): string | undefined {
  if (efforts === undefined) return like?.defaultEffort;
  return like?.defaultEffort !== undefined && efforts.includes(like.defaultEffort) ? like.defaultEffort : efforts[0];
}

/** What the settings say wins over the limit on replies, and that over `like`. */
function needsOf(settings: OwnModelSettings, like: CatalogModel | undefined): { meets: Need[]; lacks: Need[] } {
  const known = new Map<Need, boolean>();
  for (const need of like?.meets ?? []) known.set(need, true);
  for (const need of like?.lacks ?? []) known.set(need, false);
  if (settings.maxOutputTokens !== undefined) known.set('long_output', settings.maxOutputTokens > LONG_OUTPUT_TOKENS);
  if (settings.kind === 'embedding') known.set('embeddings', true);
  for (const need of settings.meets ?? []) known.set(need, true);
  for (const need of settings.lacks ?? []) known.set(need, false);
  const listed = (value: boolean): Need[] => [...known].filter(([, isMet]) => isMet === value).map(([need]) => need).sort();
  return { meets: listed(true), lacks: listed(false) };
}

const citationOf = (name: string): Citation => ({ source: `settings: models.${name}`, checked: READ, confidence: 'high' });

function ownRows({ price }: OwnModelSettings, name: string): CompiledRow[] {
  const list = Array.isArray(price) ? price : [price];
  return list
    .map((one): CompiledRow => ({ from: one.from === undefined ? Number.NEGATIVE_INFINITY : instantOf(one.from), base: ratesOf(one), steps: [], citation: citationOf(name) }))
    .sort((a, b) => a.from - b.from);
}

function ratesOf(price: OwnPrice): Rates {
  if (!('usdPerHour' in price)) {
    const { from: _, ...rates } = price;
    return Object.fromEntries(Object.entries(rates).filter(([, rate]) => rate !== undefined)) as unknown as Rates;
  }
  const { usdPerHour, utilization, cacheReadTokensPerHour } = price;
  const rateOf = (tokensPerHour: number): number => hourlyRateUsdPerMtok({ usdPerHour, tokensPerHour, utilization });
  return {
    inputUsdPerMtok: rateOf(price.inputTokensPerHour), outputUsdPerMtok: rateOf(price.outputTokensPerHour),
    ...(cacheReadTokensPerHour === undefined ? {} : { cacheReadUsdPerMtok: rateOf(cacheReadTokensPerHour) }),
  };
}

/**
 * USD per million tokens (>= 0) of a machine that is paid by the hour: usdPerHour x 1e6 / (tokensPerHour x utilization), the usual conversion
 * (https://rahulkashyap.dev/learn/llm-serving-economics/03-gpu-cost-per-token, read 2026-11-22). Idle hours are paid too: utilization (0, 1] is the share of them that work.
 *
 * Example: 4 USD an hour, 20,000,000 tokens an hour, half of the time idle: 4 x 1e6 / (20e6 x 0.5) = 0.40 USD per million.
 */
export function hourlyRateUsdPerMtok({ usdPerHour, tokensPerHour, utilization }: { usdPerHour: number; tokensPerHour: number; utilization: number }): number {
  return Number(((usdPerHour * 1e6) / (tokensPerHour * utilization)).toPrecision(RATE_DIGITS));
}
