/** Goal: a sync that is killed anywhere, or runs twice at once, loses and doubles nothing. */
import t from 'tap';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';
import { readAll, readIds, testPrefix } from '../support/opensearch.ts';
import { type Exchange, startProxy, type Watcher } from '../support/opensearch-proxy.ts';
import { runTamarin, startTamarin } from '../support/run-tamarin.ts';
import { everyNthSample } from '../support/samples.ts';

const samples = everyNthSample(8);
const { ids, counts } = samples;
const folder = samples.folder(t);
/** Small, so that a sync makes many bulk requests. */
const FLUSH_BYTES = '100000';

const isBulk = ({ path }: Exchange): boolean => path.startsWith('/_bulk');
const writesRecords = (exchange: Exchange): boolean =>
  isBulk(exchange) && exchange.body.startsWith('{"create"');
const writesLedger = (exchange: Exchange): boolean =>
  isBulk(exchange) && exchange.body.includes('-ledger"');
const isRefresh = ({ path }: Exchange): boolean => path.includes('/_refresh');

interface Moment {
  readonly name: string;
  readonly phase: keyof Watcher;
  readonly isIt: (exchange: Exchange) => boolean;
  /** The how-many-th such request. */
  readonly nth: number;
}

const moments: readonly Moment[] = [
  { name: 'after its first bulk request', phase: 'after', isIt: writesRecords, nth: 1 },
  { name: 'after its fifth bulk request', phase: 'after', isIt: writesRecords, nth: 5 },
  { name: 'before the ledger is written', phase: 'before', isIt: writesLedger, nth: 1 },
  { name: 'before the last refresh', phase: 'before', isIt: isRefresh, nth: 1 },
];

for (const moment of moments) {
  t.test(`a sync killed ${moment.name} is completed by the next one`, async (t) => {
    const prefix = testPrefix(t);
    const env = { TAMARIN_INDEX_PREFIX: prefix, TAMARIN_FLUSH_BYTES: FLUSH_BYTES };
    let [met, wasKilled] = [0, false];
    const watch = (exchange: Exchange): 'swallow' | 'pass' => {
      if (wasKilled) return 'swallow';
      if (moment.isIt(exchange)) met += 1;
      if (met < moment.nth) return 'pass';
      wasKilled = true;
      run.child.kill('SIGKILL');
      return 'swallow';
    };
    const proxy = await startProxy({ [moment.phase]: watch });
    t.teardown(() => proxy.close());
    const run = startTamarin(['sync', folder], { ...env, OPENSEARCH_URL: proxy.url });
    t.equal((await run.done).signal, 'SIGKILL');
    t.ok(wasKilled, 'the moment came');
    await proxy.quiet();

    const before = await readIds(`${prefix}-records-*`);
    t.ok(before.size > 0 || moment.phase === 'before', 'something had been shipped');
    const next = await runTamarin(['sync', folder, '--json'], env);
    t.equal(next.code, 0, next.stderr);
    const report: SyncReport = JSON.parse(next.stdout);
    const after = await readIds(`${prefix}-records-*`);
    t.strictSame(after, ids, 'the ids are those of the input');
    t.equal(after.size - before.size, report.indexed, 'the index grew by what was indexed');
    t.equal(report.lines, report.indexed + report.duplicates + report.rejected + report.skipped);
  });
}

t.test('an answer that gets lost on its way is not counted as a duplicate', async (t) => {
  const prefix = testPrefix(t);
  let lost = 0;
  const proxy = await startProxy({
    after: (exchange) => {
      if (!writesRecords(exchange) || lost >= 3) return 'pass';
      lost += 1;
      return 'swallow';
    },
  });
  t.teardown(() => proxy.close());
  const env = {
    TAMARIN_INDEX_PREFIX: prefix,
    TAMARIN_FLUSH_BYTES: FLUSH_BYTES,
    OPENSEARCH_URL: proxy.url,
  };
  const { code, stdout, stderr } = await runTamarin(['sync', folder, '--json'], env);
  t.equal(code, 0, stderr);
  const report: SyncReport = JSON.parse(stdout);
  t.equal(lost, 3);
  t.equal(report.indexed, counts.indexed);
  t.equal(report.duplicates, counts.duplicates);
  t.strictSame(await readIds(`${prefix}-records-*`), ids);
});

t.test(
  'two syncs of a folder by two hosts at the same time share the records between them',
  async (t) => {
    const prefix = testPrefix(t);
    const env = { TAMARIN_INDEX_PREFIX: prefix, TAMARIN_FLUSH_BYTES: FLUSH_BYTES };
    const results = await Promise.all(
      ['host-1', 'host-2'].map((host) =>
        runTamarin(['sync', folder, '--json'], { ...env, TAMARIN_HOST_ID: host }),
      ),
    );
    const reports = results.map(({ code, stdout, stderr }): SyncReport => {
      t.equal(code, 0, stderr);
      return JSON.parse(stdout);
    });
    const sum = (of: (report: SyncReport) => number): number =>
      reports.reduce((total, report) => total + of(report), 0);
    t.equal(
      sum((report) => report.indexed),
      counts.indexed,
    );
    for (const report of reports)
      t.equal(report.lines, report.indexed + report.duplicates + report.rejected + report.skipped);
    t.strictSame(await readIds(`${prefix}-records-*`), ids);
  },
);

t.test(
  'a sync stopped by SIGTERM ends with 143, keeps what it shipped, and the next goes on',
  async (t) => {
    const prefix = testPrefix(t);
    const env = {
      TAMARIN_INDEX_PREFIX: prefix,
      TAMARIN_FLUSH_BYTES: '30000',
      TAMARIN_CONCURRENCY: '1',
    };
    let bulks = 0;
    const proxy = await startProxy({
      after: (exchange) => {
        if (isBulk(exchange)) bulks += 1;
        if (bulks === 3) run.child.kill('SIGTERM');
        return 'pass';
      },
    });
    t.teardown(() => proxy.close());
    const run = startTamarin(['sync', folder], { ...env, OPENSEARCH_URL: proxy.url });
    const stopped = await run.done;
    t.equal(stopped.code, 143, stopped.stderr);
    t.match(stopped.stderr, /stopped before it finished.*\n.*same sync again/);
    await proxy.quiet();
    const [noted] = await readAll(`${prefix}-syncs`);
    t.match(noted?._source, { state: 'interrupted', finished_at: /^\d{4}-/ });
    t.equal(noted?._source.error, undefined);
    const before = await readIds(`${prefix}-records-*`);
    t.ok(before.size > 0 && before.size < ids.size, `${before.size} of ${ids.size} were shipped`);
    const next = await runTamarin(['sync', folder, '--json'], env);
    const report: SyncReport = JSON.parse(next.stdout);
    t.ok(report.objects.skipped > 0, 'what was done is not read again');
    const after = await readIds(`${prefix}-records-*`);
    t.strictSame(after, ids);
    t.equal(after.size - before.size, report.indexed);
  },
);
