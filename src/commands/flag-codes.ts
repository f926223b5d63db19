/** Every code that a flag of an analysis can have: what `--fail-on` may name. */
export const flagCodes = [
  'after-retirement', 'before-release', 'billed-factor', 'billed-factor-not-applied', 'billed-not-logged', 'commitment-ends', 'commitment-starts', 'commitment-unused', 'estimated-price', 'estimated-usage', 'few-days', 'gap-days', 'incumbent-retires', 'limits-not-checked', 'lost-calls', 'logged-cost-differs', 'logged-cost-odd', 'no-logged-cost', 'no-time', 'no-weekend', 'no-working-day',
  'old-window', 'one-day', 'one-day-dominates', 'outage-day', 'outside-window', 'partial-day', 'price-change', 'provisional', 'regime-change', 'sampled', 'source-overlap', 'spend-not-seen', 'spike-day',
  'split-cells', 'stale-prices', 'trend', 'unknown-usage', 'unpriced',
] as const;
