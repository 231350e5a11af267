/**
 * Goal: however many processes use one data directory, and however they end, there is one engine,
 * and it ends with its last user. Method: real processes, a real OpenSearch, one after another.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { EngineRecord } from '../../src/engine/process/engine-record.ts';
import { markOf } from '../../src/engine/process/process-identity.ts';
import { startEngine } from '../../src/engine/start-engine.ts';
import { EngineUserProcess } from './engine-user-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

const engineRecord = (dataDir: string): EngineRecord =>
  JSON.parse(readFileSync(join(dataDir, 'engine.json'), 'utf8'));

const isUp = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
};

const connects = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => socket.destroy() && resolve(true));
    socket.once('error', () => resolve(false));
  });

t.test('processes that share a data directory', async (t) => {
  const dataDir = temporaryFolder(t);
  const first = new EngineUserProcess(dataDir);
  const second = new EngineUserProcess(dataDir);
  t.teardown(() => Promise.all([first.kill(), second.kill()]));
  const ups = await Promise.all([first.up, second.up]);
  const [{ url }] = ups;
  const { pid, container } = engineRecord(dataDir);

  await t.test('two that start at the same time share one engine', async (t) => {
    t.equal(ups[1].url, url);
    t.strictSame(ups.map((up) => up.started).sort(), [false, true], 'one of them started it');
    t.equal(readdirSync(join(dataDir, 'users')).length, 2);
  });

  await t.test('the engine is OpenSearch 3.8.0 with a cluster name of its own', async (t) => {
    const root = JSON.parse(await (await fetch(url)).text());
    t.equal(root.version.number, '3.8.0');
    t.equal(ups[0].version, '3.8.0');
    t.match(root.cluster_name, /^tamarin-[0-9a-f]{12}$/);
  });

  await t.test('it listens on 127.0.0.1 only', async (t) => {
    const port = Number(new URL(url).port);
    t.ok(await connects('127.0.0.1', port));
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter((address) => address.address !== '127.0.0.1' && !address.scopeid);
    for (const { address } of others) {
      t.notOk(await connects(address, port), `not on ${address}`); // one connection at a time
    }
    t.notOk(await connects('127.0.0.2', port), 'not on every loopback address');
  });

  await t.test('nobody else may read what it keeps', async (t) => {
    t.equal(modeOf(join(dataDir, 'engine.json')), '600');
    t.equal(modeOf(join(dataDir, 'engine.log')), '600');
    t.equal(modeOf(join(dataDir, 'users')), '700');
    if (container !== undefined) return; // a volume keeps the rest
    t.equal(modeOf(join(dataDir, 'engine', 'config', 'opensearch.yml')), '600');
    t.equal(modeOf(join(dataDir, 'engine', 'node', 'node_1', 'data')), '700');
  });

  await t.test('it stays when the process that started it goes', async (t) => {
    const starter = ups[0].started ? first : second;
    await starter.release();
    t.ok(await isUp(url));
  });

  await t.test('it survives the SIGKILL of its last user and is taken over', async (t) => {
    const user = ups[0].started ? second : first;
    await user.kill();
    t.ok(await isUp(url), 'nobody stopped it');
    const heir = await startEngine({ dataDir, port: 0, say: () => undefined });
    t.teardown(() => heir.release());
    t.equal(heir.url, url);
    t.equal(heir.started, false);
    t.equal(readdirSync(join(dataDir, 'users')).length, 1, 'the dead are not counted');

    await Promise.all([heir.release(), heir.release()]);
    t.notOk(await isUp(url), 'its last user stopped it');
    t.equal(markOf(pid), undefined, 'its process is gone');
    t.notOk(existsSync(join(dataDir, 'engine.json')));
    t.strictSame(readdirSync(join(dataDir, 'users')), []);
  });
});
