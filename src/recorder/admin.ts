import { createServer, type Server, type ServerResponse } from 'node:http';

/** What the operator's port shows. Nothing of a call's text or of a caller's keys is in any of it. */
export interface AdminWorld {
  /** Whether traffic is taken. A recording that is stalled is no reason to send callers away: it is said in the text, and counted in the metrics. */
  readiness(): { isReady: boolean; text: string };
  /** As JSON. */
  status(): unknown;
  /** In the text format of Prometheus. */
  metrics(): string;
}

const TEXT = 'text/plain; charset=utf-8';
const METRICS = 'text/plain; version=0.0.4; charset=utf-8';

/** `/healthz` the process answers; `/readyz` traffic is taken; `/status` JSON; `/metrics`. Anything else is 404: no traffic goes through here. */
export function createAdmin(world: AdminWorld): Server {
  const pages: Readonly<Record<string, (reply: ServerResponse) => void>> = {
    '/healthz': (reply) => send(reply, { status: 200, type: TEXT, text: 'ok\n' }),
    '/readyz': (reply) => {
      const { isReady, text } = world.readiness();
      send(reply, { status: isReady ? 200 : 503, type: TEXT, text: `${text}\n` });
    },
    '/status': (reply) => send(reply, { status: 200, type: 'application/json', text: `${JSON.stringify(world.status(), null, 2)}\n` }),
    '/metrics': (reply) => send(reply, { status: 200, type: METRICS, text: world.metrics() }),
  };
  return createServer((request, reply) => {
    request.resume();
    const page = Object.hasOwn(pages, pathOf(request.url)) ? pages[pathOf(request.url)] : undefined;
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(reply, { status: 405, type: TEXT, text: 'GET and HEAD only\n' });
    if (page === undefined) return send(reply, { status: 404, type: TEXT, text: `Here are ${Object.keys(pages).join(', ')}. Traffic goes to the other port.\n` });
    try {
      page(reply);
    } catch {
      send(reply, { status: 500, type: TEXT, text: 'the page could not be made\n' });
    }
  });
}

const pathOf = (url = '/'): string => url.split('?', 1)[0] ?? '/';

function send(reply: ServerResponse, { status, type, text }: { status: number; type: string; text: string }): void {
  if (reply.headersSent) return;
  reply.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  reply.end(text);
}
