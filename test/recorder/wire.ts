import { type Server, type Socket, connect, createServer } from 'node:net';
import type { SeenExchange, Sink } from '../../src/recorder/seen.js';
import { type Proxy, type ProxyOptions, openProxy } from '../../src/recorder/proxy.js';
import { upstreamsOf } from '../../src/recorder/upstreams.js';

/** A server that gets the bare socket: what it writes is what goes over the wire. */
export interface RawServer {
  readonly port: number;
  readonly sockets: ReadonlySet<Socket>;
  close(): Promise<void>;
}

export async function rawServer(onSocket: (socket: Socket) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    onSocket(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as { port: number }).port, sockets,
    close: () => new Promise((done) => {
      server.close(() => done());
      for (const socket of sockets) socket.destroy();
    }),
  };
}

/** A sink that keeps what it is given, and lets a test wait for the n-th. */
export function collector(): Sink & { readonly seen: SeenExchange[]; count(wanted: number): Promise<void> } {
  const seen: SeenExchange[] = [];
  const waiting: { wanted: number; done: () => void }[] = [];
  return {
    seen,
    take(exchange) {
      seen.push(exchange);
      for (const { wanted, done } of waiting) if (seen.length >= wanted) done();
    },
    count: (wanted) => (seen.length >= wanted ? Promise.resolve() : new Promise((done) => waiting.push({ wanted, done }))),
  };
}

/** A proxy in front of one local upstream that is called `local`. */
export const proxyTo = (port: number, options: Partial<ProxyOptions> = {}): Promise<Proxy> => openProxy({
  listen: { host: '127.0.0.1', port: 0 }, upstreams: upstreamsOf({ local: { url: `http://127.0.0.1:${port}`, provider: 'openai' } }), environment: {}, ...options,
});

/** All bytes of a connection until it ends, and whether it ended cleanly. */
export interface Heard {
  readonly bytes: Buffer;
  readonly isReset: boolean;
}

/** Opens a connection, writes, and hears until it closes or `until` says that it has heard enough; then it goes. */
export function talk(port: number, text: string | Buffer, { until, afterwards }: { until?: (bytes: Buffer) => boolean; afterwards?: (socket: Socket) => void } = {}): Promise<Heard> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    const pieces: Buffer[] = [];
    let isReset = false;
    socket.on('data', (piece) => {
      pieces.push(piece);
      if (until?.(Buffer.concat(pieces)) === true) socket.destroy();
    });
    socket.on('error', () => (isReset = true));
    socket.on('close', () => done({ bytes: Buffer.concat(pieces), isReset }));
    socket.on('end', () => socket.destroy());
    socket.write(text, 'latin1');
    afterwards?.(socket);
  });
}
