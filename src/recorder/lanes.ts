import type { Socket } from 'node:net';
import type { Dialled, OnDialled } from './dial.js';
import type { Target } from './upstreams.js';

/** ms. An idle connection is kept at least as long as the servers of providers do. */
export const IDLE_MS = 620_000;
/** ms before the end that a server names (`Keep-Alive: timeout=5`): a request may be on its way as long as that. */
const HINT_MARGIN_MS = 1000;

/** Who uses a lane at the moment. */
export interface LaneUser {
  data(chunk: Buffer): void;
  drain(): void;
  /** The upstream says that nothing more comes. */
  end(): void;
  /** The connection is gone; comes after `end` too. */
  close(error: Error | undefined): void;
}

/** One connection to an upstream, for one exchange at a time. */
export interface Lane {
  readonly socket: Socket;
  readonly viaProxy?: Dialled['viaProxy'];
  /** It has carried an exchange before. */
  isReused: boolean;
  user: LaneUser | undefined;
}

export interface Lanes {
  /** An idle lane at once, or a new one; the returned function gives up on a new one. */
  take(target: Target, done: (error: Error | undefined, lane?: Lane) => void): () => void;
  /** A new one in any case. */
  open(target: Target, done: (error: Error | undefined, lane?: Lane) => void): () => void;
  /** Back to the idle ones. `hintMs`: how long the server keeps it, where it said so. */
  give(target: Target, lane: Lane, hintMs?: number): void;
  closeIdle(): void;
}

const keyOf = ({ protocol, host, port, upstream }: Target): string => `${protocol}//${host}:${port} ${upstream.caFile ?? ''}`;

export function openLanes(dial: (target: Target, done: OnDialled) => () => void): Lanes {
  const idle = new Map<string, Lane[]>();

  const openLane = ({ socket, viaProxy }: Dialled): Lane => {
    const lane: Lane = { socket, isReused: false, user: undefined, ...(viaProxy !== undefined && { viaProxy }) };
    let fault: Error | undefined;
    // An idle lane that speaks, ends or fails is of no more use.
    socket.on('data', (chunk: Buffer) => (lane.user === undefined ? socket.destroy() : lane.user.data(chunk)));
    socket.on('drain', () => lane.user?.drain());
    socket.on('end', () => (lane.user === undefined ? socket.destroy() : lane.user.end()));
    socket.on('error', (error) => (fault = error));
    socket.on('close', () => lane.user?.close(fault));
    socket.on('timeout', () => lane.user === undefined && socket.destroy());
    return lane;
  };

  const open: Lanes['open'] = (target, done) => dial(target, (error, dialled) => {
    if (dialled === undefined) return done(error ?? new Error('no connection'));
    done(undefined, openLane(dialled));
  });

  return {
    open,
    take(target, done) {
      const list = idle.get(keyOf(target));
      while (list !== undefined && list.length > 0) {
        const lane = list.pop();
        if (lane === undefined || lane.socket.destroyed || lane.socket.readableEnded || !lane.socket.writable) continue;
        lane.socket.setTimeout(0);
        lane.socket.ref();
        lane.isReused = true;
        done(undefined, lane);
        return () => undefined;
      }
      return open(target, done);
    },
    give(target, lane, hintMs) {
      lane.user = undefined;
      const keepMs = Math.min(IDLE_MS, hintMs === undefined ? IDLE_MS : hintMs - HINT_MARGIN_MS);
      if (lane.socket.destroyed || !lane.socket.writable || keepMs <= 0) {
        lane.socket.destroy();
        return;
      }
      lane.socket.resume();
      lane.socket.setTimeout(keepMs);
      const key = keyOf(target);
      const list = idle.get(key);
      if (list === undefined) idle.set(key, [lane]);
      else list.push(lane);
      if (list !== undefined && list.length > MANY_IDLE) idle.set(key, list.filter(({ socket }) => !socket.destroyed));
    },
    closeIdle() {
      for (const list of idle.values()) for (const { socket } of list) socket.destroy();
      idle.clear();
    },
  };
}

/** Idle lanes of one host above which dead ones among them are looked for. */
const MANY_IDLE = 64;
