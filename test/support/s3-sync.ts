/** A sync from S3 inside the test process, where time-outs can be short, into the real OpenSearch. */
import { setTimeout as delay } from 'node:timers/promises';
import { indexNames } from '../../src/bulk/index-name.ts';
import { asSyncId } from '../../src/core/brand.ts';
import { connect } from '../../src/opensearch/client.ts';
import { openSyncStore } from '../../src/opensearch/sync-store.ts';
import type { S3Settings, S3Timeouts } from '../../src/source/s3/s3-settings.ts';
import { openS3Source, type S3Source } from '../../src/source/s3/s3-source.ts';
import { type SyncReport, SyncTally } from '../../src/sync/run/sync-report.ts';
import type { SyncOptions, SyncRun } from '../../src/sync/run/sync-run.ts';
import { runSync } from '../../src/sync/sync.ts';
import { documentStages } from './document-stages.ts';
import { testEngineUrl } from './opensearch.ts';

const TEST_SETTINGS: S3Settings = {
  region: 'eu-west-1',
  endpoint: null,
  pathStyle: true,
  requesterPays: false,
  profile: null,
  roleArn: null,
  externalId: null,
  anonymous: true,
  concurrency: 64,
  spoolFolder: null,
  spoolBytes: 1_073_741_824,
};

/** Short, so that a test of a stall takes no minute. */
const TEST_TIMEOUTS: S3Timeouts = {
  connectMs: 2_000,
  answerMs: 1_000,
  stallMs: 1_000,
  idleMs: 20_000,
};

/** Back-off and heartbeat sleep shorter by this; what takes its own time is not hurried. */
const HURRY = 10;
const restBriefly = (delayMs: number, signal?: AbortSignal): Promise<void> =>
  delay(delayMs / HURRY, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);

export const openTestSource = (
  url: string,
  settings: Partial<S3Settings>,
  now: () => number = Date.now,
  timeouts: Partial<S3Timeouts> = {},
): Promise<S3Source> =>
  openS3Source(url, {
    settings: { ...TEST_SETTINGS, ...settings },
    timeouts: { ...TEST_TIMEOUTS, ...timeouts },
    giveUpAfterMs: 30_000,
    now,
    random: Math.random,
    sleep: restBriefly,
  });

export interface TestSync {
  readonly report: SyncReport;
  readonly tally: SyncTally;
  readonly notices: readonly string[];
  /** In use by the source after the sync, before it is closed. */
  readonly socketsLeft: number;
}

let syncs = 0;

export async function syncS3(about: {
  readonly url: string;
  readonly endpoint: string;
  readonly prefix: string;
  readonly options?: Partial<SyncOptions>;
  readonly now?: () => number;
  readonly concurrency?: number;
  readonly settings?: Partial<S3Settings>;
  readonly flushBytes?: number;
  readonly heartbeatEveryMs?: number;
  readonly newestFirstAbove?: number;
  readonly timeouts?: Partial<S3Timeouts>;
  readonly onNewestShipped?: SyncRun['onNewestShipped'];
  readonly signal?: AbortSignal;
  /** Of a proxy in front of the engine of the tests. */
  readonly openSearchUrl?: string;
}): Promise<TestSync> {
  const { url, endpoint, prefix, now = Date.now, concurrency = 64 } = about;
  const source = await openTestSource(
    url,
    { endpoint, concurrency, ...about.settings },
    now,
    about.timeouts,
  );
  const server = await connect({
    url: about.openSearchUrl ?? testEngineUrl(),
    username: null,
    password: null,
    caFile: null,
  });
  const names = indexNames(prefix, 'month');
  const tally = new SyncTally();
  const notices: string[] = [];
  syncs += 1;
  const store = openSyncStore(server, names, { prefix, replicas: 0, grain: 'month' });
  const stop = new AbortController();
  try {
    if (about.options?.dryRun !== true) await store.prepare();
    const report = await runSync({
      syncId: asSyncId(`test-${process.pid}-${syncs}`),
      source,
      store,
      names,
      options: {
        dryRun: false,
        full: false,
        overwrite: false,
        fromMs: null,
        toMs: null,
        ...about.options,
      },
      limits: {
        concurrency,
        flushBytes: about.flushBytes ?? 1_000_000,
        bulksInFlight: 2,
        giveUpAfterMs: 60_000,
        wholePassEveryMs: 7 * 24 * 3_600_000,
        newestFirstAbove: about.newestFirstAbove ?? 50_000,
        heartbeatEveryMs: (about.heartbeatEveryMs ?? 5_000) * HURRY,
        distinctLinesMax: 6_000_000,
      },
      alias: null,
      trigger: 'cli',
      owner: {
        host: 'test-host',
        boot: 'test-boot',
        pidNamespace: null,
        pid: process.pid,
        startedAt: '1',
      },
      ...documentStages(names),
      tally,
      notice: (text) => notices.push(text),
      onNewestShipped: about.onNewestShipped,
      signal: AbortSignal.any([stop.signal, ...(about.signal === undefined ? [] : [about.signal])]),
      stop: (reason) => stop.abort(reason),
      now,
      random: Math.random,
      sleep: restBriefly,
    });
    await delay(20); // sockets become free on the next turns of the loop
    return { report, tally, notices, socketsLeft: source.socketsInUse() };
  } finally {
    await source.close();
    await server.client.close();
  }
}
