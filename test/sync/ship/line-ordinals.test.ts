/**
 * Goal: equal lines are numbered as a plain count numbers them, in less than half the memory, and so many
 * that they would take too much are refused, never numbered wrongly.
 */
import fc from 'fast-check';
import t from 'tap';
import { lineHash } from '../../../src/bulk/document-id.ts';
import { LineOrdinals } from '../../../src/sync/ship/line-ordinals.ts';
import { takeSeed } from '../../house/seed.ts';
import { heldBytes } from '../../support/heap.ts';

/** The rule by itself: how many equal lines came before. */
function countPlainly(lines: readonly string[]): number[] {
  const met = new Map<string, number>();
  return lines.map((line) => {
    const ordinal = met.get(line) ?? 0;
    met.set(line, ordinal + 1);
    return ordinal;
  });
}

t.test('any lines, often equal: each gets the ordinal of a plain count', async (t) => {
  const line = fc.oneof(fc.constantFrom('a', 'b', ''), fc.nat({ max: 3_000 }).map(String));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 2_000, size: 'max' }), (lines) => {
      const ordinals = new LineOrdinals(10_000);
      const given = lines.map((each) => ordinals.next(each));
      return given.join() === countPlainly(lines).join();
    }),
    { seed: takeSeed(t), numRuns: 30 },
  );
  t.pass('also where the table was doubled several times');
});

t.test('bytes above 127 are told apart', async (t) => {
  const ordinals = new LineOrdinals(10);
  t.strictSame(
    ['\u00e9', '\u00ea', '\u00e9'].map((line) => ordinals.next(line)),
    [0, 0, 1],
  );
});

t.test('a line too many is refused; those that are known are counted on', async (t) => {
  const ordinals = new LineOrdinals(100);
  for (let at = 0; at < 100; at += 1) ordinals.next(`line ${at}`);
  const error = {
    name: 'ContentError',
    kind: 'too_large',
    message:
      'it has more than 100 different lines without a request id, which are told apart by counting them in one file: split it (docs/reference.md, "How records are identified")',
  };
  t.throws(() => ordinals.next('one more'), error);
  t.throws(() => ordinals.next('one more'), error);
  t.equal(ordinals.next('line 7'), 1, 'no wrong number');
  ordinals.clear();
  t.equal(ordinals.next('one more'), 0, 'another member of an archive has room again');
});

t.test('a line takes at most 48 bytes, less than half of what a map takes', async (t) => {
  const LINES = 50_000;
  /** Bytes a line, of what `keep` returns. */
  const heldBy = (keep: () => unknown): number => {
    const before = heldBytes();
    const kept = keep();
    const bytes = (heldBytes() - before) / LINES;
    return kept === null ? Number.NaN : bytes;
  };
  const map = heldBy(() => {
    const met = new Map<string, number>();
    for (let at = 0; at < LINES; at += 1) met.set(lineHash(`line ${at}`), 1);
    return met;
  });
  const table = heldBy(() => {
    const ordinals = new LineOrdinals(LINES);
    for (let at = 0; at < LINES; at += 1) ordinals.next(`line ${at}`);
    return ordinals;
  });
  t.comment(`${table.toFixed(1)} bytes a line, a map of hashes ${map.toFixed(1)}`);
  t.ok(table < 48, 'two of three slots are free just after doubling');
  t.ok(table < map / 2);
});
