import { UserError } from '../model/errors.js';
import type { CallFilter } from '../model/store.js';
import type { Value } from './rows.js';

/** The pool of all template keys that no workload lists. */
const POOLED_WORKLOAD = 'w-other';

const conditions: Readonly<Record<string, string>> = {
  env: 'c.env = ?',
  provider: 'c.provider = ?',
  model: `coalesce(c.served_model, c.requested_model, 'unknown') = ?`,
  user: 'c.user = ?',
  source: 'EXISTS (SELECT 1 FROM json_each(c.sources) WHERE value = ?)',
};

const TAG = 'tag.';

/** SQL for everything of a filter but its times. `model` is the served name, else the requested one; `workload` an id or a label. */
export function whereOf(where: CallFilter['where']): { sql: string; values: Value[] } {
  const parts = Object.entries(where ?? {}).map(([name, value]) => conditionOf(name, value));
  return { sql: parts.map((part) => ` AND ${part.sql}`).join(''), values: parts.flatMap((part) => part.values) };
}

function conditionOf(name: string, value: string): { sql: string; values: Value[] } {
  const plain = conditions[name];
  if (plain !== undefined) return { sql: plain, values: [value] };
  if (name === 'workload') return workloadCondition(value);
  if (name.startsWith(TAG) && name.length > TAG.length) {
    return { sql: 'EXISTS (SELECT 1 FROM json_each(c.tags) WHERE key = ? AND value = ?)', values: [name.slice(TAG.length), value] };
  }
  throw new UserError('bad-filter', `Calls cannot be filtered by "${name}".`, { hint: 'Use one of env, provider, model, source, user, workload, tag.NAME, for example --where tag.team=search.' });
}

function workloadCondition(value: string): { sql: string; values: Value[] } {
  if (value === POOLED_WORKLOAD) {
    return { sql: 'c.template_key NOT IN (SELECT template_key FROM workload_templates WHERE workload <> ?)', values: [POOLED_WORKLOAD] };
  }
  return {
    sql: 'c.template_key IN (SELECT template_key FROM workload_templates JOIN workloads ON workloads.id = workload WHERE workloads.id = ? OR workloads.label = ?)',
    values: [value, value],
  };
}
