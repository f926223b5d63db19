import type { CapturedCall } from '../model/call.js';
import type { HttpExchange } from '../model/exchange.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { readReplyBody, readRequestBody } from './body.js';
import { type ExchangeContext, captured } from './captured.js';
import { families } from './families.js';
import type { Family, WireReply } from './family.js';
import { type Route, UNKNOWN_COMPATIBLE, providerOfRoute, routeOf } from './hosts.js';
import { type JsonObject, objectOf } from './json.js';
import { familyOfShape } from './shape.js';

/** One exchange as a call. Unknown, with the reason, for what is no model call, a format not read yet, an impossible usage, or JSON nested deeper than the stack. */
export function readExchange(exchange: HttpExchange, context: ExchangeContext): Outcome<CapturedCall> {
  try {
    return readRouted(exchange, context);
  } catch (error) {
    if (error instanceof RangeError) return unknown('the JSON is nested too deeply');
    throw error;
  }
}

function readRouted(exchange: HttpExchange, context: ExchangeContext): Outcome<CapturedCall> {
  const route = routeOf(exchange.request.url);
  const method = exchange.request.method.toUpperCase();
  if (method === 'GET') return readPoll(exchange, context, route);
  const family = families.find((candidate) => candidate.matches(route));
  if (family === undefined && isOtherWork(route)) return unknown(`${method} ${shortPath(route.path)} is not a model call`);
  if (family === undefined) return unknown(`no wire format is known for the path ${shortPath(route.path)}`);
  if (method !== 'POST') return unknown(`${method} ${shortPath(route.path)} is not a model call`);
  const request = readRequestBody(exchange.request.body);
  const reply = readReplyBody(exchange.response?.body);
  if (!request.known && !(reply.known && hasFacts(reply.value))) return request;
  if (!reply.known) return reply;
  return readWith(family, { exchange, context, route, request: request.known ? request.value : {}, reply: reply.value });
}

/** A reply that says what it cost or how it failed stands without its request: logs cut long requests, or leave them out. */
const hasFacts = (reply: WireReply): boolean => reply.kind === 'stream' || (reply.kind === 'json' && familyOfShape({}, reply) !== undefined);

/** A call that ran in the background is fetched whole: its response id makes it one with the call that began it. Until it ends, there is nothing to read. */
function readPoll(exchange: HttpExchange, context: ExchangeContext, route: Route): Outcome<CapturedCall> {
  const family = families.find((candidate) => candidate.isPoll?.(route) === true);
  const reply = family === undefined ? undefined : readReplyBody(exchange.response?.body);
  const state = reply?.known === true && reply.value.kind === 'json' ? objectOf(reply.value.json)['status'] : reply?.known === true && reply.value.kind === 'stream' ? 'stream' : undefined;
  if (family === undefined || reply?.known !== true || typeof state !== 'string' || /^(queued|in_progress)$/.test(state)) return unknown(`GET ${shortPath(route.path)} is not a model call`);
  return readWith(family, { exchange, context, route, request: {}, reply: reply.value });
}

interface Wire {
  exchange: HttpExchange;
  context: ExchangeContext;
  route: Route;
  request: JsonObject;
  reply: WireReply;
}

function readWith(family: Family, { exchange, context, route, request, reply }: Wire): Outcome<CapturedCall> {
  const provider = context.provider ?? providerOfRoute(route, family.owner) ?? (family.owner === 'openai' ? UNKNOWN_COMPATIBLE : family.owner);
  const replyHeaders = exchange.response?.headers ?? {};
  const wire = family.read({ route, provider, request, requestHeaders: exchange.request.headers, reply, replyHeaders });
  return wire.known ? known(captured(exchange, { context, provider, wire: wire.value })) : wire;
}

/** Path segments of the same APIs where no model answers: files, batches and their polls, lists of models, token counts, keys. */
const otherWork: readonly string[] = [
  'files', 'uploads', 'batches', 'models', 'fine_tuning', 'fine-tuning', 'vector_stores', 'conversations', 'cachedContents', 'operations', 'tags', 'show', 'ps', 'pull', 'version', 'key', 'keys', 'credits',
  'auth', 'usage', 'organization', 'evals', 'count_tokens', 'input_tokens', 'tokenize', 'detokenize', 'moderations', 'health',
];
const OTHER_PATH = new RegExp(`/(${otherWork.join('|')})(/[^:]*)?$`);
const OTHER_VERB = /:(countTokens|computeTokens|batchGenerateContent|asyncBatchEmbedContent)$/;
/** OpenRouter tells of a call that was made. Other hosts generate on paths of that name. */
const isReceipt = ({ host, path }: Route): boolean => path.endsWith('/generation') && (host === '' || host.endsWith('openrouter.ai')) && path.includes('/api/v1/');
const isOtherWork = (route: Route): boolean => OTHER_PATH.test(route.path) || OTHER_VERB.test(route.path) || isReceipt(route);

const PATH_LENGTH_SHOWN = 80;
const shortPath = (path: string): string => (path === '' ? '(none)' : path.slice(0, PATH_LENGTH_SHOWN));
