/**
 * Goal: however a process is told to end, or loses its engine, nothing of it is left and its exit
 * code says how it ended. Method: real signals to the pids that a user, a shell or npm sends them to.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { markOf } from '../../src/engine/process/process-identity.ts';
import { temporaryFolder } from '../engine/temporary-folder.ts';
import { enginePid, listen, until } from '../support/live-run.ts';
import { testPrefix } from '../support/opensearch.ts';
import { startProxy } from '../support/opensearch-proxy.ts';
import { startTamarin } from '../support/run-tamarin.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const LINE =
  'a1 media [06/Feb/2026:00:00:38 +0000] 192.0.2.3 - R1 REST.GET.OBJECT a.mp3 ' +
  '"GET /a.mp3 HTTP/1.1" 200 - 113 113 7 6 "-" "curl/8" - h= - - - host - - -\n';

/** Of the engine that is being started. */
async function startedPid(dataDir: string): Promise<number> {
  await until('an engine is started', () => enginePid(dataDir) !== null);
  return enginePid(dataDir) ?? 0;
}

t.test('a TERM to npm reaches the command and its engine', async (t) => {
  const dataDir = `${temporaryFolder(t)}/data`;
  const npm = spawn('npm', ['start', '--', '--once', 'no-such-folder'], {
    cwd: PROJECT,
    env: { ...process.env, OPENSEARCH_URL: '', TAMARIN_DATA_DIR: dataDir },
    stdio: 'ignore',
    detached: true, // a group of its own, in which nothing may be left
  });
  const pid = await startedPid(dataDir);
  npm.kill('SIGTERM');
  t.strictSame(await once(npm, 'exit'), [143, null]);
  t.equal(markOf(pid), undefined, 'no engine');
  t.throws(() => process.kill(-(npm.pid ?? 0), 0), { code: 'ESRCH' }, 'no process of the group');
});

t.test('one Ctrl-C is one, although npm hands it on once more', async (t) => {
  const dataDir = `${temporaryFolder(t)}/data`;
  const npm = spawn('npm', ['run', 'tamarin', '--', 'setup'], {
    cwd: PROJECT,
    env: { ...process.env, OPENSEARCH_URL: '', TAMARIN_DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let said = '';
  npm.stderr.on('data', (text: Buffer) => {
    said += text;
  });
  const pid = await startedPid(dataDir);
  process.kill(-(npm.pid ?? 0), 'SIGINT'); // as a terminal does
  t.equal((await once(npm, 'exit'))[0], 130);
  t.match(said, /^stopping; Ctrl-C again to force$/m);
  t.match(said, /start of the embedded OpenSearch was interrupted/, 'it ended in order');
  t.equal(markOf(pid), undefined);
});

t.test('up: an engine that was killed is started again; a closed terminal ends both', async (t) => {
  const folder = t.testdir({ 'logs': { log: LINE } }); // biome-ignore format: one line
  const dataDir = `${temporaryFolder(t)}/data`;
  const env = { OPENSEARCH_URL: '', TAMARIN_DATA_DIR: dataDir };
  const run = startTamarin(['up', `${folder}/logs`], env);
  t.teardown(() => run.child.kill('SIGKILL'));
  const said = listen(run);
  await until('it stays up', () => said().includes('Ctrl-C stops it'));
  const pid = await startedPid(dataDir);
  process.kill(pid, 'SIGKILL');
  await until('it is up again', () => said().split(' is up on ').length === 3);
  t.match(said(), new RegExp(`^OpenSearch \\(process ${pid}\\) has ended; restarting it$`, 'm'));
  const [first, second] = said().match(/http:\S+(?= after)/g) ?? [];
  t.equal(second, first, 'where it was');
  t.equal((await fetch(`${second}/tamarin-records-*/_count`)).status, 200);

  const next = await startedPid(dataDir);
  run.child.kill('SIGHUP');
  const { code, stderr } = await run.done;
  t.equal(code, 129, stderr);
  t.equal(markOf(next), undefined, 'no engine is left');
});

t.test('a server that does not answer is not waited for longer than 10 s', async (t) => {
  let isStalled = false;
  const proxy = await startProxy({
    before: ({ path }) => {
      isStalled ||= path.startsWith('/_bulk');
      return path.startsWith('/_bulk') ? 'stall' : 'pass';
    },
  });
  t.teardown(() => proxy.close());
  const folder = t.testdir({ 'logs': { log: LINE } }); // biome-ignore format: one line
  const env = { OPENSEARCH_URL: proxy.url, TAMARIN_INDEX_PREFIX: testPrefix(t) };
  const run = startTamarin(['sync', '--overwrite', `${folder}/logs/log`], env);
  await until('a batch is under way', () => isStalled);
  const stoppedMs = Date.now();
  run.child.kill('SIGTERM');
  const { code, stderr } = await run.done;
  t.equal(code, 143, stderr);
  t.match(stderr, /^stopping after this batch\ntamarin: stopping took over 9 s; forced to exit\n$/);
  t.ok(Date.now() - stoppedMs < 10_500, `${Date.now() - stoppedMs} ms`);
});
