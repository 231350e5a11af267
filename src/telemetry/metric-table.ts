/**
 * Every metric, once. Labels hold only what the configuration and the code name (aliases, states, route
 * patterns): never an address, a key or an agent. Each name says its unit; counters end in `_total`.
 */

export interface MetricRow {
  readonly kind: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly help: string;
  readonly labels: readonly string[];
  /** Of a histogram, in the unit of its name. */
  readonly buckets?: readonly number[];
  /** Sets of label values, at most; what comes later is counted under one more, `other`. */
  readonly labelSetsMax: number;
}

/** The sum of all series, with those of a histogram or summary, that a scrape gives at most. */
export const SERIES_MAX = 200;

/** A bulk request of 5 MiB takes from 0.1 s on a fast server to 60 s, where the server gives up. */
const BULK_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

// biome-ignore format: a table, one row a metric
export const METRIC_TABLE = {
  tamarin_build_info: { kind: 'gauge', labels: ['version'], labelSetsMax: 1, help: 'Always 1; the version that runs.' },
  tamarin_records_total: { kind: 'counter', labels: ['result'], labelSetsMax: 4, help: 'Lines of log objects by what became of them: indexed, duplicate, rejected, skipped.' },
  tamarin_objects_total: { kind: 'counter', labels: ['state'], labelSetsMax: 7, help: 'Log objects by what a sync found: done, failed, not_a_log, archived, gone, growing; skipped were done before.' },
  tamarin_bytes_total: { kind: 'counter', labels: [], labelSetsMax: 1, help: 'Bytes of log objects read to their end, as they are stored.' },
  tamarin_syncs_total: { kind: 'counter', labels: ['state'], labelSetsMax: 4, help: 'Syncs of this process that ended, by state: done, failed, interrupted, cancelled.' },
  tamarin_syncs_running: { kind: 'gauge', labels: [], labelSetsMax: 1, help: 'Syncs of this process that are under way.' },
  tamarin_sync_lag_seconds: { kind: 'gauge', labels: ['source'], labelSetsMax: 30, help: 'Age of the newest record of a source, by its alias.' },
  tamarin_bulk_seconds: { kind: 'histogram', labels: [], labelSetsMax: 1, buckets: BULK_BUCKETS, help: 'Duration of a bulk request to OpenSearch.' },
  tamarin_http_request_seconds: { kind: 'summary', labels: ['route', 'status'], labelSetsMax: 50, help: 'Duration of a request to the service, by route pattern and status class.' },
  tamarin_event_loop_delay_p50_seconds: { kind: 'gauge', labels: [], labelSetsMax: 1, help: 'Median delay of the event loop since the last scrape.' },
  tamarin_event_loop_delay_p99_seconds: { kind: 'gauge', labels: [], labelSetsMax: 1, help: '99th percentile of the delay of the event loop since the last scrape.' },
  tamarin_event_loop_delay_max_seconds: { kind: 'gauge', labels: [], labelSetsMax: 1, help: 'Longest delay of the event loop since the last scrape.' },
  process_cpu_seconds_total: { kind: 'counter', labels: [], labelSetsMax: 1, help: 'Processor time of the process, user and system.' },
  process_resident_memory_bytes: { kind: 'gauge', labels: [], labelSetsMax: 1, help: 'Resident memory of the process.' },
  process_start_time_seconds: { kind: 'gauge', labels: [], labelSetsMax: 1, help: 'Start of the process, seconds since 1970.' },
} as const satisfies Readonly<Record<string, MetricRow>>;

export type MetricName = keyof typeof METRIC_TABLE;
