/** Outcomes of one benchmark: items x models, 0..1, as the training file has them. */
export interface OutcomeItem {
  benchmark: string;
  category: string;
  outcomes: Readonly<Record<string, number>>;
}

/** One ordered pair of models on one benchmark: what became of the items that both answered. */
export interface PairResult {
  benchmark: string;
  /** Most frequent category of the benchmark's items. */
  category: string;
  incumbent: string;
  candidate: string;
  items: number;
  worse: number;
  better: number;
}

/** Items. Fewer, and the observed share says nothing of the pair. */
const MIN_ITEMS = 20;

/** Families of published scores that hold the same items as a benchmark of outcomes: left out with it. */
const PUBLISHED_FAMILY: Readonly<Record<string, string>> = {
  'zeroeval-gsm': 'zeroeval', 'zeroeval-math-l5': 'zeroeval', 'zeroeval-numersense-v2': 'zeroeval', alpaca_eval_2: 'alpaca_eval_2', mmlu_pro: 'mmlu_pro', 'wmt24-esa': 'wmt24_esa',
};
export const publishedFamilyOf = (benchmark: string): string | undefined => PUBLISHED_FAMILY[benchmark];

function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? 'other';
}

/** Every ordered pair of models with enough common items. An item is worse where the outcome falls by more than `itemMargin`. */
export function pairResults(items: readonly OutcomeItem[], itemMargin: number): PairResult[] {
  const benchmarks = new Map<string, OutcomeItem[]>();
  for (const item of items) {
    const group = benchmarks.get(item.benchmark);
    if (group === undefined) benchmarks.set(item.benchmark, [item]);
    else group.push(item);
  }
  const results: PairResult[] = [];
  for (const [benchmark, group] of [...benchmarks].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const category = mostFrequent(group.map((item) => item.category));
    const models = [...new Set(group.flatMap((item) => Object.keys(item.outcomes)))].sort();
    const columns = models.map((model) => Float64Array.from(group, (item) => item.outcomes[model] ?? NaN));
    models.forEach((incumbent, i) => {
      models.forEach((candidate, c) => {
        if (c <= i) return;
        const [first, second] = [columns[i] as Float64Array, columns[c] as Float64Array];
        let [count, worse, better] = [0, 0, 0];
        for (let item = 0; item < first.length; item += 1) {
          const change = (second[item] as number) - (first[item] as number);
          if (Number.isNaN(change)) continue;
          count += 1;
          if (change < -itemMargin - 1e-9) worse += 1;
          else if (change > itemMargin + 1e-9) better += 1;
        }
        if (count < MIN_ITEMS) return;
        results.push({ benchmark, category, incumbent, candidate, items: count, worse: worse / count, better: better / count });
        results.push({ benchmark, category, incumbent: candidate, candidate: incumbent, items: count, worse: better / count, better: worse / count });
      });
    });
  }
  return results;
}

export interface GappedPair extends PairResult {
  /** Ability of the candidate - that of the incumbent, from scores that do not hold the benchmark. */
  gap: number;
  gapVariance: number;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
export const meanOf = (values: readonly number[]): number => (values.length === 0 ? NaN : sumOf(values) / values.length);

/**
 * Discordance and slope of least log loss, each benchmark with the same weight; a grid refined three times, so that it is the same everywhere. The
 * model is symmetric: of the two directions of a pair one is enough.
 */
export function fitShares(pairs: readonly GappedPair[]): { discordance: number; slope: number } {
  const half = pairs.filter((pair) => pair.incumbent < pair.candidate);
  const counts = new Map<string, number>();
  for (const pair of half) counts.set(pair.benchmark, (counts.get(pair.benchmark) ?? 0) + 1);
  const rows = half.map((pair) => ({ gap: pair.gap, worse: pair.worse, better: pair.better, weight: 1 / (counts.get(pair.benchmark) as number) }));
  /** log worse = discordance - slope gap - log Z, log better = discordance + slope gap - log Z, log same = -log Z. */
  const logLoss = (discordance: number, slope: number): number => {
    let loss = 0;
    for (const { gap, worse, better, weight } of rows) {
      const normalizer = Math.log(1 + 2 * Math.exp(discordance) * Math.cosh(slope * gap));
      loss += weight * (normalizer - (worse + better) * discordance - (better - worse) * slope * gap);
    }
    return loss;
  };
  let best = { discordance: -1.5, slope: 0.8 };
  for (const step of [0.25, 0.06, 0.015]) {
    let least = Infinity;
    let winner = best;
    for (let i = -4; i <= 4; i += 1) {
      for (let j = -4; j <= 4; j += 1) {
        const trial = { discordance: best.discordance + i * step, slope: Math.max(0.01, best.slope + j * step) };
        const loss = logLoss(trial.discordance, trial.slope);
        if (loss < least) [least, winner] = [loss, trial];
      }
    }
    best = winner;
  }
  return { discordance: Number(best.discordance.toFixed(3)), slope: Number(best.slope.toFixed(3)) };
}
