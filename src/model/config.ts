import { z } from 'zod';
import { billings, needs, tasks } from './call.js';

const share = z.number().min(0).max(1);
const modelList = z.array(z.string().min(1));
const modelName = z.string().regex(/^[^/\s]+\/\S/, 'write it as provider/model');
/** USD per million tokens, or per call, search or hour. The dearest token on sale costs some hundreds of dollars per million; more than this is a wrong unit. */
const MAX_RATE_USD = 1e6;
const rate = z.number().min(0).max(MAX_RATE_USD, `no price is above ${MAX_RATE_USD.toLocaleString('en-US')} USD: look at the unit`);
const spend = z.number().min(0);
const amountPerHour = z.number().gt(0);
const tokenLimit = z.number().int().gt(0);

const isDay = (text: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};
/** No model was sold by the token before it. */
const FIRST_DAY = '2015-01-01';
/** From 00:00 UTC of that day on. */
const day = z.string().refine(isDay, 'write a day of the calendar as YYYY-MM-DD').refine((text) => !isDay(text) || text >= FIRST_DAY, `write a day from ${FIRST_DAY} on`);

/** USD per million tokens unless named otherwise; a rate that is left out is not known, and calls that need it have no price. */
const tokenPriceSchema = z.strictObject({
  from: day.optional(),
  inputUsdPerMtok: rate,
  outputUsdPerMtok: rate,
  cacheReadUsdPerMtok: rate.optional(),
  cacheWriteUsdPerMtok: rate.optional(),
  cacheWrite1hUsdPerMtok: rate.optional(),
  audioInputUsdPerMtok: rate.optional(),
  audioOutputUsdPerMtok: rate.optional(),
  imageInputUsdPerMtok: rate.optional(),
  requestUsd: rate.optional(),
  webSearchUsdPerThousand: rate.optional(),
});

/** A machine that is paid by the hour. Tokens per hour: what the whole deployment reads (or writes) in an hour in which it does nothing else. */
const hourlyPriceSchema = z.strictObject({
  from: day.optional(),
  usdPerHour: rate,
  inputTokensPerHour: amountPerHour,
  outputTokensPerHour: amountPerHour,
  cacheReadTokensPerHour: amountPerHour.optional(),
  /** Share of the paid hours in which it works. */
  utilization: z.number().gt(0).max(1),
}).superRefine(({ usdPerHour, utilization, ...tokens }, context) => {
  for (const key of ['inputTokensPerHour', 'outputTokensPerHour', 'cacheReadTokensPerHour'] as const) {
    const perHour = tokens[key];
    if (perHour !== undefined && (usdPerHour * 1e6) / (perHour * utilization) > MAX_RATE_USD) context.addIssue({ code: 'custom', path: [key], message: `comes to more than ${MAX_RATE_USD.toLocaleString('en-US')} USD per million tokens: look at the unit` });
  }
});

const ownPriceSchema = z.union([tokenPriceSchema, hourlyPriceSchema]);
export type OwnPrice = z.infer<typeof ownPriceSchema>;

const ownPriceListSchema = z.array(ownPriceSchema).min(1).superRefine((list, context) => {
  list.forEach(({ from }, index) => {
    if (list.findIndex((other) => other.from === from) !== index) context.addIssue({ code: 'custom', path: [index, 'from'], message: `two prices start ${from === undefined ? 'without a date' : `on ${from}`}` });
  });
});

/** A private, fine-tuned or self-hosted model, or a price of the user's own for a listed one. */
const ownModelSchema = z.strictObject({
  /** provider/model of the catalog whose limits, capabilities, tokenizer, efforts and weights it shares. */
  like: modelName.optional(),
  /** The weights are not those of `like`: nothing is known of its quality until it is measured. */
  fineTuned: z.boolean().optional(),
  title: z.string().min(1).optional(),
  kind: z.enum(['chat', 'embedding', 'other']).optional(),
  contextTokens: tokenLimit.optional(),
  maxOutputTokens: tokenLimit.optional(),
  meets: z.array(z.enum(needs)).optional(),
  lacks: z.array(z.enum(needs)).optional(),
  /** Reasoning efforts that a caller may ask for; empty = it does not reason. */
  efforts: z.array(z.string().min(1)).optional(),
  price: z.union([ownPriceSchema, ownPriceListSchema]),
}).superRefine(({ meets = [], lacks = [], contextTokens, maxOutputTokens }, context) => {
  lacks.forEach((need, index) => {
    if (meets.includes(need)) context.addIssue({ code: 'custom', path: ['lacks', index], message: `${need} stands under \`meets\` too` });
  });
  if (contextTokens !== undefined && maxOutputTokens !== undefined && maxOutputTokens > contextTokens) context.addIssue({ code: 'custom', path: ['maxOutputTokens'], message: `is more than contextTokens, ${contextTokens}` });
});
export type OwnModelSettings = z.infer<typeof ownModelSchema>;

/** Spend that is promised and paid whether it is used or not: [from, until). */
const commitmentSchema = z.strictObject({
  provider: z.string().min(1),
  /** Model names at that provider, `*` for any letters; absent: all of them. */
  models: z.array(z.string().min(1)).min(1).optional(),
  usdPerMonth: spend,
  from: day.optional(),
  until: day,
  note: z.string().optional(),
}).refine(({ from, until }) => from === undefined || from < until, { path: ['until'], message: 'must be after `from`' });
export type CommitmentSettings = z.infer<typeof commitmentSchema>;

/** `shadowbill.config.json`. Strict: an unknown key is an error that names its path. Every key may be absent. */
export const configSchema = z.strictObject({
  schema: z.literal('shadowbill/config@1').optional(),
  /** Model names as logged (Azure deployments, gateway aliases) -> provider/model. */
  deployments: z.record(z.string(), z.string()).optional(),
  /** provider/model -> a model or a price of the user's own. */
  models: z.record(modelName, ownModelSchema).optional(),
  /** provider, provider/* or provider/model (`*` for any letters) -> share taken off list prices; the most specific wins. */
  discounts: z.record(z.string(), share).optional(),
  /** provider, provider/* or provider/model (`*` for any letters) -> how its calls are paid; the most specific wins. */
  billing: z.record(z.string(), z.enum(billings)).optional(),
  commitments: z.array(commitmentSchema).optional(),
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
  /** First path segment at the recorder -> where it goes; beside, or in place of, those that it knows. */
  upstreams: z.record(z.string(), z.strictObject({ url: z.string().min(1), provider: z.string().min(1).optional(), caFile: z.string().min(1).optional() })).optional(),
});
export type Config = z.infer<typeof configSchema>;
