/**
 * Which region each bucket is in: as the configuration says, by the endpoints and access points that
 * were used, or by the key of a log object, where S3 writes it. S3 itself is not asked: whoever
 * asks about records need not be allowed to ask about buckets.
 */
import { bucketRegionOf } from '../../core/bucket-region-of.ts';
import { TamarinError } from '../../core/error.ts';
import type { PriceTable } from '../../core/price-table.ts';
import type { Aggregated, Aggregations } from '../ask/aggregation.ts';
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';

/** Of a bucket; the endpoint of its region is among the first. */
const HOSTS_MAX = 50;
const ENDPOINT = '*amazonaws.com*';

/** Whoever asked at the endpoint of another region got such an answer. */
const MISDIRECTED = ['PermanentRedirect', 'PermanentRedirectControlError', 'TemporaryRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException']; // biome-ignore format: one list

/** Sub-aggregations of a bucket. */
export const ENDPOINT_AGGREGATIONS = {
  endpoints: {
    filter: { wildcard: { host_header: { value: ENDPOINT } } },
    aggs: {
      hosts: {
        terms: { field: 'host_header', size: HOSTS_MAX },
        aggs: { misdirected: { filter: { terms: { error_code: MISDIRECTED } } } },
      },
    },
  },
  accessPoints: { terms: { field: 'access_point_arn', size: HOSTS_MAX } },
} as const satisfies Aggregations;

type Endpoints = Aggregated<typeof ENDPOINT_AGGREGATIONS>;

export interface NamedBucket {
  readonly bucket: string;
  /** Most frequent first. */
  readonly hosts: Endpoints['endpoints']['hosts']['buckets'];
  readonly accessPoints: Endpoints['accessPoints']['buckets'];
}

export interface RegionFacts {
  readonly table: PriceTable;
  readonly buckets: readonly string[];
}

/** `query`: the records of the buckets. @throws TamarinError `config_invalid` */
export async function readRegions(
  buckets: readonly NamedBucket[],
  query: Query,
  snapshot: Snapshot,
): Promise<readonly RegionFacts[]> {
  const byRegion = new Map<string, string[]>();
  for (const named of buckets) {
    const { bucket } = named;
    const region =
      snapshot.prices.regionsOfBuckets.get(bucket) ??
      regionUsed(named) ??
      (await readLogKeyRegion(bucket, query, snapshot)) ?? // one after the other: hardly any bucket needs it
      regionOfHosts(named.hosts);
    if (region === null) throw withoutRegion(bucket);
    byRegion.set(region, [...(byRegion.get(region) ?? []), bucket]);
  }
  return [...byRegion].map(([region, some]) => {
    const table = snapshot.prices.tableOf(region);
    if (table === null) throw withoutPrices(region);
    return { table, buckets: some };
  });
}

const regionUsed = ({ hosts, accessPoints }: NamedBucket): string | null =>
  regionOfHosts(hosts.filter((host) => host.doc_count > host.misdirected.doc_count)) ??
  firstOf(accessPoints.map((arn) => bucketRegionOf(null, String(arn.key))));

const regionOfHosts = (hosts: NamedBucket['hosts']): string | null =>
  firstOf(hosts.map((host) => bucketRegionOf(String(host.key), null)));

const firstOf = (regions: readonly (string | null)[]): string | null =>
  regions.find((region) => region !== null) ?? null;

/** `…/111122223333/eu-west-1/media/2026/02/17/…`: keys that are partitioned by date. */
const PARTITION = /(?:^|\/)\d{12}\/([a-z]{2,4}(?:-[a-z]+){1,3}-\d)\/([^/]+)\/\d{4}\/\d\d\/\d\d\//;

/** Of the newest record. */
async function readLogKeyRegion(
  bucket: string,
  query: Query,
  snapshot: Snapshot,
): Promise<string | null> {
  const { hits } = await snapshot.search({
    size: 1,
    track_total_hits: false,
    query: { bool: { filter: [query, { term: { bucket } }] } },
    sort: [{ '@timestamp': 'desc' }],
    _source: ['log_key'],
  });
  const [, region, named] = PARTITION.exec(String(hits?.hits[0]?._source.log_key ?? '')) ?? [];
  return region !== undefined && named === bucket ? region : null;
}

const withoutRegion = (bucket: string): TamarinError =>
  new TamarinError('config_invalid', `Nothing says which region the bucket "${bucket}" is in.`, {
    hint: `Set bucketRegions: ${bucket}=eu-west-1 (its own region) in tamarin.yaml, or TAMARIN_BUCKET_REGIONS.`,
  });

const withoutPrices = (region: string): TamarinError =>
  new TamarinError('config_invalid', `There are no prices of ${region}.`, {
    hint: `Write them down in the file of the setting pricesFile, below the key ${region}: docs/money.md.`,
  });
