import { type SettledCall, type StoredCall, modelNameOf } from '../model/call.js';
import type { Catalog, MatchKind } from '../model/catalog.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { inputTokensOf } from '../model/usage.js';
import { isFreeVariant, priceUsage } from '../catalog/index.js';
import { standingOf } from '../settle/index.js';

/** What one call cost at the prices of its instant, in nano-dollars (not rounded), and how its model was matched. Unknown with the reason: no model, no price, no usage. */
export function costOfCall(call: StoredCall, catalog: Catalog): { nano: Outcome<number>; match: MatchKind } {
  const { match, model, note, region: namedRegion } = catalog.resolve(call.provider, modelNameOf(call), call.startedAt);
  const region = call.region ?? namedRegion;
  /** The rule reads nothing that settling adds. */
  const standing = standingOf(call as SettledCall);
  if (standing === 'failed' || isFreeVariant(call.provider, modelNameOf(call))) return { nano: known(0), match };
  if (model === undefined) return { nano: unknown(note), match };
  const input = inputTokensOf(call.usage);
  if (!input.known) return { nano: input, match };
  if (standing === 'unknown') return { nano: unknown('no output token count'), match };
  const card = catalog.rateCard(model, { tier: call.serviceTier ?? '', at: call.startedAt, inputTokens: input.value, ...(region !== undefined && { region }) });
  return { nano: card.known ? priceUsage(card.value, call.usage) : card, match };
}
