import type { Command } from 'commander';
import type { Store, StoreSummary } from '../model/store.js';
import { lossWeights } from '../settle/index.js';
import { openStore } from '../store/index.js';
import { type CommonOptions, emit, storeLocation, withCommonOptions } from './common.js';

/** Days of traffic that a full projection asks for. */
const FULL_DAYS = 14;

/** What `status --json` prints. Absent = unknown, as null. */
interface Status {
  store: string;
  isSynthetic: boolean;
  calls: number;
  firstAt: string | null;
  lastAt: string | null;
  daysCollected: number;
  daysForFullAnalysis: number;
  sources: StoreSummary['sources'];
  callsTimedByFile: number;
  /** What a recorder passed on and could not keep; kept calls stand for those that are represented. */
  lost: { calls: number; represented: number };
  /** Requests on paths that may cost something and are not understood. */
  requestsNotSeen: number;
  cells: number;
  hoursToSettle: number;
  workloads: number;
  evidence: number;
  imports: { finished: number; unfinished: number; skippedRecords: number };
  analyses: number;
  lastAnalysis: string | null;
}

export function addStatusCommand(program: Command): void {
  withCommonOptions(program.command('status'))
    .description('what the store holds, and what is missing for a full analysis')
    .action(async (options: CommonOptions) => {
      const store = await openStore(storeLocation(options), { mode: 'read' });
      try {
        const status = await statusOf(store);
        emit(options.json === true ? JSON.stringify(status, null, 2) : statusText(status), options);
      } finally {
        await store.close();
      }
    });
}

const instantText = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());

async function statusOf(store: Store): Promise<Status> {
  const summary = await store.summary();
  const imports = await store.listImports();
  const losses = await store.listLosses();
  const { lost, unrepresented } = lossWeights(losses);
  const finished = imports.filter(({ isFinished }) => isFinished).length;
  return {
    store: store.location,
    isSynthetic: summary.isSynthetic,
    calls: summary.calls,
    firstAt: instantText(summary.firstAt),
    lastAt: instantText(summary.lastAt),
    daysCollected: summary.daysWithCalls ?? 0,
    daysForFullAnalysis: FULL_DAYS,
    sources: summary.sources,
    callsTimedByFile: summary.callsTimedByFile,
    lost: { calls: lost, represented: lost - unrepresented },
    requestsNotSeen: losses.reduce((sum, { kind, calls }) => sum + (kind === 'unseen' ? calls : 0), 0),
    cells: summary.cells,
    hoursToSettle: summary.dirtyHours,
    workloads: (await store.workloads()).length,
    evidence: (await store.listEvidence()).length,
    imports: { finished, unfinished: imports.length - finished, skippedRecords: imports.reduce((sum, { counts }) => sum + counts.skipped, 0) },
    analyses: summary.analyses,
    lastAnalysis: (await store.listAnalyses())[0]?.id ?? null,
  };
}

const number = (value: number): string => value.toLocaleString('en-US');

const counted = (count: number, noun: string): string => `${number(count)} ${noun}${count === 1 ? '' : 's'}`;

function statusText(status: Status): string {
  const days = `${Math.min(status.daysCollected, FULL_DAYS)} of ${FULL_DAYS} days collected`;
  const lines = [
    `Store      ${status.store}${status.isSynthetic ? '  (SYNTHETIC: holds generated traffic)' : ''}`,
    `Calls      ${number(status.calls)}${status.firstAt === null ? '' : `, ${status.firstAt} to ${status.lastAt ?? ''}`}`,
    `Days       ${days}`,
    `Sources    ${status.sources.map(({ source, calls }) => `${source} ${number(calls)}`).join(', ') || 'none'}`,
    `Imports    ${number(status.imports.finished)} finished${status.imports.unfinished === 0 ? '' : `, ${number(status.imports.unfinished)} unfinished (run the same import again)`}, ${counted(status.imports.skippedRecords, 'record')} skipped`,
    `Settled    ${counted(status.cells, 'cell')}, ${counted(status.workloads, 'workload')}, ${counted(status.evidence, 'item')} of evidence${status.hoursToSettle === 0 ? '' : `; ${counted(status.hoursToSettle, 'hour')} to settle (the next analyze does it)`}`,
    `Analyses   ${number(status.analyses)}${status.lastAnalysis === null ? '' : `, last ${status.lastAnalysis}`}`,
  ];
  if (status.lost.calls > 0) lines.push(`Lost       ${counted(status.lost.calls, 'call')} passed the recorder and could not be kept; kept calls of their kind stand for ${number(status.lost.represented)} of them.`);
  if (status.requestsNotSeen > 0) lines.push(`Not seen   ${counted(status.requestsNotSeen, 'request')} on paths that may cost something and are not understood.`);
  if (status.callsTimedByFile > 0) {
    lines.push(`No time    ${counted(status.callsTimedByFile, 'call')} had no time of their own; the file's time stands in, so days and projections mean nothing for them.`);
  }
  return lines.join('\n');
}
