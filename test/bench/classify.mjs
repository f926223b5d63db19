// Microseconds a call of the classifier over mixed prompts: `npm run build && node test/bench/classify.mjs`.
// Reads the samples of SHADOWBILL_SAMPLES where set, else our own prompts. CPU time of this process, so that other work on the machine counts less.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classifyContent, readClassifyRow } from '../../dist/classify/index.js';

const ROUNDS = 5;

const samples = process.env['SHADOWBILL_SAMPLES'];
const own = join(import.meta.dirname, '../../fixtures/classify/own');
const files =
  samples !== undefined && existsSync(join(samples, 'classify'))
    ? ['train.jsonl', 'train-more.jsonl'].map((name) => join(samples, 'classify', name))
    : readdirSync(own).map((name) => join(own, name));
const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n')).filter((line) => line !== '');
const contents = lines.flatMap((line) => {
  const row = readClassifyRow(JSON.parse(line));
  return row.known ? [row.value.content] : [];
});

/** Least microseconds of CPU an item, over the rounds. */
function leastMicroseconds(items, work) {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    for (const item of items) work(item);
    least = Math.min(least, process.cpuUsage(before).user / items.length);
  }
  return least;
}

const parse = leastMicroseconds(lines, (line) => JSON.parse(line));
const classify = leastMicroseconds(contents, (content) => classifyContent(content));
console.log(`${contents.length} prompts: ${classify.toFixed(1)} µs a call; JSON.parse of the same lines ${parse.toFixed(1)} µs`);
