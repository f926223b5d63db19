import type { CatalogModel, Citation, PriceRow, PriceStep, RateLimitPool, Rates } from '../model/catalog.js';
import type { Need } from '../model/call.js';
import { seedPages } from './data/seed.js';
import { type ReasoningRule, reasoningRules } from './data/reasoning.js';
import { tokenizerRules } from './data/tokenizer-families.js';
import { type AliasSpan, type HourWindow, type OverlayModel, type ProviderOverlay, type Quote, type QuoteRow, type RegionRule, type SeedModel, type TierId, type TierRule, tierIds } from './records.js';

/** A price row, compiled: what a request is charged from `from` on. */
export interface CompiledRow {
  /** ms UTC; -Infinity where no earlier price is known to differ. */
  from: number;
  base: Rates;
  steps: readonly PriceStep[];
  window?: HourWindow;
  /** Requests with more input have no price. */
  maxInputTokens?: number;
  citation: Citation;
}

/** A model with its compiled standard prices, oldest first; rows of one `from` stand together. Beside them what its other tiers and regions cost. */
export interface Entry {
  model: CatalogModel;
  rows: readonly CompiledRow[];
  /** Tiers with rows of their own; an empty list = not sold. */
  tierRows: Readonly<Partial<Record<TierId, readonly CompiledRow[]>>>;
  /** Factors on the standard rows for the other tiers, those that fit this model. */
  tierRules: readonly TierRule[];
  regionRules: readonly RegionRule[];
}

const SNAPSHOT = 'https://models.dev, snapshot 2026-07-02';
/** Replies longer than this are what the need `long_output` means. */
const LONG_OUTPUT_TOKENS = 8192;
/** genai-prices starts OpenAI's long-context step one token early: OpenAI says "more than 272K". */
const EARLY_STEP_TOKENS = 271_999;

export const instantOf = (date: string): number => Date.parse(date);

/** Rate-limit pools of all providers. */
export const buildPools = (overlays: readonly ProviderOverlay[]): RateLimitPool[] =>
  overlays.flatMap(({ provider, pools = [] }) => pools.map(({ model: _, ...pool }) => ({ ...pool, provider })));

/** All models: the seed with the overlay over it, field by field, ordered by id. */
export function buildEntries(seed: readonly SeedModel[], overlays: readonly ProviderOverlay[]): Entry[] {
  const rules = new Map(overlays.map((overlay) => [overlay.provider, overlay]));
  const replaced = new Set(overlays.flatMap((overlay) => (overlay.replaces ?? []).map((model) => `${overlay.provider}/${model}`)));
  const patches = new Map(overlays.flatMap((overlay) => overlay.models.map((model): [string, OverlayModel] => [`${model.provider}/${model.model}`, model])));
  const entries = new Map<string, Entry>();
  for (const model of seed) {
    const id = `${model.provider}/${model.model}`;
    if (!replaced.has(id)) entries.set(id, entryOf({ seed: model, patch: patches.get(id), rules: rules.get(model.provider) }));
  }
  for (const [id, patch] of patches) if (!entries.has(id)) entries.set(id, entryOf({ seed: undefined, patch, rules: rules.get(patch.provider) }));
  return [...entries.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

interface EntrySource {
  seed: SeedModel | undefined;
  patch: OverlayModel | undefined;
  rules: ProviderOverlay | undefined;
}

function entryOf({ seed, patch, rules }: EntrySource): Entry {
  const provider = patch?.provider ?? seed?.provider ?? '';
  const model = patch?.model ?? seed?.model ?? '';
  const baseModel = patch?.baseModel ?? seed?.baseModel ?? `${provider}/${model}`;
  const kind = patch?.kind ?? seed?.kind ?? 'chat';
  const citation = patch?.citation ?? { source: SNAPSHOT, checked: '2026-07-02', confidence: 'medium' as const };
  const released = patch?.released ?? seed?.released;
  const isFreeWrite = rules?.freeCacheWrites?.test(model) ?? false;
  const compile = (list: readonly QuoteRow[], cited: Citation): CompiledRow[] => compileRows(list, { released, citation: cited, isFreeWrite });
  const rows = compile(patch?.prices ?? seed?.prices ?? [], patch?.prices !== undefined || seed === undefined ? citation : citationOfSeed(seed));
  const tierRows = tierRowsOf(patch, (list) => compile(list, citation));
  const tierRules = (rules?.tiers ?? []).filter((rule) => rule.model.test(model));
  const regionRules = (rules?.regions ?? []).filter((rule) => rule.model.test(model));
  const names = (seed?.names ?? []).map((name): AliasSpan => ({ name }));
  const aliases = [...(patch?.aliases ?? []), ...names];
  const reasoning = reasoningOf({ provider, baseModel, reasons: seed?.reasons });
  const { meets, lacks } = needsOf({ rules, baseModel, kind, seed, patch });
  const isListed = seed?.status === 'active' && !/preview|-exp\b|beta/.test(model);
  const tokenizer = tokenizerRuleOf(baseModel)?.[1];
  const cache = patch?.cache ?? rules?.caches?.find((rule) => rule.model.test(model))?.rule;
  const pool = rules?.pools?.find((one) => one.model.test(model))?.id;
  return {
    rows, tierRows, tierRules, regionRules,
    model: {
      id: `${provider}/${model}`, provider, model, baseModel, kind, citation, meets, lacks, ...reasoning,
      title: patch?.title ?? seed?.title ?? model,
      isGenerallyAvailable: patch?.isGenerallyAvailable ?? isListed,
      tokenizer: patch?.tokenizer ?? tokenizer ?? 'unknown',
      openWeights: patch?.openWeights ?? seed?.openWeights ?? false,
      prices: [...rows.map((row) => priceRow(row, 'standard')), ...tierIds.flatMap((tier) => (tierRows[tier] ?? []).map((row) => priceRow(row, tier)))],
      aliases: aliases.map(spanOf),
      ...optional('releasedAt', released === undefined ? undefined : instantOf(released)),
      ...optional('retiredAt', patch?.retired === undefined ? undefined : instantOf(patch.retired)),
      ...optional('successor', patch?.successor === undefined ? undefined : `${provider}/${patch.successor}`),
      ...optional('onVertex', patch?.onVertex === undefined ? undefined : vertexLife(patch.onVertex, provider)),
      ...optional('contextTokens', patch?.context ?? seed?.context),
      ...optional('maxInputTokens', patch?.maxInput ?? seed?.maxInput),
      ...optional('maxOutputTokens', patch?.maxOutput ?? seed?.maxOutput),
      ...optional('cache', hasCachePrice(rows) ? cache : undefined),
      ...optional('pool', pool),
      ...optional('regions', regionsOf(regionRules)),
    },
  };
}

const vertexLife = ({ retired, successor }: NonNullable<OverlayModel['onVertex']>, provider: string): NonNullable<CatalogModel['onVertex']> =>
  ({ ...optional('retiredAt', retired === undefined ? undefined : instantOf(retired)), ...optional('successor', successor === undefined ? undefined : `${provider}/${successor}`) });

function regionsOf(rules: readonly RegionRule[]): CatalogModel['regions'] {
  const known = rules.flatMap(({ region, factor, citation }) => (factor === 'unknown' ? [] : [{ region: region.source, factor, citation }]));
  return known.length === 0 ? undefined : known;
}

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> =>
  (value === undefined ? {} : { [key]: value } as Record<Key, Value>);

const spanOf = (alias: AliasSpan): CatalogModel['aliases'][number] => ({
  name: alias.name, ...optional('from', alias.from === undefined ? undefined : instantOf(alias.from)), ...optional('to', alias.to === undefined ? undefined : instantOf(alias.to)),
});

/** A cache whose reads have no price cannot be simulated. */
const hasCachePrice = (rows: readonly CompiledRow[]): boolean => rows.at(-1)?.base.cacheReadUsdPerMtok !== undefined;

function tierRowsOf(patch: OverlayModel | undefined, compile: (list: readonly QuoteRow[]) => CompiledRow[]): Entry['tierRows'] {
  const rows: Partial<Record<TierId, readonly CompiledRow[]>> = {};
  for (const tier of tierIds) {
    const list = patch?.tiers?.[tier];
    if (list !== undefined) rows[tier] = compile(list);
  }
  return rows;
}

interface RowContext {
  released: string | undefined;
  citation: Citation;
  isFreeWrite: boolean;
}

/** A first row that starts with the model holds for all time before: a call dated earlier has a wrong clock, and is priced and flagged. */
function compileRows(list: readonly QuoteRow[], { released, citation, isFreeWrite }: RowContext): CompiledRow[] {
  const ratesOf = (quote: Quote): Rates => withFreeWrites(ratesFrom(quote), isFreeWrite);
  return list.map((row) => {
    const isFirst = row.from === undefined || row.from === released;
    const steps = (row.steps ?? []).map((step): PriceStep => ({ aboveInputTokens: step.above === EARLY_STEP_TOKENS ? EARLY_STEP_TOKENS + 1 : step.above, ...ratesOf(step) }));
    return {
      from: isFirst || row.from === undefined ? Number.NEGATIVE_INFINITY : instantOf(row.from), base: ratesOf(row.quote), steps,
      citation: row.citation ?? citation, ...optional('window', row.window), ...optional('maxInputTokens', row.maxInputTokens),
    };
  });
}

const withFreeWrites = (rates: Rates, isFree: boolean): Rates =>
  (isFree && rates.cacheWriteUsdPerMtok === undefined ? { ...rates, cacheWriteUsdPerMtok: rates.inputUsdPerMtok } : rates);

const citationOfSeed = ({ provider, source, checked }: SeedModel): Citation => {
  const page = seedPages[provider];
  const data = source === 'genai-prices' ? 'https://github.com/pydantic/genai-prices 0.1.8 (2026-09-23)' : SNAPSHOT;
  return { source: page === undefined || source !== 'genai-prices' ? data : `${page}, by ${data}`, checked, confidence: 'medium' };
};

function ratesFrom(quote: Quote): Rates {
  return {
    inputUsdPerMtok: quote.input, outputUsdPerMtok: quote.output,
    ...optional('thinkingOutputUsdPerMtok', quote.thinkingOutput), ...optional('cacheReadUsdPerMtok', quote.read), ...optional('cacheWriteUsdPerMtok', quote.write), ...optional('cacheWrite1hUsdPerMtok', quote.writeLong),
    ...optional('audioInputUsdPerMtok', quote.audioInput), ...optional('audioOutputUsdPerMtok', quote.audioOutput), ...optional('imageInputUsdPerMtok', quote.image),
    ...optional('webSearchUsdPerThousand', quote.webPerThousand), ...optional('cacheStorageUsdPerMtokHour', quote.storageHour),
    ...optional('requestUsd', quote.request), ...optional('cacheReadAudioUsdPerMtok', quote.audioRead),
  };
}

/** For readers of the catalog: instants as numbers, an open start as 0. */
export function priceRow(row: CompiledRow, tier: string): PriceRow {
  const { startMinute, endMinute, weekdays } = row.window ?? {};
  return {
    ...row.citation, from: Math.max(0, row.from), tier, base: row.base, steps: row.steps,
    ...(startMinute === undefined || endMinute === undefined || weekdays === undefined ? {} : { window: { startMinute, endMinute, weekdays } }),
  };
}

/** Rules about one maker's models are only tried on those. Example: /^openai\/o1/ -> 'openai'; a rule about any maker -> ''. */
function byMaker<Rule>(rules: readonly Rule[], patternOf: (rule: Rule) => RegExp): (baseModel: string) => Rule | undefined {
  const makers = rules.map((rule) => /^\^([a-z-]+)\\\//.exec(patternOf(rule).source)?.[1] ?? '');
  return (baseModel) => {
    const maker = baseModel.slice(0, baseModel.indexOf('/'));
    return rules.find((rule, index) => (makers[index] === '' || makers[index] === maker) && patternOf(rule).test(baseModel));
  };
}

const tokenizerRuleOf = byMaker(tokenizerRules, ([pattern]) => pattern);
const reasoningRuleOf = new Map<string, ReturnType<typeof byMaker<ReasoningRule>>>();

function reasoningOf(query: { provider: string; baseModel: string; reasons: boolean | undefined }): Pick<CatalogModel, 'efforts' | 'defaultEffort'> {
  const { provider } = query;
  const ruleOf = reasoningRuleOf.get(provider) ?? byMaker(reasoningRules.filter(({ providers }) => providers === undefined || providers.includes(provider)), ({ base }) => base);
  reasoningRuleOf.set(provider, ruleOf);
  const rule = ruleOf(query.baseModel);
  if (rule !== undefined) return { efforts: rule.efforts, ...optional('defaultEffort', rule.defaultEffort) };
  return query.reasons === true ? { efforts: ['default'], defaultEffort: 'default' } : { efforts: [] };
}

interface NeedSource {
  rules: ProviderOverlay | undefined;
  baseModel: string;
  kind: CatalogModel['kind'];
  seed: SeedModel | undefined;
  patch: OverlayModel | undefined;
}

/** Needs met and not met, from models.dev's flags, rules by provider, and the overlay, which wins. What no source says is in neither list. */
function needsOf({ rules, baseModel, kind, seed, patch }: NeedSource): { meets: Need[]; lacks: Need[] } {
  const known = new Map<Need, boolean>();
  if (seed?.tools !== undefined) known.set('tools', seed.tools);
  if (seed?.tools === false) known.set('parallel_tools', false);
  if (seed?.schema === true) for (const need of ['json_schema', 'json_object'] as const) known.set(need, true);
  if (seed?.inputs !== undefined) {
    known.set('vision', seed.inputs.includes('image'));
    known.set('audio', seed.inputs.includes('audio'));
    if (seed.inputs.includes('pdf')) known.set('documents', true);
  }
  if (kind === 'embedding') known.set('embeddings', true);
  const fitting = (rules?.capabilities ?? []).filter((rule) => rule.base === undefined || rule.base.test(baseModel));
  for (const rule of kind === 'chat' ? fitting : []) {
    for (const need of rule.meets ?? []) if (!(need === 'parallel_tools' && known.get('tools') !== true && patch?.meets === undefined) && known.get(need) === undefined) known.set(need, true);
    for (const need of rule.lacks ?? []) known.set(need, false);
  }
  const maxOutput = patch?.maxOutput ?? seed?.maxOutput;
  if (maxOutput !== undefined && kind === 'chat') known.set('long_output', maxOutput > LONG_OUTPUT_TOKENS);
  for (const need of patch?.meets ?? []) known.set(need, true);
  for (const need of patch?.lacks ?? []) known.set(need, false);
  const listed = (value: boolean): Need[] => [...known].filter(([, isMet]) => isMet === value).map(([need]) => need).sort();
  return { meets: listed(true), lacks: listed(false) };
}
