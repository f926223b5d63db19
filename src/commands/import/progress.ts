import { SingleBar } from 'cli-progress';

export interface Progress {
  /** The file that is read now. */
  file(name: string): void;
  bytes(count: number): void;
  records(count: number): void;
  stop(): void;
}

const silent: Progress = { file: () => undefined, bytes: () => undefined, records: () => undefined, stop: () => undefined };

const MEGABYTE = 1_000_000;
const NAME_LETTERS = 30;

/** What a bar says beside its share. Example: 50 MB and 20,000 records in 4 s -> { rate: '12.5 MB/s, 5,000 records/s' } */
export function rateText({ bytes, records, elapsedMs }: { bytes: number; records: number; elapsedMs: number }): string {
  const seconds = Math.max(elapsedMs, 1) / 1000;
  return `${(bytes / MEGABYTE / seconds).toFixed(1)} MB/s, ${Math.round(records / seconds).toLocaleString('en-US')} records/s`;
}

/** Time left at the rate so far; '' while nothing tells. Example: a quarter done in 20 s -> '60 s left' */
export function leftText({ bytes, totalBytes, elapsedMs }: { bytes: number; totalBytes: number; elapsedMs: number }): string {
  if (bytes === 0 || totalBytes === 0) return '';
  const seconds = Math.round((elapsedMs / 1000) * Math.max(0, totalBytes / bytes - 1));
  return seconds < 120 ? `${seconds} s left` : `${Math.round(seconds / 60)} min left`;
}

const shortened = (name: string): string => (name.length > NAME_LETTERS ? `…${name.slice(1 - NAME_LETTERS)}` : name).replace(/[\u0000-\u001f\u007f-\u009f{}]/g, '·');

/** One bar over all files on a terminal; silence elsewhere. `totalBytes` 0: not known (stdin). */
export function startProgress(totalBytes: number, { isTerminal, now }: { isTerminal: boolean; now: () => number }): Progress {
  if (!isTerminal) return silent;
  const format = totalBytes > 0 ? '{name} [{bar}] {percentage}% | {rate} | {left}' : '{name} {megabytes} MB | {rate}';
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true, gracefulExit: false });
  const startedMs = now();
  let bytes = 0;
  let records = 0;
  let name = '';
  const payload = (): Record<string, string> => {
    const elapsedMs = now() - startedMs;
    return { name, megabytes: (bytes / MEGABYTE).toFixed(0), rate: rateText({ bytes, records, elapsedMs }), left: leftText({ bytes, totalBytes, elapsedMs }) };
  };
  bar.start(totalBytes, 0, payload());
  return {
    file(next) {
      name = shortened(next);
      bar.update(bytes, payload());
    },
    bytes(count) {
      bytes += count;
      bar.update(Math.min(bytes, Math.max(totalBytes, bytes)), payload());
    },
    records(count) {
      records += count;
    },
    stop: () => bar.stop(),
  };
}
