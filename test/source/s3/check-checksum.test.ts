/** Goal: a body whose checksum S3 sent is compared with it, whichever of its algorithms made it. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import t from 'tap';
import { AnswerHeaders } from '../../../src/source/s3/answer-head.ts';
import { checkChecksum } from '../../../src/source/s3/check-checksum.ts';
import { crc64Nvme } from '../../../src/source/s3/crc64-nvme.ts';

const BODY = Buffer.from('a line of a log\n'.repeat(100));
const headersOf = (name: string, value: string): AnswerHeaders =>
  new AnswerHeaders(`\r\n${name}: ${value}`);
const base64 = (sum: Uint8Array): string => Buffer.from(sum).toString('base64');

async function bySdk(sum: Crc32c | Crc64Nvme, body: Uint8Array): Promise<Uint8Array> {
  sum.update(body);
  return sum.digest();
}

t.test('CRC-64/NVME is that of the SDK, for every length and place', async (t) => {
  t.equal(crc64Nvme(Buffer.from('123456789')).toString('hex'), 'ae8b14860a799888'); // its check value
  const bytes = Buffer.from(
    Array.from({ length: 200_000 }, (_, at) => (at * 89 + (at >> 3)) % 256),
  );
  const short = Array.from({ length: 100 }, (_, length) => length);
  for (const length of [
    ...short,
    1_023,
    1_024,
    1_025,
    1_055,
    1_056,
    5_000,
    65_535,
    65_536,
    65_537,
    140_001,
  ])
    for (const from of [0, 1, 2, 3, 5, 200]) {
      const part = bytes.subarray(from, from + length);
      const wanted = Buffer.from(await bySdk(new Crc64Nvme(), part));
      if (!crc64Nvme(part).equals(wanted)) t.strictSame(crc64Nvme(part), wanted, `${length} bytes`);
    }
});

t.test('each of the algorithms of S3 is compared', async (t) => {
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(BODY));
  const sums = {
    crc64nvme: await bySdk(new Crc64Nvme(), BODY),
    crc32: crc,
    crc32c: await bySdk(new Crc32c(), BODY),
    sha256: createHash('sha256').update(BODY).digest(),
    sha1: createHash('sha1').update(BODY).digest(),
  };
  for (const [name, sum] of Object.entries(sums)) {
    const headers = headersOf(`X-Amz-Checksum-${name}`, base64(sum));
    await t.resolves(checkChecksum(BODY, headers), name);
    const damaged = Buffer.from(BODY);
    damaged[700] = 0x55;
    const message = new RegExp(`^Checksum mismatch: x-amz-checksum-${name} is `);
    await t.rejects(checkChecksum(damaged, headers), { message });
    const ofParts = headersOf(`x-amz-checksum-${name}`, `${base64(sum)}-3`);
    await t.resolves(checkChecksum(damaged, ofParts), 'a checksum of checksums says nothing');
  }
  await t.resolves(checkChecksum(BODY, headersOf('etag', '"e"')), 'nor does none');
});
