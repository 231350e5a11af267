/** Goal: a document that is written by hand is the one that JSON.stringify would make of the field table. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { encodeDocument } from '../../src/bulk/document.ts';
import { FIELD_TABLE, type Field } from '../../src/core/field-table.ts';
import type { AccessRecord, DerivedFields, Provenance } from '../../src/core/record.ts';
import { takeSeed } from '../house/seed.ts';

const seed = takeSeed(t);
type Values = Readonly<Record<string, unknown>>;

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('"', '\\', '\0', '\n', '\u001f', '\u007f', '\u2028', '\ud83d', '\ude00', 'é', '😀') }), // biome-ignore format: a list
);
const integer = fc.nat({ max: Number.MAX_SAFE_INTEGER });

/** Any value that the field may have; the type checker is not asked, the field table is. */
function arbitraryOf({ property, origin, mapping }: Field): fc.Arbitrary<unknown> {
  if (property === 'time') return fc.constant('2026-01-31T23:59:59Z');
  if (property === 'syncId') return fc.option(fc.stringMatching(/^[0-9a-z-]{1,20}$/));
  if (property === 'enriched') return fc.stringMatching(/^\d{1,3}\.[0-9a-f]{8}\.[0-9a-f]{1,8}$/);
  if (property === 'extraFields' || property === 'urlParameters')
    return fc.option(fc.array(text, { minLength: 1, maxLength: 3 }));
  const value: fc.Arbitrary<unknown> = ['short', 'integer', 'long'].includes(String(mapping.type))
    ? integer
    : text;
  return origin === 'provenance' ? value : fc.option(value);
}

const fields: readonly Field[] = FIELD_TABLE;
const anyValues: fc.Arbitrary<Values> = fc.record(
  Object.fromEntries(fields.map((field) => [field.property, arbitraryOf(field)])),
);

const encode = (values: Values): string => {
  const all = values as unknown as AccessRecord & DerivedFields & Provenance; // made from the field table
  return encodeDocument(all, all, all, false);
};

const wantedDocument = (values: Values): unknown =>
  JSON.parse(
    JSON.stringify(
      Object.fromEntries(
        fields
          .filter(({ property }) => values[property] !== null)
          .map(({ name, property }) => [name, values[property]]),
      ),
    ),
  );

t.test('any record becomes the JSON of its fields', async () => {
  fc.assert(
    fc.property(anyValues, (values) => {
      const json = encode(values);
      return !json.includes('\n') && isDeepStrictEqual(JSON.parse(json), wantedDocument(values));
    }),
    { seed, numRuns: 300 },
  );
});

t.test('every field of the table is written, and no other', async (t) => {
  const full = Object.fromEntries(
    fields.map(({ property, mapping }) => [
      property,
      property === 'extraFields' ? ['x'] : mapping.type === 'keyword' ? `value of ${property}` : 7,
    ]),
  );
  t.strictSame(
    Object.keys(JSON.parse(encode({ ...full, time: '2026-01-31T23:59:59Z' }))).sort(),
    fields.map(({ name }) => name).sort(),
  );
});

t.test('what is absent is left out, and zero is not absent', async (t) => {
  const absent = Object.fromEntries(
    fields.map(({ property, origin }) => [property, origin === 'provenance' ? 'p' : null]),
  );
  const time = '2026-01-31T23:59:59Z';
  const document = JSON.parse(
    encode({ ...absent, time, logLine: 1, bytesSent: 0, downloadPpm: 0 }),
  );
  t.strictSame(document, {
    '@timestamp': time,
    bytes_sent: 0,
    download_ppm: 0,
    enriched: 'p',
    log_key: 'p',
    log_line: 1,
    sync_id: 'p',
  });
});
