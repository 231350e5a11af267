/** The question "who is this": everything about one client, whatever it is known by. */
import { TamarinError } from '../../core/error.ts';
import { type Dimension, GROUP_DIMENSIONS, requireDimension } from '../ask/dimension-table.ts';
import type { Metric } from '../ask/metric.ts';
import { addsUp, fullDownloadsErrorMax } from '../ask/metric-table.ts';
import {
  greatestSum,
  type Metrics,
  plainValue,
  type RawMetrics,
  rawValueOf,
  shareOf,
  showMetrics,
  type Totals,
} from '../ask/metrics.ts';
import { isAddressOrNetwork } from '../ask/read-value.ts';
import { type Scope, scopeQuery, type ValueFilter } from '../ask/scope.ts';
import { withEnrichmentDoubts } from '../count/enrichment-doubts.ts';
import { type Exactness, exactnessOf } from '../count/exactness.ts';
import { nearestValues } from '../count/nearest-values.ts';
import { readTimes } from '../count/read-times.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { countAll } from '../count/totals.ts';
import { sweepFields } from '../evidence/sweep-pages.ts';
import { answerTop, type TopAnswer } from '../top/answer.ts';
import { type Compared, compareWithOthers } from './compared.ts';
import { readSuspicion, type Suspicion } from './suspicion.ts';
import { type ActiveTimes, readActiveTimes } from './times.ts';

export interface ClientQuestion {
  /** An IP address, a network in CIDR form, a requester, or an agent. */
  readonly client: string;
  readonly by: Metric;
  readonly scope: Scope;
  /** Rows of each table at most. */
  readonly limit: number;
}

/** What a client may be called, in the order in which a name is looked up. */
const NAMED_BY = ['requester', 'agent', 'user-agent'] as const;

/** What the page tells of a client, in this order. */
const TOLD = [
  'key',
  'ip',
  'network',
  'requester',
  'agent',
  'user-agent',
  'status',
  'operation',
  'referrer-domain',
  'country',
  'as',
] as const;

type ClientTable = Pick<
  TopAnswer,
  'dimension' | 'missing' | 'distinct' | 'rows' | 'isMergedOverBuckets'
>;

/** Its totals are those of the client. */
export interface ClientAnswer extends Totals, Exactness, ActiveTimes {
  readonly question: 'client';
  /** What the client is known by. */
  readonly client: { readonly dimension: string; readonly value: string };
  readonly by: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Of everybody in the same range and filters. */
  readonly everybody: Metrics;
  /** The client's part of everybody's, by the metric asked, 0 to 1; absent where there are no parts. */
  readonly share?: number;
  /** Times of its first and last request. */
  readonly first: string;
  readonly last: string;
  readonly tables: readonly ClientTable[];
  /** Different ones that it asked for. */
  readonly distinctKeys: number;
  /** null: none of its requests has an address, as of a service of AWS, or a crowd is called so. */
  readonly suspicion: Suspicion | null;
  readonly compared: Compared;
}

/** @throws TamarinError `client_unknown` when a name is nobody's in the scope */
export async function answerClient(
  { client, by, scope, limit }: ClientQuestion,
  opened: Snapshot,
): Promise<ClientAnswer> {
  const dimension = await findKind(client, scope, opened);
  const filter: ValueFilter = { dimension, test: 'is', values: [client] };
  const own: Scope = { ...scope, filters: [...scope.filters, filter] };
  const toldDimensions = dimensionsTold(dimension, client);
  // Full downloads are shared out among everybody, so everybody's records are looked at.
  const looked = by.derivedBy === undefined ? own : scope;
  const asked = { scope: looked, by, dimensions: toldDimensions };
  const snapshot = await withEnrichmentDoubts(asked, opened);
  const everybody = await countAll({ scope, by }, snapshot);
  const totals = await countAll({ scope: own, by }, snapshot);
  if (totals.requests === 0) throw nobody(client);
  const { firstMs, lastMs } = await readTimes(own, snapshot);
  const { hours, hoursActive, days } = await readActiveTimes({ scope: own, by }, snapshot);
  // What everybody does takes as long as all tables: two searches at a time are a small server's.
  const [tables, suspicion] = await Promise.all([
    readTables(toldDimensions, { by, scope: own, limit }, snapshot),
    readSuspicion(filter, scopeQuery(scope), snapshot),
  ]);
  return {
    question: 'client',
    client: { dimension: dimension.name, value: client },
    by: by.name,
    from: scope.from,
    to: scope.to,
    totals: showMetrics(totals, by),
    everybody: showMetrics(everybody, by),
    fullDownloadsErrorMax: fullDownloadsErrorMax(totals),
    ...(addsUp(by) ? { share: partOf(totals, everybody, by) } : {}),
    first: new Date(firstMs).toISOString(),
    last: new Date(lastMs).toISOString(),
    hours,
    hoursActive,
    tables,
    days,
    distinctKeys: await countKeys(own, snapshot),
    suspicion,
    compared: await compareWithOthers({ dimension, name: client, totals }, scope, snapshot),
    ...exactnessOf(snapshot, { sum: greatestSum(everybody) }),
  };
}

async function readTables(
  dimensions: readonly Dimension[],
  asked: Pick<ClientQuestion, 'by' | 'scope' | 'limit'>,
  snapshot: Snapshot,
): Promise<readonly ClientTable[]> {
  const tables: ClientTable[] = [];
  for (const dimension of dimensions) {
    const top = await answerTop({ ...asked, dimension }, snapshot); // in the order shown
    const { missing, distinct, rows, isMergedOverBuckets: isMerged } = top;
    const merged = isMerged === undefined ? {} : { isMergedOverBuckets: isMerged };
    tables.push({ dimension: dimension.name, missing, distinct, rows, ...merged });
  }
  return tables;
}

const countKeys = (scope: Scope, snapshot: Snapshot): Promise<number> =>
  sweepFields({ fields: ['key'], query: scopeQuery(scope), aggs: {} }, snapshot, () => undefined);

/** Of money by its parts; of all else as it is shown. */
function partOf(own: RawMetrics, everybody: RawMetrics, by: Metric): number {
  const [part = 0, whole = 0] = [own, everybody].map((raw) => rawValueOf(raw, by) ?? 0);
  return by.key === 'cost'
    ? shareOf(part, whole)
    : shareOf(plainValue(part, by), plainValue(whole, by));
}

/** A table of the very thing that the client is would have one row. */
function dimensionsTold(known: Dimension, client: string): readonly Dimension[] {
  const isNetwork = known.kind === 'ip' && client.includes('/');
  return TOLD.map(requireDimension).filter(({ name }) => name !== known.name || isNetwork);
}

async function findKind(client: string, scope: Scope, snapshot: Snapshot): Promise<Dimension> {
  if (isAddressOrNetwork(client)) return requireDimension('ip');
  const dimensions = GROUP_DIMENSIONS.filter(({ name }) => NAMED_BY.some((each) => each === name));
  const counts = await snapshot.aggregate(
    scopeQuery(scope),
    Object.fromEntries(
      dimensions.map(({ name, field }) => [name, { filter: { term: { [field]: client } } }]),
    ),
  );
  const known = NAMED_BY.find((name) => (counts[name]?.doc_count ?? 0) > 0);
  if (known !== undefined) return requireDimension(known);
  const nearest: string[] = [];
  for (const dimension of dimensions)
    nearest.push(...(await nearestValues(dimension, client, scope, snapshot))); // one column after the other
  throw nobody(client, nearest);
}

const nobody = (client: string, nearest: readonly string[] = []): TamarinError =>
  new TamarinError('client_unknown', `No client in the range and filters is called "${client}".`, {
    hint: `${nearest.length === 0 ? '' : `Did you mean ${nearest.map((name) => `"${name}"`).join(' or ')}? `}Use an IP address, a network (192.0.2.0/24), or a requester, agent or user agent exactly as "top requester", "top agent" or "top user-agent" shows it; "search" finds parts of them.`,
  });
