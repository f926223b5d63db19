// OTLP/HTTP: https://opentelemetry.io/docs/specs/otlp/#otlphttp (read 2026-11-22)
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CLIENT_TOKEN_HEADER } from './headers.js';
import type { SeenExport } from './record-pack.js';

export interface OtlpWorld {
  /** False: there is no room now. */
  takeExport(seen: SeenExport): boolean;
  /** ms UTC. */
  now(): number;
  /** Whether the client token of a request is the right one; absent: none is asked for. */
  isAllowed?: ((token: string | undefined) => boolean) | undefined;
}

/** Bytes of one export as it is sent. Exporters send some hundred spans at once. */
const MAX_EXPORT_BYTES = 32 * 1024 * 1024;
/** Seconds after which an exporter that found no room comes again. */
const RETRY_AFTER = '2';

const kinds: Readonly<Record<string, SeenExport['kind'] | 'metrics'>> = { '/v1/traces': 'traces', '/v1/logs': 'logs', '/v1/metrics': 'metrics' };

/** Takes spans and logs, protobuf and JSON, and answers in the same form. Metrics are accepted and left out: they are sums, and no calls. */
export function createOtlpReceiver(world: OtlpWorld): Server {
  return createServer((request, reply) => {
    const kind = kinds[(request.url ?? '').split('?', 1)[0] ?? ''];
    const contentType = request.headers['content-type'] ?? '';
    const isJson = /\bjson\b/i.test(contentType);
    const answer = (status: number, message?: string): void => answerExport(reply, { status, isJson, message });
    if (kind === undefined) return refuse(request, () => answer(404, 'Here are /v1/traces and /v1/logs.'));
    const token = request.headers[CLIENT_TOKEN_HEADER];
    if (world.isAllowed?.(Array.isArray(token) ? token[0] : token) === false) return refuse(request, () => answer(401, `This receiver asks for its token in ${CLIENT_TOKEN_HEADER}.`));
    if (request.method !== 'POST') return refuse(request, () => answer(405, 'POST only.'));
    if (!isJson && !/\bapplication\/x-protobuf\b/i.test(contentType)) return refuse(request, () => answer(415, 'application/x-protobuf or application/json.'));
    collect(request, (chunks, bytes) => {
      if (chunks === undefined) return answer(413, 'The export is too large; lower the size of the exporter\'s batches.');
      if (kind === 'metrics') return answer(200);
      const isTaken = world.takeExport({
        kind, contentType, contentEncoding: request.headers['content-encoding'] ?? '', body: { chunks, bytes, isWhole: true }, receivedAt: world.now(),
      });
      if (isTaken) return answer(200);
      reply.setHeader('retry-after', RETRY_AFTER);
      answer(503, 'There is no room now; send it again.');
    });
  });
}

function refuse(request: IncomingMessage, answer: () => void): void {
  request.resume();
  answer();
}

function collect(request: IncomingMessage, done: (chunks: Buffer[] | undefined, bytes: number) => void): void {
  let chunks: Buffer[] = [];
  let bytes = 0;
  let isTooLarge = false;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (isTooLarge) return;
    chunks.push(chunk);
    if (bytes <= MAX_EXPORT_BYTES) return;
    isTooLarge = true;
    chunks = [];
    done(undefined, bytes);
  });
  request.on('end', () => {
    if (!isTooLarge) done(chunks, bytes);
  });
  request.on('error', () => {
    chunks = [];
  });
}

/** An empty response message in protobuf is no bytes at all; a `Status` has its message as field 2. */
function answerExport(reply: ServerResponse, { status, isJson, message }: { status: number; isJson: boolean; message: string | undefined }): void {
  if (reply.headersSent) return;
  const json = message === undefined ? '{}' : JSON.stringify({ message });
  const text = Buffer.from(message ?? '');
  const bytes = message === undefined ? Buffer.alloc(0) : Buffer.concat([Buffer.from([0x12, text.length]), text]);
  const body = isJson ? Buffer.from(json) : bytes;
  reply.writeHead(status, { 'content-type': isJson ? 'application/json' : 'application/x-protobuf', 'content-length': body.length });
  reply.end(body);
}
