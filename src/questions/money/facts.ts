/** What is to be known of all records of some months before any of them is priced. */
import type { EnrichedPart } from '../../core/enriched.ts';
import { TamarinError } from '../../core/error.ts';
import { plural } from '../../core/format.ts';
import { type Query, type Scope, scopeQuery } from '../ask/scope.ts';
import { enrichedToday } from '../count/enrichment-doubts.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { ENDPOINT_AGGREGATIONS, type RegionFacts, readRegions } from './bucket-regions.ts';

/** More would be no list of names, but an error in the logs. */
const NAMES_MAX = 1_000;

/** What `origin` follows from. */
const ORIGIN_PARTS: ReadonlySet<EnrichedPart> = new Set(['fields', 'files']);

export interface MoneyFacts {
  readonly regions: readonly RegionFacts[];
  readonly currency: string;
  /** Every one that occurs. */
  readonly operations: readonly string[];
  /** Canonical ids of those who own a bucket. */
  readonly owners: readonly string[];
  /** Values of `enriched` whose `origin` is as of today; null: all are. */
  readonly enrichedToday: readonly string[] | null;
  readonly doubts: readonly string[];
}

/** `months`: whole ones. @throws TamarinError `config_invalid` for a bucket or region without prices */
export async function readMoneyFacts(
  months: readonly Scope[],
  snapshot: Snapshot,
): Promise<MoneyFacts> {
  const query = inAny(months);
  const terms = (field: string, size = NAMES_MAX) => ({ terms: { field, size, shard_size: size } });
  const found = await snapshot.aggregate(query, {
    operations: terms('operation'),
    owners: terms('bucket_owner'),
    lacking: { filter: LACKS_BUCKET },
    buckets: { ...terms('bucket'), aggs: ENDPOINT_AGGREGATIONS },
  });
  const { values, olderRecords } = await enrichedToday(ORIGIN_PARTS, query, snapshot);
  const withoutOrigin = await snapshot.countAndAggregate(
    { bool: { filter: [query, { range: { bytes_sent: { gt: 0 } } }, LACKS_ORIGIN] } },
    {},
  );
  const named = found.buckets.buckets.map(({ key, endpoints, accessPoints }) => ({
    bucket: String(key),
    hosts: endpoints.hosts.buckets,
    accessPoints: accessPoints.buckets,
  }));
  refuseMany('operations', found.operations.buckets.length);
  refuseMany('buckets', named.length);
  const regions = await readRegions(named, query, snapshot);
  const lackingBucket = found.lacking.doc_count;
  if (regions.length === 0 && lackingBucket > 0) throw withoutBucket();
  return {
    regions,
    currency: oneCurrency(regions),
    operations: found.operations.buckets.map(({ key }) => String(key)),
    owners: found.owners.buckets.map(({ key }) => String(key)),
    enrichedToday: olderRecords === 0 ? null : values,
    doubts: [
      // Of one region they are, too.
      ...(regions.length > 1 && lackingBucket > 0 ? [`${plural(lackingBucket, 'record')} without bucket counted at no cost`] : []), // biome-ignore format: one rule
      ...doubtOf(withoutOrigin.records, 'without origin'),
      ...doubtOf(olderRecords, 'enriched by older lists'),
    ],
  };
}

/** Records of any of these months. */
export function inAny(months: readonly Scope[]): Query {
  const each = months.map((some) => scopeQuery(some));
  const [first] = each;
  return first !== undefined && each.length === 1 ? first : { bool: { should: each } };
}

const LACKS_BUCKET = { bool: { must_not: [{ exists: { field: 'bucket' } }] } };
const LACKS_ORIGIN = { bool: { must_not: [{ exists: { field: 'origin' } }] } };

/** As if they went to the internet: the bill is hardly ever less. */
const doubtOf = (records: number, what: string): readonly string[] =>
  records === 0
    ? []
    : [`${plural(records, 'record')} ${what} counted as sent to the internet: run \`sync --full --overwrite\``]; // biome-ignore format: one text

const withoutBucket = (): TamarinError =>
  new TamarinError('config_invalid', 'No record says which bucket it is of, so none has a price.');

function oneCurrency(regions: readonly RegionFacts[]): string {
  const [currency = 'USD', ...others] = new Set(regions.map(({ table }) => table.currency));
  if (others.length === 0) return currency;
  throw new TamarinError(
    'config_invalid',
    `Prices are in ${[currency, ...others].join(' and ')}.`,
    {
      hint: 'Give all regions the same currency in the file of the setting pricesFile.',
    },
  );
}

function refuseMany(what: string, count: number): void {
  if (count >= NAMES_MAX)
    throw new TamarinError('question_too_large', `There are ${count} ${what} or more.`);
}
