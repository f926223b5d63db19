import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeWorkloads, POOLED_WORKLOAD } from '../../src/settle/index.js';

const template = (templateKey: number, changes: { label?: string; calls?: number } = {}): { templateKey: number; label: string; calls: number } => ({ templateKey, label: `site ${templateKey}`, calls: 1000, ...changes });
const many = (count: number, changes: { label?: string; calls?: number } = {}, from = 1): ReturnType<typeof template>[] => Array.from({ length: count }, (_, at) => template(from + at, changes));

describe('workloads', () => {
  test('are numbered by size, ties by key, and tell nothing of the keys', () => {
    expect(mergeWorkloads([template(70, { calls: 5 }), template(30, { calls: 9 }), template(20, { calls: 5 })], [])).toEqual([
      { id: 'w1', label: 'site 30', templateKeys: [30], calls: 9 },
      { id: 'w2', label: 'site 20', templateKeys: [20], calls: 5 },
      { id: 'w3', label: 'site 70', templateKeys: [70], calls: 5 },
    ]);
  });

  test('keep their ids and keys over restarts; new call sites come after them', () => {
    const first = mergeWorkloads([template(1, { calls: 10 }), template(2, { calls: 20 })], []);
    const second = mergeWorkloads([template(1, { calls: 900 }), template(2, { calls: 20 }), template(3, { calls: 5000 })], first);
    expect(second.map(({ id, templateKeys, calls }) => [id, templateKeys, calls])).toEqual([['w1', [2], 20], ['w2', [1], 900], ['w3', [3], 5000]]);
  });

  test('call sites of the same label stay apart', () => {
    expect(mergeWorkloads(many(3, { label: 'You are a helpful assistant' }), [])).toHaveLength(3);
    expect(mergeWorkloads(many(7, { label: 'You are a helpful assistant', calls: 5 }), [])).toHaveLength(7);
  });

  test('one call site that fell into many small keys is one', () => {
    const shattered = many(50, { label: 'Summarize the mail', calls: 4 });
    const workloads = mergeWorkloads([...shattered, template(99, { label: 'Summarize the mail', calls: 400 })], []);
    expect(workloads.map(({ templateKeys, calls }) => [templateKeys.length, calls])).toEqual([[1, 400], [50, 200]]);
    const later = mergeWorkloads([...shattered, template(99, { label: 'Summarize the mail', calls: 400 }), template(77, { label: 'Summarize the mail', calls: 2 })], workloads);
    expect(later.map(({ id, templateKeys }) => [id, templateKeys.length])).toEqual([['w1', 1], ['w2', 51]]);
  });

  test('keys without a label never merge, and are named by their id', () => {
    expect(mergeWorkloads(many(10, { label: '', calls: 2 }), []).map(({ label }) => label)).toEqual(Array.from({ length: 10 }, (_, at) => `w${at + 1}`));
  });

  test('are at most 200 with at most 5,000 keys; the smallest are pooled', () => {
    const workloads = mergeWorkloads(Array.from({ length: 9000 }, (_, at) => template(at + 1, { calls: 9000 - at })), []);
    expect(workloads).toHaveLength(200);
    expect(workloads.flatMap(({ templateKeys }) => templateKeys)).toHaveLength(5000);
    expect(workloads.at(-1)).toMatchObject({ id: POOLED_WORKLOAD, label: 'everything else' });
    expect(workloads.reduce((sum, { calls }) => sum + calls, 0)).toBe((9000 * 9001) / 2);
  });

  test('a pooled call site gets its own workload when there is room', () => {
    const full = mergeWorkloads(many(250, {}), []);
    const grown = mergeWorkloads(many(250, {}), full.slice(0, 100).concat(full.at(-1)!));
    expect(full.at(-1)?.templateKeys).toHaveLength(51);
    expect(grown).toHaveLength(200);
  });

  test('hold every key once, whatever the input and its order, and a second merge changes nothing', () => {
    const anyTemplates = fc.uniqueArray(fc.record({ templateKey: fc.integer({ min: 1, max: 500 }), label: fc.constantFrom('', 'a', 'b', 'c'), calls: fc.integer({ min: 1, max: 600 }) }), { selector: ({ templateKey }) => templateKey, maxLength: 300 });
    fc.assert(
      fc.property(anyTemplates, fc.nat(300), (templates, cut) => {
        const former = mergeWorkloads(templates.slice(0, cut), []);
        const merged = mergeWorkloads(templates, former);
        const keys = merged.flatMap(({ templateKeys }) => templateKeys);
        expect([...keys].sort((one, other) => one - other)).toEqual(templates.map(({ templateKey }) => templateKey).sort((one, other) => one - other));
        expect(mergeWorkloads([...templates].reverse(), former)).toEqual(merged);
        expect(mergeWorkloads(templates, merged)).toEqual(merged);
        for (const { id, templateKeys } of former) {
          if (id !== POOLED_WORKLOAD) expect(merged.find((workload) => workload.id === id)?.templateKeys).toEqual(expect.arrayContaining([...templateKeys]));
        }
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});
