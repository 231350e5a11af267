/** Goal: a list and an S3 Inventory report, gzipped or not, give their names as they are. */
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { nameFile } from '../../src/cli/name-file.ts';

const LIST = '\ufeffaudio/a b.mp3\r\naudio/\u2028c.mp3\n\n"quoted"\n50%25 + more\nlast\u{1f600}';
const NAMES = ['audio/a b.mp3', 'audio/\u2028c.mp3', '"quoted"', '50%25 + more', 'last\u{1f600}'];
const INVENTORY = [
  '"riverbend-media","audio/a+b%2Bc.mp3","123","2026-01-05T00:00:00.000Z"',
  '"riverbend-media","caf%C3%A9/%22x%22.jpg"',
  '"riverbend-media","plain"\r',
  '',
].join('\n');
const KEYS = ['audio/a b+c.mp3', 'café/"x".jpg', 'plain'];

async function namesIn(path: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of nameFile(path).open()) names.push(name);
  return names;
}

t.test('one name a line, as it stands; only LF ends a line', async (t) => {
  const folder = t.testdir({ list: LIST, 'list.gz': gzipSync(LIST), empty: '' });
  t.strictSame(await namesIn(`${folder}/list`), NAMES);
  t.strictSame(await namesIn(`${folder}/list.gz`), NAMES);
  t.strictSame(await namesIn(`${folder}/empty`), []);
});

t.test('the keys of an inventory are decoded', async (t) => {
  const folder = t.testdir({ csv: INVENTORY, 'csv.gz': gzipSync(INVENTORY) });
  t.strictSame(await namesIn(`${folder}/csv`), KEYS);
  t.strictSame(await namesIn(`${folder}/csv.gz`), KEYS);
});

t.test('a name that lies over two pieces of a file is one', async (t) => {
  const names = Array.from({ length: 20_000 }, (_, n) => `folder/ü-${n}`);
  const folder = t.testdir({ list: names.join('\n') });
  t.strictSame(await namesIn(`${folder}/list`), names);
});

t.test('what cannot be read is told', async (t) => {
  const folder = t.testdir({
    torn: gzipSync(LIST).subarray(0, 30),
    mixed: '"media","a"\nb\n',
    wrong: '"media","%E9"\n',
    long: 'x'.repeat(70_000),
  });
  for (const [name, message] of [
    ['missing', /cannot be read: ENOENT/],
    ['torn', /cannot be read: unexpected end of file/],
    ['mixed', /not one of an S3 Inventory report: b/],
    ['wrong', /cannot be read: URI malformed/],
    ['long', /a line of over 65536 characters/],
  ] as const)
    await t.rejects(namesIn(`${folder}/${name}`), { code: 'usage', message }, name);
});
