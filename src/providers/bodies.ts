import type { CallContent, CapturedCall, Message } from '../model/call.js';
import type { HttpExchange } from '../model/exchange.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { readReplyBody, replyOfText, streamOf } from './body.js';
import { type ExchangeContext, captured } from './captured.js';
import { families } from './families.js';
import type { Family, WireCall, WireInput, WireReply } from './family.js';
import { type Route, UNKNOWN_COMPATIBLE, providerOfRoute, routeOf } from './hosts.js';
import { type JsonObject, isObject, parseJson } from './json.js';
import { readMessages } from './loose-content.js';
import { unwrapped } from './loose-parts.js';
import { readWireReply } from './loose-reply.js';
import { readAnyCall } from './any-call.js';
import { familyOfShape, modelOf, providerOfMarks } from './shape.js';
import { looksLikeSse } from './sse.js';

/** What a log holds of one call's wire. Bodies are JSON values, texts of JSON (also JSON inside a JSON text), SSE or NDJSON, or lists of chunks. */
export interface BodyFacts {
  request?: unknown;
  reply?: unknown;
  /** Whole or the path alone; absent where the log does not say. */
  url?: string | undefined;
  /** Id as in the catalog. Wins over the URL. */
  provider?: string | undefined;
  httpStatus?: number | undefined;
  /** Names in lower case. */
  requestHeaders?: Readonly<Record<string, string>> | undefined;
  replyHeaders?: Readonly<Record<string, string>> | undefined;
}

const HTTP_OK = 200;
const NO_ROUTE: Route = { host: '', path: '', query: '' };

/**
 * The wire of one call, where a log holds it without its exchange. The URL's path tells the family where it names one, else the bodies' own shape does. Either side may be
 * missing, empty or redacted. Without `httpStatus` nothing says that the call failed: its status comes from the bodies alone, and `httpStatus` stays absent.
 * Unknown, with the reason, when neither side can be read or the usage is impossible. Never throws.
 *
 * Example: { reply: '{"choices":[{"message":{"content":"Hi"}}],"usage":{"prompt_tokens":3,"completion_tokens":1}}' } -> 3 input, 1 output, reply 'Hi'
 */
export function readBodies(facts: BodyFacts, context: ExchangeContext): Outcome<CapturedCall> {
  try {
    return readFacts(facts, context);
  } catch (error) {
    if (error instanceof RangeError) return unknown('the JSON is nested too deeply');
    throw error;
  }
}

/**
 * A captured stream with nothing beside it: SSE, newline-delimited JSON, or the JSON array of a Gemini stream. Family and provider are told by the events; a provider that they do not name is
 * `context.provider`'s.
 */
export function readStreamText(text: string, context: ExchangeContext): Outcome<CapturedCall> {
  const read = readBodies({ reply: text }, context);
  return read.known ? known({ ...read.value, stream: true }) : read;
}

function readFacts(facts: BodyFacts, context: ExchangeContext): Outcome<CapturedCall> {
  const request = requestOf(facts.request);
  const reply = replyOf(facts.reply);
  const route = facts.url === undefined ? NO_ROUTE : routeOf(facts.url);
  const family = familyOf({ route, request, reply });
  if (family === undefined && request === undefined && reply.kind === 'none' && readMessages(facts.request).length === 0) return unknown('neither the request nor the reply was logged');
  const provider = facts.provider ?? context.provider ?? hostOf(route) ?? providerOfMarks({ request: request ?? {}, reply, family: family?.id }) ?? ownerOf({ family, route, isModelNamed: modelOf(request ?? {}, reply) !== undefined });
  const input: WireInput = { route, provider, request: request ?? {}, requestHeaders: facts.requestHeaders ?? {}, reply, replyHeaders: facts.replyHeaders ?? {} };
  const wire = family === undefined ? readAnyCall(input, facts) : family.read(input);
  if (!wire.known) return wire;
  const filled = { ...wire.value, content: fillContent(wire.value, facts, reply) };
  const exchange: HttpExchange = {
    request: { method: 'POST', url: facts.url ?? '', headers: input.requestHeaders, body: undefined },
    response: { status: facts.httpStatus ?? HTTP_OK, headers: input.replyHeaders, body: undefined },
  };
  return known({ ...captured(exchange, { context, provider, wire: filled }), httpStatus: facts.httpStatus });
}

/** The request as an object; absent when it is empty, redacted or no object. */
function requestOf(value: unknown): JsonObject | undefined {
  const inner = unwrapped(value);
  if (Array.isArray(inner)) return inner.length > 0 && inner.every(isObject) ? { messages: inner } : undefined;
  if (!isObject(inner) || Object.keys(inner).length === 0) return undefined;
  const body = unwrapped(inner['body']);
  return isObject(body) && (inner['url'] !== undefined || inner['method'] !== undefined || inner['headers'] !== undefined) ? body : inner;
}

/** Fields that only a piece of a stream has. */
const isChunk = (value: unknown): boolean =>
  isObject(value) && (/^(chat\.completion\.chunk|text_completion\.chunk)$/.test(String(value['object'])) || typeof value['done'] === 'boolean' || Array.isArray(value['candidates']) || typeof value['event_type'] === 'string' ||
    /^(response\.|message_|content_block_|message-|content-|tool-)/.test(String(value['type'])) || isObject(value['messageStart']) || isObject(value['contentBlockDelta']) || value['usageMetadata'] !== undefined || value['object'] === 'text_completion' ||
    (Array.isArray(value['choices']) && value['choices'].some((choice) => isObject(choice) && isObject(choice['delta']))));

function replyOf(value: unknown): WireReply {
  if (typeof value === 'string') {
    if (looksLikeSse(value)) return replyOfText(value);
    const inner = unwrapped(value);
    if (typeof inner === 'object') return replyOf(inner);
    const text = parseJson(value);
    return /^\s*(\{\}|\[\]|null|none|\[?redacted\]?|redacted-by-[a-z]+)?\s*$/i.test(value) ? { kind: 'none' } : typeof text === 'string' ? replyOfText(text) : replyOfText(value);
  }
  if (Array.isArray(value)) return replyOfList(value);
  if (!isObject(value) || Object.keys(value).length === 0) return { kind: 'none' };
  if (typeof value['$base64'] === 'string') {
    const decoded = readReplyBody({ base64: value['$base64'] });
    return decoded.known ? decoded.value : { kind: 'none' };
  }
  const body = value['body'];
  if (body !== undefined && (value['status_code'] !== undefined || value['status'] !== undefined || value['headers'] !== undefined)) return replyOf(body);
  return { kind: 'json', json: value };
}

/** Chunks as objects, as JSON texts, or as pieces of an event stream's text. */
function replyOfList(list: readonly unknown[]): WireReply {
  if (list.length === 0) return { kind: 'none' };
  if (list.every((entry) => typeof entry === 'string')) {
    if (looksLikeSse(list[0] as string)) return replyOfText(list.join(list.every((entry) => entry.endsWith('\n')) ? '' : '\n\n'));
    const pieces = list.map(parseJson);
    return pieces.every(isObject) ? streamOf(pieces) : { kind: 'text', text: list.join('') };
  }
  const pieces = list.map((entry) => (isObject(entry) && isObject(entry['data']) && typeof entry['event'] === 'string' ? entry['data'] : unwrapped(entry)));
  return pieces.some(isChunk) ? streamOf(pieces) : { kind: 'json', json: list };
}

function familyOf({ route, request, reply }: { route: Route; request: JsonObject | undefined; reply: WireReply }): Family | undefined {
  const byPath = route.path === '' ? undefined : families.find((candidate) => candidate.matches(route));
  if (byPath !== undefined) return byPath;
  const id = familyOfShape(request ?? {}, reply);
  return families.find((candidate) => candidate.id === id);
}

/** The host of a whole URL, or the first segment of a gateway's path. */
const hostOf = (route: Route): string | undefined => (route.path === '' && route.host === '' ? undefined : providerOfRoute({ ...route, host: route.host === '' ? 'unnamed' : route.host }, ''));

/** A model of no maker's own naming (llama, qwen) is served by anybody who speaks the OpenAI format. */
const ownerOf = ({ family, route, isModelNamed }: { family: Family | undefined; route: Route; isModelNamed: boolean }): string =>
  family === undefined || (family.owner === 'openai' && (route.host !== '' || (route.path === '' && isModelNamed))) ? UNKNOWN_COMPATIBLE : family.owner;

/** An error page, or JSON that was cut. */
const NO_ANSWER = /^\s*(?:<|[[{]\s*["[{])/;

/** Where the bodies are of the family's shape but their messages or their answer are a tracing tool's, the lenient reader has them. */
function fillContent(wire: WireCall, facts: BodyFacts, reply: WireReply): CallContent {
  const { content } = wire;
  const isBlank = content.messages.every((message: Message) => message.text === '' && message.toolCalls === undefined && message.media === undefined);
  const messages = isBlank ? readMessages(requestOf(facts.request) ?? facts.request) : content.messages;
  const isAnswer = reply.kind === 'text' ? !NO_ANSWER.test(reply.text) : reply.kind === 'json' && familyOfShape({}, reply) === undefined;
  const isOpen = content.reply === undefined && wire.error === undefined && wire.api !== 'embeddings' && (facts.httpStatus ?? HTTP_OK) < 400;
  const said = isOpen && isAnswer ? readWireReply(reply.kind === 'text' ? reply.text : facts.reply) : undefined;
  return { ...content, messages: messages.length === 0 ? content.messages : messages, ...(said !== undefined && { reply: said }) };
}
