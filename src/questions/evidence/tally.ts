/** What the first pass reads of every group, cheaply enough for everybody. */
import type { Aggregated, Aggregations } from '../ask/aggregation.ts';

/**
 * The number of different values of a group is exact below this and an estimate above. Each group of
 * a page holds so many hashes, so more would cost the server gigabytes.
 */
const PRECISION = 100;

export const differentOf = (field: string) => ({
  cardinality: { field, precision_threshold: PRECISION },
});

/** Of an address: it is one, which nobody has to count. */
export const ADDRESS_TALLY_AGGREGATIONS = {
  bytes: { sum: { field: 'bytes_sent' } },
  files: differentOf('key'),
} as const satisfies Aggregations;

export const TALLY_AGGREGATIONS = {
  ...ADDRESS_TALLY_AGGREGATIONS,
  addresses: differentOf('remote_ip'),
} as const satisfies Aggregations;

/** Different values are estimates above 100. */
export interface Tally {
  readonly name: string;
  readonly requests: number;
  readonly bytes: number;
  readonly files: number;
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
  files: counted.files.value,
  addresses: counted.addresses?.value ?? 1,
});
