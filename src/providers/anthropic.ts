// Anthropic Messages, JSON and SSE: https://docs.claude.com/en/api/messages and …/build-with-claude/streaming (read 2026-11-22). Also Claude on Vertex (:rawPredict).
import { known } from '../model/outcome.js';
import type { Usage } from '../model/usage.js';
import { readContent, readReply, type AnthropicReply } from './anthropic-content.js';
import { readAdvice, readServedTier, readUsage } from './anthropic-usage.js';
import type { Family, WireCall, WireError, WireInput, WireReply } from './family.js';
import { type JsonObject, flatTexts, isObject, listOf, numberOf, objectOf, readSampling, textOf } from './json.js';
import { errorOf } from './openai-error.js';
import { readCost } from './openai-usage.js';

export const family: Family = {
  id: 'anthropic',
  owner: 'anthropic',
  matches: ({ path }) => path.endsWith('/messages') || /\/publishers\/anthropic\/models\/[^/]+:(raw|streamRaw)Predict$/.test(path),
  read(input) {
    const reply = wholeMessage(input.reply);
    const usage = readUsage(reply.receivedTokens === undefined ? reply.usage : { ...reply.usage, output_tokens: reply.receivedTokens });
    return usage.known ? known(readCall(input, reply, usage.value)) : usage;
  },
};

interface WholeMessage {
  message: JsonObject;
  content: readonly JsonObject[];
  usage: JsonObject | undefined;
  /** Estimated output of a stream that broke before its final count. */
  receivedTokens?: number | undefined;
  stopReason?: string | undefined;
  error: WireError | undefined;
  requestId?: string | undefined;
  isStream: boolean;
  isCut: boolean;
}

function wholeMessage(reply: WireReply): WholeMessage {
  if (reply.kind === 'stream') return streamedMessage(reply.events);
  const body = reply.kind === 'json' ? objectOf(reply.json) : {};
  return {
    message: body,
    content: listOf(body['content']).map(objectOf),
    usage: isObject(body['usage']) ? body['usage'] : undefined,
    stopReason: textOf(body['stop_reason']),
    error: errorOf(body),
    requestId: textOf(body['request_id']),
    isStream: false,
    isCut: false,
  };
}

/**
 * message_start carries the input counts and a first, tiny output count; message_delta replaces what it names (cumulative, never added).
 * Without a message_delta the output is estimated: what came over the wire, at least what message_start said. An answer that the caller prescribed stands in message_start whole, with its stop reason.
 */
function streamedMessage(events: readonly { json: unknown }[]): WholeMessage {
  let message: JsonObject = {};
  let usage: Record<string, unknown> | undefined;
  let stopReason: string | undefined;
  let error: WireError | undefined;
  let requestId: string | undefined;
  let isStopped = false;
  let isCounted = false;
  const blocks = new Map<number, { block: JsonObject; pieces: string[] }>();
  for (const { json } of events) {
    const event = objectOf(json);
    const delta = objectOf(event['delta']);
    const index = numberOf(event['index']) ?? 0;
    if (event['type'] === 'message_start') {
      message = objectOf(event['message']);
      stopReason = textOf(message['stop_reason']);
      isCounted = stopReason !== undefined;
      for (const [at, block] of listOf(message['content']).entries()) blocks.set(at, { block: objectOf(block), pieces: [] });
      if (isObject(message['usage'])) usage = { ...message['usage'] };
    } else if (event['type'] === 'content_block_start') {
      blocks.set(index, { block: objectOf(event['content_block']), pieces: [] });
    } else if (event['type'] === 'content_block_delta') {
      const piece = textOf(delta['text']) ?? textOf(delta['partial_json']);
      if (piece !== undefined) blocks.get(index)?.pieces.push(piece);
    } else if (event['type'] === 'message_delta') {
      stopReason = textOf(delta['stop_reason']) ?? stopReason;
      const stated = Object.entries(objectOf(event['usage'])).filter(([, value]) => value !== null);
      if (stated.length > 0) usage = { ...usage, ...Object.fromEntries(stated) };
      isCounted ||= numberOf(objectOf(event['usage'])['output_tokens']) !== undefined;
    } else if (event['type'] === 'message_stop') {
      isStopped = true;
    } else if (event['type'] === 'error') {
      error ??= errorOf(event);
      requestId ??= textOf(event['request_id']);
    }
  }
  const content = [...blocks.values()].map(({ block, pieces }) => (block['type'] === 'text' ? { ...block, text: `${textOf(block['text']) ?? ''}${pieces.join('')}` } : { ...block, ...(pieces.length > 0 && { input: pieces.join('') }) }));
  const pieces = [...blocks.values()].flatMap((block) => block.pieces);
  const received = usage === undefined || isCounted ? undefined : Math.max(numberOf(usage['output_tokens']) ?? 0, tokensOf(pieces));
  return { message, content, usage, receivedTokens: received, stopReason, error, requestId, isStream: true, isCut: !isStopped && stopReason === undefined && error === undefined };
}

/** Characters of English text a token, the provider's own rule of thumb: https://docs.claude.com/en/docs/about-claude/glossary#tokens (read 2026-11-22) */
const CHARACTERS_PER_TOKEN = 3.5;

/** Example: ['Hel', 'lo'] -> 5 / 3.5, rounded up = 2 */
const tokensOf = (pieces: readonly string[]): number => Math.ceil(pieces.reduce((sum, piece) => sum + piece.length, 0) / CHARACTERS_PER_TOKEN);

function readCall({ route, request, reply }: WireInput, whole: WholeMessage, usage: Usage): WireCall {
  const vertex = /\/locations\/([^/]+)\/publishers\/anthropic\/models\/([^/:]+)/.exec(route.path);
  const facts: AnthropicReply = { content: whole.content, hasReply: whole.content.length > 0 || whole.stopReason !== undefined };
  const answer = readReply(facts);
  const cost = readCost(whole.usage);
  const geo = textOf(whole.usage?.['inference_geo']);
  const userId = textOf(objectOf(request['metadata'])['user_id']);
  const temperature = numberOf(request['temperature']);
  const choice = objectOf(request['tool_choice']);
  const choiceName = textOf(choice['name']) ?? textOf(choice['type']);
  return {
    api: 'messages',
    requestedModel: vertex?.[2] ?? textOf(request['model']),
    servedModel: textOf(whole.message['model']),
    stream: reply.kind === 'stream' || request['stream'] === true,
    region: vertex?.[1] ?? (geo === 'not_available' ? undefined : geo),
    serviceTier: readServedTier(whole.usage, request['service_tier']),
    effort: readEffort(request),
    maxOutputTokens: numberOf(request['max_tokens']),
    user: userId?.replace(/_session_[^_]*$/, ''),
    sessionId: /_session_([^_]+)$/.exec(userId ?? '')?.[1],
    metadata: withoutUserId(flatTexts(request['metadata'])),
    parameters: {
      ...readSampling(request),
      ...(temperature !== undefined && { temperature }),
      ...(typeof choice['disable_parallel_tool_use'] === 'boolean' && { isParallelToolsAllowed: !choice['disable_parallel_tool_use'] }),
      ...(isStateful(request) && { isStateful: true }),
      ...(choiceName !== undefined && { toolChoice: choiceName }),
    },
    content: { ...readContent(request), ...(answer !== undefined && { reply: answer }) },
    responseId: textOf(whole.message['id']),
    requestId: whole.requestId,
    error: whole.error,
    finishReason: whole.stopReason,
    isFiltered: whole.stopReason === 'refusal',
    isCut: whole.isCut,
    usage,
    isEstimated: whole.receivedTokens !== undefined,
    rawUsage: whole.usage,
    advice: readAdvice(whole.usage),
    loggedCostUsd: cost.usd,
    billing: cost.isByok ? 'byok' : undefined,
  };
}

/** A container keeps files and state on the provider's side. */
const isStateful = (request: JsonObject): boolean => textOf(request['container']) !== undefined || textOf(objectOf(request['container'])['id']) !== undefined;

const withoutUserId = (metadata: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== 'user_id'));

/** `thinking.budget_tokens`, `output_config.effort`, or none where thinking is switched off. */
function readEffort(request: JsonObject): string | undefined {
  const thinking = objectOf(request['thinking']);
  const budget = numberOf(thinking['budget_tokens']);
  if (thinking['type'] === 'enabled' && budget !== undefined) return `budget:${budget}`;
  const effort = textOf(objectOf(request['output_config'])['effort']);
  if (effort !== undefined) return effort.toLowerCase();
  return thinking['type'] === 'disabled' ? 'none' : undefined;
}
