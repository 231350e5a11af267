/**
 * Goal: none of twelve secrets, given in every way there is, stands in what Tamarin says: settings, errors,
 * the log, metrics. (What is in log lines: test/parse/redact.test.ts.)
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { loadConfig } from '../../src/config/config.ts';
import { secretValues } from '../../src/config/secret-values.ts';
import { SyncTally } from '../../src/sync/run/sync-report.ts';
import { makeTelemetry } from '../../src/telemetry/telemetry.ts';
import { testPrefix } from '../support/opensearch.ts';
import { runTamarin, runTamarinProcess } from '../support/run-tamarin.ts';
import { startService } from '../support/running-service.ts';

const CANARIES = {
  password: 'canary-1-password',
  urlPassword: 'canary-2-url/password',
  passwordFile: 'canary-3-password-file',
  filePassword: 'canary-4-file-password',
  token: 'canary-5-token',
  tokenFile: 'canary-6-token-file',
  awsSecret: 'canary-7/aws+secret',
  awsSession: 'canary-8-aws-session',
  signature: 'canary9signature',
  securityToken: 'canary10securitytoken',
  accessToken: 'canary11accesstoken',
  endpointPassword: 'canary-12-endpoint',
} as const;
const URL_PASSWORD = encodeURIComponent(CANARIES.urlPassword);
const SIGNED = `X-Amz-Signature=${CANARIES.signature}&X-Amz-Security-Token=${CANARIES.securityToken}&access_token=${CANARIES.accessToken}`;

const AWS = {
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: CANARIES.awsSecret,
  AWS_SESSION_TOKEN: CANARIES.awsSession,
  AWS_EC2_METADATA_DISABLED: 'true',
};

function leaks(text: string): readonly string[] {
  return Object.entries(CANARIES).flatMap(([name, secret]) =>
    [secret, encodeURIComponent(secret), btoa(secret), btoa(`me:${secret}`)].some((form) => text.includes(form)) // biome-ignore format: one condition
      ? [name]
      : [],
  );
}

/** Refuses all requests, and says in its answer what it was sent. */
async function startEcho(): Promise<string> {
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    const error = {
      type: 'security_exception',
      reason: `no right for ${authorization} at ${request.url}`,
    };
    response.writeHead(403, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error, status: 403, message: error.reason }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP
}

t.test('config show', async (t) => {
  const folder = t.testdir({
    'tamarin.yaml': `opensearchPassword: ${CANARIES.filePassword}\nsources:\n  - { alias: a, url: "s3://bucket/x?${SIGNED}" }\n`,
    password: CANARIES.passwordFile,
    token: CANARIES.tokenFile,
  });
  const file = ['--config', join(folder, 'tamarin.yaml')];
  // biome-ignore format: a table, one row a way to give secrets
  const ways = [
    { ...AWS, OPENSEARCH_URL: `https://me:${URL_PASSWORD}@host/?${SIGNED}`, TAMARIN_TOKEN: CANARIES.token },
    { ...AWS, OPENSEARCH_URL: '', OPENSEARCH_PASSWORD: CANARIES.password, OPENSEARCH_USERNAME: 'me', TAMARIN_TOKEN_FILE: join(folder, 'token') },
    { ...AWS, OPENSEARCH_URL: '', OPENSEARCH_PASSWORD_FILE: join(folder, 'password'), AWS_ENDPOINT_URL_S3: `http://me:${CANARIES.endpointPassword}@host`, TAMARIN_DASHBOARDS_URL: `http://me:${URL_PASSWORD}@host` },
    { ...AWS, OPENSEARCH_URL: '', OPENSEARCH_CA_FILE: `/tmp/${CANARIES.awsSecret}`, AWS_PROFILE: CANARIES.awsSession },
  ];
  for (const [at, env] of ways.entries())
    for (const args of [['--json'], []]) {
      const run = at === 0 ? runTamarinProcess : runTamarin;
      const { code, stdout, stderr } = await run(['config', 'show', ...file, ...args], env); // biome-ignore format: one call
      t.equal(code, 0, stderr);
      t.match(stdout, 'REDACTED');
      t.strictSame(leaks(stdout + stderr), []);
    }
});

t.test(
  'errors: servers that refuse, that are away, that answer with what they were sent',
  async (t) => {
    const echo = await startEcho();
    const base = { ...AWS, OPENSEARCH_USERNAME: 'me', OPENSEARCH_PASSWORD: CANARIES.password };
    // biome-ignore format: a table, one row a failure
    const failures = [
    { args: ['setup'], env: { ...base, OPENSEARCH_URL: 'http://127.0.0.1:1' } },
    { args: ['setup'], env: { ...AWS, OPENSEARCH_URL: `http://me:${URL_PASSWORD}@127.0.0.1:1` } },
    { args: ['setup'], env: { ...base, OPENSEARCH_URL: `http://${echo}` } },
    { args: ['setup'], env: { ...AWS, OPENSEARCH_URL: `http://me:${URL_PASSWORD}@${echo}` } },
    { args: ['setup'], env: { ...AWS, OPENSEARCH_URL: `http://${echo}`, OPENSEARCH_AWS_REGION: 'eu-west-1' } },
    { args: ['setup'], env: { ...AWS, OPENSEARCH_URL: `htp://me:${URL_PASSWORD}@host` } },
    { args: ['setup'], env: { ...AWS, OPENSEARCH_URL: 'http://host', OPENSEARCH_PASSWORD: CANARIES.password, OPENSEARCH_AWS_REGION: 'eu-west-1' } },
    { args: ['setup'], env: { ...base, TAMARIN_DASHBOARDS_URL: `http://${echo}` } },
    { args: ['setup'], env: { ...base, TAMARIN_DASHBOARDS_URL: `http://me:${URL_PASSWORD}@${echo}` } },
    { args: ['setup', '--dashboards-url', `http://me:${URL_PASSWORD}%@127.0.0.1:1`], env: base },
    { args: ['serve'], env: { ...base, OPENSEARCH_URL: 'http://127.0.0.1:1', TAMARIN_TOKEN: `${CANARIES.token} with a blank` } },
    { args: ['doctor', 's3://bucket/x', '--endpoint', `http://${echo}`, '--path-style'], env: base },
    { args: ['sync', 's3://bucket/x', '--dry-run', '--endpoint', `http://me:${CANARIES.endpointPassword}@${echo}`], env: base },
  ];
    for (const [at, { args, env }] of failures.entries()) {
      // The SDK of S3 reads the environment of its process.
      const isOwn = at === 0 || args.some((word) => word.startsWith('s3:'));
      const run = isOwn ? runTamarinProcess : runTamarin;
      const { code, stdout, stderr } = await run(args, env);
      t.not(code, 0, args.join(' '));
      t.strictSame(leaks(stdout + stderr), [], stdout + stderr);
    }
  },
);

t.test('the log and the metrics of the service', async (t) => {
  const env = { ...AWS, OPENSEARCH_URL: `https://me:${URL_PASSWORD}@host`, TAMARIN_TOKEN: CANARIES.token, OPENSEARCH_PASSWORD: CANARIES.password }; // biome-ignore format: one line
  const secrets = secretValues(loadConfig({ flags: {}, env, file: null }), env);
  const lines: string[] = [];
  const write = (line: string): unknown => lines.push(line);
  const telemetry = makeTelemetry({ level: 'trace', write, secrets, now: Date.now });
  t.teardown(() => telemetry.close());
  const { password, urlPassword, token, awsSecret, awsSession } = CANARIES;
  const given = [password, urlPassword, token, awsSecret, awsSession];
  for (const secret of given) {
    const text = `https://me:${encodeURIComponent(secret)}@host/?${SIGNED} ${secret}`;
    const error = new Error(text, { cause: new Error(`Basic ${btoa(`me:${secret}`)}`) });
    telemetry.logger.error({ err: error, headers: { authorization: `Bearer ${secret}` } }, text);
    telemetry.watchSync('media', new SyncTally()).failed(error);
  }
  telemetry.requestAnswered({ route: '/top/:dimension', status: 200, seconds: 1 });
  t.equal(lines.length, 2 * given.length);
  t.strictSame(leaks(lines.join('')), []);
  t.strictSame(leaks(await telemetry.metricsText()), []);
});

t.test('a running service: its answers, its refusals and its log', async (t) => {
  const folder = t.testdir({ token: CANARIES.tokenFile });
  const env = { ...AWS, OPENSEARCH_USERNAME: 'me', OPENSEARCH_PASSWORD: CANARIES.password, TAMARIN_TOKEN_FILE: join(folder, 'token'), TAMARIN_INDEX_PREFIX: testPrefix(t), TAMARIN_LOG_LEVEL: 'trace' }; // biome-ignore format: one line
  const { url, run, said } = await startService(t, env, ['--port', '0']);
  const right = { authorization: `Bearer ${CANARIES.tokenFile}` };
  const wrong = { authorization: `Bearer ${CANARIES.accessToken}` };
  // biome-ignore format: a table, one row a request
  const requests = [
    { path: '/metrics', headers: right, status: 200 },
    { path: '/docs/json', headers: right, status: 200 },
    { path: '/top/ip', headers: wrong, status: 401 },
    { path: `/top/ip?${SIGNED}`, headers: right, status: 400 },
    { path: `/nothing?${SIGNED}`, headers: right, status: 404 },
    { path: '/readyz', headers: {}, status: 200 },
  ];
  for (const { path, headers, status } of requests) {
    const answer = await fetch(url + path, { headers });
    const told = [...answer.headers.values()].join('\n') + (await answer.text());
    t.equal(answer.status, status, told);
    t.strictSame(leaks(told), [], path);
  }
  run.child.kill('SIGTERM');
  t.equal((await run.done).code, 0);
  t.strictSame(leaks(said()), []);
});
