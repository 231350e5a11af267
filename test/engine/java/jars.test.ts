/**
 * Goal: the jar cache is complete or absent, whatever Maven does. Method: a stand-in for the mvn
 * program; the real one fetches for all other tests of this folder.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readEngineHome } from '../../../src/engine/home/engine-home.ts';
import { provideJars } from '../../../src/engine/java/jars.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const home = readEngineHome();

/** Options with a mvn that runs this shell script; $OUT is the folder that Maven shall fill. */
function withMaven(folder: string, script: string) {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const outputArgument = `for a; do case $a in -DoutputDirectory=*) OUT=\${a#*=};; esac; done`;
  writeFileSync(join(bin, 'mvn'), `#!/bin/sh\n${outputArgument}\n${script}\n`);
  chmodSync(join(bin, 'mvn'), 0o755);
  const said: string[] = [];
  const options = {
    ...{ home, javaHome: '/nowhere', signal: undefined, say: (line: string) => said.push(line) },
    env: { PATH: `${bin}:/usr/bin:/bin`, TAMARIN_CACHE_DIR: join(folder, 'cache') },
    cacheDir: undefined,
  };
  return { options, said, cache: join(folder, 'cache') };
}

t.test('the jars are fetched once and then found without Maven', async (t) => {
  const { options, said, cache } = withMaven(
    temporaryFolder(t),
    `touch "$OUT/opensearch-${home.version}.jar"`,
  );
  const jarsDir = await provideJars(options);
  t.equal(jarsDir, join(cache, home.jarsName));
  t.match(said, [
    /^downloading OpenSearch 3\.8\.0, 118 jars, 71 MB, once per machine$/,
    /^downloaded .* in \d+ s$/,
  ]);

  const offline = { ...options, env: { ...options.env, PATH: '/nowhere' } };
  t.equal(await provideJars(offline), jarsDir);
  t.equal(said.length, 2, 'nothing to say the second time');
});

t.test('a Maven that fails is quoted, and leaves no half a cache', async (t) => {
  const { options, cache } = withMaven(
    temporaryFolder(t),
    `touch "$OUT/lucene.jar"; echo "[INFO] x"; echo "[ERROR] Unknown host repo"; exit 1`,
  );
  await t.rejects(provideJars(options), {
    code: 'engine_failed',
    message: /could not download OpenSearch 3\.8\.0: exit code 1: \[ERROR\] Unknown host repo$/,
    hint: /settings\.xml/,
  });
  t.strictSame(readdirSync(cache), []);
});

t.test('a Maven that succeeds without jars is not believed', async (t) => {
  const { options, cache } = withMaven(temporaryFolder(t), 'exit 0');
  await t.rejects(provideJars(options), { code: 'engine_failed', message: /left no jars/ });
  t.strictSame(readdirSync(cache), []);
});

t.test('two that fetch at the same time both get the jars', async (t) => {
  const { options, cache } = withMaven(
    temporaryFolder(t),
    `sleep 0.3; touch "$OUT/opensearch-${home.version}.jar"`,
  );
  const [first, second] = await Promise.all([provideJars(options), provideJars(options)]);
  t.equal(first, second);
  t.strictSame(readdirSync(cache), [home.jarsName]);
});

t.test('an abort ends Maven and clears away what it fetched', async (t) => {
  const { options, cache } = withMaven(temporaryFolder(t), 'exec sleep 30');
  const signal = AbortSignal.timeout(200);
  const started = Date.now();
  await t.rejects(provideJars({ ...options, signal }));
  t.ok(Date.now() - started < 5_000, 'it does not wait for Maven');
  t.ok(existsSync(cache));
  t.strictSame(readdirSync(cache), []);
});
