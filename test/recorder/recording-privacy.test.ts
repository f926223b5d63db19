import { readFileSync, readdirSync, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/index.js';
import { type RecorderUnderTest, startRecorder } from './recorder.js';
import { chatReply, chatRequest } from './seen.js';

let running: RecorderUnderTest | undefined;
afterEach(async () => {
  await running?.end();
  running = undefined;
});

/** Each is planted at one place; no form of them is one that the rules for texts would know. */
const planted = {
  authorization: 'PLANTED-authorization-1', 'x-api-key': 'PLANTED-xapikey-2', 'api-key': 'PLANTED-apikey-3', 'x-goog-api-key': 'PLANTED-goog-4', cookie: 'session=PLANTED-cookie-5', 'proxy-authorization': 'PLANTED-proxy-6',
  'ocp-apim-subscription-key': 'PLANTED-apim-7', 'x-amz-security-token': 'PLANTED-amz-8', 'x-shadowbill-client-token': 'PLANTED-client-token-9-long',
} as const;
const query = '?key=PLANTED-query-10&api-version=1&X-Amz-Signature=PLANTED-sig-11&access_token=PLANTED-access-12';

/** Every byte that the recorder has written, and everything that it says. */
async function everythingOf({ folder, admin, said }: RecorderUnderTest): Promise<string> {
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1'));
  const pages = await Promise.all(['/status', '/metrics', '/readyz'].map(async (path) => (await fetch(`${admin}${path}`)).text()));
  return [...files, ...pages, ...said].join('\n');
}

const send = (url: string, headers: Record<string, string>, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method: 'POST', headers }, (reply) => {
      reply.resume();
      reply.on('end', () => resolve(reply.statusCode ?? 0));
      reply.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });

describe('keys that callers send', () => {
  test.each(['features', 'redacted', 'full'])('reach the provider and neither store, write-ahead file, spool, status nor log (%s)', async (privacy) => {
    running = await startRecorder({ privacy, clientToken: planted['x-shadowbill-client-token'] });
    const got: string[] = [];
    running.answer((request, reply) => {
      got.push(`${JSON.stringify(request.headers)} ${request.url ?? ''}`);
      reply.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'PLANTED-setcookie-13' }).end(chatReply(`chatcmpl-${got.length}`));
    });
    for (let at = 0; at < 30; at += 1) expect(await send(`${running.base}/openai/v1/chat/completions${query}`, { ...planted, 'content-type': 'application/json' }, chatRequest(`What is ${at} + 1?`))).toBe(200);
    await expect.poll(() => running?.recorder.status().recording.counts['calls'], { timeout: 10_000 }).toBe(30);
    for (const [name, value] of Object.entries(planted)) {
      if (name.startsWith('x-shadowbill') || name === 'proxy-authorization') expect(got[0]).not.toContain(value);
      else expect(got[0]).toContain(value);
    }
    expect(got[0]).toContain(query);
    const other = new Sqlite(running.db);
    other.exec('BEGIN IMMEDIATE');
    for (let at = 0; at < 3; at += 1) await send(`${running.base}/openai/v1/chat/completions${query}`, { ...planted }, chatRequest());
    await send(`${running.base}/openai/v1/chat/completions${query}`, { ...planted }, '{"a request that is cut');
    await send(`${running.base}/openai/v1/images/generations${query}`, { ...planted }, '{}');
    await send(`${running.base}/nowhere/v1/images${query}`, { ...planted }, '{}');
    await expect.poll(() => running?.recorder.status().recording.counts['spooled'], { timeout: 20_000 }).toBe(4);
    const everything = await everythingOf(running);
    other.exec('ROLLBACK');
    other.close();
    expect(everything.length).toBeGreaterThan(10_000);
    expect(everything).toContain('SQLite format 3');
    expect([...everything.matchAll(/PLANTED-[\w-]+/g)].map(([hit]) => hit)).toEqual([]);
    for (const name of readdirSync(running.folder)) expect(statSync(join(running.folder, name)).mode & 0o077, name).toBe(0);
  }, 60_000);
});

describe('texts', () => {
  const secret = 'My card is 4111 1111 1111 1111, write to anna.planted@example.org, key sk-proj-abcdefghijklmnopqrstuvwx1234.';

  test.each([['features', undefined], ['redacted', '[credit-card]'], ['full', 'anna.planted@example.org']] as const)('are kept as the level says: %s', async (privacy, mark) => {
    running = await startRecorder({ privacy });
    running.answer((_, reply) => reply.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(chatReply('chatcmpl-1'))));
    await send(`${running.base}/openai/v1/chat/completions`, { 'content-type': 'application/json', 'x-shadowbill-tag-customer': 'anna.planted@example.org' }, chatRequest(secret, { user: 'anna.planted@example.org' }));
    const [call] = await running.calls();
    const store = await openStore(running.db, { mode: 'read' });
    const body = (await store.findCall(call?.id ?? ''))?.body;
    await store.close();
    if (mark === undefined) expect(body).toBeUndefined();
    else expect(body).toContain(mark);
    expect(call).toMatchObject({ usage: { uncachedInputTokens: 24, outputTokens: 3 }, tags: { customer: '[email]' } });
    if (privacy !== 'full') {
      const bytes = readdirSync(running.folder).map((name) => readFileSync(join(running?.folder ?? '', name)).toString('latin1')).join('');
      expect(bytes).not.toContain('anna.planted');
      expect(bytes).not.toContain('4111');
    }
  });
});
