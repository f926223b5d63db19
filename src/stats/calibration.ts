/** A prediction made for several items at once: P(positive), how many items it was made for, and how many turned out positive. */
export interface Forecast {
  probability: number;
  items: number;
  positives: number;
}

/**
 * Area under the ROC curve: the chance that a positive item was given more than a negative one, ties one half. 0..1; NaN without both kinds.
 *
 * Example: 0.9 (1 of 1 positive) and 0.4 (0 of 1) -> 1
 */
export function areaUnderCurve(forecasts: readonly Forecast[]): number {
  const sorted = [...forecasts].sort((a, b) => a.probability - b.probability);
  let [below, area, positives] = [0, 0, 0];
  for (let start = 0; start < sorted.length; ) {
    const { probability } = sorted[start] as Forecast;
    let [tiedPositives, tiedNegatives] = [0, 0];
    let end = start;
    for (; end < sorted.length && (sorted[end] as Forecast).probability === probability; end += 1) {
      const forecast = sorted[end] as Forecast;
      tiedPositives += forecast.positives;
      tiedNegatives += forecast.items - forecast.positives;
    }
    area += tiedPositives * (below + tiedNegatives / 2);
    below += tiedNegatives;
    positives += tiedPositives;
    start = end;
  }
  return area / (positives * below);
}

/** Mean squared error of the probability over items, 0..1, lower is better. Example: 0.8 for 10 items of which 8 positive -> 0.8 x 0.04 + 0.2 x 0.64 = 0.16 */
export function brierScore(forecasts: readonly Forecast[]): number {
  let [error, items] = [0, 0];
  for (const forecast of forecasts) {
    const { probability, positives } = forecast;
    error += positives * (1 - probability) ** 2 + (forecast.items - positives) * probability ** 2;
    items += forecast.items;
  }
  return error / items;
}

/** Expected calibration error over equal bins of the probability: the mean distance of claimed and realised share, weighted by items. 0..1 */
export function calibrationError(forecasts: readonly Forecast[], bins = 10): number {
  const gaps = new Float64Array(bins);
  let items = 0;
  for (const forecast of forecasts) {
    const bin = Math.min(bins - 1, Math.floor(forecast.probability * bins));
    gaps[bin] = (gaps[bin] as number) + forecast.positives - forecast.probability * forecast.items;
    items += forecast.items;
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / items;
}
