/** Goal: a record has one value of each parameter, as a person would write it, and a bounded number. */
import fc from 'fast-check';
import t from 'tap';
import { urlParametersOf } from '../../src/enrich/url-parameters-of.ts';
import { takeSeed } from '../house/seed.ts';

const seed = takeSeed(t);
const LONG = 'x'.repeat(300);

// biome-ignore format: a table, one row a query
const QUERIES: readonly (readonly [query: string, ...parameters: string[]])[] = [
  ['x-user=johndoe', 'x-user=johndoe'],
  ['list-type=2&prefix=logs%2F2026%2F&delimiter=%2F', 'list-type=2', 'prefix=logs/2026/', 'delimiter=/'],
  ['acl', 'acl='], ['acl=', 'acl='], ['acl&acl=1', 'acl='],
  ['a=1&a=2&b=3&a=4', 'a=1', 'b=3'],
  // An encoded sign would make a second value of `a`, or one that nobody sent.
  ['a=1&a%3Db=2&%61=3', 'a=1'], ['a%3D1=2&a=3', 'a=3'], ['a%3D1'], ['a=b%3Dc', 'a=b=c'], ['a=b=c', 'a=b=c'],
  ['name=caf%C3%A9+au%20lait', 'name=caf\u00e9 au lait'], ['name=\u00e9', 'name=\u00e9'],
  ['a=%zz&b=%&c=%f', 'a=%zz', 'b=%', 'c=%f'], ['a=%ff', 'a=\ufffd'], ['a=%00%22%0A', 'a=\0"\n'],
  ['&&=x&&', ], ['', ], ['=', ], ['&a=1&', 'a=1'], ['A=1&a=2', 'A=1', 'a=2'],
  [`a=${LONG}&b=1`, `a=${LONG.slice(2, 256)}`, 'b=1'], [`${LONG}=1&b=1`, 'b=1'], [`${LONG}&b=1`, 'b=1'],
  // Two bytes each: the last of them has no room.
  [`abc=${'\u00e9'.repeat(200)}`, `abc=${'\u00e9'.repeat(126)}`], [`ab=${'\u00e9'.repeat(200)}`, `ab=${'\u00e9'.repeat(126)}`],
  [`a=${'\u{1f600}'.repeat(100)}`, `a=${'\u{1f600}'.repeat(63)}`],
];
for (const [query, ...parameters] of QUERIES) {
  t.test(`${query.slice(0, 60)}: ${parameters.length}`, async (t) => {
    t.strictSame(urlParametersOf(query), parameters.length === 0 ? null : parameters);
  });
}

t.test('of forty names 32 are kept, the first ones', async (t) => {
  const forty = Array.from({ length: 40 }, (_, at) => `p${at}=${at}`);
  t.strictSame(urlParametersOf(forty.join('&')), forty.slice(0, 32));
});

t.test('behind a thousand parts nothing is looked for', async (t) => {
  t.strictSame(urlParametersOf(`${'a=1&'.repeat(999)}b=1`), ['a=1', 'b=1']);
  t.strictSame(urlParametersOf(`${'a=1&'.repeat(1_000)}b=1`), ['a=1']);
});

t.test('any query gives one value of each name, none of them long', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '=', '&', '%3D', '%26', '%', '+', '\u00e9', '\u{1f600}'), maxLength: 200 }); // biome-ignore format: a list
  fc.assert(
    fc.property(text, (query) => {
      const found = urlParametersOf(query) ?? [];
      const names = found.map((parameter) => parameter.slice(0, parameter.indexOf('=')));
      const isShort = found.every((parameter) => Buffer.byteLength(parameter) <= 256);
      return isShort && !names.includes('') && new Set(names).size === names.length;
    }),
    { seed, numRuns: 2_000 },
  );
});
