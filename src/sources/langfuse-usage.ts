// usageDetails of Langfuse: https://langfuse.com/docs/observability/features/token-and-cost-tracking (read 2026-11-22)
import type { InclusiveUsage } from '../model/usage.js';
import type { JsonRecord } from './source.js';
import { count, isAbsent, list, object, pick, text } from './values.js';

const baseInputNames: readonly string[] = ['input', 'input_tokens', 'prompt_tokens', 'inputtokens', 'prompttokens', 'prompt_token_count', 'prompt'];
const baseOutputNames: readonly string[] = ['output', 'output_tokens', 'completion_tokens', 'outputtokens', 'completiontokens', 'candidates_token_count', 'completion'];
const totalNames: readonly string[] = ['total', 'total_tokens', 'totaltokens', 'total_token_count'];

type Kind = 'input' | 'read' | 'write' | 'write1h' | 'audioIn' | 'imageIn' | 'output' | 'reasoning' | 'audioOut' | 'search';

/** Kinds of usage are free texts; these words are what integrations and the price list of Langfuse use. */
function kindOf(name: string): Kind | undefined {
  const isOutput = /output|completion|candidate|prediction/.test(name);
  if (/search|server_tool|request/.test(name)) return /search/.test(name) ? 'search' : undefined;
  if (/cach/.test(name)) return !/creat|writ/.test(name) ? 'read' : /1h|1_h|hour/.test(name) ? 'write1h' : 'write';
  if (/reason|thought|thinking/.test(name)) return 'reasoning';
  if (/audio/.test(name)) return isOutput ? 'audioOut' : 'audioIn';
  if (isOutput) return 'output';
  if (/image|video|vision/.test(name)) return 'imageIn';
  return /input|prompt|tool|modality|text/.test(name) ? 'input' : undefined;
}

type Sums = Partial<Record<Kind, number>>;

function sumsOf(details: JsonRecord): { base: { input?: number; output?: number; total?: number }; sums: Sums } {
  const base: { input?: number; output?: number; total?: number } = {};
  const sums: Sums = {};
  const seen = new Set<string>();
  for (const [written, value] of Object.entries(details)) {
    const name = written.toLowerCase();
    const tokens = count(value);
    if (tokens === undefined) continue;
    if (baseInputNames.includes(name)) base.input ??= tokens;
    else if (baseOutputNames.includes(name)) base.output ??= tokens;
    else if (totalNames.includes(name)) base.total ??= tokens;
    else {
      const kind = kindOf(name);
      const isAlias = kind !== 'input' && kind !== 'output' && kind !== 'write' && tokens > 0 && seen.has(`${kind} ${tokens}`);
      if (kind === undefined || isAlias) continue;
      seen.add(`${kind} ${tokens}`);
      sums[kind] = (sums[kind] ?? 0) + tokens;
    }
  }
  const split = count(details['input_cache_creation_5m']);
  const umbrella = [details['cache_creation_input_tokens'], details['input_cache_creation'], details['input_cache_write']].map(count).find((tokens) => tokens !== undefined);
  if (split !== undefined && umbrella !== undefined && umbrella > 0 && umbrella === split + (sums.write1h ?? 0)) sums.write = (sums.write ?? 0) - umbrella;
  return { base, sums };
}

const add = (...parts: readonly (number | undefined)[]): number => parts.reduce<number>((total, part) => total + (part ?? 0), 0);

/**
 * Counts out of usageDetails. Its buckets are disjoint and add up to `total`; where `total` shows that a side already includes its parts (some integrations write the provider's own
 * counts), it is not added again. Nothing but zeros is how an absent count is written: then nothing is known.
 *
 * Example: { input: 24, output: 378, input_cached_tokens: 0, output_reasoning_tokens: 1029, total: 1431 } -> 24 input of which 0 cached, 378 + 1029 output of which 1029 reasoning
 */
export function countsOfDetails(details: JsonRecord, { isEmbedding }: { isEmbedding: boolean }): InclusiveUsage {
  const { base, sums } = sumsOf(details);
  const isBlank = [...Object.values(base), ...Object.values(sums)].every((tokens) => tokens === 0);
  if (isBlank) return {};
  const inputParts = [sums.read, sums.write, sums.write1h, sums.audioIn, sums.imageIn, sums.input];
  const outputParts = [sums.reasoning, sums.audioOut, sums.output];
  const isSide = (baseCount: number | undefined, parts: readonly (number | undefined)[]): boolean => baseCount !== undefined || parts.some((part) => part !== undefined);
  const beside = { input: add(base.input, ...inputParts), output: add(base.output, ...outputParts) };
  const within = { input: base.input ?? beside.input, output: base.output ?? beside.output };
  const sides = ([[beside, beside], [within, within], [beside, within], [within, beside]] as const).find(([input, output]) => base.total !== undefined && input.input + output.output === base.total) ?? [beside, beside];
  const writes = sums.write === undefined && sums.write1h === undefined ? undefined : add(sums.write, sums.write1h);
  const hasInput = isSide(base.input, inputParts);
  const hasOutput = isSide(base.output, outputParts);
  const onlyTotal = !hasInput && !hasOutput && isEmbedding ? base.total : undefined;
  return {
    inputTokens: hasInput ? sides[0].input : onlyTotal, cachedInputTokens: sums.read, cacheWriteTokens: writes, cacheWrite1hTokens: sums.write1h, audioInputTokens: sums.audioIn, imageTokens: sums.imageIn,
    outputTokens: hasOutput ? sides[1].output : isEmbedding ? 0 : undefined, reasoningTokens: sums.reasoning, audioOutputTokens: sums.audioOut, webSearches: sums.search,
  };
}

/** An object, also as a list of its entries, which is how some readers of Parquet give a map. Example: [{ key: 'input', value: 5 }] -> { input: 5 } */
export function entriesOf(value: unknown): JsonRecord {
  const pairs = list(value).map((entry) => (Array.isArray(entry) ? entry : [object(entry)['key'], object(entry)['value']]) as readonly unknown[]);
  return pairs.length === 0 ? object(value) : Object.fromEntries(pairs.flatMap(([name, part]) => (typeof name === 'string' ? [[name, part]] : [])));
}

/** Counts of an observation of any age: usageDetails, else `usage` with its unit, else promptTokens and completionTokens. */
export function countsOfObservation(record: JsonRecord, facts: { isEmbedding: boolean }): { counts: InclusiveUsage; raw: JsonRecord | undefined } {
  const details = entriesOf(pick(record, 'usageDetails', 'usage_details', 'providedUsageDetails', 'provided_usage_details'));
  if (Object.keys(details).length > 0) return { counts: countsOfDetails(details, facts), raw: details };
  const old = object(pick(record, 'usage'));
  const unit = text(pick(old, 'unit') ?? pick(record, 'unit'))?.toUpperCase();
  if (unit !== undefined && unit !== 'TOKENS') return { counts: {}, raw: undefined };
  const flat = {
    input: pick(record, 'promptTokens', 'prompt_tokens', 'inputTokens', 'input_tokens', 'inputUsage', 'input_usage'), output: pick(record, 'completionTokens', 'completion_tokens', 'outputTokens', 'output_tokens', 'outputUsage', 'output_usage'),
    total: pick(record, 'totalTokens', 'total_tokens', 'totalUsage', 'total_usage'),
  };
  const stated: JsonRecord = { ...Object.fromEntries(Object.entries(old).filter(([name]) => !/cost|unit/i.test(name))), ...Object.fromEntries(Object.entries(flat).filter(([name, value]) => !isAbsent(value) && count(old[name]) === undefined)) };
  const counts = countsOfDetails(Object.fromEntries(Object.entries(stated).filter(([, value]) => count(value) !== undefined)), facts);
  return { counts, raw: Object.keys(stated).length === 0 || Object.keys(counts).length === 0 ? undefined : stated };
}
