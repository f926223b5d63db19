import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/index.js';
import { chatReply, chatRequest } from './seen.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

type Child = ChildProcessByStdio<null, Readable, Readable>;

let folder: string;
let upstream: Server;
let handler: (request: IncomingMessage, reply: ServerResponse) => void;
let children: Child[] = [];

beforeEach(async () => {
  if (!existsSync(CLI)) throw new Error('dist/cli.js is missing: run npm run build first');
  folder = mkdtempSync(join(tmpdir(), 'shadowbill-command-'));
  upstream = createServer((request, reply) => {
    request.resume();
    request.on('end', () => handler(request, reply));
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  writeFileSync(join(folder, 'shadowbill.config.json'), JSON.stringify({ upstreams: { openai: { url: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`, provider: 'openai' } } }));
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  children = [];
  upstream.close();
  upstream.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  child: Child;
  base: string;
  out(): string;
  err(): string;
  code: Promise<number | null>;
}

async function record(...flags: string[]): Promise<Running> {
  const child = spawn(process.execPath, [CLI, 'record', '--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0', ...flags], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  const code = once(child, 'close').then(([status]) => status as number | null);
  await Promise.race([expect.poll(() => err, { timeout: 20_000 }).toContain('Health, status'), code]);
  return { child, base: /http:\/\/127\.0\.0\.1:\d+/.exec(err)?.[0] ?? '', out: () => out, err: () => err, code };
}

const callsIn = async (): Promise<number> => {
  const store = await openStore(join(folder, 'shadowbill.db'), { mode: 'read' });
  const { calls } = await store.summary();
  await store.close();
  return calls;
};

describe('shadowbill record', () => {
  test('records what passes, and at SIGTERM lets a stream under way end before it does', async () => {
    const running = await record('--json');
    let finish = (): void => undefined;
    handler = (_, reply) => {
      reply.writeHead(200, { 'content-type': 'text/event-stream' });
      reply.write('data: {"id":"chatcmpl-9","object":"chat.completion.chunk","model":"gpt-4o","choices":[{"index":0,"delta":{"content":"Os"}}]}\n\n');
      finish = () => reply.end('data: {"id":"chatcmpl-9","object":"chat.completion.chunk","model":"gpt-4o","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
    };
    const reply = await fetch(`${running.base}/openai/v1/chat/completions`, { method: 'POST', body: chatRequest(undefined, { stream: true }) });
    running.child.kill('SIGTERM');
    await expect.poll(() => running.err()).toContain('Ending');
    await expect(fetch(`${running.base}/openai/v1/models`)).rejects.toThrow();
    finish();
    expect(await reply.text()).toContain('[DONE]');
    expect(await running.code).toBe(0);
    expect(JSON.parse(running.out())).toMatchObject({ traffic: { exchanges: 1, complete: 1 }, recording: { counts: { calls: 1 }, queue: { dropped: 0 } } });
    expect(await callsIn()).toBe(1);
  }, 60_000);

  test('a second signal ends at once; what was under way is kept as aborted', async () => {
    const running = await record();
    handler = (_, reply) => void reply.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {"id":"chatcmpl-8","object":"chat.completion.chunk","model":"gpt-4o","choices":[{"index":0,"delta":{"content":"Os"}}]}\n\n');
    const reply = await fetch(`${running.base}/openai/v1/chat/completions`, { method: 'POST', body: chatRequest(undefined, { stream: true }) });
    running.child.kill('SIGTERM');
    await expect.poll(() => running.err()).toContain('Ending');
    running.child.kill('SIGTERM');
    await expect(reply.text()).rejects.toThrow();
    expect(await running.code).toBe(0);
    expect(running.out()).toContain('Recorded   1 calls');
  }, 60_000);

  test('is the one owner of its store, and refuses what it cannot do, with exit 2', async () => {
    await record();
    const second = await record();
    expect(await second.code).toBe(2);
    expect(second.err()).toContain('is in use by process');
    const reachable = await record('--listen', '0.0.0.0:0');
    expect([await reachable.code, reachable.err()]).toEqual([2, expect.stringContaining('--client-token')]);
  }, 60_000);

  test('killed in the middle of its work leaves a store that the next one goes on with', async () => {
    const first = await record();
    let sent = 0;
    handler = (_, reply) => reply.writeHead(200, { 'content-type': 'application/json' }).end(chatReply(`chatcmpl-${(sent += 1)}`));
    const send = (): Promise<number> => fetch(`${first.base}/openai/v1/chat/completions`, { method: 'POST', body: chatRequest() }).then(async (reply) => (await reply.text()).length);
    for (let at = 0; at < 10; at += 1) await Promise.all(Array.from({ length: 20 }, send));
    first.child.kill('SIGKILL');
    await first.code;
    const kept = await callsIn();
    expect(kept).toBeGreaterThanOrEqual(200 - 64);
    const second = await record();
    expect((await fetch(`${second.base}/openai/v1/chat/completions`, { method: 'POST', body: chatRequest() })).status).toBe(200);
    second.child.kill('SIGTERM');
    expect(await second.code).toBe(0);
    expect(await callsIn()).toBe(kept + 1);
  }, 60_000);
});
