/**
 * Goal: whatever keeps Tamarin from its OpenSearch, the answer of a stranger, a refusal or a wrong
 * configuration, one sentence names it and its cause, and the next step.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { checkShape } from '../support/error-shape.ts';
import { testPrefix } from '../support/opensearch.ts';
import { startProxy } from '../support/opensearch-proxy.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { SAMPLE_LOGS } from '../support/samples.ts';

/** A server that answers everything the same way, on a port of its own. */
async function startServer(t: Test, status: number, type: string, body: string): Promise<string> {
  const server = createServer((_, response) =>
    response.writeHead(status, { 'content-type': type }).end(body),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo; // listening on TCP
  return `http://127.0.0.1:${port}`;
}

t.test('a URL where nothing listens', async (t) => {
  const result = await runTamarin(['sync', SAMPLE_LOGS], { OPENSEARCH_URL: 'http://127.0.0.1:1' });
  t.equal(result.code, 5);
  checkShape(t, result);
  t.match(
    result.stderr,
    /No answer from OpenSearch at http:\/\/127\.0\.0\.1:1 .*ECONNREFUSED.*\n.*OPENSEARCH_URL/,
  );
});

const strangers = [
  { name: 'a web server with pages', status: 200, type: 'text/html', body: '<html>hello</html>' },
  { name: 'a web server without that page', status: 404, type: 'text/plain', body: 'not found' },
  { name: 'another JSON service', status: 200, type: 'application/json', body: '{"ok": true}' },
  {
    name: 'Elasticsearch',
    status: 200,
    type: 'application/json',
    body: '{"version": {"number": "8.15.0", "build_flavor": "default"}, "tagline": "You Know, for Search"}',
  },
];
for (const { name, status, type, body } of strangers) {
  t.test(`a server that is no OpenSearch: ${name}`, async (t) => {
    const url = await startServer(t, status, type, body);
    const result = await runTamarin(['sync', SAMPLE_LOGS], { OPENSEARCH_URL: url });
    t.equal(result.code, 5);
    checkShape(t, result);
    t.match(
      result.stderr,
      new RegExp(`The server at ${url} is not OpenSearch.\n.*2\\.19 or newer`),
    );
  });
}

t.test('an OpenSearch that is too old', async (t) => {
  const body = JSON.stringify({ version: { distribution: 'opensearch', number: '2.11.1' } });
  const url = await startServer(t, 200, 'application/json', body);
  const result = await runTamarin(['top', 'ip'], { OPENSEARCH_URL: url });
  t.equal(result.code, 5);
  checkShape(t, result);
  t.match(result.stderr, /is OpenSearch 2\.11\.1\.\n.*2\.19 or newer/);
});

t.test(
  'an OpenSearch that wants credentials, without telling the password it was given',
  async (t) => {
    const url = await startServer(t, 401, 'application/json', '"Unauthorized"');
    const secret = 'correct-horse';
    const result = await runTamarin(['sync', SAMPLE_LOGS], {
      OPENSEARCH_URL: url.replace('//', `//admin:${secret}@`),
    });
    t.equal(result.code, 4);
    checkShape(t, result);
    t.match(result.stderr, /refused to report its version.*\n.*OPENSEARCH_USERNAME/);
    t.notMatch(result.stderr, secret);
  },
);

t.test('an OpenSearch that is just starting is not ready: exit code 5', async (t) => {
  const url = await startServer(t, 503, 'text/plain', 'OpenSearch Security not initialized.');
  const result = await runTamarin(['top', 'ip'], { OPENSEARCH_URL: url });
  t.equal(result.code, 5);
  checkShape(t, result);
  t.match(result.stderr, /is not ready to report its version.*\n.*try again/);
});

t.test('what stands before OpenSearch refuses in its own words, and they are told', async (t) => {
  const body = '{"Message": "User: anonymous is not authorized to perform: es:ESHttpGet"}';
  const url = await startServer(t, 403, 'application/json', body);
  const result = await runTamarin(['top', 'ip'], { OPENSEARCH_URL: url });
  t.equal(result.code, 4);
  checkShape(t, result);
  t.match(result.stderr, /User: anonymous is not authorized.*\n.*permissions\.md/);
});

const authorities = [
  { name: 'an empty file', text: '', says: /contains no PEM certificate/ },
  { name: 'a file of another kind', text: 'authority', says: /contains no PEM certificate/ },
  {
    name: 'a damaged one',
    text: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    says: /contains a damaged certificate/,
  },
];
for (const { name, text, says } of authorities) {
  t.test(`an authority that is ${name} is a wrong configuration`, async (t) => {
    const file = `${t.testdir({ 'ca.pem': text })}/ca.pem`;
    const result = await runTamarin(['top', 'ip'], { OPENSEARCH_CA_FILE: file });
    t.equal(result.code, 78);
    checkShape(t, result);
    t.match(result.stderr, says);
    t.match(result.stderr, file);
  });
}

t.test('a port that is taken', async (t) => {
  const port = new URL(await startServer(t, 200, 'text/plain', '')).port;
  const result = await runTamarin(
    ['sync', SAMPLE_LOGS, '--engine-port', port, '--data-dir', t.testdir({})],
    { OPENSEARCH_URL: '' },
  );
  t.equal(result.code, 1);
  checkShape(t, result);
  t.match(result.stderr, new RegExp(`${port}.*\\n.*--engine-port`));
});

t.test('a data directory that cannot be written', async (t) => {
  const folder = t.testdir({ file: '' });
  const result = await runTamarin(['sync', SAMPLE_LOGS, '--data-dir', `${folder}/file/data`], {
    OPENSEARCH_URL: '',
  });
  t.equal(result.code, 4);
  checkShape(t, result);
  t.match(result.stderr, /file\/data[\s\S]*--data-dir/);
});

const connections = [
  { env: { OPENSEARCH_CA_FILE: '/no/such.pem' }, code: 78, says: /ENOENT.*\n.*OPENSEARCH_CA_FILE/ },
  {
    env: { OPENSEARCH_URL: 'http://user:pa%zz@127.0.0.1:1' },
    code: 78,
    says: /URI malformed.*\n.*%XX/,
  },
];
for (const { env, code, says } of connections) {
  t.test(`a connection that is configured wrongly: ${Object.keys(env)}`, async (t) => {
    const result = await runTamarin(['top', 'ip'], env);
    t.equal(result.code, code);
    checkShape(t, result);
    t.match(result.stderr, says);
  });
}

t.test('https:// where the server speaks http://', async (t) => {
  const url = await startServer(t, 200, 'application/json', '{}');
  const result = await runTamarin(['top', 'ip'], {
    OPENSEARCH_URL: url.replace('http:', 'https:'),
  });
  t.equal(result.code, 5);
  checkShape(t, result);
  t.match(result.stderr, /it speaks http:\/\/, not https:\/\//);
});

t.test('a server that is busy for a moment is asked again', async (t) => {
  let refused = 0;
  const proxy = await startProxy({
    refuse: ({ path }) => {
      if (!path.includes('_mget') || refused >= 2) return null;
      refused += 1;
      return 429;
    },
  });
  t.teardown(() => proxy.close());
  const env = { TAMARIN_INDEX_PREFIX: testPrefix(t), OPENSEARCH_URL: proxy.url };
  const { code, stderr } = await runTamarin(['sync', SAMPLE_LOGS], env);
  t.equal(code, 0, stderr);
  t.equal(refused, 2);
});
