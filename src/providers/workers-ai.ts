// Cloudflare Workers AI by its own path: https://developers.cloudflare.com/workers-ai/get-started/rest-api/, its fields as recorded traffic has them. A reply stands in `result`; a stream's events hold
// `response`, the last of them `usage`. Models that answer in OpenAI's shape do so inside `result`.
import { type Outcome, known } from '../model/outcome.js';
import { readAnyCall } from './any-call.js';
import type { Family, WireCall, WireError, WireInput, WireReply } from './family.js';
import { isObject, listOf, objectOf, textOf } from './json.js';

const PATH = /\/ai\/run\/(@?[^?]+)$/;

export const family: Family = {
  id: 'workers-ai',
  owner: 'cloudflare',
  matches: ({ path }) => PATH.test(path) || /\/workers-ai\/(@cf\/[^?]+)$/.test(path),
  read(input) {
    const reply = unwrapped(input.reply);
    const wire = readAnyCall({ ...input, reply }, { request: input.request, reply: reply.kind === 'json' ? reply.json : undefined });
    return wire.known ? known(withModel(wire.value, input)) : emptyOf(input);
  },
};

const unwrapped = (reply: WireReply): WireReply => (reply.kind === 'json' && isObject(objectOf(reply.json)['result']) ? { kind: 'json', json: objectOf(reply.json)['result'] } : reply);

function withModel(wire: WireCall, input: WireInput): WireCall {
  const failure = failureOf(input.reply);
  return { ...wire, api: 'chat', requestedModel: /\/(?:ai\/run|workers-ai)\/([^?]+)$/.exec(input.route.path)?.[1] ?? wire.requestedModel, ...(failure !== undefined && { error: failure }) };
}

/** `success: false` beside a list of errors, each with a number. */
function failureOf(reply: WireReply): WireError | undefined {
  const body = reply.kind === 'json' ? objectOf(reply.json) : {};
  if (body['success'] !== false) return undefined;
  const [first] = listOf(body['errors']).map(objectOf);
  return { type: first?.['code'] === undefined ? undefined : String(first['code']), words: textOf(first?.['message']) ?? '' };
}

/** A refused call holds neither words nor counts. */
function emptyOf(input: WireInput): Outcome<WireCall> {
  return known(withModel({ api: 'chat', stream: input.request['stream'] === true, metadata: {}, parameters: {}, content: { messages: [], tools: [] }, isFiltered: false, isCut: false, usage: {} }, input));
}
