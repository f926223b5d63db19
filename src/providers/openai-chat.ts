// OpenAI chat completions, JSON and SSE: https://platform.openai.com/docs/api-reference/chat (read 2026-11-22). Spoken by Azure, Mistral, Groq,
// Together, Fireworks, OpenRouter, DeepSeek, Cerebras, vLLM, Z.ai, Snowflake, Vertex (openapi endpoint; :rawPredict of Mistral and other makers) and many more; their
// differences are named where they are read.
import type { CallContent, ToolCall } from '../model/call.js';
import { known } from '../model/outcome.js';
import type { Family, WireCall, WireInput, WireReply } from './family.js';
import { type JsonObject, compactJson, flatTexts, isObject, listOf, numberOf, objectOf, textOf } from './json.js';
import { readEffort, readFormat, readMessage, readParameters, readParts, readTier, readTool, readToolCalls } from './openai-content.js';
import { choiceErrorOf, errorOf } from './openai-error.js';
import { readCost, readUsage } from './openai-usage.js';

/** Models of other makers on Vertex AI speak their maker's own format. */
const RAW_PREDICT = /\/locations\/([^/]+)\/publishers\/[^/]+\/models\/([^/:]+):(?:raw|streamRaw)Predict$/;

/** A serving endpoint of Databricks. */
const ENDPOINT = /\/serving-endpoints\/([^/]+)\/invocations$/;

export const family: Family = {
  id: 'openai-chat',
  owner: 'openai',
  matches: ({ path }) => path.endsWith('/chat/completions') || path.endsWith('/agents/completions') || ENDPOINT.test(path) || (RAW_PREDICT.test(path) && !path.includes('/publishers/anthropic/')),
  read(input) {
    const reply = mergeReply(input.reply);
    const models = [textOf(reply.top['model']), requestedModelOf(input)];
    const usage = readUsage(reply.usage, { generatesNothing: false, hidesThinking: input.provider === 'google' || input.provider === 'vertex' || models.some((model) => GEMINI.test(model ?? '')) });
    if (!usage.known) return usage;
    const isSearched = usage.value.outputTokens !== undefined && usage.value.webSearches === undefined && models.some((model) => SEARCH_MODEL.test(model ?? ''));
    return known({ ...readChatRequest(input), ...readChatReply(input, reply), usage: isSearched ? { ...usage.value, webSearches: 1 } : usage.value });
  },
};

const GEMINI = /(^|\/)gemini-/;

/** OpenAI's chat models that search before every answer, and are charged one search for it: no reply counts them, and https://platform.openai.com/docs/guides/tools-web-search knows no chat answer of theirs without. */
const SEARCH_MODEL = /^(openai\/)?gpt-[a-z0-9.-]+-search-(preview|api)(-\d{4}-\d{2}-\d{2})?$/;

/** What a reply says, whether it came as one object or in chunks. */
export interface MergedReply {
  /** Top-level fields, the first that is not empty wins. */
  top: JsonObject;
  text: string;
  refusal: string;
  toolCalls: readonly ToolCall[];
  finishReason?: string | undefined;
  /** Moonshot's streams have it in the choice of the last chunk (recorded traffic). */
  usage: unknown;
  error: ReturnType<typeof errorOf>;
  isStream: boolean;
  isCut: boolean;
  isEmpty: boolean;
}

/** Example: chunks 'He' and 'llo', the last with finish_reason stop -> { text: 'Hello', finishReason: 'stop', … } */
export function mergeReply(reply: WireReply): MergedReply {
  const objects = reply.kind === 'stream' ? reply.events.map(({ json }) => json) : reply.kind === 'json' ? [reply.json] : [];
  const top: Record<string, unknown> = {};
  const texts: string[] = [];
  const calls = new Map<number, { name: string; parts: string[] }>();
  let refusal = '';
  let finishReason: string | undefined;
  let usage: unknown;
  let usageOfChoice: unknown;
  let error: MergedReply['error'];
  for (const object of objects) {
    error ??= errorOf(object) ?? (isObject(object) ? choiceErrorOf(object['choices']) : undefined);
    if (!isObject(object)) continue;
    for (const [name, value] of Object.entries(object)) {
      if (name !== 'choices' && name !== 'usage' && value !== null && value !== '' && (top[name] === undefined || name === 'service_tier')) top[name] = value;
    }
    const stated = object['usage'] ?? objectOf(object['x_groq'])['usage'];
    if (isObject(stated)) usage = stated;
    const choice = objectOf(listOf(object['choices']).find((entry) => (numberOf(objectOf(entry)['index']) ?? 0) === 0));
    finishReason = textOf(choice['finish_reason']) ?? finishReason;
    if (isObject(choice['usage'])) usageOfChoice = choice['usage'];
    const message = objectOf(choice['delta'] ?? choice['message']);
    const text = readParts(message['content']).text || (typeof choice['text'] === 'string' ? choice['text'] : '');
    if (text !== '') texts.push(text);
    refusal += textOf(message['refusal']) ?? '';
    addToolCalls(calls, message);
  }
  const isStream = reply.kind === 'stream';
  return {
    top, refusal, finishReason, usage: usage ?? usageOfChoice, error, isStream,
    text: texts.join(''),
    toolCalls: [...calls.values()].map(({ name, parts }) => ({ name, argumentsText: parts.join('') })).filter(isNamed),
    isCut: isStream && finishReason === undefined && !reply.isDone && error === undefined,
    isEmpty: objects.length === 0,
  };
}

/** Snowflake writes an empty call beside every answer: it is none. */
const isNamed = ({ name, argumentsText }: ToolCall): boolean => name !== '' || argumentsText !== '';

/** Chunks of one tool call share its `index`; the name comes once, the arguments in pieces. */
function addToolCalls(calls: Map<number, { name: string; parts: string[] }>, message: JsonObject): void {
  const list = listOf(message['tool_calls'] ?? (isObject(message['function_call']) ? [message['function_call']] : []));
  const read = readToolCalls(list);
  for (const [position, call] of read.entries()) {
    const index = numberOf(objectOf(list[position])['index']) ?? position;
    const former = calls.get(index);
    if (former === undefined) calls.set(index, { name: call.name, parts: [call.argumentsText] });
    else {
      if (former.name === '') former.name = call.name;
      former.parts.push(call.argumentsText);
    }
  }
}

type RequestFacts = Pick<WireCall, 'api' | 'requestedModel' | 'effort' | 'maxOutputTokens' | 'user' | 'sessionId' | 'metadata' | 'parameters'>;

/** The model that the caller named; on Azure the body may leave it out and the deployment stands in the path. */
const requestedModelOf = ({ route, request }: WireInput): string | undefined => textOf(request['model']) ?? textOf(request['agent_id']) ?? /\/deployments\/([^/]+)\//.exec(route.path)?.[1] ?? RAW_PREDICT.exec(route.path)?.[2] ?? ENDPOINT.exec(route.path)?.[1];

export function readChatRequest(input: WireInput): RequestFacts {
  const { request } = input;
  return {
    api: 'chat',
    requestedModel: requestedModelOf(input),
    effort: readEffort(request),
    maxOutputTokens: numberOf(request['max_completion_tokens']) ?? numberOf(request['max_tokens']),
    user: textOf(request['safety_identifier']) ?? textOf(request['user']),
    sessionId: textOf(request['session_id']),
    metadata: flatTexts(request['metadata']),
    parameters: readParameters(request),
  };
}

function readRequestContent(request: JsonObject): CallContent {
  const tools = [...listOf(request['tools']), ...listOf(request['functions'])].map(readTool);
  if (isObject(request['web_search_options'])) tools.push({ name: 'web_search', isProviderRun: true });
  const responseFormat = readFormat(request['response_format']);
  return { messages: listOf(request['messages']).map(readMessage), tools, ...(responseFormat !== undefined && { responseFormat }) };
}

type ReplyFacts = Omit<WireCall, keyof RequestFacts | 'usage'>;

export function readChatReply({ route, request, provider, replyHeaders }: WireInput, reply: MergedReply): ReplyFacts {
  const cost = readCost(reply.usage);
  const created = numberOf(reply.top['created']);
  const hasAnswer = reply.finishReason !== undefined || reply.text !== '' || reply.toolCalls.length > 0;
  return {
    servedModel: textOf(reply.top['model']),
    stream: reply.isStream || request['stream'] === true,
    region: textOf(replyHeaders['x-ms-region']) ?? /\/projects\/[^/]+\/locations\/([^/]+)\//.exec(route.path)?.[1],
    serviceTier: readTier(replyHeaders['azureai-processed-tier'], reply.top['service_tier'], objectOf(reply.usage)['service_tier'], request['service_tier']),
    content: {
      ...readRequestContent(request),
      ...(hasAnswer && { reply: { text: reply.text, toolCalls: reply.toolCalls, ...(reply.refusal !== '' && { refusal: reply.refusal }) } }),
    },
    responseId: reply.top['system_fingerprint'] === OLLAMA ? undefined : textOf(reply.top['id']),
    requestId: textOf(objectOf(reply.top['x_groq'])['id']) ?? textOf(reply.top['request_id']),
    createdAt: created === undefined ? undefined : created * 1000,
    error: reply.error,
    finishReason: reply.finishReason,
    isFiltered: reply.finishReason === 'content_filter',
    isCut: reply.isCut,
    ...(reply.isCut && reply.usage !== undefined && { isEstimated: true }),
    rawUsage: reply.usage,
    loggedCostUsd: cost.usd,
    billing: cost.isByok ? 'byok' : isFreeModel(provider, request) ? 'free' : undefined,
  };
}

/** Ollama's OpenAI-compatible replies bear one of 999 ids, drawn at random: no identity. https://github.com/ollama/ollama/blob/main/middleware/openai.go (read 2026-11-22) */
const OLLAMA = 'fp_ollama';

/** OpenRouter serves ids that end in `:free` for nothing: https://openrouter.ai/docs/faq (read 2026-11-22) */
const isFreeModel = (provider: string, request: JsonObject): boolean => provider === 'openrouter' && compactJson(request['model'] ?? '').endsWith(':free');
