/** A line of `prices cost --jsonl`. */
export interface Line {
  provider: string;
  model: string;
  at: string;
  usage: Record<string, number>;
  serviceTier?: string;
  region?: string;
  calls?: number;
}

/** What it costs, worked out by hand from a published page. */
export interface Case {
  title: string;
  line: Line;
  usd: number;
  /** The page, and the day of the copy that was read. */
  source: string;
}

/** A line without a price, and what the reason must say. */
export interface Refusal {
  title: string;
  line: Line;
  reason: RegExp;
}

/** Cases that come from one page. */
export const readFrom = (source: string, list: readonly (readonly [title: string, line: Line, usd: number])[]): Case[] =>
  list.map(([title, line, usd]) => ({ title, line, usd, source }));
