/** Goal: an id depends on what it has to, and on nothing else; test/contract/ids.test.ts has literals. */
import fc from 'fast-check';
import t from 'tap';
import { baseNameOf, documentId } from '../../src/bulk/document-id.ts';
import { takeSeed } from '../house/seed.ts';

const BASE_NAME = '2026-01-17-21-32-16-3E57427F33A59F07';
const LINE = 'owner media [17/Jan/2026:21:32:16 +0000] - AmazonS3 - S3.EXPIRE.OBJECT a.mp3 "-" -';
const JANUARY = 1_768_685_536;
const at = (ordinal: number) => ({ baseName: BASE_NAME, ordinal });

t.test('packed or plain, bucket or local copy: the base name is the same', async (t) => {
  for (const key of [
    `${BASE_NAME}`,
    `${BASE_NAME}.gz`,
    `logs/2026/${BASE_NAME}.gz`,
    `/${BASE_NAME}`,
    `${BASE_NAME}.zst`,
    `2026.tar.gz!${BASE_NAME}`,
    `logs/2026.tar!2026/01/${BASE_NAME}.gz`,
    `all.tar!january/2026.tar!./${BASE_NAME}.zst`,
  ])
    t.equal(baseNameOf(key), BASE_NAME, key);
  t.equal(baseNameOf('logs/a.gz.b'), 'a.gz.b', 'only the end is a suffix');
  t.equal(baseNameOf('logs.gz/a'), 'a');
  t.equal(baseNameOf('a.gz.zst'), 'a.gz', 'one suffix');
});

t.test('ids sort by time, and tell lines and occurrences apart', async (t) => {
  const seed = takeSeed(t);
  const second = fc.integer({ min: 1_136_073_600, max: 2_176_782_335 });
  const line = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1'));
  fc.assert(
    fc.property(second, second, line, line, (early, late, a, b) => {
      if (early === late)
        return (documentId(a, early, null) === documentId(b, late, null)) === (a === b);
      return documentId(a, early, null) < documentId(b, late, null) === early < late;
    }),
    { seed },
  );
  const ids = [null, at(0), at(1), { baseName: 'another', ordinal: 0 }].map((occurrence) =>
    documentId(LINE, JANUARY, occurrence),
  );
  t.equal(new Set(ids).size, ids.length);
});
