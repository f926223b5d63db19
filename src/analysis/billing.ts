import { canonicalProvider, fitsPattern, settingsName } from '../catalog/index.js';
import type { Billing } from '../model/call.js';
import type { Catalog } from '../model/catalog.js';
import type { Cell } from '../model/cell.js';
import type { CommitmentSettings, Config } from '../model/config.js';
import type { ServedBy } from '../replay/index.js';
import { instantOf } from './sums.js';

/** How the calls of a cell are paid, and the place in the settings of the commitment that they run under or would run under. */
export interface Paid {
  billing: Billing;
  /** Calls inside the commitment's days. */
  commitment?: number;
  /** Calls that it would cover, dated before it begins. */
  coming?: number;
  /** All commitments that cover such calls, whatever their days: which of them takes over when this one ends. */
  covering?: readonly number[];
}

const HOUR_MS = 3_600_000;

interface Asked {
  provider: string;
  model: string;
  served: ServedBy | undefined;
  /** ms UTC. */
  at: number;
}

/**
 * The log's own word; else a commitment that covers the call, of several the one that began first; else the settings' most specific word: a name as logged, a name
 * that means the same model, the longest pattern, the provider; else metered: most API traffic is. Providers are those that are logged.
 */
export function createPaidBy(config: Config, catalog: Catalog): (cell: Cell, served: ServedBy | undefined) => Paid {
  const known = new Map<string, { billing: Billing; covering: number[] }>();
  const commitments = config.commitments ?? [];
  const inOrder = commitments.map((_, index) => index).sort((a, b) => startOf(commitments[a]) - startOf(commitments[b]) || a - b);
  return ({ key: { incumbent, billing, hour } }, served) => {
    const at = hour * HOUR_MS;
    const name = [incumbent.provider, incumbent.model, served?.model.id ?? '', hour].join('\u001f');
    const asked: Asked = { provider: incumbent.provider, model: incumbent.model, served, at };
    const rule = known.get(name) ?? { billing: billingBySettings(config, catalog, asked), covering: inOrder.filter((index) => isCovered(commitments[index], catalog, asked)) };
    known.set(name, rule);
    const commitment = rule.covering.find((index) => isInside(commitments[index], at));
    const coming = commitment !== undefined ? undefined : rule.covering.find((index) => isBefore(commitments[index], at));
    const isCommitted = billing === 'unknown' ? commitment !== undefined : billing === 'committed';
    return {
      billing: billing !== 'unknown' ? billing : isCommitted ? 'committed' : rule.billing,
      ...(isCommitted && commitment !== undefined ? { commitment, covering: rule.covering } : {}), ...(billing === 'unknown' && coming !== undefined ? { coming } : {}),
    };
  };
}

const startOf = (commitment: CommitmentSettings | undefined): number => (commitment?.from === undefined ? Number.MIN_SAFE_INTEGER : instantOf(commitment.from));

const isCovered = (commitment: CommitmentSettings | undefined, catalog: Catalog, asked: Asked): boolean => commitment !== undefined && covers(commitment, catalog, asked);

const isInside = (commitment: CommitmentSettings | undefined, at: number): boolean =>
  commitment !== undefined && (commitment.from === undefined || at >= instantOf(commitment.from)) && at < instantOf(commitment.until);

const isBefore = (commitment: CommitmentSettings | undefined, at: number): boolean => commitment?.from !== undefined && at < instantOf(commitment.from);

/** Whose bill a call is on: the provider as logged; where none is logged, that of the model. A gateway's calls are on the gateway's bill, not on the maker's. */
function sellerOf({ provider, served }: Pick<Asked, 'provider' | 'served'>): string {
  const logged = canonicalProvider(provider);
  return logged === '' || logged === 'unknown' ? (served?.model.provider ?? logged) : logged;
}

function billingBySettings({ billing = {} }: Config, catalog: Catalog, asked: Asked): Billing {
  const seller = sellerOf(asked);
  const rules = Object.entries(billing).map(([key, value]) => ({ ...settingsName(key), value })).filter(({ provider }) => provider === seller);
  const named = rules.filter(({ model }) => !model.includes('*'));
  const exact = named.find(({ model }) => model.toLowerCase() === asked.model.toLowerCase()) ?? named.find(({ model }) => isModel(model, catalog, asked));
  const byLength = rules.filter(({ model }) => model.includes('*')).sort((a, b) => b.model.length - a.model.length);
  return (exact ?? byLength.find(({ model }) => fitsModel(model, asked)))?.value ?? 'metered';
}

/** The name as logged, or any name that means the same model of the catalog at that seller and time. */
function isModel(name: string, catalog: Catalog, asked: Asked): boolean {
  if (name.toLowerCase() === asked.model.toLowerCase()) return true;
  const meant = catalog.resolve(sellerOf(asked), name, asked.at);
  return asked.served !== undefined && meant.match !== 'prefix' && meant.model?.id === asked.served.model.id;
}

const fitsModel = (pattern: string, { model, served }: Asked): boolean => fitsPattern(pattern, model) || fitsPattern(pattern, served?.model.model ?? '');

function covers({ provider, models }: CommitmentSettings, catalog: Catalog, asked: Asked): boolean {
  if (canonicalProvider(provider) !== sellerOf(asked)) return false;
  return models === undefined || models.some((name) => (name.includes('*') ? fitsModel(name, asked) : isModel(name, catalog, asked)));
}
