export { compareBills } from './compare.js';
export { COVERAGE_RANGE, FACTOR_RANGE, MIN_COMPARED_DAYS, MIN_COMPARED_NANO } from './factor.js';
export type { BillComparison, BilledFactor, ComparedDay, OneSided, ProviderComparison } from './types.js';
