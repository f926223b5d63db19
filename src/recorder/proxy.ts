import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type RequestListener, type Server, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { UserError } from '../model/errors.js';
import { PROBE_MS, openDialler } from './dial.js';
import { type Environment, openEgress } from './egress.js';
import { type ExchangeContext, carry } from './exchange.js';
import { type Fault, answerFault, faultText } from './faults.js';
import { CLIENT_TOKEN_HEADER, listOf, valuesOf } from './headers.js';
import { IDLE_MS, openLanes } from './lanes.js';
import { type ListenAddress, openTokenCheck, secureContexts } from './listen.js';
import { MAX_HEAD_BYTES } from './reply-reader.js';
import { urlWithoutKeys } from './secrets.js';
import type { Sink, Tee } from './seen.js';
import { type KeepLimits, openBudget } from './tee.js';
import { asksForWebSocket, passOverUpgrade, pipeUpgrade } from './upgrade.js';
import { type Resolved, type Upstream, openResolver } from './upstreams.js';

export interface ProxyOptions {
  readonly listen: ListenAddress;
  readonly upstreams: ReadonlyMap<string, Upstream>;
  /** Absent: bytes pass and nothing is kept. */
  readonly sink?: Sink;
  readonly env?: string;
  readonly clientToken?: string;
  readonly marksReplies?: boolean;
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
  readonly environment?: Environment;
  readonly keep?: KeepLimits;
}

/** What passed since the start. */
export interface ProxyCounts {
  /** Exchanges that went, or tried to go, upstream. */
  exchanges: number;
  inFlight: number;
  complete: number;
  clientAborts: number;
  upstreamAborts: number;
  upstreamErrors: number;
  /** Requests sent again over a fresh connection, because an idle one had been closed. */
  retries: number;
  /** WebSockets: piped, seen, not recorded. */
  upgrades: number;
  upgradesOpen: number;
  /** Requests that went nowhere: unknown upstream, wrong token, not HTTP. */
  refused: number;
  /** Exchanges whose recording threw. */
  sinkFaults: number;
}

export interface Proxy {
  readonly address: ListenAddress;
  readonly counts: Readonly<ProxyCounts>;
  /** Bytes of bodies that are kept for exchanges on their way. */
  keptBytes(): number;
  /** Takes no new connection, lets what is on its way end, and cuts what is left after `withinMs` (absent: waits for all). */
  close(options?: { readonly withinMs?: number }): Promise<void>;
}

const ends = { complete: 'complete', client_abort: 'clientAborts', upstream_abort: 'upstreamAborts', upstream_error: 'upstreamErrors' } as const;

/** What went through a WebSocket is not kept: it is spend that is not seen. */
const NO_BODY: Tee = { chunks: [], bytes: 0, isWhole: true };
const SWITCHED = 101;

const unauthorized: Fault = { status: 401, code: 'client-token', message: `this recorder asks for its token in ${CLIENT_TOKEN_HEADER}.` };
const badCoding: Fault = { status: 400, code: 'bad-request', message: 'the last transfer coding of a request must be chunked, once.', headers: ['Connection', 'close'] };
const noTunnel: Fault = { status: 405, code: 'no-tunnel', message: 'CONNECT is refused: this is no forward proxy.' };

/**
 * Starts the traffic port. It has no deadline for anything: replies may be silent for as long as they like.
 *
 * What differs from a direct call, and nothing else: Host and the path's prefix; hop-by-hop fields (RFC 9110 7.6.1), of which this hop says its own; blanks
 * around field values; how a chunked body is cut where pieces of the wire cut it, and chunk extensions; `x-shadowbill-*` fields of requests. There is no Via
 * (7.6.3 asks gateways for one): the upstream is to see the same request as without the recorder.
 */
export async function openProxy(options: ProxyOptions): Promise<Proxy> {
  const { upstreams, sink, environment = process.env } = options;
  const counts: ProxyCounts = { exchanges: 0, inFlight: 0, complete: 0, clientAborts: 0, upstreamAborts: 0, upstreamErrors: 0, retries: 0, upgrades: 0, upgradesOpen: 0, refused: 0, sinkFaults: 0 };
  const dial = openDialler({ egressOf: openEgress(environment), secureContextOf: secureContexts(upstreams, environment) });
  const lanes = openLanes(dial);
  const budget = openBudget(options.keep);
  const resolve = openResolver(upstreams);
  const isToken = options.clientToken === undefined ? undefined : openTokenCheck(options.clientToken);
  let isDraining = false;
  let closing: Promise<void> | undefined;

  const context: ExchangeContext = {
    lanes, budget, marksReplies: options.marksReplies === true, isDraining: () => isDraining,
    ...(options.env !== undefined && { env: options.env }),
    ...(sink !== undefined && {
      take(exchange) {
        try {
          sink.take(exchange);
        } catch {
          counts.sinkFaults += 1;
        }
      },
    }),
    onRetry: () => (counts.retries += 1),
    onEnd(end) {
      counts.inFlight -= 1;
      counts[ends[end]] += 1;
      if (isDraining) setImmediate(() => server.closeIdleConnections());
    },
  };

  /** Where the request goes, or the fault to answer. */
  const admit = (request: IncomingMessage): Resolved | { readonly found: false; readonly fault: Fault } => {
    if (isToken !== undefined && !isToken(valuesOf(request.rawHeaders, CLIENT_TOKEN_HEADER)[0])) return { found: false, fault: unauthorized };
    const codings = listOf(valuesOf(request.rawHeaders, 'transfer-encoding'));
    // Two readers that frame a body differently are how requests are smuggled (RFC 9112 6.1 and 11.2).
    if (codings.length > 0 && codings.indexOf('chunked') !== codings.length - 1) return { found: false, fault: badCoding };
    return resolve(request.url ?? '');
  };

  const handle: RequestListener = (request, response) => {
    response.sendDate = false;
    const resolved = admit(request);
    if (!resolved.found) {
      counts.refused += 1;
      request.resume();
      answerFault(response, resolved.fault);
      return;
    }
    counts.exchanges += 1;
    counts.inFlight += 1;
    carry(context, { request, response, target: resolved.target });
  };

  const settings = {
    maxHeaderSize: MAX_HEAD_BYTES, requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: IDLE_MS, noDelay: true, keepAlive: true, keepAliveInitialDelay: PROBE_MS,
  };
  const server: Server = options.tls === undefined ? createServer(settings, handle) : createTlsServer({ ...settings, ...options.tls, ALPNProtocols: ['http/1.1'] }, handle);
  server.timeout = 0;
  // Node would leave out, without a word, fields beyond a number of them.
  server.maxHeadersCount = 0;
  // The upstream, not this hop, answers Expect.
  server.on('checkContinue', handle);
  server.on('checkExpectation', handle);
  server.on('connect', (_request, socket) => {
    counts.refused += 1;
    socket.on('error', () => undefined);
    socket.end(faultText(noTunnel, 'Method Not Allowed'), 'latin1');
  });
  const upgraded = new Set<{ destroy(): unknown }>();
  server.on('upgrade', (request, socket, head) => {
    if (!asksForWebSocket(request)) return passOverUpgrade(server, { request, socket, head });
    const resolved = admit(request);
    if (!resolved.found) {
      counts.refused += 1;
      socket.on('error', () => undefined);
      socket.end(faultText(resolved.fault, 'Refused'), 'latin1');
      return;
    }
    counts.upgrades += 1;
    counts.upgradesOpen += 1;
    upgraded.add(socket);
    const startedAt = Date.now();
    const done = (): void => {
      counts.upgradesOpen -= 1;
      upgraded.delete(socket);
      const { upstream, protocol, authority, path, tags } = resolved.target;
      context.take?.({
        upstream: upstream.name, ...(upstream.provider !== undefined && { provider: upstream.provider }), method: 'GET', url: urlWithoutKeys(`${protocol}//${authority}${path}`), requestHeaders: [], requestBody: NO_BODY,
        status: SWITCHED, startedAt, lastByteMs: Date.now() - startedAt, end: 'complete', tags, callId: randomUUID(),
      });
    };
    pipeUpgrade(dial, { request, socket, head, target: resolved.target, done });
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    counts.refused += 1;
    // A reply that is under way must not be mixed with another; and a caller that is gone reads none.
    const { _httpMessage: underWay } = socket as { _httpMessage?: { headersSent?: boolean } | null };
    if (!socket.writable || error.code === 'ECONNRESET' || underWay != null) return void socket.destroy();
    const isLarge = error.code === 'HPE_HEADER_OVERFLOW';
    socket.end(faultText({ status: isLarge ? 431 : 400, code: 'bad-request', message: isLarge ? `the request's head is larger than ${MAX_HEAD_BYTES} bytes.` : 'what came is no valid HTTP/1.1 request.' }, isLarge ? 'Request Header Fields Too Large' : 'Bad Request'), 'latin1');
  });

  await listening(server, options.listen);
  const bound = server.address() as AddressInfo;

  return {
    address: { host: bound.address, port: bound.port },
    counts,
    keptBytes: () => budget.keptBytes,
    async close({ withinMs } = {}) {
      isDraining = true;
      closing ??= new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      const cut = withinMs === undefined ? undefined : setTimeout(() => {
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }, withinMs);
      await closing;
      clearTimeout(cut);
      lanes.closeIdle();
    },
  };
}

function listening(server: Server, { host, port }: ListenAddress): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(error.code === 'EADDRINUSE' || error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL'
      ? new UserError('listen', `${host}:${port} cannot be listened on (${error.code}).`, { hint: 'Another recorder may be running there; choose an address with --listen.', cause: error })
      : error));
    server.listen(port, host, () => done());
  });
}

