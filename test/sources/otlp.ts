// Spans as OTLP/JSON, for tests.
export const TRACE = '5b1f0c7d9e2a44b68c3d7f1a2b3c4d01';
export const START_MS = Date.UTC(2025, 10, 17, 9, 0, 0);

export type Attributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;
export interface Built { id?: string; parent?: string; trace?: string; name?: string; attributes: Attributes; status?: object; scope?: string; scopeVersion?: string }

const valueOf = (value: Attributes[string]): object =>
  typeof value === 'string' ? { stringValue: value } : typeof value === 'boolean' ? { boolValue: value } : typeof value !== 'number' ? { arrayValue: { values: value.map((entry) => ({ stringValue: entry })) } } : Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
export const pairs = (attributes: Attributes): object[] => Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));

/** Spans of 1.5 s that begin at `START_MS`. */
export const otlp = (...spans: readonly Built[]): string => JSON.stringify({
  resourceSpans: spans.map(({ id = 'a000000000000001', parent = '', trace = TRACE, name = 'span', attributes, status = {}, scope = 'x', scopeVersion = '' }) => ({
    scopeSpans: [{ scope: { name: scope, version: scopeVersion }, spans: [{ traceId: trace, spanId: id, parentSpanId: parent, name, startTimeUnixNano: `${START_MS}000000`, endTimeUnixNano: `${START_MS + 1500}000000`, attributes: pairs(attributes), status }] }],
  })),
});
