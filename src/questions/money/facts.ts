/** What is to be known of all records of some months before any of them is priced. */
import { bucketRegionOf } from '../../core/bucket-region-of.ts';
import type { EnrichedPart } from '../../core/enriched.ts';
import { TamarinError } from '../../core/error.ts';
import { plural } from '../../core/format.ts';
import type { PriceTable } from '../../core/price-table.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import { enrichedToday } from '../count/enrichment-doubts.ts';
import type { Snapshot } from '../count/snapshot.ts';

/** More would be no list of names, but an error in the logs. */
const NAMES_MAX = 1_000;
/** Of a bucket; the endpoint of its region is among the first. */
const HOSTS_MAX = 50;
const ENDPOINT = '*amazonaws.com*';

/** What `origin` follows from. */
const ORIGIN_PARTS: ReadonlySet<EnrichedPart> = new Set(['fields', 'files']);

export interface RegionFacts {
  readonly table: PriceTable;
  readonly buckets: readonly string[];
}

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

/** @throws TamarinError `config_invalid` for a bucket or region without prices */
export async function readMoneyFacts(months: Scope, snapshot: Snapshot): Promise<MoneyFacts> {
  const query = scopeQuery(months);
  const terms = (field: string, size = NAMES_MAX) => ({ terms: { field, size, shard_size: size } });
  const found = await snapshot.aggregate(query, {
    operations: terms('operation'),
    owners: terms('bucket_owner'),
    lacking: { filter: LACKS_BUCKET },
    buckets: {
      ...terms('bucket'),
      aggs: {
        endpoints: {
          filter: { wildcard: { host_header: { value: ENDPOINT } } },
          aggs: { hosts: { terms: { field: 'host_header', size: HOSTS_MAX } } },
        },
      },
    },
  });
  const { values, olderRecords } = await enrichedToday(ORIGIN_PARTS, months, snapshot);
  const withoutOrigin = await snapshot.countAndAggregate(
    scopeQuery(months, { range: { bytes_sent: { gt: 0 } } }, LACKS_ORIGIN),
    {},
  );
  const named = found.buckets.buckets.map(({ key, endpoints }) => ({
    bucket: String(key),
    hosts: endpoints.hosts.buckets.map((host) => String(host.key)),
  }));
  refuseMany('operations', found.operations.buckets.length);
  refuseMany('buckets', named.length);
  const regions = regionsOf(named, snapshot);
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

const LACKS_BUCKET = { bool: { must_not: [{ exists: { field: 'bucket' } }] } };
const LACKS_ORIGIN = { bool: { must_not: [{ exists: { field: 'origin' } }] } };

/** As if they went to the internet: the bill is hardly ever less. */
const doubtOf = (records: number, what: string): readonly string[] =>
  records === 0
    ? []
    : [`${plural(records, 'record')} ${what} counted as sent to the internet: run \`sync --full --overwrite\``]; // biome-ignore format: one text

interface NamedBucket {
  readonly bucket: string;
  /** Most frequent first. */
  readonly hosts: readonly string[];
}

function regionsOf(buckets: readonly NamedBucket[], { prices }: Snapshot): readonly RegionFacts[] {
  const byRegion = Map.groupBy(buckets, ({ bucket, hosts }) => {
    const told = hosts.map((host) => bucketRegionOf(host, null)).find((region) => region !== null);
    const region = prices.regionsOfBuckets.get(bucket) ?? told;
    if (region === undefined) throw withoutRegion(bucket);
    return region;
  });
  return [...byRegion].map(([region, some]) => {
    const table = prices.tableOf(region);
    if (table === null) throw withoutPrices(region);
    return { table, buckets: some.map(({ bucket }) => bucket) };
  });
}

const withoutBucket = (): TamarinError =>
  new TamarinError('config_invalid', 'No record says which bucket it is of, so none has a price.');

const withoutRegion = (bucket: string): TamarinError =>
  new TamarinError('config_invalid', `Nothing says which region the bucket "${bucket}" is in.`, {
    hint: `Set bucketRegions: ${bucket}=eu-west-1 (its own region) in tamarin.yaml, or TAMARIN_BUCKET_REGIONS.`,
  });

const withoutPrices = (region: string): TamarinError =>
  new TamarinError('config_invalid', `There are no prices of ${region}.`, {
    hint: `Write them down in the file of the setting pricesFile, below the key ${region}: docs/money.md.`,
  });

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
