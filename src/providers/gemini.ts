// Gemini generateContent and streamGenerateContent (SSE, or one JSON array without alt=sse), also on Vertex AI:
// https://ai.google.dev/api/generate-content and https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference (read 2026-11-22)
import type { RequestParameters } from '../model/call.js';
import { known } from '../model/outcome.js';
import type { Family, WireCall, WireInput, WireReply } from './family.js';
import { field, readContent, readParts } from './gemini-content.js';
import { searchesOf } from './gemini-searches.js';
import { readTraffic, readUsage } from './gemini-usage.js';
import { type JsonObject, flatTexts, isObject, listOf, numberOf, objectOf, readSampling, textOf } from './json.js';
import { readTier } from './openai-content.js';
import { errorOf } from './openai-error.js';

const PATH = /\/models\/([^/:]+):(generateContent|streamGenerateContent)$/;

/** Reasons of `finishReason` that mean a filter stopped the answer. */
const filterReasons: readonly string[] = ['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'IMAGE_SAFETY', 'IMAGE_PROHIBITED_CONTENT', 'MODEL_ARMOR'];

export const family: Family = {
  id: 'gemini',
  owner: 'google',
  matches: ({ path }) => PATH.test(path),
  read(input) {
    const reply = mergeReply(input.reply);
    const usage = readUsage(reply.usage, { isBlocked: reply.blockReason !== undefined && !reply.hasCandidate });
    if (!usage.known) return usage;
    const facts = { ...readRequest(input), ...readReply(input, reply) };
    const webSearches = searchesOf(reply.candidates, facts.servedModel ?? facts.requestedModel);
    return known({ ...facts, usage: webSearches === undefined ? usage.value : { ...usage.value, webSearches } });
  },
};

interface MergedReply {
  /** Top-level fields of the chunks, the last that is there wins. */
  top: JsonObject;
  parts: readonly unknown[];
  /** The first of every chunk. */
  candidates: readonly JsonObject[];
  hasCandidate: boolean;
  finishReason?: string | undefined;
  blockReason?: string | undefined;
  /** Running count: that of the last chunk that has one. */
  usage: JsonObject | undefined;
  error: ReturnType<typeof errorOf>;
}

function mergeReply(reply: WireReply): MergedReply {
  const chunks = reply.kind === 'stream' ? reply.events.map(({ json }) => json) : reply.kind === 'json' ? (Array.isArray(reply.json) ? reply.json : [reply.json]) : [];
  const top: Record<string, unknown> = {};
  const parts: unknown[] = [];
  const candidates: JsonObject[] = [];
  let finishReason: string | undefined;
  let blockReason: string | undefined;
  let usage: JsonObject | undefined;
  for (const entry of chunks) {
    const chunk = objectOf(entry);
    Object.assign(top, chunk);
    const candidate = listOf(chunk['candidates'])[0];
    if (isObject(candidate)) {
      candidates.push(candidate);
      finishReason = textOf(field(candidate, 'finishReason')) ?? finishReason;
      parts.push(...listOf(objectOf(candidate['content'])['parts']));
    }
    blockReason = textOf(field(objectOf(field(chunk, 'promptFeedback')), 'blockReason')) ?? blockReason;
    const stated = field(chunk, 'usageMetadata');
    if (isObject(stated)) usage = stated;
  }
  return { top, parts, candidates, hasCandidate: candidates.length > 0, finishReason, blockReason, usage, error: errorOf(chunks) };
}

type RequestFacts = Pick<WireCall, 'api' | 'requestedModel' | 'region' | 'effort' | 'maxOutputTokens' | 'metadata' | 'parameters'>;

/** The model stands in the path alone. */
function readRequest({ route, request }: WireInput): RequestFacts {
  const generation = objectOf(field(request, 'generationConfig'));
  const temperature = numberOf(generation['temperature']);
  const seed = numberOf(generation['seed']);
  const choices = numberOf(field(generation, 'candidateCount'));
  const parameters: RequestParameters = {
    ...readSampling(generation),
    ...(temperature !== undefined && { temperature }),
    ...(seed !== undefined && { seed }),
    ...(choices !== undefined && { choices }),
    ...(field(generation, 'responseLogprobs') === true && { wantsLogprobs: true }),
    ...(textOf(field(request, 'cachedContent')) !== undefined && { isStateful: true }),
  };
  const mode = textOf(objectOf(field(objectOf(field(request, 'toolConfig')), 'functionCallingConfig'))['mode']);
  return {
    api: 'generate_content',
    requestedModel: PATH.exec(route.path)?.[1],
    region: /\/locations\/([^/]+)\//.exec(route.path)?.[1],
    effort: readEffort(objectOf(field(generation, 'thinkingConfig'))),
    maxOutputTokens: numberOf(field(generation, 'maxOutputTokens')),
    metadata: flatTexts(request['labels']),
    parameters: { ...parameters, ...(mode !== undefined && { toolChoice: mode.toLowerCase() }) },
  };
}

/** A budget of 0 is none, -1 lets the model decide (nothing asked). Example: { thinkingLevel: 'HIGH' } -> 'high' */
function readEffort(thinking: JsonObject): string | undefined {
  const level = textOf(field(thinking, 'thinkingLevel'));
  if (level !== undefined) return level.toLowerCase();
  const budget = numberOf(field(thinking, 'thinkingBudget'));
  if (budget === undefined || budget < 0) return undefined;
  return budget === 0 ? 'none' : `budget:${budget}`;
}

type ReplyFacts = Omit<WireCall, keyof RequestFacts | 'usage'>;

function readReply({ route, request, reply }: WireInput, merged: MergedReply): ReplyFacts {
  const { text, toolCalls } = readParts(merged.parts);
  const isStream = PATH.exec(route.path)?.[2] === 'streamGenerateContent' || reply.kind === 'stream';
  const created = textOf(field(merged.top, 'createTime'));
  const createdAt = created === undefined ? Number.NaN : Date.parse(created);
  const traffic = readTraffic(merged.usage);
  const isFiltered = merged.blockReason !== undefined || filterReasons.includes(merged.finishReason ?? '');
  const isUnfinished = merged.finishReason === undefined && !isFiltered;
  return {
    servedModel: textOf(field(merged.top, 'modelVersion')),
    stream: isStream,
    serviceTier: traffic.tier ?? readTier(request['serviceTier']),
    content: { ...readContent(request), ...(merged.hasCandidate && { reply: { text, toolCalls } }) },
    responseId: textOf(field(merged.top, 'responseId')),
    createdAt: Number.isNaN(createdAt) ? undefined : createdAt,
    error: merged.error,
    finishReason: merged.finishReason,
    isFiltered,
    isCut: isStream && isUnfinished && merged.error === undefined,
    ...(isStream && isUnfinished && merged.usage !== undefined && { isEstimated: true }),
    rawUsage: merged.usage,
    billing: traffic.isCommitted ? 'committed' : undefined,
  };
}
