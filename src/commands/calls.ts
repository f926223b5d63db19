import type { Command } from 'commander';
import { createCatalog } from '../catalog/index.js';
import type { Settlement, StoredCall } from '../model/call.js';
import { UserError } from '../model/errors.js';
import type { Store } from '../model/store.js';
import { openStore } from '../store/index.js';
import { type CallFormat, callFormats } from './calls/formats.js';
import { rowOf } from './calls/row.js';
import { type CommonOptions, collectPairs, loadConfig, say, storeLocation, withCommonOptions } from './common.js';
import { printParts } from './print-parts.js';

type CallsFlags = CommonOptions & { format?: string; where?: Record<string, string> };

export function addCallsCommand(program: Command): void {
  withCommonOptions(program.command('calls'))
    .description('print the stored calls, one a line')
    .option('--format <format>', 'jsonl, csv or table (default: table)')
    .option('--where <name=value>', 'only calls with env, provider, model, source, user, workload or tag.x equal to a value (repeatable)', collectPairs, {})
    .action(async (flags: CallsFlags) => runCalls(flags));
}

async function runCalls(flags: CallsFlags): Promise<void> {
  const format = formatOf(flags);
  const catalog = createCatalog(loadConfig(flags));
  const store = await openStore(storeLocation(flags), { mode: 'read' });
  try {
    const workloadOf = await workloadNames(store);
    const pages = store.readCalls(flags.where === undefined ? {} : { where: flags.where });
    let printed = 0;
    const draw = (call: ReadCall): string => format.line(rowOf(call, { catalog, workloadOf }), printed++);
    await printParts(linesOf(pages, { format, draw }), flags.out);
    if (printed === 0) say(Object.keys(flags.where ?? {}).length === 0 ? 'The store holds no call yet. Import a log first: shadowbill import FILE' : 'No call fits --where. Leave it out to see what is there.');
  } finally {
    await store.close();
  }
}

function formatOf({ format, json }: CallsFlags): CallFormat {
  if (json === true && format !== undefined && format !== 'json') {
    throw new UserError('two-formats', `--json prints one JSON array, --format ${format} something else.`, { hint: 'Leave one of them out. For one JSON object a line: --format jsonl' });
  }
  const wanted = format ?? (json === true ? 'json' : 'table');
  const known = callFormats.find(({ id }) => id === wanted);
  if (known === undefined) throw new UserError('bad-format', `There is no format "${wanted}" for calls.`, { hint: 'Use --format jsonl, csv or table.' });
  return known;
}

/** Template key -> id of its workload; absent before the first settling. */
async function workloadNames(store: Store): Promise<(templateKey: number) => string | undefined> {
  const byTemplate = new Map((await store.workloads()).flatMap(({ id, templateKeys }) => templateKeys.map((key) => [key, id] as const)));
  return (templateKey) => byTemplate.get(templateKey);
}

type ReadCall = StoredCall & Partial<Settlement>;

/** Text page by page; nothing at all before the store has answered. */
async function* linesOf(pages: AsyncIterable<readonly ReadCall[]>, { format, draw }: { format: CallFormat; draw: (call: ReadCall) => string }): AsyncGenerator<string> {
  let head = format.head;
  for await (const page of pages) {
    yield `${head}${page.map(draw).join('')}`;
    head = '';
  }
  yield `${head}${format.tail}`;
}
