import { family as anthropic } from './anthropic.js';
import { family as anthropicComplete } from './anthropic-complete.js';
import { family as bedrockConverse } from './bedrock-converse.js';
import { family as bedrockInvoke } from './bedrock-invoke.js';
import { family as cohere } from './cohere.js';
import type { Family } from './family.js';
import { family as gemini } from './gemini.js';
import { family as geminiEmbeddings } from './gemini-embeddings.js';
import { family as geminiInteractions } from './gemini-interactions.js';
import { family as mistralConversations } from './mistral-conversations.js';
import { family as ollama } from './ollama.js';
import { family as openaiChat } from './openai-chat.js';
import { family as openaiCompletions } from './openai-completions.js';
import { family as openaiEmbeddings } from './openai-embeddings.js';
import { family as openaiResponses } from './openai-responses.js';
import { family as snowflake } from './snowflake.js';
import { family as workersAi } from './workers-ai.js';

/** Every wire format that can be read. A new one is a file, a line here and a fixture folder. */
export const families: readonly Family[] = [
  openaiChat, openaiResponses, openaiEmbeddings, openaiCompletions, anthropic, gemini, geminiEmbeddings, geminiInteractions, bedrockConverse, bedrockInvoke, cohere, ollama, snowflake, mistralConversations, anthropicComplete, workersAi,
];
