/** Goal: a batch never loses, repeats or reorders, whatever its items and however it grows. */
import fc from 'fast-check';
import t from 'tap';
import { Batch, type ItemTicket } from '../../src/bulk/batch.ts';
import { asIndexName } from '../../src/core/brand.ts';
import { takeSeed } from '../house/seed.ts';

const seed = takeSeed(t);
const INDEX = asIndexName('i-records-2026-01');

const ticket = (line: number): ItemTicket => ({
  kind: 'record',
  index: INDEX,
  id: `id-${line}`,
  logKey: 'a',
  line,
  settle: () => undefined,
});

function fill(texts: readonly string[], capacityBytes: number): Batch {
  const batch = new Batch(Buffer.alloc(capacityBytes));
  for (const [line, text] of texts.entries()) batch.add(ticket(line), text);
  return batch;
}

const texts = fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 40 });
const capacity = fc.integer({ min: 0, max: 500 });
const lines = (batch: Batch): number[] => batch.owners.map((_, at) => batch.ticketAt(at).line);

t.test('the body is the items one after the other', async () => {
  fc.assert(
    fc.property(texts, capacity, (texts, capacityBytes) => {
      const batch = fill(texts, capacityBytes);
      const wanted = Buffer.from(texts.join(''));
      return (
        batch.body.equals(wanted) &&
        batch.sizeBytes === wanted.length &&
        texts.every((text, at) => batch.itemBytes(at).equals(Buffer.from(text))) &&
        lines(batch).every((line, at) => line === at)
      );
    }),
    { seed },
  );
});

t.test('what is picked keeps its bytes, its owner and its order', async () => {
  fc.assert(
    fc.property(texts, capacity, fc.infiniteStream(fc.boolean()), (texts, capacityBytes, keep) => {
      const batch = fill(texts, capacityBytes);
      const positions = texts.map((_, at) => at).filter(() => keep.next().value);
      const picked = batch.pick(positions);
      const again = picked.pick(positions.map((_, at) => at));
      return [picked, again].every(
        (part) =>
          part.body.equals(Buffer.from(positions.map((at) => texts[at]).join(''))) &&
          lines(part).join() === positions.join() &&
          positions.every((at, where) => part.itemBytes(where).equals(batch.itemBytes(at))),
      );
    }),
    { seed },
  );
});

t.test('a picked batch can be added to', async (t) => {
  const picked = fill(['a\n', 'bb\n', 'ccc\n'], 4).pick([0, 2]);
  picked.add(ticket(9), 'd\n');
  t.equal(picked.body.toString(), 'a\nccc\nd\n');
  t.equal(picked.itemBytes(2).toString(), 'd\n');
  t.strictSame(lines(picked), [0, 2, 9]);
});
