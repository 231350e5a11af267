/** Goal: what is said to stand in every match of an expression does, so that no crawler is missed. */
import crawlers from 'crawler-user-agents';
import t from 'tap';
import { requiredText } from '../../src/enrich/required-text.ts';

// biome-ignore format: a table, one row a pattern
const PATTERNS: readonly (readonly [pattern: string, required: string])[] = [
  ['Googlebot\\/', 'Googlebot/'], ['[wW]get', 'get'], ['^curl', 'curl'], ['(^| )sentry\\/', 'sentry/'],
  ['ab?cdef', 'cdef'], ['abcd*', 'abc'], ['abc+de', 'abc'], ['abcd{0,2}e', 'abc'], ['abc.def', 'abc'], ['a\\dbcd', 'bcd'],
  ['one|another', ''], ['((a|b)cde)', ''], ['(abc)?de', 'de'], ['[\\]abc]xy', 'xy'], ['', ''], ['a\\x2ebc', 'bc'], ['\\u0041xyz', 'xyz'], ['ab\\10', 'ab'], ['\\cAbc', 'bc'],
];

t.test('the longest run of characters that stand for themselves', async (t) => {
  for (const [pattern, required] of PATTERNS) t.equal(requiredText(pattern), required, pattern);
});

t.test('it stands in every match of every crawler of the list', async (t) => {
  const missing = crawlers.flatMap(({ pattern, instances }) =>
    instances.filter((userAgent) => {
      const match = new RegExp(pattern).exec(userAgent);
      return match !== null && !match[0].includes(requiredText(pattern));
    }),
  );
  t.strictSame(missing, []);
  const told = crawlers.filter(({ pattern }) => requiredText(pattern).length >= 3);
  t.ok(told.length / crawlers.length > 0.99, 'and nearly all of them have one');
});
