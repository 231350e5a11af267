/**
 * Goal: OpenSearch in a container is as good as any: the samples give their counts, ids and answers, for
 * this checkout and for the product's own image, whose service tells how it is and stops in time.
 */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Network } from 'testcontainers';
import { expectedIds } from '../support/expected-ids.ts';
import { until } from '../support/live-run.ts';
import { readIds } from '../support/opensearch.ts';
import { plainRequest } from '../support/plain-request.ts';
import { runTamarinProcess } from '../support/run-tamarin.ts';
import { isBrokenSample, readAnswerKey, readSampleFiles, SAMPLE_LOGS } from '../support/samples.ts';
import { docker, whyNoContainers } from './docker.ts';
import { startOpenSearchContainer, urlOf } from './opensearch-container.ts';
import { buildProductImage, inspect, LOCKED_DOWN, PRODUCT_IMAGE } from './product-image.ts';

/** What `docker stop` waits before it kills. */
const STOP_MAX_MS = 10_000;
const skip = await whyNoContainers();
if (skip !== null) process.stderr.write(`# left out, the tests of containers: ${skip}\n`);
const key = readAnswerKey();
const ids = expectedIds(readSampleFiles(), isBrokenSample);
const COUNTS = {
  lines: key.lines,
  indexed: key.records,
  duplicates: key.duplicates,
  rejected: key.rejected,
  skipped: 0,
};
const AGAIN = { ...COUNTS, indexed: 0, duplicates: key.records + key.duplicates };
/** The image has this folder inside. */
const SERVICE_CONFIG = `sources:\n  - { alias: samples, url: /app/samples/logs }\n`;

t.test('OpenSearch in a container', { skip: skip !== null && skip }, async (t) => {
  const network = await new Network().start();
  t.teardown(() => network.stop());
  const [opensearch] = await Promise.all([startOpenSearchContainer(network), buildProductImage()]);
  t.teardown(() => opensearch.stop());
  const env = { OPENSEARCH_URL: urlOf(opensearch) };
  const idsOf = (prefix: string) => readIds(`${prefix}-records-*`, plainRequest(urlOf(opensearch)));

  t.test('a sync of this checkout gives the counts, ids and answers of the samples', async (t) => {
    const run = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await runTamarinProcess([...args, '--json'], env);
      t.equal(code, 0, stderr);
      return JSON.parse(stdout);
    };
    t.match(await run('sync', SAMPLE_LOGS), COUNTS);
    t.strictSame(await idsOf('tamarin'), ids);
    t.match(await run('sync', SAMPLE_LOGS, '--full'), AGAIN);
    t.strictSame(await idsOf('tamarin'), ids, 'and nothing twice');
    t.match(await run('top', 'ip', '--limit', '5'), topIp(5));
  });

  t.test('so does the image, read-only, as a numeric user, without capabilities', async (t) => {
    const run = async (...args: readonly string[]) =>
      JSON.parse(
        await docker('run', '--rm', `--network=${network.getName()}`, ...LOCKED_DOWN, '-e=OPENSEARCH_URL=http://opensearch:9200', '-e=TAMARIN_INDEX_PREFIX=boxed', PRODUCT_IMAGE, ...args, '--json'), // biome-ignore format: one call
      );
    t.match(await run('sync', 'samples/logs'), COUNTS);
    t.strictSame(await idsOf('boxed'), ids);
    t.match(await run('top', 'ip', '--limit', '5'), topIp(5));
  });

  t.test('its service syncs on request, tells how it is, and stops', async (t) => {
    const token = `canary-${randomBytes(16).toString('hex')}`;
    const { url, name } = await startService(t, network.getName(), token);
    const healthOf = () => inspect(name, '.State.Health.Status');
    await until('it is healthy', async () => (await healthOf()) === 'healthy');

    t.equal((await fetch(`${url}/top/ip`)).status, 401);
    const headers = { authorization: `Bearer ${token}` };
    const asked = await fetch(`${url}/sync`, { method: 'POST', headers });
    t.equal(asked.status, 202);
    const { syncId } = JSON.parse(await asked.text());
    const syncOf = async () =>
      JSON.parse(await (await fetch(`${url}/sync/${syncId}`, { headers })).text());
    await until('the sync has ended', async () => (await syncOf()).state === 'done');
    t.match(await syncOf(), COUNTS);
    t.strictSame(await idsOf('served'), ids);
    const answer = await fetch(`${url}/top/ip?limit=5`, { headers });
    t.match(JSON.parse(await answer.text()), topIp(5));

    await docker('stop', '-t', '5', opensearch.getId());
    await until('it is unhealthy', async () => (await healthOf()) === 'unhealthy');
    t.match(JSON.stringify(await inspect(name, '.State.Health.Log')), /not_ready/);
    t.equal((await fetch(`${url}/livez`)).status, 200, 'but it lives');
    await docker('start', opensearch.getId());
    await until('it is healthy again', async () => (await healthOf()) === 'healthy');

    const told = `${await docker('inspect', name)}${await docker('history', '--no-trunc', PRODUCT_IMAGE)}${await docker('logs', name)}`; // biome-ignore format: one line
    t.notMatch(told, token, 'the token is nowhere to be read');
    const began = Date.now();
    await docker('stop', '-t', '30', name);
    t.ok(Date.now() - began < STOP_MAX_MS, `stopped after ${Date.now() - began} ms`);
    t.equal(await inspect(name, '.State.ExitCode'), 0);
  });
});

const topIp = (limit: number) => ({
  exact: true,
  rows: key.top.ip.rows
    .slice(0, limit)
    .map(({ name, bytes, requests }) => ({ name, bytes, requests })),
});

/** With a check of its health each second, so that nobody waits half a minute for three of them. */
async function startService(t: Test, network: string, token: string) {
  const folder = t.testdir({ 'tamarin.yaml': SERVICE_CONFIG });
  writeFileSync(join(folder, 'token'), token);
  const name = `tamarin-under-test-${process.pid}`;
  const mount = (file: string, to: string) => `--mount=type=bind,source=${join(folder, file)},target=${to},readonly`; // biome-ignore format: one line
  t.teardown(() => docker('rm', '-f', name));
  const env = {
    OPENSEARCH_URL: 'http://opensearch:9200',
    TAMARIN_INDEX_PREFIX: 'served',
    TAMARIN_TOKEN_FILE: '/run/secrets/token',
  };
  const given = Object.entries(env).map(([key, value]) => `-e=${key}=${value}`);
  const mounts = [mount('tamarin.yaml', '/etc/tamarin/tamarin.yaml'), mount('token', '/run/secrets/token')]; // biome-ignore format: one list
  await docker('run', '-d', `--name=${name}`, `--network=${network}`, '-p=127.0.0.1::8080', '--health-interval=1s', ...LOCKED_DOWN, ...given, ...mounts, PRODUCT_IMAGE, 'serve', '--config', '/etc/tamarin/tamarin.yaml'); // biome-ignore format: one call
  const address = await docker('port', name, '8080');
  return { name, url: `http://${address.split('\n')[0]}` };
}
