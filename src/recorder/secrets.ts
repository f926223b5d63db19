// What bears a credential: the header names and query values that the providers document for keys, tokens and signatures (read 2026-11-22):
// https://developers.openai.com/api/reference/overview , https://docs.claude.com/en/api/overview , https://ai.google.dev/gemini-api/docs/api-key ,
// https://learn.microsoft.com/azure/ai-foundry/openai/reference , https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html ,
// https://learn.microsoft.com/azure/api-management/api-management-subscriptions , https://learn.microsoft.com/azure/storage/common/storage-sas-overview

const CREDENTIAL_HEADER = /authorization|api[-_]?key|apikey|subscription-key|auth|token|secret|cookie|signature|credential|password|^x-amz-content-sha256$/i;
/** Names that the pattern hits and that bear none. */
const harmless = /^(anthropic-ratelimit-|x-ratelimit-|x-amzn-bedrock-)|-count$/i;

/** Example: 'X-Goog-Api-Key' -> true; 'anthropic-version' -> false */
export const isCredentialHeader = (name: string): boolean => CREDENTIAL_HEADER.test(name) && !harmless.test(name);

const CREDENTIAL_QUERY = /^(key|code|sig|se|sp|sv|st|x-goog-.*|x-amz-.*)$|key|token|secret|signature|credential|password|auth/i;

/** A URL without user name, password, fragment and the query values that bear a key. Example: 'https://a/v1/m?key=K&alt=sse#x' -> 'https://a/v1/m?alt=sse' */
export function urlWithoutKeys(url: string): string {
  const [rest = ''] = url.split('#', 1);
  const at = rest.indexOf('?');
  const base = (at < 0 ? rest : rest.slice(0, at)).replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1');
  if (at < 0) return base;
  const kept = rest.slice(at + 1).split('&').filter((pair) => pair !== '' && !CREDENTIAL_QUERY.test(decoded(pair.split('=', 1)[0] ?? '')));
  return kept.length === 0 ? base : `${base}?${kept.join('&')}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Raw header pairs as an object with lower-case names, repeated ones joined, those that bear a credential left out. */
export function headersOfPairs(pairs: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const name = (pairs[at] ?? '').toLowerCase();
    if (isCredentialHeader(name)) continue;
    const value = pairs[at + 1] ?? '';
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

const OWN_PREFIX = 'x-shadowbill-';

/** Raw header pairs without those that bear a credential, and without ours. Example: ['A', '1', 'Authorization', 'K'] -> ['A', '1'] */
export function headersWithoutKeys(pairs: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const name = pairs[at] ?? '';
    if (!isCredentialHeader(name) && !name.toLowerCase().startsWith(OWN_PREFIX)) kept.push(name, pairs[at + 1] ?? '');
  }
  return kept;
}
