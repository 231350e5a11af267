/**
 * Goal: `tamarin serve` as a process: where it listens, whom it lets in, and how it ends. TAMARIN_STOPS=50
 * stops it fifty times.
 */
import { Agent } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import t from 'tap';
import { keptGet } from '../support/kept-get.ts';
import { hasEnded, listen, until } from '../support/live-run.ts';
import { request, testPrefix } from '../support/opensearch.ts';
import { runTamarin, startTamarin } from '../support/run-tamarin.ts';
import { startService } from '../support/running-service.ts';
import { everyNthSample } from '../support/samples.ts';

const env = { TAMARIN_INDEX_PREFIX: testPrefix(t) };
/** Busy or not, by the one signal or the other: each of the four. */
const STOPS = Number(process.env.TAMARIN_STOPS ?? 4);
const STOP_MAX_MS = 10_000;

/** The answer that is under way is one over all their keys. */
const logs = everyNthSample(4).folder(t);
t.before(() => runTamarin(['sync', logs], env));

t.test('it is ready, says so without a token, and all else asks for it', async (t) => {
  const token = 'canary-of-the-service';
  const { url, said } = await startService(t, { ...env, TAMARIN_TOKEN: token });
  const ready = JSON.parse(await (await fetch(`${url}/readyz`)).text());
  t.strictSame(ready, { status: 'ready', checks: ['opensearch', 'templates', 'configuration'] });
  t.equal((await fetch(`${url}/livez`)).status, 200);
  t.equal((await fetch(`${url}/top/ip`)).status, 401);
  const headers = { authorization: `Bearer ${token}` };
  t.equal((await fetch(`${url}/top/ip`, { headers })).status, 200);
  const metrics = await (await fetch(`${url}/metrics`, { headers })).text();
  t.match(
    metrics,
    /tamarin_http_request_seconds_count\{route="\/top\/:dimension",status="4xx"\} 1/,
  );
  t.notMatch(metrics + said(), token);
});

t.test('the token may come from a file', async (t) => {
  const file = `${t.testdir({ token: 'of-a-file\n' })}/token`;
  const { url } = await startService(t, { ...env, TAMARIN_TOKEN_FILE: file });
  const headers = { authorization: 'Bearer of-a-file' };
  t.equal((await fetch(`${url}/`, { headers })).status, 200);
});

t.test('templates that are gone: it lives, but is not ready', async (t) => {
  const prefix = testPrefix(t);
  const { url } = await startService(t, { TAMARIN_INDEX_PREFIX: prefix });
  t.equal((await fetch(`${url}/readyz`)).status, 200, 'it has installed them');
  await request('DELETE', `/_index_template/${prefix}-ledger`);
  let status = 0;
  await until('it is not ready', async () => {
    status = (await fetch(`${url}/readyz`)).status;
    return status !== 200; // it looks once a second
  });
  t.equal(status, 503);
  t.equal((await fetch(`${url}/livez`)).status, 200);
});

t.test('without a token it listens on no address that others reach', async (t) => {
  for (const host of ['0.0.0.0', '::', '192.0.2.1', 'tamarin.example']) {
    const { code, stderr } = await runTamarin(['serve', '--host', host], env); // one after the other
    t.equal(code, 78, host);
    t.match(stderr, /TAMARIN_TOKEN/);
  }
  const up = await runTamarin(['up'], { ...env, TAMARIN_HOST: '0.0.0.0' });
  t.equal(up.code, 78, 'up neither');
});

t.test('settings that are wrong are told together, and no token is told', async (t) => {
  const wrong = {
    TAMARIN_PORT: '65536',
    TAMARIN_ALLOWED_HOSTS: 'http://a',
    TAMARIN_TRUST_PROXY: '0.0.0.0/0',
    TAMARIN_TOKEN: 'canary with blanks',
  };
  const { code, stderr } = await runTamarin(['serve'], { ...env, ...wrong });
  t.equal(code, 78);
  for (const name of Object.keys(wrong)) t.match(stderr, name);
  t.notMatch(stderr, 'canary');
});

t.test('a port that another one has: serve fails and names it', async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo; // of a TCP server
  const { code, stderr } = await runTamarin(['serve', '--port', String(port)], env);
  t.equal(code, 1);
  t.match(stderr, String(port));
  t.match(stderr, '--port');
});

t.test(`SIGTERM ${STOPS} times: within 10 s, with the reply that is under way`, async (t) => {
  for (let stop = 0; stop < STOPS; stop += 1) {
    const { url, run } = await startService(t, env); // one after the other
    const [idle, busy] = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })];
    await keptGet(`${url}/livez`, idle); // and keeps its connection
    await keptGet(`${url}/livez`, busy); // the same
    const underWay = keptGet(`${url}/compare/key?limit=10000`, busy);
    if (stop % 2 === 0)
      await underWay; // half of them are not busy any more
    else await keptGet(`${url}/livez`, idle); // the same: what was sent before it has come
    const begin = Date.now();
    run.child.kill(stop % 3 === 0 ? 'SIGINT' : 'SIGTERM');
    const { code, stderr } = await run.done; // the same
    const tookMs = Date.now() - begin;
    t.equal(code, 0, stderr);
    t.ok(tookMs < STOP_MAX_MS, `${tookMs} ms`);
    const { status, body } = await underWay; // the same
    t.equal(status, 200);
    t.equal(JSON.parse(body).question, 'compare', 'the reply is whole');
    idle.destroy();
    busy.destroy();
  }
});

t.test('up serves once its answers are printed; a taken port is a note', async (t) => {
  const up = startTamarin(['up', logs], env);
  const said = listen(up);
  const urlSaid = (): string | undefined => /over HTTP: (http:\S+)/.exec(said())?.[1];
  await until('it says where', () => urlSaid() !== undefined || hasEnded(up));
  const url = urlSaid() ?? '';
  t.equal((await fetch(`${url}/readyz`)).status, 200);

  const second = startTamarin(['up', logs], { ...env, TAMARIN_PORT: new URL(url).port });
  const saidSecond = listen(second);
  await until('it stays up', () => saidSecond().includes('Ctrl-C stops it') || hasEnded(second));
  t.match(saidSecond(), `Port ${new URL(url).port}`);
  for (const run of [up, second]) {
    run.child.kill('SIGTERM');
    const { code } = await run.done; // one after the other
    t.equal(code, 0);
  }
});
