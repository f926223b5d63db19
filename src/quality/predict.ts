import type { Weights } from '../stats/loss.js';

/** Shares of items on which the candidate's answer is worse, the same or better; they add up to 1. */
export type Shares = Weights;

/**
 * What to expect of one item from the gap in ability (candidate - incumbent): a logistic model with one slope, symmetric in worse and better.
 * `gapVariance` is the squared uncertainty of the gap beyond the usual; the shares are averaged over it (three points of Gauss and Hermite).
 *
 * Example: gap 0, discordance log(0.125): worse = better = 0.125 / 1.25 = 0.1
 */
export function predictShares(gap: number, request: { discordance: number; slope: number; gapVariance: number }): Shares {
  const at = (point: number): Shares => {
    const worse = Math.exp(request.discordance - request.slope * point);
    const better = Math.exp(request.discordance + request.slope * point);
    const all = 1 + worse + better;
    return { worse: worse / all, same: 1 / all, better: better / all };
  };
  const middle = at(gap);
  if (request.gapVariance <= 0) return middle;
  const step = Math.sqrt(3 * request.gapVariance);
  const below = at(gap - step);
  const above = at(gap + step);
  const mean = (key: keyof Shares): number => (4 * middle[key] + below[key] + above[key]) / 6;
  return { worse: mean('worse'), same: mean('same'), better: mean('better') };
}
