// Hosts of the APIs, as each provider documents them; ids as in the catalog (read 2026-11-22)
import { entryOf } from './json.js';

/** Host suffix -> provider id. The longest match wins. */
const providerByHost: readonly (readonly [suffix: string, provider: string])[] = [
  ['api.openai.com', 'openai'],
  ['openai.azure.com', 'azure'],
  ['services.ai.azure.com', 'azure'],
  ['cognitiveservices.azure.com', 'azure'],
  ['models.inference.ai.azure.com', 'azure'],
  ['models.ai.azure.com', 'azure'],
  ['inference.ml.azure.com', 'azure'],
  ['azure-api.net', 'azure'],
  ['api.anthropic.com', 'anthropic'],
  ['googleapis.com', 'google'],
  ['aiplatform.googleapis.com', 'vertex'],
  ['api.mistral.ai', 'mistral'],
  ['codestral.mistral.ai', 'mistral'],
  ['api.groq.com', 'groq'],
  ['api.together.xyz', 'together'],
  ['api.together.ai', 'together'],
  ['api.fireworks.ai', 'fireworks'],
  ['openrouter.ai', 'openrouter'],
  ['api.deepseek.com', 'deepseek'],
  ['api.cerebras.ai', 'cerebras'],
  ['api.x.ai', 'x-ai'],
  ['api.perplexity.ai', 'perplexity'],
  ['api.cohere.com', 'cohere'],
  ['api.cohere.ai', 'cohere'],
  ['api.z.ai', 'zai'],
  ['open.bigmodel.cn', 'zhipuai'],
  ['snowflakecomputing.com', 'snowflake'],
  ['api.voyageai.com', 'voyageai'],
  ['api.novita.ai', 'novita'],
  ['api.moonshot.ai', 'moonshotai'],
  ['api.moonshot.cn', 'moonshotai'],
  ['api.minimax.io', 'minimax'],
  ['api.minimaxi.com', 'minimax'],
  ['api.studio.nebius.ai', 'nebius'],
  ['api.studio.nebius.com', 'nebius'],
  ['api.tokenfactory.nebius.com', 'nebius'],
  ['api.cloudflare.com', 'cloudflare'],
  ['ml.cloud.ibm.com', 'watsonx'],
  ['api.sambanova.ai', 'sambanova'],
  ['api.deepinfra.com', 'deepinfra'],
  ['api.hyperbolic.xyz', 'hyperbolic'],
  ['dashscope.aliyuncs.com', 'alibaba'],
  ['dashscope-intl.aliyuncs.com', 'alibaba'],
  ['router.huggingface.co', 'huggingface'],
  ['integrate.api.nvidia.com', 'nvidia'],
  ['ai-gateway.vercel.sh', 'vercel'],
  ['cloud.databricks.com', 'databricks'],
  ['azuredatabricks.net', 'databricks'],
  ['oai.helicone.ai', 'openai'],
  ['anthropic.helicone.ai', 'anthropic'],
  ['amazonaws.com', 'aws'],
  ['api.aws', 'aws'],
];

/** First path segment of a gateway or recorder -> provider id, e.g. http://127.0.0.1:8787/anthropic/v1/messages. */
const providerByPrefix: Readonly<Record<string, string>> = {
  openai: 'openai', anthropic: 'anthropic', gemini: 'google', google: 'google', mistral: 'mistral', groq: 'groq', azure: 'azure', together: 'together',
  fireworks: 'fireworks', openrouter: 'openrouter', deepseek: 'deepseek', cerebras: 'cerebras', cohere: 'cohere', vertex: 'vertex', bedrock: 'aws', xai: 'x-ai',
  perplexity: 'perplexity', ollama: 'ollama', zai: 'zai', snowflake: 'snowflake', voyage: 'voyageai', voyageai: 'voyageai',
};

/** Cloudflare's gateway names the provider behind account and gateway: https://developers.cloudflare.com/ai-gateway/usage/providers/ (read 2026-11-22) */
const CLOUDFLARE_GATEWAY = 'gateway.ai.cloudflare.com';
const providerBehindCloudflare: Readonly<Record<string, string>> = {
  openai: 'openai', anthropic: 'anthropic', 'google-ai-studio': 'google', 'google-vertex-ai': 'vertex', 'azure-openai': 'azure', 'aws-bedrock': 'aws', groq: 'groq', mistral: 'mistral', cohere: 'cohere', deepseek: 'deepseek',
  grok: 'x-ai', openrouter: 'openrouter', 'perplexity-ai': 'perplexity', cerebras: 'cerebras', 'workers-ai': 'cloudflare',
};

/** A host that nobody knows, speaking the OpenAI format (vLLM, LM Studio, a gateway). */
export const UNKNOWN_COMPATIBLE = 'openai-compatible';

export interface Route {
  /** Lower case, without port; '' when the log holds the path alone. */
  host: string;
  /** Percent-decoded where it can be, without query. */
  path: string;
  query: string;
}

/** What a recorder puts in the place of a host: `<OLLAMA_API_BASE>`, `{{base_url}}`, `${HOST}`, `[HOST]`. */
const MASKED_HOST = /^(<[^<>/]+>|\$?\{+[^{}/]+\}+|\[[a-z_ -]+\])$/i;
const HOST_WITHOUT_SCHEME = /^(?!v\d)([^/?#\s]+\.[^/?#\s]+|[^/?#\s]+:\d+|localhost|<[^<>/]+>|\$?\{+[^{}/]+\}+|\[[a-z_ -]+\])(?=\/)/i;

/**
 * Host, path and query of a URL as logs hold it: whole, without its scheme, with a mask for a host, or the path alone.
 * Example: 'https://api.groq.com/openai/v1/chat/completions?x=1' -> { host: 'api.groq.com', path: '/openai/v1/chat/completions', query: 'x=1' }; 'localhost:8000/v1/embeddings' -> host 'localhost'
 */
export function routeOf(url: string): Route {
  const match = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/i.exec(HOST_WITHOUT_SCHEME.test(url) ? `//${url}` : url);
  const authority = match?.[1] ?? '';
  const host = authority.replace(/^.*@/, '').replace(/:\d+$/, '').toLowerCase();
  return { host, path: decoded(match?.[2] ?? ''), query: match?.[3] ?? '' };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Who serves that route. `fallback` = the owner of the wire format, used when the log holds a path alone. Absent for a host nobody knows; a mask may name it. */
export function providerOfRoute(route: Route, fallback: string): string | undefined {
  if (route.host === CLOUDFLARE_GATEWAY) return entryOf(providerBehindCloudflare, route.path.split('/')[4]);
  const byHost = providerByHost
    .filter(([suffix]) => route.host === suffix || route.host.endsWith(`.${suffix}`) || (suffix === 'aiplatform.googleapis.com' && route.host.endsWith(`-${suffix}`)))
    .sort((left, right) => right[0].length - left[0].length)[0];
  if (byHost !== undefined) return byHost[1];
  const byMask = MASKED_HOST.test(route.host) ? (route.host.match(/[a-z]+/g) ?? []).map((word) => entryOf(providerByPrefix, word)).find((provider) => provider !== undefined) : undefined;
  if (byMask !== undefined) return byMask;
  const prefix = entryOf(providerByPrefix, /^\/([^/]+)\//.exec(route.path)?.[1]?.toLowerCase());
  if (prefix !== undefined) return prefix;
  return route.host === '' ? fallback : undefined;
}
