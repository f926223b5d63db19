import type { Task } from '../model/call.js';

export interface Judged {
  /** The task that a person gave. */
  label: Task;
  task: Task;
  confidence: number;
}

export interface Measures {
  items: number;
  /** Share that is right; an abstention (`other` for something else) is an error. */
  accuracy: number;
  /** Mean over the labels present of 2 * precision * recall / (precision + recall). */
  macroF1: number;
  /** Expected calibration error over ten bins of equal width: sum of share x |mean confidence - share right|. */
  calibrationError: number;
  byLabel: readonly { label: Task; items: number; precision: number | null; recall: number; f1: number }[];
  /** label -> task -> items. */
  confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const BINS = 10;

/** Example: two right of three with confidences 1, 1, 1 -> accuracy 2 / 3, calibrationError 1 - 2 / 3. An empty list gives 0 items; its shares mean nothing. */
export function measure(judged: readonly Judged[]): Measures {
  const confusion: Record<string, Record<string, number>> = {};
  const bins = Array.from({ length: BINS }, () => ({ items: 0, right: 0, confidence: 0 }));
  const answered = new Map<Task, number>();
  let right = 0;
  for (const { label, task, confidence } of judged) {
    const row = (confusion[label] ??= {});
    row[task] = (row[task] ?? 0) + 1;
    answered.set(task, (answered.get(task) ?? 0) + 1);
    const isRight = label === task;
    if (isRight) right += 1;
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))];
    if (bin === undefined) continue;
    bin.items += 1;
    bin.confidence += confidence;
    if (isRight) bin.right += 1;
  }
  const byLabel = (Object.keys(confusion).sort() as Task[]).map((label) => {
    const items = Object.values(confusion[label] ?? {}).reduce((sum, count) => sum + count, 0);
    const hits = confusion[label]?.[label] ?? 0;
    const said = answered.get(label) ?? 0;
    return { label, items, precision: said === 0 ? null : hits / said, recall: hits / items, f1: (2 * hits) / (items + said) };
  });
  const items = judged.length;
  return {
    items,
    accuracy: items === 0 ? 0 : right / items,
    macroF1: byLabel.length === 0 ? 0 : byLabel.reduce((sum, { f1 }) => sum + f1, 0) / byLabel.length,
    calibrationError: items === 0 ? 0 : bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right) / items, 0),
    byLabel,
    confusion,
  };
}
