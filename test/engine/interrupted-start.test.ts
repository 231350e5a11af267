/**
 * Goal: a start that is cut off in the middle leaves nothing behind, or something that the next
 * start can use. Method: SIGKILL of the starter, then an abort, on one data directory.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { startEngine } from '../../src/engine/start-engine.ts';
import { EngineUserProcess } from './engine-user-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function appears(file: string): Promise<void> {
  for (let attempt = 0; attempt < 100 && !existsSync(file); attempt++) await sleep(10); // polls
}

t.test('an engine whose starter was killed before it was up is used, then stopped', async (t) => {
  const dataDir = temporaryFolder(t);
  const starter = new EngineUserProcess(dataDir);
  t.teardown(() => starter.kill());
  await starter.starting;
  await appears(join(dataDir, 'engine.json'));
  await starter.kill();
  t.ok(existsSync(join(dataDir, 'engine.lock')), 'it died with the lock in its hand');

  // No Maven on the PATH: what is used, and what is in the cache, is not fetched again.
  const env = { HOME: process.env.HOME, PATH: '/nowhere' };
  const engine = await startEngine({ dataDir, port: 0, env, say: () => undefined });
  t.teardown(() => engine.release());
  t.equal(engine.started, false);
  t.equal((await fetch(engine.url)).status, 200);
  await engine.release();
  await t.rejects(fetch(engine.url), 'stopped by its last user');
});

t.test('an aborted start stops the engine that it started', async (t) => {
  const dataDir = temporaryFolder(t);
  const abort = new AbortController();
  const said: string[] = [];
  const say = (line: string): void => {
    said.push(line);
    if (line.startsWith('starting')) setTimeout(() => abort.abort(), 500);
  };
  await t.rejects(startEngine({ dataDir, port: 0, say, signal: abort.signal }), {
    code: 'interrupted',
  });
  t.match(said.at(-1), /^starting OpenSearch 3\.8\.0/);
  t.notOk(existsSync(join(dataDir, 'engine.json')));
  t.notOk(existsSync(join(dataDir, 'engine.lock')));
  t.strictSame(readdirSync(join(dataDir, 'users')), []);
});
