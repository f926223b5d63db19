import type { Disagreement } from '../../records.js';

/** Anthropic and Bedrock. */
export const disagreements: readonly Disagreement[] = [
  { model: 'anthropic/claude-3-haiku-20240307', what: 'cache write, 1 h', held: '0.50', others: [{ source: 'LiteLLM 2026-07-24', says: '6.00' }] },
  { model: 'anthropic/claude-opus-4', what: 'retirement', held: '2026-06-15', others: [{ source: 'LiteLLM', says: '2026-05-14' }, { source: 'Bedrock model lifecycle', says: '2026-05-31 on Bedrock' }] },
  { model: 'anthropic/claude-sonnet-4-5', what: 'retirement', held: 'none announced (Anthropic: not sooner than 2026-09-29)', others: [{ source: 'Retell model notices', says: '2026-09-29' }, { source: 'https://ai-productivity.pages.dev/news/anthropic-claude-sonnet-45-deprecation-date-extended-may-18/', says: '2026-05-18 (it is the Claude app that dropped it)' }] },
  { model: 'anthropic/claude-sonnet-5', what: 'price after 2026-08-31', held: '2 / 10: the launch price stayed', others: [{ source: 'the launch notes; older genai-prices; awslabs pricing cache of 2026-09-02', says: '3 / 15 from 2026-09-01' }] },
  { model: 'anthropic/claude-mythos-preview', what: 'price', held: '25 / 125 (Project Glasswing)', others: [{ source: 'most price tables', says: 'none' }] },
  { model: 'anthropic/claude-sonnet-4-6', what: 'cache minimum', held: '1,024 tokens (Anthropic docs as quoted in mid-2026, LiteLLM)', others: [{ source: 'OpenRouter, rig, https://github.com/anthropics/anthropic-sdk-python/issues/1194', says: '2,048' }] },
  { model: 'anthropic/claude-opus-4-7', what: 'cache minimum', held: '2,048 tokens (LiteLLM)', others: [{ source: 'OpenRouter, rig', says: '4,096' }] },
  { model: 'anthropic/claude-opus-4-8', what: 'cache minimum', held: '1,024 tokens (Anthropic)', others: [{ source: 'LiteLLM', says: '2,048' }] },
  { model: 'bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0', what: 'price of ids without a profile', held: '3.30 / 16.50, as regional (AWS Price List, genai-prices)', others: [{ source: 'AWS toolkit bedrock_pricing.py, 2026-10-05', says: '3 / 15' }] },
  { model: 'bedrock/anthropic.claude-opus-5', what: 'batch', held: 'none: the batch table of 2026-09-02 did not list Claude Opus 4.7 and later', others: [{ source: 'https://github.com/truefoundry/models', says: 'half' }] },
  { model: 'bedrock/amazon.nova-2-lite-v1:0', what: 'batch input and output', held: '0.165 / 1.375 (AWS Price List)', others: [{ source: 'Bedrock pricing, Ohio', says: '0.1595 / 1.342' }] },
  { model: 'bedrock/amazon.nova-2-lite-v1:0', what: 'price of eu. and jp. profiles', held: '0.33 / 2.75, as us.', others: [{ source: 'AWS Price List', says: 'eu. 0.374 / 3.157, jp. 0.396 / 3.311' }] },
  { model: 'bedrock/meta.llama3-1-405b-instruct-v1:0', what: 'price', held: '2.40 / 2.40 (AWS Price List)', others: [{ source: 'https://github.com/Portkey-AI/models', says: '5.32 / 16' }] },
  { model: 'bedrock/qwen.qwen3-next-80b-a3b', what: 'price', held: '0.15 / 1.20 (AWS Price List)', others: [{ source: 'models.dev', says: '0.14 / 1.40' }] },
  { model: 'bedrock/qwen.qwen3-coder-next', what: 'price', held: '0.50 / 1.20 (AWS Price List)', others: [{ source: 'models.dev', says: '0.22 / 1.80' }] },
  { model: 'bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0', what: 'price in GovCloud', held: '3.60 / 18: 1.2 x the global price', others: [{ source: 'LiteLLM until 2026', says: '3.30 / 16.50' }] },
  { model: 'bedrock/meta.llama3-8b-instruct-v1:0', what: 'output price in GovCloud', held: '0.60 (AWS Price List)', others: [{ source: 'LiteLLM', says: '2.65' }] },
  { model: 'bedrock/minimax.minimax-m2.1', what: 'price outside the United States', held: '0.36 / 1.44 in most regions (LiteLLM)', others: [{ source: 'https://github.com/truefoundry/models, an older copy', says: '0.30 / 1.20 everywhere' }] },
  { model: 'bedrock/amazon.titan-embed-text-v2:0', what: 'price in eu-central-1, sa-east-1, eu-west-2, ca-central-1 and us-gov-west-1', held: 'not held', others: [{ source: 'https://github.com/truefoundry/models', says: '0.10 to 0.20, five to ten times that of Virginia' }] },
  { model: 'bedrock/amazon.titan-text-express-v1', what: 'end', held: 'none: no day was read', others: [{ source: 'recalled: Bedrock model lifecycle', says: 'over, as are Titan Text Premier, Llama 2, Jurassic-2, Command and Mistral Small 2402' }] },
];
