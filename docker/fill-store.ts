/** Puts the sample logs into a bucket of an S3-compatible store: node docker/fill-store.ts <endpoint> <bucket> */
import { readdirSync, readFileSync } from 'node:fs';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';

const [endpoint, Bucket] = process.argv.slice(2);
if (endpoint === undefined || Bucket === undefined)
  throw new Error('give an endpoint and a bucket');
const LOGS = new URL('../samples/logs/', import.meta.url);
const PUTS_AT_ONCE = 8;

const client = new S3Client({ endpoint, forcePathStyle: true });
try {
  await client.send(new CreateBucketCommand({ Bucket }));
} catch (error) {
  const isThere = error instanceof Error && /^BucketAlready/.test(error.name);
  if (!isThere) throw error;
}
const limit = pLimit(PUTS_AT_ONCE);
const names = readdirSync(LOGS);
const put = (name: string) =>
  client.send(
    new PutObjectCommand({ Bucket, Key: `logs/${name}`, Body: readFileSync(new URL(name, LOGS)) }),
  );
await Promise.all(names.map((name) => limit(put, name)));
client.destroy();
process.stdout.write(`${names.length} log objects are in ${endpoint}/${Bucket}\n`);
