/** Goal: a cache gives back what was put in under exactly these bytes, however full it gets. */
import fc from 'fast-check';
import t from 'tap';
import { ByteWriter } from '../../src/core/byte-writer.ts';
import { ByteCache } from '../../src/transcode/byte-cache.ts';
import { takeSeed } from '../house/seed.ts';

const seed = takeSeed(t);
const viewOf = (bytes: Buffer): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** Finds the bytes, or adds what is made of them; returns the texts and the value of the entry. */
function look(cache: ByteCache<string>, key: string, salt = 0): readonly string[] {
  const bytes = Buffer.from(`..${key}..`, 'latin1');
  const [start, end] = [2, 2 + key.length];
  const known = cache.find(viewOf(bytes), start, end, salt);
  const texts = [`<${key}>`, `é${salt}`, ''];
  const entry = known >= 0 ? known : cache.add(viewOf(bytes), start, end, texts, `${key}/${salt}`);
  const out = Buffer.alloc(4_096);
  const writer = new ByteWriter();
  return [
    cache.value(entry),
    ...[0, 1, 2].map((text) => {
      writer.target(out, 0);
      cache.write(entry, text, writer);
      return out.toString('utf8', 0, writer.at);
    }),
  ];
}

t.test('each key has its own texts, also after the cache was full', async () => {
  const keys = fc.array(fc.tuple(fc.string({ unit: 'binary-ascii', maxLength: 12 }), fc.nat({ max: 1 })), { maxLength: 200 }); // biome-ignore format: one line
  fc.assert(
    fc.property(keys, fc.constantFrom(16, 64, 1_024), (keys, entriesMax) => {
      const cache = new ByteCache<string>(entriesMax, 2_000);
      return [...keys, ...keys].every(
        ([key, salt]) =>
          JSON.stringify(look(cache, key, salt)) ===
          JSON.stringify([`${key}/${salt}`, `<${key}>`, `é${salt}`, '']),
      );
    }),
    { seed },
  );
});

t.test('what was added is found, until the cache starts again', async (t) => {
  const cache = new ByteCache<string>(4, 1_000);
  const bytes = Buffer.from('abcdefgh');
  const find = (at: number): number => cache.find(viewOf(bytes), at, at + 3);
  t.equal(find(0), -1);
  const first = cache.add(viewOf(bytes), 0, 3, [], 'first');
  t.equal(find(0), first);
  t.equal(find(1), -1, 'other bytes');
  for (let at = 1; at < 5; at += 1)
    if (find(at) < 0) cache.add(viewOf(bytes), at, at + 3, [], String(at));
  t.equal(find(0), -1, 'four entries are all it holds');
  t.equal(cache.value(find(4)), '4');
});
