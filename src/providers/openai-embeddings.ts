// Embeddings: https://platform.openai.com/docs/api-reference/embeddings; also Azure, Mistral, Voyage (total_tokens only) (read 2026-11-22)
import { known } from '../model/outcome.js';
import type { Family } from './family.js';
import { listOf, textOf } from './json.js';
import { mergeReply, readChatReply, readChatRequest } from './openai-chat.js';
import { readUsage } from './openai-usage.js';

export const family: Family = {
  id: 'openai-embeddings',
  owner: 'openai',
  matches: ({ path }) => /\/(multimodal|contextualized)?embeddings$/.test(path) && !path.endsWith('/api/embeddings'),
  read(input) {
    const reply = mergeReply(input.reply);
    const usage = readUsage(reply.usage, { generatesNothing: true });
    if (!usage.known) return usage;
    const prompt = input.request['input'];
    const texts = (typeof prompt === 'string' ? [prompt] : listOf(prompt)).map(textOf).filter((text) => text !== undefined);
    const content = { messages: [{ role: 'user' as const, text: texts.join('\n') }], tools: [] };
    return known({ ...readChatRequest(input), ...readChatReply(input, reply), api: 'embeddings', content, usage: usage.value });
  },
};
