import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../../model/config.js';
import { UserError } from '../../model/errors.js';
import { createAdmin } from '../../recorder/admin.js';
import { type ListenAddress, openTokenCheck } from '../../recorder/listen.js';
import { createOtlpReceiver } from '../../recorder/otlp.js';
import { type Proxy, openProxy } from '../../recorder/proxy.js';
import { SHADOWBILL_VERSION } from '../version.js';
import { type Recording, type RecordingStatus, startRecording } from '../workers/record-thread.js';
import { recordMetrics } from './metrics.js';
import type { RecordOptions } from './options.js';

export interface RecorderWorld {
  storeLocation: string;
  config: Config;
  say(text: string): void;
  /** Where the recording thread's file lies; absent: beside this one. */
  entry?: URL | undefined;
}

export interface RecorderStatus {
  version: string;
  startedAt: string;
  privacy: RecordOptions['privacy'];
  store: string;
  listen: string;
  otlp: string | null;
  upstreams: readonly string[];
  faults: number;
  traffic: Readonly<Record<string, number>>;
  recording: RecordingStatus;
}

export interface Recorder {
  addresses: { listen: ListenAddress; admin: ListenAddress; otlp: ListenAddress | undefined };
  status(): RecorderStatus;
  /** A fault inside this process that traffic survived. */
  countFault(): void;
  /** Takes no more connections, lets calls under way end within `withinMs`, then stores what waits. */
  stop(withinMs: number): Promise<void>;
}

/** ms in which what waits is stored at the end. */
const STORE_MS = 5000;

/** ms between the end of the traffic and that of the recording. */
const TURN_MS = 20;

/** Store first, so that one which cannot be opened is said before a port is; traffic last. What was begun is ended again when a later part fails. */
export async function openRecorder(options: RecordOptions, world: RecorderWorld): Promise<Recorder> {
  const startedAt = new Date().toISOString();
  const recording = startRecording({ storeLocation: world.storeLocation, privacy: options.privacy, config: world.config, onTrouble: world.say, ...(world.entry !== undefined && { entry: world.entry }) });
  const servers: Server[] = [];
  let proxy: Proxy | undefined;
  let faults = 0;
  let isEnding = false;
  const status = (): RecorderStatus => ({
    version: SHADOWBILL_VERSION, startedAt, privacy: options.privacy, store: world.storeLocation, listen: textOf(proxy?.address ?? options.listen), otlp: options.otlp === undefined ? null : textOf(options.otlp),
    upstreams: [...options.upstreams.keys()], faults, traffic: { ...proxy?.counts }, recording: recording.status(),
  });
  const readiness = (): { isReady: boolean; text: string } =>
    proxy === undefined || isEnding ? { isReady: false, text: isEnding ? 'ending: calls under way may end, no new ones are taken' : 'starting' } : { isReady: true, text: troubleOf(recording) ?? 'ready' };
  try {
    await recording.started;
    const listen = async (server: Server, address: ListenAddress): Promise<ListenAddress> => {
      const bound = await listening(server, address);
      servers.push(server);
      return bound;
    };
    const isAllowed = options.clientToken === undefined ? undefined : openTokenCheck(options.clientToken);
    const admin = await listen(createAdmin({ readiness, status, metrics: () => recordMetrics({ recording: recording.status(), traffic: { ...proxy?.counts }, faults }) }), options.admin);
    const otlp = options.otlp === undefined ? undefined : await listen(createOtlpReceiver({ takeExport: recording.takeExport, now: Date.now, isAllowed }), options.otlp);
    const opened = await openProxy({
      listen: options.listen, upstreams: options.upstreams, sink: recording, marksReplies: options.marksReplies,
      ...(options.env !== undefined && { env: options.env }), ...(options.clientToken !== undefined && { clientToken: options.clientToken }), ...(options.tls !== undefined && { tls: options.tls }),
    });
    proxy = opened;
    return {
      addresses: { listen: opened.address, admin, otlp },
      status,
      countFault: () => (faults += 1),
      async stop(withinMs) {
        isEnding = true;
        await opened.close({ withinMs });
        await turn();
        await recording.stop(STORE_MS);
        for (const server of servers) close(server);
      },
    };
  } catch (error) {
    await recording.stop(STORE_MS);
    servers.forEach(close);
    throw error;
  }
}

/** Exchanges that were cut are handed over when their sockets say so. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, TURN_MS));

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}

function troubleOf(recording: Recording): string | undefined {
  const { isReady, store } = recording.status();
  if (!isReady) return 'ready, not recording: the recording thread is being started';
  return store.isStalled ? `ready, recording into the spool: the store cannot take calls (${store.lastFault ?? 'fault'})` : undefined;
}

/** Example: { host: '::1', port: 8787 } -> '[::1]:8787' */
export const textOf = ({ host, port }: ListenAddress): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

function listening(server: Server, { host, port }: ListenAddress): Promise<ListenAddress> {
  return new Promise((done, failed) => {
    server.once('error', (cause: NodeJS.ErrnoException) => failed(new UserError('listen', `${textOf({ host, port })} cannot be listened on (${cause.code ?? cause.message}).`, { hint: 'Another recorder may be running there; choose another address.', cause })));
    server.listen(port, host, () => {
      const { address, port: bound } = server.address() as AddressInfo;
      done({ host: address, port: bound });
    });
  });
}
