import type { Disagreement } from '../../records.js';

/** OpenAI and Azure. */
export const disagreements: readonly Disagreement[] = [
  { model: 'openai/gpt-4o-2024-08-06', what: 'named successor', held: 'gpt-6-luna (OpenAI deprecations, copies of 2026-10-15 and 2026-10-28)', others: [{ source: 'https://github.com/orgs/cometapi-dev/discussions/151', says: 'gpt-6.1-sol' }] },
  { model: 'openai/gpt-4.1', what: 'named successor', held: 'gpt-6-luna (OpenAI deprecations, copies of 2026-10-15 and 2026-10-28)', others: [{ source: 'https://github.com/orgs/cometapi-dev/discussions/151', says: 'gpt-6.1-sol' }] },
  { model: 'openai/gpt-4o-2024-08-06', what: 'standard price', held: '2.50 / 10.00', others: [{ source: 'llm-info 1.0.69', says: '5 / 15' }, { source: 'gpt-tokenizer 4.0.0', says: '10 / 30' }] },
  { model: 'openai/gpt-4o-2024-08-06', what: 'cached input in batch', held: '1.25, the batch input rate (a dash on the pricing page; the caching guide of 2024: no cache discount on the Batch API)', others: [{ source: 'half of the cached rate, as from GPT-5 on', says: '0.625' }] },
  { model: 'openai/o3', what: 'cached input before 2025-06-10', held: '2.50', others: [{ source: 'genai-prices 0.1.8', says: '0.50' }] },
  { model: 'openai/o3', what: 'standard price', held: '2 / 8 since 2025-06-10', others: [{ source: 'llm-info 1.0.69', says: '10 / 40' }, { source: 'gpt-tokenizer 4.0.0', says: '15 / 60' }] },
  { model: 'openai/o4-mini', what: 'cached input in flex', held: '0.138 (OpenAI pricing)', others: [{ source: 'half of 0.275', says: '0.1375' }] },
  { model: 'openai/gpt-5', what: 'named successor', held: 'gpt-6.1-sol', others: [{ source: 'OpenAI deprecations, copies until October 2026', says: 'gpt-5.6-sol' }] },
  { model: 'openai/gpt-5.4', what: 'long-context step', held: 'more than 272,000 input tokens', others: [{ source: 'genai-prices 0.1.8', says: 'more than 271,999' }] },
  { model: 'openai/gpt-5.4', what: 'cached input in batch and flex', held: '0.13 (OpenAI pricing)', others: [{ source: 'half of 0.25', says: '0.125' }] },
  { model: 'openai/gpt-5.5', what: 'priority', held: '12.50 / 75', others: [{ source: 'LiteLLM 2026-07-24', says: '10 / 60' }] },
  { model: 'openai/gpt-5.6-sol', what: 'price after 2026-11-21', held: '4 / 20', others: [{ source: 'OpenAI pricing: promotional pricing "at least through" 2026-11-21', says: 'may return to 5 / 30; no later price was read' }] },
  { model: 'openai/gpt-6.1-sol', what: 'reasoning effort none', held: 'not supported (docs.apiyi.com and docs.laozhang.ai, October 2026)', others: [{ source: 'GPT-6 Sol and Luna, GPT-6.1 Terra', says: 'supported' }] },
  { model: 'openai/gpt-6.2-astra', what: 'cache writes', held: '10 (1.25 times input, the rule of the caching guide)', others: [{ source: 'LiteLLM and reseller notes of 2026-11-18', says: 'only input, output and cached input are named' }] },
  { model: 'openai/gpt-4o-search-preview', what: 'web search fee', held: '25 per thousand since 2025-11-13 (copies of OpenAI pricing)', others: [{ source: 'OpenAI pricing of spring 2025, recalled', says: '30 to 50 by context size' }] },
  { model: 'openai/gpt-realtime-mini', what: 'cached input', held: '0.06 (text)', others: [{ source: 'OpenAI pricing, audio row', says: '0.30; logs do not say which kind was cached' }] },
  { model: 'azure/gpt-5.6-terra', what: 'day of the cut', held: '2026-08-01 (Foundry blog)', others: [{ source: 'https://github.com/BerriAI/litellm/issues/36192', says: 'Azure meters unchanged on 2026-08-07' }, { source: 'https://github.com/anomalyco/models.dev/pull/4541', says: 'meters match OpenAI on 2026-08-12' }] },
  { model: 'azure/gpt-5.6-luna', what: 'day of the cut', held: '2026-08-01 (Foundry blog)', others: [{ source: 'https://github.com/BerriAI/litellm/issues/36192', says: 'Azure meters unchanged on 2026-08-07' }, { source: 'https://github.com/anomalyco/models.dev/pull/4541', says: 'meters match OpenAI on 2026-08-12' }] },
  { model: 'azure/gpt-5.6-sol', what: 'day of the cut', held: '2026-10-03 (first day on which it was seen)', others: [{ source: 'OpenAI', says: 'cut on 2026-08-21' }] },
  { model: 'azure/gpt-4o-2024-08-06', what: 'retirement', held: '2026-10-01 (Foundry schedule; 2026-03-31 for Standard deployments in one region)', others: [{ source: 'OpenAI deprecations', says: '2027-01-14 on its own API' }] },
  { model: 'azure/gpt-5.2', what: 'retirement', held: '2026-12-12 (Foundry schedule of 2026-07-07)', others: [{ source: 'Microsoft upgrade guide of April 2026', says: 'not before 2027-05-12' }] },
];
