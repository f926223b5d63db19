import type { ServerResponse } from 'node:http';

/** Set on every reply that is ours and not the provider's. */
export const ERROR_HEADER = 'x-shadowbill-error';

/** A reply of ours, in the form that SDKs read errors in. `message` names no key and no address that the caller does not know. */
export interface Fault {
  readonly status: number;
  /** Fixed word, e.g. unknown-upstream. */
  readonly code: string;
  readonly message: string;
  readonly headers?: readonly string[];
}

const bodyOf = ({ code, message }: Fault): string => JSON.stringify({ error: { type: 'shadowbill_error', code, message: `shadowbill: ${message}` } });

export function answerFault(response: ServerResponse, fault: Fault): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const body = bodyOf(fault);
  response.writeHead(fault.status, ['Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(body)), ERROR_HEADER, fault.code, ...(fault.headers ?? [])]);
  response.end(body);
}

/** The same as bytes, for connections that no reply object belongs to; the connection ends with it. */
export function faultText(fault: Fault, reason: string): string {
  const body = bodyOf(fault);
  const fields = ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`, `${ERROR_HEADER}: ${fault.code}`, 'Connection: close'];
  return `HTTP/1.1 ${fault.status} ${reason}\r\n${fields.join('\r\n')}\r\n\r\n${body}`;
}

/** What went wrong on the way to an upstream, by the code that Node or OpenSSL gave. */
export function upstreamFault(upstream: string, error: Error | undefined): Fault {
  const code = (error as { code?: unknown } | undefined)?.code;
  const word = typeof code === 'string' && /^[\w-]{1,64}$/.test(code) ? code : 'closed';
  const message = word === 'EGRESSPROXY' ? `no way to ${upstream} through the egress proxy (${error?.message ?? word}).`
    : `${upstream} gave no reply (${word}). Whether it worked on the request is not known.`;
  return { status: 502, code: 'upstream-unreachable', message };
}
