/**
 * Goal: with a region, every request to OpenSearch carries a right signature of AWS. A server stands
 * before the OpenSearch of the tests and lets only requests through whose signature it computes too.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { readAll, testEngineUrl, testPrefix } from '../support/opensearch.ts';
import { runTamarinProcess } from '../support/run-tamarin.ts';
import { type SigV4Keys, sigV4Problem } from '../support/verify-sigv4.ts';

const KEYS = {
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: 'a-secret/key+of=tests',
  sessionToken: 'a-token/of+tests==',
  region: 'eu-west-1',
  service: 'es',
} as const;

interface Domain {
  readonly url: string;
  readonly passed: string[];
  readonly refused: string[];
}

async function startDomain(t: Test, keys: SigV4Keys): Promise<Domain> {
  const [passed, refused]: [string[], string[]] = [[], []];
  const server = createServer(async (incoming, outgoing) => {
    const body = await readBody(incoming);
    const problem = sigV4Problem(incoming, body, keys);
    if (problem !== null) {
      refused.push(problem);
      const message =
        'The request signature we calculated does not match the signature you provided.';
      outgoing.writeHead(403, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ message }));
      return;
    }
    passed.push(`${incoming.method} ${incoming.url}`);
    const answer = await fetch(testEngineUrl() + incoming.url, {
      method: incoming.method ?? 'GET',
      headers: { 'content-type': incoming.headers['content-type'] ?? 'application/json' },
      ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
    });
    const contentType = answer.headers.get('content-type') ?? 'application/json';
    outgoing.writeHead(answer.status, { 'content-type': contentType });
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // listening on TCP
  return { url: `http://127.0.0.1:${port}`, passed, refused };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const ENV = {
  AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
  AWS_SESSION_TOKEN: KEYS.sessionToken,
  OPENSEARCH_AWS_REGION: KEYS.region,
};

t.test('a sync and its questions: every request is signed, also bulks and odd paths', async (t) => {
  const prefix = testPrefix(t);
  const domain = await startDomain(t, KEYS);
  const folder = t.testdir({
    'a.log': `${ordinaryLine(1)}\n${ordinaryLine(2)}\nno line of a log, ä\n`,
  });
  const env = { ...ENV, OPENSEARCH_URL: domain.url, TAMARIN_INDEX_PREFIX: prefix };
  const sync = await runTamarinProcess(['sync', folder, '--json'], env);
  t.strictSame(domain.refused, []);
  t.equal(sync.code, 0, sync.stderr);
  t.match(JSON.parse(sync.stdout), { lines: 3, indexed: 2, rejected: 1 });
  t.equal((await readAll(`${prefix}-records-*`)).length, 2);
  const search = await runTamarinProcess(['search', 'part-1', '--json', '--limit', '1'], env);
  t.equal(search.code, 0, search.stderr);
  t.strictSame(domain.refused, []);
  for (const part of ['_bulk?', '_mget', '_search', '_update/', '_index_template/'])
    t.ok(
      domain.passed.some((request) => request.includes(part)),
      part,
    );
});

t.test('wrong keys, another region, another service: refused, with what to do', async (t) => {
  const domain = await startDomain(t, KEYS);
  // biome-ignore format: a table, one row a mistake
  const mistakes = [
    { env: { AWS_SECRET_ACCESS_KEY: 'another' }, problem: /^wrong signature/ },
    { env: { OPENSEARCH_AWS_REGION: 'eu-west-2' }, problem: /^for eu-west-2, es/ },
    { env: { OPENSEARCH_AWS_SERVICE: 'aoss' }, problem: /^for eu-west-1, aoss/ },
    { env: { OPENSEARCH_AWS_REGION: '' }, problem: /^no signature/ },
  ];
  for (const { env, problem } of mistakes) {
    const args = ['setup', '--opensearch', domain.url];
    const { code, stderr } = await runTamarinProcess(args, { ...ENV, ...env });
    t.equal(code, 4, stderr);
    t.match(domain.refused.splice(0), [problem]);
    t.match(
      stderr,
      /refused to report its version: The request signature we calculated .*provided\.\nCheck the AWS credentials/,
    );
    t.notMatch(stderr, KEYS.sessionToken);
  }
});

t.test('no credentials anywhere: a sentence, exit code 4', async (t) => {
  const domain = await startDomain(t, KEYS);
  const env = {
    OPENSEARCH_AWS_REGION: 'eu-west-1',
    OPENSEARCH_URL: domain.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nothing/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nothing/credentials',
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
    AWS_SESSION_TOKEN: '',
    AWS_PROFILE: '',
  };
  const { code, stderr } = await runTamarinProcess(['setup'], env);
  t.equal(code, 4);
  t.match(
    stderr,
    /^tamarin: There are no AWS credentials to sign requests to OpenSearch: .*\nRun "aws configure"/,
  );
  t.strictSame(domain.passed, []);
});
