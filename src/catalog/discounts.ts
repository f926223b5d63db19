import type { CatalogModel } from '../model/catalog.js';
import type { Config } from '../model/config.js';
import { UserError } from '../model/errors.js';
import { canonicalProvider, fallbacksOf, isGateway, ownerOf } from './names.js';
import { fitsPattern } from './patterns.js';

/** What a key of `discounts` or `billing` is about: all of a provider (`model` is '*'), some names (with `*` in them), or one name. */
export interface SettingsName {
  provider: string;
  /** As written. */
  model: string;
}

/** Example: 'Vertex/gemini-*' -> google and 'gemini-*'; 'openai' and 'openai/*' -> openai and '*'. */
export function settingsName(key: string): SettingsName {
  const slash = key.indexOf('/');
  return slash < 0 ? { provider: canonicalProvider(key), model: '*' } : { provider: canonicalProvider(key.slice(0, slash)), model: key.slice(slash + 1) };
}

/** Two spellings of one key would leave it to chance which of them holds. `section` is the place in the settings. */
export function checkSpellings(keys: readonly string[], section: string): void {
  const seen = new Map<string, string>();
  for (const key of keys) {
    const { provider, model } = settingsName(key);
    const meant = `${provider}/${model.toLowerCase()}`;
    const former = seen.get(meant);
    if (former !== undefined) throw new UserError('two-names', `${section}.${former} and ${section}.${key} are the same, ${model === '*' ? provider : meant}.`, { hint: 'Leave out one of the two.' });
    seen.set(meant, key);
  }
}

/** By id, else by a name that points to it to this day: of several the one that was pointed to last. */
export function findListed(name: string, catalogModels: readonly CatalogModel[]): CatalogModel | undefined {
  const { provider, model } = settingsName(name);
  const id = `${provider}/${model}`.toLowerCase();
  const since = ({ aliases, ...one }: CatalogModel): number | undefined => {
    const alias = one.provider === provider ? aliases.find((other) => other.name.toLowerCase() === model.toLowerCase() && other.to === undefined) : undefined;
    return alias === undefined ? undefined : (alias.from ?? 0);
  };
  const named = catalogModels.flatMap((one) => (since(one) === undefined ? [] : [{ model: one, from: since(one) ?? 0 }])).sort((a, b) => b.from - a.from);
  return catalogModels.find((one) => one.id.toLowerCase() === id) ?? named[0]?.model;
}

/** The model that a name means where it is sold: the seller's own, else the maker's at whose list prices it sells. Example: 'azure/gpt-4o' -> openai/gpt-4o-2024-08-06 */
export function findSold(name: string, catalogModels: readonly CatalogModel[]): CatalogModel | undefined {
  const { provider, model } = settingsName(name);
  const owner = isGateway(provider) ? ownerOf(model) : undefined;
  const names = [name, ...(owner === undefined ? [] : [owner.join('/')]), ...fallbacksOf(provider).map((fallback) => `${fallback}/${model}`)];
  for (const one of names) {
    const found = findListed(one, catalogModels);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Key of `discounts` -> id of the one model that it means; keys about several models are left out. */
export function discountedModels({ discounts = {} }: Config, catalogModels: readonly CatalogModel[]): ReadonlyMap<string, string> {
  return new Map(Object.keys(discounts).filter((key) => !settingsName(key).model.includes('*')).map((key) => [key, findSold(key, catalogModels)?.id ?? `${settingsName(key).provider}/${settingsName(key).model}`]));
}

export type DiscountOf = (model: Pick<CatalogModel, 'id' | 'provider' | 'model' | 'seller'>) => number;

/**
 * Share (0..1) off the list price of a model at its seller: of the key that names it, else of the longest pattern that fits, else of the provider; 0 without one.
 *
 * Example: { openai: 0.1, 'openai/gpt-4o*': 0.2 } -> 0.2 for openai/gpt-4o-mini, 0.1 for openai/o3, 0 for a copy of it that azure sells.
 */
export function createDiscountOf(config: Config, catalogModels: readonly CatalogModel[]): DiscountOf {
  const entries = Object.entries(config.discounts ?? {});
  if (entries.length === 0) return () => 0;
  checkSpellings(entries.map(([key]) => key), 'discounts');
  const meant = discountedModels(config, catalogModels);
  const keyOf = new Map<string, string>();
  for (const [key, id] of meant) {
    const place = `${settingsName(key).provider} ${id}`;
    const former = keyOf.get(place);
    if (former !== undefined) throw new UserError('two-names', `discounts.${former} and discounts.${key} are the same model, ${id}.`, { hint: 'Leave out one of the two.' });
    keyOf.set(place, key);
  }
  const shares = new Map(entries);
  const patterns = entries.map(([key, share]) => ({ ...settingsName(key), share })).filter(({ model }) => model.includes('*') && model !== '*').sort((a, b) => b.model.length - a.model.length);
  const ofProvider = new Map(entries.flatMap(([key, share]) => (settingsName(key).model === '*' ? [[settingsName(key).provider, share] as const] : [])));
  return ({ id, provider, model, seller = provider }) => shares.get(keyOf.get(`${seller} ${id}`) ?? '')
    ?? patterns.find((one) => one.provider === seller && (fitsPattern(one.model, model) || fitsPattern(one.model, id)))?.share
    ?? ofProvider.get(seller) ?? 0;
}
