/** Goal: what is called free of secrets is what the redactor leaves as it is. */
import fc from 'fast-check';
import t from 'tap';
import { makeRedactor, secretNames } from '../../src/parse/redact.ts';
import { makeSecretFree } from '../../src/transcode/secret-free.ts';
import { takeSeed } from '../house/seed.ts';

const seed = takeSeed(t);
const NAMES = ['token', 'k'];
const isSecretFree = makeSecretFree(secretNames(NAMES));
const { redactField } = makeRedactor(NAMES);

function isFree(text: string): boolean {
  const bytes = Buffer.from(`=${text}=`); // its neighbours are none of its business
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return isSecretFree(view, 1, bytes.length - 1);
}

const piece = fc.constantFrom(
  'sig', 'Signature', 'X-Amz-Signature', 'token', 'k', 'a', 'x1', '=', ' =', '= ', ':', ' ', '&', '&#61;', '&#x3d;', '?', '/', "'", '%', '%%', '%3D', '%3d', '%3A', '%253D', '%25', '%u003d', '%73ig', 'si%67', '%27', '%26', '.', '-', '+',
); // biome-ignore format: pieces

t.test('what is free of secrets is left as it is', async (t) => {
  let free = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('');
      if (!isFree(text)) return true;
      free += 1;
      return redactField(text) === text;
    }),
    { seed, numRuns: 5_000 },
  );
  t.ok(free > 1_000, 'many are');
});

t.test('an ordinary query and an ordinary address of a page are free', async (t) => {
  for (const text of ['GET /a%20b.mp3 HTTP/1.1', '?list=7&x=y', 'https://wave.example/?q=1#part'])
    t.equal(isFree(text), true, text);
});
