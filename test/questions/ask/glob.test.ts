/** Goal: a pattern means what it says, and one that OpenSearch would refuse is refused before it is asked. */
import fc from 'fast-check';
import t from 'tap';
import { escapeGlob, readGlob } from '../../../src/questions/ask/glob.ts';
import { takeSeed } from '../../house/seed.ts';
import { readWildcard } from '../memory-text.ts';

// biome-ignore format: a table, one row a pattern: what it is, what it finds, what it does not
const CASES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['audio/*.mp3', ['audio/a.mp3', 'audio/.mp3', 'audio/b/c.mp3', 'audio/\n.mp3'], ['audio/a.mp4', 'Audio/a.mp3', 'x/audio/a.mp3', 'audio/a.mp3x']],
  ['*DELETE*', ['REST.DELETE.OBJECT', 'DELETE'], ['REST.GET.OBJECT', 'delete']],
  ['?', ['a', 'é', '\u{1f600}', '*'], ['', 'ab']],
  ['*', ['', 'a'], []],
  ['a\\*?', ['a*b'], ['ab', 'a\\b', 'aab']],
  ['a.b*', ['a.b', 'a.bc'], ['axb']],
  ['(a|b)[c]{2}*', ['(a|b)[c]{2}'], ['ac', 'acc']],
];

for (const [text, found, others] of CASES)
  t.test(`pattern: ${text}`, async (t) => {
    const glob = readGlob(text);
    if (glob.kind !== 'pattern') throw new Error(glob.kind);
    const finds = readWildcard(glob.pattern, false);
    for (const value of found) t.ok(finds(value), value);
    for (const value of others) t.notOk(finds(value), value);
  });

t.test('any text stands for itself once it is escaped', async () => {
  const text = fc.string({ unit: fc.constantFrom('*', '?', '\\', 'a', 'é', '\u{1f600}', '"') });
  fc.assert(
    fc.property(text, (value) => {
      const glob = readGlob(escapeGlob(value));
      return glob.kind === 'exact' && glob.value === value;
    }),
    { seed: takeSeed(t) },
  );
});

t.test('a pattern that no automaton can be made of is refused', async (t) => {
  const good = [
    `*${'a'.repeat(190)}*`,
    `${'?'.repeat(300)}`,
    '*a?????b',
    `*${'ab?'.repeat(4)}*`,
    `${'*a'.repeat(100)}`,
  ];
  for (const text of good) t.equal(readGlob(text).kind, 'pattern', text);
  const bad = [
    `*${'a'.repeat(300)}`,
    `*a${'?'.repeat(13)}`,
    `*${'a?'.repeat(40)}*`,
    `${'?'.repeat(301)}`,
  ];
  for (const text of bad)
    t.throws(() => readGlob(text), { code: 'usage', message: /too long or too complex/ }, text);
  t.equal(readGlob('a'.repeat(2_000)).kind, 'exact', 'what is no pattern may be long');
});
