/**
 * Records that were enriched by older rules, lists or files than those of today: what an answer says
 * about derived values is then not what the same log lines would give now, so it is not exact.
 */
import {
  type Enriched,
  type EnrichedPart,
  formatEnriched,
  readEnriched,
} from '../../core/enriched.ts';
import { plural } from '../../core/format.ts';
import { type Dimension, requireDimension } from '../ask/dimension-table.ts';
import type { Metric } from '../ask/metric.ts';
import { type Filter, type Query, type Scope, scopeQuery } from '../ask/scope.ts';
import { doubting, type Snapshot } from './snapshot.ts';

/** What a question asks by. The columns that it shows beside that are no reason for a doubt. */
export interface AskedBy {
  readonly scope: Scope;
  readonly by?: Metric;
  readonly dimension?: Pick<Dimension, 'derivedBy'>;
  readonly second?: Dimension;
  readonly dimensions?: readonly Dimension[];
}

/**
 * The snapshot with one more doubt, where there are such records. One search, or none; over the
 * samples it takes 1 ms longer than one that asks for nothing.
 */
export async function withEnrichmentDoubts(asked: AskedBy, snapshot: Snapshot): Promise<Snapshot> {
  const parts = partsOf(asked);
  if (parts.size === 0) return snapshot;
  const groups = await readGroups(loggedOnly(asked.scope), snapshot);
  const older = countOlder(groups, parts, snapshot);
  const lacking = parts.has('parameters') ? countLacking(groups) : 0;
  const doubts = [
    ...(older === 0
      ? []
      : [`${were(older)} enriched by older lists: run \`sync --full --overwrite\``]),
    ...(lacking === 0
      ? []
      : [`${were(lacking)} indexed without url_parameters: set keepUrlParameters and run \`sync --full --overwrite\``]), // biome-ignore format: one text
  ];
  return doubts.length === 0 ? snapshot : doubting(snapshot, doubts);
}

const were = (records: number): string => plural(records, 'record was', 'records were');

const countLacking = (groups: readonly Group[]): number =>
  groups.reduce((sum, { by, records }) => sum + (by.lacksParameters === true ? records : 0), 0);

function partsOf({
  scope,
  by,
  dimension,
  second,
  dimensions = [],
}: AskedBy): ReadonlySet<EnrichedPart> {
  const used = [by, dimension, second, ...dimensions];
  return new Set([
    ...used.flatMap((each) => each?.derivedBy ?? []),
    ...scope.filters.flatMap(derivedByOf),
  ]);
}

/** People are told by the classes of their agents; a number is as it was logged. */
function derivedByOf(filter: Filter): readonly EnrichedPart[] {
  if (filter.test === 'people') return AGENT_CLASS.derivedBy ?? [];
  return 'dimension' in filter ? (filter.dimension.derivedBy ?? []) : [];
}

const AGENT_CLASS = requireDimension('agent-class');

interface Group {
  readonly by: Enriched;
  readonly records: number;
}

/** A month has one; more only where lists were changed many times. */
const GROUPS_MAX = 1_000;
const NOTHING: Enriched = readEnriched('');

/**
 * Filters by what was logged are kept. Those by derived fields are left out: an older record may
 * wrongly not match them.
 */
const loggedOnly = (scope: Scope): Query =>
  scopeQuery({
    ...scope,
    filters: scope.filters.filter((filter) => derivedByOf(filter).length === 0),
  });

async function readGroups(query: Query, snapshot: Snapshot): Promise<readonly Group[]> {
  const terms = { field: 'enriched', size: GROUPS_MAX, shard_size: GROUPS_MAX };
  const { records, aggregated } = await snapshot.countAndAggregate(query, { enriched: { terms } });
  const groups = aggregated.enriched.buckets.map((bucket) => ({
    by: readEnriched(String(bucket.key)),
    records: bucket.doc_count,
  }));
  // The rest has no value, as all records of versions before this one.
  const told = groups.reduce((sum, { records }) => sum + records, 0);
  return [...groups, { by: NOTHING, records: records - told }];
}

const countOlder = (
  groups: readonly Group[],
  parts: ReadonlySet<EnrichedPart>,
  snapshot: Snapshot,
): number =>
  groups
    .filter(olderThanToday(groups, parts, snapshot))
    .reduce((sum, { records }) => sum + records, 0);

function olderThanToday(
  groups: readonly Group[],
  parts: ReadonlySet<EnrichedPart>,
  { enrichment }: Snapshot,
): (group: Group) => boolean {
  const files = parts.has('files') ? (enrichment.files() ?? mostFrequentFiles(groups)) : null;
  return ({ by }) =>
    (parts.has('fields') && by.fields !== enrichment.fields) ||
    (parts.has('agents') && by.agents !== enrichment.agents) ||
    (parts.has('files') && by.files !== files);
}

export interface EnrichedToday {
  /** Values of `enriched` that are as of today. */
  readonly values: readonly string[];
  /** How many records have another, or none. */
  readonly olderRecords: number;
}

/** Which of these records have the parts as of today. */
export async function enrichedToday(
  parts: ReadonlySet<EnrichedPart>,
  query: Query,
  snapshot: Snapshot,
): Promise<EnrichedToday> {
  const groups = await readGroups(query, snapshot);
  const isOlder = olderThanToday(groups, parts, snapshot);
  return {
    values: groups.flatMap((group) => (isOlder(group) ? [] : [formatEnriched(group.by)])),
    olderRecords: countOlder(groups, parts, snapshot),
  };
}

/**
 * A process without address files (a laptop that only asks) cannot call those of others old. But
 * records that were looked up in different files are not counted alike. Those that do not say what
 * enriched them say nothing of files either.
 */
function mostFrequentFiles(groups: readonly Group[]): string {
  const counts = new Map<string, number>();
  for (const { by, records } of groups)
    if (by.files !== NOTHING.files) counts.set(by.files, (counts.get(by.files) ?? 0) + records);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? '';
}
