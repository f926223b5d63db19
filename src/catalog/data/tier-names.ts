/** Tier names of the providers -> ours. '' and what means "no special tier" -> standard. */
export const tierNames: Readonly<Record<string, string>> = {
  '': 'standard', standard: 'standard', default: 'standard', auto: 'standard', on_demand: 'standard', 'on-demand': 'standard', ondemand: 'standard', standard_only: 'standard',
  batch: 'batch', batches: 'batch', flex: 'flex', priority: 'priority', fast: 'fast', optimized: 'fast', 'latency-optimized': 'fast', latency_optimized: 'fast', ultrafast: 'ultrafast',
};
