/**
 * Goal: every log object of a folder is listed once, in order, under one identity; nothing outside
 * the folder and nothing that is no file is read; a file that is still written to waits.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { takeSeed } from '../../house/seed.ts';
import { keys, list, listPages, makeFolder, NOW_MS, OLD_SECONDS, reasons } from './test-folder.ts';

t.test('all files below a folder are listed, by path, with what the ledger needs', async (t) => {
  const folder = makeFolder(t, {
    b: 'b\n',
    'a/2': '22\n',
    'a/1.gz': gzipSync('1\n'),
    '.hidden': '',
  });
  t.strictSame(await keys(folder), ['.hidden', 'a/1.gz', 'a/2', 'b']);
  t.strictSame((await list(folder))[2], {
    logKey: 'a/2',
    physicalId: `file:${folder}/a/2`,
    etag: `3-${OLD_SECONDS * 1_000}`,
    sizeBytes: 3,
    lastModifiedMs: OLD_SECONDS * 1_000,
    notRead: null,
  });
});

t.test('the order is that of the whole paths, as in a bucket', async (t) => {
  const seed = takeSeed(t);
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '-', '.', '0', '!'), minLength: 1, maxLength: 3 }).filter((name) => !/^\.+$/.test(name)); // biome-ignore format: one arbitrary
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(path, { maxLength: 12 }), async (paths) => {
      const files = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
      const folder = makeFolder(t, Object.fromEntries(files.map((path) => [path, 'x\n'])));
      return (await keys(folder)).join() === files.sort().join();
    }),
    { seed, numRuns: 50 },
  );
});

t.test('a page holds a thousand log objects at most', async (t) => {
  const names = Array.from({ length: 2_001 }, (_, at) => `${at % 7}/${10_000 + at}`);
  const folder = makeFolder(t, Object.fromEntries(names.map((name) => [name, ''])));
  const pages = await listPages(folder);
  t.strictSame(
    pages.map((page) => page.length),
    [1_000, 1_000, 1],
  );
  t.strictSame(
    pages.flat().map(({ logKey }) => String(logKey)),
    names.sort(),
  );
});

t.test('while many files are looked at, others have their turns', async (t) => {
  const names = Array.from({ length: 640 }, (_, at) => [`${1_000 + at}`, '']);
  const folder = makeFolder(t, Object.fromEntries(names));
  let turns = 0;
  const count = (): void => {
    turns += 1;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  await listPages(folder);
  clearImmediate(timer);
  t.ok(turns >= 10, `${turns} turns`);
});

t.test('an empty folder has no pages', async (t) => {
  t.strictSame(await listPages(makeFolder(t, {})), []);
});

t.test('a link to a file inside is followed, one that leads out or nowhere is not', async (t) => {
  const folder = makeFolder(t, { 'logs/a': 'a\n', secret: 's\n', 'logs-2/b': 'b\n' });
  symlinkSync('a', join(folder, 'logs/inside'));
  symlinkSync('../secret', join(folder, 'logs/outside'));
  symlinkSync('/etc/passwd', join(folder, 'logs/absolute'));
  symlinkSync('../logs-2/b', join(folder, 'logs/same-start'));
  symlinkSync('nothing', join(folder, 'logs/dangling'));
  symlinkSync('/dev/zero', join(folder, 'logs/device'));
  symlinkSync('self', join(folder, 'logs/self'));
  const logs = `${folder}/logs`;
  t.strictSame(await keys(logs), ['a', 'inside']);
  const read = (await list(logs)).filter(({ notRead }) => notRead === null);
  t.equal(read[0]?.physicalId, read[1]?.physicalId, 'one file, one identity');
  const outside = 'it is a link that points outside the folder';
  t.strictSame(await reasons(logs), {
    absolute: outside,
    dangling: 'it is a dangling link',
    device: outside,
    outside,
    'same-start': outside,
    self: 'it is a dangling link',
  });
});

t.test('a link to a folder is not followed: no loop, no file listed twice', async (t) => {
  const folder = makeFolder(t, { 'a/b/1': '1\n' });
  symlinkSync('..', join(folder, 'a/up'));
  symlinkSync('.', join(folder, 'a/here'));
  symlinkSync(folder, join(folder, 'root'));
  t.strictSame(await keys(folder), ['a/b/1']);
});

t.test('what is no regular file is not read', async (t) => {
  const folder = makeFolder(t, { a: 'a\n' });
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'pipe')]);
  symlinkSync('pipe', join(folder, 'to-pipe'));
  t.strictSame(await keys(folder), ['a']);
  t.strictSame(await reasons(folder), {
    pipe: 'it is a named pipe',
    'to-pipe': 'it is a link to something other than a file',
  });
  await t.rejects(keys(join(folder, 'pipe')), { code: 'source_unreachable' }, 'nor as the source');
});

t.test('a file that is still written to waits', async (t) => {
  const recent = ['growing', 'ended', 'empty', 'gz', 'short'];
  const folder = makeFolder(t, {
    growing: 'a\nb',
    ended: 'a\nb\n',
    empty: '',
    gz: gzipSync('a\nb'),
    short: 'x',
    old: 'a\nb',
  });
  for (const name of recent)
    utimesSync(join(folder, name), NOW_MS / 1_000 - 59, NOW_MS / 1_000 - 59);
  const waiting = (await list(folder)).filter(({ notRead }) => notRead?.kind === 'growing');
  t.strictSame(
    waiting.map(({ logKey }) => String(logKey)),
    ['growing', 'short'],
  );
  t.match(waiting[0]?.notRead?.reason, /last minute/);
  utimesSync(join(folder, 'growing'), NOW_MS / 1_000 - 60, NOW_MS / 1_000 - 60);
  t.equal((await list(folder)).find(({ logKey }) => logKey === 'growing')?.notRead, null);
});

t.test('a time in the future is a wrong clock, not a file that is still written to', async (t) => {
  const folder = makeFolder(t, { a: 'one\ntwo' });
  utimesSync(join(folder, 'a'), NOW_MS / 1_000 + 600, NOW_MS / 1_000 + 600);
  t.strictSame(await keys(folder), ['a']);
});

t.test('the etag changes with the size and with the time', async (t) => {
  const folder = makeFolder(t, { a: 'a\n' });
  const etag = async (): Promise<string | undefined> => (await list(folder))[0]?.etag;
  const first = await etag();
  t.equal(await etag(), first, 'and with nothing else');
  utimesSync(join(folder, 'a'), OLD_SECONDS, OLD_SECONDS + 0.001);
  const touched = await etag();
  writeFileSync(join(folder, 'a'), 'aa\n');
  utimesSync(join(folder, 'a'), OLD_SECONDS, OLD_SECONDS + 0.001);
  t.equal(new Set([first, touched, await etag()]).size, 3);
});

t.test('a file has one identity, whatever path led to it', async (t) => {
  const folder = makeFolder(t, { 'logs/2026/a': 'a\n' });
  symlinkSync('logs', join(folder, 'alias'));
  const paths = [
    '',
    '/logs',
    '/logs/2026',
    '/alias',
    '/alias/2026',
    '/logs/2026/a',
    '/logs/../logs',
  ];
  const found = await Promise.all(paths.map((path) => list(folder + path)));
  const ids = found.map((objects) => objects.map(({ physicalId }) => physicalId).join());
  t.strictSame(new Set(ids), new Set([`file:${folder}/logs/2026/a`]));
  t.strictSame(
    found.map((objects) => objects.map(({ logKey }) => logKey).join()),
    ['logs/2026/a', '2026/a', 'a', '2026/a', 'a', 'a', '2026/a'],
  );
});

t.test('names that are no UTF-8 stay apart, and are not read', async (t) => {
  const folder = makeFolder(t, { a: 'a\n' });
  for (const byte of [0xe9, 0xff])
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/b`), Buffer.from([byte])]), 'b\n');
  mkdirSync(Buffer.concat([Buffer.from(`${folder}/d`), Buffer.from([0xff])]));
  t.strictSame(await keys(folder), ['a']);
  const reason = 'its name is not UTF-8: rename it';
  t.strictSame(await reasons(folder), { 'b\\xE9': reason, 'b\\xFF': reason, 'd\\xFF': reason });
});

t.test(
  'a folder that may not be listed is told',
  { skip: process.getuid?.() === 0 && 'root may' },
  async (t) => {
    const folder = makeFolder(t, { a: 'a\n', 'closed/b': 'b\n' });
    chmodSync(`${folder}/closed`, 0);
    t.teardown(() => chmodSync(`${folder}/closed`, 0o755));
    t.strictSame(await keys(folder), ['a']);
    t.match(await reasons(folder), { closed: /the folder cannot be listed: EACCES/ });
  },
);
