// Which wire format a body is of, told by its own fields. For logs that hold bodies without a path.
import type { WireReply } from './family.js';
import { field } from './gemini-content.js';
import { type JsonObject, isObject, listOf, objectOf, textOf } from './json.js';

interface Mark {
  family: string;
  isOf(body: JsonObject): boolean;
}

const has = (body: JsonObject, ...names: readonly string[]): boolean => names.some((name) => body[name] !== undefined && body[name] !== null);
const typeOf = (body: JsonObject): string => textOf(body['type']) ?? '';
const firstOf = (value: unknown): JsonObject => objectOf(listOf(value)[0]);

const COHERE_EVENT = /^(message-start|message-end|content-start|content-delta|content-end|tool-plan-delta|tool-call-(start|delta|end)|citation-(start|end)|stream-start|text-generation|stream-end)$/;
const isCohereReply = (body: JsonObject): boolean =>
  has(body, 'generation_id', 'is_finished', 'response_type') || isObject(objectOf(body['usage'])['billed_units']) || isObject(objectOf(body['meta'])['billed_units']) ||
  isObject(objectOf(body['usage'])['tokens']) || COHERE_EVENT.test(typeOf(body)) || COHERE_EVENT.test(textOf(body['event_type']) ?? '');

const ANTHROPIC_EVENT = /^(message|message_start|message_delta|message_stop|content_block_(start|delta|stop))$/;
const isAnthropicReply = (body: JsonObject): boolean =>
  (typeOf(body) === 'error' && has(objectOf(body['error']), 'type') && !has(body, 'sequence_number')) || ANTHROPIC_EVENT.test(typeOf(body)) ||
  has(body, 'stop_reason') || (Array.isArray(body['content']) && has(objectOf(body['usage']), 'input_tokens'));

const isConverseReply = (body: JsonObject): boolean =>
  isObject(objectOf(body['output'])['message']) || has(body, 'stopReason') || has(objectOf(body['usage']), 'inputTokens') ||
  isObject(body['messageStart']) || isObject(body['contentBlockDelta']) || isObject(objectOf(body['metadata'])['usage']);

/** Objects and events of replies, the first mark that fits wins. Every mark names fields that no other family uses. */
const replyMarks: readonly Mark[] = [
  { family: 'bedrock-invoke', isOf: (body) => has(body, 'amazon-bedrock-invocationMetrics', 'amazon-bedrock-guardrailAction', 'generation_token_count', 'inputTextTokenCount') },
  { family: 'mistral-conversations', isOf: (body) => body['object'] === 'conversation.response' || /^conversation\.response\./.test(typeOf(body)) || /^(message\.output|function\.call)\.delta$/.test(typeOf(body)) },
  { family: 'gemini-interactions', isOf: (body) => body['object'] === 'interaction' || /^(interaction|step)\./.test(textOf(body['event_type']) ?? '') || isObject(body['interaction']) || has(objectOf(body['usage']), 'total_input_tokens') },
  { family: 'openai-responses', isOf: (body) => /^response\./.test(typeOf(body)) || /^response(\.compaction)?$/.test(textOf(body['object']) ?? '') || (typeOf(body) === 'error' && has(body, 'sequence_number')) || (Array.isArray(body['output']) && isObject(firstOf(body['output'])) && typeOf(firstOf(body['output'])) !== '') },
  { family: 'gemini', isOf: (body) => has(body, 'candidates', 'usageMetadata', 'usage_metadata', 'promptFeedback', 'prompt_feedback') && !has(body, 'choices') },
  { family: 'bedrock-converse', isOf: isConverseReply },
  { family: 'openai-embeddings', isOf: (body) => has(firstOf(body['data']), 'embedding') },
  { family: 'openai-completions', isOf: (body) => body['object'] === 'text_completion' || (typeof firstOf(body['choices'])['text'] === 'string' && !has(firstOf(body['choices']), 'message', 'delta')) },
  { family: 'openai-chat', isOf: (body) => Array.isArray(body['choices']) || /^chat\.completion/.test(textOf(body['object']) ?? '') },
  { family: 'ollama', isOf: (body) => typeof body['done'] === 'boolean' || has(body, 'prompt_eval_count', 'eval_count', 'prompt_eval_duration') || (has(body, 'embeddings', 'embedding') && has(body, 'total_duration')) },
  { family: 'cohere', isOf: isCohereReply },
  { family: 'gemini', isOf: (body) => /^[A-Z]+_[A-Z_]+$/.test(textOf(objectOf(body['error'])['status']) ?? '') },
  { family: 'anthropic-complete', isOf: (body) => typeOf(body) === 'completion' && has(body, 'completion', 'stop_reason') },
  { family: 'anthropic', isOf: isAnthropicReply },
];

/** Parts, tools and roles that only one of the two families with `messages` writes. */
const partsOf = (body: JsonObject): readonly JsonObject[] => listOf(body['messages']).flatMap((message) => listOf(objectOf(message)['content'])).map(objectOf);
const isAnthropicRequest = (body: JsonObject): boolean =>
  has(body, 'anthropic_version', 'stop_sequences') || has(objectOf(body['thinking']), 'budget_tokens') || (has(body, 'max_tokens') && /^(anthropic\.)?claude-/.test(textOf(body['model']) ?? '')) || (has(body, 'system') && !has(body, 'options', 'keep_alive')) || has(firstOf(body['tools']), 'input_schema') ||
  partsOf(body).some((part) => /^tool_(use|result)$/.test(typeOf(part)) || isObject(part['source']) || has(part, 'cache_control')) || has(objectOf(body['metadata']), 'user_id');
const isConverseRequest = (body: JsonObject): boolean =>
  has(body, 'inferenceConfig', 'toolConfig', 'modelId') || (partsOf(body).length > 0 && partsOf(body).every((part) => part['type'] === undefined && has(part, 'text', 'toolUse', 'toolResult', 'image', 'document', 'cachePoint', 'reasoningContent')));
const isOpenaiMessage = (message: JsonObject): boolean => ['system', 'developer', 'tool'].includes(textOf(message['role']) ?? '') || has(message, 'tool_calls', 'tool_call_id');
const isOpenaiRequest = (body: JsonObject): boolean =>
  listOf(body['messages']).map(objectOf).some(isOpenaiMessage) || isObject(firstOf(body['tools'])['function']) || has(body, 'response_format', 'max_completion_tokens', 'stream_options', 'reasoning_effort');
const isEmbeddingRequest = (body: JsonObject): boolean =>
  has(body, 'encoding_format', 'dimensions', 'output_dimension') || /embed|voyage/i.test(textOf(body['model']) ?? '') || (Array.isArray(body['input']) && body['input'].every((entry) => typeof entry === 'string'));

const requestMarks: readonly Mark[] = [
  { family: 'bedrock-invoke', isOf: (body) => /^bedrock-/.test(textOf(body['anthropic_version']) ?? '') || has(body, 'max_gen_len', 'textGenerationConfig', 'singleEmbeddingParams') },
  { family: 'gemini', isOf: (body) => has(body, 'contents', 'generationConfig', 'systemInstruction') || (isObject(field(body, 'generationConfig')) && !has(body, 'input')) },
  { family: 'gemini-interactions', isOf: (body) => has(body, 'input') && has(body, 'generation_config', 'previous_interaction_id', 'agent') },
  { family: 'bedrock-converse', isOf: (body) => Array.isArray(body['messages']) && isConverseRequest(body) },
  { family: 'ollama', isOf: (body) => has(body, 'options', 'keep_alive') && has(body, 'messages', 'prompt', 'input') },
  { family: 'anthropic', isOf: (body) => Array.isArray(body['messages']) && !isOpenaiRequest(body) && isAnthropicRequest(body) },
  { family: 'openai-chat', isOf: (body) => Array.isArray(body['messages']) },
  { family: 'cohere', isOf: (body) => typeof body['message'] === 'string' || (has(body, 'texts', 'images', 'inputs') && has(body, 'input_type')) },
  { family: 'mistral-conversations', isOf: (body) => has(body, 'inputs') && has(body, 'completion_args', 'agent_id', 'handoff_execution') },
  { family: 'openai-embeddings', isOf: (body) => has(body, 'input') && isEmbeddingRequest(body) },
  { family: 'openai-responses', isOf: (body) => has(body, 'input', 'previous_response_id') },
  { family: 'openai-completions', isOf: (body) => has(body, 'prompt') },
];

const isChatChoice = (choice: JsonObject): boolean => isObject(choice['message']) || typeof choice['text'] === 'string';

/** Fields by which a reply in one piece is told from a log's record that holds some of the same. */
const wholeMarks: readonly ((body: JsonObject) => boolean)[] = [
  (body) => Array.isArray(body['choices']) && isChatChoice(firstOf(body['choices'])) && (has(body, 'object') || isObject(body['usage'])),
  (body) => typeOf(body) === 'message' && body['role'] === 'assistant' && (Array.isArray(body['content']) || isObject(body['usage'])),
  (body) => typeOf(body) === 'completion' && typeof body['completion'] === 'string',
  (body) => /^(response|response\.compaction|interaction|conversation\.response)$/.test(textOf(body['object']) ?? ''),
  (body) => (Array.isArray(body['candidates']) || isObject(field(body, 'promptFeedback'))) && isObject(field(body, 'usageMetadata')),
  (body) => isObject(objectOf(body['output'])['message']) && (isObject(body['usage']) || has(body, 'stopReason')),
  (body) => body['object'] === 'list' && has(firstOf(body['data']), 'embedding'),
  (body) => body['done'] === true && has(body, 'model') && has(body, 'message', 'response', 'eval_count'),
  (body) => has(body, 'message', 'text', 'embeddings', 'generations') && [objectOf(body['usage']), objectOf(body['meta'])].some((usage) => isObject(usage['billed_units']) || isObject(usage['tokens'])),
  (body) => has(body, 'inputTextTokenCount', 'generation_token_count', 'amazon-bedrock-invocationMetrics'),
];

/** Fields of a record that wraps a reply, or tells of it in words of its own. */
const wrapperFields = ['request', 'response_body', 'request_body', 'messages', 'contents', 'input_messages'] as const;

/** Whether an object is the whole body of a reply, as some API sends it, with no request beside it. Example: { type: 'message', role: 'assistant', content: [] } -> true; { model: 'm', stop_reason: 'x' } -> false */
export const isWholeReply = (body: JsonObject): boolean => !has(body, ...wrapperFields) && (typeof body['prompt'] !== 'string' || has(body, 'generations')) && wholeMarks.some((isOf) => isOf(body));

const objectsOf = (reply: WireReply): JsonObject[] => (reply.kind === 'json' ? (Array.isArray(reply.json) ? reply.json : [reply.json]) : reply.kind === 'stream' ? reply.events.map(({ json }) => json) : []).filter(isObject);

/** The model as the reply names it, else as the request does. */
export const modelOf = (request: JsonObject, reply: WireReply): string | undefined =>
  [...objectsOf(reply).map((object) => object['model'] ?? objectOf(object['response'])['model'] ?? objectOf(object['message'])['model']), request['model']].map(textOf).find((name) => name !== undefined);

/** How many events of a stream are looked at: the first may be empty or a comment of a proxy. */
const MOST_EVENTS = 20;

/**
 * Id of the family that reply and request are of; the reply decides where it can. Absent when neither has a mark.
 * Example: { contents: [] } with no reply -> 'gemini'
 */
export function familyOfShape(request: JsonObject, reply: WireReply): string | undefined {
  const objects = objectsOf(reply).slice(0, MOST_EVENTS);
  for (const object of objects) {
    const found = replyMarks.find((mark) => mark.isOf(object));
    if (found !== undefined) return found.family;
  }
  return requestMarks.find((mark) => mark.isOf(request))?.family;
}

/** Provider that a model's plain name belongs to; gateways write `maker/model`, which says nothing of who served it. */
const providerByModel: readonly (readonly [pattern: RegExp, provider: string])[] = [
  [/^(gpt-|o[134](-|$)|chatgpt-|text-embedding-|davinci|babbage|ft:gpt|codex-)/i, 'openai'], [/^claude-/i, 'anthropic'], [/^(gemini|gemma-[3-9]n?-|text-bison|chat-bison)/i, 'google'],
  [/^(mistral-|ministral-|magistral-|codestral|devstral|pixtral-|voxtral-|open-mi(s|x)tral)/i, 'mistral'], [/^deepseek-(chat|reasoner|v\d)/i, 'deepseek'], [/^grok-/i, 'x-ai'],
  [/^kimi-/i, 'moonshotai'], [/^(command(-|$)|c4ai-|embed-(v4|english|multilingual))/i, 'cohere'], [/^sonar/i, 'perplexity'], [/^glm-/i, 'zai'], [/^voyage-/i, 'voyageai'],
];

/**
 * Who served a reply, by marks that the provider leaves in it: `x_groq`, ids `gen-…` and `provider` of OpenRouter, `prompt_filter_results` of Azure, `createTime` of Vertex,
 * counts of DeepSeek's, Cerebras' and Perplexity's own, ids of Claude on Bedrock and Vertex. Then by the model's plain name. Absent when nothing says it.
 *
 * Example: { id: 'gen-1', choices: [] } -> 'openrouter'
 */
export function providerOfMarks(facts: { request: JsonObject; reply: WireReply; family: string | undefined }): string | undefined {
  const { reply, request, family } = facts;
  const objects = objectsOf(reply).flatMap((object) => (isObject(object['response']) ? [object, object['response']] : [object]));
  for (const object of objects) {
    const marked = providerMarks.find(([, isOf]) => isOf(object));
    if (marked !== undefined) return marked[0];
  }
  if (family === 'cohere' || family === 'ollama') return family;
  if (family === 'mistral-conversations') return 'mistral';
  if (family === 'gemini-interactions' || family === 'gemini') return 'google';
  const model = modelOf(request, reply);
  const named = model === undefined ? undefined : providerByModel.find(([pattern]) => pattern.test(model))?.[1];
  return family === 'anthropic' ? named ?? 'anthropic' : named;
}

const providerMarks: readonly (readonly [provider: string, isOf: (object: JsonObject) => boolean])[] = [
  ['groq', (object) => has(object, 'x_groq') || has(objectOf(object['usage']), 'queue_time')],
  ['openrouter', (object) => /^gen-/.test(textOf(object['id']) ?? '') || (typeof object['provider'] === 'string' && has(object, 'choices', 'output'))],
  ['azure', (object) => has(object, 'prompt_filter_results', 'prompt_annotations') || has(firstOf(object['choices']), 'content_filter_results')],
  ['vertex', (object) => has(object, 'createTime', 'create_time') || has(objectOf(field(object, 'usageMetadata')), 'trafficType', 'traffic_type') || /^msg_vrtx_/.test(idOf(object))],
  ['aws', (object) => /^msg_bdrk_/.test(idOf(object)) || has(object, 'amazon-bedrock-invocationMetrics')],
  ['cerebras', (object) => has(object, 'time_info')],
  ['deepseek', (object) => has(objectOf(object['usage']), 'prompt_cache_hit_tokens')],
  ['ollama', (object) => object['system_fingerprint'] === 'fp_ollama'],
  ['perplexity', (object) => (has(object, 'search_results') && has(object, 'choices')) || has(objectOf(objectOf(object['usage'])['tool_calls_details']), 'search_web')],
];

const idOf = (object: JsonObject): string => textOf(object['id']) ?? textOf(objectOf(object['message'])['id']) ?? '';
