import { z } from 'zod';
import { billings, needs, tasks } from './call.js';
import { configSchema } from './config.js';
import { evidenceClasses } from './store.js';

/** `shadowbill/analysis@1`: the one result that every output draws. Money in sums: whole nano-dollars (`…Nano`). Projected money: USD a month of 30 days. */

const nano = z.number().int();
const share = z.number().min(0).max(1);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A projected figure for the 30 days after the window with its two-sided 80 % interval; signed. `status` none: too few days, the figures are null. */
export const projectionSchema = z.strictObject({
  status: z.enum(['full', 'provisional', 'none']),
  usd: z.number().nullable(),
  lowUsd: z.number().nullable(),
  highUsd: z.number().nullable(),
  /** Half-widths in USD that the sources would give alone. */
  traffic: z.number().nullable(),
  tokenizer: z.number().nullable(),
  outputLength: z.number().nullable(),
  reasoning: z.number().nullable(),
  failures: z.number().nullable(),
});
export type Projection = z.infer<typeof projectionSchema>;

export const gates = ['routable', 'allowed', 'alive', 'capable', 'fits', 'fast enough', 'has capacity', 'costed', 'good enough', 'cheaper'] as const;
export type Gate = (typeof gates)[number];

/** A candidate that passed every gate before the threshold, priced on the segment's own traffic. */
export const optionSchema = z.strictObject({
  /** provider/model or provider/model:effort */
  candidate: z.string(),
  provider: z.string(),
  /** Cost of the segment on this candidate, by day of `window.dates`; net of cold caches, fallbacks, tokenizer, verbosity and reasoning. */
  dailyNano: z.array(nano),
  /** Parts of the sum of `dailyNano`: what scales with the tokenizer, with visible output length, with reasoning length, and re-runs on the incumbent. */
  inputNano: nano,
  outputNano: nano,
  reasoningNano: nano,
  fallbackNano: nano,
  /** One standard deviation of the natural logarithm of the ratio. */
  tokenizerSd: z.number().min(0),
  outputSd: z.number().min(0),
  reasoningSd: z.number().min(0),
  confidence: share,
  notWorse: share,
  expectedWorse: share,
  /** 90 % interval of the segment's mean loss (worse minus better), -1..1. */
  lossLow: z.number(),
  lossHigh: z.number(),
  evidence: z.enum(evidenceClasses),
  /** Random items of the user's own behind it. */
  evidenceItems: z.number().min(0),
  /** Published scores behind the prior, and the model they were borrowed from when it has fewer than 10 of its own. */
  scores: z.number().int().min(0),
  inheritedFrom: z.string().optional(),
  /** The same weights at another host: needs no quality judgement. */
  isSameModel: z.boolean(),
  notes: z.array(z.string()),
  /** Day from which it no longer answers, where that is announced. */
  retires: date.optional(),
  /** Random items to judge before `confidence` can reach 0.95 at this margin, if the loss is as expected; null: not reachable. */
  itemsNeeded: z.number().int().nullable(),
  /** What judging them costs: candidate's answers, list price. */
  itemsNano: nano.nullable(),
});
export type Option = z.infer<typeof optionSchema>;

/** The unit that a policy decides on, for one incumbent. */
export const segmentSchema = z.strictObject({
  id: z.string(),
  workload: z.string(),
  workloadLabel: z.string(),
  task: z.enum(tasks),
  taskConfidence: share,
  difficulty: share,
  needs: z.array(z.enum(needs)),
  /** 0..5, or null for pooled segments. */
  band: z.number().int().nullable(),
  /** provider/model[@tier][:effort] */
  incumbent: z.string(),
  incumbentProvider: z.string(),
  /** own: its traffic alone; pooled: fewer than 300 calls or 3 days, judged together with its workload or task. */
  status: z.enum(['own', 'pooled']),
  /** Weighted. */
  calls: z.number(),
  /** Weighted calls by day of `window.dates`: what a degraded-call forecast is made from. */
  dailyCalls: z.array(z.number()),
  inputTokens: z.number(),
  outputTokens: z.number(),
  /** What staying costs, by day, at the prices of the projected month. */
  dailyNano: z.array(nano),
  /** The replacement whose price stands in `dailyNano` from the day on which the incumbent retires; absent: it lives on. */
  successor: z.string().optional(),
  options: z.array(optionSchema),
  /** Where the best rejected candidates fell: the saving over the window that each gate stops, beyond the best option. */
  blocked: z.array(z.strictObject({ gate: z.enum(gates), reason: z.string(), candidate: z.string(), savingNano: nano })),
});
export type Segment = z.infer<typeof segmentSchema>;

/** One row of the accounting identity. Rows add up to the totals, in calls and in dollars. */
export const accountingRowSchema = z.strictObject({
  code: z.enum(['moved', 'kept-below-threshold', 'kept-no-cheaper', 'one-day', 'kept-by-user', 'not-routable', 'no-option', 'retries', 'duplicates', 'failed', 'unknown-usage', 'unpriced', 'not-metered', 'free']),
  title: z.string(),
  calls: z.number(),
  nano,
});

export const scenarioSchema = z.strictObject({
  id: z.enum(['as-is', 'same-provider', 'cross-provider', 'cheapest-capable']),
  title: z.string(),
  threshold: z.number(),
  /** Cost of the window under the scenario, cross-fitted. */
  windowNano: nano,
  savingNano: nano,
  /** Saving of the rule fitted on all days: larger by construction, never leads. */
  inSampleSavingNano: nano,
  /** Net routing saving / all metered spend of the window. */
  savingShare: z.number(),
  dailySavingNano: z.array(nano),
  spend: projectionSchema,
  saving: projectionSchema,
  movedCalls: z.number(),
  movedShare: share,
  /** Expected calls a month that are worse than the incumbent's ("at most": the incumbent was not measured against itself). */
  degradedCalls: z.number(),
  /** Sum of saving x (1 - confidence) over the moves, USD a month. */
  rollbackUsd: z.number().nullable(),
  /** Candidate -> calls and dollars moved to it. */
  targets: z.array(z.strictObject({ candidate: z.string(), calls: z.number(), savingNano: nano })),
});
export type Scenario = z.infer<typeof scenarioSchema>;

export const costModes = ['computed', 'reported'] as const;
export type CostMode = (typeof costModes)[number];

/**
 * The costs that the log carries beside ours, over metered calls, weighted. Only like is compared with like: `comparedCalls` stand alone or among calls that all carry a cost;
 * `loggedNano` and `computedNano` are over these. `computedNano` null: the model has no price here, and its calls are in no sum.
 */
export const costComparisonSchema = z.strictObject({
  mode: z.enum(costModes),
  meteredCalls: z.number(),
  loggedCalls: z.number(),
  comparedCalls: z.number(),
  loggedNano: nano,
  computedNano: nano,
  models: z.array(z.strictObject({
    model: z.string(),
    /** Provider that sells it, as logged: a gateway and the maker share a model's name, not its price. */
    seller: z.string().default(''),
    calls: z.number(), loggedCalls: z.number(), comparedCalls: z.number(), loggedNano: nano, computedNano: nano.nullable(),
    /** Logged / computed, from 30 stored calls on; null: too few, or no price. */
    factor: z.number().nullable(),
    /** Logged and not believed, so not compared: more than 10 times above or below the median factor of the model. `oddNano`: their logged cost. */
    oddCalls: z.number().default(0),
    oddNano: nano.default(0),
  })),
});
export type CostComparison = z.infer<typeof costComparisonSchema>;
const noComparison: CostComparison = { mode: 'computed', meteredCalls: 0, loggedCalls: 0, comparedCalls: 0, loggedNano: 0, computedNano: 0, models: [] };

/** Calls that are not paid per token, and what they would cost at list price; `unpricedCalls` of them have none. */
export const notMeteredSchema = z.strictObject({ billing: z.enum(billings), provider: z.string(), calls: z.number(), listNano: nano, unpricedCalls: z.number() });

/** A commitment of the settings against the calls of the window that ran under it. */
export const commitmentSchema = z.strictObject({
  provider: z.string(), models: z.array(z.string()), from: date.nullable(), until: date, note: z.string(), usdPerMonth: z.number(),
  /** Days of the window that it covers and that are in the data. */
  days: z.number().int(),
  calls: z.number(),
  /** What these calls would cost at list price. */
  listNano: nano,
  /** usdPerMonth x days / 30. */
  paidNano: nano,
  /** Paid and not used, >= 0; null where some calls have no price, or a filter hides some. */
  unusedNano: nano.nullable(),
  /** List price of what runs under it and is in no projection, on the days of the projected month after its end; null: it lasts, another takes over, or nothing ran under it. */
  endsNano: nano.nullable(),
});
export type Commitment = z.infer<typeof commitmentSchema>;

export const flagSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'serious']),
  text: z.string(),
  advice: z.string(),
  nano: nano.nullable(),
});
export type Flag = z.infer<typeof flagSchema>;

export const analysisSchema = z.strictObject({
  schema: z.literal('shadowbill/analysis@1'),
  id: z.string(),
  /** True when any call comes from a generator: every output says SYNTHETIC. */
  isSynthetic: z.boolean(),
  asOf: date,
  window: z.strictObject({
    start: date,
    end: date,
    timezone: z.string(),
    dates: z.array(date),
    /** Parallel to dates: true = Saturday or Sunday. */
    weekend: z.array(z.boolean()),
    /** Parallel to dates: false = no call and no import covers it. */
    covered: z.array(z.boolean()),
    daysWithData: z.number().int(),
    status: z.enum(['full', 'provisional', 'seen-so-far', 'totals-only']),
    /** What is missing for the next status, as a sentence; '' when full. */
    next: z.string(),
  }),
  settings: z.strictObject({
    threshold: share,
    minEvidence: z.enum(evidenceClasses),
    margin: share,
    pricesAt: date,
    filters: z.record(z.string(), z.string()),
    config: configSchema,
    seed: z.number().int(),
    costMode: z.enum(costModes).default('computed'),
  }),
  versions: z.strictObject({ shadowbill: z.string(), classifier: z.array(z.string()), catalog: z.string(), quality: z.string(), pricesReadOn: date }),
  verdict: z.strictObject({
    sentence: z.string(),
    isAnythingReady: z.boolean(),
    ready: z.strictObject({ saving: projectionSchema, text: z.string() }),
    likely: z.strictObject({
      saving: projectionSchema,
      /** Saving weighted by the confidence of each move, USD a month. */
      weightedUsd: z.number().nullable(),
      itemsToCheck: z.number().int(),
      checkNano: nano,
      text: z.string(),
    }),
    limit: z.strictObject({ saving: projectionSchema, text: z.string() }),
    /** Shown when spend is small or the saving drowns in noise; '' otherwise. */
    advice: z.string(),
  }),
  totals: z.strictObject({
    /** Stored calls, and the same weighted by stratum. */
    storedCalls: z.number().int(),
    calls: z.number(),
    billedCalls: z.number(),
    failedCalls: z.number(),
    unknownUsageCalls: z.number(),
    unpricedCalls: z.number(),
    estimatedPriceCalls: z.number(),
    estimatedUsageCalls: z.number(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    spendNano: nano,
    meteredNano: nano,
    notMeteredNano: nano,
    /** Calls with a price / billed calls. */
    pricedShare: share,
    spend: projectionSchema,
    unpricedModels: z.array(z.strictObject({ provider: z.string(), model: z.string(), calls: z.number(), reason: z.string() })),
    sampledShare: share,
  }),
  accounting: z.array(accountingRowSchema),
  costs: costComparisonSchema.default(noComparison),
  notMetered: z.array(notMeteredSchema).default([]),
  commitments: z.array(commitmentSchema).default([]),
  scenarios: z.array(scenarioSchema),
  levers: z.array(z.strictObject({ id: z.enum(['retries', 'duplicates', 'routing', 'caching', 'batch']), title: z.string(), nano: nano.nullable(), calls: z.number(), text: z.string() })),
  /** Gross to net for the cross-provider scenario, over the window; parts are signed and add up. */
  waterfall: z.array(z.strictObject({ id: z.string(), title: z.string(), nano, isTotal: z.boolean() })),
  segments: z.array(segmentSchema),
  tasks: z.array(z.strictObject({
    task: z.enum(tasks), calls: z.number(), nano, savingNano: nano, saving: projectionSchema, movedCalls: z.number(),
    confidence: share.nullable(), evidence: z.enum(evidenceClasses), documentAnalysisCalls: z.number(),
  })),
  workloads: z.array(z.strictObject({
    id: z.string(), label: z.string(), task: z.enum(tasks), difficulty: share, calls: z.number(), nano, savingNano: nano, saving: projectionSchema,
    movedCalls: z.number(), target: z.string(), confidence: share.nullable(), evidence: z.enum(evidenceClasses), evidenceItems: z.number(),
  })),
  blocks: z.array(z.strictObject({ gate: z.enum(gates), reason: z.string(), calls: z.number(), savingNano: nano, example: z.string() })),
  reliability: z.array(z.strictObject({
    provider: z.string(), calls: z.number(), rateLimited: z.number(), serverErrors: z.number(), otherErrors: z.number(),
    peakCallsPerMinute: z.number(), peakTokensPerMinute: z.number(), outageMinutes: z.number(), medianLatencyMs: z.number().nullable(),
  })),
  daily: z.array(z.strictObject({ date, calls: z.number(), spendNano: nano, chosenNano: nano, limitNano: nano })),
  backTest: z.strictObject({ status: z.enum(['inside', 'outside', 'not-run']), predictedNano: nano.nullable(), lowNano: nano.nullable(), highNano: nano.nullable(), actualNano: nano.nullable(), text: z.string() }),
  /** Share of billed calls whose cell straddles a breakpoint for some option, and was priced row by row. */
  splitShare: share,
  evidence: z.array(z.strictObject({ workload: z.string(), incumbent: z.string(), candidate: z.string(), class: z.enum(evidenceClasses), worse: z.number(), same: z.number(), better: z.number(), isRandom: z.boolean() })),
  flags: z.array(flagSchema),
  assumptions: z.array(z.strictObject({ title: z.string(), text: z.string(), source: z.string() })),
  /** Prices used: incumbents and chosen candidates. */
  prices: z.array(z.strictObject({ model: z.string(), match: z.string(), inputUsdPerMtok: z.number(), outputUsdPerMtok: z.number(), cacheReadUsdPerMtok: z.number().nullable(), source: z.string(), checked: z.string(), retires: z.string().nullable() })),
});
export type Analysis = z.infer<typeof analysisSchema>;
