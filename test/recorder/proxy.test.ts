import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Proxy, ProxyOptions } from '../../src/recorder/proxy.js';
import { type RawServer, collector, proxyTo, rawServer, talk } from './wire.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** Everything that came to the upstream, one text a connection; it answers each request head with `reply`. */
async function stand(reply: string | ((head: string, socket: Socket) => void), options: Partial<ProxyOptions> = {}) {
  const heard: string[] = [];
  const server: RawServer = await rawServer((socket) => {
    const at = heard.push('') - 1;
    socket.on('data', (piece) => {
      heard[at] += piece.toString('latin1');
      if (typeof reply !== 'string') reply(heard[at] ?? '', socket);
      else if ((heard[at] ?? '').endsWith('\r\n\r\n') || (heard[at] ?? '').endsWith('BODY')) socket.write(reply, 'latin1');
    });
  });
  const sink = collector();
  const proxy: Proxy = await proxyTo(server.port, { sink, ...options });
  open.push(server, { close: () => proxy.close({ withinMs: 0 }) });
  return { heard, server, sink, proxy, port: proxy.address.port };
}
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const endsWith = (text: string) => (bytes: Buffer) => bytes.toString('latin1').endsWith(text);

describe('the proxy', () => {
  test('passes the request head byte by byte: case, order, repeated fields and odd bytes; only Host and hop-by-hop fields are its own', async () => {
    const { port, heard, server } = await stand(ok);
    await talk(port, 'POST /local/v1/a%2Fb/../c?q=%41&&x=%E9 HTTP/1.1\r\nhOST: somewhere\r\nX-B: 1\r\nx-a: \xe9\xff\r\nX-B: 2\r\nAUTHORIZATION: Bearer k\r\ncontent-length: 4\r\nConnection: x-gone, keep-alive\r\nX-Gone: 1\r\nKeep-Alive: 5\r\nProxy-Connection: a\r\nx-shadowbill-tag-team: a\r\naccept-encoding: gzip\r\n\r\nBODY', { until: endsWith('ok') });
    expect(heard).toEqual([`POST /v1/a%2Fb/../c?q=%41&&x=%E9 HTTP/1.1\r\nhOST: 127.0.0.1:${server.port}\r\nX-B: 1\r\nx-a: \xe9\xff\r\nX-B: 2\r\nAUTHORIZATION: Bearer k\r\ncontent-length: 4\r\naccept-encoding: gzip\r\n\r\nBODY`]);
  });

  test('passes the reply head likewise and adds no Date', async () => {
    const { port } = await stand('HTTP/1.1 207 Odd  reason\xe9\r\nx-REQUEST-id: 1\r\nSet-Cookie: a=1\r\nSET-COOKIE: b=2\r\nContent-Length: 2\r\nConnection: X-Hop\r\nX-Hop: 1\r\nvia: \xe9\r\n\r\nok');
    const { bytes } = await talk(port, 'GET /local/ HTTP/1.1\r\nHost: a\r\n\r\n', { until: endsWith('ok') });
    expect(bytes.toString('latin1')).toBe('HTTP/1.1 207 Odd  reason\xe9\r\nx-REQUEST-id: 1\r\nSet-Cookie: a=1\r\nSET-COOKIE: b=2\r\nContent-Length: 2\r\nvia: \xe9\r\nConnection: keep-alive\r\nKeep-Alive: timeout=620\r\n\r\nok');
  });

  test('keeps chunks, and trailers both ways', async () => {
    const { port, heard, sink } = await stand((head, socket) => {
      if (head.endsWith('X-Sum: 9\r\n\r\n')) socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nX-T: \xe91\r\n\r\n', 'latin1');
    });
    const { bytes } = await talk(port, 'POST /local/ HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n4\r\nBODY\r\n0\r\nX-Sum: 9\r\n\r\n', { until: endsWith('1\r\n\r\n') });
    expect(heard[0]).toMatch(/\r\nTE: trailers\r\nConnection: TE\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n4\r\nBODY\r\n0\r\nX-Sum: 9\r\n\r\n$/);
    expect(bytes.toString('latin1')).toMatch(/\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-T: \xe91\r\n\r\n$/);
    await sink.count(1);
    expect(sink.seen[0]).toMatchObject({ trailers: ['X-T', '\xe91'], end: 'complete', requestBody: { bytes: 4, isWhole: true }, responseBody: { bytes: 5, isWhole: true } });
  });

  test('asks the upstream, not itself, whether a body is wanted, and passes 103', async () => {
    const { port, heard } = await stand((head, socket) => {
      if (head.endsWith('\r\n\r\n')) socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n');
      else if (head.endsWith('BODY')) socket.write(ok);
    });
    let isAsked = false;
    const { bytes } = await talk(port, 'POST /local/ HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n', {
      until: endsWith('ok'),
      afterwards: (socket) => socket.on('data', (piece) => {
        if (isAsked || !piece.toString().includes('100 Continue')) return;
        isAsked = true;
        socket.write('BODY');
      }),
    });
    expect(heard[0]).toContain('Expect: 100-continue');
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a>\r\n\r\nHTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  });

  test.each([
    ['HEAD with a length', 'HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n'], ['HEAD with chunks', 'HEAD', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['204', 'DELETE', 'HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n'], ['304', 'GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\nETag: "a"\r\n\r\n'], ['an empty body', 'PURGE', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
  ])('knows that %s has no body, and uses the connection again', async (_, method, reply) => {
    const { port, heard, proxy } = await stand(reply);
    const heads = reply.slice(0, -2);
    const two = await talk(port, `${method} /local/1 HTTP/1.1\r\nHost: a\r\n\r\n${method} /local/2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(two.bytes.toString().split(heads)).toHaveLength(3);
    await talk(port, `${method} /local/3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(heard.length).toBeLessThan(3);
    expect(proxy.counts).toMatchObject({ exchanges: 3, complete: 3, inFlight: 0 });
  });

  test('ends a body with the connection where the upstream does', async () => {
    const { port, sink } = await stand((_, socket) => socket.end('HTTP/1.1 200 OK\r\nX-A: 1\r\n\r\nuntil the end'));
    const { bytes, isReset } = await talk(port, 'GET /local/ HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(bytes.toString()).toBe('HTTP/1.1 200 OK\r\nX-A: 1\r\nConnection: close\r\n\r\nuntil the end');
    expect(isReset).toBe(false);
    expect(sink.seen[0]?.end).toBe('complete');
  });

  test.each([
    ['of known length', 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\npart', (socket: Socket) => socket.end()],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart', (socket: Socket) => socket.end()],
    ['without an end of its own', 'HTTP/1.1 200 OK\r\n\r\npart', (socket: Socket) => socket.resetAndDestroy()],
  ])('breaks off where the upstream does, after what it sent: a body %s', async (_, reply, cut) => {
    const { port, sink } = await stand((_head, socket) => socket.write(reply, () => setImmediate(() => setImmediate(() => cut(socket)))));
    const { bytes, isReset } = await talk(port, 'GET /local/ HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(bytes.toString()).toMatch(/part(\r\n)?$/);
    expect(bytes.toString()).not.toContain('\r\n0\r\n\r\n');
    if (!/Length|chunked/.test(reply)) expect(isReset).toBe(true);
    await sink.count(1);
    expect(sink.seen[0]).toMatchObject({ end: 'upstream_abort', status: 200, responseBody: { bytes: 4 } });
  });

  test('lets go of the upstream at once when the caller goes, in the body of the reply and before it', async () => {
    for (const reply of ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n', '']) {
      let gone: (() => void) | undefined;
      const isGone = new Promise<void>((done) => (gone = done));
      let asked: (() => void) | undefined;
      const isAsked = new Promise<void>((done) => (asked = done));
      const { port, sink } = await stand((_, socket) => {
        socket.on('close', () => gone?.());
        if (reply !== '') socket.write(reply);
        asked?.();
      });
      await talk(port, 'GET /local/ HTTP/1.1\r\nHost: a\r\n\r\n', { until: endsWith('part\r\n'), afterwards: (socket) => void (reply === '' && isAsked.then(() => socket.destroy())) });
      await isGone;
      await sink.count(1);
      expect(sink.seen[0]?.end).toBe('client_abort');
    }
  });

  test('lets go of the upstream when the caller goes in the middle of an upload', async () => {
    let gone: ((bytes: number) => void) | undefined;
    const isGone = new Promise<number>((done) => (gone = done));
    let caller: Socket | undefined;
    const { port, sink } = await stand((head, socket) => {
      socket.once('close', () => gone?.(head.split('\r\n\r\n')[1]?.length ?? -1));
      if (head.endsWith('half')) caller?.destroy();
    });
    await talk(port, 'POST /local/ HTTP/1.1\r\nHost: a\r\nContent-Length: 400\r\n\r\nhalf', { afterwards: (socket) => (caller = socket) });
    expect(await isGone).toBe(4);
    await sink.count(1);
    expect(sink.seen[0]).toMatchObject({ end: 'client_abort', requestBody: { bytes: 4 } });
    expect(sink.seen[0]).not.toHaveProperty('status');
  });

  test('passes an answer that comes before the upload is whole, then the rest of the upload', async () => {
    const { port, heard, sink } = await stand((head, socket) => {
      if (head.endsWith('half')) socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno');
    });
    await talk(port, 'POST /local/ HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nhalf', {
      afterwards: (socket) => socket.once('data', () => {
        socket.write('rest');
        void sink.count(1).then(() => socket.destroy());
      }),
    });
    expect(sink.seen[0]).toMatchObject({ status: 413, end: 'complete', requestBody: { bytes: 8 } });
    await expect.poll(() => heard[0]).toMatch(/halfrest$/);
  });

  test('says 502, marked as its own, when no reply comes; a POST over a connection that has been used is not sent twice', async () => {
    let requests = 0;
    const { port, sink, heard } = await stand((_, socket) => {
      requests += 1;
      if (requests === 1) socket.write(ok);
      else socket.destroy();
    });
    await talk(port, 'POST /local/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nBODY', { until: endsWith('ok') });
    const { bytes } = await talk(port, 'POST /local/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\nBODY');
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n[^]*x-shadowbill-error: upstream-unreachable[^]*"type":"shadowbill_error"/);
    expect([requests, heard.length]).toEqual([2, 1]);
    expect(sink.seen.map(({ end }) => end)).toEqual(['complete', 'upstream_error']);
    expect(sink.seen[1]).not.toHaveProperty('status');
  });

  test('sends a GET again when the connection that it was sent over was being closed', async () => {
    const requests: number[] = [];
    let connections = 0;
    const server = await rawServer((socket) => {
      const connection = (connections += 1);
      socket.on('data', () => {
        requests.push(connection);
        if (requests.length === 2) socket.destroy();
        else socket.write(ok);
      });
    });
    const proxy = await proxyTo(server.port);
    open.push(server, { close: () => proxy.close({ withinMs: 0 }) });
    for (let round = 0; round < 2; round += 1) {
      const { bytes } = await talk(proxy.address.port, 'GET /local/ HTTP/1.1\r\nHost: a\r\n\r\n', { until: endsWith('ok') });
      expect(bytes.toString()).toMatch(/^HTTP\/1\.1 200/);
    }
    expect(requests).toEqual([1, 1, 2]);
    expect(proxy.counts.retries).toBe(1);
  });

  test('goes on when recording throws', async () => {
    const { port, proxy } = await stand(ok, { sink: { take: () => { throw new Error('full'); } } });
    for (let round = 0; round < 3; round += 1) await talk(port, 'GET /local/ HTTP/1.1\r\nHost: a\r\n\r\n', { until: endsWith('ok') });
    expect(proxy.counts).toMatchObject({ exchanges: 3, complete: 3, sinkFaults: 3 });
    expect(proxy.keptBytes()).toBe(0);
  });

  test('keeps no more than its caps, counts the rest, and passes all of it', async () => {
    const { port, sink, proxy } = await stand(`HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(4998)}ok`, { keep: { perBodyBytes: 1000, inAllBytes: 1500 } });
    const { bytes } = await talk(port, 'GET /local/ HTTP/1.1\r\nHost: a\r\n\r\n', { until: endsWith('ok') });
    expect(bytes.toString().split('\r\n\r\n')[1]).toHaveLength(5000);
    await sink.count(1);
    expect(sink.seen[0]?.responseBody).toMatchObject({ bytes: 5000, isWhole: false });
    expect(proxy.keptBytes()).toBe(0);
  });

  test('tells the sink what passed, without credentials, with tags of headers and path', async () => {
    const { port, sink, server } = await stand('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: sid=planted\r\nx-request-id: r1\r\n\r\nok', { env: 'prod', marksReplies: true });
    const { bytes } = await talk(port, 'POST /tag/feature=search%20box/local/v1/m?key=planted&alt=sse HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer planted\r\nx-api-key: planted\r\nCookie: planted\r\nX-Shadowbill-Tag-Team: caf\xc3\xa9\r\nContent-Length: 4\r\n\r\nBODY', { until: endsWith('ok') });
    await sink.count(1);
    const [seen] = sink.seen;
    expect(JSON.stringify(seen)).not.toContain('planted');
    expect(seen).toMatchObject({ upstream: 'local', provider: 'openai', method: 'POST', url: `http://127.0.0.1:${server.port}/v1/m?alt=sse`, status: 200, env: 'prod', tags: { feature: 'search box', team: 'café' }, end: 'complete' });
    expect(Buffer.concat([...(seen?.requestBody.chunks ?? [])]).toString()).toBe('BODY');
    expect(bytes.toString()).toContain(`x-shadowbill-call-id: ${seen?.callId}\r\n`);
    expect(seen?.firstByteMs).toBeLessThanOrEqual(seen?.lastByteMs ?? -1);
  });

  test('carries 64 KB of header, and says 431 beyond', async () => {
    const { port, heard } = await stand(ok);
    await talk(port, `GET /local/ HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(60_000)}\r\n\r\n`, { until: endsWith('ok') });
    expect(heard[0]).toContain('x'.repeat(60_000));
    const many = Array.from({ length: 3000 }, (_, index) => `X-${index}: 1\r\n`).join('');
    await talk(port, `GET /local/many HTTP/1.1\r\nHost: a\r\n${many}\r\n`, { until: endsWith('ok') });
    expect(heard.join('')).toContain('X-2999: 1');
    const { bytes } = await talk(port, `GET /local/ HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(70_000)}\r\n\r\n`);
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 431 [^]*x-shadowbill-error: bad-request/);
  });
});
