import type { CallContent, Message } from '../model/call.js';

/**
 * The parts of a conversation that say what is asked: the system prompt, and the head and the tail of the message that asks.
 * The middle of a long message is payload, and payload says nothing about the task. Lengths are UTF-16 units.
 */
export interface Zones {
  system: string;
  /** The first sentence of the system prompt: what the call site is for, before its rules and examples. */
  lead: string;
  head: string;
  /** '' when the asking message is no longer than `HEAD_UNITS`. */
  tail: string;
  /** The first line or sentence of the question, '' when that is all of it. */
  first: string;
  /** The message that asks, whole. */
  question: string;
  /** The first user message where it is another one than the question: an agent's task, a conversation's subject. */
  opening: string;
}

/** UTF-16 units. Instructions stand at the edges of a prompt; beyond these sizes the accuracy on unseen sources no longer rose. */
const SYSTEM_HEAD_UNITS = 700;
const SYSTEM_TAIL_UNITS = 240;
const HEAD_UNITS = 360;
const TAIL_UNITS = 240;
const OPENING_UNITS = 200;
const SENTENCE_UNITS = 160;
/** A shorter sentence is a greeting or a heading, and the next belongs to it. */
const SHORTEST_SENTENCE_UNITS = 24;

/** Both ends of a text, joined by a line break. Example: edges('abcdef', 2, 1) -> 'ab\nf'. */
export const edges = (text: string, headUnits: number, tailUnits: number): string =>
  text.length <= headUnits + tailUnits ? text : `${text.slice(0, headUnits)}\n${text.slice(-tailUnits)}`;

export function cutZones(content: CallContent): Zones {
  const question = lastAsking(content.messages);
  const system = systemTextOf(content.messages);
  const opening = content.messages.find((message) => message.role === 'user')?.text ?? '';
  const isLong = question.length > HEAD_UNITS;
  return {
    lead: firstSentence(system),
    first: question.length <= SENTENCE_UNITS / 2 ? '' : firstSentence(question),
    system: edges(system, SYSTEM_HEAD_UNITS, SYSTEM_TAIL_UNITS),
    head: isLong ? question.slice(0, HEAD_UNITS) : question,
    tail: isLong ? question.slice(Math.max(HEAD_UNITS, question.length - TAIL_UNITS)) : '',
    question,
    opening: opening === question ? '' : opening.slice(0, OPENING_UNITS),
  };
}

/** 'You sort mail of one shop. Rules: …' -> 'You sort mail of one shop.' Lines of names and values at the head are passed over. */
export function firstSentence(text: string): string {
  const body = text.slice(0, 2 * SENTENCE_UNITS).replace(headerLines, '').slice(0, SENTENCE_UNITS);
  const end = body.slice(SHORTEST_SENTENCE_UNITS).search(/[.!?:。！？：\n](?:\s|$)|[。！？\n]/);
  return end === -1 ? body : body.slice(0, SHORTEST_SENTENCE_UNITS + end + 1);
}

const headerLines = /^(?:\s*(?:[#[(].{0,60}|[\w-]{2,20}(?: [\w-]{2,20})?[:=] ?\S{0,60}(?: [\w-]{2,20}[:=] ?\S{0,60}){0,4})\s*\n)+/;

/** All system messages, in order. Most calls have one: no copy is made of it. */
export function systemTextOf(messages: readonly Message[]): string {
  let text = '';
  for (const message of messages) {
    if (message.role === 'system') text = text === '' ? message.text : `${text}\n${message.text}`;
  }
  return text;
}

/** The last user message, else the last of any role but the system's, else ''. */
function lastAsking(messages: readonly Message[]): string {
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message?.role === 'user' && message.text.trim() !== '') return message.text;
  }
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message !== undefined && message.role !== 'system' && message.text !== '') return message.text;
  }
  return '';
}
