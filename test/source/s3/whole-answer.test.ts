/**
 * Goal: what is read of an answer is what Node reads of it, for the heads of real stores and for what
 * becomes of them when they are damaged; whatever else it is goes to the SDK.
 */
import { request } from 'node:http';
import { Duplex } from 'node:stream';
import t from 'tap';
import { AnswerReader, type ReadAnswer } from '../../../src/source/s3/whole-answer.ts';
import { takeSeed } from '../../house/seed.ts';

const BODY = 'lines of a log\n'.repeat(3);
const OBJECT = { etag: '"0123456789abcdef"', sizeBytes: BODY.length };
const MUTATIONS = 3_000;

/** As they were sent, with another length and ETag. */
const HEADS: Readonly<Record<string, readonly string[]>> = {
  'Amazon S3': [
    'HTTP/1.1 200 OK',
    'x-amz-id-2: vBsT0SRqx+aXcVYwjV0nhOxgxM2/6kIQ1tbyEEg0kGO7bwHXfRTqrsVdqd3Ak8bM=',
    'x-amz-request-id: 7NGXTR4DZ5C8HSSW',
    'Date: Thu, 26 Nov 2026 14:00:00 GMT',
    'Last-Modified: Thu, 26 Nov 2026 13:00:00 GMT',
    `ETag: ${OBJECT.etag}`,
    'x-amz-checksum-crc64nvme: AAAAAAAAAAA=',
    'x-amz-checksum-type: FULL_OBJECT',
    'x-amz-server-side-encryption: AES256',
    'Accept-Ranges: bytes',
    'Content-Type: text/plain',
    `Content-Length: ${BODY.length}`,
    'Server: AmazonS3',
  ],
  MinIO: [
    'HTTP/1.1 200 OK',
    'Accept-Ranges: bytes',
    `Content-Length: ${BODY.length}`,
    'Content-Type: binary/octet-stream',
    `ETag: ${OBJECT.etag}`,
    'Server: MinIO',
    'Strict-Transport-Security: max-age=31536000; includeSubDomains',
    'Vary: Origin',
    'Vary: Accept-Encoding',
    'X-Content-Type-Options: nosniff',
    'Date: Thu, 26 Nov 2026 14:00:00 GMT',
  ],
  Ceph: [
    'HTTP/1.1 200 OK',
    `content-length: ${BODY.length}`,
    'accept-ranges: bytes',
    `etag: ${OBJECT.etag}`,
    'x-amz-request-id: tx00000a1',
    'connection: Keep-Alive',
  ],
};

const wire = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n${BODY}`;

interface OurAnswer {
  readonly read: ReadAnswer | null;
  /** That were looked at for it. */
  readonly taken: Buffer;
}

/** In pieces of a random length. */
function readByUs(bytes: Buffer, random: () => number): OurAnswer {
  const reader = new AnswerReader(OBJECT);
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + Math.floor(random() * 200);
    const piece = Buffer.alloc(length); // a new one each time, then void
    bytes.copy(piece, 0, at, at + length);
    const read = reader.take(piece.subarray(0, bytes.length - at));
    piece.fill(0);
    at += length;
    if (read !== null) return { read, taken: bytes.subarray(0, at) };
  }
  return { read: null, taken: bytes };
}

interface NodesAnswer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: string;
}

/** Null: it is an error for Node, or not whole. */
const readByNode = (bytes: Buffer): Promise<NodesAnswer | null> =>
  new Promise((resolve) => {
    const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    const asked = request({ createConnection: () => socket, path: '/' });
    asked
      .on('error', () => resolve(null))
      .on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => resolve(null));
        response.on('end', () => {
          const { statusCode: status = 0, headers } = response;
          resolve({ status, etag: headers.etag, body: Buffer.concat(chunks).toString('latin1') });
        });
      });
    asked.end();
    setImmediate(() => {
      socket.push(bytes);
      setImmediate(() => socket.push(null));
    });
  });

const INSERTED = ['\r', '\n', '\r\n', ' ', '\t', ':', ',', '0', '-', '\0', '\x7f', '\xa0', '\xff', 'a', '"', ';', '\r\n ', '\r\n\r\n', 'Content-Length: 9\r\n', 'Transfer-Encoding: chunked\r\n', 'Connection: close\r\n']; // biome-ignore format: a list

function mutate(lines: readonly string[], random: () => number): Buffer {
  const pick = (count: number): number => Math.floor(random() * count);
  let text = wire(lines);
  for (let count = 1 + pick(2); count > 0; count -= 1) {
    const at = pick(text.length - BODY.length);
    const lineAt = text.lastIndexOf('\n', at) + 1;
    const place = pick(2) === 0 ? at : lineAt;
    const inserted = pick(2) === 0 ? (INSERTED[pick(INSERTED.length)] ?? '') : '';
    const removed = pick(2) === 0 ? pick(3) : 0;
    text = text.slice(0, place) + inserted + text.slice(place + removed);
  }
  return Buffer.from(text, 'latin1');
}

t.test('the answers of real stores are read', async (t) => {
  for (const [store, lines] of Object.entries(HEADS)) {
    const bytes = Buffer.from(wire(lines));
    const { read } = readByUs(bytes, Math.random);
    if (read?.kind !== 'whole') throw new Error(`${store} was not understood`);
    t.equal(read.answer.body.toString(), BODY, store);
    t.equal(read.isLast, false);
    t.strictSame(await readByNode(bytes), { status: 200, etag: OBJECT.etag, body: BODY });
  }
  const { read: last } = readByUs(Buffer.from(wire([...(HEADS.Ceph ?? []).slice(0, -1), 'Connection: close'])), Math.random); // biome-ignore format: one call
  t.match(last, { kind: 'whole', isLast: true });
});

t.test('large bodies of about one size lie in memory of one size', async (t) => {
  const sizes = [200_000, 210_000].map((sizeBytes) => {
    const head = `HTTP/1.1 200 OK\r\netag: ${OBJECT.etag}\r\ncontent-length: ${sizeBytes}\r\n\r\n`;
    const read = new AnswerReader({ ...OBJECT, sizeBytes }).take(
      Buffer.from(head + 'x'.repeat(sizeBytes)),
    );
    if (read?.kind !== 'whole') throw new Error('it is whole');
    t.equal(read.answer.body.length, sizeBytes);
    return read.answer.body.buffer.byteLength;
  });
  t.equal(sizes[0], sizes[1]);
});

t.test(`${MUTATIONS} damaged ones: as Node reads them, or not at all`, async (t) => {
  let state = takeSeed(t) >>> 0;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const counts = { whole: 0, failed: 0, for_sdk: 0, unfinished: 0 };
  const stores = Object.values(HEADS);
  for (let count = 0; count < MUTATIONS; count += 1) {
    const bytes = mutate(stores[count % stores.length] ?? [], random);
    const { read, taken } = readByUs(bytes, random);
    counts[read?.kind ?? 'unfinished'] += 1;
    if (read?.kind !== 'whole') continue;
    const byNode = await readByNode(taken);
    const byUs = { status: 200, etag: OBJECT.etag, body: read.answer.body.toString('latin1') };
    if (JSON.stringify(byNode) !== JSON.stringify(byUs)) t.strictSame(byUs, byNode, JSON.stringify(bytes.toString('latin1'))); // biome-ignore format: one line
  }
  t.comment(counts);
  t.ok(counts.whole > MUTATIONS / 20, 'many are read');
  t.ok(counts.for_sdk > MUTATIONS / 20, 'many are not');
});
