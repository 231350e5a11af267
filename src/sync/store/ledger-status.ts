/** What the ledger holds of one source, in sums: for `tamarin status`. */

/** Log objects of the ledger that are not `done` or `not_a_log`. */
interface NamedObject {
  readonly logKey: string;
  readonly state: string;
  readonly lastModified: string;
  /** Empty where none was noted. */
  readonly reason: string;
}

export interface LedgerStatus {
  /** Log objects by state, as stored: `done`, `failed`, `not_a_log`, `archived`, `gone`. */
  readonly objects: Readonly<Record<string, number>>;
  /** The newest that could not be read. */
  readonly named: readonly NamedObject[];
  /** The log objects with the most rejected lines. */
  readonly rejectedIn: readonly { readonly logKey: string; readonly lines: number }[];
  /** How many log objects have rejected lines. */
  readonly rejectedObjects: number;
  /** Seconds from the first record of a log object to its delivery; null: not known. */
  readonly delay: DeliveryDelay | null;
}

/** Percentiles are estimates of OpenSearch; the maximum is exact. */
export interface DeliveryDelay {
  readonly p50: Estimate;
  readonly p90: Estimate;
  readonly p95: Estimate;
  readonly p99: Estimate;
  readonly max: number;
}

interface Estimate {
  readonly value: number;
  readonly exact: false;
}
