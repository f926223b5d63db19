// Rows of Azure Monitor in every export: Log Analytics query results ({tables: [{columns, rows}]}), its CSV and JSON exports, and the records that diagnostic settings write to
// storage and Event Hubs: https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format, https://learn.microsoft.com/azure/azure-monitor/platform/resource-logs-schema (read 2026-11-22)
import { isRecord } from './records.js';
import type { JsonRecord } from './source.js';
import { isAbsent, list, object, text } from './values.js';

/** One row, its fields found by name whatever the case. */
export interface AzureRow {
  /** The first of these that has a value. */
  get(...names: readonly string[]): unknown;
  has(...names: readonly string[]): boolean;
}

/** Suffix of a type, as the table AzureDiagnostics adds it to fields of a resource's own. */
const TYPE_SUFFIX = /_[sdbgt]$/;
/** What the portal writes behind a column of instants. */
const ZONE_SUFFIX = /\s*\[UTC\]$/i;

/** Rows that a record holds: of a query result all its tables' rows, else itself. */
export function azureRows(record: JsonRecord): AzureRow[] {
  const tables = list(record['tables']).filter(isRecord);
  if (tables.length === 0) return [rowOf(record)];
  return tables.flatMap((table) => {
    const names = list(table['columns']).map((column) => text(isRecord(column) ? (column['name'] ?? column['ColumnName']) : column) ?? '');
    return list(table['rows']).filter(Array.isArray).map((row: readonly unknown[]) => rowOf(Object.fromEntries(names.map((name, at) => [name, row[at]]))));
  });
}

/** Fields of `properties` (an object, or its text) stand beside the others; the row's own win. */
function rowOf(record: JsonRecord): AzureRow {
  const fields = new Map<string, unknown>();
  const add = (from: JsonRecord): void => {
    for (const [name, value] of Object.entries(from)) {
      if (isAbsent(value)) continue;
      const plain = name.replace(ZONE_SUFFIX, '');
      const told = plain === name ? value : usInstant(value);
      for (const key of [plain.toLowerCase(), plain.replace(TYPE_SUFFIX, '').toLowerCase()]) if (!fields.has(key)) fields.set(key, told);
    }
  };
  add(record);
  add(object(record['properties'] ?? record['properties_s'] ?? record['Properties']));
  const get = (...names: readonly string[]): unknown => names.map((name) => fields.get(name.toLowerCase())).find((value) => value !== undefined);
  return { get, has: (...names) => get(...names) !== undefined };
}

const US_TIME = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d{2}):(\d{2})(\.\d+)?\s?([AP]M)$/i;

/** The portal's CSV writes instants as 5/4/2026, 1:23:45.678 AM. Anything else stays as it is. Example: -> 2026-05-04T01:23:45.678Z */
function usInstant(value: unknown): unknown {
  const match = typeof value === 'string' ? US_TIME.exec(value.trim()) : null;
  if (match === null) return value;
  const [, month = '', day = '', year, hour, minute, second, fraction = '', half = ''] = match;
  const hours = (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${String(hours).padStart(2, '0')}:${minute}:${second}${fraction}Z`;
}
