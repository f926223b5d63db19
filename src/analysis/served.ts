import type { Catalog, MatchKind } from '../model/catalog.js';
import type { Cell, Incumbent } from '../model/cell.js';
import type { ServedBy } from '../replay/index.js';

const HOUR_MS = 3_600_000;
const STANDARD_TIERS = new Set(['', 'standard', 'default', 'auto', 'on_demand']);

export interface Served {
  /** undefined: no model of the catalog fits the logged name. */
  served: ServedBy | undefined;
  match: MatchKind;
  note: string;
}

/** Who served each cell, as the catalog knew that name at that time. Resolved once per name and hour: some names were pointed to another model within a day. */
export function createServedBy(catalog: Catalog): (cell: Cell) => Served {
  const found = new Map<string, Served>();
  return ({ key: { incumbent, hour } }) => {
    const name = [incumbent.provider, incumbent.model, incumbent.serviceTier, incumbent.effort, incumbent.region, hour].join('\u001f');
    const former = found.get(name);
    if (former !== undefined) return former;
    const served = resolveIncumbent(catalog, incumbent, hour * HOUR_MS);
    found.set(name, served);
    return served;
  };
}

function resolveIncumbent(catalog: Catalog, incumbent: Incumbent, at: number): Served {
  const { match, model, note, region = '' } = catalog.resolve(incumbent.provider, incumbent.model, at);
  if (model === undefined) return { served: undefined, match, note };
  const tier = STANDARD_TIERS.has(incumbent.serviceTier) ? '' : incumbent.serviceTier;
  const effort = incumbent.effort === 'budget:0' ? 'none' : incumbent.effort !== '' ? incumbent.effort : (model.defaultEffort ?? '');
  const id = `${model.id}${tier === '' ? '' : `@${tier}`}${effort === '' ? '' : `:${effort}`}`;
  return { served: { id, model, tier, effort, region: incumbent.region === '' ? region : incumbent.region }, match, note };
}
