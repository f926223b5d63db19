import { existsSync } from 'node:fs';
import { MessageChannel, type MessagePort, Worker, receiveMessageOnPort } from 'node:worker_threads';
import { countTokens, estimateTokens } from '../../tokens/index.js';

export interface Counted {
  /** A whole number >= 0. */
  tokens: number;
  /** Its time ran out: worked out from the text's length. */
  isEstimated: boolean;
}

export interface TokenCounter {
  count(text: string): Promise<Counted>;
  /** Ends the thread. What was not counted by then is estimated. */
  close(): Promise<void>;
}

/** ms for one text. Two megabytes of ordinary text, the most that is counted, take about one second; the slowest known run of one character two. */
const DEADLINE_MS = 10_000;

/** MB for young objects. The table of tokens is large and old, texts come one by one: more only holds garbage. */
const YOUNG_MB = 4;

interface Task { id: number; text: string; settle: (counted: Counted) => void }

type Answer = { isReady: true } | { id: number; tokens: number };

/**
 * Counts tokens in a thread that is started at the first text. A text that takes longer than the deadline ends the thread, is estimated, and the next ones go
 * to a new thread. Where the thread's file is not there (a bundle of one file) texts are counted in this thread.
 */
export function openTokenCounter({ entry = new URL('./count-tokens.js', import.meta.url), deadlineMs = DEADLINE_MS }: { entry?: URL; deadlineMs?: number } = {}): TokenCounter {
  const waiting: Task[] = [];
  let thread: { worker: Worker; port: MessagePort } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let nextId = 0;
  let isInThread = existsSync(entry);

  const estimate = (task: Task): void => task.settle({ tokens: estimateTokens(task.text), isEstimated: true });

  const accept = (answer: Answer): void => {
    if (!('isReady' in answer)) {
      const at = waiting.findIndex(({ id }) => id === answer.id);
      const [task] = at < 0 ? [] : waiting.splice(at, 1);
      task?.settle({ tokens: answer.tokens, isEstimated: false });
    }
    arm();
  };

  /** One deadline at a time: that of the text which the thread has in hand. */
  const arm = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) {
      thread?.worker.unref();
      thread?.port.unref();
      return;
    }
    thread?.worker.ref();
    timer = setTimeout(expire, deadlineMs);
  };

  /** This thread may have been busy itself: answers that lie ready count as in time. */
  const expire = (): void => {
    const before = waiting.length;
    for (let found = thread === undefined ? undefined : receiveMessageOnPort(thread.port); found !== undefined; found = thread === undefined ? undefined : receiveMessageOnPort(thread.port)) accept(found.message as Answer);
    if (waiting.length < before || waiting.length === 0) return arm();
    const slow = waiting.shift();
    if (slow !== undefined) estimate(slow);
    restart();
  };

  const restart = (): void => {
    stop();
    if (waiting.length > 0) start();
    for (const { id, text } of waiting) thread?.port.postMessage({ id, text });
    arm();
  };

  const start = (): void => {
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(entry, { workerData: { port: port2 }, transferList: [port2], resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    port1.on('message', accept);
    worker.on('error', () => {
      if (thread?.worker !== worker) return;
      isInThread = false;
      stop();
      for (const task of waiting.splice(0)) task.settle({ tokens: countTokens(task.text), isEstimated: false });
    });
    thread = { worker, port: port1 };
  };

  const stop = (): void => {
    const former = thread;
    thread = undefined;
    clearTimeout(timer);
    former?.port.close();
    void former?.worker.terminate();
  };

  return {
    count: (text) => {
      if (!isInThread) return Promise.resolve({ tokens: countTokens(text), isEstimated: false });
      return new Promise((settle) => {
        const task = { id: (nextId += 1), text, settle };
        waiting.push(task);
        if (thread === undefined) start();
        thread?.port.postMessage({ id: task.id, text });
        if (waiting.length === 1) arm();
      });
    },
    close: async () => {
      const former = thread?.worker;
      stop();
      waiting.splice(0).forEach(estimate);
      await former?.terminate();
    },
  };
}
