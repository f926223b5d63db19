import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/index.js';
import { addCallsCommand } from '../../src/commands/calls.js';
import { callFormats, csvCell } from '../../src/commands/calls/formats.js';
import { terminalText } from '../../src/commands/terminal-text.js';
import { rowFields, rowOf } from '../../src/commands/calls/row.js';
import { costOfCall } from '../../src/commands/call-cost.js';
import { addImportCommand } from '../../src/commands/import.js';
import type { StoredCall } from '../../src/model/call.js';
import { sources } from '../../src/sources/index.js';
import { pieces } from '../sources/read.js';

const call: StoredCall = {
  id: 'chatcmpl-1', keys: ['response:chatcmpl-1'], sources: ['http-exchange'], weightMillionths: 10_000_000, startedAt: Date.UTC(2026, 10, 20, 10), timeSource: 'record', provider: 'openai',
  requestedModel: 'gpt-4o', servedModel: 'gpt-4o-2024-08-06', api: 'chat', billing: 'metered', stream: false, status: 'ok', usage: { uncachedInputTokens: 600, cacheReadTokens: 400, outputTokens: 50 },
  usageSource: 'reported', tags: { team: 'mail' }, task: 'extraction', taskConfidence: 0.9, difficulty: 0.2, classifierVersion: '1', needsMask: 5, textKind: 'prose', templateKey: 7,
  templateLabel: 'x', isDeterministic: false, hasFailureSignal: false,
};
const catalog = createCatalog();
const context = { catalog, workloadOf: () => 'w-1' };

describe('one printed call', () => {
  const row = rowOf(call, context);

  test('has exactly the fields of the contract, in order, absent as null', () => {
    expect(Object.keys(row)).toEqual(
      ('id startedAt sources env provider requestedModel model api region serviceTier effort billing stream status httpStatus errorType finishReason inputTokens cachedInputTokens cacheWriteTokens ' +
        'cacheWrite1hTokens audioInputTokens imageTokens outputTokens reasoningTokens webSearches usageSource loggedCostUsd costUsd priceMatch maxOutputTokens latencyMs ttftMs task taskConfidence difficulty ' +
        'needs workload session tags weight audioOutputTokens').split(' '),
    );
    expect(row).toMatchObject({ startedAt: '2026-11-20T10:00:00.000Z', env: null, reasoningTokens: null, needs: ['tools', 'json_schema'], workload: 'w-1', session: null, weight: 10 });
  });

  test('audio output and unbilled tokens are printed beside the totals that they are parts of, and read back in', async () => {
    const { audioOutputTokens: printed, ...others } = rowOf({ ...call, usage: { uncachedInputTokens: 10, outputTokens: 50, audioOutputTokens: 40, unbilledInputTokens: 7, unbilledOutputTokens: 3 } }, context);
    expect([printed, others.outputTokens]).toEqual([40, 50]);
    const source = sources.find(({ id }) => id === 'normalised');
    const chunks = pieces(JSON.stringify({ ...others, audioOutputTokens: printed }));
    const items = [];
    for await (const page of source?.read({ name: 'a', chunks, fileTimeMs: 0, options: { map: {}, set: {} }, note: () => undefined }) ?? []) items.push(...page);
    expect(items).toMatchObject([{ call: { usage: { uncachedInputTokens: 10, outputTokens: 50, audioOutputTokens: 40, unbilledInputTokens: 7, unbilledOutputTokens: 3 } } }]);
  });

  test('unbilled tokens stand on a row only where there are some, so that its cost can be checked', () => {
    const usage = { uncachedInputTokens: 33, unbilledInputTokens: 1419, outputTokens: 33, unbilledOutputTokens: 11 };
    const rare = rowOf({ ...call, usage }, context);
    expect(rare).toMatchObject({ inputTokens: 33 + 1419, outputTokens: 33, unbilledInputTokens: 1419, unbilledOutputTokens: 11 });
    expect(rare.costUsd).toBeCloseTo((33 * 2.5 + 22 * 10) / 1e6, 12);
    expect(Object.keys(rowOf({ ...call, usage: { ...usage, unbilledInputTokens: 0, unbilledOutputTokens: 0 } }, context))).toEqual(Object.keys(row));
  });

  test('input holds cache reads; the cost is that of the list price, gpt-4o at 2.5, 1.25 and 10 USD per million', () => {
    expect(row).toMatchObject({ inputTokens: 600 + 400, cachedInputTokens: 400, outputTokens: 50 });
    expect(row.costUsd).toBeCloseTo((600 * 2.5 + 400 * 1.25 + 50 * 10) / 1e6, 12);
  });

  test('an unknown model has no cost, a refusal has the cost 0, an answer without usage has none', () => {
    expect(rowOf({ ...call, provider: 'own', servedModel: 'nobody', requestedModel: undefined }, context)).toMatchObject({ costUsd: null, priceMatch: 'none' });
    expect(rowOf({ ...call, status: 'rate_limited', httpStatus: 429, usage: {} }, context).costUsd).toBe(0);
    expect(rowOf({ ...call, usage: {} }, context).costUsd).toBeNull();
    expect(costOfCall({ ...call, usage: { uncachedInputTokens: 5 } }, catalog).nano.known).toBe(false);
  });
});

describe('hostile text', () => {
  test.each([['=1+1', "'=1+1"], ['+1', "'+1"], ['-1', "'-1"], ['@x', "'@x"], ['\tx', "'\tx"], ['a,"b"', '"a,""b"""'], [-5, '-5'], [null, ''], [['a', 'b'], 'a b']])('%j in a CSV cell is %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  test('control characters do not reach the terminal', () => {
    expect(terminalText('a\u001b[31mb\u202ec\n')).toBe('a·[31mb·c·');
    const table = callFormats.find(({ id }) => id === 'table');
    const line = table?.line(rowOf({ ...call, id: 'x\u001b]0;title\u0007\n' }, context), 0) ?? '';
    expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f]/);
  });

  test('a CSV row has as many cells as the header', () => {
    const csv = callFormats.find(({ id }) => id === 'csv');
    expect(csv?.line(rowOf({ ...call, tags: {} }, context), 0).split(',')).toHaveLength(rowFields.length);
  });
});

describe('through the command line', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'calls-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = async (...words: string[]): Promise<string> => {
    const out = join(folder, `out-${words.length}-${words[0]}`);
    const program = new Command('shadowbill').exitOverride();
    addImportCommand(program);
    addCallsCommand(program);
    await program.parseAsync([...words, '--db', join(folder, 'test.db'), '--out', out], { from: 'user' });
    return readFileSync(out, 'utf8');
  };
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const CSV = 'time,model,prompt_tokens,completion_tokens\n2026-11-20 10:00:00,gpt-4o,1000,50\n2026-11-20 10:00:00,gpt-4o,1000,50\n2026-11-20 10:00:01,claude-sonnet-4-5,100,5\n';

  test('what is imported is printed, filtered by --where', async () => {
    const summary = await run('import', write('a.csv', CSV), join(folder, 'missing.csv'), '--tag', 'team=mail', '--json');
    expect(JSON.parse(summary)).toMatchObject({ files: [{ outcome: 'imported' }, { outcome: 'failed' }], total: { read: 3, imported: 3, merged: 0, skipped: 0 } });
    const lines = (await run('calls', '--format', 'jsonl', '--where', 'provider=openai', '--where', 'tag.team=mail')).trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line['costUsd']).toBeCloseTo((1000 * 2.5 + 50 * 10) / 1e6, 12);
    expect(JSON.parse(await run('calls', '--json'))).toHaveLength(3);
  });

  test('printed calls come back in: merged in their own store, whole in another', async () => {
    await run('import', write('a.csv', CSV));
    const printed = write('printed.jsonl', await run('calls', '--format', 'jsonl'));
    expect(await run('import', printed)).toContain('3 read = 0 imported + 3 merged + 0 skipped');
    rmSync(join(folder, 'test.db'));
    expect(await run('import', printed)).toContain('3 read = 3 imported + 0 merged + 0 skipped');
    const facts = (text: string) => text.trim().split('\n').map((line) => {
      const { id, startedAt, model, inputTokens, outputTokens, costUsd, weight } = JSON.parse(line) as Record<string, unknown>;
      return { id, startedAt, model, inputTokens, outputTokens, costUsd, weight };
    });
    expect(facts(await run('calls', '--format', 'jsonl'))).toEqual(facts(readFileSync(printed, 'utf8')));
  });

  test('--json beside another format is refused, and is a JSON array even where no call fits', async () => {
    await run('import', write('a.csv', CSV));
    for (const format of ['csv', 'table', 'jsonl']) await expect(run('calls', '--json', '--format', format)).rejects.toMatchObject({ name: 'UserError', code: 'two-formats' });
    expect(JSON.parse(await run('calls', '--json', '--where', 'provider=nobody'))).toEqual([]);
    expect(JSON.parse(await run('calls', '--json', '--format', 'json'))).toHaveLength(3);
  });

  test('nothing is printed and no file is made before a bad --where is refused', async () => {
    await run('import', write('a.csv', CSV));
    const written: unknown[] = [];
    const write0 = process.stdout.write.bind(process.stdout);
    process.stdout.write = ((chunk: unknown) => written.push(chunk) > 0) as typeof process.stdout.write;
    const program = new Command('shadowbill').exitOverride();
    addCallsCommand(program);
    try {
      for (const flags of [['--json'], ['--format', 'csv'], []]) {
        await expect(program.parseAsync(['calls', ...flags, '--where', 'colour=red', '--db', join(folder, 'test.db')], { from: 'user' })).rejects.toMatchObject({ name: 'UserError', code: 'bad-filter' });
      }
    } finally {
      process.stdout.write = write0;
    }
    expect(written).toEqual([]);
    await expect(program.parseAsync(['calls', '--where', 'colour=red', '--db', join(folder, 'test.db'), '--out', join(folder, 'none')], { from: 'user' })).rejects.toMatchObject({ code: 'bad-filter' });
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test('billing that the log does not state is printed as unknown', async () => {
    await run('import', write('a.csv', CSV));
    expect((JSON.parse(await run('calls', '--json')) as { billing: string }[]).map(({ billing }) => billing)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test('nothing to import at all is an error that says why', async () => {
    await expect(run('import', join(folder, 'missing.csv'))).rejects.toMatchObject({ name: 'UserError', code: 'not-imported' });
    await expect(run('import', write('bad.jsonl', '{"request":{"url":"https://x.example/v1/other","method":"POST"}}\n'))).rejects.toMatchObject({ name: 'UserError', code: 'no-calls', message: expect.stringContaining('no wire format is known for the path /v1/other') as string });
    await expect(run('calls', '--format', 'xml')).rejects.toMatchObject({ code: 'bad-format' });
  });
});
