import type { Catalog } from '../model/catalog.js';
import type { EvidenceRow } from '../model/store.js';
import type { QualityFigures, SegmentTraffic, Candidate } from '../replay/index.js';
import type { AnalysisInput } from './input.js';

interface NamedEvidence {
  row: EvidenceRow;
  incumbent: string;
  candidate: string;
}

/** Weights and effort, the same on every host. Example: 'openai/gpt-4o-mini' -> its base model and default effort; a colon may also belong to the model's own id. */
function identityOf(catalog: Catalog, name: string, at: number): string {
  const slash = name.indexOf('/');
  const provider = name.slice(0, Math.max(0, slash));
  const path = name.slice(slash + 1);
  const colon = path.lastIndexOf(':');
  const bare = colon < 0 ? undefined : catalog.resolve(provider, path.slice(0, colon), at).model;
  const effort = path.slice(colon + 1);
  if (bare !== undefined && (bare.efforts.includes(effort) || effort.startsWith('budget:'))) return `${bare.baseModel}:${effort}`;
  const { model } = catalog.resolve(provider, path, at);
  return model === undefined ? name : `${model.baseModel}:${model.defaultEffort ?? ''}`;
}

/** A row of a workload speaks of that workload, whatever its calls were classified as; a row without one speaks of its task. */
function speaksOf(row: EvidenceRow, segment: SegmentTraffic): boolean {
  if (row.workload !== undefined) return row.workload === segment.workload || row.workload.toLowerCase() === segment.workloadLabel.toLowerCase();
  return row.task === undefined || row.task === segment.task;
}

const reversed = { worse: 'better', same: 'same', better: 'worse' } as const;

/** The quality of a candidate on a segment, with the evidence rows that speak of this workload (or task) and this pair of models, in either direction. */
export function createAssess(input: AnalysisInput): (segment: SegmentTraffic, candidate: Candidate) => QualityFigures {
  const { catalog, quality, settings } = input;
  const named: NamedEvidence[] = input.evidence.map((row) => ({
    row, incumbent: identityOf(catalog, row.incumbent, row.at), candidate: identityOf(catalog, row.candidate, row.at),
  }));
  return (segment, candidate) => {
    const from = `${segment.incumbent.model.baseModel}:${segment.incumbent.effort}`;
    const to = `${candidate.model.baseModel}:${candidate.effort}`;
    const evidence = named.flatMap((item): EvidenceRow[] => {
      if (!speaksOf(item.row, segment)) return [];
      if (item.incumbent === from && item.candidate === to) return [item.row];
      return item.incumbent === to && item.candidate === from ? [{ ...item.row, outcome: reversed[item.row.outcome] }] : [];
    });
    return quality.assess({
      incumbent: { baseModel: segment.incumbent.model.baseModel, effort: segment.incumbent.effort, defaultEffort: segment.incumbent.model.defaultEffort },
      candidate: { baseModel: candidate.model.baseModel, effort: candidate.effort, defaultEffort: candidate.model.defaultEffort },
      task: segment.task, margin: settings.margin, seed: settings.seed, evidence,
    });
  };
}
