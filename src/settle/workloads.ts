import type { Workload } from '../model/store.js';

export interface Template {
  templateKey: number;
  label: string;
  calls: number;
}

/** Workloads, the pool included: more than a person reads or sets a threshold for. */
const MAX_WORKLOADS = 200;
/** Template keys that workloads list; keys beyond are in the pool without being listed. */
const MAX_KEYS = 5000;
/** One call site that puts free text into its template yields many keys of few calls under one label. Fewer keys than this are as many call sites. */
const SHATTER_KEYS = 8;
/** Calls. A key with as many can be judged by itself (a segment needs 300), so it is never folded into others. */
const OWN_CALLS = 300;

export const POOLED_WORKLOAD = 'w-other';
const POOLED_LABEL = 'everything else';

const numberOf = (id: string): number => Number(/^w(\d+)$/.exec(id)?.[1] ?? 0);

const bySize = (one: Template, other: Template): number => other.calls - one.calls || one.templateKey - other.templateKey;

interface Group {
  label: string;
  templates: Template[];
  calls: number;
}

/** New keys into call sites: each its own, but many small keys that share a label (not '') are one. */
function groupNew(templates: readonly Template[]): Group[] {
  const small = new Map<string, Template[]>();
  for (const template of templates) {
    if (template.label !== '' && template.calls < OWN_CALLS) small.set(template.label, [...(small.get(template.label) ?? []), template]);
  }
  const isShattered = ({ label, calls }: Template): boolean => calls < OWN_CALLS && (small.get(label)?.length ?? 0) >= SHATTER_KEYS;
  const own = templates.filter((template) => !isShattered(template)).map((template) => [template]);
  const shattered = [...small.values()].filter((list) => list.length >= SHATTER_KEYS);
  return [...own, ...shattered].map((list) => {
    const sorted = [...list].sort(bySize);
    return { label: sorted[0]!.label, templates: sorted, calls: sorted.reduce((sum, { calls }) => sum + calls, 0) };
  });
}

/**
 * Template keys -> workloads: at most 5,000 keys in at most 200 workloads, the smallest pooled in `w-other` (which also holds every key that no workload
 * lists). What `former` holds stays where it is, so ids outlive restarts; new call sites get `w1`, `w2` … by size, ties by key. The
 * order of the input does not matter, and ids tell nothing of the keys.
 */
export function mergeWorkloads(templates: readonly Template[], former: readonly Workload[]): Workload[] {
  const byKey = new Map(templates.map((template) => [template.templateKey, template]));
  const kept = former.filter(({ id }) => id !== POOLED_WORKLOAD).sort((one, other) => numberOf(one.id) - numberOf(other.id));
  const placed = new Map<number, string>(kept.flatMap(({ id, templateKeys }) => templateKeys.map((key) => [key, id] as const)));
  const shatteredIds = new Map(kept.filter(({ templateKeys }) => templateKeys.length >= SHATTER_KEYS).map(({ id, label }) => [label, id]));
  const fresh: Template[] = [];
  let room = MAX_KEYS - placed.size;
  for (const template of [...templates].sort(bySize)) {
    if (placed.has(template.templateKey)) continue;
    const home = template.calls < OWN_CALLS ? shatteredIds.get(template.label) : undefined;
    if (home === undefined) fresh.push(template);
    else if (room > 0) {
      placed.set(template.templateKey, home);
      room -= 1;
    }
  }
  const pooled: Template[] = [];
  let next = kept.reduce((largest, { id }) => Math.max(largest, numberOf(id)), 0) + 1;
  const added: { id: string; label: string }[] = [];
  for (const group of groupNew(fresh).sort((one, other) => bySize({ ...one.templates[0]!, calls: one.calls }, { ...other.templates[0]!, calls: other.calls }))) {
    const hasRoom = kept.length + added.length < MAX_WORKLOADS - 1 && room > 0;
    if (!hasRoom) {
      pooled.push(...group.templates);
      continue;
    }
    const listed = group.templates.slice(0, room);
    for (const { templateKey } of listed) placed.set(templateKey, `w${next}`);
    pooled.push(...group.templates.slice(room));
    room -= listed.length;
    added.push({ id: `w${next}`, label: group.label });
    next += 1;
  }
  return [...kept, ...added].map(({ id, label }) => workloadOf({ id, label: label === '' ? id : label }, placed, byKey)).concat(poolOf(pooled, room));
}

function workloadOf({ id, label }: { id: string; label: string }, placed: ReadonlyMap<number, string>, byKey: ReadonlyMap<number, Template>): Workload {
  const templateKeys = [...placed].filter(([, home]) => home === id).map(([key]) => key).sort((one, other) => one - other);
  return { id, label, templateKeys, calls: templateKeys.reduce((sum, key) => sum + (byKey.get(key)?.calls ?? 0), 0) };
}

function poolOf(pooled: readonly Template[], room: number): Workload[] {
  if (pooled.length === 0) return [];
  const templateKeys = pooled.slice(0, Math.max(0, room)).map(({ templateKey }) => templateKey).sort((one, other) => one - other);
  return [{ id: POOLED_WORKLOAD, label: POOLED_LABEL, templateKeys, calls: pooled.reduce((sum, { calls }) => sum + calls, 0) }];
}
