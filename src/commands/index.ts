import type { Command } from 'commander';
import { addAnalyzeCommand } from './analyze.js';
import { addCallsCommand } from './calls.js';
import { addClassifyCommand } from './classify.js';
import { addConfidenceCommand } from './confidence.js';
import { addConfigCommand } from './config.js';
import { addDemoCommand } from './demo.js';
import { addEvidenceCommand } from './evidence.js';
import { addImportCommand } from './import.js';
import { addPolicyCommand } from './policy.js';
import { addPricesCommand } from './prices.js';
import { addReconcileCommand } from './reconcile.js';
import { addRecordCommand } from './record.js';
import { addReportCommand } from './report.js';
import { addStatusCommand } from './status.js';
import { SHADOWBILL_VERSION } from './version.js';

/** Every verb that exists, in the order in which a new user meets them. */
export function addCommands(program: Command): void {
  program
    .description('Observes LLM traffic and says what routing would have saved, how sure that is, and what stands in the way.')
    .version(SHADOWBILL_VERSION);
  for (const add of [
    addDemoCommand, addRecordCommand, addImportCommand, addAnalyzeCommand, addReportCommand, addPolicyCommand, addEvidenceCommand, addReconcileCommand,
    addCallsCommand, addStatusCommand, addPricesCommand, addConfidenceCommand, addClassifyCommand, addConfigCommand,
  ]) add(program);
}
