// The tee inside an application: what goes through its `fetch` is seen, and nothing of it is changed. https://fetch.spec.whatwg.org/ (read 2026-11-22)
import { randomUUID } from 'node:crypto';
import { isProviderHost, readPath } from './paths.js';
import { isCredentialHeader, urlWithoutKeys } from './secrets.js';
import type { ExchangeEnd, SeenExchange, Sink, Tee } from './seen.js';
import { providerOfRoute, routeOf } from '../providers/hosts.js';

export interface TeeFetchOptions {
  sink: Sink;
  env?: string | undefined;
  tags?: Readonly<Record<string, string>> | undefined;
  /** Bytes of one body that are kept; the rest passes unseen. */
  keptBytes?: number;
  /** An exchange begins that the sink will be shown when it has ended. */
  onBegin?: (() => void) | undefined;
}

type Fetch = typeof globalThis.fetch;

const KEPT_BYTES = 32 * 1024 * 1024;
const TAG_PREFIX = 'x-shadowbill-tag-';
const OWN_PREFIX = 'x-shadowbill-';

/** What is kept of a body that is passing. */
interface Kept {
  add(chunk: Uint8Array): void;
  tee(): Tee;
}

function keep(limit: number): Kept {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let kept = 0;
  return {
    add(chunk) {
      bytes += chunk.byteLength;
      if (kept !== bytes - chunk.byteLength || kept + chunk.byteLength > limit) return;
      kept += chunk.byteLength;
      chunks.push(chunk.slice());
    },
    tee: () => ({ chunks, bytes, isWhole: kept === bytes }),
  };
}

/**
 * A `fetch` that does what `fetch` does and shows each exchange with a provider of models to the sink: usable wherever a `fetch` is taken. Headers `x-shadowbill-tag-*` become tags and are not
 * sent on. A reply is seen when its body has been read, cancelled or has failed. No fault of the sink reaches the caller.
 */
export function teeFetch(fetch: Fetch, options: TeeFetchOptions): Fetch {
  return async (input, init) => {
    const watch = watchOf(input, init, options);
    if (watch === undefined) return fetch(input, init);
    const { seen, request, sent } = watch;
    options.onBegin?.();
    const startedAt = Date.now();
    const clock = performance.now();
    const elapsed = (): number => performance.now() - clock;
    const finish = (end: ExchangeEnd, reply: Partial<SeenExchange> = {}): void => {
      try {
        options.sink.take({ ...seen, requestBody: request(), startedAt, lastByteMs: elapsed(), end, ...reply });
      } catch {
        return;
      }
    };
    let response: Response;
    try {
      response = await fetch(...sent);
    } catch (error) {
      finish(isAborted(input, init) ? 'client_abort' : 'upstream_error');
      throw error;
    }
    return watchedReply(response, { finish, elapsed, isAborted: () => isAborted(input, init), limit: options.keptBytes ?? KEPT_BYTES });
  };
}

const isAborted = (input: Parameters<Fetch>[0], init: Parameters<Fetch>[1]): boolean => (init?.signal ?? (input instanceof Request ? input.signal : undefined))?.aborted === true;

interface Watch {
  seen: Pick<SeenExchange, 'upstream' | 'method' | 'url' | 'requestHeaders' | 'tags' | 'callId'> & { provider?: string; env?: string };
  request: () => Tee;
  sent: Parameters<Fetch>;
}

/** Absent where the exchange is none with a provider of models. Never throws: what cannot be looked at is sent as it is. */
function watchOf(input: Parameters<Fetch>[0], init: Parameters<Fetch>[1], options: TeeFetchOptions): Watch | undefined {
  try {
    const full = input instanceof Request ? input.url : String(input);
    const method = (init?.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase();
    const url = urlWithoutKeys(full);
    const verdict = readPath({ method, url });
    if (verdict.kind === 'free' || (verdict.kind === 'unseen' && !isProviderHost(url))) return undefined;
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    const hasOwn = [...headers.keys()].some((name) => name.startsWith(OWN_PREFIX));
    const tags: Record<string, string> = { ...options.tags };
    const requestHeaders: string[] = [];
    for (const [name, value] of [...headers]) {
      if (name.startsWith(TAG_PREFIX)) tags[name.slice(TAG_PREFIX.length)] = value;
      if (name.startsWith(OWN_PREFIX)) headers.delete(name);
      else if (!isCredentialHeader(name)) requestHeaders.push(name, value);
    }
    const { request, body } = watchBody(input, init, options.keptBytes ?? KEPT_BYTES);
    const provider = providerOfRoute(routeOf(url), '');
    return {
      seen: {
        upstream: provider ?? routeOf(url).host, method, url, requestHeaders, tags, callId: randomUUID(),
        ...(provider !== undefined && { provider }), ...(options.env !== undefined && { env: options.env }),
      },
      request,
      sent: hasOwn || body !== undefined ? [input, { ...init, ...(hasOwn && { headers }), ...(body !== undefined && { body }) }] : init === undefined ? [input] : [input, init],
    };
  } catch {
    return undefined;
  }
}

const nothing: Tee = { chunks: [], bytes: 0, isWhole: true };
const notKept: Tee = { chunks: [], bytes: 0, isWhole: false };

/** What is sent, without reading it away: texts and bytes as they are, a stream on its way. Forms and blobs are files, of which nothing is kept. */
function watchBody(input: Parameters<Fetch>[0], init: Parameters<Fetch>[1], limit: number): { request: () => Tee; body?: ReadableStream<Uint8Array> } {
  const body = init?.body ?? (input instanceof Request && input.body !== null ? input.clone().body : undefined);
  if (body === undefined || body === null) return { request: () => nothing };
  const kept = keep(limit);
  if (typeof body === 'string' || body instanceof URLSearchParams) {
    const text = String(body);
    return { request: () => whole(kept, () => Buffer.from(text)) };
  }
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) {
    kept.add(body instanceof ArrayBuffer ? new Uint8Array(body) : new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
    return { request: kept.tee };
  }
  if (!(body instanceof ReadableStream)) return { request: () => notKept };
  if (init?.body === undefined || init.body === null) {
    void readAside(body as ReadableStream<Uint8Array>, kept);
    return { request: kept.tee };
  }
  return { request: kept.tee, body: passing(body as ReadableStream<Uint8Array>, { onChunk: kept.add, onEnd: () => undefined }) };
}

function whole(kept: Kept, bytesOf: () => Uint8Array): Tee {
  const former = kept.tee();
  if (former.bytes === 0) kept.add(bytesOf());
  return kept.tee();
}

/** The copy of a Request's body, which the caller's own is not slowed by. */
async function readAside(stream: ReadableStream<Uint8Array>, kept: Kept): Promise<void> {
  try {
    for await (const chunk of stream) kept.add(chunk);
  } catch {
    return;
  }
}

interface ReplyWatch {
  finish(end: ExchangeEnd, reply?: Partial<SeenExchange>): void;
  elapsed(): number;
  isAborted(): boolean;
  limit: number;
}

const NO_BODY_STATUSES: readonly number[] = [101, 204, 205, 304];

/** The same reply with a body that is seen while it is read; its bytes, their timing and its failures are those of the original. */
function watchedReply(response: Response, { finish, elapsed, isAborted: wasAborted, limit }: ReplyWatch): Response {
  const responseHeaders: string[] = [];
  for (const [name, value] of response.headers) if (name !== 'content-encoding' && name !== 'content-length' && !isCredentialHeader(name)) responseHeaders.push(name, value);
  const facts = { status: response.status, responseHeaders };
  if (response.body === null || response.status < 200 || NO_BODY_STATUSES.includes(response.status)) {
    if (response.status > 0) finish('complete', { ...facts, responseBody: nothing });
    return response;
  }
  const kept = keep(limit);
  let firstByteMs: number | undefined;
  const body = passing(response.body, {
    onChunk: (chunk) => {
      firstByteMs ??= elapsed();
      kept.add(chunk);
    },
    onEnd: (end) => finish(end === 'failed' ? (wasAborted() ? 'client_abort' : 'upstream_abort') : end === 'cancelled' ? 'client_abort' : 'complete', {
      ...facts, responseBody: kept.tee(), ...(firstByteMs !== undefined && { firstByteMs }),
    }),
  });
  const watched = new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
  for (const name of ['url', 'redirected', 'type'] as const) Object.defineProperty(watched, name, { value: response[name], enumerable: true });
  return watched;
}

/** A stream that hands on what another gives, chunk by chunk as it is asked for. */
function passing(source: ReadableStream<Uint8Array>, { onChunk, onEnd }: { onChunk(chunk: Uint8Array): void; onEnd(end: 'complete' | 'cancelled' | 'failed'): void }): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          onEnd('complete');
          controller.close();
          return;
        }
        onChunk(value);
        controller.enqueue(value);
      } catch (error) {
        onEnd('failed');
        controller.error(error);
      }
    },
    cancel(reason) {
      onEnd('cancelled');
      return reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
