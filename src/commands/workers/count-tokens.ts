import { type MessagePort, workerData } from 'node:worker_threads';
import { countTokens } from '../../tokens/index.js';

/** Thread entry: answers every text with its tokens, in order. The table is loaded first, so that no text's time pays for it. */
const { port } = workerData as { port: MessagePort };
countTokens(' ');
port.postMessage({ isReady: true });
port.on('message', ({ id, text }: { id: number; text: string }) => port.postMessage({ id, tokens: countTokens(text) }));
