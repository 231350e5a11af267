/** The second pass: what there is to know of one actor, in one search of its own records. */
import type { Aggregated, Aggregations } from '../ask/aggregation.ts';
import { DOWNLOADS } from '../ask/metric-table.ts';
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { Actor } from './actor.ts';
import { HOURS_AGGREGATION, type Hours, readHours } from './hours.ts';
import { HEAD, LIST, MISSED, PARTIAL, WITHOUT_REFERRER } from './record-query.ts';

/** How often each value occurs, the most frequent first; not all of them. */
export type Frequent = readonly { readonly name: string; readonly requests: number }[];

export interface Dossier {
  readonly actor: Actor;
  readonly requests: number;
  readonly bytes: number;
  readonly missed: number;
  readonly heads: number;
  readonly lists: number;
  readonly partial: number;
  readonly bare: number;
  readonly downloads: number;
  /** In whole files, as ranges of one file add up to one. */
  readonly fullDownloads: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly hours: Hours;
  /** Different ones; estimates until the last pass counts them. */
  readonly files: number;
  readonly missedFiles: number;
  readonly headFiles: number;
  readonly folders: number;
  readonly agents: number;
  readonly addresses: number;
  readonly networks: number;
  readonly topAddresses: Frequent;
  readonly topAgents: Frequent;
  readonly topNames: Frequent;
  readonly topClasses: Frequent;
  readonly topDomains: Frequent;
  readonly topExtensions: Frequent;
  readonly topRequesters: Frequent;
  readonly topFingerprints: readonly Frequent[];
}

/** Exact below; an actor has less than that of most things. */
const PRECISION = 3_000;
const different = (field: string) => ({ cardinality: { field, precision_threshold: PRECISION } });
const frequent = (field: string, size: number) => ({
  terms: { field, size, shard_size: Math.max(1_000, size) },
});

/** Of an actor that is shown by its addresses, so many are looked at here. */
const ADDRESSES = 200;
const FEW = 10;

const AGGREGATIONS = {
  hours: HOURS_AGGREGATION,
  bytes: { sum: { field: 'bytes_sent' } },
  fullDownloads: { sum: { field: 'download_ppm' } },
  missed: { filter: MISSED, aggs: { files: different('key') } },
  heads: { filter: HEAD, aggs: { files: different('key') } },
  lists: { filter: LIST },
  partial: { filter: PARTIAL },
  bare: { filter: WITHOUT_REFERRER },
  downloads: { filter: DOWNLOADS },
  first: { min: { field: '@timestamp' } },
  last: { max: { field: '@timestamp' } },
  files: different('key'),
  folders: different('folder'),
  agents: different('user_agent'),
  addresses: different('remote_ip'),
  networks: different('network'),
  topAddresses: frequent('remote_ip', ADDRESSES),
  topAgents: frequent('user_agent', FEW),
  topNames: frequent('agent_name', FEW),
  topClasses: frequent('agent_class', FEW),
  topDomains: frequent('referrer_domain', FEW),
  topExtensions: frequent('extension', FEW),
  topRequesters: frequent('requester', FEW),
  topCiphers: frequent('cipher_suite', 3),
  topTls: frequent('tls_version', 3),
} as const satisfies Aggregations;

const PPM = 1_000_000;

export async function readDossier(
  actor: Actor,
  scope: Query,
  snapshot: Snapshot,
): Promise<Dossier> {
  const query = { bool: { filter: [scope, actor.query] } };
  const { records, aggregated } = await snapshot.countAndAggregate(query, AGGREGATIONS);
  const hours = await readHours(aggregated.hours, query, snapshot);
  return { actor, requests: records, hours, ...readCounted(aggregated) };
}

function readCounted(counted: Aggregated<typeof AGGREGATIONS>) {
  const top = ({
    buckets,
  }: {
    readonly buckets: readonly { key: string | number; doc_count: number }[];
  }): Frequent => buckets.map(({ key, doc_count: requests }) => ({ name: String(key), requests }));
  return {
    bytes: counted.bytes.value,
    fullDownloads: counted.fullDownloads.value / PPM,
    missed: counted.missed.doc_count,
    heads: counted.heads.doc_count,
    lists: counted.lists.doc_count,
    partial: counted.partial.doc_count,
    bare: counted.bare.doc_count,
    downloads: counted.downloads.doc_count,
    firstMs: counted.first.value ?? 0,
    lastMs: counted.last.value ?? 0,
    files: counted.files.value,
    missedFiles: counted.missed.files.value,
    headFiles: counted.heads.files.value,
    folders: counted.folders.value,
    agents: counted.agents.value,
    addresses: counted.addresses.value,
    networks: counted.networks.value,
    topAddresses: top(counted.topAddresses),
    topAgents: top(counted.topAgents),
    topNames: top(counted.topNames),
    topClasses: top(counted.topClasses),
    topDomains: top(counted.topDomains),
    topExtensions: top(counted.topExtensions),
    topRequesters: top(counted.topRequesters),
    topFingerprints: [top(counted.topCiphers), top(counted.topTls)],
  };
}

/** Part of the actor's requests that this value has, 0 to 1. */
export const partOf = (top: Frequent, name: string, requests: number): number =>
  requests === 0 ? 0 : (top.find((each) => each.name === name)?.requests ?? 0) / requests;
