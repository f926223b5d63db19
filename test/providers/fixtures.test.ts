import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CapturedCall } from '../../src/model/call.js';
import { families, readExchange } from '../../src/providers/index.js';
import { exchangeOf } from './exchange.js';

const root = join(import.meta.dirname, '../../fixtures/providers');
const casesOf = (family: string): string[] => readdirSync(join(root, family)).sort();
const jsonOf = (...parts: string[]): never => JSON.parse(readFileSync(join(root, ...parts), 'utf8')) as never;

/** Usage and keys are compared whole (absent is not 0); everything else is a part of the call. */
function expectCall(call: CapturedCall, expected: Partial<CapturedCall>): void {
  const { usage, keys, ...rest } = expected;
  if (usage !== undefined) expect(definedOf(call.usage)).toEqual(usage);
  if (keys !== undefined) expect(call.keys).toEqual(keys);
  expect(call).toMatchObject(rest);
}

const definedOf = (value: object): object => Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));

describe.each(families.map(({ id }) => id))('%s', (family) => {
  test.each(casesOf(family))('reads %s', (name) => {
    const outcome = readExchange(exchangeOf(jsonOf(family, name, 'exchange.json')), { source: 'test', fileTimeMs: 0 });
    if (!outcome.known) throw new Error(outcome.reason);
    expectCall(outcome.value, jsonOf(family, name, 'expected.json'));
  });
});
