/** Goal: our HMAC is the one that Node computes, whatever the key and the text. */
import { createHmac } from 'node:crypto';
import t from 'tap';
import { HmacKey } from '../../../src/source/s3/hmac-key.ts';

t.test('it is the same, also behind a longer text and for keys longer than a block', async (t) => {
  for (const keyBytes of [0, 1, 32, 63, 64, 65, 200]) {
    const bytes = Buffer.from(Array.from({ length: keyBytes }, (_, at) => (at * 37 + 200) % 256));
    const key = new HmacKey(bytes);
    for (const text of ['', 'a', 'x'.repeat(1_000), 'b'.repeat(256), 'ü'.repeat(150), 'a']) {
      const wanted = createHmac('sha256', bytes).update(text).digest();
      t.strictSame(key.bytes(text), wanted);
      t.equal(key.hex(text), wanted.toString('hex'));
    }
  }
});
