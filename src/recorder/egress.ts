import { UserError } from '../model/errors.js';

/** The environment, or a part of it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The egress proxy for a host, from HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY (either case; the small one wins). */
export type EgressOf = (target: { readonly protocol: string; readonly host: string; readonly port: number }) => URL | undefined;

/**
 * Hosts of this machine go direct, as do those of NO_PROXY: `*`, a name with everything below it (with or without a dot in front), an address, each with a port if wanted.
 * Example: NO_PROXY='.corp.test,10.0.0.1:8000' -> gpt.corp.test goes direct, 10.0.0.1:9000 does not
 */
export function openEgress(environment: Environment): EgressOf {
  const read = (name: string): string | undefined => [environment[name.toLowerCase()], environment[name]].find((value) => value !== undefined && value !== '');
  const proxies: Readonly<Record<string, URL | undefined>> = {
    'https:': proxyUrl(read('HTTPS_PROXY') ?? read('ALL_PROXY')),
    // Of HTTP_PROXY a CGI program could be told by a request header, so some tools read it in small letters only; this is no CGI program.
    'http:': proxyUrl(read('HTTP_PROXY') ?? read('ALL_PROXY')),
  };
  const exceptions = (read('NO_PROXY') ?? '').split(/[\s,]+/).filter((item) => item !== '').map((item) => item.toLowerCase());
  return ({ protocol, host, port }) => {
    const proxy = proxies[protocol];
    if (proxy === undefined || isLoopback(host) || exceptions.some((item) => isExcepted(item, host.toLowerCase(), port))) return undefined;
    return proxy;
  };
}

function isExcepted(item: string, host: string, port: number): boolean {
  if (item === '*') return true;
  const [, name = item, itemPort] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(item) ?? [];
  if (itemPort !== undefined && Number(itemPort) !== port) return false;
  const bare = name.replace(/^\*?\.|^\[|\]$/g, '');
  return bare !== '' && (host === bare || host.endsWith(`.${bare}`));
}

function proxyUrl(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(whole)) throw new UserError('egress-proxy', 'The egress proxy of the environment is no URL.', { hint: HINT });
  const url = new URL(whole);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new UserError('egress-proxy', `The egress proxy of the environment speaks ${url.protocol.slice(0, -1)}, which is not supported.`, { hint: HINT });
  return url;
}

const HINT = 'Set HTTPS_PROXY to http://host:port or https://host:port, or name the upstreams in NO_PROXY.';

/** 127.0.0.0/8, ::1 and localhost. */
export const isLoopback = (host: string): boolean => /^(localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|\[?::ffff:127(?:\.\d{1,3}){3}\]?)$/i.test(host);
