import { type Outcome, known, unknown } from '../model/outcome.js';
import type { WireCall, WireInput } from './family.js';
import { type JsonObject, flatTexts, isObject, numberOf, objectOf, textOf } from './json.js';
import { readMessages } from './loose-content.js';
import { readWireReply } from './loose-reply.js';
import { readToolDefinitions } from './loose-tools.js';
import { readEffort, readFormat, readParameters, readTier } from './openai-content.js';
import { errorOf } from './openai-error.js';
import { usageOfRaw } from './raw-usage.js';

/** Fields under which replies of any kind keep their usage. */
const usageFields = ['usage', 'usage_metadata', 'usageMetadata', 'token_usage', 'tokenUsage'] as const;

/**
 * What bodies of no known wire format still say: messages, answer, model, usage object, an error; in one piece or in the events of a stream. Unknown when they hold neither words nor counts nor an error.
 */
export function readAnyCall({ request, reply }: WireInput, bodies: { request?: unknown; reply?: unknown }): Outcome<WireCall> {
  const objects = reply.kind === 'stream' ? reply.events.map(({ json }) => objectOf(json)) : reply.kind === 'json' ? [objectOf(reply.json)] : [];
  const answer: JsonObject = Object.assign({}, ...objects) as JsonObject;
  const messages = readMessages(bodies.request);
  const error = objects.map(errorOf).find((found) => found !== undefined);
  const said = reply.kind === 'none' ? undefined : reply.kind === 'stream' ? saidInStream(objects) : error === undefined ? readWireReply(bodies.reply) : undefined;
  const raw = objects.map(rawUsageOf).findLast((stated) => stated !== undefined);
  const usage = raw === undefined ? undefined : usageOfRaw(raw, { generatesNothing: false });
  if (messages.length === 0 && said === undefined && usage?.known !== true && error === undefined) return unknown('the bodies are of no wire format that is known');
  const responseFormat = readFormat(request['response_format']);
  return known({
    api: 'other', requestedModel: textOf(request['model']), servedModel: textOf(answer['model']), stream: reply.kind === 'stream' || request['stream'] === true,
    serviceTier: readTier(answer['service_tier'], request['service_tier']), effort: readEffort(request), maxOutputTokens: numberOf(request['max_completion_tokens']) ?? numberOf(request['max_tokens']),
    user: textOf(request['user']), metadata: flatTexts(request['metadata']), parameters: readParameters(request),
    content: { messages, tools: readToolDefinitions(request['tools'] ?? request['functions']), ...(responseFormat !== undefined && { responseFormat }), ...(said !== undefined && { reply: said }) },
    responseId: textOf(answer['id']), error, finishReason: textOf(answer['finish_reason'] ?? answer['stop_reason']), isFiltered: false, isCut: false,
    usage: usage?.known === true ? usage.value.usage : {}, rawUsage: raw,
  });
}

/** The words of a stream's events, in the field where Workers AI and other hosts put them. */
function saidInStream(events: readonly JsonObject[]): { text: string; toolCalls: [] } | undefined {
  const words = events.flatMap((event) => [event['response'], event['text'], event['content'], event['token']].filter((value) => typeof value === 'string').slice(0, 1));
  return words.length === 0 ? undefined : { text: words.join(''), toolCalls: [] };
}

const rawUsageOf = (answer: JsonObject): JsonObject | undefined => usageFields.map((name) => answer[name]).find(isObject);
