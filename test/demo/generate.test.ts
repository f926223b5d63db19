import { beforeAll, describe, expect, test } from 'vitest';
import { demoDays, type DemoRecord, generateDemo, labelledEvidence, lines, sitePlans, countDemo } from '../../src/demo/index.js';
import { OUTAGE_START_MS } from '../../src/demo/calendar.js';
import { scripts } from '../../src/demo/sites/index.js';

const options = { seed: 7, sampleEvery: 50 };
const WINDOW_SHARE = 14 / 30;

interface Reply {
  model: string;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  text: string;
  finishReason: string;
}

interface Line {
  record: DemoRecord;
  at: number;
  site: string;
  reply: Reply | undefined;
}

/** Which call site sent it, by the system prompt after the per-request line. */
function siteOf(record: DemoRecord): string {
  const system = record.request.body.messages[0]?.content ?? '';
  return Object.entries(scripts).find(([, script]) => system.endsWith(script.system))?.[0] ?? 'none';
}

/** The reply of an answered request, JSON or stream. */
function replyOf(record: DemoRecord): Reply | undefined {
  if (record.response?.status !== 200) return undefined;
  const { body } = record.response;
  const chunks = typeof body === 'string' ? body.split('\n\n').filter((event) => event.startsWith('data: {')).map((event) => JSON.parse(event.slice(6))) : [body as any];
  const usage = chunks.at(-1).usage;
  const choices = chunks.flatMap((chunk) => chunk.choices);
  return {
    model: chunks[0].model,
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens,
    cachedTokens: usage.prompt_tokens_details.cached_tokens,
    text: choices.map((choice) => (choice.message ?? choice.delta).content ?? '').join(''),
    finishReason: choices.at(-1).finish_reason,
  };
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

let all: Line[] = [];
beforeAll(() => {
  all = [...generateDemo(options)].map((record) => ({ record, at: Date.parse(record.startedAt), site: siteOf(record), reply: replyOf(record) }));
});

const answered = (): (Line & { reply: Reply })[] => all.filter((line): line is Line & { reply: Reply } => line.reply !== undefined && line.reply.model === 'gpt-4o-2024-08-06');
const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);

describe('what the company spends', () => {
  test('successful calls stand for a million a month', () => {
    const isWeekend = new Set(demoDays.filter((day) => day.isWeekend).map((day) => day.date));
    const weekend = answered().filter((line) => isWeekend.has(line.record.startedAt.slice(0, 10))).length * options.sampleEvery;
    const working = answered().length * options.sampleEvery - weekend;
    const month = (working / 10) * (150 / 7) + (weekend / 4) * (60 / 7);
    expect(Math.abs(month / 1_000_000 - 1)).toBeLessThan(0.001);
  });

  test('the baseline is 6,900 dollars a month at list price, within a tenth of a percent', () => {
    const usd = (sum(answered().map((line) => line.reply.inputTokens)) * 2.5 + sum(answered().map((line) => line.reply.outputTokens)) * 10) / 1e6;
    expect(Math.abs((usd * options.sampleEvery) / WINDOW_SHARE / 6900 - 1)).toBeLessThan(0.001);
  });

  test('each line has its share of calls and its tokens, five in for one out', () => {
    for (const line of lines) {
      const sites = new Set<string>(sitePlans.filter((plan) => plan.line === line.id).map((plan) => plan.id));
      const calls = answered().filter((call) => sites.has(call.site));
      const scale = WINDOW_SHARE / options.sampleEvery;
      const input = sum(calls.map((call) => call.reply.inputTokens));
      const output = sum(calls.map((call) => call.reply.outputTokens));
      expect(calls.length).toBe(Math.round(line.calls * scale));
      expect(input + output).toBeCloseTo(line.calls * line.tokensPerCall * scale, -1);
      expect(input / output).toBeCloseTo(5, 4);
    }
  });

  test('a very coarse sample keeps the totals, too', () => {
    const coarse = [...generateDemo({ seed: 3, sampleEvery: 2000 })].map(replyOf).filter((reply): reply is Reply => reply?.model === 'gpt-4o-2024-08-06');
    const usd = (sum(coarse.map((reply) => reply.inputTokens)) * 2.5 + sum(coarse.map((reply) => reply.outputTokens)) * 10) / 1e6;
    expect(Math.abs((usd * 2000) / WINDOW_SHARE / 6900 - 1)).toBeLessThan(0.005);
  });

  test('nothing is ever read from a cache, and no two prompts begin alike', () => {
    expect(answered().every((line) => line.reply.cachedTokens === 0)).toBe(true);
    const heads = new Map<string, string>();
    for (const { record } of answered()) {
      const body = JSON.stringify(record.request.body.messages);
      const head = (record.request.body.messages[0]?.content ?? '').slice(0, 64);
      expect(heads.get(head) ?? body).toBe(body);
      heads.set(head, body);
    }
  });
});

describe('how the traffic looks', () => {
  test('it is in the order of sending, inside the window, and each line has its own id', () => {
    expect(all.every((line, index) => index === 0 || line.at >= all[index - 1]!.at)).toBe(true);
    expect(all[0]!.record.startedAt.slice(0, 10)).toBe('2026-11-08');
    expect(all.at(-1)!.record.startedAt.slice(0, 10)).toBe('2026-11-21');
    expect(new Set(all.map((line) => line.record.id)).size).toBe(all.length);
    expect(countDemo(options)).toBe(all.length);
  });

  test('every line says that it is synthetic', () => {
    expect(all.every((line) => line.record.tags['synthetic'] === 'true')).toBe(true);
  });

  test('most calls name their call site; some services never do, one begins in the middle', () => {
    const tagged = all.filter((line) => line.record.tags['feature'] !== undefined);
    expect(tagged.length / all.length).toBeGreaterThan(0.8);
    expect(tagged.every((line) => line.record.tags['feature'] === line.site)).toBe(true);
    const untagged = new Set(all.filter((line) => line.record.tags['feature'] === undefined).map((line) => line.site));
    expect([...untagged].sort()).toEqual(['code-generation', 'content-moderation', 'sql-writer']);
  });

  test('offices are quiet at night and at the weekend', () => {
    const office = answered().filter((line) => line.site === 'code-review').map((line) => new Date(line.at));
    const atWork = office.filter((date) => date.getUTCHours() >= 8 && date.getUTCHours() < 18 && date.getUTCDay() % 6 !== 0);
    expect(atWork.length / office.length).toBeGreaterThan(0.75);
  });

  test('sessions are whole: each request holds what was said before', () => {
    const sessions = groupBy(answered().filter((line) => line.record.tags['session_id'] !== undefined), (line) => line.record.tags['session_id']!);
    let longest = 0;
    for (const calls of sessions.values()) {
      longest = Math.max(longest, calls.length);
      const first = calls[0]!.record.request.body.messages;
      expect(first.filter((message) => message.role === 'user')).toHaveLength(1);
      for (const [index, call] of calls.entries()) {
        if (index === 0) continue;
        const before = calls[index - 1]!;
        const history = call.record.request.body.messages.slice(1);
        expect(history.slice(0, before.record.request.body.messages.length - 1)).toEqual(before.record.request.body.messages.slice(1));
        if (before.reply.text !== '') expect(history.at(-2)?.content).toBe(before.reply.text);
        expect(call.at).toBeGreaterThan(before.at + before.record.latencyMs);
      }
    }
    expect(longest).toBeGreaterThanOrEqual(6);
  });

  test('tools are called, and their results are sent back under the id of the call', () => {
    const results = answered().filter((line) => line.record.request.body.messages.at(-1)?.role === 'tool');
    expect(results.length).toBeGreaterThan(100);
    for (const { record } of results) {
      const [call, result] = record.request.body.messages.slice(-2);
      expect(call?.tool_calls?.[0]?.id).toBe(result?.tool_call_id);
      expect(() => JSON.parse(call?.tool_calls?.[0]?.function.arguments ?? '')).not.toThrow();
    }
  });

  test('answers under a schema are JSON unless they were cut short', () => {
    const structured = answered().filter((line) => (line.record.request.body.response_format as { type?: string } | undefined)?.type === 'json_schema');
    const broken = structured.filter((line) => !isJson(line.reply.text));
    expect(structured.length).toBeGreaterThan(1000);
    expect(broken.length).toBeGreaterThan(0);
    expect(broken.every((line) => line.reply.finishReason === 'length')).toBe(true);
    expect(broken.length / structured.length).toBeLessThan(0.02);
  });

  test('some replies are streamed, with the usage at the end', () => {
    const streamed = all.filter((line) => line.record.request.body.stream === true && line.reply !== undefined);
    expect(streamed.length).toBeGreaterThan(10);
    expect(streamed.every((line) => line.record.ttftMs !== undefined && line.record.ttftMs < line.record.latencyMs)).toBe(true);
  });
});

describe('what goes wrong', () => {
  const isFailed = (line: Line): boolean => line.reply === undefined;

  test('most failures fall into one hour, and its replies are errors of the server or none', () => {
    const inOutage = all.filter((line) => line.at >= OUTAGE_START_MS && line.at < OUTAGE_START_MS + 3_600_000);
    expect(inOutage.filter(isFailed).length / inOutage.length).toBeGreaterThan(0.5);
    const elsewhere = all.filter((line) => line.at < OUTAGE_START_MS || line.at >= OUTAGE_START_MS + 3_700_000);
    expect(elsewhere.filter(isFailed).length / elsewhere.length).toBeLessThan(0.03);
    expect(inOutage.filter(isFailed).every((line) => (line.record.response?.status ?? 500) >= 500 || line.record.response?.status === 429)).toBe(true);
    expect(inOutage.some((line) => line.record.response === undefined)).toBe(true);
  });

  test('rate limits come in bursts and every one is retried with the same request until it is answered', () => {
    const limited = all.filter((line) => line.record.response?.status === 429);
    expect(limited.length).toBeGreaterThan(30);
    for (const line of limited) {
      const body = JSON.stringify(line.record.request.body);
      const later = all.filter((other) => other.at > line.at && other.at < line.at + 120_000 && JSON.stringify(other.record.request.body) === body);
      expect(later.length).toBeGreaterThan(0);
    }
  });

  test('in the outage hour some callers give up', () => {
    const byBody = groupBy(all.filter((line) => line.at >= OUTAGE_START_MS && line.at < OUTAGE_START_MS + 4_000_000), (line) => JSON.stringify(line.record.request.body));
    const lost = [...byBody.values()].filter((attempts) => attempts.every(isFailed));
    expect(lost.length).toBeGreaterThan(5);
    expect(lost.every((attempts) => attempts.length === 3)).toBe(true);
  });
});

describe('what the levers and the evidence find', () => {
  test('two to three percent of classifications are exact repeats at temperature 0, hours apart and answered alike', () => {
    const classified = answered().filter((line) => ['ticket-triage', 'review-sentiment', 'content-moderation'].includes(line.site));
    const byBody = groupBy(classified, (line) => JSON.stringify(line.record.request.body));
    const pairs = [...byBody.values()].filter((calls) => calls.length > 1);
    expect(pairs.length / classified.length).toBeGreaterThan(0.02);
    expect(pairs.length / classified.length).toBeLessThan(0.04);
    for (const [first, second] of pairs) {
      expect(second!.at - first!.at).toBeGreaterThan(600_000);
      expect(first!.record.request.body.temperature).toBe(0);
      expect(second!.reply.text).toBe(first!.reply.text);
    }
  });

  test('the experiment sends the same requests to the smaller model, beyond the million', () => {
    const twins = all.filter((line) => line.reply?.model === 'gpt-4o-mini-2024-07-18');
    expect(twins.length * (options.sampleEvery / 25)).toBeGreaterThan(200);
    const messages = new Set(answered().filter((line) => line.record.tags['experiment'] !== undefined).map((line) => JSON.stringify(line.record.request.body.messages)));
    expect(twins.every((line) => line.site === 'ticket-triage' && messages.has(JSON.stringify(line.record.request.body.messages)))).toBe(true);
    const usd = sum(twins.map((line) => (line.reply!.inputTokens * 0.15 + line.reply!.outputTokens * 0.6) / 1e6));
    expect((usd * options.sampleEvery) / WINDOW_SHARE / 6900).toBeLessThan(0.001);
  });

  test('sixty tickets are labelled, at random, most of them as good', () => {
    const rows = labelledEvidence(options.seed);
    expect(rows).toHaveLength(60);
    expect(new Set(rows.map((row) => row.id)).size).toBe(60);
    expect(rows.every((row) => row.class === 'labelled' && row.isRandom && row.workload === 'ticket-triage' && row.candidate === 'openai/gpt-4o-mini')).toBe(true);
    expect(rows.filter((row) => row.outcome === 'same').length).toBeGreaterThan(50);
  });
});

describe('the same seed', () => {
  const head = (seed: number): string => {
    const records: DemoRecord[] = [];
    for (const record of generateDemo({ seed, sampleEvery: 500 })) {
      records.push(record);
      if (records.length === 200) break;
    }
    return JSON.stringify(records);
  };

  test('gives the same bytes', () => {
    expect(head(11)).toBe(head(11));
    expect(labelledEvidence(11)).toEqual(labelledEvidence(11));
  });

  test('and another seed another company', () => {
    expect(head(11)).not.toBe(head(12));
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
