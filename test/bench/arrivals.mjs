// Made-up daily savings with a known truth: the regimes on which the projection is judged. A regime turns chance into multipliers of the weekly base, one a day.

const WEEKEND_LEVEL = 0.45;
const WEEKDAY_SPREAD = 0.05;
const FUTURE_DAYS = 30;

const logNormal = (random, sd) => Math.exp(sd * random.normal() - (sd * sd) / 2);

/** Multiplicative lag-1 process of mean 1 with this coefficient of variation. */
function correlated(random, days, { phi, variation }) {
  const sd = Math.sqrt(Math.log1p(variation * variation));
  let state = random.normal();
  return Array.from({ length: days }, (_, day) => {
    if (day > 0) state = phi * state + Math.sqrt(1 - phi * phi) * random.normal();
    return Math.exp(sd * state - (sd * sd) / 2);
  });
}

const independent = (random, days, variation = 0.12) => correlated(random, days, { phi: 0, variation });

/** 200 customers of Pareto(1.3) size, each with its own lag-1 process. */
function heavyCustomers(random, days) {
  const sizes = Array.from({ length: 200 }, () => (1 - random.next()) ** (-1 / 1.3));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const total = Array.from({ length: days }, () => 0);
  for (const size of sizes) {
    const share = size / all;
    correlated(random, days, { phi: 0.6, variation: Math.sqrt(Math.expm1(0.25)) }).forEach((value, day) => (total[day] += share * value));
  }
  return total;
}

/** One customer is 30 % of the volume, on for 5 days and off for 10 on average. */
function whale(random, days) {
  let isOn = random.next() < 1 / 3;
  return independent(random, days).map((value) => {
    isOn = isOn ? random.next() >= 1 / 5 : random.next() < 1 / 10;
    return value * (0.7 + (isOn ? 0.9 : 0));
  });
}

function randomWalk(random, days) {
  let level = 1;
  return independent(random, days).map((value) => {
    level *= Math.exp(0.03 * random.normal());
    return value * level;
  });
}

/** `factor` from a random day of the future on. */
function step(random, days, factor) {
  const from = days - FUTURE_DAYS + random.integer(0, FUTURE_DAYS);
  return independent(random, days).map((value, day) => (day >= from ? value * factor : value));
}

const trend = (random, days, aDay) => independent(random, days).map((value, day) => value * (1 + aDay) ** day);

/**
 * `promise` both: two-sided coverage of 75 to 92 % and at most 12.5 % of months below the lower bound; below: the latter alone. The others are printed as they are.
 * `published` is what earlier simulations of the same method found with 14 days: coverage, (month below, month above the interval), in percent.
 */
export const regimes = [
  { id: 'iid', title: 'independent, CV 12 %', promise: 'both', published: [89, 4, 7], days: (random, days) => independent(random, days) },
  { id: 'ar5', title: 'lag-1 0.5, CV 15 %', promise: 'both', published: [78, 9, 13], days: (random, days) => correlated(random, days, { phi: 0.5, variation: 0.15 }) },
  { id: 'ar8', title: 'lag-1 0.8, CV 20 %', published: [61, 15, 24], days: (random, days) => correlated(random, days, { phi: 0.8, variation: 0.2 }) },
  { id: 'flat', title: 'no weekly pattern, lag-1 0.5', promise: 'both', isFlat: true, published: [77, 10, 13], days: (random, days) => correlated(random, days, { phi: 0.5, variation: 0.15 }) },
  { id: 'bursts', title: 'bursts x 3, one day in 14', promise: 'below', published: [68, 2, 30], days: (random, days) => independent(random, days).map((value) => value * (random.next() < 0.07 ? 3 : 1)) },
  { id: 'outage', title: 'outage days x 0.15, 3 %', promise: 'both', published: [84, 12, 4], days: (random, days) => independent(random, days).map((value) => value * (random.next() < 0.03 ? 0.15 : 1)) },
  { id: 'heavy', title: 'heavy-tailed customers', promise: 'both', published: [76, 10, 14], days: heavyCustomers },
  { id: 'whale', title: 'one customer of 30 %, on and off', published: [63, 10, 27], days: whale },
  { id: 'walk', title: 'random walk, 3 % a day', published: [45, 27, 28], days: randomWalk },
  { id: 'up', title: 'trend + 1 % a day', published: [0, 0, 100], days: (random, days) => trend(random, days, 0.01) },
  { id: 'down', title: 'trend - 1 % a day', published: [1, 99, 0], days: (random, days) => trend(random, days, -0.01) },
  { id: 'launch', title: 'launch + 50 % in the month', published: [12, 0, 87], days: (random, days) => step(random, days, 1.5) },
  { id: 'loss', title: 'customer of 30 % leaves', published: [22, 77, 0], days: (random, days) => step(random, days, 0.7) },
];

/** Two regimes for the power of the flags, with the change inside the window: `size` a day, or at once on the eleventh day. */
export const changes = {
  trend: (random, days, size) => independent(random, days).map((value, day) => value * (1 + size) ** day),
  step: (random, days, size) => independent(random, days).map((value, day) => (day >= 10 ? value * (1 + size) : value)),
};

/** Daily amounts of the window and the month after it, on a random weekday. */
export function history(random, { days, multipliers, isFlat = false }) {
  const first = random.integer(0, 7);
  const factors = Array.from({ length: 7 }, (_, weekday) => (isFlat ? 1 : (weekday >= 5 ? WEEKEND_LEVEL : 1) * logNormal(random, WEEKDAY_SPREAD)));
  const all = days + FUTURE_DAYS;
  const weekdays = Array.from({ length: all }, (_, day) => (first + day) % 7);
  const amounts = multipliers(random, all).map((value, day) => 100 * factors[weekdays[day]] * value);
  const weekend = weekdays.map((weekday) => weekday >= 5);
  // What is estimated: a month with 30 / 7 of each weekday, from the 30 days that follow.
  const month = amounts.slice(days).reduce((sum, amount, day) => sum + (amount * (30 / 7)) / (day % 7 < 2 ? 5 : 4), 0);
  return { daily: amounts.slice(0, days), weekend: weekend.slice(0, days), covered: weekend.slice(0, days).map(() => true), month };
}
