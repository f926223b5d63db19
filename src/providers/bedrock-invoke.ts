// InvokeModel and InvokeModelWithResponseStream: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html (read 2026-11-22).
// The body is the vendor's own; an ARN may hide whose model it is, so the fields of the body tell.
import { type Outcome, known } from '../model/outcome.js';
import type { Usage } from '../model/usage.js';
import { family as anthropic } from './anthropic.js';
import { isStreamed, readConverse } from './bedrock-converse.js';
import { bedrockErrorOf } from './bedrock-error.js';
import { type BedrockReply, asWireReply, lastOf, unrolled } from './bedrock-events.js';
import { isBlocked, isFilterReason } from './bedrock-guardrail.js';
import { bedrockRouteOf, billingOf } from './bedrock-route.js';
import { apiOf, finishOf, maxOutputOf, readContent, readParameters, readReply, readUsage } from './bedrock-text.js';
import { type Measured, filled, measuredOf } from './bedrock-usage.js';
import type { Family, WireCall, WireInput } from './family.js';
import { type JsonObject, flatTexts, isObject, parseJson, textOf } from './json.js';
import { mergeReply, readChatReply, readChatRequest } from './openai-chat.js';
import { readTier } from './openai-content.js';
import { readUsage as readOpenaiUsage } from './openai-usage.js';

export const family: Family = {
  id: 'bedrock-invoke',
  owner: 'aws',
  matches: (route) => bedrockRouteOf(route)?.operation === 'invoke',
  read(input) {
    const reply = unrolled(input.reply);
    const measured = measuredOf(input, reply.objects);
    if (!measured.known) return measured;
    const wire = readerOf(input.request, reply.objects)(input, reply);
    return wire.known ? known(completed(input, { reply, wire: wire.value, measured: measured.value })) : wire;
  },
};

type Reader = (input: WireInput, reply: BedrockReply) => Outcome<WireCall>;

const novaChunks: readonly string[] = ['messageStart', 'contentBlockStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop', 'output'];

function readerOf(request: JsonObject, objects: readonly JsonObject[]): Reader {
  if (objects.some((object) => isObject(object['output']) || novaChunks.some((name) => isObject(object[name])))) return readConverse;
  if (objects.some((object) => ['message', 'message_start', 'content_block_delta', 'message_delta', 'message_stop'].includes(textOf(object['type']) ?? ''))) return readAnthropic;
  if (!Array.isArray(request['messages'])) return objects.some((object) => isObject(object['usage']) && Array.isArray(object['choices'])) ? readChat : readText;
  if (textOf(request['anthropic_version']) !== undefined) return readAnthropic;
  return isObject(request['inferenceConfig']) || request['schemaVersion'] === 'messages-v1' ? readConverse : readChat;
}

const readAnthropic: Reader = (input, reply) => anthropic.read({ ...input, reply: asWireReply(reply) });

/** gpt-oss, Jamba, DeepSeek, Qwen and others answer as OpenAI does; Mistral names the reason `stop_reason`. */
const readChat: Reader = (input, reply) => {
  const merged = mergeReply(asWireReply(reply));
  const usage = readOpenaiUsage(merged.usage, { generatesNothing: false });
  if (!usage.known) return usage;
  const facts = readChatReply(input, merged);
  return known({ ...readChatRequest(input), ...facts, finishReason: facts.finishReason ?? finishOf(reply.objects), usage: usage.value });
};

const readText: Reader = ({ request, route }, { objects, isStream }) => {
  const { usage, raw } = readUsage(objects);
  if (!usage.known) return usage;
  const finishReason = finishOf(objects);
  const answer = readReply(objects);
  const id = [lastOf(objects, 'response_id'), lastOf(objects, 'generation_id'), lastOf(objects, 'id')].map(textOf).find((value) => value !== undefined);
  return known({
    api: apiOf({ request, objects, model: bedrockRouteOf(route)?.model ?? '' }),
    stream: isStream, metadata: {}, isFiltered: false, isCut: false, finishReason, responseId: id, usage: usage.value, rawUsage: raw,
    maxOutputTokens: maxOutputOf(request), parameters: readParameters(request),
    content: { ...readContent(request), ...(answer !== undefined && { reply: answer }) },
  });
};

/** What the vendor's body says, with what Bedrock says around it: model, region, tags, tier, guardrail, counts, times. */
function completed(input: WireInput, facts: { reply: BedrockReply; wire: WireCall; measured: Measured }): WireCall {
  const { reply, wire, measured } = facts;
  const { request, requestHeaders, replyHeaders } = input;
  const place = bedrockRouteOf(input.route);
  const error = bedrockErrorOf(input, reply) ?? wire.error;
  const { reply: _message, ...asked } = wire.content;
  const isFiltered = wire.isFiltered || isFilterReason(wire.finishReason) || isBlocked(reply.objects, replyHeaders);
  const isCounted = wire.isEstimated !== true || measured.usage.outputTokens !== undefined;
  const usage: Usage = filled(isCounted && wire.isEstimated === true ? { ...wire.usage, outputTokens: undefined } : wire.usage, measured.usage);
  const isUnended = reply.isStream && wire.finishReason === undefined && measured.raw === undefined && error === undefined && !isFiltered;
  const latency = replyHeaders['x-amzn-bedrock-performanceconfig-latency'] ?? requestHeaders['x-amzn-bedrock-performanceconfig-latency'];
  const servedTier = replyHeaders['x-amzn-bedrock-service-tier'];
  return {
    ...wire,
    requestedModel: place?.model ?? wire.requestedModel,
    stream: isStreamed(input, { reply, error }),
    region: place?.region ?? wire.region,
    serviceTier: latency === 'optimized' ? 'latency-optimized' : (readTier(servedTier, requestHeaders['x-amzn-bedrock-service-tier']) ?? wire.serviceTier),
    metadata: { ...wire.metadata, ...flatTexts(parseJson(requestHeaders['x-amzn-bedrock-request-metadata'] ?? '')), ...flatTexts(request['requestMetadata']) },
    content: error === undefined || reply.isStream ? wire.content : asked,
    error,
    isFiltered,
    isCut: isUnended,
    usage,
    isEstimated: !isCounted,
    rawUsage: wire.rawUsage ?? measured.raw,
    billing: billingOf({ model: place?.model ?? '', servedTier: servedTier?.toLowerCase() }) ?? wire.billing,
    latencyMs: measured.latencyMs ?? wire.latencyMs,
    ttftMs: measured.ttftMs,
  };
}
