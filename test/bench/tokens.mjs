// How much longer one megabyte of a hard text takes to count than one of ordinary text: `npm run build && node test/bench/tokens.mjs`. The promise is 10 at most.
// CPU time, least of three rounds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from '../../dist/tokens/index.js';

const UNITS = 1_000_000;
const ROUNDS = 3;
const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const filled = (text) => text.repeat(Math.ceil(UNITS / text.length)).slice(0, UNITS);

function leastMs(text) {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    countTokens(text);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

countTokens('load the table');
const ordinary = leastMs(filled(readme));
const hard = {
  'one letter': filled('a'), 'one CJK character': filled('界'), spaces: filled(' '), 'line breaks': filled('\n'), carets: filled('^'), 'emoji (surrogate pairs)': filled('😀'),
  'lone high surrogates': filled('\ud800'), 'lone low surrogates': filled('\udc00'), 'special tokens': filled('<|endoftext|>'), 'combining marks': filled('e\u0301'), digits: filled('1234567890'), 'zero-width joiners': filled('\u200d'), 'letters and capitals': filled('aB'),
};
console.log(`ordinary text, 1 MB: ${ordinary.toFixed(0)} ms`);
for (const [name, text] of Object.entries(hard)) console.log(`${name}, 1 MB: ${(leastMs(text) / ordinary).toFixed(1)} x`);
const run = '界'.repeat(40_000);
console.log(`40,000 CJK characters in one run: ${leastMs(run).toFixed(0)} ms`);
