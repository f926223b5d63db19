/** A tier whose rates are the standard ones times a factor, where no rate row of its own is known. */
export interface TierRule {
  provider: string;
  tier: string;
  model: RegExp;
  factor: number;
  /** The factor holds for input and output alone: the cached rate of this tier is not known. */
  cacheIsUnknown?: boolean;
  /** Requests with more input than this have no price in the tier. */
  maxInputTokens?: number;
  /** First instant, where an earlier factor is known to have differed. */
  from?: string;
  source: string;
  confidence: 'high' | 'medium' | 'low';
}

const OPENAI = 'OpenAI pricing, https://developers.openai.com/api/docs/pricing';
const ANTHROPIC = 'Anthropic pricing, https://platform.claude.com/docs/en/about-claude/pricing';
const NO_VARIANT = '(?!.*(-pro|-chat|-codex|search|audio|realtime|image))';
/** Priority and fast processing exclude long context. */
const LONG_CONTEXT = 272_000;

const priority = (model: RegExp, factor: number): TierRule =>
  ({ provider: 'openai', tier: 'priority', model, factor, maxInputTokens: LONG_CONTEXT, source: OPENAI, confidence: 'high' });

/** First match wins. */
export const tierRules: readonly TierRule[] = [
  { provider: 'openai', tier: 'batch', model: /^(gpt-5|gpt-6)/, factor: 0.5, source: OPENAI, confidence: 'high' },
  { provider: 'openai', tier: 'batch', model: /./, factor: 0.5, cacheIsUnknown: true, source: OPENAI, confidence: 'high' },
  { provider: 'openai', tier: 'flex', model: new RegExp(`^${NO_VARIANT}(gpt-5|gpt-6|o3$|o4-mini$)`), factor: 0.5, source: OPENAI, confidence: 'medium' },
  priority(/^gpt-4o-2024-(08-06|11-20)$/, 1.7),
  priority(/^gpt-4\.1$/, 1.75),
  priority(/^gpt-5-mini$/, 1.8),
  priority(/^(gpt-5|gpt-5\.1|gpt-5\.2|gpt-5\.4|gpt-5\.4-mini)$/, 2),
  priority(/^gpt-5\.5$/, 2.5),
  priority(/^gpt-6/, 2),
  { provider: 'anthropic', tier: 'batch', model: /^claude/, factor: 0.5, source: ANTHROPIC, confidence: 'high' },
  { provider: 'anthropic', tier: 'fast', model: /^claude-opus-4-[67]$/, factor: 6, source: ANTHROPIC, confidence: 'high' },
  { provider: 'anthropic', tier: 'fast', model: /^claude-opus-(4-8|5|5-5)$/, factor: 2, source: ANTHROPIC, confidence: 'high' },
  { provider: 'google', tier: 'batch', model: /^gemini/, factor: 0.5, cacheIsUnknown: true, source: 'Gemini API pricing', confidence: 'high' },
  { provider: 'google', tier: 'flex', model: /^gemini/, factor: 0.5, cacheIsUnknown: true, source: 'Gemini API pricing', confidence: 'high' },
  { provider: 'mistral', tier: 'batch', model: /./, factor: 0.5, source: 'Mistral pricing', confidence: 'medium' },
  { provider: 'groq', tier: 'batch', model: /./, factor: 0.5, from: '2026-01-01', source: 'Groq batch: half of the standard rates (0.75 x in early 2025); recalled', confidence: 'low' },
];

/** Tier names of the providers -> ours. '' and what means "no special tier" -> standard. */
export const tierNames: Readonly<Record<string, string>> = {
  '': 'standard', standard: 'standard', default: 'standard', auto: 'standard', on_demand: 'standard', 'on-demand': 'standard', ondemand: 'standard', standard_only: 'standard',
  batch: 'batch', batches: 'batch', flex: 'flex', priority: 'priority', fast: 'fast',
};

/** A region that costs more than the list price. */
export interface RegionRule {
  provider: string;
  model: RegExp;
  region: RegExp;
  factor: number;
  source: string;
}

export const regionRules: readonly RegionRule[] = [
  { provider: 'openai', model: /^(gpt-5\.[456]|gpt-6)/, region: /^(us|eu|au|ca|jp|in|sg|kr|gb|uk|ae|ch|no)$/, factor: 1.1, source: `${OPENAI}: regional processing + 10 %` },
  { provider: 'anthropic', model: /^claude-(opus-4-[678]|sonnet-4-6|opus-5|sonnet-5|haiku-5|fable)/, region: /^us$/, factor: 1.1, source: `${ANTHROPIC}: inference_geo us + 10 %` },
  { provider: 'google', model: /^claude-(opus-4-[5-9]|sonnet-4-[5-9]|haiku-4-5|opus-5|sonnet-5|haiku-5|fable)/, region: /^(?!global$).+/, factor: 1.1, source: `${ANTHROPIC}: regional endpoints on Google Cloud + 10 %` },
];
