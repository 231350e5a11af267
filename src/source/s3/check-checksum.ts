/** Compares a whole body with the checksum that S3 sent along, if it did. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import { BodyError } from './read-body.ts';

type Algorithm = (body: Buffer) => Promise<Uint8Array> | Uint8Array;

/** In S3's order of preference for new objects. */
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  'x-amz-checksum-crc64nvme': (body) => digest(new Crc64Nvme(), body),
  'x-amz-checksum-crc32': (body) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return sum;
  },
  'x-amz-checksum-crc32c': (body) => digest(new Crc32c(), body),
  'x-amz-checksum-sha256': (body) => createHash('sha256').update(body).digest(),
  'x-amz-checksum-sha1': (body) => createHash('sha1').update(body).digest(),
};

interface Summing {
  update(body: Uint8Array): void;
  digest(): Promise<Uint8Array>;
}

function digest(sum: Summing, body: Buffer): Promise<Uint8Array> {
  sum.update(body);
  return sum.digest();
}

/** @throws BodyError. The checksum of checksums of a multipart object (`…-3`) cannot be compared. */
export async function checkChecksum(
  body: Buffer,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Promise<void> {
  for (const [name, sumOf] of Object.entries(ALGORITHMS)) {
    const wanted = headers[name];
    if (typeof wanted !== 'string' || wanted.includes('-')) continue;
    const found = Buffer.from(await sumOf(body)).toString('base64'); // one of them: the first
    if (found !== wanted)
      throw new BodyError(`Checksum mismatch: ${name} is ${found}, S3 sent ${wanted}`);
    return;
  }
}
