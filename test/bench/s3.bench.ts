/**
 * Claims: reading a bucket of objects of 60 lines costs less CPU a line, and takes less time, than
 * the plain script (GetObject one by one, the same parser, helpers.bulk); and with 50 ms before every
 * GET, the rate stays near concurrency ÷ latency. S3 and OpenSearch are stand-ins in another process.
 */
import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { Client } from '@opensearch-project/opensearch';
import { inTurns } from '../../src/app/in-turns.ts';
import { indexNames } from '../../src/bulk/index-name.ts';
import { asSyncId } from '../../src/core/brand.ts';
import { processOwner } from '../../src/engine/process/process-owner.ts';
import { connect } from '../../src/opensearch/client.ts';
import { openSyncStore } from '../../src/opensearch/sync-store.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import type { LogSource } from '../../src/source/log/log-source.ts';
import { openS3Source } from '../../src/source/s3/s3-source.ts';
import { schemeOf } from '../../src/source/scheme-table.ts';
import { inParallel } from '../../src/sync/plan/in-parallel.ts';
import { SyncTally } from '../../src/sync/run/sync-report.ts';
import { runSync } from '../../src/sync/sync.ts';
import { documentStages } from '../support/document-stages.ts';
import { NODE_FLAGS } from '../support/node-flags.ts';
import { startStandIns } from './start-stand-ins.ts';

for (const flag of NODE_FLAGS) setFlagsFromString(flag);
const LINES = 60;
const LATENCY_SECONDS = 0.05;
/** What is done once, and is no rate, weighs little then. */
const IDEAL_SECONDS = 10;
const OBJECTS = Number(process.env.TAMARIN_BENCH_OBJECTS ?? 4_000);
const LIMITS = { timeSecondsMax: 4_102_444_800 };

interface Measured {
  readonly lines: number;
  readonly seconds: number;
  readonly cpuUs: number;
}

/** Wall time and CPU of this process. */
async function measure(task: () => Promise<number>): Promise<Measured> {
  const [cpu, started] = [process.cpuUsage(), performance.now()];
  const lines = await task();
  const { user, system } = process.cpuUsage(cpu);
  return { lines, seconds: (performance.now() - started) / 1_000, cpuUs: user + system };
}

const sleep = (delayMs: number, signal?: AbortSignal): Promise<void> =>
  delay(delayMs, undefined, { signal }).catch(() => undefined);

const openBench = (s3: string, concurrency: number): Promise<LogSource> =>
  openS3Source('s3://bench/', {
    settings: { region: 'eu-west-1', endpoint: s3, pathStyle: true, requesterPays: false, profile: null, roleArn: null, externalId: null, anonymous: false, concurrency, spoolFolder: null, spoolBytes: 0 },
    giveUpAfterMs: 60_000,
    now: Date.now,
    random: Math.random,
    sleep,
  }); // biome-ignore format: settings

/** List and fetch alone: what the source could give to a faster shipper. */
async function fetchOnly(s3: string, concurrency: number): Promise<number> {
  const source = await openBench(s3, concurrency);
  const stop = new AbortController();
  let bytes = 0;
  await inParallel(source.listPages(stop.signal), { concurrency, stop }, async (object) => {
    for await (const part of source.open(object, stop.signal))
      if (Buffer.isBuffer(part)) bytes += part.length;
  });
  await source.close();
  return bytes;
}

async function tamarin(s3: string, openSearch: string, concurrency: number): Promise<number> {
  const server = await connect({ url: openSearch, username: null, password: null, caFile: null });
  const source = inTurns(await openBench(s3, concurrency));
  const names = indexNames('bench', 'month');
  const store = openSyncStore(server, names, { prefix: 'bench', replicas: 0, grain: 'month' });
  await store.prepare();
  const report = await runSync({
    syncId: asSyncId('bench'),
    source,
    store,
    names,
    options: { dryRun: false, full: false, overwrite: false, fromMs: null, toMs: null },
    limits: { concurrency: schemeOf('s3://bench/').concurrencyOf({ concurrency, s3Concurrency: concurrency }), flushBytes: 5_242_880, bulksInFlight: 2, giveUpAfterMs: 60_000, wholePassEveryMs: 1, newestFirstAbove: 1_000_000, heartbeatEveryMs: 5_000, distinctLinesMax: 6_000_000 },
    alias: null,
    trigger: 'cli',
    owner: processOwner(),
    ...documentStages(names),
    tally: new SyncTally(),
    notice: (text) => console.error(text),
    signal: new AbortController().signal,
    stop: () => undefined,
    now: Date.now,
    random: Math.random,
    sleep,
  }); // biome-ignore format: limits
  await source.close();
  await server.client.close();
  if (report.objects.failed > 0) throw new Error(`${report.objects.failed} objects failed`);
  return report.lines;
}

async function plainScript(s3: string, openSearch: string): Promise<number> {
  const bucket = new S3Client({ endpoint: s3, region: 'eu-west-1', forcePathStyle: true });
  const client = new Client({ node: openSearch });
  let lines = 0;
  async function* records(): AsyncGenerator<object> {
    let StartAfter: string | undefined;
    for (;;) {
      const page = await bucket.send(new ListObjectsV2Command({ Bucket: 'bench', StartAfter }));
      for (const { Key } of page.Contents ?? []) {
        const { Body } = await bucket.send(new GetObjectCommand({ Bucket: 'bench', Key }));
        for (const line of ((await Body?.transformToString('latin1')) ?? '').split('\n')) {
          if (line === '') continue;
          lines += 1;
          const outcome = parseLine(line, LIMITS);
          if (outcome.kind === 'record') yield outcome.record;
        }
      }
      StartAfter = page.Contents?.at(-1)?.Key;
      if (page.IsTruncated !== true) return;
    }
  }
  await client.helpers.bulk({
    datasource: records(),
    onDocument: () => ({ create: { _index: 'bench-records-2026-01' } }),
  });
  bucket.destroy();
  await client.close();
  return lines;
}

process.env.AWS_ACCESS_KEY_ID ??= 'AKIDEXAMPLE';
process.env.AWS_SECRET_ACCESS_KEY ??= 'secret-of-the-example';
console.log(
  `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores`,
);
const standIns = await startStandIns(OBJECTS);
const { s3, openSearch } = standIns.urls;
await tamarin(s3, openSearch, 64); // warm
await plainScript(s3, openSearch); // warm
const plain = await measure(() => plainScript(s3, openSearch));
const ours = await measure(() => tamarin(s3, openSearch, 64));
console.log(`\n${OBJECTS} objects of ${LINES} lines, no latency`);
for (const [what, { lines, seconds, cpuUs }] of Object.entries({ 'plain script': plain, tamarin: ours }))
  console.log(`${what.padEnd(14)} ${Math.round(lines / seconds)} lines/s  ${(cpuUs / lines).toFixed(1)} CPU-us/line  ${Math.round(cpuUs / OBJECTS)} CPU-us/object`); // biome-ignore format: one line
console.log(
  `tamarin: ${(plain.seconds / ours.seconds).toFixed(1)} x as fast, ${(plain.cpuUs / ours.cpuUs).toFixed(1)} x less CPU`,
);
standIns.stop();

console.log('\n50 ms before every GET; ideal = concurrency / latency');
for (const concurrency of [32, 64, 128, 256]) {
  const objects = (concurrency / LATENCY_SECONDS) * IDEAL_SECONDS;
  const slow = await startStandIns(objects); // one after the other: they share the cores
  const { urls } = slow;
  const fetched = await measure(() => fetchOnly(urls.slowS3, concurrency));
  const shipped = await measure(() => tamarin(urls.slowS3, urls.openSearch, concurrency));
  slow.stop();
  const ideal = concurrency / LATENCY_SECONDS;
  const shareOf = ({ seconds, cpuUs }: Measured): string =>
    `${Math.round(objects / seconds)} objects/s, ${Math.round((objects / seconds / ideal) * 100)} %, ${(cpuUs / 1e6 / seconds).toFixed(2)} cores`;
  console.log(
    `${String(concurrency).padStart(4)} in flight, ideal ${ideal}: list and fetch ${shareOf(fetched)}; the whole sync ${shareOf(shipped)}`,
  );
}
