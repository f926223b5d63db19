import { existsSync } from 'node:fs';
import { STALE_AFTER_DAYS, priceAge } from '../../catalog/age.js';
import { createCatalog, disagreements } from '../../catalog/index.js';
import { modelNameOf } from '../../model/call.js';
import type { Catalog, CatalogModel } from '../../model/catalog.js';
import { ConditionMet } from '../../model/errors.js';
import { openStore } from '../../store/index.js';
import { optionalNumber } from '../analyze.js';
import { emit, loadConfig, storeLocation } from '../common.js';
import { type PricesOptions, dayOf, instantOf } from './options.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Days. A model that goes sooner is shown as going. */
const RETIREMENT_WARNING_DAYS = 90;

/** A model of the store that the catalog has no entry of its own for. */
interface NewerModel {
  provider: string;
  model: string;
  calls: number;
  match: 'prefix' | 'none';
  note: string;
}

/** `prices check` */
export async function checkPrices(options: PricesOptions): Promise<void> {
  const limit = optionalNumber(options.failOlderThan, { flag: '--fail-older-than', from: 0, to: 36_500 });
  const at = instantOf(options);
  const catalog = createCatalog(loadConfig(options));
  const age = priceAge(catalog.models.filter((model) => model.isGenerallyAvailable && !isGone(model, at)), at);
  const newer = await newerModels(catalog, options);
  const retiring = catalog.models.filter((model) => model.retiredAt !== undefined && !isGone(model, at) && model.retiredAt <= at + RETIREMENT_WARNING_DAYS * DAY_MS)
    .sort((a, b) => (a.retiredAt ?? 0) - (b.retiredAt ?? 0) || (a.id < b.id ? -1 : 1));
  if (options.json === true) {
    emit(JSON.stringify({
      asOf: dayOf(at), pricesReadOn: catalog.pricesReadOn, ageDays: isLater(age.newest, at) ? null : age.newestDays, oldestReadOn: age.oldest, oldestAgeDays: isLater(age.oldest, at) ? null : age.oldestDays, stale: age.stale.map(({ id, checked }) => ({ model: id, checked })),
      newerModels: newer ?? null, disagreements,
      retiring: retiring.map((model) => ({ model: model.id, retires: dayOf(model.retiredAt ?? 0), successor: model.successor ?? null })),
    }), options);
  } else {
    emit([
      `Prices of the models on sale were read between ${age.oldest} (${agoText(age.oldest, age.oldestDays, at)}) and ${age.newest} (${agoText(age.newest, age.newestDays, at)}), as of ${dayOf(at)}.`,
      storeLine(newer),
      ...(newer ?? []).map((one) => `  ${one.provider}/${one.model}, ${one.calls} calls: ${one.match === 'prefix' ? 'estimated' : 'no price'} (${one.note})`),
      '', `Sources disagree (${disagreements.length}):`,
      ...disagreements.map((one) => `  ${one.model}, ${one.what}: held ${one.held}; ${one.others.map((other) => `${other.source}: ${other.says}`).join('; ')}`),
      '', `Retire within ${RETIREMENT_WARNING_DAYS} days (${retiring.length}):`,
      ...retiring.map((model) => `  ${dayOf(model.retiredAt ?? 0)}  ${model.id}${model.successor === undefined ? '' : `, then ${model.successor}`}`),
      '', `Read more than ${STALE_AFTER_DAYS} days ago (${age.stale.length}): a newer version of shadowbill may hold newer prices; your own stand under \`models\` in the settings.`,
      ...age.stale.map(({ id, checked }) => `  ${checked}  ${id}`),
    ].join('\n'), options);
  }
  if (limit !== undefined && age.newestDays > limit) throw new ConditionMet(`The newest price was read ${age.newestDays} days ago, more than ${limit}.`);
}

const isLater = (day: string, at: number): boolean => day > dayOf(at);
const agoText = (day: string, days: number, at: number): string => (isLater(day, at) ? 'read after that day' : `${days} days ago`);

const isGone = (model: CatalogModel, at: number): boolean => model.retiredAt !== undefined && model.retiredAt <= at;

function storeLine(newer: readonly NewerModel[] | undefined): string {
  if (newer === undefined) return 'No store was read: whether your calls use newer models is not known.';
  if (newer.length === 0) return 'Every model in your store is in the catalog.';
  return `${newer.length} ${newer.length === 1 ? 'model in your store is' : 'models in your store are'} not in the catalog: newer than it, renamed, or private. Name them under \`deployments\` or \`models\` in the settings:`;
}

/** Models of the store, most calls first, that are matched by prefix or not at all; absent without a store. */
async function newerModels(catalog: Catalog, options: PricesOptions): Promise<NewerModel[] | undefined> {
  const location = storeLocation(options);
  if (!location.includes('://') && !existsSync(location)) return undefined;
  const store = await openStore(location, { mode: 'read' });
  try {
    const seen = new Map<string, NewerModel>();
    for await (const cells of store.readCells({ fromHour: 0, toHour: Math.floor(8.64e15 / HOUR_MS) })) {
      for (const { key, sums } of cells) {
        const { provider } = key.incumbent;
        const model = modelNameOf({ servedModel: key.incumbent.model });
        const { match, note } = catalog.resolve(provider, model, key.hour * HOUR_MS);
        if (match !== 'prefix' && match !== 'none') continue;
        const id = `${provider}/${model}`;
        const former = seen.get(id);
        seen.set(id, { provider, model, calls: (former?.calls ?? 0) + sums.calls, match, note });
      }
    }
    return [...seen.values()].sort((a, b) => b.calls - a.calls || (a.model < b.model ? -1 : 1));
  } finally {
    await store.close();
  }
}
