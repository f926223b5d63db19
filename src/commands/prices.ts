import type { Command } from 'commander';
import { createCatalog } from '../catalog/index.js';
import { UserError } from '../model/errors.js';
import { loadConfig, withCommonOptions } from './common.js';
import { checkPrices } from './prices/check.js';
import { costOfLine } from './prices/cost-of-line.js';
import { listPrices } from './prices/list.js';
import type { PricesOptions } from './prices/options.js';
import { showModel } from './prices/show.js';
import { printParts } from './print-parts.js';

export function addPricesCommand(program: Command): void {
  const prices = program.command('prices').description('Prices, limits and lifecycle of the models in the catalog, with their sources.');
  withCommonOptions(prices.command('list').description('models with their standard prices, USD per million tokens'))
    .option('--as-of <date>', 'prices of that day (default: today)')
    .option('--provider <id>', 'only this provider')
    .option('--all', 'also models that are retired or not generally available')
    .action((options: PricesOptions) => listPrices(options));
  withCommonOptions(prices.command('show <model>').description('one model: price history, tiers, regions, limits, lifecycle, rate limits, sources'))
    .option('--as-of <date>', 'what the name means on that day (default: today)')
    .action((model: string, options: PricesOptions) => showModel(model, options));
  withCommonOptions(prices.command('cost').description('prices usage: one JSON object a line on stdin, one a line on stdout'))
    .option('--jsonl', 'read and write JSON lines (the only form)')
    .action((options: PricesOptions) => priceLines(options));
  withCommonOptions(prices.command('check').description('how old the prices are, models of the store that are newer, where sources disagree, what retires soon'))
    .option('--as-of <date>', 'compare with that day (default: today)')
    .option('--fail-older-than <days>', 'exit 1 when the newest price was read longer ago')
    .action((options: PricesOptions) => checkPrices(options));
}

async function priceLines(options: PricesOptions): Promise<void> {
  if (options.jsonl !== true) throw new UserError('no-form', '`prices cost` reads JSON lines.', { hint: 'Add --jsonl, and give one object a line on stdin: {"id":"1","provider":"openai","model":"gpt-4o-mini","at":"2026-11-01","usage":{"inputTokens":1000,"outputTokens":200}}' });
  const catalog = createCatalog(loadConfig(options));
  await printParts(answersTo(process.stdin.setEncoding('utf8'), (line) => `${JSON.stringify(costOfLine(catalog, line))}\n`), options.out);
}

/** One answer for each line that is not empty, in order, as the text comes in. */
async function* answersTo(chunks: AsyncIterable<string>, answer: (line: string) => string): AsyncGenerator<string> {
  let rest = '';
  let isEmpty = true;
  let isFirst = true;
  for await (const chunk of chunks) {
    const lines = (isFirst ? chunk.replace(/^\uFEFF/, '') : rest + chunk).split('\n');
    isFirst = false;
    rest = lines.pop() ?? '';
    const answers = lines.filter((line) => line.trim() !== '').map(answer);
    isEmpty &&= answers.length === 0;
    yield answers.join('');
  }
  if (rest.trim() !== '') yield answer(rest);
  else if (isEmpty) throw new UserError('no-input', 'stdin holds no line.', { hint: 'Pipe JSON lines into it, for example from `shadowbill calls --format jsonl`.' });
}
