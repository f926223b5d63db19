import type { Analysis } from '../model/analysis.js';
import { type View, buildView } from './view.js';

/** Columns of a terminal that everyone has. */
const WIDTH = 100;
const WORKLOADS_SHOWN = 6;

/** Breaks at spaces; a longer word is cut. Example: wrap('a b', { width: 1 }) -> ['a', 'b']. */
function wrap(text: string, options: { width: number }): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((part) => part.match(new RegExp(`.{1,${String(options.width)}}`, 'gu')) ?? [])) {
    if (line !== '' && line.length + 1 + word.length > options.width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

const indented = (text: string, indent: string): string[] => wrap(text, { width: WIDTH - indent.length }).map((line) => indent + line);
const cut = (text: string, width: number): string => ([...text].length <= width ? text : `${[...text].slice(0, width - 1).join('')}…`);

/** Columns of fixed width; the first is left-aligned, the others right. */
function columnsOf(rows: readonly (readonly string[])[], widths: readonly number[]): string[] {
  return rows.map((cells) => cells.map((cell, index) => {
    const width = widths[index] ?? 10;
    return index === 0 ? cut(cell, width).padEnd(width) : cut(cell, width).padStart(width);
  }).join('  ').trimEnd());
}

/** The log's own costs, what is not paid per token, commitments; nothing where there is none of these. */
function paidLines({ isShown, title, costs, notMetered, commitments }: View['paid']): string[] {
  if (!isShown) return [];
  return [
    '', ...indented(`${title}. ${costs.note}`, ''),
    ...(costs.rows.length === 0 ? [] : columnsOf(
      [['Model', 'compared', 'logged', 'computed', 'difference', 'share'], ...costs.rows.map((row) => [row.model, row.compared, row.logged, row.computed, row.difference, row.share]), ['all with a price', costs.compared, costs.logged, costs.computed, '', '']],
      [34, 11, 12, 12, 12, 8],
    )),
    ...notMetered.flatMap((row) => indented(`Not paid per token: ${row.provider}, ${row.how}: ${row.calls} calls, ${row.list} at list price.`, '')),
    ...commitments.flatMap((row) => indented(`Commitment ${row.name}, ${row.span}: ${row.paid} in the window, ${row.calls} calls worth ${row.list} at list price, not used: ${row.unused}.`, '')),
  ];
}

/** The result of `analyze` on a terminal: verdict, three lines, scenarios, largest workloads, flags. Plain text, at most 100 columns. */
export function renderSummary(analysis: Analysis): string {
  const view = buildView(analysis);
  const blank = '';
  const lines = [
    ...(view.isSynthetic ? ['SYNTHETIC: these calls were made by a generator.', blank] : []),
    ...indented(view.sentence, ''),
    ...(view.advice === '' ? [] : indented(view.advice, '')),
    ...(view.flagCount === '' ? [] : indented(`${view.flagCount}: see below.`, '')),
    blank,
    ...view.lines.flatMap((line) => [
      `${(line.isProvisional ? `${line.title} (provisional)` : line.title).padEnd(22)}  ${line.figure}  ${line.basis}`,
      ...indented(line.pairs.map(({ label, value }) => `${label}: ${value}`).join(', '), ' '.repeat(24)),
      ...indented(line.text, ' '.repeat(24)),
    ].flatMap((text) => (text.length <= WIDTH ? [text] : wrap(text, { width: WIDTH })))),
    'The three lines overlap: never add them up.',
    blank,
    ...view.facts.flatMap((fact) => indented(`${fact.label}: ${fact.value} (${fact.note})`, '')),
    ...indented(`Accounting: ${view.accounting.title}.${view.accounting.adds ? '' : ` ${view.accounting.note}`}`, ''),
    blank,
    ...columnsOf([['Scenario', 'saves a month', '80\u00a0% interval', 'share', 'calls moved'], ...view.scenarios.rows.map((row) => [row.title, row.month, row.interval, row.share, row.movedShare])], [42, 13, 18, 7, 11]),
    blank,
    ...columnsOf(
      [['Workload, in the window', 'cost', 'saves', 'moves to', 'conf.'], ...view.workloads.rows.slice(0, WORKLOADS_SHOWN).map((row) => [row.label, row.usd, row.windowSaving, row.target, row.confidence])],
      [34, 10, 10, 31, 5],
    ),
    ...paidLines(view.paid),
    ...(view.flags.length === 0 ? [] : [blank, ...view.flags.flatMap((flag) => indented(`[${flag.severity}] ${flag.text} ${flag.advice}`, ''))]),
  ];
  return `${lines.join('\n')}\n`;
}
