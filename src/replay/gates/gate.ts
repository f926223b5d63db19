import type { CatalogModel, Ratio } from '../../model/catalog.js';
import type { Config } from '../../model/config.js';
import type { Gate as GateId } from '../../model/analysis.js';
import type { SegmentTraffic } from '../traffic.js';

/** A candidate before the gates: model x effort. */
export interface Candidate {
  /** provider/model or provider/model:effort */
  id: string;
  model: CatalogModel;
  effort: string;
}

export interface GateInput {
  segment: SegmentTraffic;
  candidate: Candidate;
  config: Config;
  /** ms UTC: what is alive and what it costs is asked for this instant. */
  pricesAt: number;
  /** Candidate tokens per incumbent token, the text kind that gives the most. */
  widestTokenRatio: Ratio;
  outputRatio: Ratio;
}

/** One test of the decision tree: undefined = pass, else why not. */
export interface Gate {
  id: GateId;
  test: (input: GateInput) => string | undefined;
}
