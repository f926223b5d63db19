import { z } from 'zod';
import { billings, tasks } from './call.js';

const share = z.number().min(0).max(1);
const modelList = z.array(z.string().min(1));

/** `shadowbill.config.json`. Strict: an unknown key is an error that names its path. Every key may be absent. */
export const configSchema = z.strictObject({
  schema: z.literal('shadowbill/config@1').optional(),
  /** Model names as logged (Azure deployments, gateway aliases) -> provider/model. */
  deployments: z.record(z.string(), z.string()).optional(),
  /** provider or provider/model -> share taken off list prices. */
  discounts: z.record(z.string(), share).optional(),
  /** provider -> how its calls are paid. */
  billing: z.record(z.string(), z.enum(billings)).optional(),
  /** Ids that may be candidates (provider/model, provider/*, with :effort); replaces the default set. */
  candidates: modelList.optional(),
  allow: modelList.optional(),
  deny: modelList.optional(),
  /** Workload id or label -> 'off', or the task it belongs to. */
  workloads: z.record(z.string(), z.union([z.literal('off'), z.enum(tasks)])).optional(),
  /** Loss of quality (share of calls, worse minus better) that the user accepts. */
  margin: share.optional(),
  /** USD a month; a segment whose saving is below is kept. */
  minSavingUsd: z.number().min(0).optional(),
  /** IANA name, e.g. Europe/Berlin. */
  timezone: z.string().min(1).optional(),
  privacy: z.enum(['features', 'redacted', 'full']).optional(),
});
export type Config = z.infer<typeof configSchema>;
