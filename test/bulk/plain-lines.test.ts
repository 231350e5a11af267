/**
 * Goal: the short way of a line that the parser calls plain gives the same id and document as the way
 * that looks at every character; over the sample logs, and over lines damaged at random.
 */
import fc from 'fast-check';
import t from 'tap';
import { encodeDocument } from '../../src/bulk/document.ts';
import { documentId } from '../../src/bulk/document-id.ts';
import { makeEnricher } from '../../src/enrich/enrich.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { oddLine, ordinaryLine } from '../bench/sample-lines.ts';
import { takeSeed } from '../house/seed.ts';
import { linesOf } from '../support/expected-ids.ts';
import { readSampleFiles } from '../support/samples.ts';

const LIMITS = { timeSecondsMax: 4_102_444_800 };
const PROVENANCE = { logKey: 'a "b"', logLine: 1, syncId: 's' };
const enrich = makeEnricher();

/** What differs between the two ways; null where nothing does. `plain` counts the short ones. */
function findDifference(line: string, plain: { count: number }): string | null {
  const outcome = parseLine(line, LIMITS);
  if (outcome.kind === 'reject' || !outcome.isPlain) return null;
  plain.count += 1;
  const { record } = outcome;
  const derived = enrich(record);
  const [short, long] = [true, false].map((isPlain) =>
    encodeDocument(record, derived, PROVENANCE, isPlain),
  );
  if (short !== long) return `${short} is not ${long}`;
  const ids = [true, false].map((isAscii) => documentId(line, record.timeSeconds, null, isAscii));
  return ids[0] === ids[1] ? null : `two ids of ${line}`;
}

t.test('plain lines of the sample logs', async (t) => {
  const lines = readSampleFiles().flatMap(linesOf);
  const plain = { count: 0 };
  for (const line of lines) {
    const difference = findDifference(line.toString('latin1'), plain);
    if (difference !== null) t.fail(difference);
  }
  t.ok(plain.count > lines.length / 2, `${plain.count} of ${lines.length} lines are plain`);
});

t.test('lines with anything put into them anywhere', async (t) => {
  const seed = takeSeed(t);
  const line = fc.oneof(fc.nat(500).map(ordinaryLine), fc.nat(500).map(oddLine));
  const piece = fc.oneof(
    fc.constantFrom(
      '"',
      '\\',
      '\t',
      '\0',
      '\x7f',
      '\x85',
      '\xff',
      '%22',
      '%5C',
      '%25',
      '%C3%A9',
      '\xc3\xa9',
      '+',
    ),
    fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  );
  const plain = { count: 0 };
  fc.assert(
    fc.property(line, piece, fc.double({ min: 0, max: 1, noNaN: true }), (line, piece, where) => {
      const at = Math.floor(where * line.length);
      return findDifference(line.slice(0, at) + piece + line.slice(at), plain) === null;
    }),
    { seed, numRuns: 20_000 },
  );
  t.ok(plain.count > 100, `${plain.count} of them were plain`);
});
