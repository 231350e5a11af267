/**
 * Whether this user sees all records and all their fields. Document-level security gives less of
 * the records, field-level security less of each, and every search says that it succeeded. Where it
 * can be told, it is; months and values that are hidden altogether show nowhere (README.md).
 */
import { FIELD_TABLE, MAPPING_VERSION } from '../core/field-table.ts';
import { formatCount } from '../core/format.ts';
import type { OpenSearch } from './client.ts';
import { reasonOf } from './request-failure.ts';

export type ReaderLimits =
  | { readonly kind: 'none' }
  /** `because` is a clause: "the user reader sees only …". */
  | { readonly kind: 'part'; readonly because: string }
  /** It may not be looked at, or a sync moves the numbers. No reason to doubt an answer. */
  | { readonly kind: 'unchecked'; readonly because: string };

interface Looked {
  readonly hiddenFields: readonly string[];
  readonly stored: number;
  readonly seen: number;
}

const known = new WeakMap<OpenSearch, Map<string, Promise<ReaderLimits>>>();

/** Looks once a process, and again only where a sync kept it from being told. Never throws. */
export function readerLimits(server: OpenSearch, pattern: string): Promise<ReaderLimits> {
  const byPattern = known.get(server) ?? new Map<string, Promise<ReaderLimits>>();
  known.set(server, byPattern);
  const looking = byPattern.get(pattern) ?? check(server, pattern);
  byPattern.set(pattern, looking);
  void looking.then((limits) => {
    if (limits.kind === 'unchecked') byPattern.delete(pattern);
  });
  return looking;
}

async function check(server: OpenSearch, pattern: string): Promise<ReaderLimits> {
  const syncs = pattern.replace(/-records-\*$/, '-syncs');
  try {
    const first = await look(server, pattern);
    if (isWhole(first)) return { kind: 'none' };
    if (first.hiddenFields.length > 0) return part(server, first);
    // What was written last is counted by the one before the other can search it.
    await server.client.indices.refresh({ index: pattern }, LIMITS);
    const wasRunning = await isSyncRunning(server, syncs);
    const second = await look(server, pattern);
    if (isWhole(second)) return { kind: 'none' };
    if (wasRunning || (await isSyncRunning(server, syncs)))
      return { kind: 'unchecked', because: 'a sync is running' };
    return part(server, second);
  } catch (error) {
    return { kind: 'unchecked', because: reasonOf(error) };
  }
}

/** Nobody's answer waits long for this. */
const LIMITS = { maxRetries: 0, requestTimeout: 5_000 };

const isWhole = ({ hiddenFields, stored, seen }: Looked): boolean =>
  hiddenFields.length === 0 && stored === seen;

function part({ user }: OpenSearch, { hiddenFields, stored, seen }: Looked): ReaderLimits {
  const who = user === null ? 'this user' : `the user ${user}`;
  const what =
    hiddenFields.length > 0
      ? `may not see ${hiddenFields.join(', ')}`
      : `sees only ${formatCount(seen)} of ${formatCount(stored)} records`;
  return { kind: 'part', because: `${who} ${what}` };
}

/** `_stats` counts what is stored, `_count` what this user finds; both in open indices. */
async function look({ client }: OpenSearch, pattern: string): Promise<Looked> {
  const index = pattern;
  const [mappings, stats, count] = await Promise.all([
    client.indices.getMapping({ index, filter_path: FIELDS_AND_VERSION }, LIMITS),
    client.indices.stats({ index, metric: ['docs'], filter_path: STORED }, LIMITS),
    client.count({ index }, LIMITS),
  ]);
  const hidden = Object.values(mappings.body).flatMap(({ mappings }) => hiddenIn(mappings));
  const stored = stats.body._all?.primaries?.docs?.count ?? 0; // absent: there is no index
  return { hiddenFields: [...new Set(hidden)], stored, seen: count.body.count };
}

const FIELDS_AND_VERSION = '*.mappings._meta.version,*.mappings.properties.*.type';
const STORED = '_all.primaries.docs.count';

interface SeenMapping {
  readonly _meta?: Readonly<Record<string, unknown>>;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** An index of another version may lack what another Tamarin derives, but nothing that is logged. */
function hiddenIn({ _meta, properties = {} }: SeenMapping): readonly string[] {
  if (_meta?.version === undefined) return []; // not made by us: its fields are not known
  const isOurs = _meta.version === MAPPING_VERSION;
  return FIELD_TABLE.filter(
    ({ name, origin }) => (isOurs || origin === 'logged') && properties[name] === undefined,
  ).map(({ name }) => name);
}

/** A sync of before there were heartbeats may run for a day. */
async function isSyncRunning({ client }: OpenSearch, syncs: string): Promise<boolean> {
  const alive = { range: { heartbeat_at: { gte: 'now-60s' } } };
  const started = {
    bool: {
      filter: [{ range: { started_at: { gte: 'now-1d' } } }],
      must_not: [{ exists: { field: 'heartbeat_at' } }],
    },
  };
  const query = {
    bool: {
      filter: [{ term: { state: 'running' } }],
      must_not: [{ terms: { kind: ['lease', 'idempotency', 'queued'] } }],
      should: [alive, started],
      minimum_should_match: 1,
    },
  };
  const { body } = await client.count(
    { index: syncs, ignore_unavailable: true, body: { query } },
    LIMITS,
  );
  return body.count > 0;
}
