import { writeSync } from 'node:fs';
import { startRecording } from '../../src/commands/workers/record-thread.js';
import { seenChat } from './seen.js';

/** A process that records without end, until it is killed or told to stop, and prints how many calls the store has said that it holds. */
const [storeLocation = '', entry = ''] = process.argv.slice(2);
const recording = startRecording({ storeLocation, privacy: 'redacted', config: {}, entry: new URL(entry) });
await recording.started;
let sent = 0;
const feed = setInterval(() => {
  for (let at = 0; at < 20; at += 1) recording.take(seenChat({ id: `chatcmpl-${(sent += 1)}` }));
  const { counts, queue } = recording.status();
  writeSync(1, `${counts['calls'] ?? 0} ${queue.inFlight} ${sent} ${queue.dropped}\n`);
}, 5);
process.once('SIGTERM', () => {
  clearInterval(feed);
  void recording.stop(10_000).then(() => {
    const { counts, queue } = recording.status();
    writeSync(1, `${counts['calls'] ?? 0} ${queue.inFlight} ${sent} ${queue.dropped}\n`);
    process.exit(0);
  });
});
