import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecordFlags, readRecordOptions } from '../../src/commands/record/options.js';
import { type Recorder, openRecorder, textOf } from '../../src/commands/record/run.js';
import type { Config } from '../../src/model/config.js';
import type { StoredCall } from '../../src/model/call.js';
import { openStore } from '../../src/store/index.js';
import { bundledEntry } from './entry.js';

export type Upstream = (request: IncomingMessage, reply: ServerResponse, body: Buffer) => void;

/** A recorder as `shadowbill record` starts it, in front of an upstream of the test's own that goes by every provider's name. */
export interface RecorderUnderTest {
  folder: string;
  db: string;
  base: string;
  admin: string;
  otlp: string;
  said: string[];
  recorder: Recorder;
  answer(upstream: Upstream): void;
  /** Drains, stops, and gives what is in the store. */
  calls(): Promise<StoredCall[]>;
  end(): Promise<void>;
}

let entry: Promise<URL> | undefined;

export async function startRecorder(flags: Partial<RecordFlags> = {}, config: Config = {}): Promise<RecorderUnderTest> {
  entry ??= bundledEntry('record');
  const folder = mkdtempSync(join(tmpdir(), 'shadowbill-record-'));
  let upstream: Upstream = (_, reply) => reply.end();
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => upstream(request, reply, Buffer.concat(chunks)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const upstreams = { openai: { url, provider: 'openai' }, anthropic: { url, provider: 'anthropic' }, gemini: { url, provider: 'google' } };
  const db = join(folder, 'shadowbill.db');
  const said: string[] = [];
  const settings = { ...config, upstreams: { ...upstreams, ...config.upstreams } };
  const options = readRecordOptions({ listen: '127.0.0.1:0', admin: '127.0.0.1:0', otlp: '127.0.0.1:0', ...flags }, settings, {});
  const recorder = await openRecorder(options, { storeLocation: db, config: settings, say: (text) => said.push(text), entry: await entry });
  const { listen, admin, otlp } = recorder.addresses;
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await recorder.stop(2000);
  };
  return {
    folder, db, said, recorder, base: `http://${textOf(listen)}`, admin: `http://${textOf(admin)}`, otlp: otlp === undefined ? '' : `http://${textOf(otlp)}`,
    answer: (next) => {
      upstream = next;
    },
    async calls() {
      await stop();
      const store = await openStore(db, { mode: 'read' });
      const calls: StoredCall[] = [];
      for await (const page of store.readCalls({})) calls.push(...page);
      await store.close();
      return calls;
    },
    async end() {
      await stop();
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
