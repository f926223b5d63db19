// Converse and ConverseStream: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, …/API_runtime_ConverseStream.html (read 2026-11-22).
// Nova speaks the same through Invoke, with the model's own fields beside the others.
import { type Outcome, known } from '../model/outcome.js';
import { readContent, readEffort, readParameters, readReply } from './bedrock-content.js';
import { bedrockErrorOf } from './bedrock-error.js';
import { type BedrockReply, blocksOfBody, blocksOfStream, lastOf, unrolled } from './bedrock-events.js';
import { isFilterReason } from './bedrock-guardrail.js';
import { type BedrockRoute, billingOf, bedrockRouteOf } from './bedrock-route.js';
import { converseUsage } from './bedrock-usage.js';
import type { Family, WireCall, WireError, WireInput } from './family.js';
import { type JsonObject, flatTexts, isObject, numberOf, objectOf, textOf } from './json.js';
import { readTier } from './openai-content.js';

export const family: Family = {
  id: 'bedrock-converse',
  owner: 'aws',
  matches: (route) => bedrockRouteOf(route)?.operation === 'converse',
  read: (input) => readConverse(input, unrolled(input.reply)),
};

/** Where the parts of a reply stand: in one body, or in the last events of a stream. */
function partsOf({ objects, isStream }: BedrockReply): JsonObject {
  const body = objects.find((object) => isObject(object['output']));
  if (body !== undefined) return { ...body, blocks: blocksOfBody(body) };
  if (!isStream) return { ...objects[0], blocks: [] };
  return { ...objectOf(lastOf(objects, 'messageStop')), ...objectOf(lastOf(objects, 'metadata')), blocks: blocksOfStream(objects) };
}

export function readConverse(input: WireInput, reply: BedrockReply): Outcome<WireCall> {
  const parts = partsOf(reply);
  const extra = objectOf(parts['additionalModelResponseFields']);
  const usage = converseUsage(parts['usage'], extra);
  if (!usage.known) return usage;
  const place: BedrockRoute | undefined = bedrockRouteOf(input.route);
  const { request } = input;
  const additional = isObject(request['additionalModelRequestFields']) ? request['additionalModelRequestFields'] : {};
  const stopReason = textOf(parts['stopReason']);
  const error = bedrockErrorOf(input, reply);
  const blocks = Array.isArray(parts['blocks']) ? (parts['blocks'] as readonly JsonObject[]) : [];
  const answer = readReply(blocks, { hasReply: blocks.length > 0 || stopReason !== undefined });
  const rawUsage = isObject(parts['usage']) ? parts['usage'] : undefined;
  const servedTier = objectOf(parts['serviceTier'])['type'];
  return known({
    api: 'chat',
    requestedModel: place?.model ?? textOf(request['modelId']),
    servedModel: modelOfRouter(parts) ?? textOf(extra['model']),
    stream: isStreamed(input, { reply, error }),
    region: place?.region,
    serviceTier: tierOf({ request, parts }),
    effort: readEffort(request, place?.operation === 'converse' ? additional : { ...request, ...additional }),
    maxOutputTokens: numberOf(objectOf(request['inferenceConfig'])['maxTokens']) ?? numberOf(objectOf(request['inferenceConfig'])['max_new_tokens']),
    metadata: flatTexts(request['requestMetadata']),
    parameters: readParameters(request, additional),
    content: { ...readContent(request), ...(answer !== undefined && { reply: answer }) },
    responseId: textOf(extra['id']),
    error,
    finishReason: stopReason,
    isFiltered: isFilterReason(stopReason, parts['trace']),
    isCut: reply.isStream && stopReason === undefined && error === undefined,
    usage: usage.value,
    rawUsage,
    billing: billingOf({ model: place?.model ?? '', servedTier }),
    latencyMs: numberOf(objectOf(parts['metrics'])['latencyMs']),
  });
}

/** A stream that was asked for and refused in one piece never was one. */
export const isStreamed = ({ route }: WireInput, { reply, error }: { reply: BedrockReply; error: WireError | undefined }): boolean =>
  reply.isStream || (bedrockRouteOf(route)?.isStream === true && error === undefined);

/** A prompt router names the model that it chose. */
const modelOfRouter = (parts: JsonObject): string | undefined => textOf(objectOf(objectOf(parts['trace'])['promptRouter'])['invokedModelId']);

/** What was served before what was asked for. Latency-optimized inference is a tier of its own price. */
function tierOf({ request, parts }: { request: JsonObject; parts: JsonObject }): string | undefined {
  const latency = textOf(objectOf(parts['performanceConfig'])['latency']) ?? textOf(objectOf(request['performanceConfig'])['latency']);
  if (latency === 'optimized') return 'latency-optimized';
  return readTier(objectOf(parts['serviceTier'])['type'], objectOf(request['serviceTier'])['type'], latency);
}
