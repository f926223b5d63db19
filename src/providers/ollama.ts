// Ollama /api/chat, /api/generate, /api/embed, JSON and newline-delimited JSON: https://docs.ollama.com/api (read 2026-11-22)
import type { CallContent, Message, ToolCall } from '../model/call.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import type { Usage } from '../model/usage.js';
import type { Family, WireCall, WireError, WireInput, WireReply } from './family.js';
import { imagePartOf } from './image-size.js';
import { type JsonObject, compactJson, isObject, listOf, numberOf, objectOf, readSampling, textOf } from './json.js';
import { mediaFields } from './media-digest.js';
import { readTool, readToolCalls } from './openai-content.js';
import { errorOf } from './openai-error.js';
import { usageOnWire } from './wire-usage.js';

const NS_PER_MS = 1e6;

export const family: Family = {
  id: 'ollama',
  owner: 'ollama',
  matches: ({ path }) => /\/api\/(chat|generate|embed|embeddings)$/.test(path),
  read(input) {
    const chunks = chunksOf(input.reply);
    if (textOf(input.request['model']) === undefined && !chunks.some(isOllama)) return unknown(`${input.route.path} is a path of Ollama, but no call of it`);
    const last = lastCounted(chunks);
    const usage = readUsage(last, { generatesNothing: isEmbedding(input, last) });
    return usage.known ? known(readCall(input, { chunks, last }, usage.value)) : usage;
  },
};

/** Web applications serve the path /api/chat too. */
const isOllama = (chunk: JsonObject): boolean => typeof chunk['done'] === 'boolean' || chunk['total_duration'] !== undefined || typeof chunk['error'] === 'string';

const chunksOf = (reply: WireReply): readonly JsonObject[] =>
  reply.kind === 'stream' ? reply.events.map(({ json }) => objectOf(json)) : reply.kind === 'json' ? (Array.isArray(reply.json) ? reply.json : [reply.json]).map(objectOf) : [];

const lastCounted = (chunks: readonly JsonObject[]): JsonObject => chunks.findLast((chunk) => chunk['done'] === true || chunk['eval_count'] !== undefined || chunk['prompt_eval_count'] !== undefined) ?? {};

const isEmbedding = ({ route, request }: WireInput, last: JsonObject): boolean => /\/embed(dings)?$/.test(route.path) || last['embeddings'] !== undefined || (request['input'] !== undefined && request['messages'] === undefined);

/**
 * `prompt_eval_count` is left out when the prompt was still in the cache: the input is then unknown, not 0.
 * Example: { prompt_eval_count: 17, eval_count: 50 } -> 17 input, 50 output
 */
export function readUsage(last: JsonObject, facts: { generatesNothing: boolean }): Outcome<Usage> {
  const inputTokens = numberOf(last['prompt_eval_count']);
  return usageOnWire({ inputTokens, outputTokens: numberOf(last['eval_count']) ?? (facts.generatesNothing && inputTokens !== undefined ? 0 : undefined) });
}

const countFields = ['total_duration', 'load_duration', 'prompt_eval_count', 'prompt_eval_duration', 'eval_count', 'eval_duration'] as const;

function readCall(input: WireInput, { chunks, last }: { chunks: readonly JsonObject[]; last: JsonObject }, usage: Usage): WireCall {
  const { request, reply } = input;
  const options = objectOf(request['options']);
  const error = errorOf(chunks) ?? emptyError(chunks);
  const isStream = reply.kind === 'stream' || chunks.length > 1;
  const counts = Object.fromEntries(countFields.filter((name) => last[name] !== undefined).map((name) => [name, last[name]]));
  const totalNs = numberOf(last['total_duration']);
  const temperature = numberOf(options['temperature']);
  const seed = numberOf(options['seed']);
  const answer = readAnswer(chunks);
  return {
    api: isEmbedding(input, last) ? 'embeddings' : request['prompt'] !== undefined || typeof chunks[0]?.['response'] === 'string' ? 'completions' : 'chat',
    requestedModel: textOf(request['model']),
    servedModel: chunks.map((chunk) => textOf(chunk['model'])).find((model) => model !== undefined),
    stream: isStream,
    effort: readThink(request['think']),
    maxOutputTokens: positive(numberOf(options['num_predict'])),
    metadata: {},
    parameters: { ...readSampling(options), ...(temperature !== undefined && { temperature }), ...(seed !== undefined && { seed }), ...(listOf(request['context']).length > 0 && { isStateful: true }) },
    content: { ...readContent(request), ...(answer !== undefined && { reply: answer }) },
    createdAt: startOf(chunks, totalNs),
    latencyMs: totalNs === undefined ? undefined : totalNs / NS_PER_MS,
    error,
    finishReason: textOf(last['done_reason']),
    isFiltered: false,
    isCut: isStream && error === undefined && !chunks.some((chunk) => chunk['done'] === true),
    usage,
    rawUsage: Object.keys(counts).length === 0 ? undefined : counts,
  };
}

/** An error beside no type of its own is a bare text. */
const emptyError = (chunks: readonly JsonObject[]): WireError | undefined => (chunks.some((chunk) => typeof chunk['error'] === 'string') ? { words: '' } : undefined);

/** -1 and -2 ask for no limit. */
const positive = (count: number | undefined): number | undefined => (count !== undefined && count > 0 ? count : undefined);

const readThink = (think: unknown): string | undefined => (think === false ? 'none' : typeof think === 'string' ? textOf(think)?.toLowerCase() : undefined);

/** The last piece is stamped when the work is done, so the start is its whole duration before. */
function startOf(chunks: readonly JsonObject[], totalNs: number | undefined): number | undefined {
  const stamped = textOf((totalNs === undefined ? chunks[0] : chunks.findLast((chunk) => chunk['created_at'] !== undefined))?.['created_at']);
  const at = stamped === undefined ? Number.NaN : Date.parse(stamped);
  return Number.isNaN(at) ? undefined : Math.round(at - (totalNs ?? 0) / NS_PER_MS);
}

function readAnswer(chunks: readonly JsonObject[]): CallContent['reply'] {
  const texts: string[] = [];
  const toolCalls: ToolCall[] = [];
  let hasAnswer = false;
  for (const chunk of chunks) {
    const message = objectOf(chunk['message']);
    hasAnswer ||= isObject(chunk['message']) || typeof chunk['response'] === 'string';
    texts.push(textOf(message['content']) ?? textOf(chunk['response']) ?? '');
    toolCalls.push(...readToolCalls(message['tool_calls']));
  }
  return hasAnswer ? { text: texts.join(''), toolCalls } : undefined;
}

/** Images are bare base64 beside the text. */
function readMessage(role: Message['role'], text: string, entry: JsonObject): Message {
  const images = listOf(entry['images']);
  const toolCalls = readToolCalls(entry['tool_calls']);
  return { role, text, ...(toolCalls.length > 0 && { toolCalls }), ...mediaFields({ media: images.map(() => 'image' as const), images: images.map((image) => imagePartOf(image)), mediaParts: images }) };
}

const roleOf = (role: unknown): Message['role'] => (role === 'system' || role === 'assistant' || role === 'tool' ? role : 'user');

function readContent(request: JsonObject): CallContent {
  const system = textOf(request['system']);
  const prompt = textOf(request['prompt']);
  const given = request['input'];
  const inputs = (typeof given === 'string' ? [given] : listOf(given)).map(textOf).filter((text) => text !== undefined);
  const turns = listOf(request['messages']).map(objectOf).map((entry) => readMessage(roleOf(entry['role']), textOf(entry['content']) ?? '', entry));
  const format = request['format'];
  return {
    messages: [
      ...(system === undefined ? [] : [{ role: 'system' as const, text: system }]), ...turns,
      ...(prompt === undefined ? [] : [readMessage('user', prompt, request)]), ...(inputs.length === 0 ? [] : [{ role: 'user' as const, text: inputs.join('\n') }]),
    ],
    tools: listOf(request['tools']).map(readTool),
    ...(isObject(format) && Object.keys(format).length > 0 ? { responseFormat: { kind: 'json_schema' as const, schemaText: compactJson(format) } } : format === 'json' && { responseFormat: { kind: 'json_object' as const } }),
  };
}
