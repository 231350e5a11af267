/**
 * Goal: an engine that is lost is got back, and a user that is lost takes its engine with it. Method:
 * a real engine, ended by SIGKILL, and real processes that end without a release.
 */
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { keepEngine } from '../../src/engine/keep-engine.ts';
import { acquireLock } from '../../src/engine/process/lock.ts';
import { markOf } from '../../src/engine/process/process-identity.ts';
import { type Engine, startEngine } from '../../src/engine/start-engine.ts';
import { until } from '../support/live-run.ts';
import { EngineUserProcess } from './engine-user-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const signal = new AbortController().signal;

/** Listens as soon as the port is free: the threads of a killed process hold it a moment longer. */
async function squat(port: number): Promise<() => void> {
  const server = createServer();
  server.on('error', () => undefined); // tried again
  await until('the port is free', () => {
    if (!server.listening) server.listen(port, '127.0.0.1');
    return server.listening;
  });
  return () => void server.close();
}

t.test('a killed engine, whose port was taken meanwhile, comes back at another', async (t) => {
  const dataDir = temporaryFolder(t);
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const engine = await startEngine({ dataDir, port: 0, say });
  t.teardown(() => engine.release());
  const [url, pid] = [engine.url, engine.pid];
  await keepEngine(engine, { say, signal }, async () => {
    // Held until the port is taken: no restart can be quicker.
    const lock = await acquireLock(join(dataDir, 'engine.lock'), { waitMaxMs: 10_000 });
    process.kill(pid, 'SIGKILL');
    await until('it has ended', () => markOf(pid) === undefined);
    t.teardown(await squat(Number(new URL(url).port)));
    lock.release();
    await until('it is back', () => said.at(-1)?.startsWith('OpenSearch has a new') === true);
  });
  t.not(engine.url, url);
  t.equal((await fetch(engine.url)).status, 200);
  t.strictSame(
    said.filter((line) => /has ended|new address/.test(line)),
    [
      `OpenSearch (process ${pid}) has ended; restarting it`,
      `OpenSearch has a new address: ${engine.url}`,
    ],
  );

  const user = new EngineUserProcess(dataDir);
  t.equal((await user.up).url, engine.url);
  await engine.release();
  t.equal((await fetch(engine.url)).status, 200, 'another process uses it');
  await user.exit();
  await until('the engine has ended', () => markOf(engine.pid) === undefined, 5_000);
  t.notOk(existsSync(join(dataDir, 'engine.json')));
  t.strictSame(readdirSync(join(dataDir, 'users')), []);
});

/** Ends each time as soon as it was started. */
const dying: Engine = {
  url: 'http://127.0.0.1:1',
  version: '3.8.0',
  pid: 1,
  name: 'process 1',
  started: true,
  isRunning: () => false,
  restart: async () => undefined,
  release: async () => undefined,
};

t.test('an engine that ends again and again is given up, and the task with it', async (t) => {
  const said: string[] = [];
  const kept = keepEngine(dying, { say: (line) => void said.push(line), signal }, async (end) => {
    const keepAlive = setTimeout(() => undefined, 60_000);
    await new Promise((resolve) => end.addEventListener('abort', resolve));
    clearTimeout(keepAlive);
  });
  await t.rejects(kept, { code: 'engine_failed', message: /ended 4 times within 10 minutes/ });
  t.equal(said.length, 3);
});

t.test('a task that fails tells why, not that it was watched', async (t) => {
  const task = async (): Promise<void> => {
    throw new RangeError('mine');
  };
  await t.rejects(keepEngine(dying, { say: () => undefined, signal }, task), { message: 'mine' });
});
