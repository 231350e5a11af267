/**
 * Goal: a command that is ended by force, or cannot leave the engine in order, keeps its result and
 * leaves no engine behind that nobody uses. Method: one engine, made to hang by SIGSTOP.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { acquireLock } from '../../src/engine/process/lock.ts';
import { markOf } from '../../src/engine/process/process-identity.ts';
import { EngineUserProcess } from '../engine/engine-user-process.ts';
import { temporaryFolder } from '../engine/temporary-folder.ts';
import { enginePid, hasEnded, listen, until } from '../support/live-run.ts';
import { type Run, startTamarin } from '../support/run-tamarin.ts';

const LINES = 20_000;
const line = (number: number): string =>
  `a1 media [06/Feb/2026:00:00:38 +0000] 192.0.2.3 - R${number} REST.GET.OBJECT a.mp3 ` +
  '"GET /a.mp3 HTTP/1.1" 200 - 113 113 7 6 "-" "curl/8" - h= - - - host - - -\n';

const folder = temporaryFolder(t);
const dataDir = join(folder, 'data');
const log = join(folder, 'log');
writeFileSync(log, Array.from({ length: LINES }, (_, number) => line(number)).join(''));
const env = {
  OPENSEARCH_URL: '',
  TAMARIN_DATA_DIR: dataDir,
  TAMARIN_FLUSH_BYTES: '100000',
  TAMARIN_BULKS_IN_FLIGHT: '1',
};

/** Records that were written, also where one was written before. */
const countWritten = async (url: string): Promise<number> => {
  const response = await fetch(`${url}/tamarin-records-*/_stats/indexing`);
  return JSON.parse(await response.text())._all.primaries.indexing?.index_total ?? 0;
};

/** A sync whose batch never comes back, told to stop once. */
async function stopHangingSync(t: Test, url: string, pid: number) {
  const before = await countWritten(url);
  const run = startTamarin(['sync', log, '--overwrite'], env);
  const said = listen(run);
  await until('records are shipped', async () => (await countWritten(url)) > before);
  process.kill(pid, 'SIGSTOP');
  run.child.kill('SIGINT');
  await until('it says that it stops', () => said().includes('stopping'));
  t.match(said(), /^stopping after this batch; Ctrl-C again to force$/m);
  t.notOk(hasEnded(run), 'it waits for the batch');
  return run;
}

/** Another Ctrl-C, and another: one that follows within 0.1 s is taken for the same. */
async function force(run: Run): Promise<number | null> {
  await until('the second one forces', () => {
    run.child.kill('SIGINT');
    return hasEnded(run);
  });
  return (await run.done).code;
}

t.test('one engine', async (t) => {
  const other = new EngineUserProcess(dataDir);
  t.teardown(() => other.kill());
  const { url } = await other.up;
  const pid = enginePid(dataDir) ?? 0;
  t.teardown(() => markOf(pid) === undefined || process.kill(pid, 'SIGKILL'));

  await t.test('a second Ctrl-C ends the command, and leaves the engine to others', async (t) => {
    const run = await stopHangingSync(t, url, pid);
    t.equal(await force(run), 130);
    t.ok(markOf(pid), 'another process uses the engine');
    process.kill(pid, 'SIGCONT');
  });

  await t.test('a lock that is held does not take the answer away', async (t) => {
    await other.kill();
    await fetch(`${url}/_refresh`, { method: 'POST' }); // the sync before was ended by force
    const run = startTamarin(['top', 'ip', '--json'], env);
    await until('it uses the engine', () => {
      const users = readdirSync(join(dataDir, 'users'));
      return users.some((name) => name.startsWith(`${run.child.pid}.`));
    });
    const lock = await acquireLock(join(dataDir, 'engine.lock'), { waitMaxMs: 10_000 });
    const { code, stdout, stderr } = await run.done;
    lock.release();
    t.equal(code, 0, stderr);
    t.equal(JSON.parse(stdout).rows[0].name, '192.0.2.3');
    t.match(
      stderr,
      new RegExp(
        `^tamarin: the embedded OpenSearch is still running;.*process ${process.pid}$`,
        'm',
      ),
    );
    t.ok(markOf(pid), 'and it does');
  });

  await t.test('a second Ctrl-C also ends an engine that nobody else uses', async (t) => {
    const run = await stopHangingSync(t, url, pid);
    t.equal(await force(run), 130);
    await until('the engine has ended', () => markOf(pid) === undefined, 5_000);
    t.equal(enginePid(dataDir), null);
    t.strictSame(readdirSync(join(dataDir, 'users')), []);
  });
});
