import type { Command } from 'commander';
import { type CommonOptions, emit, loadConfig, say, storeLocation, withCommonOptions } from './common.js';
import { type RecordFlags, readRecordOptions } from './record/options.js';
import { type Recorder, type RecorderStatus, openRecorder, textOf } from './record/run.js';

/** ms that calls under way have to end after the first signal; the second signal waits for none. Orchestrators end a process 30 s after the signal. */
const DRAIN_MS = 20_000;

export function addRecordCommand(program: Command): void {
  withCommonOptions(program.command('record'))
    .description('pass traffic to the providers unchanged and record every call; ends at SIGTERM or Ctrl-C')
    .option('--listen <host:port>', 'where applications send their calls', '127.0.0.1:8787')
    .option('--admin <host:port>', 'where /healthz, /readyz, /status and /metrics are', '127.0.0.1:8788')
    .option('--privacy <level>', 'what is kept of texts: features (nothing), redacted (secrets and personal data masked; default) or full')
    .option('--env <name>', 'environment that all calls are filed under')
    .option('--headers', 'send x-shadowbill-call-id with every reply')
    .option('--otlp <host:port>', 'receive OpenTelemetry spans and logs (OTLP over HTTP) there')
    .option('--tls-cert <file>', 'certificate of the traffic port, PEM; with --tls-key')
    .option('--tls-key <file>', 'its key, PEM')
    .option('--client-token <token>', 'callers must send it as x-shadowbill-client-token (or SHADOWBILL_CLIENT_TOKEN)')
    .option('--i-know', 'listen beyond this machine without a client token')
    .action((flags: RecordFlags) => runRecord(flags));
}

async function runRecord(flags: RecordFlags): Promise<void> {
  const config = loadConfig(flags);
  const options = readRecordOptions(flags, config);
  process.stderr.on('error', () => undefined);
  const recorder = await openRecorder(options, { storeLocation: storeLocation(flags), config, say });
  const survive = openSurvival(recorder);
  announce(recorder, { store: storeLocation(flags), hasTls: options.tls !== undefined });
  await asked();
  say('Ending: calls under way may end, no new ones are taken. A second signal ends at once.');
  const second = asked().then(() => recorder.stop(0));
  await Promise.race([recorder.stop(DRAIN_MS), second]);
  survive.end();
  emitSummary(recorder.status(), flags);
}

/** Promise 1: a fault of the recorder never ends the process that carries traffic. Nothing of the fault's text is printed: it may hold what a caller sent. */
function openSurvival(recorder: Recorder): { end(): void } {
  const onFault = (error: unknown): void => {
    recorder.countFault();
    say(`A fault inside the recorder (${error instanceof Error ? error.name : 'fault'}); traffic flows on.`);
  };
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
  return {
    end() {
      process.off('uncaughtException', onFault);
      process.off('unhandledRejection', onFault);
    },
  };
}

/** The next SIGTERM or SIGINT. */
const asked = (): Promise<void> =>
  new Promise((resolve) => {
    const hear = (): void => {
      process.off('SIGTERM', hear);
      process.off('SIGINT', hear);
      resolve();
    };
    process.on('SIGTERM', hear);
    process.on('SIGINT', hear);
  });

function announce({ addresses, status }: Recorder, { store, hasTls }: { store: string; hasTls: boolean }): void {
  const { upstreams } = status();
  const base = `${hasTls ? 'https' : 'http'}://${textOf(addresses.listen)}`;
  say([
    `Recording into ${store}. Set the base URL of your applications to ${base}/NAME, for example ${base}/openai/v1 or ${base}/anthropic; nothing else changes.`,
    `Names: ${upstreams.join(', ')}.`,
    `Health, status and metrics: http://${textOf(addresses.admin)}/status${addresses.otlp === undefined ? '' : `. OpenTelemetry: http://${textOf(addresses.otlp)}/v1/traces`}`,
  ].join('\n'));
}

function emitSummary(status: RecorderStatus, flags: CommonOptions): void {
  if (flags.json === true) return emit(JSON.stringify(status, null, 2), flags);
  const { counts, losses, store } = status.recording;
  const lost = losses.filter(({ kind }) => kind === 'lost').reduce((sum, { calls }) => sum + calls, 0);
  const unseen = losses.filter(({ kind }) => kind === 'unseen').reduce((sum, { calls }) => sum + calls, 0);
  const whole = (value: number): string => value.toLocaleString('en-US');
  emit([
    `Recorded   ${whole(counts['calls'] ?? 0)} calls into ${status.store}`,
    `Lost       ${whole(lost)} calls, which kept ones stand for`,
    `Not seen   ${whole(unseen)} requests on paths that are not understood`,
    ...(store.spoolBytes > 0 ? [`Waiting    ${whole(store.spoolBytes)} bytes of calls in ${status.store}.spool, which the next start stores`] : []),
  ].join('\n'), flags);
}
