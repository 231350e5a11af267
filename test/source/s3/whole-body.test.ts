/** Goal: a small body is given out only when all of it came; else the error says how far it came. */
import { Readable } from 'node:stream';
import t from 'tap';
import { reachedBytesOf, wholeBody } from '../../../src/source/s3/read-body.ts';

const LIMITS = { sizeBytes: 6, stallMs: 10_000 };
const bodyOf = (...chunks: readonly string[]): Readable =>
  Readable.from(chunks.map((chunk) => Buffer.from(chunk)), { objectMode: false }); // biome-ignore format: one rule

/** How many bytes had come, and what the error says. */
async function failureOf(body: Readable, limits = LIMITS) {
  try {
    await wholeBody(body, limits);
  } catch (error) {
    return { reached: reachedBytesOf(error), message: (error as Error).message };
  }
  return null;
}

t.test('chunks become one body', async (t) => {
  t.equal(String(await wholeBody(bodyOf('abc', 'de', 'f'), LIMITS)), 'abcdef');
  t.equal(String(await wholeBody(bodyOf(), { ...LIMITS, sizeBytes: 0 })), '');
});

t.test('one that ends early, is too long, breaks or stalls is none', async (t) => {
  t.strictSame(await failureOf(bodyOf('abc')), { reached: 3, message: 'the body ended after 3 of 6 bytes' }); // biome-ignore format: one case
  t.match(await failureOf(bodyOf('abcdefg')), { message: 'the body is longer than 6 bytes' });
  const broken = new Readable({ read() {} });
  broken.push(Buffer.from('ab'));
  setImmediate(() => broken.destroy(new Error('the line went dead')));
  t.strictSame(await failureOf(broken), { reached: 2, message: 'the line went dead' });
  const stalled = new Readable({ read() {} });
  stalled.push(Buffer.from('abcd'));
  t.strictSame(await failureOf(stalled, { ...LIMITS, stallMs: 20 }), { reached: 4, message: 'no data for 20 ms' }); // biome-ignore format: one case
  t.ok(stalled.destroyed, 'and its socket is not kept');
});
