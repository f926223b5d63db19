// Sessions of coding agents keep what was said once, and never the whole prompt of a call: what a call is about is the turn so far, from the user's last words on.
import { type Billing, type Message, billings } from '../model/call.js';
import { readMessages } from '../providers/index.js';

export interface Turn {
  /** A message or item as the log has it. */
  say(message: unknown, facts: { isUser: boolean }): void;
  /** The turn up to now. */
  messages(): readonly Message[];
  clear(): void;
}

/** Characters of one message and of one turn that are kept: the user's words and what came last. */
const MAX_MESSAGE_CHARACTERS = 8000;
const MAX_TURN_CHARACTERS = 32_000;

const lengthOf = (message: Message): number => message.text.length + (message.toolCalls ?? []).reduce((sum, call) => sum + call.argumentsText.length, 0);

/** Whole letters. */
const cut = (text: string): string => (text.length <= MAX_MESSAGE_CHARACTERS ? text : text.slice(0, MAX_MESSAGE_CHARACTERS).replace(/[\ud800-\udbff]$/, ''));

function shortened({ mediaDigest: _digest, images: _images, ...message }: Message): Message {
  const toolCalls = message.toolCalls?.map((call) => ({ ...call, argumentsText: cut(call.argumentsText) }));
  return { ...message, text: cut(message.text), ...(toolCalls !== undefined && { toolCalls }) };
}

export function createTurn(): Turn {
  let first: readonly Message[] = [];
  let rest: Message[] = [];
  let characters = 0;
  return {
    say(message, { isUser }) {
      const messages = readMessages(message).map(shortened);
      if (messages.length === 0) return;
      if (isUser) {
        const isContinued = rest.length === 0 && first.length > 0 && first.length < 8;
        first = isContinued ? [...first, ...messages] : messages;
        rest = [];
        characters = 0;
        return;
      }
      rest.push(...messages);
      characters += messages.reduce((sum, entry) => sum + lengthOf(entry), 0);
      while (characters > MAX_TURN_CHARACTERS && rest.length > 1) characters -= lengthOf(rest.shift() as Message);
    },
    messages: () => [...first, ...rest],
    clear() {
      [first, rest, characters] = [[], [], 0];
    },
  };
}

/** A plan is what coding agents run under unless --set billing says otherwise. */
export const agentBilling = (set: Readonly<Record<string, string>>, fallback: Billing = 'subscription'): Billing => billings.find((billing) => billing === set['billing']?.toLowerCase()) ?? fallback;

/** The last folder of a working directory: its path is the user's own. Example: 'C:\\work\\parcels' -> 'parcels' */
export function projectOf(folder: string | undefined): string | undefined {
  const name = folder?.split(/[\\/]/).filter((part) => part !== '').at(-1);
  return name === undefined || /^[a-z]:$/i.test(name) ? undefined : name;
}
