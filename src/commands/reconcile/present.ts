import type { BillComparison, BilledFactor, ComparedDay, OneSided, ProviderComparison } from '../../analysis/index.js';
import { usdText } from '../../project/usd-text.js';
import { terminalText } from '../terminal-text.js';

/** A bill is compared to the cent, however large it is. */
const CENTS_FROM_NANO = 1e9;

const usdOf = (nano: number | null): number | null => (nano === null ? null : nano / 1e9);

/** Dollars, shares 0..1, counts; unknown is null. */
export function comparisonJson(comparison: BillComparison): unknown {
  return {
    days: comparison.days.map(({ billedNano, computedNano, ...row }) => ({ ...row, billedUsd: usdOf(billedNano), computedUsd: usdOf(computedNano), differenceUsd: billedNano === null || computedNano === null ? null : usdOf(billedNano - computedNano) })),
    providers: comparison.providers.map(({ factor: { billedNano, computedNano, provider: _, ...factor }, longNano, billedOnly, recordedOnly, ...rest }) => ({
      ...rest, factor: { ...factor, billedUsd: factor.ratio === null ? null : usdOf(billedNano), computedUsd: factor.ratio === null ? null : usdOf(computedNano) }, longUsd: usdOf(longNano), billedOnly: billedOnly.map(oneSidedJson), recordedOnly: recordedOnly.map(oneSidedJson),
    })),
  };
}

const oneSidedJson = ({ nano, ...row }: OneSided): unknown => ({ ...row, usd: usdOf(nano) });

type Column = readonly [title: string, width: number, side: 'left' | 'right'];
const columns: readonly Column[] = [
  ['UTC day', 10, 'left'], ['model', 34, 'left'], ['billed', 10, 'right'], ['computed', 10, 'right'], ['difference', 11, 'right'], ['billed tokens', 14, 'right'], ['recorded', 9, 'right'], ['requests', 9, 'right'], ['', 12, 'left'],
];

/** Cells that do not fit push the line out rather than lose a digit; names are cut. */
const line = (cells: readonly string[]): string =>
  columns.map(([, width, side], at) => {
    const text = terminalText(cells[at] ?? '');
    const cut = side === 'left' && text.length > width ? `${text.slice(0, width - 1)}…` : text;
    return side === 'left' ? cut.padEnd(width) : cut.padStart(width);
  }).join('  ').trimEnd();

const moneyText = (nano: number | null): string => (nano === null ? '?' : Math.abs(nano) < CENTS_FROM_NANO ? usdText(Math.round(nano)) : `${nano < 0 ? '-' : ''}$${(Math.abs(nano) / 1e9).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`);
const countText = (count: number | null): string => (count === null ? '?' : Math.round(count).toLocaleString('en-US'));
const shareText = (part: number | null, whole: number | null): string => (part === null || whole === null || whole === 0 ? '?' : percent(part / whole));
const percent = (share: number): string => `${(share * 100).toFixed(share > 0 && share < 0.0995 ? 1 : 0)} %`;
const differenceOf = (billed: number | null, computed: number | null): number | null => (billed === null || computed === null ? null : billed - computed);

function dayLine(row: ComparedDay): string {
  return line([
    row.day, row.model === '' ? `${row.provider}, all models` : row.model, moneyText(row.billedNano), moneyText(row.computedNano), moneyText(differenceOf(row.billedNano, row.computedNano)), countText(row.billedTokens),
    shareText(row.recordedTokens ?? 0, row.billedTokens), shareText(row.recordedCalls, row.billedRequests), row.isCompared ? '' : 'not compared',
  ]);
}

/** Sum of what is known; null when nothing is. */
const sumKnown = (values: readonly (number | null)[]): number | null => (values.every((value) => value === null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0));

function totalLine(title: string, { provider, rows }: { provider: string; rows: readonly ComparedDay[] }): string {
  const counted = rows.filter(({ billedTokens }) => billedTokens !== null);
  const asked = rows.filter(({ billedRequests }) => billedRequests !== null);
  const [billed, computed] = [sumKnown(rows.map(({ billedNano }) => billedNano)), sumKnown(rows.map(({ computedNano }) => computedNano))];
  return line([
    title, provider, moneyText(billed), moneyText(computed), moneyText(rows.every(({ billedNano, computedNano }) => billedNano !== null && computedNano !== null) ? differenceOf(billed, computed) : null), countText(sumKnown(rows.map(({ billedTokens }) => billedTokens))),
    shareText(sumKnown(counted.map(({ recordedTokens }) => recordedTokens ?? 0)), sumKnown(counted.map(({ billedTokens }) => billedTokens))),
    shareText(sumKnown(asked.map(({ recordedCalls }) => recordedCalls)), sumKnown(asked.map(({ billedRequests }) => billedRequests))),
  ]);
}

export function comparisonText({ days, providers }: BillComparison): string {
  const head = line(columns.map(([title]) => title));
  const tables = providers.flatMap(({ provider }) => {
    const rows = days.filter((row) => row.provider === provider);
    const compared = rows.filter(({ isCompared }) => isCompared);
    return [...rows.map(dayLine), ...(compared.length === 0 ? [] : [totalLine('compared', { provider, rows: compared })]), totalLine('all', { provider, rows }), ''];
  });
  return [
    head, ...tables, ...providers.flatMap(providerText),
    'Billed: what the provider says. Computed: the stored calls at the catalog\'s prices. Recorded and requests: shares of the billed tokens and requests that the store holds. ?: not known.',
    'Not compared: a day that one side does not hold whole, the newest day of a bill, a model without a price, or one that only one side has.',
  ].join('\n');
}

function providerText({ provider, factor, billedOnly, recordedOnly, longLines, longNano }: ProviderComparison): string[] {
  return [
    factorText(provider, factor),
    ...listText(`  On the bill of ${provider} and not in the log:`, billedOnly),
    ...listText(`  In the log and not on the bill of ${provider}:`, recordedOnly),
    ...(longLines === 0 ? [] : [`  ${longLines} lines of more than one UTC day, ${usdText(longNano)}, are in no comparison: export the report by day.`]),
    '',
  ];
}

function factorText(provider: string, { factor, ratio, reason, applies, billedNano, computedNano, days, coverage, requestShare }: BilledFactor): string {
  const facts = [
    ...(ratio === null ? [] : [`${usdText(billedNano)} billed for ${usdText(computedNano)} computed on ${days} compared days, ${ratio.toFixed(3)}`]),
    ...(coverage === null ? [] : [`${percent(coverage)} of the billed tokens recorded`]), ...(requestShare === null ? [] : [`${percent(requestShare)} of the billed requests recorded`]),
  ].join('; ');
  const verdict = factor === null
    ? `No factor: ${reason}.`
    : applies
      ? `Factor ${factor.toFixed(3)}: "shadowbill analyze" counts the calls of ${provider} at it.`
      : reason === '' ? 'Bill and computed cost agree.' : `Factor ${factor.toFixed(3)}, not applied: ${reason}.`;
  return `${provider}: ${facts}${facts === '' ? '' : '. '}${verdict}`;
}

/** Entries of a list; the rest are told as a sum. */
const LISTED = 12;

function listText(title: string, entries: readonly OneSided[]): string[] {
  if (entries.length === 0) return [];
  const rest = entries.slice(LISTED);
  const textOf = ({ what, nano, tokens, requests, days }: OneSided): string =>
    `    ${terminalText(what).slice(0, 60).padEnd(40)} ${[nano === null ? '' : usdText(Math.round(nano)), tokens === null ? '' : `${countText(tokens)} tokens`, requests === null ? '' : `${countText(requests)} requests`].filter((part) => part !== '').join(', ')}, ${days} day${days === 1 ? '' : 's'}`;
  return [title, ...entries.slice(0, LISTED).map(textOf), ...(rest.length === 0 ? [] : [`    and ${rest.length} more, ${usdText(rest.reduce((sum, { nano }) => sum + (nano ?? 0), 0))}`])];
}
