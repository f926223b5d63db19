import type { CallContent, Task } from '../model/call.js';
import { rememberLast } from './remember.js';
import { maskVariables } from './mask.js';
import { systemTextOf } from './zones.js';

export interface Template {
  key: number;
  /** A few words by which a person knows the call site. Hostile text. */
  label: string;
}

export interface TemplateInput {
  content: CallContent | undefined;
  tags: Readonly<Record<string, string>>;
  task: Task;
  /** Keyed hash of the installation. */
  hash: (text: string) => number;
  /** false: the label is made of tags and of tool and schema names alone. */
  isTextAllowedInLabel: boolean;
}

/** UTF-16 units of a system prompt that are read, and of its skeleton that are kept: call sites differ in their first lines, payload comes later. */
const READ_UNITS = 1600;
const SKELETON_UNITS = 480;
/** Masked lines beyond this are payload, not instruction, but for the first line, of which the head is kept. */
const LONG_LINE_UNITS = 220;
const FIRST_LINE_UNITS = 140;
/** The instruction of a prompt without system text ends within this many units, or it is free text of a person. */
const OPENING_UNITS = 160;
const LABEL_WORDS = 8;
const LABEL_UNITS = 60;
const REMEMBERED_SKELETONS = 2000;

/** Tags by which callers name a call site, the first that is set wins. */
const siteTags = ['workload', 'feature', 'name'] as const;

/**
 * The call site that a call comes from. A tag `workload` or `feature` decides alone: same value, same key. Otherwise the key is made of the masked
 * skeleton of the system prompt, the tool names and the name of the schema; without a system prompt, of the instruction that opens the first user message; free text of a
 * person without either falls into one key per task.
 *
 * Example: 'You sort tickets of shop 4711.' and 'You sort tickets of shop 4712.' give the same key, label 'You sort tickets of shop #'.
 */
export function templateOf(input: TemplateInput): Template {
  const { content, tags, hash } = input;
  const site = siteTags.map((tag) => tags[tag]).find((value) => value !== undefined && value !== '');
  const decides = tags['workload'] || tags['feature'];
  if (decides !== undefined && decides !== '') return { key: hash(`site\n${decides}`), label: clip(decides) };
  if (content === undefined) return { key: hash(`site\n${site ?? ''}`), label: clip(site ?? 'calls without text') };
  const skeleton = skeletonOf(content);
  const names = namesOf(content);
  const schema = content.responseFormat === undefined ? '' : `${content.responseFormat.kind} ${schemaNameOf(content.responseFormat.schemaText)}`;
  const text = skeleton === '' ? `free ${input.task}` : skeleton;
  const label = site ?? (input.isTextAllowedInLabel && skeleton !== '' ? labels(skeleton, firstWords) : '');
  return {
    key: rememberedHash(hash)(`template\n${site ?? ''}\n${text}\n${names.join(',')}\n${schema}`, hash),
    label: clip(label !== '' ? label : labelWithoutText(names, schema, input.task)),
  };
}

const skeletons = rememberLast<string>(REMEMBERED_SKELETONS);
const labels = rememberLast<string>(REMEMBERED_SKELETONS);
const keysByHash = new WeakMap<(text: string) => number, ReturnType<typeof rememberLast<number>>>();

/** Keys of the skeletons seen under this hash function. */
function rememberedHash(hash: (text: string) => number): ReturnType<typeof rememberLast<number>> {
  let keys = keysByHash.get(hash);
  if (keys === undefined) {
    keys = rememberLast<number>(REMEMBERED_SKELETONS);
    keysByHash.set(hash, keys);
  }
  return keys;
}


/** Masked system prompt, or masked opening of the first user message, or '' where a person just writes. */
function skeletonOf(content: CallContent): string {
  const system = systemTextOf(content.messages).slice(0, READ_UNITS);
  if (system.trim() !== '') return skeletons(system, systemSkeleton);
  const first = content.messages.find((message) => message.role === 'user');
  return first === undefined ? '' : openingSkeleton(first.text.slice(0, READ_UNITS));
}

function systemSkeleton(system: string): string {
  const lines = maskVariables(system).split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  const kept: string[] = [];
  let units = 0;
  for (const line of lines) {
    if (line === '' || isHeaderLine(line)) continue;
    const text = line.length <= LONG_LINE_UNITS ? line : kept.length === 0 ? line.slice(0, FIRST_LINE_UNITS) : '«»';
    if (text === '«»' && kept.at(-1) === '«»') continue;
    kept.push(text);
    units += text.length;
    if (units >= SKELETON_UNITS) break;
  }
  return kept.join('\n').slice(0, SKELETON_UNITS);
}

/** A line that is made of names and masked values alone, such as `request-id: # time: #`: it belongs to the request, not to the template. */
const isHeaderLine = (line: string): boolean => /^(?:[[({]?[\p{L}_-]+(?: [\p{L}_-]+)?[\])}]?\s*[:=]\s*(?:#|«»)[\s,;|.]*)+$/u.test(line);

/** 'Summarize the following article:\n\n…' -> 'summarize the following article:'. Free text of a person -> ''. */
function openingSkeleton(text: string): string {
  const head = text.trimStart().slice(0, OPENING_UNITS);
  const end = head.search(/[:：\n]/);
  const hasPayload = end > 0 && text.trim().length > end + 20;
  if (hasPayload) return maskVariables(head.slice(0, end + 1)).replace(/\s+/g, ' ').trim();
  if (!/["“«「'`<]/.test(head)) return '';
  const masked = maskVariables(text.slice(0, 2 * OPENING_UNITS)).replace(/\s+/g, ' ').trim();
  const quoteAt = masked.indexOf('«»');
  return quoteAt > 12 && quoteAt < OPENING_UNITS ? masked.slice(0, quoteAt + 2) : '';
}

/** Names of the caller's tools, sorted: the order in which they are offered says nothing of the call site. */
const namesOf = (content: CallContent): string[] => content.tools.map((tool) => tool.name).sort();

/** The `title` or `name` that a schema begins with, else the names of its first properties. */
function schemaNameOf(schemaText: string | undefined): string {
  if (schemaText === undefined) return '';
  const named = /"(?:title|name)"\s*:\s*"([^"]{1,60})"/.exec(schemaText.slice(0, 400));
  if (named?.[1] !== undefined) return named[1];
  return [...schemaText.slice(0, 2000).matchAll(/"([A-Za-z_][\w-]{0,40})"\s*:\s*\{/g)].map((match) => match[1]).filter((name) => name !== 'properties').slice(0, 6).join(',');
}

function labelWithoutText(names: readonly string[], schema: string, task: Task): string {
  if (names.length > 0) return `tools ${names.slice(0, 4).join(', ')}`;
  const schemaName = schema.split(' ')[1] ?? '';
  return schemaName === '' ? `${task}, no template` : `schema ${schemaName}`;
}

const firstWords = (skeleton: string): string => {
  const words = skeleton.replace(/«»/g, '…').replace(/[<>]/g, ' ').split(/\s+/).filter((word) => word !== '').slice(0, LABEL_WORDS).join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const clip = (label: string): string => {
  const line = label.replace(/\s+/g, ' ').trim();
  return line.length <= LABEL_UNITS ? line : `${line.slice(0, LABEL_UNITS - 1)}…`;
};
