import type { Quote, QuoteRow, SeedModel } from '../catalog/records.js';
import { baseModelOf } from './catalog-base-model.js';
import { type GenaiModel, type GenaiProvider, hasOutputPrice, namesOf, rowsOf } from './catalog-genai.js';

/** A row of the models.dev export; every field is text, '' where models.dev is silent. */
export type MetadataRow = Readonly<Record<
  'provider' | 'model' | 'release_date' | 'status' | 'context' | 'max_input' | 'max_output' | 'mod_in' | 'mod_out' | 'tool_call' | 'structured_output'
  | 'reasoning' | 'input' | 'output' | 'cache_read' | 'cache_write' | 'tiers(size:in/out)' | 'open_weights', string
>>;

/** Our provider id -> the id in genai-prices and in models.dev. */
const PROVIDERS: readonly { id: string; genai?: string; metadata?: string }[] = [
  { id: 'alibaba', metadata: 'alibaba' },
  { id: 'anthropic', genai: 'anthropic', metadata: 'anthropic' },
  { id: 'azure', metadata: 'azure' },
  { id: 'bedrock', genai: 'aws', metadata: 'amazon-bedrock' },
  { id: 'cerebras', genai: 'cerebras', metadata: 'cerebras' },
  { id: 'cohere', genai: 'cohere', metadata: 'cohere' },
  { id: 'deepseek', genai: 'deepseek', metadata: 'deepseek' },
  { id: 'fireworks', genai: 'fireworks', metadata: 'fireworks-ai' },
  { id: 'google', genai: 'google', metadata: 'google' },
  { id: 'groq', genai: 'groq', metadata: 'groq' },
  { id: 'minimax', genai: 'minimax' },
  { id: 'mistral', genai: 'mistral', metadata: 'mistral' },
  { id: 'moonshotai', genai: 'moonshotai' },
  { id: 'openai', genai: 'openai', metadata: 'openai' },
  { id: 'perplexity', genai: 'perplexity' },
  { id: 'together', genai: 'together', metadata: 'togetherai' },
  { id: 'voyageai', genai: 'voyageai' },
  { id: 'x-ai', genai: 'x-ai', metadata: 'xai' },
  { id: 'zai', genai: 'zai' },
];
const METADATA_DATE = '2026-07-02';
const GENAI_DATE = '2026-09-23';
/** Prefixes of inference profiles that genai-prices and models.dev list beside the plain id, at the same price. */
const BEDROCK_PROFILE = /^(us|eu|au|jp|apac|us-gov)\./;

/** Our provider id -> the price page that genai-prices names. */
export const buildPages = (providers: readonly GenaiProvider[]): [string, string][] =>
  PROVIDERS.flatMap(({ id, genai }) => {
    const page = providers.find((provider) => provider.id === genai)?.pricing_urls?.[0];
    return page === undefined ? [] : [[id, page] as [string, string]];
  });

/** The seed, ordered by id. One entry per provider x model; prices of genai-prices win over those of models.dev. */
export function buildSeed(providers: readonly GenaiProvider[], metadata: readonly MetadataRow[]): SeedModel[] {
  const models = new Map<string, SeedModel>();
  for (const { id, genai, metadata: metadataId } of PROVIDERS) {
    const rows = new Map(metadata.filter((row) => row.provider === metadataId).map((row) => [keyOf(id, row.model), row]));
    const named = new Set<string>();
    for (const model of providers.find((provider) => provider.id === genai)?.models ?? []) {
      const seeded = fromGenai(id, model, rows);
      if (seeded === undefined || isResold(seeded)) continue;
      models.set(`${id}/${seeded.model}`, seeded);
      for (const name of [seeded.model, ...(seeded.names ?? [])]) named.add(keyOf(id, name));
    }
    for (const [key, row] of rows) {
      if (named.has(key) || named.has(key.replace(/-20\d{6}$/, '')) || isRepeat(id, row)) continue;
      const seeded = fromMetadata(id, row);
      if (seeded !== undefined && !isResold(seeded)) models.set(`${id}/${seeded.model}`, seeded);
    }
  }
  return [...models.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, model]) => model);
}

/** Bedrock spells one model in several ways; the rest only differ in case. Claude 4 and later: one model, with or without its date. */
const keyOf = (provider: string, name: string): string => {
  const lower = name.toLowerCase().replace(/(claude-(?:opus|sonnet|haiku)-[4-9](?:-\d)?)-20\d{6}/, '$1');
  return provider === 'bedrock' ? lower.replace(/^regional\./, '').replace(/-v\d+(:\d+)?$/, '').replace(/:\d+$/, '') : lower;
};

/** `-latest` names are aliases that move; the overlay says where to. */
const isRepeat = (provider: string, row: MetadataRow): boolean =>
  row.model.endsWith('-latest') || (provider === 'bedrock' && (BEDROCK_PROFILE.test(row.model) || row.model.startsWith('global.')));

/** Azure sells OpenAI's and Anthropic's models at their list prices: they are priced by those, with their history. */
const isResold = (model: SeedModel): boolean => model.provider === 'azure' && /^(openai|anthropic)\//.test(model.baseModel);

function fromGenai(provider: string, model: GenaiModel, rows: ReadonlyMap<string, MetadataRow>): SeedModel | undefined {
  const prices = rowsOf(model);
  const id = model.id.toLowerCase().replace(/^regional\./, '');
  if (prices.length === 0 || id.endsWith(':free') || (kindOf(id) !== 'embedding' && !hasOutputPrice(model))) return undefined;
  const names = namesOf(model.match).filter((name) => name !== id && !name.startsWith('cerebras') && !BEDROCK_PROFILE.test(name));
  const plain = provider === 'bedrock' ? id.replace(/^global\./, '') : id;
  const row = rows.get(keyOf(provider, id)) ?? rows.get(keyOf(provider, plain)) ?? names.map((name) => rows.get(keyOf(provider, name))).find((found) => found !== undefined);
  return compact({
    provider, model: id, title: model.name ?? model.id, baseModel: baseModelOf(provider, id), kind: kindOf(id),
    prices, source: 'genai-prices' as const, checked: model.prices_checked ?? GENAI_DATE,
    names: provider === 'bedrock' || names.length === 0 ? undefined : names,
    ...limitsOf(row), context: numberOf(row?.context) ?? model.context_window,
    status: model.deprecated === true ? 'deprecated' : row?.status,
  });
}

function fromMetadata(provider: string, row: MetadataRow): SeedModel | undefined {
  if (row.input === '' || row.output === '' || Number(row.input) === 0) return undefined;
  const id = row.model.toLowerCase();
  const quote: Quote = { input: round(row.input), output: round(row.output) };
  if (row.cache_read !== '' && Number(row.cache_read) > 0) quote.read = round(row.cache_read);
  if (row.cache_write !== '' && Number(row.cache_write) > 0) quote.write = round(row.cache_write);
  const price: QuoteRow = { quote };
  const steps = row['tiers(size:in/out)'].split(';').filter((step) => step !== '').map((step) => {
    const [above, rates] = step.split(':');
    const [input, output] = (rates ?? '').split('/');
    return { above: Number(above), input: round(input ?? ''), output: round(output ?? '') };
  });
  if (steps.length > 0) price.steps = steps;
  return compact({
    provider, model: id, title: row.model, baseModel: baseModelOf(provider, id), kind: kindOf(id),
    prices: [price], source: 'models.dev' as const, checked: METADATA_DATE, ...limitsOf(row), context: numberOf(row.context), status: row.status,
  });
}

/** models.dev carries artefacts of binary fractions, such as 0.09999999999999999. */
const round = (text: string): number => Number(Number(text).toPrecision(10));
const numberOf = (text: string | undefined): number | undefined => (text === undefined || text === '' || Number(text) === 0 ? undefined : Number(text));
const flagOf = (text: string | undefined): boolean | undefined => (text === undefined || text === '' ? undefined : text === '1');

function limitsOf(row: MetadataRow | undefined): Partial<SeedModel> {
  if (row === undefined) return {};
  return compact({
    released: /^\d{4}-\d{2}-\d{2}$/.test(row.release_date) ? row.release_date : undefined,
    maxInput: numberOf(row.max_input), maxOutput: numberOf(row.max_output), inputs: row.mod_in, tools: flagOf(row.tool_call),
    schema: flagOf(row.structured_output), reasons: flagOf(row.reasoning), openWeights: flagOf(row.open_weights),
  });
}

const EMBEDDING = /embed|voyage-(?!.*rerank)/;
const NOT_CHAT = /(^|[\s\-_.:/])(audio|realtime|tts|transcribe|whisper|image|imagine|moderation|guard|safeguard|ocr|rerank|rerank-\d|live|vision-preview|speech|voice|sonic|omni|robotics|computer-use|deep-research|search|instruct-0914|babbage|davinci|curie|ada|translate|mt-plus|mt-turbo|livetranslate|asr|orpheus|compound|sora|veo|multi-agent|fast-us)(?=$|[\s\-_.:/\d])|^ft:|:extended|gpt-3\.5-turbo-instruct|sonar|voxtral|-base$|model-router|prompt-guard/;

function kindOf(id: string): SeedModel['kind'] {
  if (EMBEDDING.test(id)) return 'embedding';
  return NOT_CHAT.test(id) ? 'other' : 'chat';
}

/** Drops absent fields, so that the file stays small and its bytes do not depend on how they were absent. */
function compact<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined && field !== '')) as T;
}
