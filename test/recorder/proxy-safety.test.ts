import { type Socket, connect } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openEgress } from '../../src/recorder/egress.js';
import { checkReach, listenAddress } from '../../src/recorder/listen.js';
import type { Proxy, ProxyOptions } from '../../src/recorder/proxy.js';
import { openResolver, upstreamsOf } from '../../src/recorder/upstreams.js';
import { collector, proxyTo, rawServer, talk } from './wire.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const endsWith = (text: string) => (bytes: Buffer) => bytes.toString('latin1').endsWith(text);

async function stand(options: Partial<ProxyOptions> = {}, answer: (socket: Socket, piece: Buffer) => void = (socket) => socket.write(ok)) {
  const heard: string[] = [];
  const server = await rawServer((socket) => socket.on('data', (piece) => {
    heard.push(piece.toString('latin1'));
    answer(socket, piece);
  }));
  const sink = collector();
  const proxy: Proxy = await proxyTo(server.port, { sink, ...options });
  open.push(server, { close: () => proxy.close({ withinMs: 0 }) });
  return { heard, server, sink, proxy, port: proxy.address.port };
}

describe('where a request may go', () => {
  const resolve = openResolver(upstreamsOf({ own: { url: 'https://llm.corp.test:8443/base/', provider: 'openai-compatible' } }));
  const target = (url: string) => {
    const resolved = resolve(url);
    return resolved.found ? `${resolved.target.protocol}//${resolved.target.authority}${resolved.target.path}` : resolved.fault.code;
  };

  test.each([
    ['/openai/v1/chat/completions', 'https://api.openai.com/v1/chat/completions'], ['/gemini/v1beta/models/gemini-2.5-flash:generateContent?alt=sse', 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent?alt=sse'],
    ['/azure/my-res/openai/deployments/d/chat/completions?api-version=2024-10-21', 'https://my-res.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21'],
    ['/vertex/europe-west4/v1/projects/p', 'https://europe-west4-aiplatform.googleapis.com/v1/projects/p'], ['/vertex/global/v1/projects/p', 'https://aiplatform.googleapis.com/v1/projects/p'],
    ['/bedrock/us-east-1/model/anthropic.claude-3%3A0/converse', 'https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-3%3A0/converse'],
    ['/own/v1', 'https://llm.corp.test:8443/base/v1'], ['/own', 'https://llm.corp.test:8443/base/'], ['/own?x', 'https://llm.corp.test:8443/base/?x'], ['/tag/a=1/tag/b=2%2F/openai/v1', 'https://api.openai.com/v1'],
  ])('%s goes to %s', (url, wanted) => expect(target(url)).toBe(wanted));

  test.each([
    '/openai/../../anthropic/v1', '/openai//evil.test/', '/openai/@evil.test/', '/openai/%2e%2e/%2f%2fevil.test', '/openai/http://evil.test/', '/openai\\@evil.test', '/openai/#@evil.test',
  ])('%s changes no host', (url) => {
    const resolved = resolve(url);
    if (resolved.found) expect(resolved.target.host).toBe('api.openai.com');
    else expect(resolved.fault.status).toBe(404);
  });

  test.each([
    '/', '/evil.test/', '//evil.test/', '/OPENAI/v1', '/__proto__/a', '/constructor', '/%6fpenai/v1', '/azure/evil.test%2f/x', '/azure/a.evil.test/x', '/azure/evil.test:80/x', '/azure/u@evil/x', '/azure/', '/vertex/-/x', '/bedrock/a%00b/x', '/tag/a=1',
  ])('%s goes nowhere', (url) => expect(resolve(url)).toMatchObject({ found: false, fault: { status: 404 } }));

  test.each([
    ['ftp://a', 'neither http'], ['nonsense', 'no URL'], ['https://user:pw@a', 'user or password'], ['https://a/?k=v', 'query'], ['https://a/{}', 'in the host'], ['https://{}.{}.a', 'once'],
  ])('settings with the URL %s are refused: %s', (url, why) => expect(() => upstreamsOf({ a: { url } })).toThrow(why));

  test.each(['tag', 'Upper', 'a/b', '', '../a', 'a b'])('settings with the name "%s" are refused', (name) => expect(() => upstreamsOf({ [name]: { url: 'https://a' } })).toThrow('no name'));
});

describe('the traffic port', () => {
  test.each([
    ['a forward-proxy request', 'GET http://169.254.169.254/latest HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n\r\n', 400, 'no-path'],
    ['CONNECT', 'CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test\r\n\r\n', 405, 'no-tunnel'],
    ['an unknown name', 'GET /evil/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 404, 'unknown-upstream'],
    ['two lengths', 'POST /local/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nBODY1', 400, 'bad-request'],
    ['a length beside chunks', 'POST /local/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /local/x HTTP/1.1\r\n\r\n', 400, 'bad-request'],
    ['chunks that are not the last coding', 'POST /local/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n', 400, 'bad-request'],
    ['an unknown coding', 'POST /local/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n', 400, 'bad-request'],
    ['a length that is no number', 'POST /local/ HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n\r\nBODY', 400, 'bad-request'],
    ['space before the colon', 'POST /local/ HTTP/1.1\r\nHost: a\r\nContent-Length : 4\r\n\r\nBODY', 400, 'bad-request'],
    ['a line feed in a field', 'GET /local/ HTTP/1.1\r\nHost: a\r\nX-A: 1\nX-B: 2\r\n\r\n', 400, 'bad-request'],
    ['a carriage return in a field', 'GET /local/ HTTP/1.1\r\nHost: a\r\nX-A: 1\rX-B: 2\r\n\r\n', 400, 'bad-request'],
    ['a null byte', 'GET /local/ HTTP/1.1\r\nHost: a\r\nX-A: 1\x002\r\n\r\n', 400, 'bad-request'],
    ['what is no HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 and more of it\r\n\r\n', 400, 'bad-request'],
  ])('refuses %s, and the upstream hears nothing', async (_, text, status, code) => {
    const { port, heard } = await stand();
    const { bytes } = await talk(port, text);
    expect(bytes.toString()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^]*x-shadowbill-error: ${code}`));
    expect(heard).toEqual([]);
  });

  test('passes no second request that hides in a folded field or a chunk', async () => {
    const { port, heard } = await stand();
    await talk(port, 'POST /local/ HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n Content-Length: 99\r\nContent-Length: 2\r\n\r\nab', { until: (bytes) => bytes.length > 0 });
    const heads = heard.join('').match(/HTTP\/1\.1\r\n/g) ?? [];
    expect(heads.length).toBeLessThanOrEqual(1);
    expect(heard.join('')).not.toMatch(/\r\nContent-Length: 99/);
  });

  test.each([
    ['two different lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok'], ['a head that is no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'], ['a bare line feed in a field', 'HTTP/1.1 200 OK\r\nX-A: 1\nX-B: 2\r\n\r\n'],
    ['a switch of protocols that nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: a\r\n\r\n'], ['an endless head', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}`], ['a control byte in a field', 'HTTP/1.1 200 OK\r\nX-A: 1\x002\r\n\r\n'],
  ])('says 502 to a reply with %s', async (_, reply) => {
    const { port } = await stand({}, (socket) => socket.write(reply, 'latin1'));
    const { bytes } = await talk(port, 'GET /local/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 502 /);
  });

  test('never gives one caller what the upstream said after the end of a reply to another', async () => {
    const { port } = await stand({}, (socket) => socket.write(`${ok}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison`));
    for (let round = 0; round < 3; round += 1) {
      const { bytes } = await talk(port, 'GET /local/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      expect(bytes.toString()).not.toContain('poison');
    }
  });

  test('asks for its token, compares it whole, and keeps it from the upstream', async () => {
    const { port, heard, proxy } = await stand({ clientToken: 'tökén' });
    for (const token of ['', 'x-shadowbill-client-token: t\r\n', 'x-shadowbill-client-token: \r\n']) {
      const { bytes } = await talk(port, `GET /local/ HTTP/1.1\r\nHost: a\r\n${token}Connection: close\r\n\r\n`);
      expect(bytes.toString()).toMatch(/^HTTP\/1\.1 401 /);
    }
    await talk(port, Buffer.from('GET /local/ HTTP/1.1\r\nHost: a\r\nX-Shadowbill-Client-Token: tökén\r\n\r\n'), { until: endsWith('ok') });
    expect(heard).toHaveLength(1);
    expect(heard[0]).not.toMatch(/shadowbill/i);
    expect(proxy.counts.refused).toBe(3);
  });

  test('is not opened to other machines by mistake', () => {
    expect(() => checkReach({ host: '0.0.0.0', port: 1 }, {})).toThrow('other machines');
    expect(() => checkReach({ host: '::', port: 1 }, {})).toThrow('other machines');
    for (const host of ['127.0.0.1', '::1', 'localhost', '127.9.9.9']) expect(() => checkReach({ host, port: 1 }, {})).not.toThrow();
    expect(() => checkReach({ host: '0.0.0.0', port: 1 }, { clientToken: 't' })).not.toThrow();
    expect(() => checkReach({ host: '0.0.0.0', port: 1 }, { isKnown: true })).not.toThrow();
    expect(listenAddress('[::1]:8787')).toEqual({ host: '::1', port: 8787 });
    expect(() => listenAddress('8787')).toThrow('no address');
  });

  test('says who holds its port', async () => {
    const { port } = await stand();
    await expect(proxyTo(1, { listen: { host: '127.0.0.1', port } })).rejects.toMatchObject({ code: 'listen' });
  });

  test('waits for a reply through eleven minutes of silence', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'Date', 'performance'] });
    try {
      let answer: (() => void) | undefined;
      let asked: (() => void) | undefined;
      const isAsked = new Promise<void>((done) => (asked = done));
      const { port, server, proxy, sink } = await stand({}, (socket) => {
        answer = () => void socket.write(ok);
        asked?.();
      });
      const heard = talk(port, 'POST /local/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nBODY', { until: endsWith('ok') });
      await isAsked;
      await vi.advanceTimersByTimeAsync(11 * 60_000);
      expect([...server.sockets].map(({ destroyed }) => destroyed)).toEqual([false]);
      expect(proxy.counts.inFlight).toBe(1);
      answer?.();
      expect((await heard).bytes.toString()).toMatch(/^HTTP\/1\.1 200/);
      await sink.count(1);
      expect(sink.seen[0]?.firstByteMs).toBeGreaterThanOrEqual(11 * 60_000);
    } finally {
      vi.useRealTimers();
    }
  });

  test('pipes a WebSocket both ways, byte by byte, and counts it', async () => {
    const { port, heard, proxy, sink } = await stand({}, (socket, piece) => {
      if (piece.includes('Upgrade: websocket')) socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n\x81\x02hi', 'latin1');
      else if (piece.toString() === 'frame') socket.end('bye');
    });
    const { bytes } = await talk(port, 'GET /local/v1/realtime?model=m HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\nAuthorization: Bearer b\r\n\r\n', {
      afterwards: (socket) => socket.once('data', () => socket.write('frame')),
    });
    expect(bytes.toString('latin1')).toBe('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n\x81\x02hibye');
    expect(heard.join('')).toMatch(/^GET \/v1\/realtime\?model=m HTTP\/1\.1\r\nHost: 127[^]*Connection: Upgrade\r\nUpgrade: websocket\r\n[^]*Bearer b\r\n\r\nframe$/);
    expect(proxy.counts).toMatchObject({ upgrades: 1, exchanges: 0 });
    await expect.poll(() => sink.seen.map(({ status, upstream, requestBody }) => [status, upstream, requestBody.bytes])).toEqual([[101, 'local', 0]]);
  });

  test('passes over an offer of HTTP/2 and carries the request', async () => {
    const { port, heard } = await stand();
    const { bytes } = await talk(port, 'POST /local/ HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nContent-Length: 4\r\n\r\nBODY', { until: endsWith('ok') });
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 200/);
    expect(heard.join('')).not.toMatch(/h2c|HTTP2/i);
    expect(heard.join('')).toMatch(/\r\n\r\nBODY$/);
  });

  test('lets what is on its way end when it closes, and takes nothing new', async () => {
    let answer: (() => void) | undefined;
    let asked: (() => void) | undefined;
    const isAsked = new Promise<void>((done) => (asked = done));
    const { port, proxy } = await stand({}, (socket) => {
      answer = () => void socket.write(ok);
      asked?.();
    });
    const heard = talk(port, 'GET /local/ HTTP/1.1\r\nHost: a\r\n\r\n');
    await isAsked;
    const closed = proxy.close();
    await new Promise<void>((done) => connect(port, '127.0.0.1').on('error', () => done()));
    answer?.();
    expect((await heard).bytes.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok$/);
    await closed;
    expect(proxy.counts).toMatchObject({ inFlight: 0, complete: 1 });
  });
});

describe('the egress proxy', () => {
  const at = (url: string) => { const { protocol, hostname, port } = new URL(url); return { protocol, host: hostname, port: Number(port || (protocol === 'https:' ? 443 : 80)) }; };

  test.each([
    ['https://api.openai.com', { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128/'], ['https://api.openai.com', { https_proxy: 'p:3128' }, 'http://p:3128/'], ['http://llm.test', { HTTPS_PROXY: 'http://p:3128' }, undefined],
    ['https://a.corp.test', { HTTPS_PROXY: 'http://p', NO_PROXY: '.corp.test' }, undefined], ['https://corp.test', { HTTPS_PROXY: 'http://p', NO_PROXY: 'corp.test' }, undefined], ['https://notcorp.test', { HTTPS_PROXY: 'http://p', NO_PROXY: 'corp.test' }, 'http://p/'],
    ['https://a.test:8443', { HTTPS_PROXY: 'http://p', NO_PROXY: 'a.test:8443' }, undefined], ['https://a.test', { HTTPS_PROXY: 'http://p', NO_PROXY: 'a.test:8443' }, 'http://p/'], ['https://a.test', { ALL_PROXY: 'http://p', NO_PROXY: '*' }, undefined],
    ['http://127.0.0.1:11434', { HTTP_PROXY: 'http://p' }, undefined],
  ])('for %s with %o is %s', (url, environment, wanted) => expect(openEgress(environment as Record<string, string>)(at(url))?.href).toBe(wanted));

  test('that is no URL, or speaks SOCKS, is an error that tells no password', () => {
    for (const text of ['http://user:secret@ a', 'socks5://user:secret@a:1']) expect(() => openEgress({ HTTPS_PROXY: text })).toThrow(/^The egress proxy(?!.*secret)/);
  });

  test('gets plain requests whole, with its own credential', async () => {
    const { port, heard } = await stand({ upstreams: upstreamsOf() });
    expect(port).toBeGreaterThan(0);
    const egress = await rawServer((socket) => socket.on('data', (piece) => {
      heard.push(piece.toString());
      socket.write(ok);
    }));
    const proxy = await proxyTo(1, { upstreams: upstreamsOf({ far: { url: 'http://far.test/v9' } }), environment: { HTTP_PROXY: `http://us%40er:pw@127.0.0.1:${egress.port}` } });
    open.push(egress, { close: () => proxy.close({ withinMs: 0 }) });
    await talk(proxy.address.port, 'GET /far/x HTTP/1.1\r\nHost: a\r\nProxy-Authorization: mine\r\n\r\n', { until: endsWith('ok') });
    expect(heard).toEqual([`GET http://far.test/v9/x HTTP/1.1\r\nHost: far.test\r\nProxy-Authorization: Basic ${Buffer.from('us@er:pw').toString('base64')}\r\n\r\n`]);
  });

  test('that refuses a tunnel is named in the 502', async () => {
    const heard: string[] = [];
    const egress = await rawServer((socket) => socket.on('data', (piece) => {
      heard.push(piece.toString());
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
    }));
    const proxy = await proxyTo(1, { upstreams: upstreamsOf(), environment: { HTTPS_PROXY: `http://127.0.0.1:${egress.port}` } });
    open.push(egress, { close: () => proxy.close({ withinMs: 0 }) });
    const { bytes } = await talk(proxy.address.port, 'GET /openai/v1/models HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer planted\r\nConnection: close\r\n\r\n');
    expect(heard).toEqual(['CONNECT api.openai.com:443 HTTP/1.1\r\nHost: api.openai.com:443\r\n\r\n']);
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 502 [^]*egress proxy refused the tunnel with status 407/);
  });
});
