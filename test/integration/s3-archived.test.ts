/**
 * Goal: log objects in an archive hold up nothing: told once, asked for again once a week, read when
 * they are restored.
 */
import t from 'tap';
import { syncExitCode } from '../../src/cli/sync-command.ts';
import { readAll, readIds, testPrefix } from '../support/opensearch.ts';
import { startArchiveFront } from '../support/s3-archive-front.ts';
import { idsOf, makeLogObjects } from '../support/s3-log-objects.ts';
import { putFiles, startS3 } from '../support/s3-server.ts';
import { syncS3, type TestSync } from '../support/s3-sync.ts';

const DAY_MS = 24 * 3_600_000;
const server = await startS3();
const front = await startArchiveFront(server.url);
t.teardown(async () => {
  await front.close();
  await server.close();
});
const files = makeLogObjects({
  count: 4,
  lines: 5,
  at: new Date(Date.now() - 3_600_000),
  prefix: 'logs/',
  form: (object) => (object % 2 === 0 ? 'plain' : 'gzip'),
});
const [first, second, ...others] = files;
if (first === undefined || second === undefined) throw new Error('no files were made');
await putFiles(server, 'old', files);

const prefix = testPrefix(t);
let nowMs = Date.now();
const sync = (options = {}): Promise<TestSync> => syncS3({ url: 's3://old/logs/', endpoint: front.url, prefix, now: () => nowMs, options }); // biome-ignore format: one call
const states = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await readAll(`${prefix}-ledger`)).map(({ _source }) => [_source.log_key, _source.state]),
  );

t.test('an archived object is told by name, and the sync has not failed', async (t) => {
  front.archived.add(first.name).add(second.name);
  const { report, tally } = await sync();
  t.match(report.objects, { listed: 4, skipped: 0, done: 2, failed: 0, archived: 2, gone: 0 });
  t.equal(syncExitCode(report, {}), 0);
  t.strictSame(
    tally.archived.map((text) => text.slice(0, text.indexOf('.'))).sort(),
    [first, second].map(({ name }) => `${name}: it is archived (GLACIER, DEEP_ARCHIVE or an archive tier)`), // biome-ignore format: one list
  );
  t.equal((await states())[first.name], 'archived');
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf(others));
  t.equal(report.lines, report.indexed);
});

t.test('the next sync neither asks for it nor tells it', async (t) => {
  front.refused.clear();
  nowMs += DAY_MS;
  const { report, tally } = await sync();
  t.match(report, { listing: 'recent', objects: { skipped: 4, archived: 0, failed: 0 } });
  t.equal(tally.left.archived, 2);
  t.strictSame(tally.archived, []);
  t.equal(front.refused.size, 0);
});

t.test('a week later it is asked for again, and counted, but not told again', async (t) => {
  front.refused.clear();
  nowMs += 7 * DAY_MS;
  const { report, tally } = await sync();
  t.match(report, { listing: 'whole', objects: { skipped: 2, archived: 2, failed: 0 } });
  t.strictSame(front.refused, new Set([first.name, second.name]));
  t.strictSame(tally.archived, []);
});

t.test('one that was restored is read then', async (t) => {
  front.archived.delete(first.name);
  nowMs += 7 * DAY_MS;
  const { report } = await sync();
  t.match(report.objects, { done: 1, archived: 1, failed: 0 });
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf([first, ...others]));
  t.equal((await states())[first.name], 'done');
});

t.test('--from asks at once, whenever it was asked last', async (t) => {
  front.archived.delete(second.name);
  const { report } = await sync({ fromMs: Date.now() - DAY_MS });
  t.match(report.objects, { done: 1, archived: 0, failed: 0 });
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf(files));
});
