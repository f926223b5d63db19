import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, Quote, QuoteRow, QuoteStep } from '../../records.js';
import { inTier, litellm, row, tidy, vertex } from './google-shared.js';

const READS = ['tools', 'parallel_tools', 'vision', 'documents'] as const;
const claudePage: Citation = { ...vertex, source: `Claude on Google Cloud, ${vertex.source} and https://platform.claude.com/docs/en/about-claude/pricing (global endpoint = Anthropic's list price)` };

/** Cache writes 1.25 x input (5 min) and 2 x (1 h); reads 0.1 x unless stated. */
const claude = (input: number, output: number, readShare = 0.1): Quote => ({ input, output, read: tidy(input * readShare), write: tidy(input * 1.25), writeLong: input * 2 });
/** Above 200K while the long context was a beta: input and cache double, output by half more. */
const longBeta = (quote: Quote): QuoteStep => {
  const { input, read = 0, write = 0, writeLong = 0 } = quote;
  return { above: 200_000, input: input * 2, output: quote.output * 1.5, read: read * 2, write: write * 2, writeLong: writeLong * 2 };
};

interface Sold {
  prices: readonly QuoteRow[];
  context?: number;
  maxOutput?: number;
  released?: string;
}

function hosted(model: string, { prices, ...more }: Sold): OverlayModel {
  const title = `${model.replace(/^claude-([a-z]+)-(\d)-?(\d?).*$/, (_, family: string, major: string, minor: string) => `Claude ${family[0]?.toUpperCase() ?? ''}${family.slice(1)} ${major}${minor === '' ? '' : `.${minor}`}`)} (Google Cloud)`;
  return { provider: 'google', kind: 'chat', openWeights: false, meets: READS, context: 1_000_000, maxOutput: 128_000, ...more, model, title, baseModel: `anthropic/${model}`, isGenerallyAvailable: true, citation: claudePage, prices };
}

const fablePage: Citation = { ...claudePage, source: "Claude Fable 5.2 on Google Cloud, taken to cost Anthropic's list price as the others do: https://platform.claude.com/docs/en/about-claude/pricing", checked: '2026-11-12', confidence: 'medium' };

const flat = (quote: Quote): readonly QuoteRow[] => [row(quote, claudePage)];
/** The premium for long prompts ended with Anthropic's own. */
const betaUntil = (quote: Quote, end: string): readonly QuoteRow[] => [row(quote, claudePage, { steps: [longBeta(quote)] }), row(quote, { ...claudePage, confidence: 'medium' }, { from: end })];

const HAIKU_55: Quote = { input: 0.1, output: 0.5, read: 0.01, write: 0.125, writeLong: 0.2 };
const HAIKU_55_LONG: QuoteStep = { above: 100_000, input: 0.5, output: 2.5, read: 0.05, write: 0.625, writeLong: 1 };

const SMALL = { context: 200_000, maxOutput: 64_000 } as const;

const claudes: readonly OverlayModel[] = [
  hosted('claude-haiku-4-5', { ...SMALL, prices: flat(claude(1, 5)), released: '2025-10-15' }),
  hosted('claude-sonnet-4-5', { ...SMALL, prices: betaUntil(claude(3, 15), '2026-04-30'), released: '2025-09-29' }),
  hosted('claude-sonnet-4-6', { maxOutput: 64_000, prices: betaUntil(claude(3, 15), '2026-03-13'), released: '2026-02-17' }),
  hosted('claude-opus-4-5', { ...SMALL, prices: flat(claude(5, 25)), released: '2025-11-24' }),
  hosted('claude-opus-4-6', { prices: betaUntil(claude(5, 25), '2026-03-13'), released: '2026-02-05' }),
  hosted('claude-opus-4-7', { prices: flat(claude(5, 25)), released: '2026-04-16' }),
  hosted('claude-opus-4-8', { prices: flat(claude(5, 25)), released: '2026-05-28' }),
  hosted('claude-opus-5', { prices: flat(claude(5, 25)), released: '2026-07-24' }),
  hosted('claude-opus-5-5', { prices: flat(claude(4, 20, 0.05)), released: '2026-09-22' }),
  hosted('claude-sonnet-5', { prices: flat(claude(2, 10)), released: '2026-06-30' }),
  hosted('claude-sonnet-5-5', { prices: [row(claude(2, 10), claudePage), row(claude(2, 10, 0.05), claudePage, { from: '2026-10-07' })], released: '2026-09-28' }),
  hosted('claude-haiku-5-5', { prices: [row(HAIKU_55, claudePage, { steps: [HAIKU_55_LONG] })], released: '2026-10-07' }),
  hosted('claude-fable-5', { prices: flat(claude(10, 50)), released: '2026-06-09' }),
  hosted('claude-fable-5-1', { prices: flat(claude(10, 50, 0.025)), released: '2026-09-01' }),
  { ...hosted('claude-fable-5-2', { prices: [row(claude(8, 40, 0.025), fablePage)], released: '2026-11-09' }), citation: fablePage },
  { ...ended('claude-3-5-sonnet', '2026-02-19', 'https://github.com/anomalyco/models.dev/issues/2081'), aliases: [{ name: 'claude-3-5-sonnet-v2' }] },
  ended('claude-3-5-haiku', '2026-07-05', 'https://docs.cloud.google.com/vertex-ai/generative-ai/docs/deprecations/partner-models'),
  ended('claude-3-7-sonnet', '2026-05-11', 'https://github.com/GoogleCloudPlatform/vertex-ai-samples/pull/4364'),
  { ...ended('claude-3-haiku', '2026-08-23', 'https://github.com/wso2/docs-apim/pull/11886'), citation: { ...claudePage, source: 'https://github.com/wso2/docs-apim/pull/11886', confidence: 'low' } },
];

/** Models that Google Cloud shut down on a day of its own. */
function ended(model: string, retired: string, source: string): OverlayModel {
  return { provider: 'google', model, retired, isGenerallyAvailable: false, citation: { ...claudePage, source, checked: '2026-11-22', confidence: 'medium' } };
}

const maas: Citation = { ...litellm, source: `${litellm.source}; https://github.com/truefoundry/models and https://github.com/Portkey-AI/models` };
const DEEPSEEK_32: Quote = { input: 0.56, output: 1.68, read: 0.056 };

const pageTest: Citation = { source: "LiteLLM's check of its table against the Vertex AI price page, https://github.com/BerriAI/litellm (stored copy; since when these prices hold was not read)", checked: '2026-11-22', confidence: 'medium' };

/** Open weights that Google hosts; their ids end in -maas. */
const open = (model: string, title: string, { quote, ...more }: Partial<OverlayModel> & { quote: Quote }): OverlayModel => ({
  provider: 'google', kind: 'chat', openWeights: true, model, title, isGenerallyAvailable: true, citation: maas, prices: [row(quote, maas)], ...more,
});

/** Batch half; what cached tokens cost there was not read. */
const halved = (model: string, title: string, more: Partial<OverlayModel> & { quote: Quote }): OverlayModel =>
  ({ ...open(model, title, more), citation: pageTest, lacks: ['vision', 'audio'], prices: [row(more.quote, pageTest)], tiers: { batch: [row(inTier(more.quote, 0.5), pageTest)] } });

export const partnerModels: readonly OverlayModel[] = [
  ...claudes,
  open('deepseek-v3.2-maas', 'DeepSeek V3.2 (Google Cloud)', {
    quote: DEEPSEEK_32, baseModel: 'deepseek/deepseek-v3.2', context: 163_840, maxOutput: 65_536, meets: ['tools'], lacks: ['vision', 'audio'],
    aliases: [{ name: 'deepseek-ai/deepseek-v3.2-maas' }], tiers: { batch: [row(inTier(DEEPSEEK_32, 0.5), maas)] },
  }),
  halved('deepseek-v3.1-maas', 'DeepSeek V3.1 (Google Cloud)', { quote: { input: 0.6, output: 1.7, read: 0.06 }, baseModel: 'deepseek/deepseek-v3.1', aliases: [{ name: 'deepseek-ai/deepseek-v3.1-maas' }] }),
  halved('gpt-oss-120b-maas', 'gpt-oss-120b (Google Cloud)', { quote: { input: 0.09, output: 0.36 }, baseModel: 'openai/gpt-oss-120b' }),
  halved('gpt-oss-20b-maas', 'gpt-oss-20b (Google Cloud)', { quote: { input: 0.07, output: 0.25, read: 0.007 }, baseModel: 'openai/gpt-oss-20b' }),
  halved('qwen3-235b-a22b-instruct-2507-maas', 'Qwen3 235B A22B Instruct 2507 (Google Cloud)', { quote: { input: 0.22, output: 0.88 }, baseModel: 'qwen/qwen3-235b-a22b-instruct-2507' }),
  halved('qwen3-coder-480b-a35b-instruct-maas', 'Qwen3 Coder 480B A35B (Google Cloud)', { quote: { input: 0.22, output: 1.8, read: 0.022 }, baseModel: 'qwen/qwen3-coder-480b-a35b' }),
  open('llama-3.1-405b-instruct-maas', 'Llama 3.1 405B Instruct (Google Cloud)', {
    quote: { input: 5, output: 16 }, baseModel: 'meta-llama/llama-3.1-405b-instruct', context: 128_000, lacks: ['audio'], aliases: [{ name: 'meta/llama-3.1-405b-instruct-maas' }, { name: 'meta/llama3-405b-instruct-maas' }],
  }),
];
