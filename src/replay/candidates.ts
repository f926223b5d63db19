import type { Catalog } from '../model/catalog.js';
import type { Config } from '../model/config.js';
import { type Candidate } from './gates/gate.js';
import { matchesPattern } from './gates/allowed.js';

/** Tokens. Smaller windows are outside the default set of candidates. */
const MIN_CONTEXT_TOKENS = 32_000;

/**
 * Every model x effort that may be tried: the ones the user lists, else every chat model that is generally available with a context of 32 k or more.
 * Of a reasoning model the efforts `none` (where it can be switched off) and its default are candidates; a listed `model:effort` adds that effort.
 */
export function listCandidates(catalog: Catalog, config: Config): Candidate[] {
  const candidates: Candidate[] = [];
  for (const model of catalog.models) {
    if (model.kind !== 'chat') continue;
    const efforts = model.efforts.length === 0 ? [''] : [...new Set([...(model.efforts.includes('none') ? ['none'] : []), model.defaultEffort ?? model.efforts[0] ?? ''])];
    const listedEfforts = model.efforts.filter((effort) => config.candidates?.includes(`${model.id}:${effort}`) === true);
    for (const effort of new Set([...efforts, ...listedEfforts])) {
      const id = effort === '' ? model.id : `${model.id}:${effort}`;
      const isListed = config.candidates?.some((pattern) => matchesPattern(pattern, id, model.id));
      if (isListed ?? (model.isGenerallyAvailable && (model.contextTokens ?? MIN_CONTEXT_TOKENS) >= MIN_CONTEXT_TOKENS)) candidates.push({ id, model, effort });
    }
  }
  return candidates.sort((a, b) => (a.id < b.id ? -1 : 1));
}
