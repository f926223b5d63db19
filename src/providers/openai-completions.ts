// Legacy completions: https://platform.openai.com/docs/api-reference/completions; also Mistral fill-in-the-middle and vLLM (read 2026-11-22)
import type { Message } from '../model/call.js';
import { known } from '../model/outcome.js';
import type { Family } from './family.js';
import { listOf, textOf } from './json.js';
import { mergeReply, readChatReply, readChatRequest } from './openai-chat.js';
import { readUsage } from './openai-usage.js';

export const family: Family = {
  id: 'openai-completions',
  owner: 'openai',
  matches: ({ path }) => path.endsWith('/completions') && !/\/(chat|agents)\/completions$/.test(path),
  read(input) {
    const reply = mergeReply(input.reply);
    const usage = readUsage(reply.usage, { generatesNothing: false });
    if (!usage.known) return usage;
    const facts = readChatReply(input, reply);
    const content = { ...facts.content, messages: readPrompt(input.request['prompt'], input.request['suffix']) };
    return known({ ...readChatRequest(input), ...facts, api: 'completions', content, usage: usage.value });
  },
};

/** A prompt is a text or a list of texts; token ids hold no text. */
function readPrompt(prompt: unknown, suffix: unknown): Message[] {
  const texts = [...(typeof prompt === 'string' ? [prompt] : listOf(prompt)), suffix].map(textOf).filter((text) => text !== undefined);
  return texts.length === 0 ? [] : [{ role: 'user', text: texts.join('\n') }];
}
