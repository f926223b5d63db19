// Time that the recorder's proxy adds, as a ratio to what nginx's `proxy_pass` adds in the same run, and to itself with recording off:
// `npm run build && node test/bench/record.mjs [seconds a cell] [rounds] [folder of the build]`. Needs nginx on the PATH (NGINX=… names another); without it that column is left out.
// A keep-alive client of our own asks one after the other (1 connection) or 32 at once; targets run in turns and the medians of the rounds are printed.
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const role = process.env.BENCH_ROLE;
const build = process.argv[4] ?? join(import.meta.dirname, '../../dist');

const body = JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'm', choices: [{ index: 0, message: { role: 'assistant', content: 'word '.repeat(300) }, finish_reason: 'stop' }], usage: { prompt_tokens: 700, completion_tokens: 300, total_tokens: 1000 } });
const event = `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: { content: 'word word' }, finish_reason: null }] })}\n\n`;
const EVENTS = 50;
/** Some 200 calls a second: more than most recorders see, and what one core stores with ease. */
const GAP_MS = 5;

if (role === 'upstream') {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      if (!request.url.includes('stream')) return void response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      let sent = 0;
      const next = () => {
        response.write(event);
        sent += 1;
        if (sent < EVENTS) setImmediate(next);
        else response.end('data: [DONE]\n\n');
      };
      next();
    });
  });
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
} else if (role === 'proxy') {
  const { openProxy } = await import(join(build, 'recorder/proxy.js'));
  const { upstreamsOf } = await import(join(build, 'recorder/upstreams.js'));
  const proxy = await openProxy({ listen: { host: '127.0.0.1', port: 0 }, environment: {}, upstreams: upstreamsOf({ up: { url: `http://127.0.0.1:${process.env.UPSTREAM}` } }) });
  process.send(proxy.address.port);
} else {
  await main();
}

async function main() {
  const [seconds = 2, rounds = 3] = process.argv.slice(2, 4).map(Number);
  const children = [];
  const start = async (name, env = {}) => {
    const child = fork(import.meta.filename, process.argv.slice(2), { env: { ...process.env, BENCH_ROLE: name, ...env } });
    children.push(child);
    return (await once(child, 'message'))[0];
  };
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const upstream = await start('upstream');
    /** The whole thing: traffic, worker, store. */
    const record = async (port) => {
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ upstreams: { openai: { url: `http://127.0.0.1:${port}`, provider: 'openai' } } }));
      const own = port + 11 > 65_000 ? port - 40 : port + 11;
      const child = spawn(process.execPath, [join(build, 'cli.js'), 'record', '--listen', `127.0.0.1:${own}`, '--admin', `127.0.0.1:${own + 1}`, '--config', join(folder, 'config.json'), '--db', join(folder, 'bench.db')], { stdio: ['ignore', 'ignore', 'inherit'] });
      children.push(child);
      await reachable(own);
      return own;
    };
    const targets = { direct: { port: upstream, prefix: '' }, off: { port: await start('proxy', { UPSTREAM: upstream }), prefix: '/up' }, recording: { port: await record(upstream), prefix: '/openai' } };
    const nginx = process.env.NGINX ?? 'nginx';
    if (spawnSync(nginx, ['-v']).status === 0) {
      const port = upstream + 1 > 65_000 ? upstream - 7 : upstream + 7;
      writeFileSync(join(folder, 'nginx.conf'), `worker_processes 1; daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log; events { worker_connections 1024; }
http { access_log off; client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c; uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
upstream up { server 127.0.0.1:${upstream}; keepalive 64; } keepalive_requests 10000000;
server { listen 127.0.0.1:${port}; location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; } } }`);
      children.push(spawn(nginx, ['-c', join(folder, 'nginx.conf'), '-p', folder], { stdio: 'ignore' }));
      await reachable(port);
      targets.nginx = { port, prefix: '' };
    }
    for (const path of ['/v1/chat/completions', '/v1/chat/completions?stream']) for (const [connections, gapMs] of [[1, GAP_MS], [1, 0], [32, 0]]) {
      const cells = Object.fromEntries(Object.keys(targets).map((name) => [name, []]));
      for (let round = 0; round <= rounds; round += 1) {
        for (const [name, target] of Object.entries(targets)) {
          const cell = await measure(target, { path, connections, gapMs, ms: (round === 0 ? 0.5 : 1) * seconds * 1000 });
          if (round > 0) cells[name].push(cell);
        }
      }
      const median = (name, key) => cells[name].map((cell) => cell[key]).sort((left, right) => left - right)[Math.floor(rounds / 2)];
      console.log(`\n${!path.includes('stream') ? 'JSON' : `SSE, ${EVENTS} events`}, ${connections} connection(s)${gapMs === 0 ? ', as fast as they can' : `, ${gapMs} ms after the last answer`}`);
      for (const name of Object.keys(targets)) {
        const added = (key) => median(name, key) - median('direct', key);
        const share = targets.nginx === undefined || name === 'direct' ? '' : `, added p50 / nginx's ${(added('p50Us') / (median('nginx', 'p50Us') - median('direct', 'p50Us'))).toFixed(2)}`;
        console.log(`${name.padEnd(10)} ${median(name, 'perSecond').toFixed(0).padStart(7)}/s  p50 ${median(name, 'p50Us').toFixed(0).padStart(6)} us  p99 ${median(name, 'p99Us').toFixed(0).padStart(6)} us  added p50 ${added('p50Us').toFixed(0)} us, p99 ${added('p99Us').toFixed(0)} us${share}`);
      }
    }
  } finally {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function reachable(port) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const isUp = await new Promise((done) => connect(port, '127.0.0.1').on('connect', function up() { this.destroy(); done(true); }).on('error', () => done(false)));
    if (isUp) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`nothing listens on ${port}`);
}

/** Asks as often as it can on each connection, the next question after the last byte of the answer. */
async function measure({ port, prefix }, { path, connections, gapMs = 0, ms }) {
  const asked = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'word '.repeat(500) }] });
  const request = Buffer.from(`POST ${prefix}${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer k\r\nContent-Type: application/json\r\nContent-Length: ${asked.length}\r\n\r\n${asked}`);
  const times = [];
  const stopAt = performance.now() + ms;
  await Promise.all(Array.from({ length: connections }, () => new Promise((done, failed) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let [left, tail, isHead, from] = [0, '', true, 0];
    const ask = () => {
      [left, tail, isHead, from] = [0, '', true, performance.now()];
      socket.write(request);
    };
    socket.on('connect', ask);
    socket.on('error', failed);
    socket.on('data', (piece) => {
      let size = piece.length;
      if (isHead) {
        tail += piece.toString('latin1');
        const end = tail.indexOf('\r\n\r\n');
        if (end < 0) return;
        isHead = false;
        const length = /content-length: (\d+)/i.exec(tail);
        left = length === null ? Number.POSITIVE_INFINITY : Number(length[1]);
        size = tail.length - end - 4;
      }
      if (left === Number.POSITIVE_INFINITY) {
        tail = (tail + piece.toString('latin1')).slice(-7);
        if (!tail.endsWith('\r\n0\r\n\r\n')) return;
      } else if ((left -= size) > 0) return;
      times.push(performance.now() - from);
      if (performance.now() < stopAt) {
        if (gapMs === 0) ask();
        else setTimeout(ask, gapMs);
      } else {
        socket.destroy();
        done();
      }
    });
  })));
  times.sort((left, right) => left - right);
  return { perSecond: (times.length / ms) * 1000, p50Us: times[Math.floor(times.length * 0.5)] * 1000, p99Us: times[Math.floor(times.length * 0.99)] * 1000 };
}
