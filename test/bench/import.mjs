// Wall time of `shadowbill import` as a multiple of single-thread JSON.parse of every line of the same file, and its resident memory:
// `npm run build && node test/bench/import.mjs [megabytes] [rounds] [folder of the build]`. Parse and import run in turns, so that other work on the machine hits
// both; medians. The logs are made here from a seed: chats with text (HTTP exchanges), and calls without text as JSON lines and as CSV (there the reference is the JSON of the same rows).
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [megabytes = 40, rounds = 3] = process.argv.slice(2, 4).map(Number);
const build = process.argv[4] ?? join(import.meta.dirname, '../../dist');
const START_MS = Date.UTC(2026, 9, 1);
const DAYS = 14;
const CHUNK_BYTES = 1024 * 1024;

/** Draws in [0, 1): mulberry32 (Tommy Ettinger, public domain). */
function drawsFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const syllables = 'ba be bo da de do fa fe ga go ha hi ka ke la le li lo ma me mi na ne no pa pe ra re ri sa se si ta te to va ve wa zu'.split(' ');
const draw = drawsFrom(20261001);
const below = (limit) => Math.floor(draw() * limit);
const words = Array.from({ length: 4000 }, () => Array.from({ length: 1 + below(4) }, () => syllables[below(syllables.length)]).join(''));
const sentence = () => {
  const text = Array.from({ length: 6 + below(14) }, () => words[Math.floor(words.length * draw() ** 2)]).join(' ');
  return `${text[0].toUpperCase()}${text.slice(1)}${draw() < 0.1 ? ', see order 48' + below(9999) : ''}.`;
};
const textOf = (characters) => {
  let text = '';
  while (text.length < characters) text += `${sentence()}${draw() < 0.12 ? '\n\n' : ' '}`;
  return text;
};
const models = ['gpt-4o-2024-08-06', 'gpt-4o-mini-2024-07-18', 'gpt-4.1-2025-04-14', 'gpt-4.1-mini-2025-04-14'];
const systems = Array.from({ length: 40 }, () => textOf(400 + below(3000)));
const tools = [{ type: 'function', function: { name: 'find_order', description: textOf(120), parameters: { type: 'object', properties: { number: { type: 'string' } } } } }];

/** Chats that grow turn by turn, some of them with tools. */
function makeChat() {
  const chats = Array.from({ length: 300 }, () => undefined);
  return (number, at) => {
    const slot = below(chats.length);
    const former = chats[slot];
    const messages = former === undefined || former.length > 9 ? [{ role: 'system', content: systems[below(systems.length)] }] : former;
    messages.push({ role: 'user', content: textOf(80 + 1200 * draw() ** 3) });
    const answer = textOf(60 + 1500 * draw() ** 3);
    const model = models[slot % models.length];
    const [input, output] = [JSON.stringify(messages).length, answer.length].map((characters) => Math.ceil(characters / 4));
    const line = JSON.stringify({
      id: `bench-${number}`, startedAt: new Date(at).toISOString(), latencyMs: 400 + below(5000),
      request: { method: 'POST', url: 'https://api.openai.com/v1/chat/completions', headers: { 'content-type': 'application/json' }, body: { model, temperature: slot % 7 === 0 ? 0 : 0.7, messages, ...(slot % 7 === 1 && { tools }) } },
      response: { status: 200, headers: { 'content-type': 'application/json' }, body: { id: `chatcmpl-bench${number}`, object: 'chat.completion', created: Math.floor(at / 1000), model, choices: [{ index: 0, message: { role: 'assistant', content: answer }, finish_reason: 'stop' }], usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output } } },
    });
    messages.push({ role: 'assistant', content: answer });
    chats[slot] = messages;
    return line;
  };
}

const columns = ['id', 'startedAt', 'provider', 'model', 'inputTokens', 'cachedInputTokens', 'outputTokens', 'latencyMs', 'status', 'session', 'user', 'costUsd', 'tag.team'];
const rowOf = (number, at) => [
  `req_${(number * 2654435761 % 2 ** 32).toString(16).padStart(8, '0')}${number.toString(36).padStart(8, 'a')}x1`, new Date(at).toISOString(), 'openai', models[below(models.length)], 200 + below(6000), below(150), 20 + below(900), 300 + below(9000), draw() < 0.02 ? 'rate_limited' : 'ok',
  `s${(number >> 5) + below(40)}`, `u${below(5000)}`, (below(90000) / 1e6).toFixed(6), `team-${below(12)}`,
];

/** Writes lines until the file has its size; how many. */
function writeLines(path, { bytes, lines = Infinity, head, lineOf }) {
  const file = openSync(path, 'w');
  let written = 0;
  let number = 0;
  let waiting = head === undefined ? '' : `${head}\n`;
  const step = (DAYS * 86_400_000) / Math.ceil(lines === Infinity ? bytes / 3500 : lines);
  while (written < bytes && number < lines) {
    waiting += `${lineOf(number, START_MS + Math.floor(number * step))}\n`;
    number += 1;
    if (waiting.length < CHUNK_BYTES) continue;
    written += writeSync(file, waiting);
    waiting = '';
  }
  writeSync(file, waiting);
  closeSync(file);
  return number;
}

/** Seconds to read a file, cut it into lines and parse each. */
function parseSeconds(path) {
  const before = performance.now();
  const file = openSync(path, 'r');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let rest = Buffer.alloc(0);
  for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
    const bytes = Buffer.concat([rest, chunk.subarray(0, size)]);
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      JSON.parse(bytes.toString('utf8', from, end));
      from = end + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
  }
  closeSync(file);
  return (performance.now() - before) / 1000;
}

const atExit = 'data:text/javascript,process.on("exit",()=>process._rawDebug("KiB "+process.resourceUsage().maxRSS))';

/** Seconds and resident MB of one import into a new store, start of the process included. */
function runImport(path, folder) {
  const store = join(folder, 'store.db');
  for (const end of ['', '-wal', '-shm', '.key', '.lock']) rmSync(`${store}${end}`, { force: true });
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', atExit, join(build, 'cli.js'), 'import', path, '--db', store], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return { seconds: (performance.now() - before) / 1000, megabytes: Number(/KiB (\d+)/.exec(stderr)?.[1]) / 1024 };
}

const median = (list) => [...list].sort((one, other) => one - other)[list.length >> 1];

function measure(name, { path, reference, calls, folder }) {
  const parsed = [];
  const imported = [];
  for (let round = 0; round < rounds; round += 1) {
    parsed.push(parseSeconds(reference));
    imported.push(runImport(path, folder));
  }
  const ratio = median(imported.map(({ seconds }, round) => seconds / parsed[round]));
  const seconds = median(imported.map((run) => run.seconds));
  const size = statSync(path).size / 1e6;
  console.log(`${name}: ${calls} calls, ${size.toFixed(0)} MB: ${seconds.toFixed(2)} s, ${((seconds / calls) * 1e6).toFixed(0)} µs a call, ${ratio.toFixed(1)} x JSON.parse (${median(parsed).toFixed(2)} s), ${Math.max(...imported.map((run) => run.megabytes)).toFixed(0)} MB resident`);
}

const folder = mkdtempSync(join(tmpdir(), 'shadowbill-bench-'));
try {
  const [chat, lines, table] = ['chat.jsonl', 'calls.jsonl', 'calls.csv'].map((name) => join(folder, name));
  const chatCalls = writeLines(chat, { bytes: megabytes * 1e6, lineOf: makeChat() });
  const rows = Math.ceil((megabytes * 1e6) / 400);
  const made = Array.from({ length: rows }, () => undefined);
  const rowAt = (number, at) => (made[number] ??= rowOf(number, at));
  writeLines(lines, { bytes: Infinity, lines: rows, lineOf: (number, at) => { const row = rowAt(number, at); return JSON.stringify({ ...Object.fromEntries(columns.map((column, place) => [column, row[place]]).slice(0, -1)), tags: { team: row.at(-1) } }); } });
  writeLines(table, { bytes: Infinity, lines: rows, head: columns.join(','), lineOf: (number, at) => rowAt(number, at).join(',') });
  made.length = 0;
  measure('chats with text', { path: chat, reference: chat, calls: chatCalls, folder });
  measure('calls without text, JSON lines', { path: lines, reference: lines, calls: rows, folder });
  measure('calls without text, CSV', { path: table, reference: lines, calls: rows, folder });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
