import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import { readRecordOptions } from '../../src/commands/record/options.js';
import { metricsText } from '../../src/recorder/metrics.js';
import { type RecorderUnderTest, startRecorder } from './recorder.js';
import { chatReply, chatRequest } from './seen.js';

let running: RecorderUnderTest | undefined;
afterEach(async () => {
  await running?.end();
  running = undefined;
});

const page = async (path: string, init?: RequestInit): Promise<{ status: number; text: string; type: string | null }> => {
  const reply = await fetch(`${running?.admin ?? ''}${path}`, init);
  return { status: reply.status, text: await reply.text(), type: reply.headers.get('content-type') };
};

describe('the admin port', () => {
  test('says that it lives, that it is ready, and what passed', async () => {
    running = await startRecorder({ env: 'prod' });
    running.answer((_, reply) => reply.writeHead(200, { 'content-type': 'application/json' }).end(chatReply('chatcmpl-1')));
    const ask = (path: string): Promise<Response> => fetch(`${running?.base ?? ''}/openai${path}`, { method: 'POST', body: chatRequest(), headers: { 'content-type': 'application/json' } });
    await (await ask('/v1/chat/completions')).text();
    await (await ask('/v1/images/generations')).text();
    await expect.poll(() => running?.recorder.status().recording.counts['calls']).toBe(1);
    expect(await page('/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
    expect(await page('/readyz')).toMatchObject({ status: 200, text: 'ready\n' });
    const status = await page('/status');
    expect(JSON.parse(status.text)).toMatchObject({ privacy: 'redacted', traffic: { exchanges: 2, complete: 2 }, recording: { isReady: true, counts: { calls: 1 }, losses: [{ kind: 'unseen', stratum: 'openai POST /v1/images/generations', calls: 1 }] } });
    const { text, type } = await page('/metrics');
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toContain('shadowbill_calls_stored_total 1\n');
    expect(text).toContain('shadowbill_exchanges_read_total{upstream="openai",status="2xx"} 2\n');
    expect(text).toContain('shadowbill_requests_not_understood_total{path="openai POST /v1/images/generations"} 1\n');
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="([^"\\]|\\.)*",?)+\})? -?\d+(\.\d+)?(e[+-]\d+)?)$/i);
    expect((await running.calls())[0]).toMatchObject({ env: 'prod' });
  });

  test('passes no traffic on', async () => {
    running = await startRecorder();
    let hits = 0;
    running.answer((_, reply) => {
      hits += 1;
      reply.end();
    });
    expect([(await page('/openai/v1/chat/completions')).status, (await page('/status', { method: 'POST' })).status, (await page('/__proto__')).status, (await page('/constructor')).status]).toEqual([404, 405, 404, 404]);
    expect(hits).toBe(0);
  });

  test('says that the store cannot take calls, and does not send callers away for it', async () => {
    running = await startRecorder();
    running.answer((_, reply) => reply.writeHead(200, { 'content-type': 'application/json' }).end(chatReply(`chatcmpl-${Math.random()}`)));
    const other = new Sqlite(running.db);
    other.exec('BEGIN IMMEDIATE');
    const send = async (): Promise<number> => (await fetch(`${running?.base ?? ''}/openai/v1/chat/completions`, { method: 'POST', body: chatRequest() })).status;
    expect(await send()).toBe(200);
    await expect.poll(async () => (await page('/readyz')).text, { timeout: 20_000 }).toContain('store-busy');
    expect((await page('/readyz')).status).toBe(200);
    expect((await page('/healthz')).status).toBe(200);
    expect((await page('/metrics')).text).toContain('shadowbill_store_stalled 1\n');
    expect(await send()).toBe(200);
    other.exec('ROLLBACK');
    other.close();
    await expect.poll(async () => (await page('/readyz')).text, { timeout: 20_000 }).toBe('ready\n');
    expect(await running.calls()).toHaveLength(2);
  }, 60_000);
});

describe('the options', () => {
  const flags = { listen: '127.0.0.1:0', admin: '127.0.0.1:0' };
  test.each([
    [{ listen: '0.0.0.0:8787' }, 'listen-off-loopback'], [{ admin: '0.0.0.0:8788' }, 'listen-off-loopback'], [{ otlp: '[::]:4318' }, 'listen-off-loopback'], [{ listen: 'x' }, 'listen-address'],
    [{ privacy: 'none' }, 'bad-privacy'], [{ tlsCert: 'a.pem' }, 'tls-pair'], [{ tlsCert: 'missing.pem', tlsKey: 'missing.key' }, 'file-unreadable'], [{ clientToken: 'short' }, 'short-token'],
  ])('refuse %j', (wrong, code) => {
    expect(() => readRecordOptions({ ...flags, ...wrong }, {}, {})).toThrow(expect.objectContaining({ code }));
  });

  test('come from flags, then the environment, then the settings', () => {
    expect(readRecordOptions(flags, { privacy: 'full' }, {}).privacy).toBe('full');
    expect(readRecordOptions(flags, { privacy: 'full' }, { SHADOWBILL_PRIVACY: 'features' }).privacy).toBe('features');
    expect(readRecordOptions({ ...flags, privacy: 'redacted' }, {}, { SHADOWBILL_PRIVACY: 'features', SHADOWBILL_ENV: 'prod' })).toMatchObject({ privacy: 'redacted', env: 'prod' });
    expect(readRecordOptions({ ...flags, listen: '0.0.0.0:1', iKnow: true }, {}, {}).listen).toEqual({ host: '0.0.0.0', port: 1 });
  });
});

test('metrics escape what a caller chose', () => {
  expect(metricsText([{ name: 'a', help: 'A.', type: 'counter', samples: [{ labels: { path: 'x"\\\n' }, value: 1 }] }])).toBe('# HELP a A.\n# TYPE a counter\na{path="x\\"\\\\\\n"} 1\n');
});
