import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import cliProgress from 'cli-progress';
import type { Command } from 'commander';
import { createCatalog } from '../catalog/index.js';
import { articleFlag } from '../demo/article.js';
import { countDemo, DEMO_PRICES_AT, DEMO_SAMPLE_EVERY, DEMO_SEED, DEMO_UNTIL, demoDays, type DemoOptions, generateDemo, labelledEvidence } from '../demo/index.js';
import type { Analysis } from '../model/analysis.js';
import type { StoredCall } from '../model/call.js';
import { UserError } from '../model/errors.js';
import type { ImportCounts, Store } from '../model/store.js';
import { formats, type PageAssets } from '../report/index.js';
import { sources } from '../sources/index.js';
import { openStore } from '../store/index.js';
import { say } from './common.js';
import { listPriceOf } from './list-price.js';
import { openIntake } from './open-intake.js';
import { loadPageAssets } from './page-assets.js';
import { refreshStore } from './refresh.js';
import { runAnalysis } from './run-analysis.js';

interface DemoCommandOptions {
  db?: string;
  out: string;
  seed: string;
  keep?: boolean;
}

/** The demo's calls are made up, so their hash key need not be a secret; a constant one gives the same bytes on every run. */
const DEMO_HASH_KEY = 'shadowbill demo: made-up calls, no secret';
/** Noon of the day after the window: every day of it is over. */
const DEMO_NOW_MS = Date.parse(`${DEMO_PRICES_AT}T12:00:00Z`);
const SOURCE_ID = 'http-exchange';
/** Bytes handed to the reader at a time, and calls written to the store at a time. */
const CHUNK_BYTES = 1_000_000;
const BATCH_CALLS = 1000;

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('make up two weeks of traffic of a company that uses GPT-4o for everything, import and analyze it, write the report')
    .option('--db <file>', 'store to write to, new or of an earlier demo (default: a temporary one)')
    .option('--out <file>', 'report; the analysis goes beside it as .json', 'reports/demo.html')
    .option('--seed <n>', 'another company of the same kind', String(DEMO_SEED))
    .option('--keep', 'keep the temporary store and say where it is')
    .action(runDemo);
}

async function runDemo(options: DemoCommandOptions): Promise<void> {
  const demo: DemoOptions = { seed: seedOf(options.seed), sampleEvery: DEMO_SAMPLE_EVERY };
  const startedMs = performance.now();
  const folder = options.db === undefined ? mkdtempSync(join(tmpdir(), 'shadowbill-demo-')) : undefined;
  const location = options.db ?? join(folder as string, 'demo.db');
  try {
    const assets = loadPageAssets();
    openTarget(options.out);
    const store = await openStore(location);
    try {
      await refuseOtherCalls(store, unitOf(demo));
      if ((await store.findImport(unitOf(demo)))?.isFinished === true) say(`${location} holds this demo already; nothing is imported.`);
      else await importDemo(store, { demo, location });
      await withSteps('Settling', (step) => refreshStore(store, step));
      await store.addEvidence(labelledEvidence(demo.seed));
      say('Analyzing …');
      const analysis = await runAnalysis(store, { until: DEMO_UNTIL, days: demoDays.length, pricesAt: DEMO_PRICES_AT, now: DEMO_NOW_MS, seed: demo.seed, timezone: 'UTC', remarks: [articleFlag(listPriceOf(createCatalog()), DEMO_NOW_MS)] });
      writeReports(analysis, { out: options.out, assets });
      say(`Done in ${((performance.now() - startedMs) / 1000).toFixed(0)} s.`);
      if (folder !== undefined && options.keep === true) say(`The store is kept at ${location}.`);
      process.stdout.write(`${resultLine(analysis, options.out)}\n`);
    } finally {
      await store.close();
    }
  } finally {
    if (folder !== undefined && options.keep !== true) rmSync(folder, { recursive: true, force: true });
  }
}

/** A report that cannot be written is said before the work, not after it. */
function openTarget(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const isNew = !existsSync(path);
    closeSync(openSync(path, 'a'));
    if (isNew) rmSync(path);
  } catch (cause) {
    throw new UserError('bad-target', `${path} cannot be written: ${(cause as Error).message}`, { hint: 'Name another file with --out.', cause });
  }
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new UserError('bad-seed', `--seed ${text} is not a whole number from 0 up.`, { hint: 'Example: --seed 7' });
}

/** Id of the import: the same demo, twice into one store, is imported once. */
const unitOf = (demo: DemoOptions): string => `demo-${demo.seed}-${demo.sampleEvery}`;

/** Made-up calls among real ones, or two companies in one store, would spoil every figure. */
async function refuseOtherCalls(store: Store, unit: string): Promise<void> {
  const summary = await store.summary();
  const others = (await store.listImports()).filter(({ id }) => id !== unit);
  if (summary.calls === 0 || (summary.isSynthetic && others.length === 0)) return;
  throw new UserError('store-in-use', `${store.location} holds ${summary.calls} calls that are not of this demo.`, { hint: 'Give another file with --db, or leave it out for a temporary one.' });
}

/** Generated lines through the same reader, parser, intake and store as `import`. */
async function importDemo(store: Store, context: { demo: DemoOptions; location: string }): Promise<void> {
  const { demo, location } = context;
  const source = sources.find(({ id }) => id === SOURCE_ID);
  if (source === undefined) throw new Error(`no source ${SOURCE_ID}`);
  const takeIn = openIntake({ storeLocation: location, privacy: 'redacted', key: DEMO_HASH_KEY });
  const total = countDemo(demo);
  const tally = { read: 0, bytes: 0 };
  const counts: ImportCounts = { read: 0, imported: 0, merged: 0, skipped: 0 };
  say(`SYNTHETIC traffic: one session in ${demo.sampleEvery} of 1,000,000 calls a month, whole, ${demoDays[0]?.date ?? ''} to ${DEMO_UNTIL}; every call counts ${demo.sampleEvery} times.`);
  const record = { id: unitOf(demo), name: 'demo', source: SOURCE_ID, importedAt: DEMO_NOW_MS };
  await store.saveImport({ ...record, bytes: 0, counts, isFinished: false });
  await withSteps('Importing', async (step) => {
    let batch: StoredCall[] = [];
    const flush = async (): Promise<void> => {
      const added = await store.addCalls(batch);
      counts.imported += added.inserted;
      counts.merged += added.merged;
      batch = [];
      step(tally.read, total);
    };
    for await (const items of source.read({ name: 'demo', chunks: chunksOf(demo, tally), fileTimeMs: DEMO_NOW_MS, options: { map: {}, set: {} }, note: () => undefined })) {
      for (const item of items) {
        counts.read += 1;
        if (!('call' in item)) {
          counts.skipped += 1;
        } else {
          batch.push(takeIn(item.call, { source: SOURCE_ID, weightMillionths: demo.sampleEvery * 1_000_000, fallbackKey: `demo\n${item.where}` }));
          if (batch.length === BATCH_CALLS) await flush();
        }
      }
    }
    await flush();
  });
  await store.saveImport({ ...record, bytes: tally.bytes, counts, isFinished: true });
  say(`${counts.read} requests read (${(tally.bytes / 1e6).toFixed(0)} MB), ${counts.imported} new, ${counts.merged} known, ${counts.skipped} skipped.`);
}

async function* chunksOf(demo: DemoOptions, tally: { read: number; bytes: number }): AsyncGenerator<Buffer> {
  let lines: string[] = [];
  let characters = 0;
  for (const record of generateDemo(demo)) {
    const line = JSON.stringify(record);
    lines.push(line);
    characters += line.length;
    tally.read += 1;
    if (characters >= CHUNK_BYTES) yield chunk();
  }
  if (lines.length > 0) yield chunk();

  function chunk(): Buffer {
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    tally.bytes += bytes.length;
    lines = [];
    characters = 0;
    return bytes;
  }
}

/** A bar on a terminal, one line otherwise. */
async function withSteps(title: string, work: (step: (done: number, all: number) => void) => Promise<void>): Promise<void> {
  if (!process.stderr.isTTY) {
    say(`${title} …`);
    return work(() => undefined);
  }
  const bar = new cliProgress.SingleBar({ format: `${title} {bar} {percentage} %`, stream: process.stderr, hideCursor: true, clearOnComplete: false }, cliProgress.Presets.shades_classic);
  bar.start(1, 0);
  try {
    await work((done, all) => {
      bar.setTotal(Math.max(1, all));
      bar.update(done);
    });
    bar.update(bar.getTotal());
  } finally {
    bar.stop();
  }
}

/** demo.html and, beside it, demo.json. */
function writeReports(analysis: Analysis, { out, assets }: { out: string; assets: PageAssets }): void {
  const stem = out.replace(/\.html?$/i, '');
  for (const [id, path] of [['html', out], ['json', `${stem}.json`]] as const) {
    const format = formats.find((candidate) => candidate.id === id);
    if (format !== undefined) writeFileSync(path, format.render(analysis, assets));
  }
}

const dollars = (usd: number): string => `$${Math.round(usd).toLocaleString('en-US')}`;

/** Example: 'SYNTHETIC demo company (one session in 25, weighted): $6,900 a month on GPT-4o. … Report: reports/demo.html' */
function resultLine(analysis: Analysis, out: string): string {
  const { usd } = analysis.totals.spend;
  const spend = usd === null ? 'spend not projected' : `${dollars(usd)} a month on GPT-4o`;
  return `SYNTHETIC demo company (one session in ${DEMO_SAMPLE_EVERY}, weighted): ${spend}. ${analysis.verdict.sentence} Report: ${out}`;
}
