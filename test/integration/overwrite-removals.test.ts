/**
 * Goal: after `sync --full --overwrite` the index holds what this version makes of the lines, and
 * nothing that the version before made of them: its records of lines that are rejects now or that it
 * knew by their blanks too, and its quarantine of lines that are records now, are gone and counted.
 */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import t from 'tap';
import type { SyncReport } from '../../src/sync/sync-report.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { expectedIds } from '../support/expected-ids.ts';
import { readAll, readIds, request, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';

const NAME = '2026-01-20-07-00-00-0A1B2C3D4E5F6071';
const withoutId = (line: string): string => line.replace(/ \w{16} (REST|S3)\./, ' - $1.');
const identity = (partition: string): string =>
  ordinaryLine(10).replace('arn:aws:', `arn:${partition}:`);
const torn = ordinaryLine(4) + ordinaryLine(5);
const tornWithoutId = withoutId(ordinaryLine(6)) + ordinaryLine(7);
const blanks = `${withoutId(ordinaryLine(3))} \t`;

const RECORDS_BEFORE = [ordinaryLine(1), `\t${ordinaryLine(2)}`, `  ${ordinaryLine(1)}`];
const REJECTS_BEFORE = [identity('aws-cn'), `\t${identity('aws-us-gov')}`, 'hello'];
const lines = [...RECORDS_BEFORE, blanks, blanks.trim(), blanks, torn, tornWithoutId, tornWithoutId, ...REJECTS_BEFORE]; // biome-ignore format: a list
const file = { name: NAME, bytes: Buffer.from(`${lines.join('\n')}\n`) };
const isReject = (line: string): boolean => [torn, tornWithoutId, 'hello'].includes(line);

const sha256 = (text: string): string =>
  createHash('sha256').update(text, 'latin1').digest('base64url');
const secondsOf = (line: string): number => {
  const [, day, time] = /\[(\d\d)\/Jan\/2026:(\S+)/.exec(line) ?? [];
  return Date.parse(`2026-01-${day}T${time}Z`) / 1_000;
};

/** As the version before made ids: of the whole line, blanks included. */
function idBefore(line: string, ordinal: number | null = null): string {
  const hashed = ordinal === null ? line : `${line}\n${NAME}\n${ordinal}`;
  return `${secondsOf(line).toString(36)}-${sha256(hashed).slice(0, 12)}`;
}

const KEPT = [idBefore(ordinaryLine(1)), idBefore(blanks.trim(), 0)];
const GONE = [
  ...RECORDS_BEFORE.slice(1).map((line) => idBefore(line)),
  idBefore(blanks, 0),
  idBefore(blanks, 1),
  idBefore(torn),
  idBefore(tornWithoutId, 0),
  idBefore(tornWithoutId, 1),
];

async function put(index: string, id: string, document: object): Promise<void> {
  const { status, body } = await request('PUT', `/${index}/_doc/${id}?refresh=true`, document);
  if (status >= 300) throw new Error(JSON.stringify(body));
}

/** What the version before left: records, quarantine, and a ledger entry that knows of rejects. */
async function leaveBefore(prefix: string, folder: string): Promise<void> {
  await runTamarin(['setup'], { TAMARIN_INDEX_PREFIX: prefix });
  for (const index of ['records-2026-01', 'quarantine', 'ledger'])
    await request('PUT', `/${prefix}-${index}`);
  for (const id of [...KEPT, ...GONE])
    await put(`${prefix}-records-2026-01`, id, { '@timestamp': '2026-01-01T00:00:00Z', log_key: NAME }); // biome-ignore format: one line
  for (const line of REJECTS_BEFORE)
    await put(`${prefix}-quarantine`, sha256(line), { reason: 'quote_unclosed', times_met: 1 });
  const { size, mtimeMs } = statSync(`${folder}/${NAME}`);
  const physicalId = `file:${folder}/${NAME}`;
  const entry = {
    log_key: NAME,
    physical_id: physicalId,
    etag: `${size}-${Math.trunc(mtimeMs)}`,
    size,
  };
  const counts = { lines: lines.length, indexed: lines.length - 3, duplicates: 0, rejected: 3, skipped: 0 }; // biome-ignore format: one line
  await put(`${prefix}-ledger`, sha256(physicalId), { ...entry, ...counts, state: 'done', attempts: 1 }); // biome-ignore format: one line
}

async function sync(prefix: string, folder: string, ...flags: readonly string[]) {
  const before = (await readIds(`${prefix}-records-*`)).size;
  const { code, stdout, stderr } = await runTamarin(
    ['sync', folder, '--full', '--json', ...flags],
    {
      TAMARIN_INDEX_PREFIX: prefix,
    },
  );
  t.equal(code, 0, stderr);
  const report: SyncReport = JSON.parse(stdout);
  t.equal(report.lines, report.indexed + report.duplicates + report.rejected + report.skipped);
  t.equal(report.lines, lines.length);
  const growth = (await readIds(`${prefix}-records-*`)).size - before;
  t.equal(growth, report.indexed - report.removed, 'growth = indexed − removed');
  return { report, stderr };
}

const quarantineOfToday = new Set([torn, tornWithoutId, 'hello'].map(sha256));

t.test(
  '--overwrite removes what the version before made of lines that are read otherwise',
  async (t) => {
    const prefix = testPrefix(t);
    const folder = t.testdir({ [NAME]: file.bytes });
    await leaveBefore(prefix, folder);
    const { report, stderr } = await sync(prefix, folder, '--overwrite');
    t.match(report, { rejected: 4, removed: GONE.length, objects: { done: 1, failed: 0 } });
    t.match(stderr, `${GONE.length} records of an earlier version removed.`);
    t.strictSame(await readIds(`${prefix}-records-*`), expectedIds([file], isReject));
    t.strictSame(await readIds(`${prefix}-quarantine`), quarantineOfToday);
    t.match(await readAll(`${prefix}-ledger`), [
      { _source: { rejected: 4, removed: GONE.length } },
    ]);
    t.match(await readAll(`${prefix}-syncs`), [{ _source: { removed: GONE.length } }]);
    const again = await sync(prefix, folder, '--overwrite');
    t.match(again.report, { indexed: 0, rejected: 4, removed: 0 }, 'once is enough');
    t.notMatch(again.stderr, 'removed');
  },
);

t.test('without --overwrite no record is removed, but quarantine of what ships is', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir({ [NAME]: file.bytes });
  await leaveBefore(prefix, folder);
  const { report } = await sync(prefix, folder);
  t.equal(report.removed, 0);
  const all = expectedIds([file], isReject).union(new Set(GONE));
  t.strictSame(await readIds(`${prefix}-records-*`), all);
  t.strictSame(await readIds(`${prefix}-quarantine`), quarantineOfToday);
});

t.test('a log object without rejects before asks nothing of the quarantine', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir({ [NAME]: file.bytes });
  await leaveBefore(prefix, folder);
  await request('DELETE', `/${prefix}-ledger`);
  await sync(prefix, folder);
  const kept = quarantineOfToday.union(new Set(REJECTS_BEFORE.map(sha256)));
  t.strictSame(await readIds(`${prefix}-quarantine`), kept);
});

t.test('the first half of a torn line is told in quarantine', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir({ [NAME]: `${torn}\n` });
  await runTamarin(['sync', folder], { TAMARIN_INDEX_PREFIX: prefix });
  t.match(await readAll(`${prefix}-quarantine`), [
    {
      _id: sha256(torn),
      _source: {
        reason: 'torn_record',
        remote_ip: '203.0.113.4',
        bytes_sent: 40_004,
        record_time: '2026-01-01T04:04:28Z',
      },
    },
  ]);
  const search = { query: { term: { remote_ip: '203.0.113.0/24' } } };
  const { body } = await request('POST', `/${prefix}-quarantine/_search`, search);
  t.match(body, { hits: { total: { value: 1 } } }, 'found by its network');
});
