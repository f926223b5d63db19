import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, Quote, QuoteRow, QuoteStep } from '../../records.js';

const PAGE = 'Gemini API pricing, https://ai.google.dev/gemini-api/docs/pricing';

/** The price page as it stood on a day. Fees for grounding are those beyond the free quota, which is a matter of the account. */
export const page = (checked: string, note?: string): Citation => ({ source: note === undefined ? PAGE : `${PAGE} (${note})`, checked, confidence: 'high' });
/** Standard prices of June 2026 that had not moved by autumn. */
export const stillListed: Citation = { ...page('2026-09-23'), source: `${PAGE} (copy of 2026-06-02; unchanged on 2026-09-23 by https://github.com/pydantic/genai-prices)` };
export const changelog: Citation = { source: 'Gemini API changelog, https://ai.google.dev/gemini-api/docs/changelog', checked: '2026-10-27', confidence: 'high' };
export const deprecations: Citation = { source: 'Gemini deprecations, https://ai.google.dev/gemini-api/docs/deprecations', checked: '2026-11-10', confidence: 'high' };
export const vertex: Citation = { source: 'https://cloud.google.com/gemini-enterprise-agent-platform/generative-ai/pricing (copies of August 2026)', checked: '2026-08-31', confidence: 'high' };
export const litellm: Citation = { source: 'LiteLLM price table, https://github.com/Wei-Shaw/model-price-repo', checked: '2026-07-24', confidence: 'medium' };

const READS = ['tools', 'parallel_tools', 'json_schema', 'json_object', 'vision', 'audio', 'documents', 'multiple_choices'] as const;
export const GEMINI = { provider: 'google', kind: 'chat', context: 1_048_576, openWeights: false, meets: READS } as const;
export const GEMINI_3 = { ...GEMINI, maxOutput: 65_536 } as const;

/** USD per thousand grounded prompts (until Gemini 2.5) and per thousand searches (Gemini 3 and later), beyond the free quota. */
export const GROUNDED = 35;
export const SEARCHES = 14;
/** Storage of explicit caches, USD per million token-hours. */
export const PRO_STORAGE = 4.5;
export const FLASH_STORAGE = 1;
/** Flex and priority inference exist since that day. */
export const TIERS_FROM = '2026-04-01';

export const tidy = (value: number): number => Number(value.toPrecision(8));
export const uncached = <Row extends Quote>({ read: _, audioRead: _audio, ...quote }: Row): Omit<Row, 'read' | 'audioRead'> => quote;

/** Text, audio and image rates of another tier; what it takes for cached tokens is stated apart, and unknown where it is not. */
export function inTier<Row extends Quote>(quote: Row, factor: number, held: { read?: number; audioRead?: number; storageHour?: number } = {}): Row {
  const { input, output, thinkingOutput, audioInput, audioOutput, image } = quote;
  const rates = Object.entries({ input, output, thinkingOutput, audioInput, audioOutput, image }).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return { ...uncached(quote), ...Object.fromEntries(rates.map(([key, rate]) => [key, tidy(rate * factor)])), ...held } as Row;
}

/** All rates but the fees, cached ones too. */
export const allTimes = <Row extends Quote>(quote: Row, factor: number): Row => inTier(quote, factor, { ...(quote.read === undefined ? {} : { read: tidy(quote.read * factor) }), ...(quote.audioRead === undefined ? {} : { audioRead: tidy(quote.audioRead * factor) }) });

export const row = (quote: Quote, citation: Citation, more: { from?: string; steps?: readonly QuoteStep[] } = {}): QuoteRow => ({ quote, citation, ...more });

/** Answered for nothing while it was an experiment; no price was ever published. */
export const experiment = (model: string, title: string, more: Partial<OverlayModel>): OverlayModel => ({
  ...GEMINI, model, title, isGenerallyAvailable: false, prices: [], ...more,
  citation: { ...deprecations, source: `${deprecations.source} (experimental: free of charge, not sold)` },
});
