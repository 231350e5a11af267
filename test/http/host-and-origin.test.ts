/**
 * Goal: a page of another site can neither read nor change anything, whatever name it leads to this
 * address (DNS rebinding), and nothing that a caller sends makes the service connect anywhere.
 */
import { type AddressInfo, createServer } from 'node:net';
import t from 'tap';
import { healthRoutes } from '../../src/http/routes/health.ts';
import { homeRoutes } from '../../src/http/routes/home.ts';
import { buildTestApp } from './build-service.ts';
import { plainGet } from './plain-get.ts';

/** Every connection that is made to it is one too many. */
async function startTrap(): Promise<{ readonly host: string; readonly connections: () => number }> {
  let connections = 0;
  const trap = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  t.teardown(() => trap.close());
  const { port } = trap.address() as AddressInfo; // of a TCP server
  return { host: `127.0.0.1:${port}`, connections: () => connections };
}

const trap = await startTrap();

/** The guard looks at a request before it has a route. */
const ROUTES = [healthRoutes, homeRoutes];

/** None of the service's names. */
const HOSTILE_HOSTS: readonly string[] = [
  `user@${trap.host}`,
  'evil.example',
  'evil.example:8080',
  'localhost.evil.example',
  'localhost-evil.example',
  'notlocalhost',
  'tamarin.example.evil.example',
  'xtamarin.example',
  '127.0.0.1.evil.example',
  '127.0.0.1@evil.example',
  'evil.example@127.0.0.1',
  'user:password@localhost',
  'localhost:80:80',
  'localhost:abc',
  'localhost/evil',
  'localhost#evil',
  'localhost?evil',
  'localhost\\evil',
  'localhost evil.example',
  'localhost,evil.example',
  'localhost;evil',
  'http://localhost',
  '//localhost',
  '0x7f000001.example',
  '256.256.256.256',
  '1.2.3',
  '127.1',
  '0177.0.0.1.evil',
  '[::1',
  '::1]',
  '[evil.example]',
  '[::1].evil.example',
  '[::g]',
  '*',
  '%6cocalhost',
  'local%00host',
  'localhost..',
  'metadata.google.internal',
  'kubernetes.default.svc',
  '_',
  '..',
  '-',
  'xn--lcalhost-54a',
  'LOCALHOST.EVIL.EXAMPLE',
  "localhost'--",
  '"localhost"',
  '<script>',
];

const HOSTILE_ORIGINS: readonly string[] = [
  'null',
  `http://${trap.host}`,
  'http://evil.example',
  'https://evil.example:8080',
  'http://localhost.evil.example',
  'http://localhost:1',
  'http://127.0.0.1.evil.example',
  'http://tamarin.example.evil.example',
  'http://user@evil.example',
  'file:///etc/passwd',
  'chrome-extension://abcdef',
  'data:text/html,x',
  'javascript:alert(1)',
  '//localhost',
  'localhost',
  '',
  'http://',
  'http://[::1',
];

t.test(`${HOSTILE_HOSTS.length} hostile Host headers get no answer`, async (t) => {
  const access = { token: null, allowedHosts: ['tamarin.example'], trustedProxies: [] };
  const app = await buildTestApp(t, { access }, [], ROUTES);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  for (const host of HOSTILE_HOSTS) {
    const { status, body } = await plainGet(`${url}/`, { host }); // one after the other
    t.ok(status === 421 || status === 400, `${host}: ${status}`);
    t.notMatch(body, /top\/ip/);
    const probe = await plainGet(`${url}/livez`, { host }); // the same
    t.ok(probe.status === 200 || probe.status === 400, `a probe asks by any name: ${host}`);
  }
  t.equal(trap.connections(), 0);
});

t.test('localhost, addresses and the names that were given are answered', async (t) => {
  const access = { token: null, allowedHosts: ['tamarin.example'], trustedProxies: [] };
  const app = await buildTestApp(t, { access }, [], ROUTES);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  for (const host of ['localhost', 'localhost:8080', 'LocalHost', 'localhost.', '127.0.0.1', '192.0.2.1:80', '[::1]', '[2001:db8::1]:8080', 'tamarin.example', 'Tamarin.Example:443']) // biome-ignore format: one list
    t.equal((await plainGet(`${url}/`, { host })).status, 200, host); // one after the other
});

t.test(`${HOSTILE_ORIGINS.length} foreign origins may change nothing`, async (t) => {
  const app = await buildTestApp(t, {}, [], ROUTES);
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    for (const origin of HOSTILE_ORIGINS) {
      const { statusCode, body } = await app.inject({
        method,
        url: '/livez/nothing',
        headers: { host: 'localhost:8080', origin },
      });
      t.equal(statusCode, 403, `${method} of ${origin}`);
      t.equal(JSON.parse(body).code, 'foreign_origin');
    }
  }
  t.equal(trap.connections(), 0);
});

t.test('a page of the service itself may, and a program without an Origin', async (t) => {
  const access = { token: null, allowedHosts: ['tamarin.example'], trustedProxies: [] };
  const app = await buildTestApp(t, { access }, [], ROUTES);
  const post = (headers: Record<string, string>) =>
    app.inject({ method: 'POST', url: '/nothing', headers });
  const own = { host: 'localhost:8080', origin: 'http://localhost:8080' };
  t.equal((await post(own)).statusCode, 404, 'past the guard');
  t.equal((await post({ host: 'localhost:8080' })).statusCode, 404);
  const behindProxy = { host: '10.0.0.1:8080', origin: 'https://tamarin.example' };
  t.equal((await post(behindProxy)).statusCode, 404);
});
