/**
 * Goal: what is stored and what is printed for machines is pinned, value by value. A change here is a
 * change for everybody who reads the ledger, the quarantine, the syncs or the JSON of a command.
 */
import { utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import t from 'tap';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { readAll, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';

const MODIFIED = new Date('2026-01-20T08:00:00Z');

t.test('one file with a record, a duplicate and a reject', async (t) => {
  const prefix = testPrefix(t);
  const line = ordinaryLine(1);
  const text = `${line}\n${line}\nhello\n`;
  const folder = t.testdir({ '2026-01-20-07-00-00-0A1B2C3D4E5F6071': text });
  const file = `${folder}/2026-01-20-07-00-00-0A1B2C3D4E5F6071`;
  utimesSync(file, MODIFIED, MODIFIED);
  const run = await runTamarin(['sync', folder, '--json'], { TAMARIN_INDEX_PREFIX: prefix });
  t.equal(run.code, 0, run.stderr);
  const { syncId, seconds, ...report } = JSON.parse(run.stdout);
  t.match(syncId, /^\d{8}T\d{6}Z-[0-9a-z]{6}$/);
  t.type(seconds, 'number');
  t.strictSame(report, {
    source: folder,
    dryRun: false,
    listing: 'whole',
    objects: {
      listed: 1,
      skipped: 0,
      done: 1,
      failed: 0,
      notALog: 0,
      archived: 0,
      gone: 0,
      growing: 0,
    },
    lines: 3,
    indexed: 1,
    duplicates: 1,
    rejected: 1,
    skipped: 0,
    removed: 0,
    bytesRead: text.length,
    olderReader: 0,
    failures: [],
  });

  const [ledger] = await readAll(`${prefix}-ledger`);
  const { finished_at, ...entry } = ledger?._source ?? {};
  t.match(finished_at, /^\d{4}-\d\d-\d\dT/);
  t.strictSame(entry, {
    log_key: '2026-01-20-07-00-00-0A1B2C3D4E5F6071',
    physical_id: `file:${file}`,
    etag: `${text.length}-${MODIFIED.getTime()}`,
    size: text.length,
    last_modified: '2026-01-20T08:00:00.000Z',
    state: 'done',
    lines: 3,
    indexed: 1,
    duplicates: 1,
    rejected: 1,
    skipped: 0,
    removed: 0,
    bytes: text.length,
    first_record_at: '2026-01-01T01:01:07Z',
    last_record_at: '2026-01-01T01:01:07Z',
    delay_s: 1_666_733,
    sync_id: syncId,
    attempts: 1,
    reader: 2,
  });

  const [quarantine] = await readAll(`${prefix}-quarantine`);
  t.equal(quarantine?._id, 'LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ', 'SHA-256 of "hello"');
  const { first_met_at, last_met_at, ...reject } = quarantine?._source ?? {};
  t.equal(first_met_at, last_met_at);
  t.strictSame(reject, {
    reason: 'not_a_log_line',
    log_key: '2026-01-20-07-00-00-0A1B2C3D4E5F6071',
    log_line: 3,
    offset: 2 * (line.length + 1),
    text: 'hello',
    sync_id: syncId,
    times_met: 1,
  });

  const [sync] = await readAll(`${prefix}-syncs`);
  t.equal(sync?._id, syncId);
  const {
    started_at,
    heartbeat_at,
    finished_at: ended_at,
    owner,
    ...document
  } = sync?._source ?? {};
  for (const time of [started_at, heartbeat_at, ended_at])
    t.match(time, /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
  t.match(owner, { host: hostname(), pid: Number, process_started: String });
  t.strictSame(document, {
    kind: 'sync',
    source: folder,
    source_id: `file:${folder}`,
    trigger: 'cli',
    listing: 'whole',
    state: 'done',
    options: { full: false, overwrite: false },
    listing_ended: true,
    bytes_total: text.length,
    newest_record_at: '2026-01-01T01:01:07Z',
    objects: {
      listed: 1,
      skipped: 0,
      done: 1,
      failed: 0,
      not_a_log: 0,
      archived: 0,
      gone: 0,
      growing: 0,
    },
    lines: 3,
    indexed: 1,
    duplicates: 1,
    rejected: 1,
    skipped: 0,
    removed: 0,
    bytes_read: text.length,
    failures: [],
  });
});

t.test('one that cannot be read, by a sync from a time on', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir({});
  const file = `${folder}/cut.gz`;
  writeFileSync(file, Buffer.from('1f8b0800', 'hex'));
  utimesSync(file, MODIFIED, MODIFIED);
  const run = await runTamarin(['sync', folder, '--json', '--from', '2026-01-01'], {
    TAMARIN_INDEX_PREFIX: prefix,
  });
  t.equal(run.code, 3, run.stderr);
  const { syncId, failures } = JSON.parse(run.stdout);
  const reason = 'unexpected end of file';
  t.strictSame(failures, [{ key: 'cut.gz', reason }]);

  const [ledger] = await readAll(`${prefix}-ledger`);
  const { finished_at: _, ...entry } = ledger?._source ?? {};
  t.strictSame(entry, {
    log_key: 'cut.gz',
    physical_id: `file:${file}`,
    etag: `4-${MODIFIED.getTime()}`,
    size: 4,
    last_modified: '2026-01-20T08:00:00.000Z',
    state: 'failed',
    lines: 0,
    indexed: 0,
    duplicates: 0,
    rejected: 0,
    skipped: 0,
    removed: 0,
    bytes: 0,
    sync_id: syncId,
    attempts: 1,
    reader: 2,
    error: reason,
  });
  const [sync] = await readAll(`${prefix}-syncs`);
  const { listing, state, options, complete_from, failures: stored } = sync?._source ?? {};
  const from = '2026-01-01T00:00:00.000Z';
  t.strictSame(
    { listing, state, options, complete_from, stored },
    {
      listing: 'part',
      state: 'done',
      options: { full: false, overwrite: false, from },
      complete_from: from,
      stored: [`cut.gz: ${reason}`],
    },
  );
});

t.test('the answers of the questions', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir({ log: `${ordinaryLine(1)}\n` });
  await runTamarin(['sync', folder], { TAMARIN_INDEX_PREFIX: prefix });
  const ask = async (...args: readonly string[]) =>
    JSON.parse((await runTamarin([...args, '--json'], { TAMARIN_INDEX_PREFIX: prefix })).stdout);
  const metrics = { bytes: 40_001, requests: 1, downloads: 1, fullDownloads: 0.044446 };
  const { asOf, ...top } = await ask(
    'top',
    'ip',
    '--from',
    '2026-01-01',
    '--to',
    '2026-02-01T00:00Z',
    '--status',
    '200',
    '--not',
    'ip=192.0.2.1',
  );
  t.strictSame(top, {
    question: 'top',
    dimension: 'ip',
    by: 'bytes',
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-02-01T00:00:00.000Z',
    period: {
      first: '2026-01-01T01:01:07.000Z',
      last: '2026-01-01T01:01:07.000Z',
      daysWithout: 0,
      gaps: [],
    },
    totals: metrics,
    missing: { bytes: 0, requests: 0, downloads: 0, fullDownloads: 0 },
    fullDownloadsErrorMax: 0.000_000_5,
    distinct: { value: 1, exact: true },
    rows: [{ name: '203.0.113.1', ...metrics, share: 1, cumulativeShare: 1 }],
    exact: true,
    notes: ['--not ip leaves nothing out: no IP address in this range is “192.0.2.1”.'],
    parameters: {
      dimension: 'ip',
      by: 'bytes',
      limit: '10',
      audience: 'all',
      order: 'desc',
      from: '2026-01-01',
      to: '2026-02-01T00:00Z',
      status: ['200'],
      not: ['ip=192.0.2.1'],
    },
  });
  t.match(await ask('compare', '--by', 'full-downloads'), { fullDownloadsErrorMax: 0.000_000_5 });
  const { asOf: _, ...compare } = await ask('compare', '--by', 'requests');
  t.strictSame(compare, {
    question: 'compare',
    dimension: 'ip',
    by: 'requests',
    from: null,
    to: null,
    period: {
      first: '2026-01-01T01:01:07.000Z',
      last: '2026-01-01T01:01:07.000Z',
      daysWithout: 0,
      gaps: [],
    },
    population: { count: 1, total: 1, mean: 1, median: 1, p90: 1, p99: 1, max: 1, gini: 0 },
    top: { count: 1, total: 1, mean: 1, share: 1 },
    rows: [
      { name: '203.0.113.1', value: 1, share: 1, timesMean: 1, timesMedian: 1, percentile: 0 },
    ],
    exact: true,
    parameters: { dimension: 'ip', by: 'requests', limit: '10', audience: 'all' },
  });
  const [sync] = await readAll(`${prefix}-syncs`);
  const { started_at: startedAt, finished_at: finishedAt } = sync?._source ?? {};
  const lastSync = {
    source: folder,
    state: 'done',
    startedAt,
    finishedAt,
    listingEnded: true,
    objects: {
      listed: 1,
      skipped: 0,
      done: 1,
      failed: 0,
      notALog: 0,
      archived: 0,
      gone: 0,
      growing: 0,
    },
  };
  t.strictSame(asOf, {
    complete: true,
    because: null,
    deliveredUntil: startedAt,
    completeFrom: null,
    newestRecord: '2026-01-01T01:01:07.000Z',
    lastSync,
    sources: [{ ...lastSync, deliveredUntil: startedAt, failed: 0 }],
    failed: 0,
    rejected: 0,
    unseenSeconds: 0,
  });
});
