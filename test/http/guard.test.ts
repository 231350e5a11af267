/** Goal: who may not ask is told so before anything is done, and guessing a token is hopeless. */
import t from 'tap';
import { healthRoutes } from '../../src/http/routes/health.ts';
import { homeRoutes } from '../../src/http/routes/home.ts';
import { buildTestApp } from './build-service.ts';
import { plainGet } from './plain-get.ts';

const TOKEN = 'a-token-of-the-tests';
const WITH_TOKEN = { token: TOKEN, allowedHosts: [], trustedProxies: [] };
/** Those that are asked once it is known that all are guarded. */
const ROUTES = [healthRoutes, homeRoutes];
const PROBES = ['/livez', '/readyz'];

/** What S1 of the list of threats names. */
const WRONG_HEADERS: Readonly<Record<string, string | undefined>> = {
  none: undefined,
  wrong: 'Bearer wrong',
  empty: '',
  'without a token': 'Bearer ',
  '10 kB': `Bearer ${'x'.repeat(10_000)}`,
  'another scheme': `Basic ${Buffer.from(`user:${TOKEN}`).toString('base64')}`,
  'the token alone': TOKEN,
  'the token and more': `Bearer ${TOKEN} ${TOKEN}`,
};

t.test('every route but the probes asks for the token', async (t) => {
  const app = await buildTestApp(t, { access: WITH_TOKEN });
  const paths = Object.keys(JSON.parse((await app.inject(withToken('/docs/json'))).body).paths);
  const urls = [...paths.map((path) => path.replace(/\{\w+\}/g, 'ip')), '/docs', '/docs/json', '/docs/static/index.html', '/nothing']; // biome-ignore format: one list
  t.ok(urls.length > 10);
  let caller = 0;
  for (const url of urls) {
    for (const [name, authorization] of Object.entries(WRONG_HEADERS)) {
      caller += 1; // another one each time, so that none is locked out
      const { statusCode, headers, body } = await app.inject({
        url,
        headers: authorization === undefined ? {} : { authorization },
        remoteAddress: `198.51.${caller >> 8}.${caller & 255}`,
      });
      if (PROBES.includes(url)) t.equal(statusCode, 200, `${url}: ${name}`);
      else {
        t.equal(statusCode, 401, `${url}: ${name}`);
        t.equal(headers['www-authenticate'], 'Bearer');
        t.match(JSON.parse(body).code, /^token_(?:missing|wrong)$/);
      }
    }
  }
});

const withToken = (url: string) => ({ url, headers: { authorization: `Bearer ${TOKEN}` } });

t.test('the right token lets in, whatever the case of its scheme', async (t) => {
  const app = await buildTestApp(t, { access: WITH_TOKEN }, [], ROUTES);
  t.equal((await app.inject(withToken('/'))).statusCode, 200);
  const lower = { url: '/', headers: { authorization: `bearer ${TOKEN}` } };
  t.equal((await app.inject(lower)).statusCode, 200);
});

t.test('two headers are refused, even where one of them is right', async (t) => {
  const app = await buildTestApp(t, { access: WITH_TOKEN }, [], ROUTES);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const right = `Bearer ${TOKEN}`;
  for (const pair of [
    [right, 'Bearer wrong'],
    ['Bearer wrong', right],
    [right, right],
  ]) {
    const { status } = await plainGet(url, { host: 'localhost', authorization: pair }); // one after the other
    t.equal(status, 401, pair.join(', '));
  }
  t.equal((await plainGet(url, { host: 'localhost', authorization: right })).status, 200);
});

t.test('1,000 wrong tokens in 10 s: 98 of 100 are not even read', async (t) => {
  let nowMs = 1_000_000;
  const app = await buildTestApp(t, { access: WITH_TOKEN, now: () => nowMs }, [], ROUTES);
  const ask = (token: string, remoteAddress: string, forwarded = '') =>
    app.inject({
      url: '/',
      remoteAddress,
      headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': forwarded },
    });
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    nowMs += 9; // all within 10 s
    const { statusCode } = await ask('wrong', '203.0.113.1', `198.51.100.${attempt & 255}`); // one after the other
    statuses.push(statusCode);
  }
  const refused = statuses.filter((status) => status === 429).length;
  t.ok(refused >= 980, `${refused} of 1,000, though X-Forwarded-For was another one each time`);
  t.equal(statuses.filter((status) => status === 401).length, 1_000 - refused);

  const late = await ask(TOKEN, '203.0.113.1');
  t.equal(late.statusCode, 429, 'from there not even the right token is read');
  t.ok(Number(late.headers['retry-after']) >= 1);
  t.equal((await ask(TOKEN, '::ffff:203.0.113.1')).statusCode, 429, 'however it is written');
  t.equal((await ask(TOKEN, '203.0.113.2')).statusCode, 200, 'others are not touched');
  nowMs += 10_000;
  t.equal((await ask(TOKEN, '203.0.113.1')).statusCode, 200, 'and it is forgiven');
});

t.test('who sends no token guesses none, and locks nobody out', async (t) => {
  const app = await buildTestApp(t, { access: WITH_TOKEN }, [], ROUTES);
  for (let attempt = 0; attempt < 20; attempt += 1)
    t.equal((await app.inject('/')).statusCode, 401); // one after the other
  t.equal((await app.inject(withToken('/'))).statusCode, 200);
});

t.test('addresses of one IPv6 network are one caller', async (t) => {
  const app = await buildTestApp(t, { access: WITH_TOKEN }, [], ROUTES);
  const ask = (remoteAddress: string, token: string) =>
    app.inject({ url: '/', remoteAddress, headers: { authorization: `Bearer ${token}` } });
  for (let host = 1; host <= 10; host += 1) await ask(`2001:db8:1:2::${host}`, 'wrong'); // counted one by one
  t.equal((await ask('2001:db8:1:2:ffff::1', TOKEN)).statusCode, 429);
  t.equal((await ask('2001:db8:1:3::1', TOKEN)).statusCode, 200);
});

t.test('a proxy is believed only where it was named', async (t) => {
  const access = { ...WITH_TOKEN, trustedProxies: ['192.0.2.0/24'] };
  const app = await buildTestApp(t, { access }, [], ROUTES);
  const ask = (remoteAddress: string, forwarded: string, token: string) =>
    app.inject({
      url: '/',
      remoteAddress,
      headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': forwarded },
    });
  for (let attempt = 0; attempt < 10; attempt += 1) await ask('192.0.2.1', '198.51.100.1', 'wrong'); // counted one by one
  t.equal((await ask('192.0.2.1', '198.51.100.1', TOKEN)).statusCode, 429);
  t.equal((await ask('192.0.2.1', '198.51.100.2', TOKEN)).statusCode, 200, 'each behind it counts');
  for (let attempt = 0; attempt < 10; attempt += 1)
    await ask('198.51.100.9', `203.0.113.${attempt}`, 'wrong'); // counted one by one
  t.equal((await ask('198.51.100.9', '203.0.113.99', TOKEN)).statusCode, 429, 'others are not');
});

t.test('a loop that went wild is stopped, and the probes still answer', async (t) => {
  const app = await buildTestApp(t, {}, [], ROUTES);
  for (let batch = 0; batch < 50; batch += 1) {
    const asked = Array.from({ length: 100 }, () => app.inject({ url: '/nothing' }));
    const statuses = (await Promise.all(asked)).map(({ statusCode }) => statusCode); // 5,000 at once count as too many
    t.ok(statuses.every((status) => status === 404));
  }
  const late = await app.inject({ url: '/nothing' });
  t.equal(late.statusCode, 429);
  t.equal(JSON.parse(late.body).code, 'too_many_requests');
  t.ok(Number(late.headers['retry-after']) >= 1);
  t.equal((await app.inject({ url: '/', remoteAddress: '192.0.2.1' })).statusCode, 200);
  t.equal((await app.inject('/livez')).statusCode, 200);
});
