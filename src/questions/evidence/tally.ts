/** What the first pass reads of every group, cheaply enough for everybody. */
import type { Aggregated, Aggregations } from '../ask/aggregation.ts';
import { HEAD, LIST, MISSED } from './record-query.ts';

/**
 * The number of different values of a group is exact below this and an estimate above. Each group of
 * a page holds so many hashes, so more would cost the server gigabytes.
 */
const PRECISION = 100;

export const differentOf = (field: string) => ({
  cardinality: { field, precision_threshold: PRECISION },
});

/** Of an address: it is one, which nobody has to count. A single filter costs no bucket of the server's. */
export const ADDRESS_TALLY_AGGREGATIONS = {
  bytes: { sum: { field: 'bytes_sent' } },
  missed: { filter: MISSED },
  heads: { filter: HEAD },
  lists: { filter: LIST },
  files: differentOf('key'),
  agents: differentOf('user_agent'),
} as const satisfies Aggregations;

export const TALLY_AGGREGATIONS = {
  ...ADDRESS_TALLY_AGGREGATIONS,
  addresses: differentOf('remote_ip'),
} as const satisfies Aggregations;

/** Requests by what they were, and different values, which are estimates above 100. */
export interface Tally {
  readonly name: string;
  readonly requests: number;
  readonly bytes: number;
  readonly missed: number;
  readonly heads: number;
  readonly lists: number;
  readonly files: number;
  readonly agents: number;
  readonly addresses: number;
}

type Counted = Aggregated<typeof ADDRESS_TALLY_AGGREGATIONS> & {
  readonly doc_count: number;
  readonly addresses?: { readonly value: number };
};

export const readTally = (name: string, counted: Counted): Tally => ({
  name,
  requests: counted.doc_count,
  bytes: counted.bytes.value,
  missed: counted.missed.doc_count,
  heads: counted.heads.doc_count,
  lists: counted.lists.doc_count,
  files: counted.files.value,
  agents: counted.agents.value,
  addresses: counted.addresses?.value ?? 1,
});
