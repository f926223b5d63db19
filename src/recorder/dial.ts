import { connect as connectTcp, type Socket } from 'node:net';
import { type SecureContext, connect as connectTls } from 'node:tls';
import { isIP } from 'node:net';
import type { EgressOf } from './egress.js';
import { MAX_HEAD_BYTES } from './reply-reader.js';
import type { Target } from './upstreams.js';

/** ms. Given to each address of a host but the last before the next is tried; 250, the default, loses far providers whose first address is slow. */
const ADDRESS_TRY_MS = 3000;
/** ms between probes that keep a silent connection in the tables of routers on the way. */
export const PROBE_MS = 60_000;

export interface DialOptions {
  readonly egressOf: EgressOf;
  /** Trusted authorities for that upstream; certificates are always checked. */
  readonly secureContextOf: (target: Target) => SecureContext | undefined;
}

export interface Dialled {
  readonly socket: Socket;
  /** An egress proxy that takes plain requests stands between: the request target is written as a whole URL, with these fields. */
  readonly viaProxy?: { readonly headers: readonly string[] };
}

export type OnDialled = (error: Error | undefined, dialled?: Dialled) => void;

/** Opens a connection; `done` is called once. The returned function gives up. There is no deadline: the kernel's own holds. */
export function openDialler({ egressOf, secureContextOf }: DialOptions): (target: Target, done: OnDialled) => () => void {
  const sessions = new Map<string, Buffer>();

  const wrapTls = (target: Target, under: Socket | undefined): Socket => {
    // A resumed session is not checked again: only what trusts the same authorities may share it.
    const key = `${target.host}:${target.port} ${target.upstream.caFile ?? ''}`;
    const context = secureContextOf(target);
    const session = sessions.get(key);
    const socket = connectTls({
      ...(under === undefined ? { host: target.host, port: target.port, autoSelectFamilyAttemptTimeout: ADDRESS_TRY_MS } : { socket: under }),
      ...(isIP(target.host) === 0 && { servername: target.host }),
      ...(context !== undefined && { secureContext: context }),
      ...(session !== undefined && { session }),
      ALPNProtocols: ['http/1.1'],
    });
    socket.on('session', (ticket) => sessions.set(key, ticket));
    return socket;
  };

  return (target, done) => {
    let current: Socket | undefined;
    let isOver = false;
    const finish: OnDialled = (error, dialled) => {
      if (isOver) return;
      isOver = true;
      if (error !== undefined) current?.destroy();
      done(error, dialled);
    };
    /** Waits until the socket stands, with listeners that are gone afterwards. */
    const standing = (socket: Socket, event: 'connect' | 'secureConnect', next: () => void): void => {
      current = socket;
      const failed = (error: Error): void => finish(error);
      const closed = (): void => finish(Object.assign(new Error('the connection was closed before it stood'), { code: 'ECONNRESET' }));
      socket.once('error', failed);
      socket.once('close', closed);
      socket.once(event, () => {
        if (isOver) return;
        socket.off('error', failed);
        socket.off('close', closed);
        next();
      });
    };
    const openPlain = (host: string, port: number): Socket => connectTcp({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: PROBE_MS, autoSelectFamilyAttemptTimeout: ADDRESS_TRY_MS });
    const ready = (socket: Socket, viaProxy?: Dialled['viaProxy']): void => {
      socket.setNoDelay(true);
      socket.setKeepAlive(true, PROBE_MS);
      finish(undefined, { socket, ...(viaProxy !== undefined && { viaProxy }) });
    };

    const isSecure = target.protocol === 'https:';
    const proxy = egressOf(target);
    if (proxy === undefined) {
      const socket = isSecure ? wrapTls(target, undefined) : openPlain(target.host, target.port);
      standing(socket, isSecure ? 'secureConnect' : 'connect', () => ready(socket));
    } else {
      const proxyPort = Number(proxy.port || (proxy.protocol === 'https:' ? 443 : 80));
      const proxyHost = proxy.hostname.replace(/^\[|\]$/g, '');
      const toProxy = proxy.protocol === 'https:' ? connectTls({ host: proxyHost, port: proxyPort, ...(isIP(proxyHost) === 0 && { servername: proxyHost }) }) : openPlain(proxyHost, proxyPort);
      const headers = proxyAuthorization(proxy);
      standing(toProxy, proxy.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        if (!isSecure) return ready(toProxy, { headers });
        openTunnel(toProxy, { authority: `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`, headers }, (error) => {
          if (error !== undefined) return finish(error);
          if (isOver) return;
          const socket = wrapTls(target, toProxy);
          standing(socket, 'secureConnect', () => ready(socket));
        });
      });
    }
    return () => {
      isOver = true;
      current?.on('error', () => undefined);
      current?.destroy();
    };
  };
}

function proxyAuthorization({ username, password }: URL): string[] {
  if (username === '') return [];
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return ['Proxy-Authorization', `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`];
}

/** CONNECT: https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6 */
function openTunnel(socket: Socket, { authority, headers }: { authority: string; headers: readonly string[] }, done: (error?: Error) => void): void {
  let text = '';
  const finish = (error?: Error): void => {
    socket.off('data', read);
    socket.off('error', finish);
    socket.off('close', closed);
    done(error);
  };
  const closed = (): void => finish(Object.assign(new Error('the egress proxy closed the connection'), { code: 'EGRESSPROXY' }));
  const read = (chunk: Buffer): void => {
    text += chunk.toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (end < 0 && text.length < MAX_HEAD_BYTES) return;
    socket.pause();
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
    // The server of TLS says nothing before the client has: bytes after the head cannot be its.
    if (status?.startsWith('2') === true && end + 4 === text.length) finish();
    else finish(Object.assign(new Error(`the egress proxy refused the tunnel with status ${status ?? 'unknown'}`), { code: 'EGRESSPROXY' }));
  };
  socket.on('data', read);
  socket.once('error', finish);
  socket.once('close', closed);
  const fields = headers.length === 0 ? '' : `${headers[0]}: ${headers[1]}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${fields}\r\n`, 'latin1');
}
