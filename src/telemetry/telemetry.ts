/** What a service tells about itself: a log, and metrics. It hears of syncs by what `sync` owns. */
import type { Logger } from 'pino';
import { messageOf, TamarinError } from '../core/error.ts';
import type { SyncEvents } from '../sync/run/sync-events.ts';
import type { SyncReport, SyncTally } from '../sync/run/sync-report.ts';
import { type LogLevel, makeLogger } from './make-logger.ts';
import { makeSecretFilter } from './make-secret-filter.ts';
import { Metrics } from './metrics.ts';
import { WatchedSyncs } from './watched-syncs.ts';

export interface TelemetryOptions {
  readonly level: LogLevel;
  /** Takes one line of the log, with its LF. */
  readonly write: (line: string) => void;
  /** What must not stand in any line. */
  readonly secrets: readonly string[];
  readonly now: () => number;
}

interface SyncWatch {
  /** For the sync. */
  readonly events: SyncEvents;
  /** When it has ended well: one line of the log. */
  readonly done: (report: SyncReport) => void;
  /** When it ended with an error, also that of a stop. */
  readonly failed: (error: unknown) => void;
}

interface AnsweredRequest {
  /** The pattern of the route, such as `/sync/:id`; null: there is none. */
  readonly route: string | null;
  readonly status: number;
  readonly seconds: number;
}

export interface Telemetry {
  readonly logger: Logger;
  /** Before a sync begins. */
  watchSync(alias: string, tally: SyncTally): SyncWatch;
  /** The time of the newest record of a source, milliseconds since 1970, as it is known before its first sync. */
  noteNewestRecord(alias: string, timeMs: number): void;
  requestAnswered(request: AnsweredRequest): void;
  /** The answer to a scrape of Prometheus, and its media type. */
  metricsText(): Promise<string>;
  readonly metricsType: string;
  close(): void;
}

export function makeTelemetry({ level, write, secrets, now }: TelemetryOptions): Telemetry {
  const logger = makeLogger({ level, write, withoutSecrets: makeSecretFilter(secrets) });
  const metrics = new Metrics();
  const syncs = new WatchedSyncs(metrics, now);
  const events: SyncEvents = {
    bulkAnswered: (durationMs) => metrics.note('tamarin_bulk_seconds', durationMs / 1_000),
  };
  return {
    logger,
    watchSync: (alias, tally) => {
      const end = syncs.watch(alias, tally);
      return {
        events,
        done: (report) => {
          end('done');
          logDone(logger, alias, report);
        },
        failed: (error) => {
          end(endOf(error));
          logFailed(logger, alias, error);
        },
      };
    },
    noteNewestRecord: (alias, timeMs) => syncs.noteNewestRecord(alias, timeMs),
    requestAnswered: ({ route, status, seconds }) =>
      metrics.note('tamarin_http_request_seconds', seconds, {
        route: route ?? 'none',
        status: `${Math.floor(status / 100)}xx`,
      }),
    metricsText: () => metrics.text(),
    metricsType: metrics.contentType,
    close: () => metrics.close(),
  };
}

/** The names of failed log objects are in the ledger, and in the answer of the service. */
function logDone(logger: Logger, source: string, report: SyncReport): void {
  const { failures: _, source: __, ...counts } = report;
  const line = { source, ...counts };
  if (report.objects.failed > 0) logger.warn(line, 'a sync ended, but log objects failed');
  else logger.info(line, 'a sync ended');
}

function logFailed(logger: Logger, source: string, error: unknown): void {
  const known = error instanceof TamarinError ? { code: error.code, hint: error.hint } : {};
  const line = { source, ...known, error: messageOf(error) };
  if (isStop(error)) logger.warn(line, 'a sync was stopped');
  else logger.error(line, 'a sync failed');
}

function endOf(error: unknown): 'failed' | 'interrupted' | 'cancelled' {
  const code = error instanceof TamarinError ? error.code : null;
  if (code === 'sync_cancelled') return 'cancelled';
  return code === 'interrupted' ? 'interrupted' : 'failed';
}

const isStop = (error: unknown): boolean => endOf(error) !== 'failed';
