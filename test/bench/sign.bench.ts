/**
 * Claims, as ratios in one run: to sign a GET, and to check the body that it brings, costs a fraction of
 * what the SDK needs for it. A log object has about 60 lines, so the difference is shown by line, too.
 */
import { Crc64Nvme } from '@aws-sdk/checksums/crc';
import { S3Client } from '@aws-sdk/client-s3';
import { crc64Nvme } from '../../src/source/s3/crc64-nvme.ts';
import { GetSigner } from '../../src/source/s3/sign-get.ts';
import { median } from './median.ts';

const REQUESTS = 5_000;
const ROUNDS = 7;
const LINES_PER_OBJECT = 60;
const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a-secret-for-a-benchmark' };
const HOST = 'the-logs.s3.eu-west-1.amazonaws.com';
const pathOf = (at: number): string => `/logs/2026-01-18-00-14-55-${String(at).padStart(16, '0')}`;

const client = new S3Client({ region: 'eu-west-1', credentials: KEYS });
const signer = await client.config.signer();

async function bySdk(at: number): Promise<void> {
  await signer.sign({
    method: 'GET',
    protocol: 'https:',
    hostname: HOST,
    path: pathOf(at),
    headers: { host: HOST, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  });
}

const own = new GetSigner({ host: HOST, region: 'eu-west-1', amzHeaders: {} });
async function byUs(at: number): Promise<void> {
  own.sign(pathOf(at), KEYS, Date.now());
}

const BODY = Buffer.from(Array.from({ length: 33_000 }, (_, at) => (at * 89 + (at >> 5)) % 256));

async function checkBySdk(): Promise<void> {
  const sum = new Crc64Nvme();
  sum.update(BODY);
  await sum.digest();
}

async function checkByUs(): Promise<void> {
  crc64Nvme(BODY);
}

/** Microseconds of a request. */
async function time(task: (at: number) => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  for (let at = 0; at < REQUESTS; at += 1) await task(at);
  return ((performance.now() - startedMs) * 1_000) / REQUESTS;
}

async function compare(
  what: string,
  byUs: (at: number) => Promise<void>,
  bySdk: (at: number) => Promise<void>,
): Promise<void> {
  const rounds: { readonly us: number; readonly sdk: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ us: await time(byUs), sdk: await time(bySdk) });
  const us = median(rounds.map((round) => round.us));
  const sdk = median(rounds.map((round) => round.sdk));
  const ratio = median(rounds.map((round) => round.sdk / round.us));
  console.log(
    `${what}: own ${us.toFixed(1)} us, SDK ${sdk.toFixed(1)} us, ratio ${ratio.toFixed(1)}; ` +
      `the SDK costs ${((sdk - us) / LINES_PER_OBJECT).toFixed(2)} us a line more`,
  );
}

await compare('a signature', byUs, bySdk);
await compare(`a checksum (CRC-64/NVME) of ${BODY.length} bytes`, checkByUs, checkBySdk);
