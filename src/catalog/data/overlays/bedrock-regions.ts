import type { Citation } from '../../../model/catalog.js';
import type { RegionRule } from '../../records.js';

/** USD per million tokens in one region: input, output. */
type Pair = readonly [input: number, output: number];

const priceList: Citation = { source: 'Amazon Bedrock pricing, https://aws.amazon.com/bedrock/pricing/, by region, as in https://github.com/truefoundry/models (from the AWS Price List)', checked: '2026-11-22', confidence: 'medium' };
const litellm: Citation = { ...priceList, source: 'Amazon Bedrock pricing, https://aws.amazon.com/bedrock/pricing/, by region, as in LiteLLM (https://github.com/BerriAI/litellm, model_prices_and_context_window.json)' };
const both: Citation = { ...priceList, source: `${priceList.source} and LiteLLM` };
const notRead: Citation = { ...priceList, source: 'https://aws.amazon.com/bedrock/pricing/: this model has other prices in other regions, and the one of this region was not read' };
const gov: Citation = { ...litellm, source: `${litellm.source}: GovCloud costs 1.2 x the global price` };

/** One share that fits input and output alike, within a rounding of 1e-9; regions that round them apart have two. */
const factorsOf = ([input, output]: Pair, base: Pair): { factor: number; outputFactor?: number } => {
  const factor = input / base[0];
  return base[1] === 0 || Math.abs(output / base[1] - factor) < 1e-9 ? { factor } : { factor, outputFactor: output / base[1] };
};

/** The prices of one model by region, as multiples of us-east-1's. */
const inRegions = (row: { model: RegExp; base: Pair; prices: Readonly<Record<string, Pair>>; citation?: Citation }): RegionRule[] =>
  Object.entries(row.prices).map(([region, price]) => ({ model: row.model, region: new RegExp(`^${region}$`), ...factorsOf(price, row.base), citation: row.citation ?? priceList }));

/** Of models whose regional prices keep their proportions, whatever the token: input alone tells the factor. */
const inputIn = (model: RegExp, base: number, prices: Readonly<Record<string, number>>): RegionRule[] =>
  inRegions({ model, base: [base, 0], prices: Object.fromEntries(Object.entries(prices).map(([region, price]) => [region, [price, 0] as const])) });

/** Regions that share a price. */
const each = (names: readonly string[], price: Pair): Readonly<Record<string, Pair>> => Object.fromEntries(names.map((name) => [name, price]));

const FIFTH_MORE = ['ap-northeast-1', 'ap-south-1', 'ap-southeast-3', 'eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-west-1', 'sa-east-1'];
const QWEN_32B: Readonly<Record<string, Pair>> = {
  'sa-east-1': [0.18, 0.73], 'eu-west-2': [0.23, 0.93], 'eu-west-1': [0.18, 0.7], 'eu-south-1': [0.2, 0.79], 'eu-north-1': [0.15, 0.6], 'eu-central-1': [0.2, 0.79],
  'ap-southeast-3': [0.16, 0.62], 'ap-south-1': [0.18, 0.71], 'ap-northeast-1': [0.18, 0.73],
};

const known: readonly RegionRule[] = [
  ...inputIn(/^amazon\.nova-pro-v1/, 0.8, {
    'us-west-1': 1.03, 'us-gov(-(west|east)-1)?': 0.96, 'eu-central-1': 1.05, 'eu-west-3': 1.18, 'eu-west-1': 0.92, 'eu-west-2': 1.13, 'eu-south-2': 0.88, 'eu-north-1': 0.87,
    'ap-southeast-2': 0.84, 'ap-southeast-1': 1.08, 'ap-south-1': 0.94, 'ap-northeast-2': 0.95, 'ap-northeast-1': 0.96, 'il-central-1': 1,
  }),
  ...inputIn(/^amazon\.nova-lite-v1/, 0.06, {
    'us-west-1': 0.077, 'us-gov-west-1': 0.072, 'ca-central-1': 0.064, 'eu-north-1': 0.065, 'eu-south-2': 0.066, 'eu-west-3': 0.088, 'eu-south-1': 0.096, 'eu-west-1': 0.069, 'eu-central-1': 0.078, 'eu-west-2': 0.084,
    'ap-northeast-1': 0.072, 'ap-southeast-2': 0.063, 'ap-southeast-1': 0.081, 'ap-northeast-2': 0.071, 'ap-south-1': 0.071,
  }),
  ...inputIn(/^amazon\.nova-micro-v1/, 0.035, {
    'us-gov-west-1': 0.042, 'eu-north-1': 0.038, 'eu-south-2': 0.039, 'eu-west-3': 0.052, 'eu-south-1': 0.056, 'eu-west-1': 0.04, 'eu-central-1': 0.046, 'eu-west-2': 0.049,
    'ap-northeast-1': 0.042, 'ap-southeast-2': 0.037, 'ap-southeast-1': 0.047, 'ap-northeast-2': 0.041, 'ap-south-1': 0.041,
  }),
  // The copy has five to ten times these prices for some regions: they are left out.
  ...inputIn(/^amazon\.titan-embed-text-v2/, 0.02, {
    'us-west-1': 0.024, 'us-gov-east-1': 0.03, 'eu-west-3': 0.03, 'eu-west-1': 0.026, 'eu-south-2': 0.021, 'eu-south-1': 0.023, 'eu-north-1': 0.021, 'eu-central-2': 0.027, 'ap-southeast-2': 0.026, 'ap-southeast-1': 0.028,
    'ap-south-2': 0.027, 'ap-south-1': 0.024, 'ap-northeast-3': 0.027, 'ap-northeast-2': 0.0246, 'ap-northeast-1': 0.029,
  }),
  ...inRegions({ model: /^meta\.llama3-8b/, base: [0.3, 0.6], citation: both, prices: {
    'us-west-1': [0.3, 0.6], 'us-gov-west-1': [0.3, 0.6], 'sa-east-1': [0.5, 1.01], 'eu-west-2': [0.39, 0.78], 'eu-west-1': [0.32, 0.65], 'ca-central-1': [0.35, 0.69], 'ap-south-1': [0.36, 0.72],
  } }),
  ...inRegions({ model: /^meta\.llama3-70b/, base: [2.65, 3.5], citation: both, prices: {
    'us-west-1': [2.65, 3.5], 'us-gov(-(west|east)-1)?': [2.65, 3.5], 'sa-east-1': [4.45, 5.88], 'eu-west-2': [3.45, 4.55], 'eu-west-1': [2.86, 3.78], 'ca-central-1': [3.05, 4.03], 'ap-south-1': [3.18, 4.2],
  } }),
  ...inRegions({ model: /^meta\.llama3-2-1b/, base: [0.1, 0.1], citation: litellm, prices: each(['eu-central-1', 'eu-west-1', 'eu-west-3'], [0.13, 0.13]) }),
  ...inRegions({ model: /^meta\.llama3-2-3b/, base: [0.15, 0.15], citation: litellm, prices: each(['eu-central-1', 'eu-west-1', 'eu-west-3'], [0.19, 0.19]) }),
  ...inRegions({ model: /^mistral\.mistral-7b/, base: [0.15, 0.2], citation: both, prices: {
    'sa-east-1': [0.25, 0.34], ...each(['eu-west-3', 'eu-west-2', 'ap-southeast-2'], [0.2, 0.26]), 'eu-west-1': [0.16, 0.22], 'ca-central-1': [0.17, 0.23], 'ap-south-1': [0.18, 0.24],
  } }),
  ...inRegions({ model: /^mistral\.mixtral-8x7b/, base: [0.45, 0.7], citation: both, prices: {
    'sa-east-1': [0.76, 1.18], ...each(['eu-west-3', 'eu-west-2', 'ap-southeast-2'], [0.59, 0.91]), 'eu-west-1': [0.49, 0.76], 'ca-central-1': [0.52, 0.81], 'ap-south-1': [0.54, 0.84],
  } }),
  ...inRegions({ model: /^mistral\.mistral-large-2402/, base: [4, 12], prices: {
    'sa-east-1': [6.7, 20.2], ...each(['eu-west-3', 'eu-west-2', 'ap-southeast-2'], [5.2, 15.6]), 'eu-west-1': [4.3, 13], 'ca-central-1': [4.6, 13.8], 'ap-south-1': [4.8, 14.4],
  } }),
  ...inRegions({ model: /^mistral\.mistral-large-3/, base: [0.5, 1.5], prices: { 'sa-east-1': [0.61, 1.82], 'ap-south-1': [0.59, 1.76], 'ap-northeast-1': [0.61, 1.82] } }),
  ...inRegions({ model: /^deepseek\.v3\.2/, base: [0.62, 1.85], citation: both, prices: { 'ap-southeast-2': [0.6386, 1.9055], ...each(['ap-northeast-1', 'ap-south-1', 'ap-southeast-3', 'eu-north-1', 'sa-east-1'], [0.74, 2.22]) } }),
  ...inRegions({ model: /^deepseek\.v3-v1/, base: [0.58, 1.68], prices: {
    'eu-west-2': [0.9, 2.6069], 'eu-north-1': [0.58, 1.68], 'ap-southeast-3': [0.6, 1.74], 'ap-south-1': [0.6824, 1.9767], 'ap-northeast-1': [0.7017, 2.0324],
  } }),
  ...inRegions({ model: /^minimax\.minimax-m2\.[15]/, base: [0.3, 1.2], citation: litellm, prices: { ...each(FIFTH_MORE, [0.36, 1.44]), 'eu-west-2': [0.47, 1.86] } }),
  ...inRegions({ model: /^minimax\.minimax-m2\.5/, base: [0.3, 1.2], citation: litellm, prices: { 'ap-southeast-2': [0.309, 1.236] } }),
  ...inRegions({ model: /^moonshotai\.kimi-k2\.5/, base: [0.6, 3], citation: litellm, prices: each(['ap-northeast-1', 'ap-south-1', 'ap-southeast-3', 'eu-north-1', 'sa-east-1'], [0.72, 3.6]) }),
  ...inRegions({ model: /^moonshot\.kimi-k2-thinking/, base: [0.6, 2.5], citation: litellm, prices: { 'ap-northeast-1': [0.73, 3.03], 'ap-south-1': [0.71, 2.94], 'sa-east-1': [0.73, 3.03] } }),
  ...inRegions({ model: /^qwen\.qwen3-coder-next/, base: [0.5, 1.2], citation: litellm, prices: { ...each(['ap-northeast-1', 'ap-south-1', 'ap-southeast-3', 'eu-central-1', 'eu-south-1', 'eu-west-1', 'sa-east-1'], [0.6, 1.44]), 'eu-west-2': [0.78, 1.86] } }),
  ...inRegions({ model: /^(qwen\.qwen3-(32b|coder-30b)|openai\.gpt-oss-120b)/, base: [0.15, 0.6], prices: QWEN_32B }),
  ...inRegions({ model: /^openai\.gpt-oss-120b/, base: [0.15, 0.6], citation: litellm, prices: { 'us-gov(-(west|east)-1)?': [0.18, 0.72] } }),
  ...inRegions({ model: /^openai\.gpt-oss-20b/, base: [0.07, 0.3], prices: {
    'sa-east-1': [0.08, 0.36], 'eu-west-2': [0.11, 0.47], 'eu-west-1': [0.08, 0.35], 'eu-south-1': [0.09, 0.4], 'eu-north-1': [0.07, 0.3], 'eu-central-1': [0.09, 0.4], 'ap-southeast-3': [0.07, 0.31], 'ap-south-1': [0.08, 0.35], 'ap-northeast-1': [0.08, 0.36],
  } }),
  ...inRegions({ model: /^qwen\.qwen3-coder-480b/, base: [0.45, 1.8], prices: {
    'eu-west-2': [0.7, 2.79], 'eu-north-1': [0.45, 1.8], 'ap-southeast-3': [0.47, 1.87], 'ap-south-1': [0.53, 2.12], 'ap-northeast-1': [0.54, 2.18],
  } }),
  ...inRegions({ model: /^qwen\.qwen3-235b/, base: [0.22, 0.88], prices: {
    'eu-west-2': [0.34, 1.37], 'eu-south-1': [0.29, 1.16], 'eu-north-1': [0.22, 0.88], 'eu-central-1': [0.29, 1.16], 'ap-southeast-3': [0.23, 0.91], 'ap-south-1': [0.26, 1.04], 'ap-northeast-1': [0.27, 1.06],
  } }),
  ...inRegions({ model: /^nvidia\.nemotron-nano-12b/, base: [0.2, 0.6], citation: litellm, prices: { 'us-gov(-(west|east)-1)?': [0.24, 0.72] } }),
  ...inRegions({ model: /^nvidia\.nemotron-super-3/, base: [0.15, 0.65], citation: litellm, prices: { 'us-gov(-(west|east)-1)?': [0.18, 0.78] } }),
  // Ids of Claude 4.5 and later cost 1.1 x the global price outside GovCloud.
  { model: /^anthropic\.claude-(sonnet-4-5|haiku-4-5|opus-4-8|sonnet-5-v1)/, region: /^us-gov/, factor: 12 / 11, citation: gov },
  { model: /^anthropic\.claude-3-(haiku|5-sonnet-20240620|7-sonnet)/, region: /^us-gov/, factor: 1.2, citation: gov },
];

/** Not Claude, Cohere or AI21, nor the regional ids of other makers, which cost the same everywhere. */
const VARIES = /^(amazon\.(nova-(micro|lite|pro|premier|sonic|2-)|titan-embed-text-v2)|meta\.|mistral\.|deepseek\.|qwen\.|openai\.gpt-oss|google\.gemma|nvidia\.|minimax\.|moonshot(ai)?\.kimi-k2|zai\.)/;

/** First match wins: what was read, then the regions that cost what us-east-1 costs, then all others. */
export const bedrockRegions: readonly RegionRule[] = [
  ...known,
  { model: VARIES, region: /^(?!us-(east-[12]|west-2)$)[a-z]+-/, factor: 'unknown', citation: notRead },
  { model: /^anthropic\.claude-instant/, region: /^(ap-northeast-1|eu-central-1)$/, factor: 'unknown', citation: notRead },
  { model: /./, region: /^us-gov/, factor: 'unknown', citation: notRead },
];
