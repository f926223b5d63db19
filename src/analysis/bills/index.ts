export { type BillComparison, type ComparedDay, type ProviderComparison, compareBills } from './compare.js';
export type { OneSided } from './one-sided.js';
export { type BilledFactor, COVERAGE_RANGE, FACTOR_RANGE, MIN_COMPARED_DAYS, MIN_COMPARED_NANO } from './factor.js';
