/**
 * Goal: what cannot be read is never passed over in silence: it fails, is named, and the exit code
 * is 3; what may still be written to waits; what failed and is gone is told as gone.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'; // biome-ignore format: one line
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import t from 'tap';
import { syncExitCode } from '../../src/cli/sync-command.ts';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { expectedIds } from '../support/expected-ids.ts';
import { readAll, readIds, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { putFiles, startS3 } from '../support/s3-server.ts';
import { syncS3 } from '../support/s3-sync.ts';

const OLD = new Date('2026-01-20T08:00:00Z');
const LINES = Buffer.from(`${ordinaryLine(1)}\n${ordinaryLine(2)}\n`);
const IDS = expectedIds([{ name: 'good.log', bytes: LINES }], () => false);
const DEEP = 'deep';
/** Nobody can list the innermost, root neither: its path is longer than the system takes. */
const MAKE_DEEP = `cd "$0" && mkdir ${DEEP} && cd ${DEEP} && n=$(printf '%0250d' 0) && while mkdir $n && cd $n 2>/dev/null; do :; done`;

interface Ran {
  readonly code: number | null;
  readonly report: SyncReport;
  readonly stderr: string;
}

async function sync(prefix: string, ...args: readonly string[]): Promise<Ran> {
  const env = { TAMARIN_INDEX_PREFIX: prefix };
  const { code, stdout, stderr } = await runTamarin(['sync', ...args, '--json'], env);
  return { code, report: JSON.parse(stdout), stderr };
}

function put(file: string, bytes: Buffer | string, modified = OLD): void {
  writeFileSync(file, bytes);
  utimesSync(file, modified, modified);
}

async function ledger(prefix: string): Promise<ReadonlyMap<unknown, readonly unknown[]>> {
  const stored = await readAll(`${prefix}-ledger`);
  return new Map(stored.map(({ _source: { log_key, state, error } }) => [log_key, [state, error]]));
}

t.test('a folder with everything that cannot be read', async (t) => {
  const folder = mkdtempSync(`${realpathSync(tmpdir())}/tamarin-`); // the path of a socket has to be short
  t.teardown(() => execFileSync('rm', ['-rf', folder]));
  const prefix = testPrefix(t);
  const oddName = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]);
  put(`${folder}/good.log`, LINES);
  writeFileSync(oddName, LINES);
  symlinkSync('nothing', `${folder}/dangling`);
  symlinkSync('/etc/passwd', `${folder}/outside`);
  execFileSync('sh', ['-c', 'mkfifo "$0/pipe"', folder]);
  execFileSync('sh', ['-c', MAKE_DEEP, folder]);
  const socket = createServer().listen(`${folder}/socket`);
  t.teardown(() => socket.close());
  const wanted: readonly (readonly [string, RegExp])[] = [
    ['caf\\\\xE9', /its name is not UTF-8: rename it/],
    ['dangling', /it is a dangling link/],
    [`${DEEP}/0.*0`, /the folder cannot be listed: ENAMETOOLONG/],
    ['outside', /it is a link that points outside the folder/],
    ['pipe', /it is a named pipe/],
    ['socket', /it is a socket/],
  ];

  await t.test('each fails the sync by its name, and the good file is shipped', async (t) => {
    const { code, report, stderr } = await sync(prefix, folder);
    t.equal(code, 3);
    t.match(report.objects, { listed: 7, skipped: 0, done: 1, failed: 6, gone: 0, growing: 0 });
    for (const [name, reason] of wanted)
      t.match(stderr, new RegExp(`failed: ${name}: ${reason.source}`));
    t.match(report, { lines: 2, indexed: 2, duplicates: 0, rejected: 0, skipped: 0 });
    t.strictSame(await readIds(`${prefix}-records-*`), IDS);
    const known = await ledger(prefix);
    t.equal(known.size, 7, 'answers find them in the ledger');
    t.strictSame(known.get('pipe'), ['failed', 'it is a named pipe']);
  });

  await t.test('a dry run says so too, and so does parse', async (t) => {
    const dry = await sync(prefix, folder, '--dry-run');
    t.equal(dry.code, 3);
    t.match(dry.stderr, /: 0 log objects would be read \(0 B\), 1 done, 6 not readable\. Nothing was written\./); // biome-ignore format: one assertion
    const { code, stdout, stderr } = await runTamarin(['parse', folder, '--json']);
    t.equal(code, 3);
    t.equal(stdout.split('\n').length - 1, 2);
    for (const [name, reason] of wanted)
      t.match(stderr, new RegExp(`tamarin: cannot read ${name}: ${reason.source}`));
    t.match(stderr, /"files":1,"lines":2,"records":2,"rejected":0,"failed":6/);
  });

  await t.test('doctor names the first of them', async (t) => {
    const { code, stdout } = await runTamarin(['doctor', folder], { TAMARIN_INDEX_PREFIX: prefix });
    t.equal(code, 1);
    t.match(stdout, /BAD {3}list: 6 of them cannot be read: caf\\xE9: its name is not UTF-8/);
  });

  await t.test('a time range leaves out none of them: their time is not known', async (t) => {
    const { code, report } = await sync(prefix, folder, '--to', '2026-01-01');
    t.equal(code, 3);
    t.match(report.objects, { listed: 7, skipped: 1, done: 0, failed: 6 });
  });

  await t.test('those that are gone are told as gone, and the exit code is 0', async (t) => {
    for (const name of ['outside', 'pipe']) unlinkSync(`${folder}/${name}`);
    socket.close();
    rmSync(`${folder}/socket`, { force: true });
    execFileSync('rm', ['-rf', `${folder}/${DEEP}`]);
    renameSync(oddName, `${folder}/named`);
    unlinkSync(`${folder}/dangling`);
    symlinkSync('good.log', `${folder}/dangling`);
    const { code, report, stderr } = await sync(prefix, folder);
    t.equal(code, 0, stderr);
    t.match(report.objects, { listed: 9, skipped: 2, done: 1, failed: 0, gone: 6 });
    t.match(stderr, /gone: pipe: it no longer exists/);
    t.match(stderr, /gone: dangling: it can be read now/);
    t.match(report, { lines: 2, indexed: 0, duplicates: 2 });
    t.equal((await ledger(prefix)).get('pipe')?.[0], 'gone');
    t.strictSame(await readIds(`${prefix}-records-*`), IDS);
    const again = await sync(prefix, folder);
    t.match(again, { code: 0, report: { objects: { skipped: 3, gone: 0, failed: 0 } } });
  });
});

t.test(
  'a damaged file that is deleted is gone; one of a folder beside it stays failed',
  async (t) => {
    const prefix = testPrefix(t);
    const folder = realpathSync(t.testdir());
    for (const name of ['logs', 'logs-2']) {
      mkdirSync(`${folder}/${name}`);
      put(`${folder}/${name}/cut.gz`, Buffer.from('1f8b0800000000000003ffff', 'hex'));
      put(`${folder}/${name}/good.log`, LINES);
      t.equal((await sync(prefix, `${folder}/${name}`)).code, 3);
    }
    for (const name of ['logs', 'logs-2']) unlinkSync(`${folder}/${name}/cut.gz`);
    const { code, report } = await sync(prefix, `${folder}/logs`);
    t.equal(code, 0);
    t.match(report.objects, { listed: 2, skipped: 1, gone: 1, failed: 0 });
    const stored = await readAll(`${prefix}-ledger`);
    const stateOf = (path: string): unknown => stored.find(({ _source }) => _source.physical_id === `file:${folder}/${path}`)?._source.state; // biome-ignore format: one look-up
    t.equal(stateOf('logs/cut.gz'), 'gone');
    t.equal(stateOf('logs-2/cut.gz'), 'failed', 'it is not of this source');
  },
);

t.test(
  'in a bucket too, what failed and was deleted is gone, and the exit code is 0',
  async (t) => {
    const prefix = testPrefix(t);
    const server = await startS3();
    t.teardown(() => server.close());
    const cut = Buffer.from('1f8b0800000000000003ffff', 'hex');
    await putFiles(server, 'cut', [
      { name: 'logs/cut.gz', bytes: cut },
      { name: 'logs/good.log', bytes: LINES },
    ]);
    const about = { url: 's3://cut/logs/', endpoint: server.url, prefix };
    const first = await syncS3(about);
    t.match(first.report.objects, { listed: 2, done: 1, failed: 1 });
    await server.delete('cut', 'logs/cut.gz');
    const { report, tally } = await syncS3(about);
    t.match(report.objects, { listed: 2, skipped: 1, failed: 0, gone: 1 });
    t.strictSame(tally.gone, ['logs/cut.gz: it no longer exists']);
    t.equal(syncExitCode(report, {}), 0);
    t.strictSame(await readIds(`${prefix}-records-*`), IDS);
  },
);

t.test('a dry run of a first sync calls nothing done that was not read', async (t) => {
  const prefix = testPrefix(t);
  const folder = realpathSync(t.testdir());
  put(`${folder}/good.log`, LINES);
  put(`${folder}/late.log`, LINES, new Date('2026-02-20T08:00:00Z'));
  writeFileSync(`${folder}/growing.log`, 'half a li');
  const range = ['--dry-run', '--to', '2026-02-01'];
  const { code, report, stderr } = await sync(prefix, folder, '--dry-run');
  t.equal(code, 0);
  t.match(report.objects, { listed: 3, skipped: 0, done: 0, growing: 1, failed: 0 });
  t.match(stderr, /: 2 log objects would be read \([\d.]+ kB\), 1 still being written\. Nothing/);
  t.match(stderr, /not read: growing\.log: it changed within the last minute/);
  t.match(
    (await sync(prefix, folder, ...range)).stderr,
    /: 1 log object would be read \([\d.,]+ k?B\), 2 outside --from and --to\. Nothing/,
  );
  t.equal((await sync(prefix, folder)).report.objects.growing, 1);
  const after = await sync(prefix, folder, ...range);
  t.match(
    after.stderr,
    /: 0 log objects would be read \(0 B\), 1 done, 2 outside --from and --to\./,
  );
});

t.test(
  '--from and --to of folders by the day of the request go by the last modification',
  async (t) => {
    const prefix = testPrefix(t);
    const folder = realpathSync(t.testdir());
    const day = `${folder}/2026/01/17`;
    mkdirSync(day, { recursive: true });
    for (const [at, delivered] of ['17T10:00', '18T10:00', '19T10:00', '25T10:00'].entries()) {
      const file = `${day}/2026-01-17-00-00-00-0A1B2C3D4E5F607${at}`;
      put(file, `${ordinaryLine(at)}\n`, new Date(`2026-01-${delivered}:00Z`));
    }
    put(`${folder}/2026-01-18-09-00-00-0A1B2C3D4E5F6079`, `${ordinaryLine(9)}\n`); // copied later: the stamp counts
    const { report } = await sync(prefix, folder, '--from', '2026-01-18', '--to', '2026-01-20');
    t.match(report.objects, { listed: 5, skipped: 2, done: 3 });
    t.match(report, { lines: 3, indexed: 3 });
  },
);
