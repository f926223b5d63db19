import type { Billing } from './call.js';
import { nanoFromUsd } from './money.js';
import { type Usage, usageBuckets } from './usage.js';

/**
 * A cost as the log states it, in whole nano-dollars; absent stays absent. Gateways write 0 for models that they have no price of: a 0 on a call
 * with tokens that nobody calls free is no cost, and counts as not logged.
 *
 * Example: 0.0018 USD -> 1,800,000; 0 USD with 1000 input tokens -> undefined; the same with billing `free` -> 0.
 */
export function loggedNanoOf({ usd, usage, billing }: { usd: number | undefined; usage: Usage; billing: Billing | undefined }): number | undefined {
  if (usd === undefined) return undefined;
  const isGap = usd === 0 && billing !== 'free' && usageBuckets.some((bucket) => (usage[bucket] ?? 0) > 0);
  return isGap ? undefined : nanoFromUsd(usd);
}
