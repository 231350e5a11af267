/** Goal: OpenSearch is asked with the credentials that were meant: those of the URL go first. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { connect } from '../../src/opensearch/client.ts';

const INFO = JSON.stringify({ version: { distribution: 'opensearch', number: '3.8.0' } });

interface Given {
  readonly inUrl?: string;
  readonly username?: string | null;
  readonly password?: string | null;
}

/** What the server is told, decoded; null: nothing. */
async function toldBy(t: Test, { inUrl = '', username = null, password = null }: Given) {
  let told: string | null = null;
  const server = createServer(({ headers: { authorization } }, answer) => {
    told = authorization === undefined ? null : Buffer.from(authorization.replace('Basic ', ''), 'base64').toString(); // biome-ignore format: one line
    answer.setHeader('content-type', 'application/json').end(INFO);
  }).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const url = `http://${inUrl}127.0.0.1:${port}`;
  const { client } = await connect({ url, username, password, caFile: null });
  await client.close();
  return told;
}

t.test('who is asked as', async (t) => {
  const option = { username: 'option', password: 'b' };
  t.equal(await toldBy(t, {}), null);
  t.equal(await toldBy(t, option), 'option:b');
  t.equal(await toldBy(t, { inUrl: 'url:a%40@' }), 'url:a@');
  t.equal(await toldBy(t, { inUrl: 'url:a@', ...option }), 'url:a');
  t.equal(await toldBy(t, { inUrl: 'url:a@', username: 'option' }), 'url:a');
});

t.test('what cannot be decoded in a URL is a wrong configuration', async (t) => {
  await t.rejects(toldBy(t, { inUrl: '100%@' }), { code: 'config_invalid' });
});
