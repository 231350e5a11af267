/** Counts what syncs do: the tally of each that runs is read at a scrape, and a last time at its end. */
import type { SyncTally } from '../sync/run/sync-report.ts';
import type { Labels } from './label-limit.ts';
import type { MetricName } from './metric-table.ts';
import type { Metrics } from './metrics.ts';

const SYNC_ENDS = ['done', 'failed', 'interrupted', 'cancelled'] as const;
export type SyncEnd = (typeof SYNC_ENDS)[number];

interface Counted {
  readonly metric: MetricName;
  readonly labels?: Labels;
  readonly read: (tally: SyncTally) => number;
}

// biome-ignore format: a table, one row a series
/** What of a tally is counted, and where. */
const COUNTED: readonly Counted[] = [
  { metric: 'tamarin_records_total', labels: { result: 'indexed' }, read: ({ indexed }) => indexed },
  { metric: 'tamarin_records_total', labels: { result: 'duplicate' }, read: ({ duplicates }) => duplicates },
  { metric: 'tamarin_records_total', labels: { result: 'rejected' }, read: ({ rejected }) => rejected },
  { metric: 'tamarin_records_total', labels: { result: 'skipped' }, read: ({ skipped }) => skipped },
  { metric: 'tamarin_objects_total', labels: { state: 'done' }, read: ({ objects }) => objects.done },
  { metric: 'tamarin_objects_total', labels: { state: 'failed' }, read: ({ objects }) => objects.failed },
  { metric: 'tamarin_objects_total', labels: { state: 'not_a_log' }, read: ({ objects }) => objects.notALog },
  { metric: 'tamarin_objects_total', labels: { state: 'archived' }, read: ({ objects }) => objects.archived },
  { metric: 'tamarin_objects_total', labels: { state: 'gone' }, read: ({ objects }) => objects.gone },
  { metric: 'tamarin_objects_total', labels: { state: 'growing' }, read: ({ objects }) => objects.growing },
  { metric: 'tamarin_objects_total', labels: { state: 'skipped' }, read: ({ objects }) => objects.skipped },
  { metric: 'tamarin_bytes_total', read: ({ bytesRead }) => bytesRead },
];

interface Watched {
  readonly alias: string;
  readonly tally: SyncTally;
  /** Counted so far, in the order of COUNTED. */
  readonly counted: number[];
}

export class WatchedSyncs {
  readonly #metrics: Metrics;
  readonly #now: () => number;
  readonly #running = new Set<Watched>();
  /** Milliseconds since 1970, by alias. */
  readonly #newestRecord = new Map<string, number>();

  constructor(metrics: Metrics, now: () => number) {
    this.#metrics = metrics;
    this.#now = now;
    // A series that is not there yet has no rate.
    for (const { metric, labels } of COUNTED) metrics.note(metric, 0, labels);
    for (const state of SYNC_ENDS) metrics.note('tamarin_syncs_total', 0, { state });
    metrics.beforeScrape(() => this.#collect());
  }

  /** Returns what is to be called at the end of the sync. */
  watch(alias: string, tally: SyncTally): (end: SyncEnd) => void {
    const watched = { alias, tally, counted: COUNTED.map(() => 0) };
    this.#running.add(watched);
    return (end) => {
      if (!this.#running.delete(watched)) return;
      this.#count(watched);
      this.#metrics.note('tamarin_syncs_total', 1, { state: end });
    };
  }

  noteNewestRecord(alias: string, timeMs: number): void {
    const before = this.#newestRecord.get(alias) ?? Number.NEGATIVE_INFINITY;
    if (timeMs > before) this.#newestRecord.set(alias, timeMs);
  }

  #collect(): void {
    for (const watched of this.#running) this.#count(watched);
    this.#metrics.note('tamarin_syncs_running', this.#running.size);
    const nowMs = this.#now();
    for (const [source, newestMs] of this.#newestRecord)
      this.#metrics.note('tamarin_sync_lag_seconds', (nowMs - newestMs) / 1_000, { source });
  }

  #count({ alias, tally, counted }: Watched): void {
    for (const [at, { metric, labels, read }] of COUNTED.entries()) {
      const [total, before] = [read(tally), counted[at] ?? 0];
      // A reading that is taken back makes a tally smaller; a counter waits until it has caught up.
      if (total <= before) continue;
      this.#metrics.note(metric, total - before, labels);
      counted[at] = total;
    }
    const { newestRecordTime } = tally;
    if (newestRecordTime !== null) this.noteNewestRecord(alias, Date.parse(newestRecordTime));
  }
}
