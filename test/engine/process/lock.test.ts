/**
 * Goal: at most one process holds the lock, also when they find the lock of a dead one. Method:
 * several processes add to a number in a file, read and written apart, so that a double holder
 * loses an addition.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { acquireLock } from '../../../src/engine/process/lock.ts';
import { ownMark } from '../../../src/engine/process/process-identity.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const PROCESSES = 4;
const ADDITIONS = 25;
const LOCK_MODULE = new URL('../../../src/engine/process/lock.ts', import.meta.url).href;
const ADD = `
  import { readFileSync, writeFileSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { acquireLock } from '${LOCK_MODULE}';
  const [lockFile, numberFile] = process.argv.slice(1);
  for (let i = 0; i < ${ADDITIONS}; i++) {
    const lock = await acquireLock(lockFile, { waitMaxMs: 20_000 });
    const number = Number(readFileSync(numberFile, 'utf8'));
    await sleep(1);
    writeFileSync(numberFile, String(number + 1));
    // Every fifth time the lock is left to look like that of a process that died.
    if (i % 5 !== 4) lock.release();
    else writeFileSync(lockFile, JSON.stringify({ pid: 1, startedAt: '-', token: 't' + process.pid + i }));
  }
`;

t.test('processes that fight for a stale lock hold it one at a time', async (t) => {
  const folder = temporaryFolder(t);
  const [lockFile, numberFile] = [join(folder, 'lock'), join(folder, 'number')];
  writeFileSync(lockFile, JSON.stringify({ pid: 999_999_999, startedAt: '1', token: 'dead' }));
  writeFileSync(numberFile, '0');
  const args = ['--input-type=module-typescript', '-e', ADD, lockFile, numberFile];
  const ends = Array.from({ length: PROCESSES }, () =>
    once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit'),
  );
  for (const [code] of await Promise.all(ends)) t.equal(code, 0);
  t.equal(readFileSync(numberFile, 'utf8'), String(PROCESSES * ADDITIONS));
  t.strictSame(readdirSync(folder).sort(), ['lock', 'number'], 'no drafts are left');
});

t.test('a pid that came again does not keep a stale lock alive', async (t) => {
  const file = join(temporaryFolder(t), 'lock');
  const mark = { pid: process.pid, startedAt: 'another time', token: 'stale' };
  writeFileSync(file, JSON.stringify(mark));
  const lock = await acquireLock(file, { waitMaxMs: 1_000 });
  t.equal(JSON.parse(readFileSync(file, 'utf8')).startedAt, ownMark().startedAt);
  lock.release();
});

t.test('a lock that stays held is an error that names its owner', async (t) => {
  const file = join(temporaryFolder(t), 'lock');
  const waitedFor: number[] = [];
  const lock = await acquireLock(file, { waitMaxMs: 1_000 });
  const second = acquireLock(file, { waitMaxMs: 200, onWait: (pid) => waitedFor.push(pid) });
  await t.rejects(second, { code: 'engine_failed', message: `${file} is held by process` });
  t.strictSame(waitedFor, [process.pid], 'the wait is announced once');
  lock.release();
});
