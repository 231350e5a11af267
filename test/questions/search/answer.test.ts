/** Goal: what stands in a record is found by its words or any piece, and nothing else is. */
import fc from 'fast-check';
import t from 'tap';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { TEXT_FIELD_TABLE } from '../../../src/questions/ask/text-field-table.ts';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import type { SearchAnswer } from '../../../src/questions/search/answer.ts';
import { takeSeed } from '../../house/seed.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at } from '../naive.ts';

const seed = takeSeed(t);

async function search(
  text: string,
  records: readonly Document[] | MemorySearch,
  raw: RawParameters = {},
): Promise<SearchAnswer> {
  const port = records instanceof MemorySearch ? records : new MemorySearch(records);
  const answer = await askQuestion('search', { text, ...raw }, port);
  if (answer.question !== 'search') throw new Error(answer.question);
  return answer;
}

/** Each in a record of its own. */
const withValues = (...values: readonly string[]): readonly Document[] =>
  values.map((value, n) => at(`2026-0${1 + (n % 3)}-01T00:00:00Z`, 1, { user_agent: value }));

const isFound = async (text: string, value: string): Promise<boolean> =>
  (await search(text, withValues(value, 'something else'))).hits.some(
    ({ user_agent: agent }) => agent === value,
  );

const [NFC, NFD] = ['Café', 'Cafe\u0301'];

// biome-ignore format: a table, one row a text
const FOUND: readonly (readonly [string, string, string])[] = [
  ['a word', 'firefox', 'Mozilla/5.0 Firefox/147.0'],
  ['words in any order', 'firefox mozilla', 'Mozilla/5.0 Firefox/147.0'],
  ['a phrase in quotes', '"firefox 147"', 'Mozilla/5.0 Firefox/147.0'],
  ['a phrase and a word', '"firefox 147" MOZILLA', 'Mozilla/5.0 Firefox/147.0'],
  ['a piece of a word', 'refo', 'Mozilla/5.0 Firefox/147.0'],
  ['words with a sign between them', 'red & blue', 'blue-red.mp3'],
  ['a sign alone', '&', 'a=1&b=2'],
  ['a piece of two words', '.0 fire', 'Mozilla/5.0 Firefox/147.0'],
  ['a piece with a quote', 'a"b', 'xa"by'],
  ['one quote', '"', 'say "hi"'],
  ['a star for itself', 'a*b', 'xa*by'],
  ['a question mark for itself', 'a?b', 'xa?by'],
  ['a backslash for itself', 'a\\b', 'xa\\by'],
  ['a backslash at the end', 'b\\', 'b\\'],
  ['two backslashes', '\\\\', 'x\\\\y'],
  ['blanks around it do not count', '  firefox ', 'Firefox'],
  ['an accent as one character', NFC, `see ${NFC}s`],
  ['an accent as a mark, logged as one character', NFD, `see ${NFC}s`],
  ['an accent as one character, logged as a mark', NFC, `see ${NFD}s`],
  ['an accent is no matter in words', 'cafe', NFC],
  ['other cases than ASCII', 'ÜBER', 'x/über.mp4'],
  ['a piece in other cases than ASCII', 'ÜBE', 'x/über.mp4'],
  ['Cyrillic', 'видео', 'ВИДЕОАРХИВ'],
  ['emoji', '😀', 'a😀b'],
  ['every operator of a regexp, beside what is not ASCII', 'é.?+*|{}[]()"\\#@&<>~^$-', 'xé.?+*|{}[]()"\\#@&<>~^$-y'],
  ['digits and letters behind a backslash, beside what is not ASCII', 'é\\d\\w', 'xé\\d\\wy'],
  ['punctuation alone', '://', 'http://a.test'],
];

for (const [name, text, value] of FOUND)
  t.test(`found: ${name}`, async (t) => t.ok(await isFound(text, value)));

// biome-ignore format: a table, one row a text
const NOT_FOUND: readonly (readonly [string, string, string])[] = [
  ['a sign that is nowhere', '& %', 'a=1&b=2'],
  ['one word of two is missing', 'firefox opera', 'Mozilla/5.0 Firefox/147.0'],
  ['a phrase in another order', '"147 firefox"', 'Mozilla/5.0 Firefox/147.0'],
  ['a part of many is words in their order', 'episode-0456', '0456 episode-0457'],
  ['a piece of a word beside another word', 'refo mozilla', 'Mozilla/5.0 Firefox/147.0'],
  ['a star is not anything', 'a*b', 'axxb'],
  ['a question mark is not any character', 'a?b', 'axb'],
  ['a star alone', '*', 'anything'],
  ['a point is not any character, beside what is not ASCII', 'é.b', 'éxb'],
  ['a query language', 'user_agent:firefox', 'firefox'],
  ['an operator of words', 'firefox OR opera', 'firefox'],
  ['a regexp', '/fire.*/', 'firefox'],
];

for (const [name, text, value] of NOT_FOUND)
  t.test(`not found: ${name}`, async (t) => t.notOk(await isFound(text, value)));

t.test('each field is looked into, unless others are named', async (t) => {
  for (const { name, field } of TEXT_FIELD_TABLE) {
    const records = [at('2026-01-01T00:00:00Z', 1, { [field]: 'a needle here' })];
    for (const text of ['needle', 'needle here', 'eedl']) {
      t.equal((await search(text, records)).total, 1, `${name}: ${text}`);
      t.equal((await search(text, records, { in: name })).total, 1);
      const others = TEXT_FIELD_TABLE.filter((other) => other.name !== name);
      const without = others.map((other) => other.name).join(',');
      t.equal((await search(text, records, { in: without })).total, 0);
    }
  }
  const apart = [at('2026-01-01T00:00:00Z', 1, { key: 'red', user_agent: 'blue' })];
  t.equal((await search('red blue', apart)).total, 1, 'words may be in different fields');
});

t.test('what is searched for stands in the query as a value only', async (t) => {
  const port = new MemorySearch(withValues('a'));
  await search('a b', port);
  for (const kind of ['query_string', 'simple_query_string', 'script'])
    t.notMatch(JSON.stringify(port.bodies), kind);
});

const logged = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const ascii = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 });
const operators = fc.string({ unit: fc.constantFrom(...'aA é.*?\\"#~[]{}()|^$-+<>&@/'), minLength: 1, maxLength: 12 }); // biome-ignore format: one arbitrary
/** Without quotes around a part, which are the words' own. */
const isLiteral = (text: string): boolean => text.trim() !== '' && !/"[^"]+"/.test(text);

t.test('any piece of a value is found, in upper and lower case', async () => {
  const value = fc.oneof(logged, ascii, operators);
  const spot = fc.tuple(fc.nat(), fc.nat(), fc.boolean());
  await fc.assert(
    fc.asyncProperty(value, spot, async (value, [from, length, isUpper]) => {
      const characters = [...value];
      const start = from % characters.length;
      const piece = characters.slice(start, start + 1 + (length % characters.length)).join('');
      // Cases of ASCII only: `ß` and `SS` are the same to no search.
      const text = isUpper ? piece.replace(/[a-z]/g, (c) => c.toUpperCase()) : piece;
      fc.pre(isLiteral(text));
      return isFound(text, value);
    }),
    { seed, numRuns: 1_000 },
  );
});

t.test('a text that stands nowhere, not a word of it, is not found', async () => {
  const other = fc.string({ unit: fc.constantFrom(...'bcd 12.*?\\é'), maxLength: 12 });
  const text = fc.string({ unit: fc.constantFrom(...'xyz*?.\\+|'), minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(text, other, async (text, other) => {
      fc.pre(/[xyz]/.test(text));
      return (await search(text, withValues(other))).total === 0;
    }),
    { seed, numRuns: 500 },
  );
});
