/** The second pass: what there is to know of one actor, in one search of its own records. */
import type { Aggregated, Aggregations } from '../ask/aggregation.ts';
import { PRESIGNED } from '../ask/audience.ts';
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
  readonly firstMs: number;
  readonly lastMs: number;
  readonly hours: Hours;
  /** Different ones; estimates until the last pass counts them. */
  readonly files: number;
  readonly missedFiles: number;
  readonly headFiles: number;
  readonly agents: number;
  readonly addresses: number;
  readonly networks: number;
  readonly topAddresses: Frequent;
  readonly topAgents: Frequent;
  readonly topNames: Frequent;
  readonly topClasses: Frequent;
  readonly topExtensions: Frequent;
  readonly topCiphers: Frequent;
  readonly topTls: Frequent;
  /** Of requests that they made themselves: a presigned link is followed by others. */
  readonly topRequesters: Frequent;
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
  missed: { filter: MISSED, aggs: { files: different('key') } },
  heads: { filter: HEAD, aggs: { files: different('key') } },
  lists: { filter: LIST },
  partial: { filter: PARTIAL },
  bare: { filter: WITHOUT_REFERRER },
  first: { min: { field: '@timestamp' } },
  last: { max: { field: '@timestamp' } },
  files: different('key'),
  agents: different('user_agent'),
  addresses: different('remote_ip'),
  networks: different('network'),
  topAddresses: frequent('remote_ip', ADDRESSES),
  topAgents: frequent('user_agent', FEW),
  topNames: frequent('agent_name', FEW),
  topClasses: frequent('agent_class', FEW),
  topExtensions: frequent('extension', FEW),
  topCiphers: frequent('cipher_suite', FEW),
  topTls: frequent('tls_version', FEW),
  signed: {
    filter: { bool: { must_not: [PRESIGNED] } },
    aggs: { requesters: frequent('requester', FEW) },
  },
} as const satisfies Aggregations;

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
    missed: counted.missed.doc_count,
    heads: counted.heads.doc_count,
    lists: counted.lists.doc_count,
    partial: counted.partial.doc_count,
    bare: counted.bare.doc_count,
    firstMs: counted.first.value ?? 0,
    lastMs: counted.last.value ?? 0,
    files: counted.files.value,
    missedFiles: counted.missed.files.value,
    headFiles: counted.heads.files.value,
    agents: counted.agents.value,
    addresses: counted.addresses.value,
    networks: counted.networks.value,
    topAddresses: top(counted.topAddresses),
    topAgents: top(counted.topAgents),
    topNames: top(counted.topNames),
    topClasses: top(counted.topClasses),
    topExtensions: top(counted.topExtensions),
    topCiphers: top(counted.topCiphers),
    topTls: top(counted.topTls),
    topRequesters: top(counted.signed.requesters),
  };
}

/** Part of the actor's requests that this value has, 0 to 1. */
export const partOf = (top: Frequent, name: string, requests: number): number =>
  requests === 0 ? 0 : (top.find((each) => each.name === name)?.requests ?? 0) / requests;
