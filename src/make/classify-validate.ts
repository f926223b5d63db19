import { measure, type Judged, type Measures } from '../classify/measure.js';
import { modelTasks } from '../classify/model.js';
import type { TrainingRow } from './classify-data.js';
import { fitWeights, randomOf, scoreRow, shuffle, softmax, type FitOptions } from './classify-fit.js';

/** One row judged by weights that saw neither it nor its group. */
export interface HeldOut {
  row: TrainingRow;
  logits: Float64Array;
}

export interface Calibration {
  temperature: number;
  floor: number;
}

/** Share of calls at most that abstain. */
const MOST_ABSTENTIONS = 0.1;
const SEED = 7;

/**
 * k-fold by group (sources never seen) or by row (the flattering split). Every row is judged once but our own, which are learned from in every fold and
 * judged in none; weights learn from rows that may ship.
 */
export function crossValidate(rows: readonly TrainingRow[], how: { folds: number; fit: FitOptions; by: 'group' | 'row' }): HeldOut[] {
  const foldOf = how.by === 'group' ? foldsByGroup(rows, how.folds) : foldsByRow(rows, how.folds);
  const judged: HeldOut[] = [];
  for (let fold = 0; fold < how.folds; fold += 1) {
    const weights = fitWeights(rows.filter((row) => row.mayShip && (row.isOurs || foldOf(row) !== fold)), how.fit);
    for (const row of rows) if (!row.isOurs && foldOf(row) === fold) judged.push({ row, logits: scoreRow(row, weights) });
  }
  return judged;
}

/** Groups by size, each into the fold with the fewest rows so far. */
function foldsByGroup(rows: readonly TrainingRow[], folds: number): (row: TrainingRow) => number {
  const sizes = new Map<string, number>();
  for (const row of rows) if (!row.isOurs) sizes.set(row.group, (sizes.get(row.group) ?? 0) + 1);
  const filled = new Array<number>(folds).fill(0);
  const foldOf = new Map<string, number>();
  for (const [group, size] of [...sizes].sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1))) {
    const fold = filled.indexOf(Math.min(...filled));
    foldOf.set(group, fold);
    filled[fold] = (filled[fold] ?? 0) + size;
  }
  return (row) => foldOf.get(row.group) ?? 0;
}

function foldsByRow(rows: readonly TrainingRow[], folds: number): (row: TrainingRow) => number {
  const order = rows.map((row) => row);
  shuffle(order, randomOf(SEED));
  const foldOf = new Map(order.map((row, index) => [row, index % folds]));
  return (row) => foldOf.get(row) ?? 0;
}

/** The temperature of least log loss on held-out rows, and the highest floor in steps of 0.01 that leaves accuracy within 0.1 % of the best and abstains on at most 10 %. */
export function fitTemperature(judged: readonly HeldOut[]): Calibration {
  let best = { temperature: 1, loss: Infinity };
  for (let temperature = 0.5; temperature <= 4; temperature += 0.05) {
    const loss = judged.reduce((sum, { row, logits }) => sum - Math.log(Math.max(1e-9, softmax(logits, temperature)[row.label] ?? 0)), 0);
    if (loss < best.loss) best = { temperature: Math.round(temperature * 100) / 100, loss };
  }
  const scored = judged.map(({ row, logits }) => answerOf(logits, { temperature: best.temperature, floor: 0 }, row));
  const accuracyAt = (floor: number): number => scored.filter(({ label, task, confidence }) => (confidence < floor ? 'other' : task) === label).length;
  let floor = 0;
  const most = Math.max(...Array.from({ length: 40 }, (_, step) => accuracyAt(step / 100)));
  for (let step = 0; step < 40; step += 1) {
    const abstained = scored.filter(({ confidence }) => confidence < step / 100).length;
    if (abstained <= MOST_ABSTENTIONS * scored.length && accuracyAt(step / 100) >= most - 0.001 * scored.length) floor = step / 100;
  }
  return { temperature: best.temperature, floor };
}

export function answerOf(logits: Float64Array, calibration: Calibration, row: TrainingRow): Judged {
  const probabilities = softmax(logits, calibration.temperature);
  const confidence = Math.max(...probabilities);
  const task = confidence < calibration.floor ? 'other' : (modelTasks[probabilities.indexOf(confidence)] ?? 'other');
  return { label: modelTasks[row.label] ?? 'other', task, confidence };
}

/** Figures over all held-out rows, per label, and per slice. */
export function summaryOf(heldOut: readonly HeldOut[], calibration: Calibration): { measures: Measures; text: string } {
  const judged = heldOut.map(({ row, logits }) => answerOf(logits, calibration, row));
  const measures = measure(judged);
  const slices: [string, (row: TrainingRow) => boolean][] = [
    ['may ship', (row) => row.mayShip],
    ['may not ship', (row) => !row.mayShip],
    ['templated', (row) => row.source.startsWith('templated:')],
    ['with system prompt', (row) => row.traits.hasSystem],
    ['with tools', (row) => row.traits.hasTools],
    ['not Latin script', (row) => !row.traits.isAscii],
  ];
  const lines = [
    `unseen sources: ${measures.items} rows, accuracy ${measures.accuracy.toFixed(3)}, macro-F1 ${measures.macroF1.toFixed(3)}, ECE ${measures.calibrationError.toFixed(3)}, temperature ${calibration.temperature}, floor ${calibration.floor}`,
    ...measures.byLabel.map(({ label, items, precision, recall, f1 }) => `  ${label.padEnd(16)} ${String(items).padStart(5)}  precision ${(precision ?? 0).toFixed(2)}  recall ${recall.toFixed(2)}  F1 ${f1.toFixed(2)}  as ${commonErrors(measures, label)}`),
    ...slices.map(([name, isIn]) => {
      const part = measure(judged.filter((_, index) => isIn((heldOut[index] as HeldOut).row)));
      return `  ${name.padEnd(20)} ${String(part.items).padStart(5)}  accuracy ${part.accuracy.toFixed(3)}  macro-F1 ${part.macroF1.toFixed(3)}`;
    }),
  ];
  return { measures, text: lines.join('\n') };
}

const commonErrors = (measures: Measures, label: string): string =>
  Object.entries(measures.confusion[label] ?? {}).filter(([task]) => task !== label).sort((a, b) => b[1] - a[1]).slice(0, 4).map(([task, count]) => `${task} ${count}`).join(', ');
