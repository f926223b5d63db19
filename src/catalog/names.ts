// How providers and models are spelled in logs, brought to the spelling of the catalog.

const PROVIDER_NAMES: Readonly<Record<string, readonly string[]>> = {
  alibaba: ['dashscope', 'dashscope-intl', 'qwen', 'aliyun', 'alibaba-cloud', 'alibabacloud', 'modelstudio'],
  anthropic: ['claude', 'claude-code', 'anthropic-aws'],
  azure: ['azure-openai', 'azure.ai.openai', 'azure.ai.inference', 'az.ai.openai', 'az.ai.inference', 'azure-ai', 'azureopenai', 'azure-ai-foundry'],
  bedrock: ['aws', 'aws.bedrock', 'aws-bedrock', 'amazon-bedrock', 'amazon', 'bedrock-converse', 'bedrock-mantle', 'bedrock-invoke', 'bedrock-runtime', 'awsbedrock', 'anthropic-bedrock'],
  cerebras: [],
  cohere: ['cohere-chat'],
  deepinfra: ['deep-infra'],
  deepseek: [],
  fireworks: ['fireworks-ai', 'fireworksai'],
  google: ['gemini', 'vertex', 'vertex-ai', 'vertexai', 'google-vertex', 'gcp.vertex-ai', 'gcp.gemini', 'gcp.gen-ai', 'google-gla', 'google-genai', 'googleai', 'google-ai-studio', 'gemini-interactions'],
  groq: ['groqcloud'],
  minimax: ['minimaxi'],
  mistral: ['mistralai', 'mistral-ai'],
  moonshotai: ['moonshot', 'kimi'],
  nebius: ['nebius-ai-studio', 'nebius-token-factory', 'nebius-studio'],
  openai: ['openai-chat', 'openai-responses', 'codex', 'openai-codex'],
  perplexity: ['perplexityai'],
  sambanova: ['sambanova-cloud', 'sambacloud'],
  together: ['togetherai', 'together-ai', 'together.ai'],
  voyageai: ['voyage'],
  'x-ai': ['xai', 'grok'],
  zai: ['z-ai', 'z.ai'],
};

const PROVIDER_OF = new Map(Object.entries(PROVIDER_NAMES).flatMap(([id, names]) => [id, ...names].map((name): [string, string] => [name, id])));

/** Pass calls on to others, so that the model's name says whose prices hold. '' = not stated. */
const GATEWAYS = new Set(['', 'openrouter', 'litellm', 'portkey', 'helicone', 'vercel', 'vercel-ai-gateway', 'ai-gateway', 'cloudflare', 'cloudflare-ai-gateway', 'kong', 'requesty', 'unknown', 'gateway']);

/** Where a provider's own list has no such model, whose list prices stand in. */
const FALLBACKS: ReadonlyMap<string, readonly string[]> = new Map([
  ['azure', ['openai', 'anthropic', 'deepseek', 'x-ai', 'mistral', 'cohere', 'moonshotai']],
  ['google', ['anthropic', 'mistral']],
]);

/** Vendor part of `vendor/model` names, beside the provider names themselves. */
const VENDORS: ReadonlyMap<string, string> = new Map([['qwen', 'alibaba'], ['z-ai', 'zai'], ['amazon', 'bedrock'], ['~anthropic', 'anthropic'], ['~openai', 'openai'], ['~google', 'google']]);

/** What a bare model name gives away. */
const NAME_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^arn:aws[a-z-]*:bedrock:|^((us|eu|apac|jp|au|ca|global|us-gov)\.)?(anthropic|amazon|meta|mistral|cohere|ai21|deepseek|qwen|openai|writer|nvidia|moonshot(ai)?|minimax|zai|google|xai)\.[a-z]/, 'bedrock'],
  [/^(ft:)?(gpt-(?!oss)|o[134](-|$)|chatgpt-|text-embedding-|codex-|davinci|babbage)/, 'openai'],
  [/claude/, 'anthropic'],
  [/^(gemini|gemma)/, 'google'],
  [/^(mistral|ministral|codestral|devstral|magistral|pixtral|open-mi|mixtral-)/, 'mistral'],
  [/^deepseek/, 'deepseek'],
  [/^grok/, 'x-ai'],
  [/^(command|embed-v)/, 'cohere'],
  [/^glm-/, 'zai'],
  [/^kimi/, 'moonshotai'],
  [/^voyage/, 'voyageai'],
  [/^sonar/, 'perplexity'],
  [/^minimax-/, 'minimax'],
  [/^qwen(\d(\.\d)?)?-(max|plus|turbo|flash)/, 'alibaba'],
];

/** The catalog's id of a provider; an unknown name stays as it is, lower case. Examples: 'Vertex_AI' -> 'google', 'openai.responses' -> 'openai'. */
export function canonicalProvider(provider: string): string {
  const name = provider.trim().toLowerCase().replaceAll('_', '-').replaceAll(' ', '-');
  const family = name.split('.')[0] ?? name;
  return PROVIDER_OF.get(name) ?? PROVIDER_OF.get(family) ?? name;
}

/** Served for nothing, in small amounts: https://openrouter.ai/docs/guides/routing/model-variants (read 2026-11-22). Example: openrouter, 'minimax/minimax-m2:free' */
export const isFreeVariant = (provider: string, name: string): boolean => canonicalProvider(provider) === 'openrouter' && name.trim().toLowerCase().endsWith(':free');

export const isGateway = (provider: string): boolean => GATEWAYS.has(provider);

export const fallbacksOf = (provider: string): readonly string[] => FALLBACKS.get(provider) ?? [];

/** Whose model it is, from a name as a gateway writes it; undefined when nothing tells. Example: 'anthropic/claude-sonnet-4.5' -> ['anthropic', 'claude-sonnet-4.5'] */
export function ownerOf(name: string): readonly [provider: string, model: string] | undefined {
  const lower = name.trim().toLowerCase();
  const slash = lower.indexOf('/');
  if (slash > 0) {
    const vendor = lower.slice(0, slash).replaceAll('_', '-');
    const provider = VENDORS.get(vendor) ?? PROVIDER_OF.get(vendor);
    if (provider !== undefined) return [provider, lower.slice(slash + 1)];
  }
  const provider = NAME_PATTERNS.find(([pattern]) => pattern.test(lower))?.[1];
  return provider === undefined ? undefined : [provider, lower];
}

/** The key under which a model is filed: wrappers, profiles and version marks removed. Bedrock's global profiles keep `global.`: they have prices of their own. */
export function nameKey(provider: string, name: string): string {
  const bare = name.trim().toLowerCase().replace(/^~/, '').replace(/^(projects\/.*\/)?publishers\/[^/]+\/models\//, '').replace(/^models\//, '').replace(/@(?=\d)/, '-').replace(/@default$/, '').replace(/\[1m\]$/, '');
  if (provider === 'bedrock') return bedrockKey(bare);
  const own = KEEPS_VENDOR.has(provider) ? hostKey(provider, bare) : bare.startsWith(`${provider}/`) ? bare.slice(provider.length + 1) : bare;
  const zoned = provider === 'azure' ? own.replace(/^(us|eu)\//, '') : own;
  const unprefixed = zoned.replace(/^(openai|anthropic|google|mistral|mistralai|cohere|deepseek|x-ai|xai|azure|dashscope|qwen|moonshot|moonshotai|z-ai|zai|minimax|perplexity|voyage|voyageai)\/(?=[^/]+$)/, (prefix) => (KEEPS_VENDOR.has(provider) ? prefix : ''));
  return claudeKey(unprefixed);
}

/** Hosts whose own model ids hold a vendor and a slash. */
const KEEPS_VENDOR = new Set(['groq', 'together', 'fireworks', 'deepinfra', 'nebius', 'sambanova']);

/**
 * The host's name as a prefix, in its spellings, and Fireworks' account paths removed; `groq/compound` is Groq's own id. Another account's model keeps its path:
 * it runs on a deployment of its own. Example: fireworks, 'fireworks_ai/accounts/fireworks/models/glm-5p2' -> 'glm-5p2'
 */
function hostKey(provider: string, name: string): string {
  const slash = name.indexOf('/');
  const rest = name.slice(slash + 1);
  const isPrefixed = slash > 0 && PROVIDER_OF.get(name.slice(0, slash).replaceAll('_', '-')) === provider && !(provider === 'groq' && rest.startsWith('compound'));
  const own = isPrefixed ? rest : name;
  return provider === 'fireworks' ? own.replace(/^accounts\/fireworks\/(models|routers)\//, '') : own;
}

/** Versions are of the packaging, but of Titan's embeddings, which are two models. Example: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' -> 'anthropic.claude-sonnet-4-5' */
function bedrockKey(name: string): string {
  const plain = name.slice(name.lastIndexOf('/') + 1).replace(/^(us|eu|apac|jp|au|ca|in|sa|us-gov|regional)\.(?=[a-z0-9-]+\.)/, '');
  if (plain.includes('titan-embed')) return plain.replace(/(:\d+)+k?$/, '');
  const id = plain
    .replace(/-v\d+(:\d+)?(:\d+k)?$/, '')
    .replace(/:\d+$/, '')
    .replace(/(claude-(?:opus|sonnet|haiku)-[4-9](?:-\d)?)-20\d{6}$/, '$1');
  if (id.startsWith('claude')) return `anthropic.${id}`;
  return id.startsWith('nova-') ? `amazon.${id}` : id;
}

/** Both orders and both separators of Claude's names. Example: 'claude-4.5-sonnet-20250929' -> 'claude-sonnet-4-5-20250929' */
function claudeKey(name: string): string {
  if (!name.startsWith('claude-')) return name;
  return name
    .replace(/^claude-([4-9])(?:[.-](\d))?-(opus|sonnet|haiku)(?=$|[-:])/, (_, major: string, minor: string | undefined, family: string) => `claude-${family}-${major}${minor === undefined ? '' : `-${minor}`}`)
    .replace(/^claude-(\d)\.(\d)/, 'claude-$1-$2')
    .replace(/^claude-([a-z]+)-(\d)\.(\d)/, 'claude-$1-$2-$3');
}
