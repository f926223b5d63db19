import type { CatalogModel, MatchKind, Resolution } from '../model/catalog.js';
import { canonicalProvider, fallbacksOf, isGateway, nameKey, ownerOf } from './names.js';

/** One meaning of a name. Exact names have no span; the others point to a model between two instants. */
interface Meaning {
  model: CatalogModel;
  match: Exclude<MatchKind, 'prefix' | 'none'>;
  from: number;
  to: number;
}

type Index = ReadonlyMap<string, readonly Meaning[]>;

const DATE = /[-@](20\d{2}-\d{2}-\d{2}|20\d{6})$/;
/** How a gateway may serve a model, at the same price: https://openrouter.ai/docs/guides/routing/model-variants (read 2026-11-22). `:free` and `:online` have prices of their own. */
const GATEWAY_VARIANT = /:(thinking|nitro|floor|exacto|beta)$/;
/** Google Cloud, as logs and gateways name it. */
const VERTEX = /^(gcp[.-])?(google[-_])?vertex/i;
/** Data zones of Azure as LiteLLM writes them. */
const AZURE_ZONE = /^(?:azure\/)?(us|eu)\//i;
const BEDROCK_GOV = /(^|\/)us-gov\./i;
/** Numbered builds of one Gemini model. */
const BUILD = /-00\d$/;
const LATEST = /(-latest|:latest)$/;
/** What follows a known id and makes it another model with other prices. */
const OTHER_MODEL = /(^|[-_:./])(mini|nano|pro|lite|flash|fast|turbo|ultra|max|air|audio|realtime|image|tts|transcribe|search|embed|embedding|code|codex|vision|vl|omni|live|thinking|instruct|base|free|extended|deep-research)([-_:./]|$)/;

export type Resolve = (provider: string, name: string, at: number) => Resolution;

/** `deployments`: names as logged, alone or as provider/name, -> provider/model. */
export function createResolve(models: readonly CatalogModel[], deployments: Readonly<Record<string, string>>): Resolve {
  const indexes = buildIndexes(models);
  const byId = new Map(models.map((model) => [model.id, model]));
  const settled = new Map<string, (at: number) => Resolution>();
  const deployed = new Map(Object.entries(deployments));
  const resold = new Map<CatalogModel, Map<string, CatalogModel>>();

  function find(provider: string, name: string): (at: number) => Resolution {
    const target = deployed.get(`${provider}/${name}`) ?? deployed.get(name);
    return target === undefined ? findListed(provider, name) : findDeployed(target);
  }

  function findListed(provider: string, name: string): (at: number) => Resolution {
    const own = canonicalProvider(provider);
    if (name.trim() === '') return () => none('the call names no model');
    if (isGateway(own)) {
      const listed = indexes.get(own)?.get(nameKey(own, name));
      return listed === undefined ? findForGateway(provider, name) : (at) => meaningAt(listed, at);
    }
    if (!indexes.has(own)) return () => none(`provider ${provider} is not in the catalog`);
    const found = findOwned(own, name, { isVertex: VERTEX.test(provider) }) ?? (() => none(`no model ${name} is known at ${own}`));
    const region = own === 'azure' ? AZURE_ZONE.exec(name)?.[1] : own === 'bedrock' && BEDROCK_GOV.test(name) ? 'us-gov' : undefined;
    return region === undefined ? found : (at) => ({ ...found(at), region });
  }

  /** In the provider's own list, else in those whose prices it sells at. */
  function findOwned(own: string, name: string, { isVertex }: { isVertex: boolean }): ((at: number) => Resolution) | undefined {
    const key = nameKey(own, name);
    const exact = isVertex ? indexes.get(own)?.get(key)?.find(({ match, model }) => match === 'exact' && model.onVertex !== undefined) : undefined;
    if (exact !== undefined) return () => ({ match: 'exact', model: onVertex(exact.model), note: '' });
    const direct = lookUp(indexes.get(own), key);
    if (direct !== undefined) return direct;
    for (const fallback of fallbacksOf(own)) {
      const found = lookUp(indexes.get(fallback), nameKey(fallback, name));
      if (found !== undefined) return (at) => annotate(soldBy(own, found(at), { isProvider: true }), `priced at ${fallback}'s list prices`);
    }
    return undefined;
  }

  /** One copy of a model for each name, so that its cards are compiled once. */
  function copyOnce(model: CatalogModel, name: string, make: () => CatalogModel): CatalogModel {
    const copies = resold.get(model) ?? new Map<string, CatalogModel>();
    const copy = copies.get(name) ?? make();
    resold.set(model, copies.set(name, copy));
    return copy;
  }

  /** Google Cloud neither ends nor routes its models when the Gemini API does. */
  function onVertex(model: CatalogModel): CatalogModel {
    const { retiredAt: _ended, successor: _next, onVertex: life, ...rest } = model;
    return copyOnce(model, 'vertex', () => ({ ...rest, ...life }));
  }

  /** The seller's discount holds, not the maker's. */
  function soldBy(seller: string, resolution: Resolution, { isProvider }: { isProvider: boolean }): Resolution {
    const { model } = resolution;
    if (model === undefined) return resolution;
    return { ...resolution, model: copyOnce(model, seller, () => ({ ...model, ...(isProvider ? { provider: seller } : { seller }) })) };
  }

  function findDeployed(target: string): (at: number) => Resolution {
    const slash = target.indexOf('/');
    const exact = byId.get(target);
    if (exact !== undefined) return () => ({ match: 'alias', model: exact, note: 'named in deployments' });
    const found = findListed(target.slice(0, Math.max(0, slash)), target.slice(slash + 1));
    return (at) => {
      const resolution = found(at);
      return resolution.model === undefined ? none(`deployments names ${target}: ${resolution.note}`) : { ...resolution, match: resolution.match === 'prefix' ? 'prefix' : 'alias', note: 'named in deployments' };
    };
  }

  function findForGateway(provider: string, name: string): (at: number) => Resolution {
    const plain = name.replace(GATEWAY_VARIANT, '');
    const owner = ownerOf(plain);
    const found = owner === undefined || isGateway(owner[0]) ? undefined : findOwned(owner[0], owner[1], { isVertex: VERTEX.test(plain) });
    if (owner === undefined || found === undefined) return () => none(`no model ${name} is known${provider === '' ? '' : `; ${provider} has no list of its own`}`);
    if (provider === '') return (at) => annotate(found(at), `provider taken from the name: ${owner[0]}`);
    return (at) => annotate(soldBy(canonicalProvider(provider), found(at), { isProvider: false }), `priced at ${owner[0]}'s list prices`);
  }

  return (provider, name, at) => {
    const key = `${provider}\u001f${name}`;
    let answer = settled.get(key);
    if (answer === undefined) {
      answer = find(provider, name);
      settled.set(key, answer);
    }
    return withRelease(answer(at), at);
  };
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A call dated before its model existed: the clock or the name is wrong, and the first known price stands in. */
function withRelease(resolution: Resolution, at: number): Resolution {
  const releasedAt = resolution.model?.releasedAt;
  return releasedAt === undefined || at >= releasedAt ? resolution : annotate(resolution, `priced at its first known price: not released before ${dayOf(releasedAt)}`);
}

const none = (note: string): Resolution => ({ match: 'none', note });

const annotate = (resolution: Resolution, note: string): Resolution => ({ ...resolution, note: resolution.note === '' ? note : `${resolution.note}; ${note}` });

function buildIndexes(models: readonly CatalogModel[]): Map<string, Index> {
  const indexes = new Map<string, Map<string, Meaning[]>>();
  const file = (provider: string, name: string, meaning: Meaning): void => {
    const index = indexes.get(provider) ?? new Map<string, Meaning[]>();
    indexes.set(provider, index);
    const meanings = index.get(name);
    if (meanings === undefined) index.set(name, [meaning]);
    else meanings.push(meaning);
  };
  const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  for (const model of models) file(model.provider, nameKey(model.provider, model.model), { model, match: 'exact', ...always });
  for (const model of models) {
    for (const alias of model.aliases) {
      const key = nameKey(model.provider, alias.name);
      const isTaken = indexes.get(model.provider)?.get(key)?.some((meaning) => meaning.match === 'exact') === true;
      if (isTaken && alias.from === undefined && alias.to === undefined) continue;
      const match = key.replace(DATE, '') === nameKey(model.provider, model.model) ? 'dated' : 'alias';
      file(model.provider, key, { model, match, from: alias.from ?? Number.NEGATIVE_INFINITY, to: alias.to ?? Number.POSITIVE_INFINITY });
    }
  }
  for (const model of [...models].sort((a, b) => (a.id < b.id ? 1 : -1))) {
    const key = nameKey(model.provider, model.model);
    const base = key.replace(DATE, '');
    if (base !== key && indexes.get(model.provider)?.has(base) !== true) file(model.provider, base, { model, match: 'dated', ...always });
  }
  return indexes;
}

function lookUp(index: Index | undefined, key: string): ((at: number) => Resolution) | undefined {
  if (index === undefined) return undefined;
  const direct = index.get(key);
  if (direct !== undefined) return (at) => meaningAt(direct, at);
  if (key.startsWith('ft:')) return lookUpFineTuned(index, key);
  for (const [pattern, match] of [[DATE, 'dated'], [BUILD, 'dated'], [LATEST, 'alias']] as const) {
    const base = key.replace(pattern, '');
    const found = base === key ? undefined : index.get(base);
    if (found === undefined) continue;
    const day = pattern === DATE ? dayOfSnapshot(key) : Number.NEGATIVE_INFINITY;
    return (at) => (day > at + SNAPSHOT_LEAD_MS ? { ...meaningAt(found, at), match: 'prefix', note: `taken for ${base}: the snapshot is younger than the call` } : { ...meaningAt(found, at), match, note: `a snapshot of ${base}` });
  }
  return lookUpPrefix(index, key);
}

/** A snapshot may be served some days before the date in its name is reached everywhere. */
const SNAPSHOT_LEAD_MS = 7 * 86_400_000;

/** ms UTC of the date at the end of a name. Example: 'claude-x-20250929' and 'gpt-x-2025-09-29' -> 2025-09-29T00:00Z */
function dayOfSnapshot(key: string): number {
  const digits = (DATE.exec(key)?.[1] ?? '').replaceAll('-', '');
  return Date.parse(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`);
}

/** `ft:BASE:ORG:…`: fine-tuned models have prices by family. */
function lookUpFineTuned(index: Index, key: string): ((at: number) => Resolution) | undefined {
  const base = key.split(':')[1]?.replace(DATE, '') ?? '';
  const found = index.get(`ft:${base}`) ?? index.get(`ft:${base}-`);
  return found === undefined ? undefined : (at) => ({ ...meaningAt(found, at), match: 'alias', note: `fine-tuned ${base}` });
}

/** The longest known id that the name continues after a separator; not where what follows names another version or another model. */
function lookUpPrefix(index: Index, key: string): ((at: number) => Resolution) | undefined {
  for (let end = key.length - 1; end > 4; end -= 1) {
    if (!'-:@/_'.includes(key[end] ?? '')) continue;
    const base = key.slice(0, end);
    const rest = key.slice(end + 1);
    const found = index.get(base);
    if (found === undefined || !/\d/.test(base)) continue;
    const isOtherVersion = /\d$/.test(base) && /^\d{1,3}(\D|$)/.test(rest);
    if (isOtherVersion || OTHER_MODEL.test(rest)) return undefined;
    return (at) => ({ ...meaningAt(found, at), match: 'prefix', note: `taken for ${base}: the cost is estimated` });
  }
  return undefined;
}

/** An exact model while it answers; else what the name points to then; before the first and after the last span the nearest. */
function meaningAt(meanings: readonly Meaning[], at: number): Resolution {
  const exact = meanings.find((meaning) => meaning.match === 'exact');
  const isAlive = exact !== undefined && (exact.model.retiredAt === undefined || at < exact.model.retiredAt);
  if (exact !== undefined && isAlive) return { match: 'exact', model: exact.model, note: '' };
  const spans = meanings.filter((meaning) => meaning.match !== 'exact');
  const current = spans.find((meaning) => meaning.from <= at && at < meaning.to);
  if (current !== undefined) return { match: current.match, model: current.model, note: current.match === 'alias' ? `points to ${current.model.model}` : '' };
  if (exact !== undefined) return { match: 'exact', model: exact.model, note: '' };
  const ordered = [...spans].sort((a, b) => a.from - b.from);
  const nearest = ordered.findLast((meaning) => meaning.to <= at) ?? ordered[0];
  return nearest === undefined ? none('no such model') : { match: nearest.match, model: nearest.model, note: `points to ${nearest.model.model}` };
}
