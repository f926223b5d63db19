import { type Task, needsOf } from '../model/call.js';
import { type Cell, bandOf } from '../model/cell.js';
import type { Workload } from '../model/store.js';
import { MILLION, type SegmentTraffic, type ServedBy, type Unit, addRange, addSums, emptyRange, emptySums, unitOfCell, unitOfUnits } from './traffic.js';

/** Stored calls and days that a segment needs to be judged alone; with fewer it joins its workload, and a workload with fewer its task. */
const MIN_CALLS = 300;
const MIN_DAYS = 3;
/** The analysis holds at most so many segments; the smallest join their task. */
const MAX_SEGMENTS = 400;

export interface WorkloadLabels {
  id: string;
  label: string;
  task: Task;
  taskConfidence: number;
  difficulty: number;
}

export interface SegmentInput {
  /** Billed cells of the window that are neither retries nor duplicates. */
  cells: readonly Cell[];
  workloads: readonly Workload[];
  /** Workload id -> task set by the user. */
  taskOverrides: ReadonlyMap<string, Task>;
  /** Who served a cell, as the catalog knows it; undefined = unpriced. */
  servedBy: (cell: Cell) => ServedBy | undefined;
  /** Index into the window's dates, or undefined outside it. */
  dayOf: (hour: number) => number | undefined;
  dayCount: number;
  /** One-call cells of cells that must be priced one by one, by cell key text. */
  rowsOf: (cell: Cell) => readonly Cell[];
}

/** template key -> its workload with the majority task and the mean difficulty of its calls, so that a slip of the classifier moves no call. */
export function labelWorkloads(input: Pick<SegmentInput, 'cells' | 'workloads' | 'taskOverrides'>): Map<number, WorkloadLabels> {
  const workloadOf = new Map<number, Workload>();
  for (const workload of input.workloads) for (const key of workload.templateKeys) workloadOf.set(key, workload);
  const tallies = new Map<string, { tasks: Map<Task, number>; calls: number; difficulty: number; confidence: number }>();
  for (const cell of input.cells) {
    const id = workloadOf.get(cell.key.templateKey)?.id ?? OTHER_WORKLOAD.id;
    const weight = cell.key.weightMillionths / MILLION;
    const tally = tallies.get(id) ?? { tasks: new Map<Task, number>(), calls: 0, difficulty: 0, confidence: 0 };
    tally.tasks.set(cell.key.task, (tally.tasks.get(cell.key.task) ?? 0) + cell.sums.calls * weight);
    tally.calls += cell.sums.calls * weight;
    tally.difficulty += (cell.sums.difficultyMillionths / MILLION) * weight;
    tally.confidence += (cell.sums.taskConfidenceMillionths / MILLION) * weight;
    tallies.set(id, tally);
  }
  const labels = new Map<number, WorkloadLabels>();
  for (const cell of input.cells) {
    if (labels.has(cell.key.templateKey)) continue;
    const workload = workloadOf.get(cell.key.templateKey) ?? OTHER_WORKLOAD;
    const tally = tallies.get(workload.id);
    if (tally === undefined) continue;
    const majority = [...tally.tasks].sort(([taskA, a], [taskB, b]) => b - a || (taskA < taskB ? -1 : 1))[0]?.[0] ?? 'other';
    const override = input.taskOverrides.get(workload.id) ?? input.taskOverrides.get(workload.label);
    labels.set(cell.key.templateKey, {
      id: workload.id, label: workload.label, task: override ?? majority,
      taskConfidence: override === undefined ? share(tally.confidence, tally.calls) : 1, difficulty: share(tally.difficulty, tally.calls),
    });
  }
  return labels;
}

const OTHER_WORKLOAD: Workload = { id: 'w-other', label: 'everything else', templateKeys: [], calls: 0 };
const share = (part: number, whole: number): number => (whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0);

interface Group {
  labels: WorkloadLabels;
  needsMask: number;
  band: number | null;
  served: ServedBy;
  cells: Cell[];
}

/** A gateway and the maker share a model's id and not its price: their calls stand in segments of their own. Example: 'openrouter:openai/gpt-4o-2024-08-06' */
function placeOf({ id, model }: ServedBy): string {
  const seller = model.seller ?? model.provider;
  return id.startsWith(`${seller}/`) ? id : `${seller}:${id}`;
}

/** Cells -> segments, pooling what is too small to judge alone. No call is dropped. Ordered by id. */
export function buildSegments(input: SegmentInput): SegmentTraffic[] {
  const labels = labelWorkloads(input);
  const own = new Map<string, Group>();
  for (const cell of input.cells) {
    const served = input.servedBy(cell);
    const workload = labels.get(cell.key.templateKey);
    if (served === undefined || workload === undefined || input.dayOf(cell.key.hour) === undefined) continue;
    const band = bandOf(cell.key.inputOctave);
    addToGroup(own, `${workload.id}/${cell.key.needsMask}/${band}/${placeOf(served)}`, { labels: workload, needsMask: cell.key.needsMask, band, served, cells: [cell] });
  }
  const isEnough = (list: readonly Group[]): boolean => storedCallsOf(list) >= MIN_CALLS && daysOf(list, input) >= MIN_DAYS;
  const wholeWorkloads = groupBy(own.values(), (group) => `${group.labels.id}/${placeOf(group.served)}`);
  const pooled = new Map<string, Group>();
  for (const [key, group] of own) {
    const workload = wholeWorkloads.get(`${group.labels.id}/${placeOf(group.served)}`) ?? [];
    if (isEnough([group])) pooled.set(key, group);
    else addPooled(pooled, group, isEnough(workload) ? 'workload' : 'task');
  }
  const groups = [...pooled].sort(([, a], [, b]) => storedCallsOf([b]) - storedCallsOf([a]));
  const final = new Map(groups.slice(0, MAX_SEGMENTS));
  for (const [, group] of groups.slice(MAX_SEGMENTS)) addPooled(final, group, 'task');
  return [...final].map(([id, group]) => toTraffic(id, group, input)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** `workload`: what its own segments leave over, one segment without bounds. `task`: workloads that are small as a whole. */
type PoolLevel = 'workload' | 'task';

function addPooled(groups: Map<string, Group>, group: Group, level: PoolLevel): void {
  const { labels, served } = group;
  const pooledLabels = level === 'workload' ? labels : { ...labels, id: `t-${labels.task}`, label: `small workloads: ${labels.task.replace('_', ' ')}` };
  addToGroup(groups, `${pooledLabels.id}/*/*/${placeOf(served)}`, { ...group, band: null, labels: pooledLabels });
}

function addToGroup(groups: Map<string, Group>, key: string, addition: Group): void {
  const group = groups.get(key);
  if (group === undefined) {
    groups.set(key, { ...addition, cells: [...addition.cells] });
    return;
  }
  group.needsMask |= addition.needsMask;
  for (const cell of addition.cells) group.cells.push(cell);
}

function groupBy(groups: Iterable<Group>, keyOf: (group: Group) => string): Map<string, Group[]> {
  const found = new Map<string, Group[]>();
  for (const group of groups) found.set(keyOf(group), [...(found.get(keyOf(group)) ?? []), group]);
  return found;
}

const storedCallsOf = (groups: readonly Group[]): number => groups.reduce((total, group) => total + group.cells.reduce((sum, cell) => sum + cell.sums.calls, 0), 0);
const daysOf = (groups: readonly Group[], input: SegmentInput): number => new Set(groups.flatMap((group) => group.cells.map((cell) => input.dayOf(cell.key.hour)))).size;

function toTraffic(id: string, group: Group, input: SegmentInput): SegmentTraffic {
  const byDay = Array.from({ length: input.dayCount }, () => new Map<string, Unit[]>());
  const sums = emptySums();
  const range = emptyRange();
  for (const cell of group.cells) {
    const day = input.dayOf(cell.key.hour);
    const kinds = day === undefined ? undefined : byDay[day];
    if (kinds === undefined) continue;
    const unit = unitOfCell(cell, input.rowsOf(cell));
    addSums(sums, unit.sums, 1);
    addRange(range, unit.range);
    const units = kinds.get(cell.key.textKind);
    if (units === undefined) kinds.set(cell.key.textKind, [unit]);
    else units.push(unit);
  }
  return {
    id, workload: group.labels.id, workloadLabel: group.labels.label, task: group.labels.task, taskConfidence: group.labels.taskConfidence,
    difficulty: group.labels.difficulty, needsMask: group.needsMask, band: group.band, incumbent: group.served,
    status: group.band === null ? 'pooled' : 'own', storedCalls: storedCallsOf([group]), sums, range, cells: group.cells,
    days: byDay.map((kinds) => [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, units]) => unitOfUnits(units, kind as Unit['textKind']))),
  };
}

/** Needs as words, for messages. Example: 5 -> 'tools, json_schema'. */
export const needsText = (mask: number): string => needsOf(mask).join(', ') || 'none';
