import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { canonicalTier, createCatalog, disagreements } from '../catalog/index.js';
import type { Catalog, CatalogModel, Rates } from '../model/catalog.js';
import { ConditionMet, UserError } from '../model/errors.js';
import { type CommonOptions, emit, isRealDay, loadConfig, withCommonOptions } from './common.js';
import { optionalNumber } from './analyze.js';
import { costOfLine } from './prices-cost.js';

interface PricesOptions extends CommonOptions {
  asOf?: string;
  provider?: string;
  all?: boolean;
  jsonl?: boolean;
  failOlderThan?: string;
}

const DAY_MS = 86_400_000;
/** Days. A model that goes sooner is shown as going. */
const RETIREMENT_WARNING_DAYS = 90;
/** Days. Prices read longer ago than this are worth reading again. */
const STALE_DAYS = 90;

export function addPricesCommand(program: Command): void {
  const prices = program.command('prices').description('Prices, limits and lifecycle of the models in the catalog, with their sources.');
  withCommonOptions(prices.command('list').description('models with their standard prices, USD per million tokens'))
    .option('--as-of <date>', 'prices of that day (default: today)')
    .option('--provider <id>', 'only this provider')
    .option('--all', 'also models that are retired or not generally available')
    .action((options: PricesOptions) => listPrices(options));
  withCommonOptions(prices.command('show <model>').description('one model: price history, tiers, limits, lifecycle, sources'))
    .option('--as-of <date>', 'what the name means on that day (default: today)')
    .action((model: string, options: PricesOptions) => showModel(model, options));
  withCommonOptions(prices.command('cost').description('prices usage: one JSON object a line on stdin, one a line on stdout'))
    .option('--jsonl', 'read and write JSON lines (the only form)')
    .action((options: PricesOptions) => priceLines(options));
  withCommonOptions(prices.command('check').description('where sources disagree, what was read long ago, what retires soon'))
    .option('--as-of <date>', 'compare with that day (default: today)')
    .option('--fail-older-than <days>', 'exit 1 when the newest price was read longer ago')
    .action((options: PricesOptions) => checkPrices(options));
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

function instantOf(options: PricesOptions): number {
  if (options.asOf === undefined) return Date.now();
  const at = Date.parse(options.asOf);
  if (Number.isNaN(at) || !isRealDay(options.asOf.slice(0, 10))) throw new UserError('bad-date', `"${options.asOf}" is not a date.`, { hint: 'Example: --as-of 2026-11-22' });
  return at;
}

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

function listPrices(options: PricesOptions): void {
  const at = instantOf(options);
  const catalog = createCatalog(loadConfig(options));
  const isShown = (model: CatalogModel): boolean =>
    (options.provider === undefined || model.provider === options.provider)
    && (options.all === true || (model.isGenerallyAvailable && (model.retiredAt === undefined || model.retiredAt > at) && (model.releasedAt === undefined || model.releasedAt <= at)));
  const lines = catalog.models.filter(isShown).flatMap((model) => lineOf(catalog, model, at) ?? []);
  if (lines.length === 0) throw new UserError('no-models', `No model matches${options.provider === undefined ? '' : ` provider ${options.provider}`}.`, { hint: 'Providers: ' + [...new Set(catalog.models.map((model) => model.provider))].join(', ') });
  if (options.json === true) return emit(JSON.stringify({ asOf: dayOf(at), catalog: catalog.hash, pricesReadOn: catalog.pricesReadOn, models: lines }), options);
  const rows = lines.map((line) => [line.model, usd(line.inputUsdPerMtok), usd(line.outputUsdPerMtok), line.cacheReadUsdPerMtok === null ? '-' : usd(line.cacheReadUsdPerMtok), line.contextTokens === null ? '-' : String(line.contextTokens), line.retires ?? '']);
  emit(table(['model', 'input', 'output', 'cached', 'context', 'retires'], rows), options);
}

const usd = (rate: number): string => String(Number(rate.toPrecision(6)));

/** Columns side by side; the first is left, the others right aligned. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd();
  return [line(head), ...rows.map(line)].join('\n');
}

function showModel(name: string, options: PricesOptions): void {
  const at = instantOf(options);
  const catalog = createCatalog(loadConfig(options));
  const slash = name.indexOf('/');
  const exact = catalog.models.find((one) => one.id === name);
  const resolution = exact === undefined ? catalog.resolve(slash < 0 ? '' : name.slice(0, slash), slash < 0 ? name : name.slice(slash + 1), at) : { match: 'exact' as const, model: exact, note: '' };
  const { model } = resolution;
  if (model === undefined) throw new UserError('no-model', `The catalog has no model ${name}: ${resolution.note}.`, { hint: 'See `shadowbill prices list --all`.' });
  const tiers = ['batch', 'flex', 'priority', 'fast'].filter((tier) => canonicalTier(model.provider, tier) === tier).flatMap((tier) => {
    const card = catalog.rateCard(model, { tier, at, inputTokens: 0 });
    return card.known ? [{ tier, rates: card.value.rates, source: card.value.citation.source }] : [];
  });
  const others = disagreements.filter((one) => one.model === model.id);
  if (options.json === true) return emit(JSON.stringify({ asked: name, match: resolution.match, note: resolution.note, model, tiers, disagreements: others }), options);
  const facts: [string, string][] = [
    ['match', resolution.note === '' ? resolution.match : `${resolution.match} (${resolution.note})`],
    ['weights', model.baseModel],
    ['released', model.releasedAt === undefined ? 'not known' : dayOf(model.releasedAt)],
    ['retires', model.retiredAt === undefined ? 'no date announced' : `${dayOf(model.retiredAt)}${model.successor === undefined ? '' : `, then ${model.successor}`}`],
    ['context', `${model.contextTokens ?? 'not known'} tokens, input ${model.maxInputTokens ?? 'not stated'}, output ${model.maxOutputTokens ?? 'not stated'}`],
    ['can', model.meets.join(', ')],
    ['cannot', model.lacks.join(', ')],
    ['reasoning', model.efforts.length === 0 ? 'does not reason' : `${model.efforts.join(', ')}; default ${model.defaultEffort ?? 'not known'}`],
    ['facts from', `${model.citation.source} (read ${model.citation.checked})`],
  ];
  const history = model.prices.flatMap((row) => [
    `  ${row.from === 0 ? 'always    ' : dayOf(row.from)}${row.window === undefined ? '' : ` ${clock(row.window.startMinute)}-${clock(row.window.endMinute)} UTC`}  ${ratesText(row.base)}  [${row.source}, read ${row.checked}, ${row.confidence}]`,
    ...row.steps.map((step) => `    above ${step.aboveInputTokens} input tokens: ${ratesText(step)}`),
  ]);
  emit([
    `${model.id}  ${model.title}`,
    ...facts.map(([key, value]) => `  ${key.padEnd(10)} ${value}`),
    'USD per million tokens, standard:', ...history,
    ...(tiers.length === 0 ? [] : ['other tiers:', ...tiers.map(({ tier, rates }) => `  ${tier.padEnd(9)} ${ratesText(rates)}`)]),
    ...(others.length === 0 ? [] : ['other sources say:', ...others.map((one) => `  ${one.what}: held ${one.held}; ${one.others.map((other) => `${other.source}: ${other.says}`).join('; ')}`)]),
  ].join('\n'), options);
}

const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function ratesText(rates: Rates): string {
  const parts: [string, number | undefined][] = [
    ['in', rates.inputUsdPerMtok], ['out', rates.outputUsdPerMtok], ['cached', rates.cacheReadUsdPerMtok], ['write', rates.cacheWriteUsdPerMtok], ['write long', rates.cacheWrite1hUsdPerMtok],
  ];
  return parts.flatMap(([name, rate]) => (rate === undefined ? [] : [`${name} ${usd(rate)}`])).join('  ');
}

function priceLines(options: PricesOptions): void {
  if (options.jsonl !== true) throw new UserError('no-form', '`prices cost` reads JSON lines.', { hint: 'Add --jsonl, and give one object a line on stdin: {"id":"1","provider":"openai","model":"gpt-4o-mini","at":"2026-11-01","usage":{"inputTokens":1000,"outputTokens":200}}' });
  const catalog = createCatalog(loadConfig(options));
  const lines = readFileSync(0, 'utf8').split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new UserError('no-input', 'stdin holds no line.', { hint: 'Pipe JSON lines into it, for example from `shadowbill calls --format jsonl`.' });
  emit(lines.map((line) => JSON.stringify(costOfLine(catalog, line))).join('\n'), options);
}

function checkPrices(options: PricesOptions): void {
  const limit = optionalNumber(options.failOlderThan, { flag: '--fail-older-than', from: 0, to: 36_500 });
  const at = instantOf(options);
  const catalog = createCatalog(loadConfig(options));
  const ageDays = (date: string): number => Math.floor((at - Date.parse(date)) / DAY_MS);
  const stale = catalog.models.filter((model) => model.isGenerallyAvailable && ageDays(model.prices.at(-1)?.checked ?? catalog.pricesReadOn) > STALE_DAYS);
  const retiring = catalog.models.filter((model) => model.retiredAt !== undefined && model.retiredAt > at && model.retiredAt <= at + RETIREMENT_WARNING_DAYS * DAY_MS)
    .sort((a, b) => (a.retiredAt ?? 0) - (b.retiredAt ?? 0));
  const age = ageDays(catalog.pricesReadOn);
  if (options.json === true) {
    emit(JSON.stringify({
      asOf: dayOf(at), pricesReadOn: catalog.pricesReadOn, ageDays: age, disagreements,
      stale: stale.map((model) => ({ model: model.id, checked: model.prices.at(-1)?.checked ?? null })),
      retiring: retiring.map((model) => ({ model: model.id, retires: dayOf(model.retiredAt ?? 0), successor: model.successor ?? null })),
    }), options);
  } else {
    emit([
      `Newest price read on ${catalog.pricesReadOn}, ${age} days before ${dayOf(at)}.`,
      '', `Sources disagree (${disagreements.length}):`,
      ...disagreements.map((one) => `  ${one.model}, ${one.what}: held ${one.held}; ${one.others.map((other) => `${other.source}: ${other.says}`).join('; ')}`),
      '', `Retire within ${RETIREMENT_WARNING_DAYS} days (${retiring.length}):`,
      ...retiring.map((model) => `  ${dayOf(model.retiredAt ?? 0)}  ${model.id}${model.successor === undefined ? '' : `, then ${model.successor}`}`),
      '', `Read more than ${STALE_DAYS} days ago (${stale.length}):`,
      ...stale.map((model) => `  ${model.prices.at(-1)?.checked ?? '-'}  ${model.id}`),
    ].join('\n'), options);
  }
  if (limit !== undefined && age > limit) throw new ConditionMet(`The newest price was read ${age} days ago, more than ${limit}.`);
}
