/** Compares a whole body with the checksum that S3 sent along, if it did. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c } from '@aws-sdk/checksums/crc';
import type { AnswerHeaders } from './answer-head.ts';
import { crc64Nvme } from './crc64-nvme.ts';
import { BodyError } from './read-body.ts';

type Algorithm = (body: Buffer) => Promise<Uint8Array> | Uint8Array;

/** In S3's order of preference for new objects. */
const ALGORITHMS: readonly (readonly [header: string, sumOf: Algorithm])[] = [
  ['x-amz-checksum-crc64nvme', crc64Nvme],
  ['x-amz-checksum-crc32', crc32Bytes],
  ['x-amz-checksum-crc32c', crc32c],
  ['x-amz-checksum-sha256', (body) => createHash('sha256').update(body).digest()],
  ['x-amz-checksum-sha1', (body) => createHash('sha1').update(body).digest()],
];

function crc32Bytes(body: Buffer): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return sum;
}

function crc32c(body: Buffer): Promise<Uint8Array> {
  const sum = new Crc32c();
  sum.update(body);
  return sum.digest();
}

/** @throws BodyError. The checksum of checksums of a multipart object (`…-3`) cannot be compared. */
export async function checkChecksum(
  body: Buffer,
  headers: Pick<AnswerHeaders, 'get'>,
): Promise<void> {
  for (const [header, sumOf] of ALGORITHMS) {
    const wanted = headers.get(header);
    if (wanted === null || wanted.includes('-')) continue;
    const found = Buffer.from(await sumOf(body)).toString('base64'); // one of them: the first
    if (found !== wanted)
      throw new BodyError(`Checksum mismatch: ${header} is ${found}, S3 sent ${wanted}`);
    return;
  }
}
