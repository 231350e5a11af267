/**
 * Goal: a file is looked at and read in the same way at once and over the thread pool, and nothing on
 * a disk of this machine can make all others wait.
 */
import { execFileSync } from 'node:child_process';
import { statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { AT_ONCE, Disks, POOLED } from '../../../src/source/folder/disk.ts';
import { makeFolder } from './test-folder.ts';

for (const [name, disk] of Object.entries({ 'at once': AT_ONCE, pooled: POOLED }))
  t.test(`${name}: what is read is the start of the file, and what it was then`, async (t) => {
    const folder = makeFolder(t, { a: 'one\ntwo\n', empty: '' });
    const file = join(folder, 'a');
    for (const [asked, wanted] of [[4, 'one\n'], [8, 'one\ntwo\n'], [100, 'one\ntwo\n'], [0, '']] as const) {
      const { bytes, stats } = await disk.readStart(file, asked);
      t.equal(bytes.toString(), wanted, `${asked} bytes`);
      t.strictSame([stats.size, stats.mtimeMs], [8, statSync(file).mtimeMs]);
    } // biome-ignore format: one row a case
    t.equal((await disk.readStart(join(folder, 'empty'), 10)).bytes.length, 0);
    symlinkSync('a', join(folder, 'link'));
    t.equal(await disk.realpath(join(folder, 'link')), file);
    t.equal((await disk.stat(join(folder, 'link'))).size, 8);
    const call = async (): Promise<unknown> => disk.readStart(join(folder, 'gone'), 1);
    await t.rejects(call(), { code: 'ENOENT' });
  });

t.test('large files of about one size are read into memory of one size', async (t) => {
  const folder = makeFolder(t, { a: 'x'.repeat(200_000), b: 'x'.repeat(210_000) });
  for (const disk of [AT_ONCE, POOLED]) {
    const a = await disk.readStart(join(folder, 'a'), 200_000);
    const b = await disk.readStart(join(folder, 'b'), 210_000);
    t.equal(a.bytes.buffer.byteLength, b.bytes.buffer.byteLength);
  }
});

const skip = process.platform === 'linux' ? false : 'file systems are told apart on Linux only';

t.test('a disk of this machine is asked at once, and only that', { skip }, async (t) => {
  const folder = t.testdir();
  t.equal((await Disks.of(folder)).of(join(folder, 'a')), AT_ONCE, 'the folder of this test');
  t.equal((await Disks.of('/proc')).of('/proc/1'), POOLED, 'any other file system');
  const disks = await Disks.of(folder);
  await disks.enter('/proc'); // as if it were mounted below
  t.equal(disks.of('/proc/version'), POOLED);
  t.equal(disks.of(join(folder, 'a')), AT_ONCE, 'others stay what they are');
});

t.test('a file that became a named pipe is not waited for', { skip }, async (t) => {
  const pipe = join(t.testdir(), 'pipe');
  execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
  for (const disk of [AT_ONCE, POOLED]) {
    const { stats } = await disk.readStart(pipe, 10);
    t.equal(stats.isFIFO(), true, 'nobody writes to it, and the caller sees what it is');
  }
});
