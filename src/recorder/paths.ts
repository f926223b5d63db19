// What the paths of the providers' APIs are (read 2026-11-22): https://developers.openai.com/api/reference , https://docs.claude.com/en/api/overview , https://ai.google.dev/api ,
// https://cloud.google.com/vertex-ai/docs/reference/rest , https://docs.mistral.ai/api , https://console.groq.com/docs/api-reference , https://docs.together.ai/reference ,
// https://openrouter.ai/docs/api-reference , https://docs.ollama.com/api , https://docs.cohere.com/reference/about , https://docs.aws.amazon.com/bedrock/latest/APIReference
import { families } from '../providers/index.js';
import { type Route, providerOfRoute, routeOf } from '../providers/hosts.js';

/**
 * `call`: a model answers. `poll`: gives a call back that was made before. `batch`: results of a batch job, many calls. `free`: nothing that a token is charged for.
 * `unseen`: it may cost something and is not understood.
 */
export const pathKinds = ['call', 'poll', 'batch', 'free', 'unseen'] as const;
export type PathKind = (typeof pathKinds)[number];

interface Rule {
  kind: PathKind;
  /** Absent: any. */
  methods?: readonly string[];
  path: RegExp;
}

const READ = ['GET'] as const;
const WRITE = ['POST', 'PUT', 'PATCH'] as const;

/** By the provider that speaks them; the first that fits counts. What answers with a model's reply is known by the wire formats themselves. */
const rules: Readonly<Record<string, readonly Rule[]>> = {
  google: [
    { kind: 'batch', methods: READ, path: /\/v1\w*\/batches\/[^/:]+$/ },
    { kind: 'batch', methods: READ, path: /\/files\/[^/]+:download$/ },
    { kind: 'unseen', methods: WRITE, path: /\/(cachedContents|tunedModels|fileSearchStores)(\/[^:]*)?$/ },
    { kind: 'free', methods: WRITE, path: /:(batchGenerateContent|asyncBatchEmbedContent|countTokens|countTextTokens|countMessageTokens|cancel)$/ },
  ],
  vertex: [
    { kind: 'unseen', methods: WRITE, path: /\/(cachedContents|tuningJobs)$/ },
    { kind: 'free', methods: WRITE, path: /:(countTokens|computeTokens|cancel|fetchPredictOperation)$|\/batchPredictionJobs$/ },
  ],
  anthropic: [{ kind: 'batch', methods: READ, path: /\/messages\/batches\/[^/]+\/results$/ }],
  ollama: [{ kind: 'free', path: /\/api\/(tags|show|ps|pull|push|create|copy|delete|version|blobs\/.*)$/ }],
  mistral: [{ kind: 'free', methods: WRITE, path: /\/(agents|libraries)(\/[^/]+)?$/ }, { kind: 'call', methods: ['POST'], path: /\/conversations(\/[^/]+)?$/ }],
};

/** Paths that end like those of a wire format and are none. */
const lookAlikes: readonly Rule[] = [{ kind: 'free', path: /\/threads\/[^/]+\/messages$/ }];

/** For every provider, because most speak the paths of OpenAI or Anthropic. */
const common: readonly Rule[] = [
  { kind: 'batch', methods: READ, path: /\/messages\/batches\/[^/]+\/results$/ },
  { kind: 'batch', methods: READ, path: /\/files\/[^/]+\/content$/ },
  { kind: 'poll', methods: ['POST'], path: /\/responses\/[^/]+\/cancel$/ },
  { kind: 'free', methods: ['OPTIONS', 'HEAD', 'DELETE'], path: /./ },
  { kind: 'free', methods: WRITE, path: /\/(files|uploads)(\/[^/]+(\/(parts|complete|cancel))?)?$/ },
  { kind: 'free', methods: WRITE, path: /\/batches(\/[^/]+\/cancel)?$|\/batch\/jobs(\/[^/]+\/cancel)?$/ },
  { kind: 'free', methods: WRITE, path: /\/(messages\/count_tokens|responses\/input_tokens|moderations|tokenize|detokenize|embeddings\/tokenize|health|ping|key|auth\/keys)$/ },
  { kind: 'free', methods: WRITE, path: /\/(models|deployments|engines)\/[^/]+:(countTokens|computeTokens)$|\/model\/[^/]+\/count-tokens$/ },
  { kind: 'free', methods: WRITE, path: /\/(conversations|threads|assistants)(\/[^/]+(\/(items|messages))?)?$/ },
];

export interface PathVerdict {
  kind: PathKind;
  /** The path with ids masked. Example: '/v1/responses/{id}' */
  shown: string;
}

export interface PathFacts {
  method: string;
  url: string;
  /** Of the upstream, where its configuration says. */
  provider?: string | undefined;
  /** 101: the socket was switched to another protocol, which is not read. */
  status?: number | undefined;
}

const HTTP_SWITCHED = 101;

/** Example: GET https://api.openai.com/v1/responses/resp_68a1 -> { kind: 'poll', shown: '/v1/responses/{id}' } */
export function readPath({ method: written, url, provider, status }: PathFacts): PathVerdict {
  const method = written.toUpperCase();
  const route = routeOf(url);
  const shown = maskedPath(route.path);
  if (status === HTTP_SWITCHED) return { kind: 'unseen', shown };
  const own = rules[provider ?? providerOfRoute(route, '') ?? ''] ?? [];
  const fits = ({ methods, path }: Rule): boolean => (methods === undefined || methods.includes(method)) && path.test(route.path);
  if (method === 'POST' && !lookAlikes.some(fits) && families.some((family) => family.matches(route))) return { kind: 'call', shown };
  const rule = [...own, ...lookAlikes, ...common].find(fits);
  if (rule !== undefined) return { kind: rule.kind, shown };
  if (method !== 'GET') return { kind: 'unseen', shown };
  return { kind: isPoll(route) ? 'poll' : 'free', shown };
}

const isPoll = (route: Route): boolean => families.some((family) => family.isPoll?.(route) === true);

/** Whether a host serves models, as far as its name tells. */
export const isProviderHost = (url: string): boolean => providerOfRoute(routeOf(url), '') !== undefined && routeOf(url).host !== '';

const MAX_SHOWN_CHARACTERS = 120;

/** Ids of files, jobs and replies say nothing and are many: what holds a digit and is no version is masked. */
const maskedPath = (path: string): string =>
  path.split('/').map((part) => (/\d/.test(part) && !/^v\d+[a-z]*\d*$/.test(part) ? `{id}${/:[A-Za-z]+$/.exec(part)?.[0] ?? ''}` : part.replace(/[^\w.:~@-]/g, '_'))).join('/').slice(0, MAX_SHOWN_CHARACTERS);
