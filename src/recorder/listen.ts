import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type SecureContext, createSecureContext, rootCertificates } from 'node:tls';
import { UserError } from '../model/errors.js';
import { type Environment, isLoopback } from './egress.js';
import type { Target, Upstream } from './upstreams.js';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Example: '127.0.0.1:8787' -> { host: '127.0.0.1', port: 8787 }; '[::1]:0' -> { host: '::1', port: 0 } */
export function listenAddress(text: string): ListenAddress {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || port === undefined || Number(port) > 65_535) throw new UserError('listen-address', `${text} is no address to listen on.`, { hint: 'Write it as host:port, e.g. 127.0.0.1:8787 or [::1]:8787.' });
  return { host, port: Number(port) };
}

/** Whoever reaches the port uses the keys of whoever sends them, and the upstreams of this network: beyond this machine that has to be meant. */
export function checkReach({ host }: ListenAddress, { clientToken, isKnown }: { readonly clientToken?: string | undefined; readonly isKnown?: boolean | undefined }): void {
  if (isLoopback(host) || clientToken !== undefined || isKnown === true) return;
  throw new UserError('listen-off-loopback', `${host} can be reached from other machines, and no client token is set.`, {
    hint: 'Set --client-token (callers send it as x-shadowbill-client-token), listen on 127.0.0.1, or say --i-know where the network already keeps others out.',
  });
}

/** Whether the caller sent the token; takes as long for every wrong one. */
export function openTokenCheck(expected: string): (given: string | undefined) => boolean {
  const wanted = createHash('sha256').update(expected, 'utf8').digest();
  // A header comes as one character a byte.
  return (given) => timingSafeEqual(createHash('sha256').update(given ?? '', 'latin1').digest(), wanted) && given !== undefined;
}

/** Certificate and key of `--tls-cert` and `--tls-key`, read and tried. */
export function inboundTls({ certFile, keyFile }: { readonly certFile: string; readonly keyFile: string }): { cert: Buffer; key: Buffer } {
  const pair = { cert: readPem(certFile), key: readPem(keyFile) };
  try {
    createSecureContext(pair);
  } catch (cause) {
    throw new UserError('tls-pair', `${certFile} and ${keyFile} are no certificate with its key.`, { hint: 'Both must be PEM, the key without a passphrase.', cause });
  }
  return pair;
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new UserError('file-unreadable', `${file} cannot be read.`, { hint: 'Look at the path and at who may read it.', cause });
  }
}

/** The authorities of upstreams that name a file: theirs, the usual ones, and those of NODE_EXTRA_CA_CERTS. Without a file Node's own rules hold, which include the latter. */
export function secureContexts(upstreams: ReadonlyMap<string, Upstream>, environment: Environment): (target: Target) => SecureContext | undefined {
  const byFile = new Map<string, SecureContext>();
  for (const { caFile } of upstreams.values()) {
    if (caFile === undefined || byFile.has(caFile)) continue;
    const extra = environment['NODE_EXTRA_CA_CERTS'];
    const ca = [...rootCertificates, ...(extra === undefined || extra === '' ? [] : [readPem(extra)]), readPem(caFile)];
    try {
      byFile.set(caFile, createSecureContext({ ca }));
    } catch (cause) {
      throw new UserError('ca-file', `${caFile} holds no certificates.`, { hint: 'It must be PEM.', cause });
    }
  }
  return ({ upstream }) => (upstream.caFile === undefined ? undefined : byFile.get(upstream.caFile));
}
