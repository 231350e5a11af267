/** Goal: who may not ask is told so before anything is done, and guessing a token is hopeless. */
import t from 'tap';
import { buildTestApp } from './build-service.ts';

const TOKEN = 'a-token-of-the-tests';
const WITH_TOKEN = { token: TOKEN, allowedHosts: [], trustedProxies: [] };
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
  const app = await buildTestApp(t, { access: WITH_TOKEN });
  t.equal((await app.inject(withToken('/'))).statusCode, 200);
  const lower = { url: '/', headers: { authorization: `bearer ${TOKEN}` } };
  t.equal((await app.inject(lower)).statusCode, 200);
});
