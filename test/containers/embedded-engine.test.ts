/**
 * Goal: where Maven or Java is missing, the embedded engine is a container, and nobody can tell but by its
 * start: commands share it, it comes back when it is killed, ends with its last user, and keeps its data.
 */
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readVolume } from '../../src/engine/docker/volume.ts';
import { keepEngine } from '../../src/engine/keep-engine.ts';
import { findOnPath } from '../../src/engine/process/executable.ts';
import { startEngine } from '../../src/engine/start-engine.ts';
import { EngineUserProcess } from '../engine/engine-user-process.ts';
import { temporaryFolder } from '../engine/temporary-folder.ts';
import { hasEnded, until } from '../support/live-run.ts';
import { runTamarinProcess, startTamarin } from '../support/run-tamarin.ts';
import { readAnswerKey, SAMPLE_LOGS } from '../support/samples.ts';
import { docker, whyNoContainers } from './docker.ts';
import { OPENSEARCH_IMAGE } from './opensearch-container.ts';

const skip = await whyNoContainers();
const key = readAnswerKey();
const [first] = key.top.ip.rows;
const shown = (count: number): string => count.toLocaleString('en');

t.test('the embedded engine in a container', { skip: skip !== null && skip }, async (t) => {
  const folder = t.testdir({ bin: {}, cache: {} });
  symlinkSync(findOnPath('docker', process.env) ?? '', join(folder, 'bin', 'docker'));
  const dataDir = temporaryFolder(t);
  const env = {
    ...process.env,
    PATH: join(folder, 'bin'), // without mvn
    TAMARIN_CACHE_DIR: join(folder, 'cache'), // without jars
    TAMARIN_DATA_DIR: dataDir,
    TAMARIN_ENGINE_IMAGE: OPENSEARCH_IMAGE,
    OPENSEARCH_URL: undefined,
  };
  const nameOf = () => readVolume({ volumeFile: join(dataDir, 'engine-volume') }) ?? 'none';
  const containers = () => docker('ps', '--all', '--quiet', '--filter', `name=${nameOf()}`);
  const tamarin = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await runTamarinProcess(args, env);
    t.equal(code, 0, stderr);
    return { stdout, stderr };
  };

  await t.test('an image that cannot be pulled is told, with the way out', async (t) => {
    const image = '127.0.0.1:1/opensearch:3.8.0';
    await t.rejects(startEngine({ dataDir, port: 0, say: () => undefined, env, image }), {
      code: 'engine_failed',
      message: /Docker cannot pull 127\.0\.0\.1:1\/opensearch:3\.8\.0: .*refused/,
      hint: /TAMARIN_ENGINE_IMAGE=/,
    });
    t.notOk(existsSync(join(dataDir, 'engine.json')));
  });

  const user = new EngineUserProcess(dataDir, env);
  t.teardown(() => user.kill());
  const { url } = await user.up;
  const id = await containers();

  await t.test('a second command uses the same container', async (t) => {
    const { stdout, stderr } = await tamarin('up', SAMPLE_LOGS, '--once');
    t.match(stderr, new RegExp(`= ${shown(key.records)} indexed \\+ ${key.duplicates} duplicates`));
    t.match(stdout, first?.name);
    t.equal(await containers(), id);
  });

  await t.test('only 127.0.0.1 reaches it, and it has a limit of memory', async (t) => {
    t.match(await docker('port', nameOf()), /^9200\/tcp -> 127\.0\.0\.1:\d+$/);
    t.match(
      await docker('inspect', '-f', '{{.HostConfig.Memory}}', nameOf()),
      /^(?:2147483648|3221225472)$/,
    );
  });

  await t.test('killed from outside it is started again, with its data', async (t) => {
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    const { signal } = new AbortController();
    const engine = await startEngine({ dataDir, port: 0, say, env, image: OPENSEARCH_IMAGE });
    t.equal(engine.started, false);
    await keepEngine(engine, { say, signal }, async () => {
      await docker('kill', nameOf());
      await until('it is back', () => said.at(-1)?.includes('is up on') === true);
    });
    t.match(said[0], `OpenSearch (container ${nameOf()}) has ended; restarting it`);
    t.equal(engine.url, url, 'on the same port');
    const { stdout } = await tamarin('top', 'ip', '--limit', '1', '--json');
    t.match(JSON.parse(stdout), {
      exact: true,
      rows: [{ name: first?.name, bytes: first?.bytes }],
    });
    await engine.release();
    t.not(await containers(), '', 'another process uses it');
  });

  await t.test('its last user takes it along', async (t) => {
    await user.release();
    t.equal(await containers(), '');
    t.notOk(existsSync(join(dataDir, 'engine.json')));
  });

  await t.test('so does one that ends by force, even while it starts', async (t) => {
    const run = startTamarin(['top', 'ip'], env);
    await until('it starts', () => existsSync(join(dataDir, 'engine.json')));
    await until('a second Ctrl-C forces it', () => {
      run.child.kill('SIGINT');
      return hasEnded(run);
    });
    t.equal((await run.done).code, 130);
    await until('it is gone', async () => (await containers()) === '');
    t.notOk(existsSync(join(dataDir, 'engine.json')));
  });
});
