import { classifyCall } from '../classify/index.js';
import { rememberLast } from '../classify/remember.js';
import type { CallContent, CapturedCall, StoredCall } from '../model/call.js';
import { inputTokensOf } from '../model/usage.js';
import { redact, type PrivacyLevel } from '../privacy/index.js';
import { imageSumsOf } from '../tokens/images.js';
import { type CountingOf, type TokenCounts, countedUsage, isUsageMissing, unknownModel } from './counting.js';
import { chainOf } from './digest.js';
import { hasFailureSignal } from './failure.js';
import { digestOf, hasUnseenMedia, requestHashOf } from './identity.js';

export { type CountingOf, type ModelCounting, type TextsToCount, type TokenCounts, textsToCount, unknownModel } from './counting.js';

export interface IntakeContext {
  /** Id of the source or of the recorder. */
  source: string;
  weightMillionths: number;
  /** Text that tells this record from all others of its import unit: hash of the record and its ordinal among equals. */
  fallbackKey: string;
  privacy: PrivacyLevel;
  /** HMAC-SHA-256 under the installation's key, cut to 52 bits, as a whole number. */
  hash: (text: string) => number;
  /** Tokens of the texts that `textsToCount` named for this call. Absent: nothing was counted, and what was not reported stays unknown. */
  counts?: TokenCounts | undefined;
  /** How the model that served makes tokens. Absent: nothing is known of it. */
  countingOf?: CountingOf | undefined;
}

/**
 * A call with its text into a call as it is stored: labels and hashes are worked out while the text is there, then the text is redacted or dropped.
 * Pure but for memories of system prompts and digests, which change no answer.
 */
export function takeIn(call: CapturedCall, context: IntakeContext): StoredCall {
  const { hash, privacy, counts } = context;
  const { content, parameters, sessionId, keys } = call;
  const isUsageCounted = counts !== undefined && isUsageMissing(call);
  const labels = classifyCall(call, { hash, isTextAllowedInLabel: privacy !== 'features' });
  const images = imagesOf(call);
  const toolDefinitions = toolDefinitionsOf(content);
  const model = isUsageCounted ? (context.countingOf?.(call, labels.textKind) ?? unknownModel) : unknownModel;
  const counted = isUsageCounted ? countedUsage(call, { counts, model, images, tools: toolDefinitions ?? 0 }) : undefined;
  const { usage, usageSource } = counted ?? call;
  const input = inputTokensOf(usage);
  const digest = content === undefined ? undefined : digestOf(content, hash);
  const question = content === undefined ? '' : questionOf(content);
  return {
    id: call.recordId ?? idFromKeys(keys) ?? `c${hash(`id\n${context.fallbackKey}`).toString(36)}`,
    keys: keys.length > 0 ? keys : [context.fallbackKey],
    sources: [context.source],
    weightMillionths: context.weightMillionths,
    startedAt: call.startedAt,
    timeSource: call.timeSource,
    env: call.env,
    provider: call.provider,
    requestedModel: call.requestedModel,
    servedModel: call.servedModel,
    api: call.api,
    region: call.region,
    serviceTier: call.serviceTier,
    effort: call.effort,
    billing: call.billing,
    stream: call.stream,
    status: call.status,
    httpStatus: call.httpStatus,
    errorType: call.errorType,
    finishReason: call.finishReason,
    usage,
    usageSource,
    rawUsage: call.rawUsage,
    loggedCostNanoUsd: call.loggedCostNanoUsd,
    maxOutputTokens: call.maxOutputTokens,
    latencyMs: call.latencyMs,
    ttftMs: call.ttftMs,
    user: call.user === undefined ? undefined : maskUser(call.user, hash),
    tags: maskTags(call.tags),
    task: labels.task,
    taskConfidence: labels.taskConfidence,
    difficulty: labels.difficulty,
    classifierVersion: labels.classifierVersion,
    needsMask: labels.needsMask,
    textKind: labels.textKind,
    templateKey: labels.templateKey,
    templateLabel: labels.templateLabel,
    requestHash: requestHashOf(call, hash),
    questionHash: question === '' ? undefined : hash(`question\n${question}`),
    prefixChain: digest === undefined ? undefined : chainOf(digest, input.known ? input.value : undefined),
    sessionKey: sessionId === undefined ? undefined : hash(`session\n${sessionId}`),
    isDeterministic: parameters.temperature === 0,
    hasFailureSignal: hasFailureSignal(call),
    images,
    toolDefinitions,
    sampledTokens: counts !== undefined && !isUsageCounted && !counts.isEstimated ? counts.prompt : undefined,
    body: content === undefined || privacy === 'features' ? undefined : bodyOf(content, privacy),
  };
}

/** All images of the prompt; where a reader gave no sizes, each `image` of a message is one of unknown size. */
function imagesOf({ content, usage }: CapturedCall): StoredCall['images'] {
  const parts = content?.messages.flatMap((message) => message.images ?? (message.media ?? []).filter((kind) => kind === 'image').map(() => ({})));
  return parts === undefined ? undefined : imageSumsOf(parts, { isReported: (usage.imageInputTokens ?? 0) > 0 });
}

/** What the provider runs itself has no definition in the prompt. */
function toolDefinitionsOf(content: CallContent | undefined): number | undefined {
  const count = content?.tools.filter((tool) => tool.isProviderRun !== true).length ?? 0;
  return count === 0 ? undefined : count;
}

/** UTF-16 units at both ends of the last user message, and its length, tell a repeated question: the middle of a long one is payload. */
const QUESTION_HEAD_UNITS = 600;
const QUESTION_TAIL_UNITS = 200;

/** The last user message alone, white space and case evened out, and what tells its media from others. '' when there is none, or media that the log does not show. */
function questionOf(content: CallContent): string {
  const message = content.messages.findLast(({ role }) => role === 'user');
  if (message === undefined || hasUnseenMedia(message)) return '';
  const text = message.text.trim();
  const isShort = text.length <= QUESTION_HEAD_UNITS + QUESTION_TAIL_UNITS;
  const ends = isShort ? text : `${text.slice(0, QUESTION_HEAD_UNITS)} ${text.slice(-QUESTION_TAIL_UNITS)} ${text.length}`;
  const words = ends.replace(/\s+/g, ' ').toLowerCase();
  return message.mediaDigest === undefined ? words : `${words}\n${message.mediaDigest}`;
}

const RESPONSE_KEY = 'response:';

const idFromKeys = (keys: readonly string[]): string | undefined => keys.find((key) => key.startsWith(RESPONSE_KEY))?.slice(RESPONSE_KEY.length);

/** Users and tags whose redaction is remembered: they come again with every call. */
const REMEMBERED_LABELS = 4000;
const labelsMasked = rememberLast<string>(REMEMBERED_LABELS);
const mask = (text: string): string => redact(text).text;
const masked = (label: string): string => labelsMasked(label, mask);

/** A user id that is an address or a number of a person is kept as a keyed hash: calls of one user stay together. */
const maskUser = (user: string, hash: (text: string) => number): string => (masked(user) === user ? user : `user-${hash(`user\n${user}`).toString(36)}`);

/** Characters. Neither a key nor an address is shorter. */
const SHORTEST_SECRET = 6;
const mayHoldSecret = (value: string): boolean => value.length >= SHORTEST_SECRET;

/** Tags are labels that the caller chose; a value that looks like a secret or like a person's address is masked all the same. */
function maskTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const safe: Record<string, string> = {};
  for (const name of Object.keys(tags)) safe[name] = mayHoldSecret(tags[name] ?? '') ? masked(tags[name] ?? '') : (tags[name] ?? '');
  return safe;
}

/** System prompts whose redaction is remembered: they come again with every call. */
const REMEMBERED_SYSTEMS = 500;
const systems = rememberLast<string>(REMEMBERED_SYSTEMS);

function bodyOf(content: CallContent, privacy: PrivacyLevel): string {
  const { messages } = content;
  const kept = messages.some((message) => message.mediaDigest !== undefined) ? messages.map(({ mediaDigest: _, ...message }) => message) : messages;
  if (privacy === 'full') return JSON.stringify({ ...content, messages: kept });
  const { reply, responseFormat } = content;
  return JSON.stringify({
    messages: kept.map((message) => ({ ...message, text: message.role === 'system' ? systems(message.text, mask) : mask(message.text), ...(message.toolCalls === undefined ? {} : { toolCalls: message.toolCalls.map(maskCall) }) })),
    tools: content.tools.map((tool) => (tool.description === undefined ? tool : { ...tool, description: mask(tool.description) })),
    ...(responseFormat === undefined ? {} : { responseFormat }),
    ...(reply === undefined ? {} : { reply: { ...reply, text: mask(reply.text), toolCalls: reply.toolCalls.map(maskCall) } }),
  });

  function maskCall(call: { name: string; argumentsText: string }): { name: string; argumentsText: string } {
    return { name: call.name, argumentsText: mask(call.argumentsText) };
  }
}
