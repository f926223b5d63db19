import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer, request as tlsRequest } from 'node:https';
import { type Socket, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { inboundTls } from '../../src/recorder/listen.js';
import { upstreamsOf } from '../../src/recorder/upstreams.js';
import { collector, proxyTo, rawServer, talk } from './wire.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
const MEGABYTE = 1024 * 1024;

describe('large and slow bodies', () => {
  test('200 MB go up and 200 MB come down with little memory', async () => {
    const total = 200 * MEGABYTE;
    const piece = Buffer.alloc(MEGABYTE, 7);
    let up = 0;
    const server = await rawServer((socket) => {
      let isHeadRead = false;
      let body = 0;
      socket.on('data', (chunk) => {
        const skip = isHeadRead ? 0 : chunk.indexOf('\r\n\r\n') + 4;
        isHeadRead = true;
        body += chunk.length - skip;
        up = body;
        if (body < total) return;
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${total}\r\n\r\n`);
        void pump(socket, total);
      });
    });
    async function pump(socket: Socket, bytes: number): Promise<void> {
      for (let sent = 0; sent < bytes && !socket.destroyed; sent += piece.length) {
        if (!socket.write(piece)) await new Promise((done) => socket.once('drain', done));
      }
    }
    const sink = collector();
    const proxy = await proxyTo(server.port, { sink, keep: { perBodyBytes: 8 * MEGABYTE, inAllBytes: 16 * MEGABYTE } });
    open.push(server, { close: () => proxy.close({ withinMs: 0 }) });
    const before = process.memoryUsage().rss;
    let peak = before;
    let down = 0;
    await new Promise<void>((done) => {
      const socket = connect(proxy.address.port, '127.0.0.1');
      socket.on('data', (chunk) => {
        down += chunk.length;
        peak = Math.max(peak, process.memoryUsage.rss());
        if (down >= total) socket.destroy();
      });
      socket.on('close', () => done());
      socket.write(`POST /local/ HTTP/1.1\r\nHost: a\r\nContent-Length: ${total}\r\n\r\n`);
      void pump(socket, total);
    });
    expect(up).toBe(total);
    expect(down).toBeGreaterThanOrEqual(total);
    expect(peak - before).toBeLessThan(150 * MEGABYTE);
    await sink.count(1);
    expect(sink.seen[0]).toMatchObject({ end: 'complete', requestBody: { bytes: total, isWhole: false }, responseBody: { bytes: total, isWhole: false } });
    expect(proxy.keptBytes()).toBe(0);
  }, 60_000);

  test('a caller that does not read holds the upstream back', async () => {
    let written = 0;
    const server = await rawServer((socket) => socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const piece = Buffer.alloc(64 * 1024);
      const go = (): void => {
        for (;;) {
          written += piece.length;
          if (!socket.write(piece)) return void socket.once('drain', go);
          if (written > 400 * MEGABYTE) return;
        }
      };
      go();
    }));
    const proxy = await proxyTo(server.port, { sink: collector(), keep: { perBodyBytes: MEGABYTE, inAllBytes: MEGABYTE } });
    open.push(server, { close: () => proxy.close({ withinMs: 0 }) });
    const socket = connect(proxy.address.port, '127.0.0.1');
    socket.write('GET /local/ HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise<void>((done) => socket.once('data', () => done()));
    socket.pause();
    let last = -1;
    // What fits into the kernel's buffers goes; then nothing more does.
    for (let still = 0; still < 50;) {
      await new Promise((done) => setImmediate(done));
      still = written === last ? still + 1 : 0;
      last = written;
    }
    expect(written).toBeLessThan(64 * MEGABYTE);
    socket.destroy();
  });

  test('each event of a stream arrives before the next one is sent', async () => {
    let next: (() => void) | undefined;
    const server = await rawServer((socket) => socket.once('data', () => {
      let number = 0;
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n');
      next = () => {
        number += 1;
        socket.write(number > 5 ? '0\r\n\r\n' : `9\r\ndata: ${number}\n\n\r\n`);
      };
    }));
    const proxy = await proxyTo(server.port, { sink: collector() });
    open.push(server, { close: () => proxy.close({ withinMs: 0 }) });
    const { bytes } = await talk(proxy.address.port, 'GET /local/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', { afterwards: (socket) => socket.on('data', () => next?.()) });
    expect(bytes.toString().match(/9\r\ndata: \d\n\n\r\n/g)).toHaveLength(5);
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.warn('openssl is not installed: TLS of the recorder is not tested');

describe.skipIf(!hasOpenssl)('TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  beforeAll(() => {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile, '-out', certFile, '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,DNS:far.test'], { stdio: 'ignore' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function tlsUpstream() {
    const server = createTlsServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (request, response) => response.end(`hello ${request.headers.host}`));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    open.push({ close: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }) });
    return (server.address() as { port: number }).port;
  }
  const get = async (port: number, path: string): Promise<string> => (await talk(port, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)).bytes.toString();

  test('to the upstream is checked: an authority of its own has to be named', async () => {
    const port = await tlsUpstream();
    const proxy = await proxyTo(1, { upstreams: upstreamsOf({ strict: { url: `https://localhost:${port}` }, own: { url: `https://localhost:${port}`, caFile: certFile } }) });
    open.push({ close: () => proxy.close({ withinMs: 0 }) });
    expect(await get(proxy.address.port, '/own/')).toMatch(new RegExp(`^HTTP/1\\.1 200 [^]*hello localhost:${port}`));
    expect(await get(proxy.address.port, '/own/')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await get(proxy.address.port, '/strict/')).toMatch(/^HTTP\/1\.1 502 [^]*(SELF_SIGNED|UNABLE_TO_VERIFY)/);
    await expect(proxyTo(1, { upstreams: upstreamsOf({ own: { url: 'https://a', caFile: join(folder, 'none.pem') } }) })).rejects.toThrow('cannot be read');
  });

  test('goes through the tunnel of an egress proxy', async () => {
    const port = await tlsUpstream();
    const asked: string[] = [];
    const egress = await rawServer((socket) => socket.once('data', (piece) => {
      asked.push(piece.toString().split('\r\n')[0] ?? '');
      const far = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        far.pipe(socket).pipe(far);
      });
      far.on('error', () => socket.destroy());
    }));
    const proxy = await proxyTo(1, { upstreams: upstreamsOf({ far: { url: 'https://far.test', caFile: certFile } }), environment: { HTTPS_PROXY: `http://127.0.0.1:${egress.port}` } });
    open.push(egress, { close: () => proxy.close({ withinMs: 0 }) });
    expect(await get(proxy.address.port, '/far/')).toMatch(/^HTTP\/1\.1 200 [^]*hello far\.test/);
    expect(await get(proxy.address.port, '/far/')).toMatch(/^HTTP\/1\.1 200 /);
    expect(asked).toEqual(['CONNECT far.test:443 HTTP/1.1']);
  });

  test('from the caller is served with the files given', async () => {
    const upstream = createServer((_, response) => response.end('plain'));
    await new Promise<void>((done) => upstream.listen(0, '127.0.0.1', done));
    const proxy = await proxyTo((upstream.address() as { port: number }).port, { tls: inboundTls({ certFile, keyFile }) });
    open.push({ close: () => new Promise((done) => { upstream.close(() => done()); upstream.closeAllConnections(); }) }, { close: () => proxy.close({ withinMs: 0 }) });
    const text = await new Promise<string>((done, failed) => tlsRequest({ host: '127.0.0.1', servername: 'localhost', port: proxy.address.port, path: '/local/', ca: readFileSync(certFile), agent: false }, (response) => response.on('data', (piece) => done(String(piece)))).on('error', failed).end());
    expect(text).toBe('plain');
    const offer = await new Promise<string>((done, failed) => tlsRequest({ host: '127.0.0.1', servername: 'localhost', port: proxy.address.port, path: '/local/', ca: readFileSync(certFile), agent: false, headers: { Connection: 'Upgrade', Upgrade: 'h2c' } }, (response) => response.on('data', (piece) => done(String(piece)))).on('error', failed).end());
    expect(offer).toBe('plain');
    expect(() => inboundTls({ certFile: keyFile, keyFile })).toThrow('no certificate with its key');
  });
});
