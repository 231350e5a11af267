/**
 * Goal: a start that cannot work says what is wrong and what to do, before the wait where that is
 * possible, and leaves nothing behind. Method: one broken thing a case, no engine but the last.
 */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { TamarinError } from '../../src/core/error.ts';
import { JAVA_ROOTS } from '../../src/engine/java/java-home.ts';
import { type StartEngineOptions, startEngine } from '../../src/engine/start-engine.ts';
import { temporaryFolder } from './temporary-folder.ts';

const say = (): void => undefined;

/** A folder that looks like a JDK; only its release file and the bits of its programs count. */
function makeJdk(home: string, version: string, programs: readonly string[]): void {
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'release'), `JAVA_VERSION="${version}"\n`);
  for (const name of programs) {
    writeFileSync(join(home, 'bin', name), '#!/bin/sh\nexit 1\n');
    chmodSync(join(home, 'bin', name), 0o755);
  }
}

async function failureOf(options: StartEngineOptions): Promise<TamarinError> {
  try {
    await (await startEngine(options)).release();
  } catch (error) {
    if (error instanceof TamarinError) return error;
    throw error;
  }
  throw new Error('the engine started');
}

t.test('without any Java it says in one screen what to install', async (t) => {
  const folder = temporaryFolder(t);
  const env = { PATH: join(folder, 'empty'), HOME: folder };
  const dataDir = join(folder, 'data');
  const error = await failureOf({ dataDir, port: 0, say, env, javaRoots: [] });
  t.equal(error.code, 'engine_requirement');
  t.match(error.message, 'needs a JDK 21 or newer; this machine has no Java');
  t.match(error.message, 'there is no docker on the PATH');
  for (const way of ['apt-get install', 'dnf install', 'brew install', 'start Docker']) {
    t.match(error.hint, way);
  }
  t.match(error.hint, 'OPENSEARCH_URL=');
  t.ok(error.hint.split('\n').length <= 24, 'it fits a terminal of 24 lines');
  t.strictSame(readdirSync(join(dataDir, 'users')), [], 'it is no user of anything');
});

t.test('a Java too old and a Java without compiler are named, not used', async (t) => {
  const folder = temporaryFolder(t);
  makeJdk(join(folder, 'old'), '17.0.15', ['java', 'javac']);
  makeJdk(join(folder, 'roots', 'jre'), '25.0.3', ['java']);
  const env = { PATH: join(folder, 'old', 'bin'), JAVA_HOME: join(folder, 'old') };
  const javaRoots = [join(folder, 'roots')];
  const error = await failureOf({ dataDir: join(folder, 'data'), port: 0, say, env, javaRoots });
  t.equal(error.code, 'engine_requirement');
  t.match(error.message, `Java 17 in ${join(folder, 'old')}; Java 25 without a compiler`);
});

t.test('without Maven and without cached jars it says what to install', async (t) => {
  const folder = temporaryFolder(t);
  const error = await failureOf({
    ...{ dataDir: join(folder, 'data'), port: 0, say },
    ...{ env: { PATH: '/nowhere' }, cacheDir: join(folder, 'cache'), javaRoots: JAVA_ROOTS },
  });
  t.equal(error.code, 'engine_requirement');
  t.match(error.message, 'there is no mvn on the PATH');
  t.match(error.hint, 'brew install openjdk@21 maven');
});

t.test('a port in use is named, with the way to choose another', async (t) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const error = await failureOf({ dataDir: temporaryFolder(t), port, say });
  t.equal(error.code, 'port_taken');
  t.match(error.message, `Port ${port} on 127.0.0.1`);
  t.match(error.hint, '--engine-port');
  t.match(error.hint, 'TAMARIN_ENGINE_PORT');
});

t.test('a data directory that cannot be written is named', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'file'), '');
  for (const dataDir of [join(folder, 'file', 'data'), join(folder, 'file'), '/proc/self/data']) {
    const error = await failureOf({ dataDir, port: 0, say }); // one case at a time
    t.equal(error.code, 'data_dir_unusable', dataDir);
    t.match(error.message, dataDir);
    t.match(error.hint, 'TAMARIN_DATA_DIR');
  }
});

t.test('data of a version that the engine cannot read is left alone', async (t) => {
  for (const version of ['3.9.0', '4.0.0', '2.19.1']) {
    const dataDir = temporaryFolder(t);
    writeFileSync(join(dataDir, 'engine-version'), `${version}\n`);
    const error = await failureOf({ dataDir, port: 0, say }); // one case at a time
    t.equal(error.code, 'engine_failed');
    t.match(error.message, `was written by OpenSearch ${version}`);
    t.match(error.hint, '--data-dir');
    t.equal(readFileSync(join(dataDir, 'engine-version'), 'utf8'), `${version}\n`);
  }
});

t.test('an engine that dies while starting gives the end of its log', async (t) => {
  const dataDir = temporaryFolder(t);
  const settingsFile = join(dataDir, 'broken.yml');
  writeFileSync(settingsFile, 'network.host: 127.0.0.1\nno.such.setting: 1\n');
  const error = await failureOf({ dataDir, port: 0, say, settingsFile });
  t.equal(error.code, 'engine_failed');
  t.match(error.message, 'unknown setting [no.such.setting]');
  t.match(error.message, 'ended while starting (exit code 1)');
  t.notMatch(error.message, /\sat org\./, 'no stack frames');
  t.match(error.hint, join(dataDir, 'engine.log'));
  t.notOk(readdirSync(dataDir).includes('engine.json'));
  t.strictSame(readdirSync(join(dataDir, 'users')), []);
});
