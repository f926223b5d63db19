import { UserError } from '../model/errors.js';

// Hosts as each provider documents them (read 2026-11-22): https://platform.openai.com/docs/api-reference, https://docs.claude.com/en/api/overview,
// https://ai.google.dev/api, https://cloud.google.com/vertex-ai/docs/reference/rest, https://docs.mistral.ai/api, https://learn.microsoft.com/azure/ai-foundry/openai/reference,
// https://console.groq.com/docs/api-reference, https://docs.together.ai/reference, https://openrouter.ai/docs/api-reference/overview, https://docs.ollama.com/api,
// https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html, https://docs.aws.amazon.com/general/latest/gr/bedrock.html, https://api-docs.deepseek.com,
// https://docs.fireworks.ai/api-reference, https://inference-docs.cerebras.ai, https://docs.x.ai/docs/api-reference, https://docs.cohere.com/reference

/** Where a request may go. Only what stands here, or in the `upstreams` of the settings, is ever connected to. */
export interface Upstream {
  readonly name: string;
  /** https://host[:port][/path]; `{}` stands for the one path segment after the name (a resource, a region). */
  readonly url: string;
  readonly provider?: string;
  /** PEM files of authorities that are trusted beside the usual ones. */
  readonly caFile?: string;
}

/** The `upstreams` of the settings. */
export type UpstreamSettings = Readonly<Record<string, { readonly url: string; readonly provider?: string | undefined; readonly caFile?: string | undefined }>>;

const defaults: readonly Upstream[] = [
  { name: 'openai', url: 'https://api.openai.com', provider: 'openai' },
  { name: 'anthropic', url: 'https://api.anthropic.com', provider: 'anthropic' },
  { name: 'gemini', url: 'https://generativelanguage.googleapis.com', provider: 'google' },
  { name: 'vertex', url: 'https://{}-aiplatform.googleapis.com', provider: 'vertex' },
  { name: 'mistral', url: 'https://api.mistral.ai', provider: 'mistral' },
  { name: 'azure', url: 'https://{}.openai.azure.com', provider: 'azure' },
  { name: 'azure-foundry', url: 'https://{}.services.ai.azure.com', provider: 'azure' },
  { name: 'groq', url: 'https://api.groq.com', provider: 'groq' },
  { name: 'together', url: 'https://api.together.xyz', provider: 'together' },
  { name: 'openrouter', url: 'https://openrouter.ai', provider: 'openrouter' },
  { name: 'ollama', url: 'http://127.0.0.1:11434', provider: 'ollama' },
  { name: 'vllm', url: 'http://127.0.0.1:8000', provider: 'openai-compatible' },
  { name: 'bedrock', url: 'https://bedrock-runtime.{}.amazonaws.com', provider: 'aws' },
  { name: 'deepseek', url: 'https://api.deepseek.com', provider: 'deepseek' },
  { name: 'fireworks', url: 'https://api.fireworks.ai', provider: 'fireworks' },
  { name: 'cerebras', url: 'https://api.cerebras.ai', provider: 'cerebras' },
  { name: 'x-ai', url: 'https://api.x.ai', provider: 'x-ai' },
  { name: 'cohere', url: 'https://api.cohere.com', provider: 'cohere' },
];

/** Multi-regions of Vertex have hosts of another form: https://cloud.google.com/vertex-ai/docs/general/locations (read 2026-11-22) */
const vertexHosts: Readonly<Record<string, string>> = {
  global: 'https://aiplatform.googleapis.com', us: 'https://aiplatform.us.rep.googleapis.com', eu: 'https://aiplatform.eu.rep.googleapis.com',
};

/** What an upstream may be called: one plain path segment. */
const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
/** First segment of a path that tags: /tag/feature=search/openai/v1/… */
const TAG_SEGMENT = 'tag';
/** One DNS label: it cannot end the host, add a port, a user or a path. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** Defaults and the settings', which win by name. Throws on a name or URL that cannot be one. */
export function upstreamsOf(settings: UpstreamSettings = {}): ReadonlyMap<string, Upstream> {
  const all = new Map(defaults.map((upstream) => [upstream.name, upstream]));
  for (const [name, { url, provider, caFile }] of Object.entries(settings)) {
    if (!NAME.test(name) || name === TAG_SEGMENT) {
      throw new UserError('upstream-name', `upstreams.${name} is no name for an upstream.`, { hint: `Use small letters, digits, dots and dashes, at most 63 of them; "${TAG_SEGMENT}" is taken.` });
    }
    checkUrl(name, url);
    all.set(name, { name, url: url.replace(/\/+$/, ''), ...(provider !== undefined && { provider }), ...(caFile !== undefined && { caFile }) });
  }
  return all;
}

function checkUrl(name: string, url: string): void {
  const parsed = safeUrl(url.replaceAll('{}', 'label'));
  const fault = parsed === null ? 'is no URL'
    : parsed.protocol !== 'https:' && parsed.protocol !== 'http:' ? 'is neither http:// nor https://'
    : parsed.username !== '' || parsed.password !== '' ? 'holds a user or password'
    : parsed.search !== '' || parsed.hash !== '' ? 'has a query or fragment'
    : url.split('{}').length > 2 || !/^https?:\/\/[^/]*(\/[^{}]*)?$/i.test(url) ? 'may hold {} once, in the host' : undefined;
  if (fault !== undefined) throw new UserError('upstream-url', `upstreams.${name}.url ${fault}.`, { hint: 'Write it as https://host/path; the rest of the request path is added to it.' });
}

function safeUrl(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

export interface Target {
  readonly upstream: Upstream;
  /** 'https:' or 'http:' */
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
  /** For the Host field: the port only where it is not the protocol's own. */
  readonly authority: string;
  /** Path and query as the upstream gets them: every byte after the prefix as the caller sent it. */
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** No upstream is meant, and why. */
export interface NoTarget {
  readonly status: 400 | 404;
  readonly code: string;
  readonly message: string;
}

export type Resolved = { readonly found: true; readonly target: Target } | { readonly found: false; readonly fault: NoTarget };

const missing = (status: 400 | 404, code: string, message: string): Resolved => ({ found: false, fault: { status, code, message } });

/**
 * Where a request target goes. The path is never decoded, normalised or joined: the name picks host and port, the rest is passed on byte by byte.
 * Example: '/openai/v1/chat/completions?a=1' -> host api.openai.com, path '/v1/chat/completions?a=1'
 */
export function openResolver(upstreams: ReadonlyMap<string, Upstream>): (url: string) => Resolved {
  const bases = new Map<string, Omit<Target, 'path' | 'tags'> & { basePath: string }>();
  const known = [...upstreams.keys()].join(', ');

  const baseOf = (upstream: Upstream, url: string) => {
    const key = `${upstream.name} ${url}`;
    const kept = bases.get(key);
    if (kept !== undefined) return kept;
    const { protocol, hostname, port, host, pathname } = new URL(url);
    const base = { upstream, protocol, host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port), authority: host, basePath: pathname.replace(/\/+$/, '') };
    if (bases.size < MAX_BASES) bases.set(key, base);
    return base;
  };

  return (requestTarget) => {
    if (!requestTarget.startsWith('/')) return missing(400, 'no-path', 'The request target must be a path: this is no forward proxy.');
    const { rest: afterTags, tags } = takeTags(requestTarget);
    const [, name = '', rest = ''] = /^\/([^/?#]*)([^]*)$/.exec(afterTags) ?? [];
    const upstream = upstreams.get(name);
    if (upstream === undefined) return missing(404, 'unknown-upstream', `The first part of the path must name an upstream: ${known}.`);
    if (!upstream.url.includes('{}')) return found(baseOf(upstream, upstream.url), rest, tags);
    const [, label = '', labelRest = ''] = /^\/([^/?#]*)([^]*)$/.exec(rest) ?? [];
    if (!LABEL.test(label)) return missing(404, 'no-region-or-resource', `/${name}/ must be followed by the region or resource, as in ${upstream.url}.`);
    const url = (name === 'vertex' && upstream.url === VERTEX_URL ? vertexHosts[label.toLowerCase()] : undefined) ?? upstream.url.replace('{}', label.toLowerCase());
    return found(baseOf(upstream, url), labelRest, tags);
  };
}

const VERTEX_URL = 'https://{}-aiplatform.googleapis.com';
/** Regions and resources whose parsed host is remembered. */
const MAX_BASES = 1000;

function found({ basePath, ...base }: Omit<Target, 'path' | 'tags'> & { basePath: string }, rest: string, tags: Record<string, string>): Resolved {
  const path = `${basePath}${rest.startsWith('/') ? '' : '/'}${rest}`;
  return { found: true, target: { ...base, path, tags } };
}

/** '/tag/feature=search/tag/team=a/openai/v1' -> { rest: '/openai/v1', tags: { feature: 'search', team: 'a' } } */
function takeTags(path: string): { rest: string; tags: Record<string, string> } {
  const tags: Record<string, string> = {};
  let rest = path;
  for (;;) {
    const match = /^\/tag\/([^/?#=]+)=([^/?#]*)(?=[/?#])/.exec(rest);
    if (match === null) return { rest, tags };
    tags[decoded(match[1] ?? '').toLowerCase()] = decoded(match[2] ?? '');
    rest = rest.slice(match[0].length);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
