import type { Disagreement } from '../../records.js';

/** What other sources say of Google's models. */
export const disagreements: readonly Disagreement[] = [
  { model: 'google/gemini-4-argon', what: 'cached input in batch', held: 'not known (nothing was read)', others: [{ source: 'Gemini API pricing, older models', says: 'half or the standard cached price' }] },
  {
    model: 'google/gemini-3.6-flash', what: 'price from 2026-07-21 to 2026-08-12', held: '1.50 / 7.50 (copies of 2026-07-21 and 2026-08-08), the promotion from 2026-08-13',
    others: [{ source: 'genai-prices 0.1.8', says: '0.75 / 3.75 from its release on' }],
  },
  {
    model: 'google/gemini-3.5-flash', what: 'what answers since 2026-10-08', held: 'gemini-3.6-flash at its price (requests are routed to it)',
    others: [{ source: 'Gemini API pricing, https://ai.google.dev/gemini-api/docs/pricing', says: 'still listed at 1.50 / 9' }],
  },
  { model: 'google/gemini-3.5-flash', what: 'audio input', held: '1.50 (one price for text, images, video and audio)', others: [{ source: 'LiteLLM 2026-07-24', says: '1.00' }] },
  { model: 'google/gemini-3.7-flash', what: 'end', held: 'answered by gemini-3.8-flash since 2026-10-08', others: [{ source: 'genai-prices 0.1.8 (2026-09-23)', says: 'listed as a model of its own' }] },
  { model: 'google/gemini-3.1-pro-preview', what: 'cached input', held: '0.20', others: [{ source: 'llm-zoo 1.37.0', says: '0.50' }] },
  { model: 'google/gemini-3.1-pro-preview-customtools', what: 'cached input above 200K', held: '0.40 (as gemini-3.1-pro-preview)', others: [{ source: 'models.dev 2026-07-02', says: 'none' }] },
  { model: 'google/gemini-3-pro-preview', what: 'shutdown', held: '2026-03-09', others: [{ source: 'LiteLLM', says: '2026-03-26' }] },
  { model: 'google/gemini-2.5-pro', what: 'cached input', held: '0.31 until 2025-10-02, 0.125 from 2025-10-31 on, in between not known', others: [{ source: 'tokenlens, llm-zoo (mid-2025 price)', says: '0.31' }] },
  { model: 'google/gemini-2.5-pro', what: 'standard price', held: '1.25 / 10', others: [{ source: 'llm-info 1.0.69 (long tier taken as base)', says: '2.50 / 15' }] },
  { model: 'google/gemini-2.5-pro', what: 'shutdown', held: '2026-12-01 (copy of 2026-11-10), then answered and billed as gemini-3.8-flash', others: [{ source: 'earlier copies of the same page', says: '2026-06-17' }] },
  { model: 'google/gemini-2.5-flash', what: 'cached input', held: '0.075 until 2025-10-02, 0.03 from 2025-10-31 on, in between not known', others: [{ source: 'tokenlens, llm-zoo (mid-2025 price)', says: '0.075' }] },
  { model: 'google/gemini-2.5-flash-preview-05-20', what: 'price from 2025-06-17 on', held: '0.30 / 2.50, as 2.5 Flash', others: [{ source: 'genai-prices 0.1.8', says: '0.15 / 0.60' }] },
  { model: 'google/gemini-2.5-flash-image', what: 'output', held: '30 (image tokens)', others: [{ source: 'genai-prices 0.1.8', says: '2.50 (text tokens)' }] },
  { model: 'google/gemini-3-pro-image', what: 'output', held: '120 (image tokens)', others: [{ source: 'genai-prices 0.1.8', says: '12 (text and thoughts)' }] },
  { model: 'google/gemini-3.1-flash-image', what: 'output', held: '60 (image tokens)', others: [{ source: 'genai-prices 0.1.8', says: '3 (text and thoughts)' }] },
  { model: 'google/gemini-2.0-flash', what: 'standard price', held: '0.10 / 0.40', others: [{ source: 'Vertex AI pricing', says: '0.15 / 0.60' }] },
  { model: 'google/gemini-2.0-flash-exp', what: 'price', held: 'none: free of charge while it was an experiment', others: [{ source: 'genai-prices 0.1.8', says: '0.10 / 0.40, as gemini-2.0-flash' }] },
  { model: 'google/gemini-1.5-pro', what: 'shutdown', held: '2025-09-24 (deprecations)', others: [{ source: 'Gemini API changelog', says: '2025-09-29' }] },
  { model: 'google/gemini-pro', what: 'price of Gemini 1.0 Pro', held: '0.50 / 1.50 per million tokens', others: [{ source: 'genai-prices 0.1.8', says: '0.125 / 0.375: the price per thousand characters taken for tokens' }] },
  { model: 'google/claude-sonnet-4-5', what: 'premium above 200K after 2026-04-30', held: 'none, as at Anthropic', others: [{ source: 'genai-prices 0.1.8', says: '6 / 22.50' }] },
  { model: 'google/claude-opus-4-6', what: 'premium above 200K after 2026-03-13', held: 'none, as at Anthropic', others: [{ source: 'genai-prices 0.1.8', says: '10 / 37.50' }] },
  { model: 'google/qwen3-235b-a22b-instruct-2507-maas', what: 'price on Google Cloud', held: '0.22 / 0.88 (the price page, by a test of LiteLLM)', others: [{ source: 'a price list of another project', says: '0.25 / 1.00' }] },
];
