/** Goal: doctor looks at a bucket as a sync would, and sources that hold no logs are named. */
import t from 'tap';
import type { Finding } from '../../src/core/finding.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { readAll, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { s3Env, startS3 } from '../support/s3-server.ts';

const server = await startS3();
t.teardown(() => server.close());
await server.createBucket('the-logs');
await server.put(
  'the-logs',
  'logs/2026-01-17-21-32-16-0A1B2C3D4E5F6071',
  Buffer.from(`${ordinaryLine(1)}\n`),
);
await server.put(
  'the-logs',
  'other/table.csv',
  Buffer.from('2026-01-17,GET,/a.mp3\n'.repeat(3_000)),
);

const prefix = testPrefix(t);
// The SDK reads the environment of the process, which is this file's own.
Object.assign(process.env, s3Env(server.url));
const env = { TAMARIN_INDEX_PREFIX: prefix };

async function doctor(url: string) {
  const { code, stdout, stderr } = await runTamarin(['doctor', url, '--json'], env);
  t.equal(stderr, '');
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] }; // as doctor prints it
  return { code, find: (about: string) => findings.find((finding) => finding.about === about) };
}

t.test('a bucket with logs can be listed and read, and its logging is asked for', async (t) => {
  const { code, find } = await doctor('s3://the-logs/logs/');
  t.equal(code, 0);
  t.match(find('list'), { state: 'good', seen: /1 log objects/ });
  t.match(find('read'), { state: 'good', seen: /1 records and 0 rejects/ });
  // The bucket whose requests are logged is not at this server: doctor says so, and goes on.
  t.match(find('logging'), { state: 'warning', hint: /s3:GetBucketLogging|not retroactive/ });
});

t.test('a bucket that is not there is bad, with the next step', async (t) => {
  const { code, find } = await doctor('s3://no-such-bucket/');
  t.equal(code, 1);
  t.match(find('list'), {
    state: 'bad',
    seen: /there is no bucket no-such-bucket/,
    hint: /aws s3 ls/,
  });
});

t.test('a prefix that holds only its own name is empty', async (t) => {
  await server.put('the-logs', 'new/', Buffer.alloc(0));
  const sync = await runTamarin(['sync', 's3://the-logs/new/'], env);
  t.equal(sync.code, 1);
  t.match(sync.stderr, /No log objects found in s3:\/\/the-logs\/new\/\.\n.*aws s3 ls/);
  t.match((await doctor('s3://the-logs/new/')).find('list'), {
    state: 'bad',
    seen: /no log objects/,
  });
});

t.test('a prefix without objects is named by sync and doctor', async (t) => {
  const { code, find } = await doctor('s3://the-logs/nothing/');
  t.equal(code, 1);
  t.match(find('list'), {
    state: 'bad',
    seen: /holds no log objects/,
    hint: /not retroactive.*\n.*put-bucket-logging --bucket BUCKET .*"TargetBucket":"the-logs","TargetPrefix":"nothing\/"/,
  });
  const sync = await runTamarin(['sync', 's3://the-logs/nothing/'], env);
  t.equal(sync.code, 1);
  t.match(sync.stderr, /No log objects found in s3:\/\/the-logs\/nothing\/\.\n.*aws s3 ls/);
});

t.test('a prefix of other files is no log, and is not read again', async (t) => {
  const first = await runTamarin(['sync', 's3://the-logs/other/', '--json'], env);
  t.equal(first.code, 1);
  t.match(JSON.parse(first.stdout).objects, { listed: 1, done: 0, notALog: 1 });
  t.match(first.stderr, /No line in s3:\/\/the-logs\/other\/ is an S3 server access log record/);
  const [entry] = (await readAll(`${prefix}-ledger`)).filter(
    ({ _source }) => _source.state === 'not_a_log',
  );
  t.match(entry?._source, { log_key: 'other/table.csv', lines: 0, rejected: 0 });
  const second = await runTamarin(['sync', 's3://the-logs/other/', '--json'], env);
  t.match(JSON.parse(second.stdout).objects, { listed: 1, skipped: 1 });
});
