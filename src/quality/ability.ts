import type { Task } from '../model/call.js';
import { SWITCHED_OFF, effortLevel, effortRank } from './efforts.js';
import { type Line, lineOf, normalName, pinnedName } from './names.js';
import type { AbilityRow, Benchmark, Coefficients } from './tables.js';

/** Published scores under which a model borrows from its family: with fewer, the standard error of an ability is a third of the spread between models. */
export const MIN_SCORES = 10;

export interface ModelEffort {
  /** The maker's own id, as in the catalog's `baseModel`. */
  baseModel: string;
  /** Reasoning effort as asked; absent = the API's default. */
  effort?: string | undefined;
  /** The API's default, where the catalog knows it. */
  defaultEffort?: string | undefined;
}

/** What published scores say of one model x effort on one task. */
export interface Ability {
  /** Standard deviations over all published models, higher is better. 0 for a model that nothing is known of. */
  ability: number;
  /** Standard error, same unit. */
  sd: number;
  /** Own published scores at that effort. */
  scores: number;
  /** Id of the published model that it was borrowed from, where its own scores are fewer than MIN_SCORES. */
  inheritedFrom?: string;
  /** Newest date of the scores used, YYYY-MM-DD; absent where there are none. */
  newest?: string;
  /** Where the scores used were published. */
  sources: readonly Benchmark[];
}

export interface AbilityTable {
  /** `task` undefined = over all tasks. */
  find(model: ModelEffort, task: Task | undefined): Ability;
}

interface Estimate {
  ability: number;
  variance: number;
  from: AbilityRow;
}

/** Spread of ability between models, in its own unit: what is known of a model that nothing is known of. */
const POPULATION_VARIANCE = 1;
/** Weight that two estimates give by their variances. Example: 1 ± 1 and 3 ± 1 -> 2 ± 0.7 */
function combine(first: { ability: number; variance: number }, second: { ability: number; variance: number }): { ability: number; variance: number } {
  const precision = 1 / first.variance + 1 / second.variance;
  return { ability: (first.ability / first.variance + second.ability / second.variance) / precision, variance: 1 / precision };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

interface Wanted { level: string; defaultEffort: string | undefined }

export const rowId = (row: AbilityRow): string => (row[1] === '' ? row[0] : `${row[0]}:${row[1]}`);

/** Lookup over the generated rows. Rows of a family are found by maker and product line. */
export function createAbilityTable(rows: readonly AbilityRow[], benchmarks: readonly Benchmark[], coefficients: Coefficients): AbilityTable {
  const byBase = groupBy(rows, (row) => row[0]);
  /** Of several snapshots of one name, the last that has enough scores: what an undated name means. */
  const byName = new Map<string, readonly AbilityRow[]>();
  for (const [base, group] of [...byBase].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = normalName(base);
    const former = byName.get(name);
    if (former === undefined || Math.min(MIN_SCORES, scoresOf(group)) >= Math.min(MIN_SCORES, scoresOf(former))) byName.set(name, group);
  }
  const byLine = groupBy(rows.map((row) => ({ row, place: lineOf(row[0]) })), (entry) => entry.place.line);
  const gains = new Map(Object.entries(coefficients.effortGains));
  /** Of a level over none at all. Plain-name scores of a model that reasons by default hold that gain: without it, it is taken off. */
  const gainOf = (level: string, defaultEffort?: string): number => (level === SWITCHED_OFF ? -(gains.get(defaultEffort ?? 'thinking') ?? gains.get('thinking') ?? 0) : gains.get(level) ?? 0);

  /** Another effort of the same weights, the nearest in rank, moved by the mean gain between the two levels. */
  function fromSibling(group: readonly AbilityRow[], { level, defaultEffort }: Wanted, fewest: number): Estimate | undefined {
    const wanted = effortRank(level);
    const siblings = group.filter((row) => row[4] >= fewest && row[1] !== level);
    const nearest = siblings.sort((a, b) => Math.abs(effortRank(a[1]) - wanted) - Math.abs(effortRank(b[1]) - wanted) || b[4] - a[4])[0];
    if (nearest === undefined) return undefined;
    return { ability: nearest[2] + gainOf(level, defaultEffort) - gainOf(nearest[1]), variance: nearest[3] ** 2 + coefficients.effortSd ** 2, from: nearest };
  }

  /** The nearest generation of the same product line, moved by the mean gain of one generation where the versions differ. */
  function fromFamily(base: string, { level, defaultEffort }: Wanted, fewest: number): Estimate | undefined {
    const place: Line = lineOf(base);
    const members = (byLine.get(place.line) ?? []).filter(({ row }) => row[4] >= fewest && row[0] !== base);
    const wanted = place.version;
    const distance = (version: number | undefined): number => (wanted === undefined || version === undefined ? 50 : version <= wanted ? wanted - version : version - wanted + 1);
    const ordered = [...members].sort((a, b) => distance(a.place.version) - distance(b.place.version)
      || Math.abs(effortRank(a.row[1]) - effortRank(level)) - Math.abs(effortRank(b.row[1]) - effortRank(level)) || b.row[4] - a.row[4]);
    const nearest = ordered[0];
    if (nearest === undefined) return undefined;
    const version = nearest.place.version;
    const generations = wanted === undefined || version === undefined ? 0 : Math.sign(wanted - version);
    return {
      ability: nearest.row[2] + gainOf(level, defaultEffort) - gainOf(nearest.row[1]) + generations * coefficients.generationGain,
      variance: nearest.row[3] ** 2 + coefficients.generationSd ** 2 + (nearest.row[1] === level ? 0 : coefficients.effortSd ** 2),
      from: nearest.row,
    };
  }

  function withDeviation(row: AbilityRow | undefined, task: Task | undefined, general: { ability: number; variance: number }): { ability: number; sd: number } {
    if (task === undefined) return { ability: general.ability, sd: Math.sqrt(general.variance) };
    const [deviation, sd] = row?.[7][task] ?? [0, Math.sqrt(coefficients.deviationVariance)];
    return { ability: general.ability + deviation, sd: Math.sqrt(general.variance + sd ** 2) };
  }

  const about = (row: AbilityRow): { newest: string; sources: Benchmark[] } => ({
    newest: row[5],
    sources: row[6].map((index) => benchmarks[index]).filter((benchmark): benchmark is Benchmark => benchmark !== undefined),
  });

  function find(model: ModelEffort, task: Task | undefined): Ability {
    const base = pinnedName(model.baseModel);
    const level = effortLevel(base, model.effort, model.defaultEffort);
    const asked: Wanted = { level, defaultEffort: model.defaultEffort };
    const group = byBase.get(base) ?? byName.get(normalName(base)) ?? [];
    const own = group.find((row) => row[1] === level);
    if (own !== undefined && own[4] >= MIN_SCORES) {
      return { ...withDeviation(own, task, { ability: own[2], variance: own[3] ** 2 }), scores: own[4], ...about(own) };
    }
    const borrowed = fromSibling(group, asked, MIN_SCORES) ?? fromFamily(base, asked, MIN_SCORES)
      ?? (own === undefined ? fromSibling(group, asked, 1) ?? fromFamily(base, asked, 1) : undefined);
    if (borrowed === undefined) {
      if (own === undefined) return { ability: 0, sd: Math.sqrt(POPULATION_VARIANCE), scores: 0, sources: [] };
      return { ...withDeviation(own, task, { ability: own[2], variance: own[3] ** 2 }), scores: own[4], ...about(own) };
    }
    const estimate = own === undefined ? borrowed : combine(borrowed, ownLikelihood(own));
    return {
      ...withDeviation(borrowed.from, task, estimate),
      scores: own?.[4] ?? 0,
      inheritedFrom: rowId(borrowed.from),
      ...about(borrowed.from),
    };
  }
  return { find };
}

const scoresOf = (group: readonly AbilityRow[]): number => group.reduce((sum, row) => sum + row[4], 0);

/** A row's ability without the population prior that the fit shrank it by: it is about to be shrunk towards its family instead. */
function ownLikelihood(row: AbilityRow): { ability: number; variance: number } {
  const precision = Math.max(0.05, 1 / row[3] ** 2 - 1 / POPULATION_VARIANCE);
  return { ability: row[2] / row[3] ** 2 / precision, variance: 1 / precision };
}
