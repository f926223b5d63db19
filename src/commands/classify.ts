import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { classifyContent, CLASSIFIER_VERSION, needsOfCall, readClassifyRow, type ClassifyRow } from '../classify/index.js';
import { measure, type Judged, type Measures } from '../classify/measure.js';
import { needsOf, tasks, type CapturedCall } from '../model/call.js';
import { UserError } from '../model/errors.js';
import { emit, say, withCommonOptions, type CommonOptions } from './common.js';

interface ClassifyOptions extends CommonOptions {
  jsonl?: boolean;
  eval?: string;
}

const HINT = 'Each line: {"id": …, "messages": [{"role": "user", "content": "…"}], "tools": …, "response_format": …}';

export function addClassifyCommand(program: Command): void {
  withCommonOptions(program.command('classify'))
    .description('Say what each conversation asks for: task, confidence, difficulty, needs.')
    .option('--jsonl', 'read conversations from stdin, one a line; write one answer a line')
    .option('--eval <file>', 'measure the classifier on your own labelled conversations (field `label`)')
    .action(async (options: ClassifyOptions) => {
      if (options.eval !== undefined) emit(await evaluate(options.eval, options), options);
      else if (options.jsonl === true) await answerLines(options);
      else throw new UserError('no-input', 'classify was told neither --jsonl nor --eval.', { hint: 'Example: shadowbill classify --jsonl < conversations.jsonl' });
    });
}

async function answerLines(options: CommonOptions): Promise<void> {
  const answers: string[] = [];
  let skipped = 0;
  let read = 0;
  for await (const { row, where, reason } of readRows(process.stdin)) {
    read += 1;
    if (row === undefined) {
      skipped += 1;
      say(`${where}: skipped, ${reason}`);
      continue;
    }
    const { task, confidence, difficulty } = classifyContent(row.content);
    const line = JSON.stringify({ id: row.id, task, confidence: rounded(confidence), difficulty, needs: needsOf(needsOfCall(asCall(row))) });
    if (options.out === undefined) process.stdout.write(`${line}\n`);
    else answers.push(line);
  }
  if (read === skipped) throw new UserError('no-conversations', read === 0 ? 'stdin held no line.' : `None of ${read} lines could be read as a conversation.`, { hint: HINT });
  if (options.out !== undefined) emit(answers.join('\n'), options);
}

async function evaluate(path: string, options: CommonOptions): Promise<string> {
  const judged: Judged[] = [];
  const skips = new Map<string, number>();
  for await (const { row, reason } of readRows(createReadStream(path))) {
    const label = tasks.find((task) => task === row?.label);
    if (row === undefined || label === undefined) {
      const why = row === undefined ? reason : `the label ${JSON.stringify(row.label ?? null)} is no task`;
      skips.set(why, (skips.get(why) ?? 0) + 1);
      continue;
    }
    judged.push({ label, ...classifyContent(row.content) });
  }
  for (const [reason, count] of skips) say(`skipped ${count}: ${reason}`);
  if (judged.length === 0) throw new UserError('no-labels', `${path} holds no labelled conversation.`, { hint: `${HINT.slice(0, -1)}, "label": one of ${tasks.join(', ')}}` });
  const measures = measure(judged);
  return options.json === true ? JSON.stringify({ classifier: CLASSIFIER_VERSION, ...measures }, undefined, 2) : drawMeasures(measures);
}

interface ReadRow {
  row?: ClassifyRow;
  where: string;
  reason: string;
}

async function* readRows(stream: NodeJS.ReadableStream): AsyncGenerator<ReadRow> {
  let lineNumber = 0;
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      lineNumber += 1;
      if (line.trim() !== '') yield readLine(line, `line ${lineNumber}`);
    }
  } catch (cause) {
    if (cause instanceof UserError || (cause as NodeJS.ErrnoException).code === undefined) throw cause;
    throw new UserError('cannot-read', `The input cannot be read: ${(cause as Error).message}`, { hint: 'Give an existing file of JSON lines.', cause });
  }
}

function readLine(line: string, where: string): ReadRow {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    return { where, reason: `it is not JSON (${(cause as Error).message})` };
  }
  const read = readClassifyRow(value);
  return read.known ? { row: read.value, where, reason: '' } : { where, reason: read.reason };
}

/** The row as a call of which nothing but the conversation is known. */
const asCall = (row: ClassifyRow): CapturedCall => ({
  startedAt: 0, timeSource: 'file', provider: 'unknown', api: 'chat', billing: 'unknown', stream: false, status: 'ok', usage: {}, usageSource: 'estimated',
  tags: {}, keys: [], parameters: {}, content: row.content,
});

const rounded = (share: number): number => Math.round(share * 1e4) / 1e4;
const percent = (share: number | null): string => (share === null ? '-' : `${(100 * share).toFixed(1)} %`);

function drawMeasures(measures: Measures): string {
  const answered = [...new Set(Object.values(measures.confusion).flatMap((row) => Object.keys(row)))].sort();
  const width = Math.max(...measures.byLabel.map(({ label }) => label.length), 14);
  return [
    `${measures.items} conversations, classifier ${CLASSIFIER_VERSION}`,
    `accuracy ${percent(measures.accuracy)}, macro-F1 ${percent(measures.macroF1)}, calibration error ${percent(measures.calibrationError)}`,
    '',
    `${'label'.padEnd(width)}  items  precision   recall       F1`,
    ...measures.byLabel.map(({ label, items, precision, recall, f1 }) => `${label.padEnd(width)} ${String(items).padStart(6)} ${percent(precision).padStart(10)} ${percent(recall).padStart(8)} ${percent(f1).padStart(8)}`),
    '',
    'Confusion: rows are labels, columns what the classifier said.',
    `${''.padEnd(width)} ${answered.map((task) => task.slice(0, 8).padStart(8)).join(' ')}`,
    ...measures.byLabel.map(({ label }) => `${label.padEnd(width)} ${answered.map((task) => String(measures.confusion[label]?.[task] ?? 0).padStart(8)).join(' ')}`),
  ].join('\n');
}
