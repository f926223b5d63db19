import { tasks } from '../model/call.js';

export type VerbosityRow = Readonly<Record<'model' | 'category' | 'n' | 'ratio_of_sums', string>>;

/** Categories of the sources that are not our task names. */
const TASK_OF: Readonly<Record<string, string>> = {
  'document_analysis/short_answer': 'closed_qa', 'reasoning/gsm': 'reasoning', 'reasoning/math-l5': 'reasoning', all: 'all',
};

/** [base model, { task: [log ratio, prompts] }], sorted. Efforts of one model are taken together; means are weighted by prompts. */
export function buildVerbosity(rows: readonly VerbosityRow[]): [string, Record<string, [number, number]>][] {
  const sums = new Map<string, Map<string, { logs: number; prompts: number }>>();
  for (const row of rows) {
    const ratio = Number(row.ratio_of_sums);
    const prompts = Number(row.n);
    const task = TASK_OF[row.category] ?? row.category;
    const isUsable = ratio > 0 && prompts > 0 && (task === 'all' || (tasks as readonly string[]).includes(task)) && !row.model.startsWith('other/');
    if (!isUsable) continue;
    const model = row.model.split(':')[0] ?? row.model;
    const byTask = sums.get(model) ?? new Map<string, { logs: number; prompts: number }>();
    const former = byTask.get(task) ?? { logs: 0, prompts: 0 };
    byTask.set(task, { logs: former.logs + Math.log(ratio) * prompts, prompts: former.prompts + prompts });
    sums.set(model, byTask);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([model, byTask]) => [
    model,
    Object.fromEntries([...byTask].sort(([a], [b]) => (a < b ? -1 : 1)).map(([task, sum]) => [task, [Number((sum.logs / sum.prompts).toFixed(4)), sum.prompts]])),
  ]);
}
