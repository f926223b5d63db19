// How logs and SDKs name providers, and the ids of the catalog for them: LiteLLM https://docs.litellm.ai/docs/providers, OpenTelemetry
// https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/, Vercel AI SDK https://ai-sdk.dev/providers, Helicone, Portkey, Kong, Cloudflare, Langfuse (read 2026-11-22)
import { providerOfModel } from './fields.js';

/** Name in lower case, without what is no letter or digit -> id of the catalog. */
const idByName: Readonly<Record<string, string>> = {
  openai: 'openai', openaichat: 'openai', openairesponses: 'openai', openaicompletions: 'openai', chatopenai: 'openai', textcompletionopenai: 'openai',
  azure: 'azure', azureopenai: 'azure', azureopenaichat: 'azure', azureopenairesponses: 'azure', az: 'azure', azai: 'azure', azaiagents: 'azure', azureaiagents: 'azure', azaiopenai: 'azure', azureaiopenai: 'azure', azaiinference: 'azure',
  azureaiinference: 'azure', azureai: 'azure', azurefoundry: 'azure', azureaifoundry: 'azure', microsoft: 'azure', azuretext: 'azure', azurechatopenai: 'azure', azureinference: 'azure',
  anthropic: 'anthropic', anthropicmessages: 'anthropic', claude: 'anthropic', chatanthropic: 'anthropic', anthropictext: 'anthropic',
  google: 'google', gemini: 'google', googlegemini: 'google', gcpgemini: 'google', googlegenerativeai: 'google', googlegenai: 'google', googleaistudio: 'google', gcpgenai: 'google', googleai: 'google', palm: 'google',
  vertex: 'vertex', vertexai: 'vertex', googlevertex: 'vertex', googlevertexai: 'vertex', gcpvertexai: 'vertex', gcpvertex: 'vertex', vertexaibeta: 'vertex', googlevertexanthropic: 'vertex', vertexaianthropic: 'vertex', googlevertexaianthropic: 'vertex',
  aws: 'aws', bedrock: 'aws', awsbedrock: 'aws', amazonbedrock: 'aws', bedrockconverse: 'aws', amazonbedrockconverse: 'aws', amazon: 'aws', bedrockmantle: 'aws', chatbedrock: 'aws',
  mistral: 'mistral', mistralai: 'mistral', mistralchat: 'mistral', codestral: 'mistral', chatmistralai: 'mistral',
  groq: 'groq', groqchat: 'groq', chatgroq: 'groq', together: 'together', togetherai: 'together', togethercomputer: 'together', fireworks: 'fireworks', fireworksai: 'fireworks',
  openrouter: 'openrouter', deepseek: 'deepseek', cerebras: 'cerebras', xai: 'x-ai', grok: 'x-ai', perplexity: 'perplexity', perplexityai: 'perplexity', cohere: 'cohere', coherechat: 'cohere', coherev2: 'cohere',
  zai: 'zai', zhipu: 'zhipuai', zhipuai: 'zhipuai', bigmodel: 'zhipuai', snowflake: 'snowflake', snowflakecortex: 'snowflake', voyage: 'voyageai', voyageai: 'voyageai', novita: 'novita', novitaai: 'novita',
  moonshot: 'moonshotai', moonshotai: 'moonshotai', minimax: 'minimax', sambanova: 'sambanova', deepinfra: 'deepinfra', hyperbolic: 'hyperbolic', ollama: 'ollama', ollamachat: 'ollama', chatollama: 'ollama',
  vllm: 'openai-compatible', hostedvllm: 'openai-compatible', lmstudio: 'openai-compatible', llamacpp: 'openai-compatible', openailike: 'openai-compatible', openaicompatible: 'openai-compatible', custom: 'openai-compatible',
  databricks: 'databricks', huggingface: 'huggingface', replicate: 'replicate', workersai: 'cloudflare', cloudflare: 'cloudflare', watsonx: 'watsonx', ibmwatsonxai: 'watsonx', nvidia: 'nvidia', nvidianim: 'nvidia',
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Words after the provider's own name in SDK names such as `openai.chat`, `google.generative-ai`, `anthropic.messages`. */
const KIND = /[./:](chat|messages|responses|completions?|embeddings?|text|generative-ai|image|language-model)$/i;

/** Names that say only which wire format was spoken, not who served. */
const formatNames: readonly string[] = ['openai', 'openaichat', 'openaicompatible'];

/**
 * The catalog's id of whoever served, from a log's name for it; of a name nobody knows that name in lower case; absent without a name and with a model that many serve.
 * Example: providerId('az.ai.openai') -> 'azure'; providerId(undefined, 'claude-sonnet-4-5') -> 'anthropic'; providerId('OPENAI') -> 'openai'
 */
export function providerId(name: string | undefined, model?: string): string | undefined {
  if (name === undefined || name.trim() === '' || /^(unknown|custom|none|null)$/i.test(name.trim())) return providerOfModel(model);
  const trimmed = name.trim();
  const words = [trimmed, trimmed.replace(KIND, ''), trimmed.split(/[./:\s]/)[0] ?? ''].map(plain);
  const listed = words.find((word) => Object.hasOwn(idByName, word));
  return listed === undefined ? trimmed.toLowerCase() : idByName[listed];
}

/** Whether the name may stand for any host of that wire format. */
export const isFormatName = (name: string): boolean => formatNames.includes(plain(name));
