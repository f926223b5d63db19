import { createDiscountOf } from '../catalog/index.js';
import type { Analysis } from '../model/analysis.js';
import type { CatalogModel } from '../model/catalog.js';
import type { Applied } from '../policy/apply.js';
import { type Candidate, type SegmentTraffic, isoDay } from '../replay/index.js';
import type { AnalysisInput } from './input.js';

/** Evidence in the store, counted by workload, pair of models, class and way of choosing. */
export function evidenceRows({ evidence }: AnalysisInput): Analysis['evidence'] {
  const rows = new Map<string, Analysis['evidence'][number]>();
  for (const item of evidence) {
    const workload = item.workload ?? item.task ?? 'all';
    const key = [workload, item.incumbent, item.candidate, item.class, item.isRandom].join('\u001f');
    const row = rows.get(key) ?? { workload, incumbent: item.incumbent, candidate: item.candidate, class: item.class, worse: 0, same: 0, better: 0, isRandom: item.isRandom };
    rows.set(key, { ...row, [item.outcome]: row[item.outcome] + 1 });
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** The prices used: incumbents, chosen candidates, and those of the limit. */
export function priceRows(context: { input: AnalysisInput; traffic: readonly SegmentTraffic[]; applied: readonly Applied[]; candidates: readonly Candidate[]; pricesAt: number }): Analysis['prices'] {
  const { catalog } = context.input;
  const discountOf = createDiscountOf(context.input.config, catalog.models);
  const chosen = new Set(context.applied.flatMap(({ decisions }) => decisions.flatMap(({ option }) => (option === undefined ? [] : [option.candidate]))));
  const models = new Map(context.traffic.map(({ incumbent }) => [incumbent.model.id, incumbent.model]));
  for (const candidate of context.candidates) if (chosen.has(candidate.id)) models.set(candidate.model.id, candidate.model);
  return [...models.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap((model) => {
    const card = catalog.rateCard(model, { tier: '', at: context.pricesAt, inputTokens: 0 });
    if (!card.known) return [];
    const { rates, citation } = card.value;
    return [{
      model: model.id, match: 'exact', inputUsdPerMtok: rates.inputUsdPerMtok, outputUsdPerMtok: rates.outputUsdPerMtok, cacheReadUsdPerMtok: rates.cacheReadUsdPerMtok ?? null,
      source: `${discountText(discountOf(model), model)}${citation.source}`, checked: citation.checked, retires: model.retiredAt === undefined ? null : isoDay(model.retiredAt),
    }];
  });
}

/** What the shown rates are below the list of their source. No discount comes off prices of the user's own. Example: 'less your 5 %: '; '' without one. */
const discountText = (share: number, { citation }: CatalogModel): string =>
  (share === 0 || citation.source.startsWith('settings: ') ? '' : `less your ${Number((share * 100).toFixed(2))} %: `);
