import type { CallContent, RequestParameters } from '../model/call.js';
import { buildCueTable, cueTasks, MAX_STEM_LETTERS, MIN_STEM_LETTERS } from './cues.js';
import { HASH_PRIME, HASH_START } from './feature-hash.js';
import { isCjk, type CharacterCounts } from './text-kind.js';
import type { Zones } from './zones.js';

/** Rows of hashed features in the weights. A prime keeps the low bits of the hash from deciding alone. */
export const HASH_BUCKETS = 32749;

export const zoneNames = ['system', 'lead', 'head', 'first', 'tail', 'opening'] as const;
export type ZoneName = (typeof zoneNames)[number];

/** What one zone says: its hashed features, each counted once, and which cues stand in it and first. Bits as in `cueTasks`. */
export interface ZoneFeatures {
  buckets: Int32Array;
  cues: number;
  firstCues: number;
}

const cueTable = buildCueTable();
/** A zone holds at most about 950 units, and a unit gives at most five features. */
const scratch = new Int32Array(8192);
const stamps = new Uint32Array(HASH_BUCKETS);
let stamp = 0;

const SHARED_SALT = 0x51ed270b;
const PAIR_SALT = 0x2545f491;
const STEM_SALT = 0x6c62272e;
const START_SALT = 0x3c6ef372;
const zoneSalts: Readonly<Record<ZoneName, number>> = { system: 0x1b873593, head: 0x7feb352d, tail: 0x4cf5ad43, opening: 0x2127599b, lead: 0x68bc21eb, first: 0x02e5be93 };
/** Words at the start of a zone that count by their place too: an instruction begins with its verb. */
const START_WORDS = 3;
/** Letters. The hash of the first five stands for all inflections of a longer word. */
const STEM_LETTERS = 5;

/** Words, word stems, word pairs, and pairs of characters in scripts without spaces; once for the zone and once for all zones. */
export function readZone(text: string, zone: ZoneName): ZoneFeatures {
  const lower = text.toLowerCase();
  const salt = zoneSalts[zone];
  let found = 0;
  let cues = 0;
  let firstCues = 0;
  let words = 0;
  let former = 0;
  stamp += 1;
  const add = (hash: number): void => {
    let mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    mixed ^= mixed >>> 13;
    const bucket = (mixed >>> 0) % HASH_BUCKETS;
    if (stamps[bucket] === stamp || found >= scratch.length) return;
    stamps[bucket] = stamp;
    scratch[found] = bucket;
    found += 1;
  };
  const cue = (hash: number): void => {
    const mask = cueTable.masks.get(hash);
    if (mask === undefined) return;
    if (cues === 0) firstCues = mask;
    cues |= mask;
  };
  let index = 0;
  while (index < lower.length) {
    const code = lower.charCodeAt(index);
    if (!isWordUnit(code)) {
      index += 1;
      continue;
    }
    if (isUnspaced(code)) {
      let hash = Math.imul(HASH_START ^ code, HASH_PRIME);
      if (cueTable.filter[hash & 0xffff] === 1) cue(hash);
      add(hash ^ SHARED_SALT);
      for (let length = 1; length < 4 && index + length < lower.length; length += 1) {
        const next = lower.charCodeAt(index + length);
        if (!isUnspaced(next)) break;
        hash = Math.imul(hash ^ next, HASH_PRIME);
        if (cueTable.filter[hash & 0xffff] === 1) cue(hash);
        if (length === 1) {
          add(hash ^ salt);
          add(hash ^ SHARED_SALT);
          if (words < START_WORDS) add(hash ^ START_SALT);
        }
      }
      words += 1;
      former = 0;
      index += 1;
      continue;
    }
    let hash = HASH_START;
    let stem = 0;
    let letters = 0;
    let next = code;
    while (isWordUnit(next) && !isUnspaced(next)) {
      hash = Math.imul(hash ^ (next >= 48 && next <= 57 ? 48 : next), HASH_PRIME);
      letters += 1;
      if (letters === STEM_LETTERS) stem = hash;
      if (letters >= MIN_STEM_LETTERS && letters <= MAX_STEM_LETTERS && cueTable.filter[hash & 0xffff] === 1) cue(hash);
      index += 1;
      next = index < lower.length ? lower.charCodeAt(index) : 0;
    }
    if (letters < MIN_STEM_LETTERS && cueTable.filter[hash & 0xffff] === 1) cue(hash);
    add(hash ^ salt);
    add(hash ^ SHARED_SALT);
    if (letters > STEM_LETTERS) add(stem ^ STEM_SALT);
    if (former !== 0) add(Math.imul(former ^ PAIR_SALT, HASH_PRIME) ^ hash);
    if (words < START_WORDS) add(Math.imul(hash ^ START_SALT, HASH_PRIME) + words);
    words += 1;
    former = hash;
  }
  return { buckets: scratch.slice(0, found), cues, firstCues };
}

/** Letters and digits of any script; apostrophes and marks part words. */
const isWordUnit = (code: number): boolean =>
  code < 128
    ? (code >= 97 && code <= 122) || (code >= 48 && code <= 57)
    : code >= 0xc0 && code !== 0xd7 && code !== 0xf7 && !(code >= 0x2000 && code <= 0x2bff) && !(code >= 0x3000 && code <= 0x303f) && !(code >= 0xff00 && code <= 0xff65) && !(code >= 0xd800 && code <= 0xdfff);

/** Chinese, Japanese, Korean and Thai: words are not parted by spaces, or carry their particles with them. */
const isUnspaced = (code: number): boolean => isCjk(code) || (code >= 0x0e00 && code <= 0x0e7f);

const cueZones = ['system', 'head', 'tail'] as const;

const structureNames = [
  'bias', 'no system', 'short system', 'long system', 'one user turn', 'two user turns', 'three or four user turns', 'five user turns or more', 'has assistant turns',
  'chat without tools', 'tools used before', 'last is tool', 'last is assistant', 'has tools', 'tools on offer, not used', 'tools on offer, chat', 'tool is forced', 'json object', 'json schema',
  'question under 12', 'question under 25', 'question under 50', 'question under 100', 'question under 200', 'question under 400', 'question under 1000', 'question of 1000 or more',
  'ends with ?', '? in head', '? in tail', 'fenced', 'some code marks', 'many code marks', 'some digits', 'many digits', 'several lines', 'many lines', 'options (A) (B)', 'quotes',
  'head line ends with colon', 'blank line', 'ends with colon', 'cjk', 'other script', 'not ascii', 'equation', 'media', 'no letters', 'short last turn of a chat', 'tags', 'json marks', 'table marks',
  'no system and ends with ?', 'system and ends with ?', 'system and one turn', 'system and long question',
] as const;

/** Rows of the weights before the hashed ones. */
export const DENSE_ROWS = structureNames.length + cueZones.length * cueTasks.length * 2;

const structureIndex = Object.fromEntries(structureNames.map((name, index) => [name, index])) as Record<(typeof structureNames)[number], number>;

/** Indices of the dense rows that hold, ascending by kind: structure, then cues by zone. Each counts as 1. */
export function readStructure(content: CallContent, zones: Zones, context: { parameters?: RequestParameters | undefined; counts: CharacterCounts; cuesOf: (zone: (typeof cueZones)[number]) => ZoneFeatures | undefined }): number[] {
  const rows: number[] = [structureIndex.bias];
  const on = (name: (typeof structureNames)[number], holds: boolean): void => {
    if (holds) rows.push(structureIndex[name]);
  };
  const { messages } = content;
  let users = 0;
  let assistants = 0;
  let areToolsUsed = (content.reply?.toolCalls.length ?? 0) > 0;
  let hasMedia = false;
  for (const message of messages) {
    if (message.role === 'user') users += 1;
    else if (message.role === 'assistant') assistants += 1;
    if (message.role === 'tool' || (message.toolCalls?.length ?? 0) > 0) areToolsUsed = true;
    if ((message.media?.length ?? 0) > 0) hasMedia = true;
  }
  const lastRole = messages.at(-1)?.role;
  const isForced = isToolForced(context.parameters?.toolChoice) && content.tools.length === 1;
  const hasTools = content.tools.some((tool) => tool.isProviderRun !== true) && !isForced;
  if (isForced) areToolsUsed = messages.some((message) => message.role === 'tool');
  const { question, head, system, tail } = zones;
  const hasSystem = system !== '';
  const ending = question.trimEnd();
  const endsAsking = /[?？؟]/.test(ending.slice(-2));
  on('no system', !hasSystem);
  on('short system', hasSystem && system.length < 60);
  on('long system', system.length > 700);
  on('one user turn', users === 1);
  on('two user turns', users === 2);
  on('three or four user turns', users === 3 || users === 4);
  on('five user turns or more', users > 4);
  on('has assistant turns', assistants > 0);
  on('chat without tools', assistants > 0 && !areToolsUsed && !hasTools);
  on('tools used before', areToolsUsed);
  on('last is tool', lastRole === 'tool');
  on('last is assistant', lastRole === 'assistant');
  on('has tools', hasTools);
  on('tools on offer, not used', hasTools && !areToolsUsed);
  on('tools on offer, chat', hasTools && !areToolsUsed && assistants > 0);
  on('tool is forced', isForced);
  on('json object', content.responseFormat?.kind === 'json_object');
  on('json schema', content.responseFormat?.kind === 'json_schema');
  const sizes = [12, 25, 50, 100, 200, 400, 1000];
  const size = sizes.findIndex((limit) => question.length < limit);
  rows.push(structureIndex['question under 12'] + (size === -1 ? sizes.length : size));
  on('ends with ?', endsAsking);
  on('? in head', hasQuestionMark(head));
  on('? in tail', hasQuestionMark(tail));
  on('fenced', head.includes('```') || tail.includes('```') || system.includes('```'));
  const { counts } = context;
  const units = Math.max(1, counts.units);
  on('some code marks', counts.codeMarks > 0.02 * units && counts.codeMarks <= 0.06 * units);
  on('many code marks', counts.codeMarks > 0.06 * units);
  on('some digits', counts.digits > 0 && counts.digits <= 0.04 * units);
  on('many digits', counts.digits > 0.04 * units);
  on('several lines', counts.lines > 1 && counts.lines < 6);
  on('many lines', counts.lines > 5);
  on('options (A) (B)', hasOptions(tail === '' ? head : tail) || (tail !== '' && hasOptions(head)));
  on('quotes', /["“«「『]/.test(head));
  on('head line ends with colon', /[:：]\s*\n/.test(head));
  on('blank line', head.includes('\n\n'));
  on('ends with colon', /[:：]$/.test(ending.slice(-1)));
  on('cjk', counts.cjk > 0.15 * units);
  on('other script', counts.otherScript > 0.3 * units);
  on('not ascii', counts.cjk <= 0.15 * units && counts.beyondAscii > 0.02 * units);
  on('equation', counts.digits > 1 && /\\(?:frac|sqrt|sum)|\d\s*[-+*/×^=]\s*\d/.test(head));
  on('media', hasMedia);
  on('no letters', counts.letters < 3);
  on('short last turn of a chat', assistants > 0 && question.length < 80);
  on('tags', hasTag(head) || hasTag(system));
  on('json marks', counts.jsonMarks > 0.08 * units);
  on('table marks', counts.tableMarks > 0.02 * units);
  on('no system and ends with ?', !hasSystem && endsAsking);
  on('system and ends with ?', hasSystem && endsAsking);
  on('system and one turn', hasSystem && users === 1);
  on('system and long question', hasSystem && question.length >= 400);
  cueZones.forEach((zone, zoneIndex) => pushCues(rows, context.cuesOf(zone), structureNames.length + zoneIndex * cueTasks.length * 2));
  return rows;
}

function pushCues(rows: number[], zone: ZoneFeatures | undefined, base: number): void {
  if (zone === undefined || zone.cues === 0) return;
  for (let bit = 0; bit < cueTasks.length; bit += 1) {
    if ((zone.cues & (1 << bit)) !== 0) rows.push(base + 2 * bit);
    if ((zone.firstCues & (1 << bit)) !== 0) rows.push(base + 2 * bit + 1);
  }
}

/** A caller who names the one function to call wants structured output, not an agent. */
const isToolForced = (toolChoice: string | undefined): boolean => toolChoice !== undefined && !['auto', 'none', 'required', 'any', 'AUTO', 'NONE', 'ANY', 'validated'].includes(toolChoice);

const hasQuestionMark = (text: string): boolean => text.includes('?') || text.includes('？') || text.includes('؟');
const hasTag = (text: string): boolean => text.includes('<') && /<\/?[a-z][\w-]*>/i.test(text);

/** Choices as `A)`, `(A)`, `A.` or `A:` with a B after it. */
function hasOptions(text: string): boolean {
  const at = text.search(/(?:^|\s|\()A[).:：]/);
  return at !== -1 && /(?:\s|\()B[).:：]/.test(text.slice(at + 2));
}
