import { canonicalProvider, discountKey, isGateway } from '../catalog/index.js';
import type { Catalog, CatalogModel } from '../model/catalog.js';
import type { Config } from '../model/config.js';
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
  checkBilling(config, providers);
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

function checkDiscounts({ discounts = {} }: Config, { catalog, providers }: { catalog: Catalog; providers: ReadonlySet<string> }): void {
  const ids = new Set(catalog.models.map(({ id }) => id));
  for (const name of Object.keys(discounts)) {
    const key = discountKey(name);
    if (providers.has(key) || ids.has(key)) continue;
    const near = name.includes('/') ? modelsNear(name, catalog, catalog.models) : nearNames(name, [...providers]);
    throw unknownName(`discounts.${name}`, name, { what: 'provider or model', near });
  }
}

/** A bare name under deployments may come from any provider, so that none can be told to be wrong. */
function checkBilling({ billing = {}, deployments = {} }: Config, providers: ReadonlySet<string>): void {
  const deployed = Object.keys(deployments);
  if (deployed.some((name) => !name.includes('/'))) return;
  for (const name of Object.keys(billing)) {
    const key = canonicalProvider(name);
    if (providers.has(key) || isGateway(key) || deployed.some((one) => one.startsWith(`${name}/`))) continue;
    throw unknownName(`billing.${name}`, name, { what: 'provider', near: nearNames(name, [...providers]) });
  }
}
