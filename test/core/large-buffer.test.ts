/**
 * Goal: large buffers are of few sizes and give their memory back at once, so that it suits the next;
 * those that share theirs keep it.
 */
import fc from 'fast-check';
import t from 'tap';
import { allocateLarge, releaseBuffer, sizeClassOf } from '../../src/core/large-buffer.ts';
import { takeSeed } from '../house/seed.ts';

const seed = takeSeed(t);
const KIB = 1_024;

t.test('what is asked for is enough, and a quarter more at most', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (bytes) => {
      const asked = sizeClassOf(bytes);
      return asked >= bytes && asked <= bytes * 1.25 && sizeClassOf(asked) === asked;
    }),
    { seed },
  );
});

t.test('there are four sizes between two powers of two, and below 64 KiB any', async (t) => {
  const sizes = new Set<number>();
  for (let bytes = 2 * KIB * KIB + 1; bytes <= 4 * KIB * KIB; bytes += 1_013)
    sizes.add(sizeClassOf(bytes));
  t.strictSame(
    [...sizes],
    [2_560, 3_072, 3_584, 4_096].map((kib) => kib * KIB),
  );
  t.equal(sizeClassOf(64 * KIB - 1), 64 * KIB - 1);
  t.equal(sizeClassOf(64 * KIB), 64 * KIB);
  t.equal(sizeClassOf(64 * KIB + 1), 80 * KIB);
});

t.test('a buffer is as long as was asked for, in memory of one of the sizes', async (t) => {
  const buffer = allocateLarge(100_000);
  t.equal(buffer.length, 100_000);
  t.equal(buffer.buffer.byteLength, sizeClassOf(100_000));
  releaseBuffer(buffer);
  t.equal(buffer.length, 0, 'and is given back whole');
  t.equal(allocateLarge(0).length, 0);
});

t.test('a large buffer is empty afterwards, and so is what lies in it', async (t) => {
  const buffer = Buffer.alloc(100_000, 'x');
  const part = buffer.subarray(10, 20);
  releaseBuffer(part);
  t.equal(buffer.length, 100_000, 'not for the sake of a small part');
  releaseBuffer(buffer);
  t.equal(buffer.length, 0);
  t.equal(part.length, 0);
  releaseBuffer(buffer);
  t.equal(buffer.length, 0, 'twice is once');
});

t.test('a small one stays: its memory is shared', async (t) => {
  const buffer = Buffer.from('a short text');
  releaseBuffer(buffer);
  t.equal(buffer.toString(), 'a short text');
});
