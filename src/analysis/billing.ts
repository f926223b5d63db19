import { canonicalProvider } from '../catalog/index.js';
import type { Billing } from '../model/call.js';
import type { Catalog } from '../model/catalog.js';
import type { Cell } from '../model/cell.js';
import type { CommitmentSettings, Config } from '../model/config.js';
import type { ServedBy } from '../replay/index.js';
import { instantOf } from './input.js';

/** How the calls of a cell are paid, and the place in the settings of the commitment that they run under or would run under. */
export interface Paid {
  billing: Billing;
  /** Calls inside the commitment's days. */
  commitment?: number;
  /** Calls that it would cover, dated before it begins. */
  coming?: number;
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
 * The log's own word; else a commitment that covers the call; else the settings' most specific word: for the model, then for the provider, each as logged or as
 * the catalog names it; else metered: most API traffic is.
 */
export function createPaidBy(config: Config, catalog: Catalog): (cell: Cell, served: ServedBy | undefined) => Paid {
  const known = new Map<string, { billing: Billing; commitments: number[] }>();
  const commitments = config.commitments ?? [];
  return ({ key: { incumbent, billing, hour } }, served) => {
    const at = hour * HOUR_MS;
    const name = [incumbent.provider, incumbent.model, served?.model.id ?? '', Math.floor(hour / 24)].join('\u001f');
    const asked: Asked = { provider: incumbent.provider, model: incumbent.model, served, at };
    const rule = known.get(name) ?? { billing: billingBySettings(config, catalog, asked), commitments: commitments.flatMap((one, index) => (covers(one, catalog, asked) ? [index] : [])) };
    known.set(name, rule);
    const commitment = rule.commitments.find((index) => isInside(commitments[index], at));
    const coming = commitment !== undefined ? undefined : rule.commitments.find((index) => isBefore(commitments[index], at));
    const isCommitted = billing === 'unknown' ? commitment !== undefined : billing === 'committed';
    return {
      billing: billing !== 'unknown' ? billing : isCommitted ? 'committed' : rule.billing,
      ...(isCommitted && commitment !== undefined ? { commitment } : {}), ...(billing === 'unknown' && coming !== undefined ? { coming } : {}),
    };
  };
}

const isInside = (commitment: CommitmentSettings | undefined, at: number): boolean =>
  commitment !== undefined && (commitment.from === undefined || at >= instantOf(commitment.from)) && at < instantOf(commitment.until);

const isBefore = (commitment: CommitmentSettings | undefined, at: number): boolean => commitment?.from !== undefined && at < instantOf(commitment.from);

function billingBySettings({ billing = {} }: Config, catalog: Catalog, asked: Asked): Billing {
  const rules = Object.entries(billing).map(([key, value]) => {
    const slash = key.indexOf('/');
    const model = slash < 0 ? '*' : key.slice(slash + 1);
    return { provider: canonicalProvider(slash < 0 ? key : key.slice(0, slash)), model, value };
  });
  const ofModel = rules.filter(({ model }) => model !== '*').find(({ provider, model }) => isModel({ provider, model }, catalog, asked));
  const ofProvider = (name: string): Billing | undefined => rules.find(({ provider, model }) => model === '*' && provider === name)?.value;
  return ofModel?.value ?? ofProvider(canonicalProvider(asked.provider)) ?? ofProvider(asked.served?.model.provider ?? '') ?? 'metered';
}

/** The name as logged, or any name that means the same model of the catalog at that time. */
function isModel(named: { provider: string; model: string }, catalog: Catalog, { provider, model, served, at }: Asked): boolean {
  if (named.provider === canonicalProvider(provider) && named.model.toLowerCase() === model.toLowerCase()) return true;
  const meant = catalog.resolve(named.provider, named.model, at);
  return served !== undefined && meant.match !== 'prefix' && meant.model?.id === served.model.id;
}

function covers({ provider, models }: CommitmentSettings, catalog: Catalog, asked: Asked): boolean {
  const own = canonicalProvider(provider);
  if (own !== canonicalProvider(asked.provider) && own !== asked.served?.model.provider) return false;
  return models === undefined || models.some((name) => (name.includes('*')
    ? fitsPattern(name, asked.model) || fitsPattern(name, asked.served?.model.model ?? '')
    : isModel({ provider: own, model: name }, catalog, asked)));
}

/** `*` stands for any letters; case does not matter. Example: fitsPattern('gpt-5*', 'gpt-5-mini') is true. */
export function fitsPattern(pattern: string, name: string): boolean {
  const parts = pattern.toLowerCase().split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name.toLowerCase());
}
