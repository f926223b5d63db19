import type { Usage } from './usage.js';

/** `usage`: token counts of a provider's usage report; `cost`: dollars of an invoice, a cost report or a gateway's daily totals. */
export type BillKind = 'usage' | 'cost';

/**
 * One line of what a provider says was used or charged in a span of time: never a call. Two exports that hold the same line hold it under the same `id`; the
 * later one wins, because reports of recent days still grow.
 */
export interface BillRow {
  /** Made of source, span, and every dimension that sets the line apart from its neighbours. */
  id: string;
  /** Id of the format that it was read from. */
  source: string;
  kind: BillKind;
  /** As in the catalog. */
  provider: string;
  /** As the report names it; absent where the line is of no single model. */
  model?: string | undefined;
  /** ms since 1970 UTC, `from` inclusive, `to` exclusive. */
  from: number;
  to: number;
  /** Sums in disjoint buckets; absent = not on the line. */
  usage?: Usage | undefined;
  requests?: number | undefined;
  /** Whole nano-dollars; negative for credits. */
  costNanoUsd?: number | undefined;
  /** Words of the line: `line_item`, description. Hostile text. */
  lineItem?: string | undefined;
  serviceTier?: string | undefined;
  /** Further dimensions as the report has them: project, api key id, workspace, user. */
  dimensions: Readonly<Record<string, string>>;
}
