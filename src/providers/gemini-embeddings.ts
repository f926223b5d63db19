// Embeddings of Google: embedContent and batchEmbedContents https://ai.google.dev/api/embeddings; :predict of Vertex AI
// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api (read 2026-11-22)
import { type Outcome, known } from '../model/outcome.js';
import { type Usage, usageOfCall } from '../model/usage.js';
import type { Family, WireCall, WireInput } from './family.js';
import { field, readParts } from './gemini-content.js';
import { type JsonObject, isObject, listOf, numberOf, objectOf, readSampling, sumOf, textOf } from './json.js';
import { errorOf } from './openai-error.js';

const PATH = /\/models\/([^/:]+):(?:(?:embedContent|batchEmbedContents)|predict)$/;

export const family: Family = {
  id: 'gemini-embeddings',
  owner: 'google',
  matches: ({ path }) => PATH.test(path) && (!path.endsWith(':predict') || /embedding/.test(path)),
  read(input) {
    const body = input.reply.kind === 'json' ? objectOf(input.reply.json) : {};
    const usage = readUsage(body);
    return usage.known ? known(readCall(input, body, usage.value)) : usage;
  },
};

/**
 * Vertex counts each text in its `statistics`; the Gemini API counts the whole in `usageMetadata`, and older models not at all. Nothing is generated.
 * Example: { predictions: [{ embeddings: { statistics: { token_count: 4 } } }, { embeddings: { statistics: { token_count: 5 } } }] } -> 9 input, 0 output
 */
export function readUsage(body: JsonObject): Outcome<Usage> {
  const whole = objectOf(field(body, 'usageMetadata'));
  const counts = listOf(body['predictions']).map((prediction) => objectOf(objectOf(objectOf(prediction)['embeddings'])['statistics'])).map((statistics) => numberOf(statistics['token_count'] ?? statistics['tokenCount']));
  const inputTokens = numberOf(field(whole, 'promptTokenCount')) ?? sumOf(...counts);
  return usageOfCall({ inputTokens, ...(inputTokens !== undefined && { outputTokens: 0 }) });
}

function readCall({ route, request }: WireInput, body: JsonObject, usage: Usage): WireCall {
  const requests = [request, ...listOf(request['requests']).map(objectOf)];
  const texts = [
    ...requests.map((entry) => readParts(listOf(objectOf(entry['content'])['parts'])).text), ...listOf(request['instances']).map((instance) => textOf(objectOf(instance)['content']) ?? ''),
  ].filter((text) => text !== '');
  const settings = objectOf(request['parameters']);
  const raw = [field(body, 'usageMetadata'), body['metadata']].find(isObject);
  return {
    api: 'embeddings',
    requestedModel: PATH.exec(route.path)?.[1],
    region: /\/locations\/([^/]+)\//.exec(route.path)?.[1],
    stream: false,
    metadata: {},
    parameters: readSampling({ dimensions: field(request, 'outputDimensionality') ?? settings['outputDimensionality'] }),
    content: { messages: texts.length === 0 ? [] : [{ role: 'user', text: texts.join('\n') }], tools: [] },
    error: errorOf(body),
    isFiltered: false,
    isCut: false,
    usage,
    rawUsage: raw,
  };
}
