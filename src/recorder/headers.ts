// Hop-by-hop fields: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1, TE and Trailer: 10.1.4 and 6.6.2 (read 2026-11-22)

/** name, value, name, value … as they were on the wire: case, order and repetition kept. */
export type RawHeaders = readonly string[];

const hopByHop: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization', 'te', 'transfer-encoding', 'upgrade', 'http2-settings']);

/** Fields that frame or address the message: naming one in Connection does not remove it. */
const neverNominated: ReadonlySet<string> = new Set(['host', 'content-length', 'transfer-encoding', 'trailer', 'authorization', 'content-type', 'content-encoding']);

/** Fields of ours: the caller may send them, the provider never sees them. */
export const OWN_PREFIX = 'x-shadowbill-';
const TAG_PREFIX = `${OWN_PREFIX}tag-`;
export const CLIENT_TOKEN_HEADER = `${OWN_PREFIX}client-token`;

/** All values of a field, in order. Example: valuesOf(['A', '1', 'a', '2'], 'a') -> ['1', '2'] */
export function valuesOf(headers: RawHeaders, name: string): string[] {
  const values: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index]?.toLowerCase() === name) values.push(headers[index + 1] ?? '');
  }
  return values;
}

/** Members of a comma list in lower case. Example: 'TE, Keep-Alive' -> ['te', 'keep-alive'] */
export const listOf = (values: readonly string[]): string[] => values.flatMap((value) => value.split(',')).map((item) => item.trim().toLowerCase()).filter((item) => item !== '');

const nominatedBy = (headers: RawHeaders): readonly string[] => listOf(valuesOf(headers, 'connection')).filter((name) => !neverNominated.has(name));

/** What goes on: everything but hop-by-hop fields, those that Connection names, and those to drop. */
function endToEnd(headers: RawHeaders, drop: (name: string) => boolean, keep?: string): string[] {
  const nominated = nominatedBy(headers);
  const kept: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    const name = (headers[index] ?? '').toLowerCase();
    if (name !== keep && (hopByHop.has(name) || nominated.includes(name) || drop(name))) continue;
    kept.push(headers[index] ?? '', headers[index + 1] ?? '');
  }
  return kept;
}

export interface UpstreamHead {
  readonly headers: string[];
  /** How the body goes upstream: as many bytes as Content-Length says, in chunks, or there is none. */
  readonly framing: 'none' | 'length' | 'chunked';
}

/**
 * The fields that the upstream gets, in the caller's order and case, with Host rewritten in its place. Transfer-Encoding and `TE: trailers` are
 * said again, in their place, as they hold for the new hop too. A caller without Host (HTTP/1.0) gets one in front.
 */
export function requestHeadersFor(headers: RawHeaders, authority: string): UpstreamHead {
  const sent: string[] = [];
  const nominated = nominatedBy(headers);
  let framing: UpstreamHead['framing'] = 'none';
  let hasHost = false;
  for (let index = 0; index < headers.length; index += 2) {
    const [name, value] = [headers[index] ?? '', headers[index + 1] ?? ''];
    const low = name.toLowerCase();
    if (low.startsWith(OWN_PREFIX)) continue;
    if (low === 'transfer-encoding') framing = 'chunked';
    else if (low === 'content-length' && framing === 'none' && Number(value) > 0) framing = 'length';
    if (low === 'host') {
      if (!hasHost) sent.push(name, authority);
      hasHost = true;
    } else if (low === 'transfer-encoding') sent.push(name, value);
    else if (low === 'te' && listOf([value]).includes('trailers')) sent.push(name, 'trailers', 'Connection', name);
    else if (!hopByHop.has(low) && !nominated.includes(low)) sent.push(name, value);
  }
  if (!hasHost) sent.unshift('Host', authority);
  return { headers: sent, framing };
}

/** The fields that the caller gets. `isChunked`: Transfer-Encoding is said again in its place, and a Content-Length beside it is not (RFC 9112 6.3). */
export function replyHeadersFor(headers: RawHeaders, { isChunked }: { readonly isChunked: boolean }): string[] {
  return endToEnd(headers, (name) => isChunked && name === 'content-length', isChunked ? 'transfer-encoding' : undefined);
}

/** Trailers that may go on: none that frame, route or authenticate (RFC 9110 6.5.1). */
export const trailersFor = (trailers: RawHeaders): string[] => endToEnd(trailers, (name) => name === 'content-length' || name === 'host' || name.startsWith(OWN_PREFIX));

/** Tags of `x-shadowbill-tag-feature: search` -> { feature: 'search' }; bytes beyond ASCII are read as UTF-8. */
export function tagsOf(headers: RawHeaders): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let index = 0; index < headers.length; index += 2) {
    const name = (headers[index] ?? '').toLowerCase();
    if (name.startsWith(TAG_PREFIX) && name.length > TAG_PREFIX.length) tags[name.slice(TAG_PREFIX.length)] = Buffer.from(headers[index + 1] ?? '', 'latin1').toString('utf8');
  }
  return tags;
}
