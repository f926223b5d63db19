import { describe, expect, test } from 'vitest';
import { takeIn, textsToCount, unknownModel, type IntakeContext, type ModelCounting } from '../../src/intake/index.js';
import type { CapturedCall, StoredCall } from '../../src/model/call.js';
import { call, content, conversation, plainHash } from '../classify/make-call.js';

const context: IntakeContext = { source: 'log', weightMillionths: 1_000_000, fallbackKey: 'file#1', privacy: 'redacted', hash: plainHash };
const stored = (changes: Partial<CapturedCall>, more: Partial<IntakeContext> = {}): StoredCall => takeIn(call(changes), { ...context, ...more });

describe('identity', () => {
  test('the record id is the id; else the response id; else one made of the fallback key', () => {
    expect(stored({ recordId: 'row-7', keys: ['response:r1'] }).id).toBe('row-7');
    expect(stored({ keys: ['request:q', 'response:r1'] }).id).toBe('r1');
    expect(stored({}).id).toBe(`c${plainHash('id\nfile#1').toString(36)}`);
  });

  test('the fallback key stands in only where the call has no key', () => {
    expect(stored({ keys: ['response:r1'] }).keys).toEqual(['response:r1']);
    expect(stored({}).keys).toEqual(['file#1']);
  });

  test('facts of the call are kept, its text and parameters are not', () => {
    const row = stored({ usage: { uncachedInputTokens: 10, outputTokens: 2 }, content: content('hello'), sessionId: 's1' });
    expect(row).toMatchObject({ provider: 'openai', usage: { uncachedInputTokens: 10, outputTokens: 2 }, sources: ['log'], weightMillionths: 1_000_000, sessionKey: plainHash('session\ns1') });
    expect(row).not.toHaveProperty('content');
    expect(row).not.toHaveProperty('parameters');
    expect(row).not.toHaveProperty('sessionId');
  });
});

test('every fact of the call is carried over', () => {
  const facts = {
    startedAt: 5, timeSource: 'file', env: 'prod', provider: 'anthropic', requestedModel: 'a', servedModel: 'b', api: 'messages', region: 'eu', serviceTier: 'batch', effort: 'high',
    billing: 'committed', stream: true, status: 'ok', httpStatus: 200, errorType: 'none', finishReason: 'end_turn', usage: { outputTokens: 5 }, usageSource: 'reported', rawUsage: '{}',
    loggedCostNanoUsd: 7, maxOutputTokens: 100, latencyMs: 8, ttftMs: 2, user: 'u1', tags: { team: 'x' },
  } as const;
  expect(stored(facts)).toMatchObject(facts);
});

describe('hashes', () => {
  test('the same request gives the same hash, whatever the time and the reply', () => {
    const first = stored({ startedAt: 1, content: content('hello', { reply: { text: 'a', toolCalls: [] } }) });
    const second = stored({ startedAt: 2, content: content('hello') });
    expect(first.requestHash).toBe(second.requestHash);
  });

  test.each<[string, Partial<CapturedCall>]>([
    ['text', { content: content('hello!') }],
    ['temperature', { content: content('hello'), parameters: { temperature: 0.5 } }],
    ['tools', { content: content('hello', { tools: [{ name: 'x' }] }) }],
    ['role', { content: { messages: [{ role: 'system', text: 'hello' }], tools: [] } }],
    ['format', { content: content('hello', { responseFormat: { kind: 'json_object' } }) }],
  ])('another %s gives another request hash', (_name, changes) => {
    expect(stored(changes).requestHash).not.toBe(stored({ content: content('hello') }).requestHash);
  });

  test('another model gives the same request hash: one request on two models is a natural experiment', () => {
    expect(stored({ content: content('hello'), requestedModel: 'gpt-4o-mini' }).requestHash).toBe(stored({ content: content('hello') }).requestHash);
  });

  test('where one message ends and the next begins matters', () => {
    const split = (first: string, second: string) => stored({ content: { messages: [{ role: 'user', text: first }, { role: 'user', text: second }], tools: [] } }).requestHash;
    expect(split('ab', 'c')).not.toBe(split('a', 'bc'));
  });

  test('the question hash evens out case and white space and looks at the last user message alone', () => {
    expect(stored({ content: conversation('A', 'Where is  my Order?\n') }).questionHash).toBe(stored({ content: conversation('B', 'where is my order?') }).questionHash);
  });

  test('without text there is no hash of text', () => {
    const row = stored({});
    expect([row.requestHash, row.questionHash, row.prefixChain, row.body]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('the prefix chain', () => {
  const text = 'abcdefgh'.repeat(1000);

  test('is left out under 1,024 tokens and where the input is not known', () => {
    expect(stored({ content: content(text), usage: { uncachedInputTokens: 1023 } }).prefixChain).toBeUndefined();
    expect(stored({ content: content(text) }).prefixChain).toBeUndefined();
  });

  test('has a block every 512 bytes and ends at the reported input', () => {
    const chain = stored({ content: content(text), usage: { uncachedInputTokens: 1000, cacheReadTokens: 1000 } }).prefixChain;
    const bytes = 1 + 8000;
    expect(chain?.hashes.length).toBe(Math.floor(bytes / 512) + 1);
    expect(chain?.tokens[0]).toBe(Math.round((512 / bytes) * 2000));
    expect(chain?.tokens.at(-1)).toBe(2000);
    expect(chain?.hashes.every((hash) => Number.isSafeInteger(hash) && hash >= 0 && hash < 2 ** 52)).toBe(true);
  });

  test('two prompts share the blocks of their common prefix, and none after it', () => {
    const chainOf = (end: string) => stored({ content: conversation(text, end), usage: { uncachedInputTokens: 2100 } }).prefixChain?.hashes ?? [];
    const first = chainOf('one'.repeat(300));
    const second = chainOf('two'.repeat(300));
    const common = Math.floor((1 + 8000 + 1) / 512);
    expect(first.slice(0, common)).toEqual(second.slice(0, common));
    expect(first.slice(common).some((hash) => second.includes(hash))).toBe(false);
  });

  test('blocks are 4 KB beyond 64 KB, and bytes are counted as UTF-8', () => {
    const chain = stored({ content: content('é'.repeat(100_000)), usage: { uncachedInputTokens: 100_000 } }).prefixChain;
    const bytes = 1 + 200_000;
    expect(chain?.hashes.length).toBe(128 + Math.floor((bytes - 65_536) / 4096) + 1);
  });
});

describe('failure signals', () => {
  const reply = (text: string, toolCalls: { name: string; argumentsText: string }[] = []) => ({ text, toolCalls });
  test.each<[string, Partial<CapturedCall>, boolean]>([
    ['a good answer', { content: content('x', { reply: reply('fine') }), finishReason: 'stop' }, false],
    ['no reply logged', { content: content('x') }, false],
    ['cut off (OpenAI)', { finishReason: 'length' }, true],
    ['cut off (Anthropic)', { finishReason: 'max_tokens' }, true],
    ['cut off (Gemini)', { finishReason: 'MAX_TOKENS' }, true],
    ['one token asked for, one given', { finishReason: 'length', maxOutputTokens: 1, content: content('x', { reply: reply('A') }) }, false],
    ['refused by finish reason', { finishReason: 'refusal' }, true],
    ['refused by field', { content: content('x', { reply: { text: '', toolCalls: [], refusal: 'I cannot' } }) }, true],
    ['empty', { content: content('x', { reply: reply('  ') }) }, true],
    ['no text but a tool call', { content: content('x', { reply: reply('', [{ name: 'a', argumentsText: '{"b":1}' }]) }) }, false],
    ['a tool call without arguments', { content: content('x', { reply: reply('', [{ name: 'a', argumentsText: '' }]) }) }, false],
    ['broken tool arguments', { content: content('x', { reply: reply('', [{ name: 'a', argumentsText: '{"b":' }]) }) }, true],
    ['broken JSON where JSON was asked', { content: content('x', { responseFormat: { kind: 'json_object' }, reply: reply('{"a": 1') }) }, true],
    ['good JSON where JSON was asked', { content: content('x', { responseFormat: { kind: 'json_object' }, reply: reply('{"a": 1}') }) }, false],
    ['text where none was asked to be JSON', { content: content('x', { reply: reply('{"a": 1') }) }, false],
    ['failed on the way', { status: 'server_error', content: content('x', { reply: reply('') }) }, false],
  ])('%s', (_name, changes, expected) => {
    expect(stored(changes).hasFailureSignal).toBe(expected);
  });
});

describe('privacy', () => {
  const secret = 'anna.lind@example.org';
  const withSecret = { content: conversation(`You help ${secret}.`, `Mail ${secret}`, { reply: { text: `Done: ${secret}`, toolCalls: [{ name: 'mail', argumentsText: `{"to":"${secret}"}` }] } }), tags: { owner: secret, team: 'search' }, user: secret };

  test('redacted: no secret anywhere in the row', () => {
    const row = stored(withSecret);
    expect(JSON.stringify(row)).not.toContain('anna.lind');
    expect(row.body).toContain('[email]');
    expect(row.tags).toEqual({ owner: '[email]', team: 'search' });
    expect(row.user).toBe(`user-${plainHash(`user\n${secret}`).toString(36)}`);
  });

  test('features: no text at all', () => {
    const row = stored({ content: conversation('You water the tulips of the castle.', 'How many tulips?') }, { privacy: 'features' });
    expect(row.body).toBeUndefined();
    expect(JSON.stringify(row)).not.toContain('tulips');
  });

  test('full: the text as it was', () => {
    expect(JSON.parse(stored(withSecret, { privacy: 'full' }).body ?? '')).toEqual(withSecret.content);
  });

  test('a user id that is no address stays', () => {
    expect(stored({ user: 'u_1234' }).user).toBe('u_1234');
  });
});

describe('counted usage', () => {
  const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;
  const own: ModelCounting = { ...unknownModel, ratio: 1, isExact: true };
  const counted = (changes: Partial<CapturedCall>, { isEstimated = false, model = own }: { isEstimated?: boolean; model?: ModelCounting } = {}): StoredCall => {
    const asked = call(changes);
    const texts = textsToCount(asked, plainHash);
    if (texts === undefined) return takeIn(asked, context);
    return takeIn(asked, { ...context, counts: { prompt: countWords(texts.prompt), ...(texts.reply !== undefined && { reply: countWords(texts.reply) }), isEstimated }, countingOf: () => model });
  };

  test('stands in where text is there and usage is not', () => {
    const row = counted({ content: conversation('one two', 'three', { reply: { text: 'four five', toolCalls: [] } }) });
    expect(row.usage).toEqual({ uncachedInputTokens: 3, outputTokens: 2 });
    expect(row.usageSource).toBe('counted');
    expect(row.sampledTokens).toBeUndefined();
  });

  test('is called estimated where a text took too long to count', () => {
    expect(counted({ content: content('one two') }, { isEstimated: true })).toMatchObject({ usage: { uncachedInputTokens: 2 }, usageSource: 'estimated' });
  });

  test('is in the tokens of the model that served, and called estimated where its vocabulary is not the counted one', () => {
    const asked = { content: conversation('one two', 'three', { reply: { text: 'four five', toolCalls: [] } }) };
    expect(counted(asked, { model: { ...unknownModel, ratio: 1.5 } })).toMatchObject({ usage: { uncachedInputTokens: Math.round(3 * 1.5), outputTokens: 2 * 1.5 }, usageSource: 'estimated' });
    expect(counted(asked, { model: unknownModel })).toMatchObject({ usage: { uncachedInputTokens: 3, outputTokens: 2 }, usageSource: 'estimated' });
  });

  test('holds OpenAI\'s frame of 3 tokens and a role around each message and 3 that prime the reply, in chats alone', () => {
    const model = { ...own, hasChatFrame: true };
    const asked = conversation('one two', 'three');
    expect(counted({ content: asked, api: 'chat' }, { model }).usage.uncachedInputTokens).toBe(3 + asked.messages.length * (3 + 1) + 3);
    expect(counted({ content: asked, api: 'completions' }, { model }).usage.uncachedInputTokens).toBe(3);
  });

  const seeing = (media: readonly ('image' | 'audio' | 'document')[], images?: readonly { width?: number; height?: number }[]): Partial<CapturedCall> =>
    ({ content: { tools: [], messages: [{ role: 'user', text: 'one two', media: [...media], ...(images !== undefined && { images: [...images] }) }] } });

  test('holds images by the model\'s own rule, and tools', () => {
    const model: ModelCounting = { ...own, imageTokens: (sums) => (sums.unsizedImages > 0 ? undefined : 85 + 170 * sums.imageTiles), toolTokens: (definitions) => 16 + 6 * definitions };
    expect(counted(seeing(['image'], [{ width: 1024, height: 1024 }]), { model })).toMatchObject({ usage: { uncachedInputTokens: 2 + 85 + 4 * 170 }, usageSource: 'counted' });
    expect(counted({ content: content('one two', { tools: [{ name: 'look' }] }) }, { model })).toMatchObject({ usage: { uncachedInputTokens: 2 + 1 + 16 + 6 }, usageSource: 'estimated' });
    expect(counted(seeing(['image'], [{}]), { model }).usage).toEqual({});
    expect(counted(seeing(['image'], [{ width: 9, height: 9 }])).usage).toEqual({});
  });

  test.each<[string, Partial<CapturedCall>]>([
    ['sound', seeing(['audio'])], ['a file', seeing(['document'])], ['an image without a size', seeing(['image'])], ['a conversation kept elsewhere', { content: content('one'), parameters: { isStateful: true } }],
    ['tools that the provider runs', { content: content('one', { tools: [{ name: 'web_search', isProviderRun: true }] }) }],
  ])('stays unknown with %s, which has tokens that nobody can count here', (_, changes) => expect(counted(changes)).toMatchObject({ usage: {}, usageSource: 'reported' }));

  test('never replaces what was reported', () => {
    const row = counted({ content: content('one two'), usage: { uncachedInputTokens: 9 } });
    expect([row.usage, row.usageSource]).toEqual([{ uncachedInputTokens: 9 }, 'reported']);
  });

  test('output stays unknown where the reply was not logged, and a failed call is not counted', () => {
    expect(counted({ content: content('one two') }).usage).toEqual({ uncachedInputTokens: 2 });
    expect(counted({ content: content('one two'), status: 'rate_limited' }).usage).toEqual({});
  });

  test('without counts what was not reported stays unknown', () => {
    expect(stored({ content: content('one two') })).toMatchObject({ usage: {}, usageSource: 'reported' });
  });
});

describe('the sample that is counted beside reported usage', () => {
  const asked = (question: string, changes: Partial<CapturedCall> = {}): CapturedCall => call({ content: content(question), usage: { uncachedInputTokens: 900, outputTokens: 5 }, ...changes });
  const chosen = Array.from({ length: 20_000 }, (_, at) => `question ${at}`).filter((question) => textsToCount(asked(question), plainHash) !== undefined);
  const [first] = chosen as [string, ...string[]];

  test('is one call in 200, chosen by the request, so that the same calls are chosen again', () => {
    expect(Math.abs(chosen.length - 20_000 / 200)).toBeLessThan(4 * Math.sqrt(20_000 / 200));
    expect(textsToCount(asked(first, { startedAt: 5, provider: 'anthropic' }), plainHash)).toEqual({ prompt: first });
  });

  test('keeps the count beside the usage, which stays', () => {
    expect(takeIn(asked(first), { ...context, counts: { prompt: 850, isEstimated: false } })).toMatchObject({ sampledTokens: 850, usage: { uncachedInputTokens: 900, outputTokens: 5 }, usageSource: 'reported' });
    expect(takeIn(asked(first), { ...context, counts: { prompt: 850, isEstimated: true } }).sampledTokens).toBeUndefined();
  });

  test.each<[string, Partial<CapturedCall>]>([
    ['a failed call', { status: 'server_error' }], ['counts that are not the provider\'s own', { usageSource: 'estimated' }], ['a conversation kept elsewhere', { parameters: { isStateful: true } }],
    ['images', { content: { tools: [], messages: [{ role: 'user', text: first, media: ['image'] }] } }], ['tools that the provider runs', { content: content(first, { tools: [{ name: 'web_search', isProviderRun: true }] }) }],
    ['no input count', { usage: { outputTokens: 5 } }],
  ])('leaves out %s', (_, changes) => {
    const everyOne = (): number => 0;
    expect(textsToCount(asked(first), everyOne)).toBeDefined();
    expect(textsToCount(asked(first, changes), everyOne)).toBeUndefined();
  });
});

describe('images and tools', () => {
  test('become sums; a part without a size is one of unknown size, and no link or name of it is kept', () => {
    const row = stored({ content: { tools: [{ name: 'a' }, { name: 'b' }, { name: 'search', isProviderRun: true }], messages: [{ role: 'user', text: 'x', media: ['image', 'image'], images: [{ width: 1024, height: 1024 }, {}] }, { role: 'tool', text: 'y', media: ['image', 'document'] }] } });
    expect(row.images).toMatchObject({ images: 3, unsizedImages: 2, reportedImages: 0, imageTiles: 4, imageClaudePatches: 37 * 37 });
    expect(row.toolDefinitions).toBe(2);
  });

  test('are absent where there are none, or no text', () => {
    expect(stored({ content: content('x') })).toMatchObject({ images: undefined, toolDefinitions: undefined });
    expect(stored({})).toMatchObject({ images: undefined, toolDefinitions: undefined });
  });
});

test.each([[{ temperature: 0 }, true], [{ seed: 5 }, false], [{ temperature: 0.7 }, false], [{}, false]])('parameters %j: deterministic is %s', (parameters, expected) => {
  expect(stored({ parameters }).isDeterministic).toBe(expected);
});

test('requests that the log does not hold are no repeats of each other, and nothing of them is counted', () => {
  const answered = { tools: [], messages: [], reply: { text: 'Yes.', toolCalls: [] } };
  expect(stored({ content: answered }).requestHash).toBeUndefined();
  expect(stored({ content: { ...answered, messages: [{ role: 'user', text: '' }] } }).requestHash).toBeUndefined();
  expect(stored({ content: content('x') }).requestHash).toBeDefined();
  expect(textsToCount(call({ content: answered, usage: {} }), () => 0)).toBeUndefined();
});
