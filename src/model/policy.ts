import { z } from 'zod';
import { needs, tasks } from './call.js';
import { evidenceClasses } from './store.js';

const share = z.number().min(0).max(1);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What the user chose: the input of `policy/apply` beside the options. */
export const thresholdsSchema = z.strictObject({
  threshold: share,
  tasks: z.partialRecord(z.enum(tasks), share).optional(),
  /** Workload id -> its threshold, or 'off': never moved. */
  workloads: z.record(z.string(), z.union([share, z.literal('off')])).optional(),
  minEvidence: z.enum(evidenceClasses),
  denyProviders: z.array(z.string()).optional(),
  /** Only the incumbent's own provider. */
  sameProvider: z.boolean().optional(),
  /** USD a month; smaller savings of a segment are left alone. */
  minSavingUsd: z.number().min(0).optional(),
});
export type Thresholds = z.infer<typeof thresholdsSchema>;

export const policyRuleSchema = z.strictObject({
  id: z.string(),
  match: z.strictObject({
    workload: z.string(),
    workloadLabel: z.string(),
    task: z.enum(tasks),
    needs: z.array(z.enum(needs)),
    /** Input tokens, [min, max). null = no bound. */
    minInputTokens: z.number().int().nullable(),
    maxInputTokens: z.number().int().nullable(),
    incumbent: z.string(),
  }),
  route: z.string(),
  /** Tried in order when the route fails; the incumbent is the last. */
  fallback: z.array(z.string()),
  threshold: share,
  confidence: share,
  evidence: z.enum(evidenceClasses),
  evidenceItems: z.number().min(0),
  margin: share,
  /** USD a month. */
  projectedSaving: z.strictObject({ usd: z.number().nullable(), lowUsd: z.number().nullable(), highUsd: z.number().nullable() }),
  expires: date,
  /** Share of matching calls to send first, and the shares after it. */
  canary: z.strictObject({ share, ramp: z.array(share) }),
});
export type PolicyRule = z.infer<typeof policyRuleSchema>;

/** `shadowbill.policy.json`: what the user activates. */
export const policySchema = z.strictObject({
  schema: z.literal('shadowbill/policy@1'),
  isSynthetic: z.boolean(),
  created: date,
  thresholds: thresholdsSchema,
  rules: z.array(policyRuleSchema),
  provenance: z.strictObject({
    analysis: z.string(), analysisHash: z.string(), windowStart: date, windowEnd: date, timezone: z.string(), filters: z.record(z.string(), z.string()),
    catalog: z.string(), classifier: z.array(z.string()), quality: z.string(), seed: z.number().int(),
  }),
});
export type Policy = z.infer<typeof policySchema>;
