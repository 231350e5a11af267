/**
 * Goal: whatever the connection of a small object does, its body is given out whole and right or not
 * at all, no body is taken for another's, and no wait is without end.
 */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { LogObject } from '../../../src/source/log/log-source.ts';
import { reachedBytesOf } from '../../../src/source/s3/read-body.ts';
import type { S3Settings } from '../../../src/source/s3/s3-settings.ts';
import type { S3Source } from '../../../src/source/s3/s3-source.ts';
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
  {
    sizes = { [KEY]: BODY.length },
    ...settings
  }: Partial<S3Settings> & { readonly sizes?: Record<string, number> } = {},
): Promise<Opened> {
  const s3 = await startRawS3(t, sizes, answer);
  const timeouts = { answerMs: WAIT_MS, stallMs: WAIT_MS };
  const about = { endpoint: s3.url, ...settings };
  const source = await openTestSource('s3://bucket/', about, Date.now, timeouts);
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

const HEAD = `HTTP/1.1 200 OK\r\nContent-Length: ${BODY.length}\r\n\r\n`;

// biome-ignore format: a table, one row a form
const FORMS: Readonly<Record<string, (get: RawGet) => unknown>> = {
  'in one piece': ({ socket }) => socket.write(ok(BODY)),
  'byte by byte': async ({ socket }) => { for (const byte of ok(BODY)) { socket.write(byte); await new Promise(setImmediate); } },
  'chunked, without a length': ({ socket }) => socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nthe\r\n6\r\n body!\r\n0\r\n\r\n`),
  'ended by the end of the connection': ({ socket }) => socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${BODY}`),
  'behind an informational answer': ({ socket }) => socket.write(`HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n${ok(BODY)}`),
};

for (const [form, answer] of Object.entries(FORMS))
  t.test(`a body ${form} is read`, async (t) => {
    const { s3, read } = await open(t, answer);
    t.equal(await read(), BODY);
    t.equal(await read(), BODY, 'and again');
    t.strictSame(s3.gets.map(({ isSdk }) => isSdk), [false, false], 'the SDK was not asked'); // biome-ignore format: one line
  });

// biome-ignore format: a table, one row a fault
const FAULTS: readonly { readonly fault: string; readonly answer: (get: RawGet) => unknown; readonly reached: number; readonly reason: RegExp }[] = [
  { fault: 'reset before its headers', answer: ({ socket }) => socket.resetAndDestroy(), reached: 0, reason: /ECONNRESET|closed/ },
  { fault: 'closed within its headers', answer: ({ socket }) => socket.end(HEAD.slice(0, 20)), reached: 0, reason: /./ },
  { fault: 'closed within the body', answer: ({ socket }) => socket.end(`${HEAD}the`), reached: 3, reason: /closed/ },
  { fault: 'reset within the body', answer: ({ socket }) => socket.write(`${HEAD}the`, () => setTimeout(() => socket.resetAndDestroy(), 10)), reached: 3, reason: /ECONNRESET|closed/ },
  { fault: 'shorter than the object', answer: ({ socket }) => socket.write(ok('the')), reached: 3, reason: /^the body ended after 3 of 9 bytes$/ },
  { fault: 'longer than the object', answer: ({ socket }) => socket.write(ok(`${BODY}!`)), reached: 10, reason: /^the body is longer than 9 bytes$/ },
  { fault: 'cut where it is chunked', answer: ({ socket }) => socket.end(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nthe\r\n`), reached: 3, reason: /closed/ },
  { fault: 'never answered', answer: () => undefined, reached: 0, reason: /^no answer for 80 ms$/ },
  { fault: 'stalled', answer: ({ socket }) => socket.write(`${HEAD}the`), reached: 3, reason: /^no data for 80 ms$/ },
  { fault: 'no HTTP', answer: ({ socket }) => socket.write('+OK ready\r\n'), reached: 0, reason: /./ },
  { fault: 'a server error', answer: ({ socket }) => socket.write('HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n'), reached: 0, reason: /Slow Down \(HTTP status 503\)/ },
  { fault: 'not what its checksum says', answer: ({ socket }) => socket.write(ok(BODY, 'x-amz-checksum-crc32: AAAAAA==\r\n')), reached: 9, reason: /^Checksum mismatch/ },
];

for (const { fault, answer, reached, reason } of FAULTS)
  t.test(`${fault}: it is to be asked for again, and then is read`, async (t) => {
    let isBroken = true;
    const opened = await open(t, (get) => (isBroken ? answer(get) : get.socket.write(ok(BODY))));
    t.match(await failureOf(opened), { reached, kind: 'again', reason });
    isBroken = false;
    t.equal(await opened.read(), BODY);
    t.equal(opened.source.socketsInUse(), 0);
    t.ok(opened.s3.gets.every(({ isSdk }) => !isSdk), 'the SDK was not asked'); // biome-ignore format: one line
  });

t.test('what is no success and no server error is left to the SDK', async (t) => {
  const xml = '<Error><Code>PreconditionFailed</Code></Error>';
  const opened = await open(t, ({ socket }) =>
    socket.write(`HTTP/1.1 412 Precondition Failed\r\nContent-Length: ${xml.length}\r\n\r\n${xml}`),
  );
  t.match(await failureOf(opened), { kind: 'failed', reason: /changed since it was listed/ });
  t.strictSame(opened.s3.gets.map(({ isSdk }) => isSdk), [false, true]); // biome-ignore format: one line
  t.ok(opened.s3.gets[0]?.socket.destroyed || opened.s3.gets[0]?.socket.readableEnded);
});

t.test('an object under the ETag of another is left to the SDK', async (t) => {
  const { s3, read } = await open(t, ({ socket, isSdk }) =>
    socket.write(ok(BODY, `etag: "${isSdk ? 'e' : 'another'}"\r\n`)),
  );
  t.equal(await read(), BODY);
  t.strictSame(s3.gets.map(({ isSdk }) => isSdk), [false, true]); // biome-ignore format: one line
  t.match(s3.gets[0]?.head, /^if-match: "e"$/m);
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

t.test('one that waits for a connection can be stopped, and is never sent', async (t) => {
  const { s3, read } = await open(t, () => undefined, { concurrency: 1 });
  const stop = new AbortController();
  const first = read();
  const second = read(stop.signal);
  while (s3.gets.length < 1) await delay(5);
  stop.abort(new Error('stopped'));
  await t.rejects(second, { message: 'stopped' });
  await t.rejects(first, { message: /no answer/ });
  await delay(20);
  t.equal(s3.gets.length, 1);
});

t.test('a connection that S3 closed between two requests is not used again', async (t) => {
  const { s3, read } = await open(t, ({ socket }) => socket.end(ok(BODY)));
  for (let count = 0; count < 3; count += 1) {
    t.equal(await read(), BODY);
    await delay(20);
  }
  t.equal(new Set(s3.gets.map(({ socket }) => socket)).size, 3);
});

t.test('bytes behind an answer are not taken for the next one', async (t) => {
  const { read } = await open(t, ({ socket }) => socket.write(ok(BODY) + ok('an error!')));
  for (let count = 0; count < 3; count += 1) t.equal(await read(), BODY);
});

t.test('300 objects over 8 connections: each gets its own body', async (t) => {
  const bodyOf = (key: string): string => `${key}\n`.repeat(1 + (Number(key.slice(-3)) % 7) ** 5);
  const keys = Array.from({ length: 300 }, (_, at) => keyAt(at));
  const sizes = Object.fromEntries(keys.map((key) => [key, bodyOf(key).length]));
  const answer = async ({ key, socket }: RawGet): Promise<void> => {
    const bytes = ok(bodyOf(key));
    for (let at = 0; at < bytes.length; at += 20_001) {
      if (at > 0 || key.endsWith('7')) await new Promise(setImmediate);
      socket.write(bytes.slice(at, at + 20_001));
    }
  };
  const { s3, source, objects } = await open(t, (get) => void answer(get), {
    sizes,
    concurrency: 8,
  });
  const bodies = await Promise.all(objects.map((object) => readObject(source, object)));
  t.strictSame(bodies, keys.map(bodyOf));
  const connections = new Set(s3.gets.map(({ socket }) => socket));
  t.ok(connections.size <= 8, `${connections.size} connections`);
  t.equal(source.socketsInUse(), 0);
});
