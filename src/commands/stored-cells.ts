import { type SettledCall, type Settlement, type StoredCall } from '../model/call.js';
import { type Cell, cellKeyText } from '../model/cell.js';
import type { CallFilter, Store } from '../model/store.js';
import { type LossWeights, buildHours, lossWeights } from '../settle/index.js';

export async function collectCells(pages: AsyncIterable<readonly Cell[]>): Promise<Cell[]> {
  const cells: Cell[] = [];
  for await (const page of pages) for (const cell of page) cells.push(cell);
  return cells;
}

/** The calls of split cells, each as a cell of one call. */
export async function readRows(store: Store, { split, ...filter }: { split: ReadonlySet<string> } & CallFilter): Promise<Map<string, Cell[]>> {
  const rows = new Map<string, Cell[]>();
  if (split.size === 0) return rows;
  const losses = lossWeights(await store.listLosses());
  for await (const page of store.readCalls(filter)) {
    for (const call of page) {
      const cell = buildHours([settledRow(call, losses)]).cells[0];
      if (cell === undefined || !split.has(cellKeyText(cell.key))) continue;
      const key = cellKeyText(cell.key);
      rows.set(key, [...(rows.get(key) ?? []), cell]);
    }
  }
  return rows;
}

type StoredRow = StoredCall & Partial<Settlement>;

/** After `refreshStore` every call is settled; one that was added since counts as alone. It weighs what the lost calls of its stratum add. */
export const settledRow = (call: StoredRow, losses: LossWeights): SettledCall => ({
  ...call, weightMillionths: losses.weigh(call), session: call.session ?? call.id, warm5mTokens: call.warm5mTokens ?? 0, warm30mTokens: call.warm30mTokens ?? 0, warm1hTokens: call.warm1hTokens ?? 0, warm24hTokens: call.warm24hTokens ?? 0,
});
