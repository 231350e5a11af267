/** Runs a sync from a model source into a model store, and holds its words against what is there. */
import { indexNames } from '../../../src/bulk/index-name.ts';
import { asSyncId } from '../../../src/core/brand.ts';
import { type SyncReport, SyncTally } from '../../../src/sync/run/sync-report.ts';
import type { SyncOptions, SyncRun } from '../../../src/sync/run/sync-run.ts';
import { runSync } from '../../../src/sync/sync.ts';
import { documentStages } from '../../support/document-stages.ts';
import { expectedIds } from '../../support/expected-ids.ts';
import { ModelClock } from './model-clock.ts';
import { isReject } from './model-lines.ts';
import type { ModelObject, ModelSource } from './model-source.ts';
import type { ModelStore } from './model-store.ts';

export const NAMES = indexNames('model', 'month');
export const NOW_MS = Date.parse('2026-02-01T00:00:00Z');
export const HOUR_MS = 3_600_000;
export const WHOLE_PASS_EVERY_MS = 7 * 24 * HOUR_MS;

export interface ModelRun {
  readonly source: ModelSource;
  readonly store: ModelStore;
  readonly syncId?: string;
  readonly options?: Partial<SyncOptions>;
  readonly signal?: AbortSignal;
  readonly clock?: ModelClock;
  readonly distinctLinesMax?: number;
  readonly concurrency?: number;
  readonly flushBytes?: number;
  readonly tally?: SyncTally;
  /** null: every line takes the readable way. */
  readonly quickWay?: SyncRun['quickWay'];
  readonly newestFirstAbove?: number;
  readonly onNewestShipped?: SyncRun['onNewestShipped'];
}

export interface ModelResult {
  /** Null: the sync failed with `error`. */
  readonly report: SyncReport | null;
  readonly error: unknown;
  readonly tally: SyncTally;
  readonly notices: readonly string[];
  /** Records after it, less those before it. */
  readonly growth: number;
}

export async function runModel(run: ModelRun): Promise<ModelResult> {
  const { source, store, clock = new ModelClock(NOW_MS), tally = new SyncTally() } = run;
  const { concurrency = 2, flushBytes = 2_000, distinctLinesMax = 1_000 } = run;
  const notices: string[] = [];
  const before = store.records.size;
  const stop = new AbortController();
  const options = { dryRun: false, full: false, overwrite: false, fromMs: null, toMs: null, ...run.options }; // biome-ignore format: one line
  if (!options.dryRun) await store.prepare();
  const sync = runSync({
    syncId: asSyncId(run.syncId ?? 'this-sync'),
    alias: null,
    trigger: 'cli',
    owner: { host: 'model', boot: null, pidNamespace: null, pid: 1, startedAt: '1' },
    source,
    store,
    names: NAMES,
    options,
    limits: { concurrency, flushBytes, distinctLinesMax, bulksInFlight: 2, giveUpAfterMs: 60_000, wholePassEveryMs: WHOLE_PASS_EVERY_MS, newestFirstAbove: run.newestFirstAbove ?? 50_000, heartbeatEveryMs: 5_000 }, // biome-ignore format: one line
    ...documentStages(NAMES),
    ...(run.quickWay === undefined ? {} : { quickWay: run.quickWay }),
    tally,
    notice: (text) => notices.push(text),
    onNewestShipped: run.onNewestShipped,
    signal: AbortSignal.any([stop.signal, ...(run.signal === undefined ? [] : [run.signal])]),
    stop: (reason) => stop.abort(reason),
    now: clock.now,
    random: () => 0.5,
    sleep: clock.sleep,
  });
  const end = await sync.then(
    (report) => ({ report, error: null }),
    (error: unknown) => ({ report: null, error }),
  );
  return { ...end, tally, notices, growth: store.records.size - before };
}

interface Asserts {
  strictSame(found: unknown, wanted: unknown, message: string): unknown;
}

/** Every line has one final result, and the index grew by what is said to be new. */
export function checkConservation(t: Asserts, { tally, growth }: ModelResult): void {
  const { lines, indexed, duplicates, rejected, skipped, removed } = tally;
  t.strictSame(lines, indexed + duplicates + rejected + skipped, 'lines = sum of their results');
  t.strictSame(growth, indexed - removed, 'growth = indexed − removed');
}

/** The ids are those that the rule gives, written a second time, for the lines of these objects. */
export function checkIds(t: Asserts, store: ModelStore, objects: readonly ModelObject[]): void {
  const files = objects.map(({ key, text }) => ({ name: key, bytes: Buffer.from(text, 'latin1') }));
  const wanted = [...expectedIds(files, isReject)].sort();
  t.strictSame([...store.records.keys()].sort(), wanted, 'the ids are those of the lines');
}
