/** Goal: large buffers give their memory back at once, and those that share theirs keep it. */
import t from 'tap';
import { releaseBuffer } from '../../src/core/release-buffer.ts';

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
