/**
 * Version 1. Plain columns under plain names, so that any SQLite tool can check a figure; `calls_readable` joins what a person asks for.
 * Times are ms since 1970 UTC, hours are hours since 1970 UTC, absent is NULL. `call_keys` finds a call by its id or one of its keys (`key-index.ts`).
 */
export const SCHEMA_V1 = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE calls (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  time_source TEXT NOT NULL,
  env TEXT, provider TEXT NOT NULL, requested_model TEXT, served_model TEXT, api TEXT NOT NULL, region TEXT, service_tier TEXT, effort TEXT,
  billing TEXT NOT NULL, stream INTEGER NOT NULL, status TEXT NOT NULL, http_status INTEGER, error_type TEXT, finish_reason TEXT,
  uncached_input_tokens INTEGER, audio_input_tokens INTEGER, image_input_tokens INTEGER, cache_read_tokens INTEGER, cache_write_tokens INTEGER,
  cache_write_1h_tokens INTEGER, output_tokens INTEGER, reasoning_tokens INTEGER, audio_output_tokens INTEGER, web_searches INTEGER,
  usage_source TEXT NOT NULL, logged_cost_nano_usd INTEGER, max_output_tokens INTEGER, latency_ms REAL, ttft_ms REAL, user TEXT, tags TEXT,
  task TEXT NOT NULL, task_confidence REAL NOT NULL, difficulty REAL NOT NULL, classifier_version TEXT NOT NULL, needs_mask INTEGER NOT NULL,
  text_kind TEXT NOT NULL, request_hash INTEGER, question_hash INTEGER, template_key INTEGER NOT NULL, session_key INTEGER,
  is_deterministic INTEGER NOT NULL, has_failure_signal INTEGER NOT NULL,
  keys TEXT NOT NULL, sources TEXT NOT NULL, weight_millionths INTEGER NOT NULL,
  body_block INTEGER, body_slot INTEGER
);
CREATE INDEX calls_by_time ON calls (started_at, id);
CREATE INDEX calls_timed_by_file ON calls (seq) WHERE time_source = 'file';

CREATE TABLE call_keys (hash INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
CREATE TABLE call_details (seq INTEGER PRIMARY KEY, raw_usage TEXT, prefix_chain BLOB);
CREATE TABLE settlements (
  seq INTEGER PRIMARY KEY, session TEXT NOT NULL, retry_of TEXT, duplicate_of TEXT, reask_of TEXT,
  warm_5m_tokens INTEGER NOT NULL, warm_30m_tokens INTEGER NOT NULL, warm_1h_tokens INTEGER NOT NULL, warm_24h_tokens INTEGER NOT NULL
);
CREATE TABLE bodies (block INTEGER PRIMARY KEY, calls INTEGER NOT NULL, raw_bytes INTEGER NOT NULL, data BLOB NOT NULL);

CREATE TABLE templates (template_key INTEGER PRIMARY KEY, label TEXT NOT NULL, calls INTEGER NOT NULL);
CREATE TABLE source_calls (source TEXT PRIMARY KEY, calls INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE workloads (id TEXT PRIMARY KEY, label TEXT NOT NULL, calls INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE workload_templates (template_key INTEGER PRIMARY KEY, workload TEXT NOT NULL);
CREATE TABLE dirty_hours (hour INTEGER PRIMARY KEY);

CREATE TABLE cells (
  key TEXT PRIMARY KEY,
  template_key INTEGER NOT NULL, task TEXT NOT NULL, needs_mask INTEGER NOT NULL, input_octave INTEGER NOT NULL, text_kind TEXT NOT NULL,
  provider TEXT NOT NULL, model TEXT NOT NULL, service_tier TEXT NOT NULL, effort TEXT NOT NULL, region TEXT NOT NULL,
  billing TEXT NOT NULL, standing TEXT NOT NULL, repeat TEXT NOT NULL, hour INTEGER NOT NULL, weight_millionths INTEGER NOT NULL,
  calls INTEGER NOT NULL, uncached_input_tokens INTEGER NOT NULL, audio_input_tokens INTEGER NOT NULL, image_input_tokens INTEGER NOT NULL,
  cache_read_tokens INTEGER NOT NULL, cache_write_tokens INTEGER NOT NULL, cache_write_1h_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL, audio_output_tokens INTEGER NOT NULL, web_searches INTEGER NOT NULL,
  warm_5m_tokens INTEGER NOT NULL, warm_30m_tokens INTEGER NOT NULL, warm_1h_tokens INTEGER NOT NULL, warm_24h_tokens INTEGER NOT NULL,
  logged_calls INTEGER NOT NULL, logged_nano_usd INTEGER NOT NULL, estimated_calls INTEGER NOT NULL, failure_signals INTEGER NOT NULL,
  difficulty_millionths INTEGER NOT NULL, task_confidence_millionths INTEGER NOT NULL, sessions INTEGER NOT NULL,
  deterministic_calls INTEGER NOT NULL, latency_ms INTEGER NOT NULL, latency_calls INTEGER NOT NULL,
  min_input INTEGER NOT NULL, max_input INTEGER NOT NULL, min_output INTEGER NOT NULL, max_output INTEGER NOT NULL,
  min_asked INTEGER NOT NULL, max_asked INTEGER NOT NULL, min_at INTEGER NOT NULL, max_at INTEGER NOT NULL
);
CREATE INDEX cells_by_hour ON cells (hour);
CREATE TABLE minutes (
  minute INTEGER NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL, calls INTEGER NOT NULL, input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL, rate_limited INTEGER NOT NULL, server_errors INTEGER NOT NULL, other_errors INTEGER NOT NULL,
  PRIMARY KEY (minute, provider, model)
) WITHOUT ROWID;
CREATE TABLE latency (
  hour INTEGER NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL, measure TEXT NOT NULL, bucket INTEGER NOT NULL, calls INTEGER NOT NULL,
  PRIMARY KEY (hour, provider, model, measure, bucket)
) WITHOUT ROWID;

CREATE TABLE imports (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, source TEXT NOT NULL, bytes INTEGER NOT NULL, imported_at INTEGER NOT NULL,
  read INTEGER NOT NULL, imported INTEGER NOT NULL, merged INTEGER NOT NULL, skipped INTEGER NOT NULL, is_finished INTEGER NOT NULL,
  first_at INTEGER, last_at INTEGER
) WITHOUT ROWID;
CREATE TABLE evidence (
  id TEXT PRIMARY KEY, workload TEXT, task TEXT, incumbent TEXT NOT NULL, candidate TEXT NOT NULL, outcome TEXT NOT NULL, class TEXT NOT NULL,
  is_random INTEGER NOT NULL, judge TEXT, judge_agreement REAL NOT NULL, at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE analyses (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, json TEXT NOT NULL);

CREATE VIEW calls_readable AS
SELECT c.id, datetime(c.started_at / 1000, 'unixepoch') AS started, c.started_at / 3600000 AS hour, c.env, c.provider,
  coalesce(c.served_model, c.requested_model, 'unknown') AS model, c.requested_model, c.region, c.service_tier, c.effort, c.billing, c.status, c.http_status,
  CASE WHEN coalesce(c.uncached_input_tokens, c.audio_input_tokens, c.image_input_tokens, c.cache_read_tokens, c.cache_write_tokens, c.cache_write_1h_tokens) IS NULL
    THEN NULL ELSE coalesce(c.uncached_input_tokens, 0) + coalesce(c.audio_input_tokens, 0) + coalesce(c.image_input_tokens, 0)
      + coalesce(c.cache_read_tokens, 0) + coalesce(c.cache_write_tokens, 0) + coalesce(c.cache_write_1h_tokens, 0) END AS input_tokens,
  c.cache_read_tokens, c.output_tokens, c.reasoning_tokens, c.usage_source, c.logged_cost_nano_usd / 1e9 AS logged_cost_usd,
  c.latency_ms, c.ttft_ms, c.task, c.difficulty, c.needs_mask, t.label AS template, coalesce(w.workload, 'w-other') AS workload,
  s.session, s.retry_of, s.duplicate_of, s.reask_of, c.user, c.tags, c.sources, c.weight_millionths / 1e6 AS weight
FROM calls c
LEFT JOIN settlements s ON s.seq = c.seq
LEFT JOIN templates t ON t.template_key = c.template_key
LEFT JOIN workload_templates w ON w.template_key = c.template_key;
`;

const cellSums = [
  'images', 'unsized_images', 'reported_images', 'image_tiles', 'image_patches_1536', 'image_patches_2500', 'image_patches_10000', 'image_patches_whole',
  'image_claude_patches', 'image_claude_high_patches', 'image_gemini_2_tokens', 'image_gemini_3_tokens',
  'calls_with_tools', 'tool_definitions', 'sampled_calls', 'sampled_counted_tokens', 'sampled_reported_tokens',
];

/** Bit of the need `vision`. */
const VISION_BIT = 16;

/** Version 2: what images and tools make of tokens, and the sample that is counted beside the reported usage. Hours with images are built again. */
export const SCHEMA_V2 = `
ALTER TABLE calls ADD COLUMN images TEXT;
ALTER TABLE calls ADD COLUMN tool_definitions INTEGER;
ALTER TABLE calls ADD COLUMN sampled_tokens INTEGER;
${cellSums.map((name) => `ALTER TABLE cells ADD COLUMN ${name} INTEGER NOT NULL DEFAULT 0;`).join('\n')}
ALTER TABLE cells ADD COLUMN max_images INTEGER;
ALTER TABLE cells ADD COLUMN max_tools INTEGER;
INSERT OR IGNORE INTO dirty_hours (hour) SELECT DISTINCT hour FROM cells WHERE needs_mask & ${VISION_BIT} <> 0;
`;

/** Tokens that are not charged, which no older row has, and what providers say was used or charged. */
const unbilled = ['unbilled_input_tokens', 'unbilled_output_tokens', 'unbilled_cache_read_tokens'];

/** Version 3. `bills`: one row a line of a bill or usage report, `from_at` inclusive, `to_at` exclusive, ms UTC; absent is NULL. */
export const SCHEMA_V3 = `
${unbilled.map((name) => `ALTER TABLE calls ADD COLUMN ${name} INTEGER;`).join('\n')}
${unbilled.map((name) => `ALTER TABLE cells ADD COLUMN ${name} INTEGER NOT NULL DEFAULT 0;`).join('\n')}

CREATE TABLE bills (
  id TEXT PRIMARY KEY, source TEXT NOT NULL, kind TEXT NOT NULL, provider TEXT NOT NULL, model TEXT, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL,
  uncached_input_tokens INTEGER, audio_input_tokens INTEGER, image_input_tokens INTEGER, cache_read_tokens INTEGER, cache_write_tokens INTEGER,
  cache_write_1h_tokens INTEGER, output_tokens INTEGER, reasoning_tokens INTEGER, audio_output_tokens INTEGER, web_searches INTEGER,
  unbilled_input_tokens INTEGER, unbilled_output_tokens INTEGER, unbilled_cache_read_tokens INTEGER,
  requests INTEGER, cost_nano_usd INTEGER, line_item TEXT, service_tier TEXT, dimensions TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX bills_by_time ON bills (from_at, id);

DROP VIEW calls_readable;
CREATE VIEW calls_readable AS
SELECT c.id, datetime(c.started_at / 1000, 'unixepoch') AS started, c.started_at / 3600000 AS hour, c.env, c.provider,
  coalesce(c.served_model, c.requested_model, 'unknown') AS model, c.requested_model, c.region, c.service_tier, c.effort, c.billing, c.status, c.http_status,
  CASE WHEN coalesce(c.uncached_input_tokens, c.audio_input_tokens, c.image_input_tokens, c.cache_read_tokens, c.cache_write_tokens, c.cache_write_1h_tokens,
      c.unbilled_input_tokens) IS NULL
    THEN NULL ELSE coalesce(c.uncached_input_tokens, 0) + coalesce(c.audio_input_tokens, 0) + coalesce(c.image_input_tokens, 0)
      + coalesce(c.cache_read_tokens, 0) + coalesce(c.cache_write_tokens, 0) + coalesce(c.cache_write_1h_tokens, 0) + coalesce(c.unbilled_input_tokens, 0) END AS input_tokens,
  CASE WHEN c.unbilled_cache_read_tokens IS NULL THEN c.cache_read_tokens ELSE coalesce(c.cache_read_tokens, 0) + c.unbilled_cache_read_tokens END AS cache_read_tokens,
  c.output_tokens, c.reasoning_tokens, c.unbilled_input_tokens, c.unbilled_output_tokens, c.usage_source, c.logged_cost_nano_usd / 1e9 AS logged_cost_usd,
  c.latency_ms, c.ttft_ms, c.task, c.difficulty, c.needs_mask, t.label AS template, coalesce(w.workload, 'w-other') AS workload,
  s.session, s.retry_of, s.duplicate_of, s.reask_of, c.user, c.tags, c.sources, c.weight_millionths / 1e6 AS weight
FROM calls c
LEFT JOIN settlements s ON s.seq = c.seq
LEFT JOIN templates t ON t.template_key = c.template_key
LEFT JOIN workload_templates w ON w.template_key = c.template_key;
`;

/** Version 4. `losses`: calls that a recorder saw and could not keep, by hour and stratum; `calls.stratum`: what a recorded call can stand for. */
export const SCHEMA_V4 = `
ALTER TABLE calls ADD COLUMN stratum TEXT;
CREATE TABLE losses (hour INTEGER NOT NULL, kind TEXT NOT NULL, stratum TEXT NOT NULL, calls INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (hour, kind, stratum)) WITHOUT ROWID;
`;
