import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TableAnswer, TableRequest } from './read-table.js';

/** A process of its own: what damage makes of the decoder (no end, no memory, an abort of the whole process) cannot be held in a thread. */
export interface TableProcess {
  ask(request: TableRequest): void;
  /** The next answer, or why there is none: it ended, or let `patienceMs` pass; then it is gone. */
  next(patienceMs: number): Promise<TableAnswer | { lost: string }>;
  /** Keeps this process alive while there is something to wait for. */
  hold(isHeld: boolean): void;
  isAlive(): boolean;
  kill(): void;
}

/** MB of memory for what one row group takes. */
export const TABLE_MEMORY_MB = 1024;

/** Patience is counted in this many ticks of this process, so that time in which it was busy itself does not count. */
const TICKS = 20;
const SHOWN_FAULT_CHARACTERS = 4000;

export function startTableProcess(entry: URL): TableProcess {
  const child = fork(fileURLToPath(entry), { serialization: 'advanced', execArgv: [`--max-old-space-size=${TABLE_MEMORY_MB}`], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const answers: TableAnswer[] = [];
  let lost: string | undefined;
  let fault = '';
  let wake: (() => void) | undefined;
  const end = (reason: string): void => {
    lost ??= reason;
    process.off('exit', kill);
    wake?.();
  };
  const kill = (): void => {
    end('it was stopped');
    child.kill('SIGKILL');
  };
  process.on('exit', kill);
  child.on('message', (answer: TableAnswer) => {
    answers.push(answer);
    wake?.();
  });
  child.stderr?.on('data', (text: Buffer) => (fault = (fault + text.toString('utf8')).slice(-SHOWN_FAULT_CHARACTERS)));
  child.on('error', ({ message }) => end(`its reader failed: ${message}`));
  child.on('close', (code, signal) => end(reasonOf(fault, signal ?? code)));

  return {
    ask: (request) => void (lost === undefined && child.send(request, () => undefined)),
    async next(patienceMs) {
      let ticks = 0;
      while (answers.length === 0 && lost === undefined) {
        if (ticks === TICKS) {
          kill();
          return { lost: `no rows came within ${Math.ceil(patienceMs / 1000)} seconds` };
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(() => {
            ticks += 1;
            resolve();
          }, patienceMs / TICKS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = undefined;
      }
      return answers.shift() ?? { lost: lost ?? 'it was stopped' };
    },
    hold: (isHeld) => hold(child, isHeld),
    isAlive: () => lost === undefined,
    kill,
  };
}

function hold(child: ChildProcess, isHeld: boolean): void {
  const stderr = child.stderr as { ref?: () => void; unref?: () => void } | null;
  for (const part of [child, child.channel, stderr]) part?.[isHeld ? 'ref' : 'unref']?.();
}

const reasonOf = (fault: string, ending: string | number | null): string =>
  /heap out of memory|invalid size|invalid table size|Allocation failed/i.test(fault)
    ? `it takes more than ${TABLE_MEMORY_MB} MB of memory to decode: too large, or damaged`
    : `its reader ended (${ending ?? 'unknown'})${/\b(\w*Error: .{1,200})/.exec(fault)?.[1]?.replace(/^/, ': ') ?? ''}`;
