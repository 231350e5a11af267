/** Goal: a sentence breaks between words, never within one, and says all that it said. */
import fc from 'fast-check';
import widthOf from 'string-width';
import t from 'tap';
import { cutLine, wrap, wrapLines } from '../../../src/render/text/wrap.ts';
import { takeSeed } from '../../house/seed.ts';

t.test('lines break between words, and further ones stand below the first', async (t) => {
  t.strictSame(wrap('one two three', 8), ['one two', 'three']);
  t.strictSame(wrap('one two three', null), ['one two three'], 'into a file it is one line');
  t.strictSame(wrap('  - one two three', 11), ['  - one two', '    three']);
  t.strictSame(wrap('  one two three', 9), ['  one two', '  three']);
  t.strictSame(wrap('  a  one two', 9, 5), ['  a  one', '     two'], 'below the text of a row');
  t.strictSame(wrap('a verylongword b', 6), ['a', 'verylongword', 'b'], 'a long word is whole');
});

t.test('the lines of a text are broken one by one', async (t) => {
  t.equal(wrapLines('one two\nthree', 4), 'one\ntwo\nthree\n');
  t.equal(wrapLines('one two\nthree', null), 'one two\nthree\n');
});

t.test('a line that has to stay one loses its last parts', async (t) => {
  t.equal(cutLine('syncing 5 %, 3 of 9, 7 lines', 22), 'syncing 5 %, 3 of 9');
  t.equal(cutLine('syncing 5 %, 3 of 9', 19), 'syncing 5 %, 3 of 9');
  t.equal(cutLine('日本, syncing', 3), '日', 'by cells, not characters');
  t.equal(cutLine('syncing 5 %, 3 of 9', null), 'syncing 5 %, 3 of 9');
});

t.test('a number stays with its unit', async (t) => {
  t.strictSame(wrap('All: 3.2 TB', 9), ['All:', '3.2 TB']);
  t.strictSame(wrap('about 12.3 %', 11), ['about', '12.3 %']);
});

t.test('no line is wider than the terminal but for a single word', async () => {
  const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { minLength: 1 }); // biome-ignore format: one list
  fc.assert(
    fc.property(words, fc.integer({ min: 5, max: 60 }), (given, columnsMax) => {
      const text = given.map((word) => `w${word.replaceAll(/\s/g, '_')}`).join(' ');
      const lines = wrap(text, columnsMax);
      return (
        lines.join(' ') === text &&
        lines.every((line) => widthOf(line) <= columnsMax || !line.includes(' '))
      );
    }),
    { seed: takeSeed(t) },
  );
});
