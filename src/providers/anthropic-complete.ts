// Anthropic's text completions, JSON and SSE: https://platform.claude.com/docs/en/api/completions, its fields as recorded traffic has them. Replies state no usage.
import { known } from '../model/outcome.js';
import type { Family } from './family.js';
import { listOf, numberOf, objectOf, readSampling, textOf } from './json.js';
import { errorOf } from './openai-error.js';

export const family: Family = {
  id: 'anthropic-complete',
  owner: 'anthropic',
  matches: ({ path }) => path.endsWith('/v1/complete'),
  read({ request, reply }) {
    const objects = reply.kind === 'stream' ? reply.events.map(({ json }) => objectOf(json)) : reply.kind === 'json' ? [objectOf(reply.json)] : [];
    const pieces = objects.filter((object) => object['type'] === 'completion' || typeof object['completion'] === 'string');
    const stopReason = pieces.map((piece) => textOf(piece['stop_reason'])).findLast((reason) => reason !== undefined);
    const error = objects.map(errorOf).find((found) => found !== undefined);
    const temperature = numberOf(request['temperature']);
    const prompt = textOf(request['prompt']);
    return known({
      api: 'completions',
      requestedModel: textOf(request['model']),
      servedModel: pieces.map((piece) => textOf(piece['model'])).find((model) => model !== undefined),
      stream: reply.kind === 'stream' || request['stream'] === true,
      maxOutputTokens: numberOf(request['max_tokens_to_sample']),
      user: textOf(objectOf(request['metadata'])['user_id']),
      metadata: {},
      parameters: { ...readSampling({ ...request, stop_sequences: listOf(request['stop_sequences']) }), ...(temperature !== undefined && { temperature }) },
      content: {
        messages: prompt === undefined ? [] : [{ role: 'user', text: prompt }], tools: [],
        ...(pieces.length > 0 && { reply: { text: pieces.map((piece) => textOf(piece['completion']) ?? '').join(''), toolCalls: [] } }),
      },
      responseId: pieces.map((piece) => textOf(piece['id'])).find((id) => id !== undefined),
      error, finishReason: stopReason, isFiltered: false,
      isCut: reply.kind === 'stream' && stopReason === undefined && error === undefined,
      usage: {},
    });
  },
};
