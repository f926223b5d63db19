import type { Config } from '../../model/config.js';
import { UserError } from '../../model/errors.js';
import { type PrivacyLevel, privacyLevels } from '../../privacy/index.js';
import { type ListenAddress, checkReach, inboundTls, listenAddress } from '../../recorder/listen.js';
import { type Upstream, upstreamsOf } from '../../recorder/upstreams.js';
import type { CommonOptions } from '../common.js';

export interface RecordFlags extends CommonOptions {
  listen: string;
  admin: string;
  privacy?: string;
  env?: string;
  headers?: boolean;
  otlp?: string;
  tlsCert?: string;
  tlsKey?: string;
  clientToken?: string;
  iKnow?: boolean;
}

export interface RecordOptions {
  listen: ListenAddress;
  admin: ListenAddress;
  otlp: ListenAddress | undefined;
  privacy: PrivacyLevel;
  env: string | undefined;
  marksReplies: boolean;
  tls: { cert: Buffer; key: Buffer } | undefined;
  clientToken: string | undefined;
  upstreams: ReadonlyMap<string, Upstream>;
}

/** Letters. A shorter token is guessed. */
const LEAST_TOKEN = 16;

/** Flag, then environment, then settings, then default; everything that can be wrong is said before a port is opened. */
export function readRecordOptions(flags: RecordFlags, config: Config, environment: Readonly<Record<string, string | undefined>> = process.env): RecordOptions {
  const clientToken = flags.clientToken ?? environment['SHADOWBILL_CLIENT_TOKEN'];
  if (clientToken !== undefined && clientToken.length < LEAST_TOKEN) {
    throw new UserError('short-token', `The client token has ${clientToken.length} characters; it needs ${LEAST_TOKEN} or more.`, { hint: 'Take the output of: openssl rand -hex 24' });
  }
  const addresses = { listen: listenAddress(flags.listen), admin: listenAddress(flags.admin), otlp: flags.otlp === undefined ? undefined : listenAddress(flags.otlp) };
  for (const address of Object.values(addresses)) if (address !== undefined) checkReach(address, { clientToken, isKnown: flags.iKnow });
  return {
    ...addresses,
    privacy: privacyOf(flags.privacy ?? environment['SHADOWBILL_PRIVACY'] ?? config.privacy ?? 'redacted'),
    env: flags.env ?? environment['SHADOWBILL_ENV'],
    marksReplies: flags.headers === true,
    tls: tlsOf(flags),
    clientToken,
    upstreams: upstreamsOf(config.upstreams),
  };
}

function privacyOf(text: string): PrivacyLevel {
  const level = privacyLevels.find((candidate) => candidate === text);
  if (level === undefined) throw new UserError('bad-privacy', `"${text}" is no privacy level.`, { hint: `The levels are ${privacyLevels.join(', ')}.` });
  return level;
}

function tlsOf({ tlsCert, tlsKey }: RecordFlags): { cert: Buffer; key: Buffer } | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) throw new UserError('tls-pair', '--tls-cert and --tls-key belong together.', { hint: 'Give both, or neither.' });
  return inboundTls({ certFile: tlsCert, keyFile: tlsKey });
}
