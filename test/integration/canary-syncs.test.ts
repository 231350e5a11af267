/**
 * Goal: no secret stands in what a service tells of its syncs and sources, whatever the store answers:
 * here it quotes each header that it was sent.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { readAll, testPrefix } from '../support/opensearch.ts';
import { startService } from '../support/running-service.ts';

const CANARIES = {
  AWS_SECRET_ACCESS_KEY: 'canary-1/secret+key',
  AWS_SESSION_TOKEN: 'canary-2/session+token==',
  TAMARIN_TOKEN: 'canary-3-token',
};
/** No secrets, but nobody's business who only calls. */
const WITHIN = { externalId: 'canary-4-external-id', profile: 'canary-5-profile' };

const leaks = (text: string): readonly string[] =>
  Object.entries(CANARIES)
    .filter(([, secret]) =>
      [secret, encodeURIComponent(secret)].some((form) => text.includes(form)),
    )
    .map(([name]) => name);

/** Refuses all requests in S3's way, and says in its answer what it was sent. */
async function startQuotingStore(t: Test): Promise<{ readonly url: string; asked(): number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    const quoted = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
    response.writeHead(400, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>Odd</Code><Message>${quoted.join(' ')}</Message></Error>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo; // listening on TCP
  return { url: `http://127.0.0.1:${port}`, asked: () => asked };
}

t.test('a sync that its store refuses, with all that is told of it', async (t) => {
  const prefix = testPrefix(t);
  const store = await startQuotingStore(t);
  const folder = t.testdir({
    'tamarin.yaml': `sources:
  - { alias: media, url: "s3://logs/a/", endpoint: "${store.url}", pathStyle: true, region: eu-west-1 }
  - { alias: other, url: "s3://logs/b/", endpoint: "${store.url}", profile: ${WITHIN.profile}, externalId: ${WITHIN.externalId}, roleArn: "arn:aws:iam::123456789012:role/x" }
`,
  });
  const env = { ...CANARIES, AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_EC2_METADATA_DISABLED: 'true', TAMARIN_INDEX_PREFIX: prefix, TAMARIN_LOG_LEVEL: 'trace' }; // biome-ignore format: one line
  const { url, run, said } = await startService(t, env, ['--config', `${folder}/tamarin.yaml`]);
  const headers = { authorization: `Bearer ${CANARIES.TAMARIN_TOKEN}` };
  const told: string[] = [];
  const tell = async (path: string, init: RequestInit = {}): Promise<string> => {
    const answer = await fetch(url + path, { ...init, headers: { ...headers, ...init.headers } });
    const text = await answer.text();
    told.push([...answer.headers.values(), text].join('\n'));
    return text;
  };
  for (const source of ['media', 'other']) {
    const body = JSON.stringify({ source });
    const begun = await tell('/sync', { method: 'POST', headers: { 'content-type': 'application/json' }, body }); // biome-ignore format: one call
    const { links } = JSON.parse(begun);
    t.match(await tell(links.events), '"state":"failed"'); // ends with the sync
    t.match(JSON.parse(await tell(links.self)), { state: 'failed', error: /\w/ });
  }
  t.ok(store.asked() > 0, 'the store was asked');
  for (const path of ['/sync', '/sources', '/metrics', '/docs/json', '/']) await tell(path); // one after the other
  t.strictSame(leaks(told.join('\n')), [], 'answers');
  const sources = await tell('/sources');
  for (const within of [...Object.values(WITHIN), store.url, 'arn:aws', folder])
    t.notMatch(sources, within);
  run.child.kill('SIGTERM');
  t.equal((await run.done).code, 0);
  t.strictSame(leaks(said()), [], 'the log');
  t.strictSame(leaks(JSON.stringify(await readAll(`${prefix}-*`))), [], 'what is stored');
});
