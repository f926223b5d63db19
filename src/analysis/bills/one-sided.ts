import type { BillRow } from '../../model/bill.js';
import { dayOf, tokensOf } from './lines.js';
import type { ComparedDay, OneSided } from './types.js';

type Sums = Pick<OneSided, 'nano' | 'tokens' | 'requests'>;

const plus = (one: number | null, other: number | null): number | null => (one === null ? other : other === null ? one : one + other);

export function oneSided(rows: readonly ComparedDay[], sumsOf: (row: ComparedDay) => Sums): OneSided[] {
  return grouped(rows.map((row) => ({ what: row.model === '' ? 'all models' : row.model, day: row.day, ...sumsOf(row) })));
}

export const itemRows = (items: readonly BillRow[]): OneSided[] =>
  grouped(items.map((row) => ({ what: (row.lineItem ?? 'no line item').replace(/^[\d.]+ /, ''), day: dayOf(row.from), nano: row.costNanoUsd ?? null, tokens: tokensOf(row) ?? null, requests: row.requests ?? null })));

function grouped(rows: readonly (Sums & { what: string; day: string })[]): OneSided[] {
  const found = new Map<string, OneSided & { seen: Set<string> }>();
  for (const { what, day, nano, tokens, requests } of rows) {
    const former = found.get(what) ?? { what, nano: null, tokens: null, requests: null, days: 0, seen: new Set<string>() };
    former.seen.add(day);
    found.set(what, { ...former, nano: plus(former.nano, nano), tokens: plus(former.tokens, tokens), requests: plus(former.requests, requests) });
  }
  return [...found.values()].map(({ seen, ...row }) => ({ ...row, days: seen.size })).sort((a, b) => (b.nano ?? 0) - (a.nano ?? 0) || (b.tokens ?? 0) - (a.tokens ?? 0) || (a.what < b.what ? -1 : 1));
}
