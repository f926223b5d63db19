import type { AnalysisInput } from './analysis/index.js';
import type { Analysis } from './model/analysis.js';
import type { Store } from './model/store.js';
import { type TeeOptions, type TeedFetch, openTee } from './commands/tee.js';
import type { RunOptions } from './commands/run-analysis.js';

export type { Analysis, Option, Projection, Scenario, Segment } from './model/analysis.js';
export type { CapturedCall, CallContent, StoredCall } from './model/call.js';
export type { Config } from './model/config.js';
export type { Policy, PolicyRule, Thresholds } from './model/policy.js';
export type { EvidenceRow, Store } from './model/store.js';
export type { Usage } from './model/usage.js';
export { analysisSchema } from './model/analysis.js';
export { configSchema } from './model/config.js';
export { UserError } from './model/errors.js';
export { policySchema, thresholdsSchema } from './model/policy.js';
export { type Applied, type Decision, applyThresholds } from './policy/apply.js';

export type { TeeOptions, TeedFetch } from './commands/tee.js';

/**
 * A `fetch` that does what the given one does and records every call to a provider of models: for the `fetch` option of an SDK, without a hop. Nothing is opened before the first call, and no
 * fault of the recording reaches the caller.
 * Example: new OpenAI({ fetch: tee(fetch, { db: './shadowbill.db', env: 'production' }) })
 */
export const tee = (fetch: typeof globalThis.fetch, options?: TeeOptions): TeedFetch => openTee(fetch, options);

/** Opens a store (a SQLite file). The native module is loaded here and not before. Throws `UserError` when it cannot. */
export async function openStore(location: string, options?: { mode?: 'create' | 'existing' }): Promise<Store> {
  const { openStore: open } = await import('./store/index.js');
  return open(location, options);
}

/** Settles what is new in the store, analyzes the window and stores the result: what `shadowbill analyze` does. */
export async function analyzeStore(store: Store, options: RunOptions): Promise<Analysis> {
  const { runAnalysis } = await import('./commands/run-analysis.js');
  return runAnalysis(store, options);
}

/** The pure analysis of cells that the caller holds. */
export async function analyze(input: AnalysisInput): Promise<Analysis> {
  const { analyze: run } = await import('./analysis/index.js');
  return run(input);
}
