/** One segment's share of a sum that scales with an uncertain ratio of one model: `amount` × ratio, ratio log-normal with mean 1. */
export interface UncertainAmount {
  /** What the draw belongs to: amounts of one group rise and fall together, groups are independent. */
  readonly group: string;
  readonly amount: number;
  /** Standard deviation of the natural logarithm of the ratio. */
  readonly logSd: number;
}

/**
 * Standard deviation of Σ amount × ratio when every group has **one** draw shared by all its parts. Exact, so no draws are taken: two parts of a group covary by
 * amount₁ × amount₂ × (exp(sd₁ × sd₂) - 1), the covariance of log-normal ratios of mean 1 on one normal draw.
 * Independent draws per segment would be several times too narrow: a model that is wordy is wordy everywhere.
 *
 * Example: one model, amounts 30 and 70, both at 0.25: 100 * sqrt(exp(0.0625) - 1) = 25.4; as two models sqrt(30² + 70²) * 0.254 = 19.3.
 */
export function sharedDrawSd(parts: readonly UncertainAmount[]): number {
  const groups = new Map<string, Map<number, number>>();
  for (const { group, amount, logSd } of parts) {
    const bySd = groups.get(group) ?? new Map<number, number>();
    bySd.set(logSd, (bySd.get(logSd) ?? 0) + amount);
    groups.set(group, bySd);
  }
  let variance = 0;
  for (const bySd of groups.values()) {
    for (const [sd, amount] of bySd) for (const [otherSd, otherAmount] of bySd) variance += amount * otherAmount * Math.expm1(sd * otherSd);
  }
  return Math.sqrt(Math.max(0, variance));
}
