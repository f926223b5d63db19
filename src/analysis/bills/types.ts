/** One provider, UTC day and model; model '' = the bill names none for that day, so that all are compared together. */
export interface ComparedDay {
  provider: string;
  day: string;
  model: string;
  /** null: not on the bill, or the bill says no dollars. */
  billedNano: number | null;
  /** null: no call in the log, or calls without a known price. */
  computedNano: number | null;
  billedTokens: number | null;
  recordedTokens: number | null;
  billedRequests: number | null;
  recordedCalls: number;
  /** Calls of the log of which nobody knows what they used. */
  unknownCalls: number;
  /** The log covers the day from its first to its last hour. */
  isLogWhole: boolean;
  /** It counts for the factor. */
  isCompared: boolean;
}

/** Something that the bill holds and the log does not, or the other way round, over all days. */
export interface OneSided {
  what: string;
  nano: number | null;
  tokens: number | null;
  requests: number | null;
  days: number;
}

/** What the bill is to the computed cost of the same calls. */
export interface BilledFactor {
  provider: string;
  /** Days and models compared. */
  days: number;
  from: string | null;
  to: string | null;
  billedNano: number;
  computedNano: number;
  /** Billed / computed. null: nothing to compare. */
  ratio: number | null;
  /** Recorded / billed tokens over the same days and models, of a report without dollars over all days that the log holds whole; null: the bill says no tokens. */
  coverage: number | null;
  /** Recorded calls / billed requests likewise. */
  requestShare: number | null;
  /** The ratio freed of calls that one side has more of: billed / computed, each per token. null: too little to say. */
  factor: number | null;
  /** The incumbent's side is multiplied by it. */
  applies: boolean;
  /** Why it does not apply; '' where it does, or bill and computed cost agree. */
  reason: string;
}

export interface ProviderComparison {
  provider: string;
  factor: BilledFactor;
  /** On the bill and not in the log: models and line items. */
  billedOnly: readonly OneSided[];
  /** In the log and not on the bill, on days that the bill covers. */
  recordedOnly: readonly OneSided[];
  /** Lines that are longer than a day, or not dated to one: in no comparison. */
  longLines: number;
  longNano: number;
}

export interface BillComparison {
  days: readonly ComparedDay[];
  providers: readonly ProviderComparison[];
}
