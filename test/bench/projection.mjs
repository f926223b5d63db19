// Simulated months with known truth: how often the 80 % interval holds them, and how often the flags see or invent a change.
// Run after a build: node test/bench/projection.mjs [--runs 400] [--seed 1] [--json]. Exit code 1 when what is promised does not hold.
import { parseArgs } from 'node:util';
import { backTest } from '../../dist/project/index.js';
import { trendOf } from '../../dist/project/trend.js';
import { forecastMonth } from '../../dist/stats/forecast.js';
import { createRandom } from '../../dist/stats/random.js';
import { changes, history, regimes } from './arrivals.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '400' }, seed: { type: 'string', default: '1' }, json: { type: 'boolean', default: false } } });
const runs = Number(values.runs);
const seed = Number(values.seed);

const windows = [7, 14, 28];
const promisedCoverage = { least: 75, most: 92 };
const promisedBelow = 12.5;
const promisedFalseFlags = 10;
const TREND_T = 2.2;

const percent = (count) => (100 * count) / runs;
const median = (list) => list.toSorted((one, other) => one - other)[Math.floor(list.length / 2)] ?? Number.NaN;
/** Two standard errors of a percentage over the runs: what chance alone may add. */
const slack = (share) => 2 * Math.sqrt((share * (100 - share)) / runs);

function coverage(regime, days) {
  const random = createRandom(seed);
  const outcome = { inside: 0, below: 0, above: 0, unknown: 0, halves: [], flags: 0 };
  for (let run = 0; run < runs; run += 1) {
    const past = history(random, { days, multipliers: regime.days, isFlat: regime.isFlat });
    const forecast = forecastMonth(past);
    if (!forecast.known) {
      outcome.unknown += 1;
      continue;
    }
    outcome.halves.push((100 * forecast.half) / forecast.total);
    if (past.month < forecast.low) outcome.below += 1;
    else if (past.month > forecast.high) outcome.above += 1;
    else outcome.inside += 1;
    if (days === 14 && flagsOf(past).any) outcome.flags += 1;
  }
  return { coverage: percent(outcome.inside), below: percent(outcome.below), above: percent(outcome.above), half: median(outcome.halves), flagged: percent(outcome.flags), unknown: outcome.unknown };
}

function flagsOf(past) {
  const dailyNano = past.daily.map((amount) => Math.round(amount * 1e9));
  const isRegime = backTest({ dailyNano, window: past }).status === 'outside';
  const isTrend = Math.abs(trendOf(past)?.t ?? 0) > TREND_T;
  return { isRegime, isTrend, any: isRegime || isTrend };
}

/** Share of windows that raise a flag, for each size of a change. */
function power(change, sizes) {
  return sizes.map((size) => {
    const random = createRandom(seed + 1);
    let any = 0;
    for (let run = 0; run < runs; run += 1) if (flagsOf(history(random, { days: 14, multipliers: (chance, days) => change(chance, days, size) })).any) any += 1;
    return { size, power: percent(any) };
  });
}

const whole = (value, width = 3) => value.toFixed(0).padStart(width);
const rows = regimes.map((regime) => ({ regime, byWindow: windows.map((days) => coverage(regime, days)) }));
const trendPower = power(changes.trend, [0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.07]);
const stepPower = power(changes.step, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75]);

const faults = [];
for (const { regime, byWindow } of rows) {
  const fortnight = byWindow[windows.indexOf(14)];
  if (regime.promise === 'both' && (fortnight.coverage < promisedCoverage.least - slack(promisedCoverage.least) || fortnight.coverage > promisedCoverage.most + slack(promisedCoverage.most))) {
    faults.push(`${regime.title}: coverage ${fortnight.coverage.toFixed(1)} %, promised ${promisedCoverage.least} to ${promisedCoverage.most} %`);
  }
  if (regime.promise !== undefined && fortnight.below > promisedBelow + slack(promisedBelow)) faults.push(`${regime.title}: ${fortnight.below.toFixed(1)} % below the lower bound, promised at most ${promisedBelow} %`);
}
const falseFlags = rows[0].byWindow[windows.indexOf(14)].flagged;
if (falseFlags > promisedFalseFlags + slack(promisedFalseFlags)) faults.push(`plain traffic: ${falseFlags.toFixed(1)} % of windows flagged, promised at most ${promisedFalseFlags} %`);

if (values.json) console.log(JSON.stringify({ runs, seed, windows, rows: rows.map(({ regime, byWindow }) => ({ id: regime.id, byWindow })), trendPower, stepPower, faults }, null, 2));
else print();
process.exitCode = faults.length === 0 ? 0 : 1;

function print() {
  console.log(`Coverage of the nominal 80 % interval, ${runs} simulated months each, seed ${seed}: coverage (month below / above) ± median half-width, percent.`);
  console.log(`${'regime'.padEnd(34)}${windows.map((days) => `${days} days`.padEnd(24)).join('')}${'flagged (14)'.padEnd(14)}published (14)`);
  for (const { regime, byWindow } of rows) {
    const cells = byWindow.map((cell) => `${whole(cell.coverage)} (${whole(cell.below)} /${whole(cell.above)}) ±${whole(cell.half)}`.padEnd(24)).join('');
    const [covered, below, above] = regime.published;
    console.log(`${regime.title.padEnd(34)}${cells}${whole(byWindow[windows.indexOf(14)].flagged).padEnd(14)}${covered} (${below}/${above})`);
  }
  for (const [name, list] of [['trend a day', trendPower], ['step on day 11', stepPower]]) {
    const found = list.find(({ size, power: share }) => size > 0 && share >= 80);
    console.log(`Flag raised by a ${name}: ${list.map(({ size, power: share }) => `${Math.round(size * 100)} %: ${whole(share, 1)}`).join(', ')}. Smallest with power 80: ${found === undefined ? 'none of these' : `${Math.round(found.size * 100)} %`}.`);
  }
  console.log(faults.length === 0 ? 'All that is promised holds, within two standard errors.' : `Does not hold:\n  ${faults.join('\n  ')}`);
}
