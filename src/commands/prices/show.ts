import { canonicalTier, createCatalog, disagreements } from '../../catalog/index.js';
import { tierIds } from '../../catalog/records.js';
import type { Catalog, CatalogModel, PriceRow, RateLimitPool, Rates, Resolution } from '../../model/catalog.js';
import { UserError } from '../../model/errors.js';
import { emit, loadConfig } from '../common.js';
import { type PricesOptions, dayOf, instantOf, usdText } from './options.js';

/** `prices show MODEL` */
export function showModel(name: string, options: PricesOptions): void {
  const at = instantOf(options);
  const catalog = createCatalog(loadConfig(options));
  const resolution = resolveName(catalog, name, at);
  const { model } = resolution;
  if (model === undefined) throw new UserError('no-model', `The catalog has no model ${name}: ${resolution.note}.`, { hint: 'See `shadowbill prices list --all`.' });
  const tiers = tierIds.filter((tier) => canonicalTier(model.provider, tier) === tier).flatMap((tier) => {
    const card = catalog.rateCard(model, { tier, at, inputTokens: 0 });
    return card.known ? [{ tier, rates: card.value.rates, source: card.value.citation.source }] : [];
  });
  const regions = model.regions ?? [];
  const pool = catalog.pools.find((one) => one.id === model.pool);
  const others = disagreements.filter((one) => one.model === model.id);
  if (options.json === true) return emit(JSON.stringify({ asked: name, match: resolution.match, note: resolution.note, model, tiers, pool: pool ?? null, disagreements: others }), options);
  emit([
    `${model.id}  ${model.title}`,
    ...factsOf(model, resolution).map(([key, value]) => `  ${key.padEnd(10)} ${value}`),
    'USD per million tokens, standard:',
    ...model.prices.filter((row) => row.tier === 'standard').flatMap(historyLines),
    ...(tiers.length === 0 ? [] : [`other tiers on ${dayOf(at)}:`, ...tiers.map(({ tier, rates, source }) => `  ${tier.padEnd(9)} ${ratesText(rates)}  [${source}]`)]),
    ...(regions.length === 0 ? [] : ['regions:', ...regions.map(({ region, factor, citation }) => `  where the region matches ${region}: ${factor} x  [${citation.source}, read ${citation.checked}]`)]),
    ...(pool === undefined ? [] : poolLines(pool)),
    ...(others.length === 0 ? [] : ['other sources say:', ...others.map((one) => `  ${one.what}: held ${one.held}; ${one.others.map((other) => `${other.source}: ${other.says}`).join('; ')}`)]),
  ].join('\n'), options);
}

function resolveName(catalog: Catalog, name: string, at: number): Resolution {
  const exact = catalog.models.find((one) => one.id === name.toLowerCase());
  if (exact !== undefined) return { match: 'exact', model: exact, note: '' };
  const slash = name.indexOf('/');
  return catalog.resolve(slash < 0 ? '' : name.slice(0, slash), slash < 0 ? name : name.slice(slash + 1), at);
}

const factsOf = (model: CatalogModel, { match, note }: Resolution): [string, string][] => [
  ['match', note === '' ? match : `${match} (${note})`],
  ['weights', model.baseModel],
  ['released', model.releasedAt === undefined ? 'not known' : dayOf(model.releasedAt)],
  ['retires', model.retiredAt === undefined ? 'no date announced' : `${dayOf(model.retiredAt)}${model.successor === undefined ? '' : `, then ${model.successor}`}`],
  ['names', model.aliases.length === 0 ? 'no other' : model.aliases.map(aliasText).join(', ')],
  ['context', `${model.contextTokens ?? 'not known'} tokens, input ${model.maxInputTokens ?? 'not stated'}, output ${model.maxOutputTokens ?? 'not stated'}`],
  ['can', model.meets.join(', ')],
  ['cannot', model.lacks.join(', ')],
  ['reasoning', model.efforts.length === 0 ? 'does not reason' : `${model.efforts.join(', ')}; default ${model.defaultEffort ?? 'not known'}`],
  ['cache', model.cache === undefined ? 'no discount is known' : `${model.cache.isAutomatic ? 'automatic' : 'asked for by the caller'}, from ${model.cache.minimumTokens} tokens, kept ${model.cache.lifetime}, writes ${model.cache.chargesWrites ? 'are charged' : 'cost nothing extra'}`],
  ['tokenizer', model.tokenizer],
  ['facts from', `${model.citation.source} (read ${model.citation.checked})`],
];

function aliasText({ name, from, to }: CatalogModel['aliases'][number]): string {
  if (from === undefined && to === undefined) return name;
  return `${name} (${from === undefined ? '' : `from ${dayOf(from)}`}${from !== undefined && to !== undefined ? ' ' : ''}${to === undefined ? '' : `to ${dayOf(to - 1)}`})`;
}

const historyLines = (row: PriceRow): string[] => [
  `  ${row.from === 0 ? 'always    ' : instantText(row.from)}${row.window === undefined ? '' : ` ${clock(row.window.startMinute)}-${clock(row.window.endMinute)} UTC, weekdays ${row.window.weekdays.join('')}`}  ${ratesText(row.base)}  [${row.source}, read ${row.checked}, ${row.confidence}]`,
  ...row.steps.map((step) => `    above ${step.aboveInputTokens} input tokens: ${ratesText(step)}`),
];

/** A day; with its time where it is not midnight. */
const instantText = (at: number): string => (at % 86_400_000 === 0 ? dayOf(at) : `${new Date(at).toISOString().slice(0, 16)}Z`);

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const RATE_NAMES: readonly (readonly [keyof Rates, string])[] = [
  ['inputUsdPerMtok', 'in'], ['outputUsdPerMtok', 'out'], ['thinkingOutputUsdPerMtok', 'out when it thinks'], ['cacheReadUsdPerMtok', 'cached'], ['cacheReadAudioUsdPerMtok', 'cached audio'], ['cacheWriteUsdPerMtok', 'write'], ['cacheWrite1hUsdPerMtok', 'write long'],
  ['audioInputUsdPerMtok', 'audio in'], ['audioOutputUsdPerMtok', 'audio out'], ['imageInputUsdPerMtok', 'image in'], ['cacheStorageUsdPerMtokHour', 'storage/h'],
  ['webSearchUsdPerThousand', 'search/1000'], ['requestUsd', 'request'],
];

const ratesText = (rates: Rates): string => RATE_NAMES.flatMap(([key, name]) => (rates[key] === undefined ? [] : [`${name} ${usdText(rates[key])}`])).join('  ');

function poolLines(pool: RateLimitPool): string[] {
  const limits = pool.limits.map((limit) => {
    const parts: [number | undefined, string][] = [
      [limit.requestsPerMinute, 'requests/min'], [limit.tokensPerMinute, 'tokens/min'], [limit.inputTokensPerMinute, 'input tokens/min'], [limit.outputTokensPerMinute, 'output tokens/min'],
      [limit.batchQueueTokens, 'tokens queued in batches'], [limit.concurrentRequests, 'requests at a time'],
    ];
    return `  ${limit.accountTier.padEnd(9)} ${parts.flatMap(([count, unit]) => (count === undefined ? [] : [`${count} ${unit}`])).join(', ')}`;
  });
  return [`rate limits of ${pool.title}${pool.isCachedInputFree === true ? ' (cached input is not counted)' : ''}: [${pool.source}, read ${pool.checked}]`, ...limits, ...(pool.note === undefined ? [] : [`  ${pool.note}`])];
}
