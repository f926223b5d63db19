import type { AnalysisInput } from '../../src/analysis/index.js';
import { type Cell, cellKeyText } from '../../src/model/cell.js';
import type { CatalogModel } from '../../src/model/catalog.js';
import { windowOf } from '../../src/project/index.js';
import type { Quality } from '../../src/quality/index.js';
import { model, smallCatalog } from '../replay/small-catalog.js';
import { type CallSpec, callCell } from '../replay/traffic-of.js';

export const big = model('maker', 'big', { base: { inputUsdPerMtok: 2, outputUsdPerMtok: 8 } });
export const mini = model('maker', 'mini', { base: { inputUsdPerMtok: 0.2, outputUsdPerMtok: 0.8 } });
export const rival = model('other', 'rival', { base: { inputUsdPerMtok: 0.1, outputUsdPerMtok: 0.4 } });
export const twin = model('host', 'big', { base: { inputUsdPerMtok: 1.8, outputUsdPerMtok: 7.2 }, baseModel: 'maker/big' });

/** Confidence by candidate weights; everything else of the figures is made up around it. */
export const qualityOf = (confidence: Record<string, number>): Quality => ({
  version: 'test',
  assess: ({ incumbent, candidate, evidence }) => {
    const isSame = incumbent.baseModel === candidate.baseModel;
    const sure = isSame ? 1 : (confidence[candidate.baseModel] ?? 0.5);
    return {
      confidence: sure, notWorse: sure, expectedWorse: 1 - sure, lossLow: 0, lossHigh: 1 - sure, evidence: evidence.length >= 20 ? 'judged' : 'prior', evidenceItems: evidence.length,
      scores: 12, itemsNeeded: 60, sources: [],
    };
  },
} as unknown as Quality);

/** `perDay` such calls on each of 14 days from Monday 2026-11-09 on. */
export const fortnight = (perDay: number, spec: CallSpec): Cell[] => Array.from({ length: 14 }, (_, day) => {
  const one = callCell({ day, ...spec });
  const sums = Object.fromEntries(Object.entries(one.sums).map(([name, value]) => [name, value * perDay])) as Cell['sums'];
  return { ...one, sums };
});

export function inputOf(cells: Cell[], changes: Partial<AnalysisInput> & { models?: CatalogModel[]; confidence?: Record<string, number> } = {}): AnalysisInput {
  const { models = [big, mini, rival], confidence = { 'maker/mini': 0.85, 'other/rival': 0.6 }, ...rest } = changes;
  const hours = cells.map((cell) => cell.key.hour);
  return {
    window: windowOf({ firstAt: Math.min(...hours) * 3_600_000, lastAt: Math.max(...hours) * 3_600_000, timezone: 'UTC', now: Date.parse('2026-11-24T00:00:00Z'), coveredHours: hours }),
    cells: [...cells].sort((a, b) => (cellKeyText(a.key) < cellKeyText(b.key) ? -1 : 1)), rows: new Map(),
    workloads: [{ id: 'w1', label: 'Tickets', templateKeys: [1], calls: 0 }, { id: 'w2', label: 'Digest', templateKeys: [2], calls: 0 }],
    evidence: [], minutes: [], latency: [], catalog: smallCatalog(models), quality: qualityOf(confidence), config: {},
    settings: { threshold: 0.8, minEvidence: 'none', margin: 0.05, pricesAt: '2026-11-23', filters: {}, seed: 1 },
    facts: { isSynthetic: false, callsTimedByFile: 0, shadowbillVersion: '0.1.0', classifierVersions: ['test'] }, ...rest,
  };
}
