// Upgrade: https://www.rfc-editor.org/rfc/rfc9110#section-7.8, WebSocket: https://www.rfc-editor.org/rfc/rfc6455#section-4.1 (read 2026-11-22)
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Dialled, OnDialled } from './dial.js';
import { faultText, upstreamFault } from './faults.js';
import { type RawHeaders, OWN_PREFIX, listOf, valuesOf } from './headers.js';
import type { Target } from './upstreams.js';

/** Only WebSocket is piped. Any other offer (h2c, which Java's client makes with each first request) may be passed over: the request is then an ordinary one. */
export const asksForWebSocket = (request: IncomingMessage): boolean => listOf(valuesOf(request.rawHeaders, 'upgrade')).includes('websocket');

/** Reads the request once more, without its offer. */
export function passOverUpgrade(server: Server, { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer }): void {
  const text = headText(request, (name) => name === 'upgrade' || name === 'http2-settings' || name === 'connection', request.url ?? '/');
  socket.unshift(Buffer.concat([Buffer.from(text, 'latin1'), head]));
  server.emit('encrypted' in socket ? 'secureConnection' : 'connection', socket);
}

function headText(request: IncomingMessage, drop: (name: string) => boolean, path: string, authority?: string): string {
  const lines = [`${request.method} ${path} HTTP/1.1`];
  const raw: RawHeaders = request.rawHeaders;
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (drop(name.toLowerCase())) continue;
    lines.push(`${name}: ${authority !== undefined && name.toLowerCase() === 'host' ? authority : raw[index + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Connects both ends and leaves every byte to them. `done` is called once both are gone. */
export function pipeUpgrade(dial: (target: Target, done: OnDialled) => () => void, { request, socket, head, target, done }: { request: IncomingMessage; socket: Duplex; head: Buffer; target: Target; done: () => void }): void {
  let upstream: Dialled['socket'] | undefined;
  const giveUp = dial(target, (error, dialled) => {
    if (dialled === undefined) {
      socket.end(faultText(upstreamFault(target.upstream.name, error), 'Bad Gateway'), 'latin1');
      return;
    }
    const { viaProxy } = dialled;
    upstream = dialled.socket;
    const path = viaProxy === undefined ? target.path : `${target.protocol}//${target.authority}${target.path}`;
    const text = headText(request, (name) => name.startsWith(OWN_PREFIX) || name.startsWith('proxy-') || name === 'keep-alive' || name === 'te', path, target.authority);
    const proxyField = viaProxy?.headers[0] === undefined ? '' : `${viaProxy.headers[0]}: ${viaProxy.headers[1]}\r\n`;
    upstream.write(`${text.slice(0, -2)}${proxyField}\r\n`, 'latin1');
    if (head.length > 0) upstream.write(head);
    upstream.on('error', () => socket.destroy());
    upstream.on('close', () => socket.destroy());
    upstream.pipe(socket).pipe(upstream);
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    giveUp();
    upstream?.destroy();
    done();
  });
}
