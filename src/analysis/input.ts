import type { CostMode, Flag } from '../model/analysis.js';
import type { Cell } from '../model/cell.js';
import type { Catalog } from '../model/catalog.js';
import type { Config } from '../model/config.js';
import type { EvidenceClass, EvidenceRow, LatencyRow, MinuteRow, Workload } from '../model/store.js';
import type { ProjectionWindow } from '../project/index.js';
import type { Quality } from '../quality/index.js';
import type { BillComparison } from './bills/types.js';

/** Everything that an analysis depends on. The same input gives the same bytes. */
export interface AnalysisInput {
  window: ProjectionWindow;
  /** Cells of the window, ordered by key. */
  cells: readonly Cell[];
  /** One-call cells of the cells that hold a breakpoint, by cell key text. */
  rows: ReadonlyMap<string, readonly Cell[]>;
  workloads: readonly Workload[];
  evidence: readonly EvidenceRow[];
  minutes: readonly MinuteRow[];
  latency: readonly LatencyRow[];
  /** Bills of the window against what all its calls cost, whatever the filter; absent: there are none. */
  billed?: BillComparison | undefined;
  catalog: Catalog;
  quality: Quality;
  config: Config;
  settings: {
    threshold: number;
    minEvidence: EvidenceClass;
    margin: number;
    /** YYYY-MM-DD: the first projected day; counterfactuals are priced from here on. */
    pricesAt: string;
    filters: Readonly<Record<string, string>>;
    seed: number;
    /** What the actual side and the baseline are made of: our prices (default), or the costs that the log carries. */
    costMode?: CostMode;
  };
  /** What only the caller knows. `remarks` are shown among the flags; `callsOutside`: stored calls outside the window. */
  facts: { isSynthetic: boolean; callsTimedByFile: number; callsOutside?: number; shadowbillVersion: string; classifierVersions: readonly string[]; remarks?: readonly Flag[] };
}
