/** Goal: bytes and texts are written as they are, of any length, and never beyond the room. */
import fc from 'fast-check';
import t from 'tap';
import { ByteText, ByteWriter } from '../../src/core/byte-writer.ts';
import { takeSeed } from '../house/seed.ts';

const seed = takeSeed(t);

t.test('pieces stand one behind the other, and the bytes behind them are untouched', async () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const wanted = Buffer.concat(pieces.map((each) => Buffer.from(each)));
      const out = Buffer.alloc(wanted.length + 8, 0xee);
      const writer = new ByteWriter();
      writer.target(out, 2);
      for (const each of pieces) {
        if (typeof each === 'string') writer.text(new ByteText(each));
        else {
          const source = Buffer.concat([Buffer.alloc(3), each]);
          writer.copy(new DataView(source.buffer, source.byteOffset), 3, 3 + each.length);
        }
      }
      const rest = Buffer.alloc(6, 0xee);
      return (
        writer.at === wanted.length + 2 &&
        out.subarray(2, writer.at).equals(wanted) &&
        out.subarray(writer.at).equals(rest)
      );
    }),
    { seed },
  );
});

t.test('where there is no room it throws', async (t) => {
  const writer = new ByteWriter();
  for (const length of [5, 200]) {
    writer.target(Buffer.alloc(4), 0);
    t.throws(() => writer.text(new ByteText('x'.repeat(length))), RangeError);
    t.throws(() => writer.bytes(Buffer.alloc(length), 0, length), RangeError);
  }
});
