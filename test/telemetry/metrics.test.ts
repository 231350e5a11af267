/** Goal: what a scrape gives is right, in Prometheus' own form, bounded, and holds nothing of the logs. */
import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { VERSION } from '../../src/core/version.ts';
import { SyncTally } from '../../src/sync/run/sync-report.ts';
import { METRIC_TABLE, type MetricRow, SERIES_MAX } from '../../src/telemetry/metric-table.ts';
import { makeTelemetry, type Telemetry } from '../../src/telemetry/telemetry.ts';
import { lintMetrics, readSeries } from './lint-metrics.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

function telemetryOf(t: Test): Telemetry {
  const telemetry = makeTelemetry({
    level: 'silent',
    write: () => undefined,
    secrets: [],
    now: () => NOW,
  });
  t.teardown(() => telemetry.close());
  return telemetry;
}

const REPORT = {
  syncId: 's',
  source: 's3://logs/',
  dryRun: false,
  listing: 'whole',
  objects: { ...new SyncTally().objects },
  lines: 0,
  indexed: 0,
  duplicates: 0,
  rejected: 0,
  skipped: 0,
  removed: 0,
  bytesRead: 0,
  olderReader: 0,
  seconds: 1,
  failures: [],
} as const;

t.test('the version that is told is that of the package', async (t) => {
  const file = new URL('../../package.json', import.meta.url);
  t.equal(VERSION, JSON.parse(readFileSync(file, 'utf8')).version);
  const series = readSeries(await telemetryOf(t).metricsText());
  t.equal(series.get(`tamarin_build_info{version="${VERSION}"}`), 1);
});

t.test('a sync that runs is counted at each scrape, and to its end', async (t) => {
  const telemetry = telemetryOf(t);
  const tally = new SyncTally();
  const watch = telemetry.watchSync('media', tally);
  const read = async (name: string) => readSeries(await telemetry.metricsText()).get(name);
  t.equal(await read('tamarin_records_total{result="indexed"}'), 0);
  t.equal(await read('tamarin_syncs_running'), 1);
  tally.indexed = 10;
  tally.duplicates = 2;
  t.equal(await read('tamarin_records_total{result="indexed"}'), 10);
  tally.indexed = 25;
  tally.rejected = 3;
  tally.skipped = 4;
  tally.bytesRead = 1_000;
  Object.assign(tally.objects, { done: 5, failed: 1, notALog: 2, archived: 3, gone: 4, growing: 6, skipped: 7 }); // biome-ignore format: one list
  watch.done(REPORT);
  const series = readSeries(await telemetry.metricsText());
  const records = ['indexed', 'duplicate', 'rejected', 'skipped'];
  t.strictSame(records.map((result) => series.get(`tamarin_records_total{result="${result}"}`)), [25, 2, 3, 4]); // biome-ignore format: one list
  const states = ['done', 'failed', 'not_a_log', 'archived', 'gone', 'growing', 'skipped'];
  t.strictSame(states.map((state) => series.get(`tamarin_objects_total{state="${state}"}`)), [5, 1, 2, 3, 4, 6, 7]); // biome-ignore format: one list
  t.equal(series.get('tamarin_bytes_total'), 1_000);
  t.equal(series.get('tamarin_syncs_running'), 0);
  t.equal(series.get('tamarin_syncs_total{state="done"}'), 1);
  watch.done(REPORT);
  t.equal(await read('tamarin_syncs_total{state="done"}'), 1, 'a sync ends once');
});

t.test(
  'a second sync adds to the first; what is taken back never makes a counter smaller',
  async (t) => {
    const telemetry = telemetryOf(t);
    const [first, second] = [new SyncTally(), new SyncTally()];
    const one = telemetry.watchSync('a', first);
    telemetry.watchSync('b', second);
    first.indexed = 10;
    second.indexed = 5;
    const indexed = async () =>
      readSeries(await telemetry.metricsText()).get('tamarin_records_total{result="indexed"}');
    t.equal(await indexed(), 15);
    first.indexed = 4;
    t.equal(await indexed(), 15);
    first.indexed = 12;
    t.equal(await indexed(), 17);
    one.failed(new Error('x'));
    t.equal(await indexed(), 17);
  },
);

t.test('the lag of a source is the age of its newest record', async (t) => {
  const telemetry = telemetryOf(t);
  const lag = async (source: string) =>
    readSeries(await telemetry.metricsText()).get(`tamarin_sync_lag_seconds{source="${source}"}`);
  const tally = new SyncTally();
  telemetry.watchSync('media', tally);
  t.equal(await lag('media'), undefined);
  tally.noteRecordTime('2026-03-01T11:00:00Z');
  t.equal(await lag('media'), 3_600);
  telemetry.noteNewestRecord('media', NOW - 1_000);
  telemetry.noteNewestRecord('media', NOW - 9_000);
  t.equal(await lag('media'), 1);
});

t.test('durations: of bulk requests in buckets, of requests by pattern and class', async (t) => {
  const telemetry = telemetryOf(t);
  const { events } = telemetry.watchSync('a', new SyncTally());
  for (const ms of [60, 200, 7_000]) events.bulkAnswered(ms);
  telemetry.requestAnswered({ route: '/sync/:id', status: 200, seconds: 0.5 });
  telemetry.requestAnswered({ route: '/sync/:id', status: 204, seconds: 0.25 });
  telemetry.requestAnswered({ route: null, status: 404, seconds: 0.1 });
  const series = readSeries(await telemetry.metricsText());
  t.equal(series.get('tamarin_bulk_seconds_bucket{le="0.25"}'), 2);
  t.equal(series.get('tamarin_bulk_seconds_count'), 3);
  t.equal(series.get('tamarin_bulk_seconds_sum'), 7.26);
  t.equal(series.get('tamarin_http_request_seconds_count{route="/sync/:id",status="2xx"}'), 2);
  t.equal(series.get('tamarin_http_request_seconds_sum{route="/sync/:id",status="2xx"}'), 0.75);
  t.equal(series.get('tamarin_http_request_seconds_count{route="none",status="4xx"}'), 1);
});

t.test('the delay of the event loop is that since the last scrape', async (t) => {
  const telemetry = telemetryOf(t);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const until = performance.now() + 150;
  while (performance.now() < until); // nothing else can run
  await new Promise((resolve) => setTimeout(resolve, 50));
  const longest = async () =>
    readSeries(await telemetry.metricsText()).get('tamarin_event_loop_delay_max_seconds') ?? 0;
  t.ok((await longest()) >= 0.1);
});

t.test('an event loop with nothing to do has next to no delay', async (t) => {
  const telemetry = telemetryOf(t);
  const medians: number[] = [];
  while (medians.length < 10 && !medians.some((median) => median < 0.01)) {
    await new Promise((resolve) => setTimeout(resolve, 200)); // others may be using the cores
    const series = readSeries(await telemetry.metricsText());
    medians.push(series.get('tamarin_event_loop_delay_p50_seconds') ?? Number.NaN);
  }
  t.ok(Math.min(...medians) < 0.01, `${medians}`);
});

t.test('the linter of metrics finds what is wrong', async (t) => {
  // biome-ignore format: a table, one row a text
  const cases: readonly (readonly [string, RegExp])[] = [
    ['# HELP a_total x\n# TYPE a_total gauge\na_total 1\n', /only counters end in _total/],
    ['# HELP a_bytes x\n# TYPE a_bytes counter\na_bytes 1\n', /a counter ends in _total/],
    ['# TYPE a_bytes gauge\na_bytes 1\n', /has no HELP/],
    ['# HELP a_bytes x\na_bytes 1\n', /has no TYPE/],
    ['# HELP a_milliseconds x\n# TYPE a_milliseconds gauge\na_milliseconds 1\n', /is no base unit/],
    ['# HELP aBytes x\n# TYPE aBytes gauge\naBytes 1\n', /is not snake_case/],
    ['# HELP a_bytes x\n# TYPE a_bytes gauge\na_bytes 1\na_bytes 2\n', /stands twice/],
    ['# HELP a_bytes x\n# TYPE a_bytes gauge\na_bytes one\n', /cannot be read/],
  ];
  for (const [text, says] of cases) t.match(lintMetrics(text).join(), says);
});

t.test('a scrape passes the linter, when nothing has happened and when much has', async (t) => {
  const telemetry = telemetryOf(t);
  t.strictSame(lintMetrics(await telemetry.metricsText()), []);
  fill(telemetry, 3);
  const text = await telemetry.metricsText();
  t.strictSame(lintMetrics(text), []);
  for (const name of Object.keys(METRIC_TABLE)) t.match(text, `# TYPE ${name} `);
  t.match(telemetry.metricsType, /^text\/plain; version=0\.0\.4/);
});

function fill(telemetry: Telemetry, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const tally = new SyncTally();
    const watch = telemetry.watchSync(`source-${index}`, tally);
    tally.noteRecordTime('2026-03-01T11:00:00Z');
    tally.failures.push({ key: 'logs/secret-key', reason: '198.51.100.7 curl/8.15.0' });
    watch.events.bulkAnswered(index);
    if (index % 2 === 0) watch.failed(new Error('198.51.100.7'));
    for (const status of [200, 302, 404, 503])
      telemetry.requestAnswered({ route: `/r${index}/:id`, status, seconds: 0.01 });
  }
}

t.test(
  `never above ${SERIES_MAX} series, whatever happens, and nothing of the logs in them`,
  async (t) => {
    const telemetry = telemetryOf(t);
    fill(telemetry, 500);
    const text = await telemetry.metricsText();
    const series = readSeries(text);
    t.ok(series.size <= SERIES_MAX, `${series.size} series`);
    t.match(text, 'tamarin_sync_lag_seconds{source="other"}');
    t.match(text, 'tamarin_http_request_seconds_count{route="other",status="other"}');
    t.notMatch(text, /secret-key|198\.51|curl/);
    t.ok(worstCase() <= SERIES_MAX, `${worstCase()} by the table`);
    const requests = [...series].filter(([name]) => name.startsWith('tamarin_http_request_seconds_count')); // biome-ignore format: one list
    t.equal(
      requests.reduce((sum, [, value]) => sum + value, 0),
      2_000,
      'none is lost',
    );
  },
);

/** Series of all metrics when each has all the sets of labels it may have. */
const worstCase = (): number =>
  (Object.values(METRIC_TABLE) as readonly MetricRow[]).reduce(
    (sum, { kind, labelSetsMax, buckets = [] }) => {
      const each = { counter: 1, gauge: 1, summary: 2, histogram: buckets.length + 3 }[kind];
      return sum + each * (labelSetsMax + 1);
    },
    0,
  );
