/** Goal: a second S3, which checks signatures, gives the same records; wrong credentials say so. */
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import t from 'tap';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';
import { expectedIds } from '../support/expected-ids.ts';
import { readIds, testPrefix } from '../support/opensearch.ts';
import { runTamarinProcess } from '../support/run-tamarin.ts';
import { s3Env } from '../support/s3-server.ts';
import { isBrokenSample, readAnswerKey, readSampleFiles } from '../support/samples.ts';
import { BUILD_LIMIT_MS, installVersitygw, startVersitygw } from '../support/versitygw.ts';

const TEST_LIMIT_MS = 120_000;
const key = readAnswerKey();
const files = readSampleFiles();
const env = s3Env('');
const access = env.AWS_ACCESS_KEY_ID ?? '';
const secret = env.AWS_SECRET_ACCESS_KEY ?? '';
// To tap's runner, which ends a file that takes longer than .taprc says.
t.comment(`timeout=${BUILD_LIMIT_MS + TEST_LIMIT_MS}`);
t.setTimeout(BUILD_LIMIT_MS + TEST_LIMIT_MS);
const binary = installVersitygw();

t.test(
  'versitygw',
  { skip: binary === null && 'there is no Go to build versitygw with' },
  async (t) => {
    const gateway = await startVersitygw(binary ?? '', t.testdir(), { access, secret });
    t.teardown(() => gateway.stop());
    const client = new S3Client({
      endpoint: gateway.url,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: access, secretAccessKey: secret },
    });
    await client.send(new CreateBucketCommand({ Bucket: 'sample-logs' }));
    for (const { name, bytes } of files) {
      const input = { Bucket: 'sample-logs', Key: `logs (1)/${name}`, Body: bytes };
      await client.send(new PutObjectCommand(input)); // in order: two cores
    }
    client.destroy();
    const prefix = testPrefix(t);
    const run = (extra: Record<string, string> = {}) =>
      runTamarinProcess(['sync', 's3://sample-logs/logs (1)/', '--json'], {
        ...s3Env(gateway.url),
        AWS_REGION: 'us-east-1',
        TAMARIN_INDEX_PREFIX: prefix,
        ...extra,
      });

    const { code, stdout, stderr } = await run();
    t.equal(code, 0, stderr);
    const report: SyncReport = JSON.parse(stdout);
    t.match(report, { lines: key.lines, indexed: key.records, rejected: key.rejected });
    t.equal(report.objects.done, key.objects);
    t.strictSame(await readIds(`${prefix}-records-*`), expectedIds(files, isBrokenSample));

    const wrong = await run({ AWS_SECRET_ACCESS_KEY: 'another' });
    t.equal(wrong.code, 4, 'permission');
    t.match(
      wrong.stderr,
      /Cannot list s3:\/\/sample-logs\/logs \(1\)\/: the credentials are wrong/,
    );

    const missing = await runTamarinProcess(['sync', 's3://no-such-bucket/', '--json'], {
      ...s3Env(gateway.url),
      AWS_REGION: 'us-east-1',
      TAMARIN_INDEX_PREFIX: prefix,
    });
    t.equal(missing.code, 5);
    t.match(missing.stderr, /there is no bucket no-such-bucket at 127\.0\.0\.1:\d+\.\n.*aws s3 ls/);
  },
);
