/**
 * The maker's own id of the weights behind a host's model name, in the style of public leaderboards: lower case, vendor first, version dots kept,
 * no host's packaging (`-turbo`, `-fp8`, `-v1:0`). Rules, not a list, so that a new snapshot of a known family falls into place.
 * Quantised servings of one model (FP8, FP4, Turbo, Lite) share its id: hosts do not publish how much is lost, and the title keeps the word. A pretrained model without
 * instruction tuning, and another party's fine-tune, are not the instruct model.
 *
 * Example: together's `meta-llama/Llama-3.3-70B-Instruct-Turbo`, groq's `llama-3.3-70b-versatile` and Bedrock's `meta.llama3-3-70b-instruct-v1:0`
 * are all `meta-llama/llama-3.3-70b-instruct`.
 */
export function baseModelOf(provider: string, model: string): string {
  const bare = model
    .toLowerCase()
    .replace(/^accounts\/fireworks\/(models|routers)\//, '')
    .replace(/^(regional|global|us|eu|au|jp|apac|in)\.(?=[a-z]+\.)/, '')
    .replace(provider === 'bedrock' ? /-v\d+(:\d+)?$/ : /:\d+$/, '')
    .replace(/:\d+$/, '')
    .replace(/^(anthropic|meta|amazon|mistral|deepseek|openai|qwen|google|nvidia|moonshotai|moonshot|minimax|zai|xai|writer|cohere|ai21)\.(?=[a-z])/, '');
  const name = bare.includes('/') ? (bare.split('/').at(-1) ?? bare) : bare;
  for (const [pattern, base] of RULES) {
    const match = pattern.exec(name);
    if (match !== null) return base(match);
  }
  return `${MAKER_OF[provider] ?? provider}/${name}`;
}

const MAKER_OF: Readonly<Record<string, string>> = { mistral: 'mistralai', alibaba: 'qwen', zai: 'z-ai', bedrock: 'amazon' };

const dotted = (major: string | undefined, minor: string | undefined): string => (minor === undefined || minor === '' ? `${major}` : `${major}.${minor}`);

type Rule = readonly [RegExp, (match: RegExpExecArray) => string];

const RULES: readonly Rule[] = [
  // OpenAI
  [/^gpt-oss-(120b|20b)/, (m) => `openai/gpt-oss-${m[1]}`],
  [/^gpt-35-turbo/, () => 'openai/gpt-3.5-turbo-0125'],
  [/^gpt-3\.5-turbo$/, () => 'openai/gpt-3.5-turbo-0125'],
  [/^gpt-4$/, () => 'openai/gpt-4-0613'],
  [/^gpt-4o-mini(-2024-07-18)?$/, () => 'openai/gpt-4o-mini-2024-07-18'],
  [/^gpt-4-turbo/, () => 'openai/gpt-4-turbo'],
  [/^(gpt-5(?:\.\d)?)-chat(-latest)?$/, (m) => `openai/${m[1]}-chat`],
  [/^(gpt-(?!jt|neo)[\w.-]+?|o\d[\w-]*?|text-embedding-[\w-]+|chatgpt-[\w-]+|codex-[\w-]+)(-20\d\d-\d\d-\d\d)?$/, (m) => `openai/${m[1]}`],
  // Anthropic: snapshots of Claude 3 keep their date, later models have none.
  [/^claude-3-5-haiku/, () => 'anthropic/claude-3-5-haiku-20241022'],
  [/^claude-3-5-sonnet-20240620/, () => 'anthropic/claude-3-5-sonnet-20240620'],
  [/^claude-3-5-sonnet/, () => 'anthropic/claude-3-5-sonnet-20241022'],
  [/^claude-3-7-sonnet/, () => 'anthropic/claude-3-7-sonnet-20250219'],
  [/^claude-3-haiku/, () => 'anthropic/claude-3-haiku-20240307'],
  [/^claude-3-opus/, () => 'anthropic/claude-3-opus-20240229'],
  [/^claude-3-sonnet/, () => 'anthropic/claude-3-sonnet-20240229'],
  [/^claude-(?:(opus|sonnet)-4(?:-0)?|4-(opus|sonnet))(?:@|-2025\d{4}|$)/, (m) => `anthropic/claude-${m[1] ?? m[2]}-4`],
  [/^claude-(opus|sonnet|haiku|fable|mythos)-(\d(?:-\d)?)(-20\d{6})?$/, (m) => `anthropic/claude-${m[1]}-${m[2]}`],
  [/^claude-2/, () => 'anthropic/claude-2.1'],
  // Google
  [/^(gemini-\d(?:\.\d)?-(?:pro|flash-lite|flash))(-preview|-latest|-exp|-001|-002)?(-\d\d-\d{2,4})?$/, (m) => `google/${m[1]}`],
  [/^gemma-?3-(\d+b)(-it)?/, (m) => `google/gemma-3-${m[1]}-it`],
  [/^gemma-4-31b/, () => 'google/gemma-4-31b-it'],
  [/^gemma-4-26b/, () => 'google/gemma-4-26b-a4b-it'],
  [/^gemma-?2-(\d+b)/, (m) => `google/gemma-2-${m[1]}-it`],
  [/^gemma-(2b|7b)/, (m) => `google/gemma-${m[1]}-it`],
  // Llama, under every host's spelling
  [/^codellama-(\d+b)-instruct/, (m) => `meta-llama/codellama-${m[1]}-instruct`],
  [/^(?:meta-)?llama-?v?(3)[.p-]([123])-(\d+b)(?!.*vision)/, (m) => `meta-llama/llama-${dotted(m[1], m[2])}-${m[3]}-instruct`],
  [/^llama-?v?(3)\.([123])-(\d+b)(?:-.*)?$/, (m) => `meta-llama/llama-${dotted(m[1], m[2])}-${m[3]}-instruct`],
  [/^(?:meta-)?llama-?v?3-(8b|70b)/, (m) => `meta-llama/llama-3-${m[1]}-instruct`],
  [/^llama3-(8b|70b)/, (m) => `meta-llama/llama-3-${m[1]}-instruct`],
  [/^llama-?4-(maverick|scout)/, (m) => `meta-llama/llama-4-${m[1]}`],
  [/^llama-?2-(\d+b)(?!-32k)/, (m) => `meta-llama/llama-2-${m[1]}-chat`],
  // Mistral
  [/^open-mistral-nemo|^mistral-nemo/, () => 'mistralai/open-mistral-nemo'],
  [/^mixtral-8x(7b|22b)-v0\.1$/, (m) => `mistralai/mixtral-8x${m[1]}-base`],
  [/^(?:open-)?mixtral-8x(7b|22b)/, (m) => `mistralai/mixtral-8x${m[1]}-instruct`],
  [/^mistral-large-3-675b|^mistral-large-2512/, () => 'mistralai/mistral-large-2512'],
  [/^mistral-7b-v0\.1$/, () => 'mistralai/mistral-7b-base'],
  [/^mistral-7b-openorca/, () => 'open-orca/mistral-7b-openorca'],
  [/^mistral-7b-instruct-v0:?\.?3/, () => 'mistralai/mistral-7b-instruct-v0.3'],
  [/^mistral-7b-instruct-v0:?\.?2/, () => 'mistralai/mistral-7b-instruct-v0.2'],
  [/^(?:open-)?mistral-7b/, () => 'mistralai/mistral-7b-instruct'],
  [/^ministral-3-(3|8|14)b|^ministral-(3|8|14)b-2512/, (m) => `mistralai/ministral-3-${m[1] ?? m[2]}b-2512`],
  [/^ministral-(3|8)b/, (m) => `mistralai/ministral-${m[1]}b-2410`],
  [/^mistral-small-24b-instruct-2501|^mistral-small-2501/, () => 'mistralai/mistral-small-2501'],
  [/^mistral-small-3\.1-24b|^mistral-small-2503/, () => 'mistralai/mistral-small-2503'],
  [/^mistral-small-3\.2-24b|^mistral-small-2506/, () => 'mistralai/mistral-small-2506'],
  [/^codestral-2501/, () => 'mistralai/codestral-25.01'],
  [/^devstral-2-123b|^devstral-2512/, () => 'mistralai/devstral-2512'],
  [/^(codestral|devstral|magistral|mistral|pixtral|voxtral)(-[\w.-]+)?$/, (m) => `mistralai/${m[1]}${m[2] ?? ''}`],
  // DeepSeek
  [/^deepseek-?r1-distill-llama-70b/, () => 'deepseek/deepseek-r1-distill-llama-70b'],
  [/^(?:deepseek-)?r1-?0528/, () => 'deepseek/deepseek-r1-0528'],
  [/^(?:deepseek-)?r1(-basic|-turbo)?$/, () => 'deepseek/deepseek-r1'],
  [/^(?:deepseek-)?v3[p.]2(-exp)?$/, (m) => `deepseek/deepseek-v3.2${m[1] ?? ''}`],
  [/^deepseek-v4[.p]1-flash/, () => 'deepseek/deepseek-v4.1-flash'],
  [/^deepseek-v4-flash-vision/, () => 'deepseek/deepseek-v4-flash-vision-exp'],
  [/^(?:deepseek-)?v3[.p-]1(-terminus)?$/, (m) => `deepseek/deepseek-v3.1${m[1] ?? ''}`],
  [/^deepseek-(?:chat-)?v3-0324/, () => 'deepseek/deepseek-v3-0324'],
  [/^deepseek-v3$/, () => 'deepseek/deepseek-v3'],
  [/^v3$/, () => 'deepseek/deepseek-v3.1'],
  [/^deepseek-v4-(flash|pro)/, (m) => `deepseek/deepseek-v4-${m[1]}`],
  [/^deepseek-([\w.-]+)$/, (m) => `deepseek/deepseek-${m[1]}`],
  // Qwen: `-instruct` is part of the id only where a date follows
  [/^qwen-?3-235b-a22b(?:-instruct)?-2507/, () => 'qwen/qwen3-235b-a22b-instruct-2507'],
  [/^qwen-?3-235b-a22b-thinking/, () => 'qwen/qwen3-235b-a22b-thinking-2507'],
  [/^qwen-?3-235b-a22b(-fp8)?(-tput)?$/, () => 'qwen/qwen3-235b-a22b'],
  [/^qwen-?3-coder-480b/, () => 'qwen/qwen3-coder-480b-a35b'],
  [/^qwen3-coder-30b/, () => 'qwen/qwen3-coder-30b-a3b'],
  [/^qwen3-next-80b-a3b-thinking/, () => 'qwen/qwen3-next-80b-a3b-thinking'],
  [/^qwen3-next-80b-a3b/, () => 'qwen/qwen3-next-80b-a3b'],
  [/^qwen3-vl-235b/, () => 'qwen/qwen3-vl-235b-a22b'],
  [/^qwen-(turbo|plus|flash|max)$/, (m) => `qwen/qwen-${m[1]}`],
  [/^qwen-3-32b/, () => 'qwen/qwen3-32b'],
  [/^qwen3\.5-plus$/, () => 'qwen/qwen3.5-plus-2026-02-15'],
  [/^qwen3-max$/, () => 'qwen/qwen3-max-2025-09-23'],
  [/^qwen-?(\d)[.p-](\d)-(.+?)(-instruct)?(-turbo|-fp8|-tput)?$/, (m) => `qwen/qwen${m[1]}.${m[2]}-${m[3]}`],
  [/^(qwen[\w.-]*?|qwq[\w.-]*?|qvq[\w.-]*?)(-instruct)?(-turbo|-fp8|-tput)*$/, (m) => `qwen/${m[1]}`],
  // Others on shared hosts
  [/^kimi-k2(-instruct)?-0905/, () => 'moonshotai/kimi-k2-0905'],
  [/^inkling$/, () => 'thinkingmachines/inkling'],
  [/^kimi-k(\d)[p.]?(\d)?(-code|-thinking|-instruct|-0905)?/, (m) => `moonshotai/kimi-k${dotted(m[1], m[2])}${m[3] ?? ''}`],
  [/^(?:zai-)?glm-(\d)[p.]?(\d)?(-flash|-air|v|-turbo)?/, (m) => `z-ai/glm-${dotted(m[1], m[2])}${m[3] ?? ''}`],
  [/^minimax-m(\d)[p.]?(\d)?/, (m) => `minimax/minimax-m${dotted(m[1], m[2])}`],
  [/^nova-(2-)?(lite|micro|pro|premier)/, (m) => `amazon/nova-${m[1] ?? ''}${m[2]}`],
  [/^(?:cohere-)?command-a$/, () => 'cohere/command-a-03-2025'],
  [/^command-r(-plus)?$/, (m) => `cohere/command-r${m[1] ?? ''}-08-2024`],
  [/^(?:cohere-)?(command-[\w-]+)$/, (m) => `cohere/${m[1]}`],
  [/^palmyra-([\w-]+)$/, (m) => `writer/palmyra-${m[1]}`],
  [/^grok-4-1-fast-non-reasoning|^grok-4\.1-fast-non-reasoning/, () => 'x-ai/grok-4.1-fast-non'],
  [/^grok-4-1-fast/, () => 'x-ai/grok-4.1-fast'],
  [/^grok-4-fast-non-reasoning/, () => 'x-ai/grok-4-fast-non'],
  [/^grok-4-fast/, () => 'x-ai/grok-4-fast'],
  [/^grok-4(-0709)?$/, () => 'x-ai/grok-4'],
  [/^grok-4[.-]20-(?:0309-)?non-reasoning/, () => 'x-ai/grok-4.20-0309-non'],
  [/^grok-4[.-]20(-0309)?(-reasoning)?$/, () => 'x-ai/grok-4.20-0309'],
  [/^grok-2(-1212)?$/, () => 'x-ai/grok-2'],
  [/^grok-code-fast/, () => 'x-ai/grok-code-fast-1-0825'],
  [/^grok-([\w.-]+)$/, (m) => `x-ai/grok-${m[1]}`],
  [/^phi-4-mini(-instruct)?$/, () => 'microsoft/phi-4-mini-instruct'],
  [/^(phi-[\w.-]+)$/, (m) => `microsoft/${m[1]}`],
  [/^nemotron-([\w.-]+)$/, (m) => `nvidia/nemotron-${m[1]}`],
];
