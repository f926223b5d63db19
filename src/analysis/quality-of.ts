import type { Catalog } from '../model/catalog.js';
import type { EvidenceRow } from '../model/store.js';
import type { QualityFigures, SegmentTraffic, Candidate } from '../replay/index.js';
import type { AnalysisInput } from './input.js';

interface NamedEvidence {
  row: EvidenceRow;
  incumbent: string;
  candidate: string;
}

/** Weights and effort, the same on every host. Example: 'openai/gpt-4o-mini' -> 'openai/gpt-4o-mini:' + its default effort. */
function identityOf(catalog: Catalog, name: string, at: number): string {
  const [path = '', effort] = splitEffort(name);
  const slash = path.indexOf('/');
  const { model } = catalog.resolve(path.slice(0, Math.max(0, slash)), path.slice(slash + 1), at);
  return model === undefined ? name : `${model.baseModel}:${effort ?? model.defaultEffort ?? ''}`;
}

function splitEffort(name: string): [string, string | undefined] {
  const colon = name.lastIndexOf(':');
  return colon < 0 ? [name, undefined] : [name.slice(0, colon), name.slice(colon + 1)];
}

/** The quality of a candidate on a segment, with the evidence rows that speak of this workload (or task) and this pair of models. */
export function createAssess(input: AnalysisInput): (segment: SegmentTraffic, candidate: Candidate) => QualityFigures {
  const { catalog, quality, settings } = input;
  const named: NamedEvidence[] = input.evidence.map((row) => ({
    row, incumbent: identityOf(catalog, row.incumbent, row.at), candidate: identityOf(catalog, row.candidate, row.at),
  }));
  const speaksOf = (row: EvidenceRow, segment: SegmentTraffic): boolean => {
    if (row.workload !== undefined && row.workload !== segment.workload && row.workload.toLowerCase() !== segment.workloadLabel.toLowerCase()) return false;
    return row.task === undefined || row.task === segment.task;
  };
  return (segment, candidate) => {
    const incumbentName = `${segment.incumbent.model.baseModel}:${segment.incumbent.effort}`;
    const candidateName = `${candidate.model.baseModel}:${candidate.effort}`;
    const evidence = named
      .filter((item) => item.incumbent === incumbentName && item.candidate === candidateName && speaksOf(item.row, segment))
      .map((item) => item.row);
    return quality.assess({
      incumbent: { baseModel: segment.incumbent.model.baseModel, effort: segment.incumbent.effort },
      candidate: { baseModel: candidate.model.baseModel, effort: candidate.effort },
      task: segment.task, margin: settings.margin, seed: settings.seed, evidence,
    });
  };
}
