// Bodies of Invoke that are told by their own field names: Titan, Llama, Mistral, DeepSeek, Cohere, AI21 Jurassic, Claude's text completions, and embeddings:
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html and the pages under it (read 2026-11-22)
import type { Api, CallContent, Message, RequestParameters, ToolCall } from '../model/call.js';
import { type Outcome, known } from '../model/outcome.js';
import { type Usage, usageOfCall } from '../model/usage.js';
import { lastOf } from './bedrock-events.js';
import { imagePartOf } from './image-size.js';
import { type JsonObject, compactJson, firstOf, isObject, listOf, numberOf, objectOf, readSampling, sumOf, textOf } from './json.js';
import { mediaFields } from './media-digest.js';
import { usageOfRaw } from './raw-usage.js';

const embeddingFields: readonly string[] = ['embedding', 'embeddings', 'embeddingsByType'];

/** What kind of call it is: an embedding, an answer, or neither (pictures, rankings). */
export function apiOf({ request, objects, model }: { request: JsonObject; objects: readonly JsonObject[]; model: string }): Api {
  if (objects.some((object) => embeddingFields.some((name) => object[name] !== undefined)) || /embed/i.test(model) || request['taskType'] === 'SINGLE_EMBEDDING') return 'embeddings';
  if (typeof request['message'] === 'string') return 'chat';
  return ['prompt', 'inputText'].some((name) => typeof request[name] === 'string') && objects.every((object) => object['images'] === undefined) ? 'completions' : 'other';
}

/** The words that were sent: Cohere's preamble, history and message; prompts; texts to embed. */
export function readContent(request: JsonObject): CallContent {
  const history = listOf(request['chat_history']).map(objectOf).map((entry): Message => ({ role: /CHATBOT|assistant/i.test(textOf(entry['role']) ?? '') ? 'assistant' : 'user', text: textOf(entry['message']) ?? '' }));
  const single = objectOf(request['singleEmbeddingParams']);
  const texts = [request['message'], request['prompt'], request['inputText'], request['inputPrompt'], request['query'], ...listOf(request['texts']), ...listOf(request['inputs']).flatMap(partsOfInput), objectOf(single['text'])['value']];
  const words = texts.map(textOf).filter((text) => text !== undefined);
  const pictures = [request['inputImage'], ...listOf(request['images']), objectOf(objectOf(single['image'])['source'])['bytes']].filter((picture) => typeof picture === 'string');
  const attached = mediaFields({ media: pictures.map(() => 'image'), images: pictures.map((picture) => imagePartOf(picture)), mediaParts: pictures });
  const system = textOf(request['preamble']) ?? textOf(request['system']);
  return {
    messages: [...(system === undefined ? [] : [{ role: 'system' as const, text: system }]), ...history, ...(words.length === 0 && pictures.length === 0 ? [] : [{ role: 'user' as const, text: words.join('\n'), ...attached }])],
    tools: listOf(request['tools']).map(objectOf).map((tool) => ({ name: textOf(tool['name']) ?? '', ...(textOf(tool['description']) !== undefined && { description: textOf(tool['description']) ?? '' }), ...(isObject(tool['parameter_definitions']) && { parametersText: compactJson(tool['parameter_definitions']) }) })),
  };
}

/** Cohere's embed-v4 takes inputs of mixed parts. */
const partsOfInput = (input: unknown): unknown[] => (typeof input === 'string' ? [input] : listOf(objectOf(input)['content']).map((part) => objectOf(part)['text']));

/** One answer of a list (Titan's results, Mistral's outputs, Cohere's generations, AI21's completions, DeepSeek's choices). */
const answerOf = (object: JsonObject): JsonObject =>
  objectOf(['results', 'outputs', 'generations', 'completions', 'choices'].map((name) => listOf(object[name])[0]).find((entry) => entry !== undefined));

const textOfAnswer = (object: JsonObject): string | undefined => {
  const answer = answerOf(object);
  return [object['generation'], object['outputText'], object['completion'], object['text'], answer['outputText'], answer['text'], objectOf(answer['data'])['text'], object['message']].find((value): value is string => typeof value === 'string');
};

/** Why the answer ended, in the vendor's word. */
export function finishOf(objects: readonly JsonObject[]): string | undefined {
  const stated = objects.flatMap((object) => {
    const answer = answerOf(object);
    const reason = answer['finishReason'];
    return [object['stop_reason'], object['completionReason'], object['finish_reason'], object['finishReason'], answer['stop_reason'], answer['completionReason'], answer['finish_reason'], objectOf(reason)['reason'], reason];
  });
  return stated.map(textOf).filter((reason) => reason !== undefined).at(-1);
}

export function readReply(objects: readonly JsonObject[]): CallContent['reply'] {
  const texts = objects.map(textOfAnswer).filter((text) => text !== undefined);
  const toolCalls = objects.flatMap((object) => listOf(object['tool_calls'])).map((entry): ToolCall => ({ name: textOf(objectOf(entry)['name']) ?? '', argumentsText: compactJson(objectOf(entry)['parameters'] ?? {}) }));
  return texts.length === 0 && toolCalls.length === 0 ? undefined : { text: texts.join(''), toolCalls };
}

/**
 * Counts that stand between the other fields. Llama's and Titan's in a stream are running totals: the last one holds.
 * Example: { inputTextTokenCount: 9, results: [{ tokenCount: 17 }] } -> 9 input, 17 output
 */
export function readUsage(objects: readonly JsonObject[]): { usage: Outcome<Usage>; raw: JsonObject | undefined } {
  const billed = objectOf(lastOf(objects, 'meta'))['billed_units'] ?? objectOf(objectOf(objectOf(lastOf(objects, 'response'))['meta']))['billed_units'];
  if (isObject(billed) && ['input_tokens', 'output_tokens'].some((name) => numberOf(billed[name]) !== undefined)) {
    const read = usageOfRaw({ billed_units: billed }, { generatesNothing: false });
    return { usage: read.known ? known(read.value.usage) : read, raw: { billed_units: billed } };
  }
  const names = ['inputTextTokenCount', 'totalOutputTextTokenCount', 'prompt_token_count', 'generation_token_count'];
  const counts: JsonObject = Object.fromEntries(names.flatMap((name) => (numberOf(lastOf(objects, name)) === undefined ? [] : [[name, lastOf(objects, name)]])));
  const results = objects.flatMap((object) => listOf(object['results'])).map((result) => numberOf(objectOf(result)['tokenCount'])).filter((count) => count !== undefined);
  const raw: JsonObject = { ...counts, ...(results.length > 0 && { results: results.map((tokenCount) => ({ tokenCount })) }) };
  const usage = usageOfCall({
    inputTokens: firstOf(numberOf(counts['inputTextTokenCount']), numberOf(counts['prompt_token_count'])),
    outputTokens: firstOf(numberOf(counts['totalOutputTextTokenCount']), numberOf(counts['generation_token_count']), sumOf(...results)),
  });
  return { usage, raw: Object.keys(raw).length === 0 ? undefined : raw };
}

/** Titan keeps its settings in an object of their own; Cohere says p and k. */
const settingsOf = (request: JsonObject): JsonObject => ({ top_p: request['p'], top_k: request['k'], ...objectOf(request['textGenerationConfig']), ...objectOf(request['embeddingConfig']), ...request });

export const maxOutputOf = (request: JsonObject): number | undefined =>
  firstOf(...['max_tokens', 'max_gen_len', 'maxTokenCount', 'max_tokens_to_sample', 'maxTokens', 'max_new_tokens'].map((name) => numberOf(settingsOf(request)[name])));

export function readParameters(request: JsonObject): RequestParameters {
  const settings = settingsOf(request);
  const temperature = numberOf(settings['temperature']);
  const seed = numberOf(settings['seed']);
  return { ...readSampling(settings), ...(temperature !== undefined && { temperature }), ...(seed !== undefined && { seed }) };
}
