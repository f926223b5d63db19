import { canonicalProvider, checkSpellings, discountedModels, fitsPattern, isGateway, settingsName } from '../catalog/index.js';
import type { Catalog, CatalogModel } from '../model/catalog.js';
import type { CommitmentSettings, Config } from '../model/config.js';
import { UserError } from '../model/errors.js';
import { matchesPattern } from '../replay/gates/allowed.js';
import { nearNames } from './near-names.js';

/** Names in the settings that the catalog does not know would be ignored without a word: each is an error with its path and the names that are near. */
export function checkConfigNames(config: Config, catalog: Catalog): void {
  for (const key of ['candidates', 'allow', 'deny'] as const) {
    checkPatterns(config[key] ?? [], { catalog, where: key, isChatOnly: key === 'candidates' });
  }
  checkDeployments(config, catalog);
  const providers = new Set(catalog.models.map(({ provider }) => provider));
  checkDiscounts(config, { catalog, providers });
  checkBilling(config, { catalog, providers });
  checkCommitments(config, { catalog, providers });
}

interface Known {
  catalog: Catalog;
  providers: ReadonlySet<string>;
}

/** `provider/model`, `provider/model:effort`, `provider/*` or `*`, each of which must match a model. `where` = the flag or the path in the settings. */
export function checkPatterns(patterns: readonly string[], { catalog, where, isChatOnly }: { catalog: Catalog; where: string; isChatOnly: boolean }): void {
  const models = isChatOnly ? catalog.models.filter(({ kind }) => kind === 'chat') : catalog.models;
  const idsOf = ({ id, efforts }: CatalogModel): string[] => [id, ...efforts.map((effort) => `${id}:${effort}`)];
  patterns.forEach((pattern, index) => {
    if (models.some((model) => idsOf(model).some((id) => matchesPattern(pattern, id, model.id)))) return;
    const place = where.startsWith('--') ? where : `${where}.${index}`;
    const base = models.find(({ id }) => pattern.startsWith(`${id}:`));
    if (base !== undefined) {
      const efforts = base.efforts.length === 0 ? `${base.id} does not reason.` : `Its efforts are ${base.efforts.join(', ')}.`;
      throw new UserError('unknown-effort', `${place}: ${base.id} has no effort "${pattern.slice(base.id.length + 1)}".`, { hint: efforts });
    }
    throw unknownName(place, pattern, { what: isChatOnly ? 'chat model' : 'model', near: modelsNear(pattern, catalog, models) });
  });
}

/** What a name means in the catalog comes first: an alias is no id. */
function modelsNear(name: string, catalog: Catalog, models: readonly CatalogModel[]): string[] {
  if (name.endsWith('/*')) return nearNames(name.slice(0, -2), [...new Set(models.map(({ provider }) => provider))]).map((provider) => `${provider}/*`);
  const slash = name.indexOf('/');
  const meant = catalog.resolve(name.slice(0, Math.max(0, slash)), name.slice(slash + 1), Date.parse(catalog.pricesReadOn)).model?.id;
  return [...new Set([...(meant === undefined ? [] : [meant]), ...nearNames(name, models.map(({ id }) => id))])];
}

function unknownName(place: string, name: string, { what, near }: { what: string; near: readonly string[] }): UserError {
  return new UserError('unknown-name', `${place}: no ${what} of the catalog matches "${name}".`, {
    hint: near.length === 0 ? 'See the names with: shadowbill prices list --all.' : `Did you mean ${near.join(', ')}? All names: shadowbill prices list --all.`,
  });
}

function checkDeployments({ deployments = {} }: Config, catalog: Catalog): void {
  for (const [name, target] of Object.entries(deployments)) {
    if (catalog.resolve('', name, Date.parse(catalog.pricesReadOn)).model !== undefined) continue;
    throw unknownName(`deployments.${name}`, target, { what: 'model', near: nearNames(target, catalog.models.map(({ id }) => id)) });
  }
}

function checkDiscounts(config: Config, { catalog, providers }: Known): void {
  const owned = new Set(catalog.models.filter(({ citation }) => citation.source.startsWith('settings: ')).map(({ id }) => id));
  const ids = new Set(catalog.models.map(({ id }) => id));
  const meant = discountedModels(config, catalog.models);
  for (const name of Object.keys(config.discounts ?? {})) {
    const { provider, model } = settingsName(name);
    const id = meant.get(name);
    if (id !== undefined && owned.has(id) && id.startsWith(`${provider}/`)) throw new UserError('two-prices', `discounts.${name}: this model has a price of your own under "models", and no discount comes off that.`, { hint: 'Leave out one of the two.' });
    if (!providers.has(provider) && !isGateway(provider)) throw unknownName(`discounts.${name}`, name, { what: 'provider or model', near: name.includes('/') ? modelsNear(name, catalog, catalog.models) : nearNames(name, [...providers]) });
    if (id === undefined ? isModelOf(model, provider, { catalog, providers }) : ids.has(id)) continue;
    throw unknownName(`discounts.${name}`, name, { what: 'provider or model', near: modelsNear(name, catalog, catalog.models) });
  }
}

/** A bare name under deployments may come from any provider, so that none can be told to be wrong. */
function isProvider(name: string, { deployments = {} }: Config, { providers }: Known): boolean {
  const key = canonicalProvider(name);
  const deployed = Object.keys(deployments);
  return providers.has(key) || isGateway(key) || deployed.some((one) => !one.includes('/') || one.startsWith(`${name}/`));
}

/** Whether a model of that provider can be told by this name; of gateways and of providers known only by their deployments any may be. */
function isModelOf(name: string, provider: string, { catalog, providers }: Known): boolean {
  const key = canonicalProvider(provider);
  if (isGateway(key) || !providers.has(key)) return true;
  if (name.includes('*')) return catalog.models.some((model) => model.provider === key && [model.model, ...model.aliases.map((alias) => alias.name)].some((one) => fitsPattern(name, one)));
  return !['none', 'prefix'].includes(catalog.resolve(provider, name, Date.parse(catalog.pricesReadOn)).match);
}

function checkBilling(config: Config, known: Known): void {
  checkSpellings(Object.keys(config.billing ?? {}), 'billing');
  for (const name of Object.keys(config.billing ?? {})) {
    const slash = name.indexOf('/');
    const provider = slash < 0 ? name : name.slice(0, slash);
    const model = slash < 0 ? '*' : name.slice(slash + 1);
    if (!isProvider(provider, config, known)) throw unknownName(`billing.${name}`, name, { what: 'provider', near: nearNames(provider, [...known.providers]) });
    if (model === '*' || isModelOf(model, provider, known)) continue;
    throw unknownName(`billing.${name}`, name, { what: 'model', near: modelsNear(name, known.catalog, known.catalog.models) });
  }
}

function checkCommitments(config: Config, known: Known): void {
  (config.commitments ?? []).forEach(({ provider, models = [] }, index) => {
    if (!isProvider(provider, config, known)) throw unknownName(`commitments.${index}.provider`, provider, { what: 'provider', near: nearNames(provider, [...known.providers]) });
    models.forEach((model, at) => {
      if (isModelOf(model, provider, known)) return;
      throw unknownName(`commitments.${index}.models.${at}`, `${provider}/${model}`, { what: 'model', near: modelsNear(`${provider}/${model}`, known.catalog, known.catalog.models) });
    });
  });
}

/** Commitments that cover the same calls on the same days, each pair as a sentence: the one that began first has the calls. */
export function commitmentOverlaps({ commitments = [] }: Config, catalog: Catalog): string[] {
  return commitments.flatMap((one, index) => commitments.slice(index + 1).flatMap((other, offset) => {
    if (!isSameTime(one, other) || !isSameScope(one, other, catalog)) return [];
    return [`commitments.${index} and commitments.${index + 1 + offset} cover the same calls of ${one.provider} on the same days: these count under the one that began first until it ends, and the other stands as unused.`];
  }));
}

const isSameTime = (one: CommitmentSettings, other: CommitmentSettings): boolean =>
  (one.from === undefined || one.from < other.until) && (other.from === undefined || other.from < one.until);

function isSameScope(one: CommitmentSettings, other: CommitmentSettings, catalog: Catalog): boolean {
  const provider = canonicalProvider(one.provider);
  if (provider !== canonicalProvider(other.provider)) return false;
  if (one.models === undefined || other.models === undefined) return true;
  const namesOf = ({ models = [] }: CommitmentSettings): Set<string> => new Set(models.flatMap((name) => meantBy(name, provider, catalog)));
  const names = namesOf(other);
  return [...namesOf(one)].some((name) => names.has(name));
}

/** The pattern or name itself, lower case, and the ids of all models that it covers. */
function meantBy(name: string, provider: string, catalog: Catalog): string[] {
  const own = catalog.models.filter((model) => model.provider === provider);
  const ids = name.includes('*')
    ? own.filter(({ model, aliases }) => [model, ...aliases.map((alias) => alias.name)].some((one) => fitsPattern(name, one))).map(({ id }) => id)
    : [catalog.resolve(provider, name, Date.parse(catalog.pricesReadOn)).model?.id ?? ''].filter((id) => id !== '');
  return [name.toLowerCase(), ...ids];
}
