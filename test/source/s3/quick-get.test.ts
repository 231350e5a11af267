/**
 * Goal: whatever the connection of a small object does, its body is given out whole and right or not
 * at all, no body is taken for another's, and no wait is without end.
 */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import t, { type Test } from 'tap';
import type { LogObject } from '../../../src/source/log/log-source.ts';
import { reachedBytesOf } from '../../../src/source/s3/read-body.ts';
import type { S3Source } from '../../../src/source/s3/s3-source.ts';
import { type Certificate, makeCertificate } from '../../support/make-certificate.ts';
import { ok, type RawGet, type RawS3, startRawS3 } from '../../support/raw-s3.ts';
import { openTestSource } from '../../support/s3-sync.ts';

const keyAt = (at: number): string => `2026-01-17-00-00-00-${String(at).padStart(16, '0')}`;
const KEY = keyAt(1);
const BODY = 'the body!';
const WAIT_MS = 80;

interface Opened {
  readonly s3: RawS3;
  readonly source: S3Source;
  readonly objects: readonly LogObject[];
  /** Of the first object, which has the size of BODY. */
  read(signal?: AbortSignal): Promise<string>;
}

/** Listed: from here on GETs are quick. */
async function open(
  t: Test,
  answer: (get: RawGet) => void,
  about: {
    readonly sizes?: Record<string, number>;
    readonly certificate?: Certificate | null;
    readonly concurrency?: number;
  } = {},
): Promise<Opened> {
  const { sizes = { [KEY]: BODY.length }, certificate, concurrency = 64 } = about;
  const s3 = await startRawS3(t, sizes, answer, certificate);
  const timeouts = { answerMs: WAIT_MS, stallMs: WAIT_MS };
  const source = await openTestSource(
    's3://bucket/',
    { endpoint: s3.url, concurrency },
    Date.now,
    timeouts,
  );
  t.teardown(() => source.close());
  const objects: LogObject[] = [];
  for await (const page of source.listPages(new AbortController().signal)) objects.push(...page);
  const [first] = objects;
  if (first === undefined) throw new Error('nothing was listed');
  const read = (signal = new AbortController().signal) => readObject(source, first, signal);
  return { s3, source, objects, read };
}

async function readObject(
  source: S3Source,
  object: LogObject,
  signal = new AbortController().signal,
): Promise<string> {
  let text = '';
  for await (const part of source.open(object, signal)) if (Buffer.isBuffer(part)) text += part;
  return text;
}

interface Failure {
  readonly reached: number;
  readonly kind: string;
  readonly reason: string;
}

async function failureOf({ source, objects, read }: Opened): Promise<Failure | null> {
  try {
    await read();
    return null;
  } catch (error) {
    const [object] = objects;
    if (object === undefined) throw error;
    const judged = source.judgeFailure?.(error, object);
    const reason = judged !== undefined && 'reason' in judged ? judged.reason : '';
    return { reached: reachedBytesOf(error), kind: judged?.kind ?? '', reason };
  }
}

const HEAD = ok(BODY).slice(0, -BODY.length);

/** Whether the SDK was asked for each GET. */
const askedOf = ({ gets }: RawS3): readonly boolean[] => gets.map(({ isSdk }) => isSdk);
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

t.test('a body is read, in whatever pieces it comes', async (t) => {
  for (const pieceBytes of [1, 7, 63, 1_000]) {
    const { s3, read } = await open(t, async ({ socket }) => {
      const bytes = ok(BODY);
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        socket.write(bytes.slice(at, at + pieceBytes));
        await tick();
      }
    });
    t.equal(await read(), BODY);
    t.equal(await read(), BODY, 'and again');
    t.strictSame(askedOf(s3), [false, false]);
    t.equal(new Set(s3.gets.map(({ socket }) => socket)).size, 1, 'over the same connection');
  }
});

t.test('an empty object is read', async (t) => {
  const { s3, read } = await open(t, ({ socket }) => socket.write(ok('')), { sizes: { [KEY]: 0 } });
  t.equal(await read(), '');
  t.strictSame(askedOf(s3), [false]);
});

// biome-ignore format: a table, one row a form
const FOR_THE_SDK: Readonly<Record<string, string>> = {
  'is chunked, without a length': `HTTP/1.1 200 OK\r\nETag: "e"\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nthe\r\n6\r\n body!\r\n0\r\n\r\n`,
  'comes behind an informational answer': `HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n${ok(BODY)}`,
  'has no ETag': ok(BODY, ''),
  'has the ETag of another object': ok(BODY, 'ETag: "f"\r\n'),
  'has a head without an end': `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}`,
  'is of another age': ok(BODY).replace('1.1', '1.0'),
};

for (const [form, bytes] of Object.entries(FOR_THE_SDK))
  t.test(`an answer that ${form} is left to the SDK`, async (t) => {
    const { s3, read, source } = await open(t, ({ socket, isSdk }) => socket.write(isSdk ? ok(BODY) : bytes)); // biome-ignore format: one line
    t.equal(await read(), BODY);
    t.strictSame(askedOf(s3), [false, true]);
    t.match(s3.gets[0]?.head, /^if-match: "e"$/m);
    await delay(20);
    t.ok(s3.gets[0]?.socket.closed, 'its connection is given up');
    t.equal(source.socketsInUse(), 0);
  });

t.test('a store all of whose answers are left to the SDK is asked twice no longer', async (t) => {
  const chunked = FOR_THE_SDK['is chunked, without a length'] ?? '';
  const { s3, read } = await open(t, ({ socket, isSdk }) => socket.write(isSdk ? ok(BODY) : chunked)); // biome-ignore format: one line
  for (let times = 0; times < 105; times += 1) t.equal(await read(), BODY);
  t.equal(askedOf(s3).filter((isSdk) => isSdk).length, 105);
  t.equal(askedOf(s3).length, 205, 'a hundred times it was tried');
});

t.test('so is one of a status that the SDK knows better', async (t) => {
  const xml = '<Error><Code>PreconditionFailed</Code></Error>';
  const opened = await open(t, ({ socket }) =>
    socket.write(`HTTP/1.1 412 Precondition Failed\r\nContent-Length: ${xml.length}\r\n\r\n${xml}`),
  );
  t.match(await failureOf(opened), { kind: 'failed', reason: /changed since it was listed/ });
  t.strictSame(askedOf(opened.s3), [false, true]);
});

// biome-ignore format: a table, one row a fault
const FAULTS: readonly { readonly fault: string; readonly answer: (get: RawGet) => unknown; readonly reached: number; readonly reason: RegExp }[] = [
  { fault: 'reset before its head', answer: ({ socket }) => socket.resetAndDestroy(), reached: 0, reason: /ECONNRESET/ },
  { fault: 'closed within its head', answer: ({ socket }) => socket.end(HEAD.slice(0, 20)), reached: 0, reason: /^S3 closed the connection$/ },
  { fault: 'closed within the body', answer: ({ socket }) => socket.end(`${HEAD}the`), reached: 3, reason: /^S3 closed the connection$/ },
  { fault: 'reset within the body', answer: ({ socket }) => socket.write(`${HEAD}the`, () => setTimeout(() => socket.resetAndDestroy(), 10)), reached: 3, reason: /ECONNRESET/ },
  { fault: 'shorter than the object', answer: ({ socket }) => socket.write(ok('the')), reached: 0, reason: /^S3 sends 3 bytes of an object of 9$/ },
  { fault: 'longer than the object', answer: ({ socket }) => socket.write(ok(`${BODY}!`)), reached: 0, reason: /^S3 sends 10 bytes of an object of 9$/ },
  { fault: 'followed by another answer', answer: ({ socket }) => socket.write(ok(BODY) + ok('an error!')), reached: 0, reason: /^S3 sends more than it announced$/ },
  { fault: 'never answered', answer: () => undefined, reached: 0, reason: /^no answer for 80 ms$/ },
  { fault: 'stalled within its head', answer: ({ socket }) => socket.write(HEAD.slice(0, 20)), reached: 0, reason: /^no answer for 80 ms$/ },
  { fault: 'stalled within the body', answer: ({ socket }) => socket.write(`${HEAD}the`), reached: 3, reason: /^no data for 80 ms$/ },
  { fault: 'a server error as Amazon S3 writes it, chunked', answer: ({ socket }) => socket.write('HTTP/1.1 503 Slow Down\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\n<Err/\r\n0\r\n\r\n'), reached: 0, reason: /Slow Down \(HTTP status 503\)/ },
  { fault: 'a server error without a reason', answer: ({ socket }) => socket.write('HTTP/1.0 500\r\n\r\n'), reached: 0, reason: /HTTP status 500/ },
  { fault: 'a server error', answer: ({ socket }) => socket.write('HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n'), reached: 0, reason: /Slow Down \(HTTP status 503\)/ },
  { fault: 'not what its checksum says', answer: ({ socket }) => socket.write(ok(BODY, 'ETag: "e"\r\nx-amz-checksum-crc32: AAAAAA==\r\n')), reached: 0, reason: /^Checksum mismatch/ },
];

for (const { fault, answer, reached, reason } of FAULTS)
  t.test(`${fault}: it is to be asked for again, and then is read`, async (t) => {
    let isBroken = true;
    const opened = await open(t, (get) => (isBroken ? answer(get) : get.socket.write(ok(BODY))));
    t.match(await failureOf(opened), { reached, kind: 'again', reason });
    isBroken = false;
    t.equal(await opened.read(), BODY);
    t.equal(opened.source.socketsInUse(), 0);
    t.strictSame(askedOf(opened.s3), [false, false]);
  });

t.test('a request that is not wanted any more ends at once, with its connection', async (t) => {
  const { s3, read, source } = await open(t, ({ socket }) => socket.write(`${HEAD}the`));
  const stop = new AbortController();
  const reading = read(stop.signal);
  const other = read(); // under a signal of its own
  while (s3.gets.length < 2) await delay(5);
  const closed = Promise.race(s3.gets.map(({ socket }) => once(socket, 'close')));
  stop.abort(new Error('stopped'));
  await t.rejects(reading, { message: 'stopped' });
  await closed;
  await t.rejects(read(stop.signal), { message: 'stopped' }, 'nor is it sent afterwards');
  t.equal(s3.gets.length, 2);
  await t.rejects(other, { message: /no data/ }, 'the other goes on');
  t.equal(source.socketsInUse(), 0);
});

t.test('one that is stopped while it connects is never sent', async (t) => {
  const { s3, read } = await open(t, () => undefined);
  const stop = new AbortController();
  const reading = read(stop.signal);
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve(); // no turn of the event loop
  stop.abort(new Error('stopped'));
  await t.rejects(reading, { message: 'stopped' });
  await delay(20);
  t.equal(s3.gets.length, 0);
});

t.test('a connection that S3 closed between two requests is not used again', async (t) => {
  const { s3, read } = await open(t, ({ socket }) => socket.end(ok(BODY)));
  for (let count = 0; count < 3; count += 1) {
    t.equal(await read(), BODY);
    await delay(20);
  }
  t.equal(new Set(s3.gets.map(({ socket }) => socket)).size, 3);
});

t.test('one that S3 closes just when it is used again is no failure', async (t) => {
  let isClosing = true;
  const { s3, read } = await open(t, ({ socket }) => {
    if (isClosing) socket.end(ok(BODY));
    else socket.write(ok(BODY));
  });
  for (let count = 0; count < 20; count += 1) t.equal(await read(), BODY); // without a pause
  t.ok(s3.gets.length <= 40, `${s3.gets.length} GETs`);
  isClosing = false;
  t.equal(await read(), BODY);
  const asked = s3.gets.length;
  const opened = { ...s3.gets.at(-1) };
  const again = read();
  opened.socket?.resetAndDestroy();
  t.equal(await again, BODY);
  t.ok(s3.gets.length - asked <= 2, 'it was asked for once more at most');
});

t.test('one on which S3 says something unasked is not used again', async (t) => {
  const timeOut = 'HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n';
  const { s3, read } = await open(t, ({ socket }) => {
    socket.write(ok(BODY));
    setTimeout(() => socket.write(timeOut), 10);
  });
  t.equal(await read(), BODY);
  await delay(30);
  t.equal(await read(), BODY);
  t.strictSame(askedOf(s3), [false, false]);
});

t.test(
  'of 300 objects at once, 8 are fetched at a time: each gets its own body, over 8 connections',
  async (t) => {
    const bodyOf = (key: string): string => `${key}\n`.repeat(1 + (Number(key.slice(-3)) % 7) ** 5);
    const keys = Array.from({ length: 300 }, (_, at) => keyAt(at));
    const sizes = Object.fromEntries(keys.map((key) => [key, bodyOf(key).length]));
    const answer = async ({ key, socket }: RawGet): Promise<void> => {
      const bytes = ok(bodyOf(key));
      for (let at = 0; at < bytes.length; at += 20_001) {
        if (at > 0 || key.endsWith('7')) await tick();
        socket.write(bytes.slice(at, at + 20_001));
      }
    };
    const { s3, source, objects } = await open(t, (get) => void answer(get), {
      sizes,
      concurrency: 8,
    });
    const bodies = await Promise.all(objects.map((object) => readObject(source, object)));
    t.strictSame(bodies, keys.map(bodyOf));
    t.equal(new Set(s3.gets.map(({ socket }) => socket)).size, 8);
    t.ok(askedOf(s3).every((isSdk) => !isSdk)); // biome-ignore format: one line
    t.equal(source.socketsInUse(), 0);
  },
);

const certificate = makeCertificate(t.testdir({}));

t.test('over TLS', { skip: certificate === null && 'there is no openssl here' }, async (t) => {
  const large = { [KEY]: 700_000 };
  const body = 'a line of a log\n'.repeat(700_000 / 16);
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, certificate?.cert ?? '']);
  t.teardown(() => setDefaultCACertificates(trusted));
  const opened = await open(t, ({ socket }) => socket.write(ok(body)), {
    sizes: large,
    certificate,
  });
  const { s3, read, source } = opened;
  t.ok((await read()) === body, 'the whole body');
  t.ok((await read()) === body, 'and again');
  t.strictSame(askedOf(s3), [false, false]);
  t.equal(new Set(s3.gets.map(({ socket }) => socket)).size, 1, 'over the same connection');
  t.equal(source.socketsInUse(), 0);
  setDefaultCACertificates(trusted); // for connections that are made from here on
  for (const { socket } of s3.gets) socket.destroy();
  await delay(20);
  t.match(await failureOf(opened), { kind: 'stop' }, 'a store that is not trusted');
});
