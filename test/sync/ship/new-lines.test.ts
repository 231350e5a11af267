/** Goal: however often a body breaks, each line is passed on once, in archives too. */
import fc from 'fast-check';
import t from 'tap';
import type { Content } from '../../../src/source/content/content.ts';
import { type ContentSink, ContentSplitter } from '../../../src/source/content/content-splitter.ts';
import { NewLines } from '../../../src/sync/ship/new-lines.ts';
import { takeSeed } from '../../house/seed.ts';

function recorder() {
  const seen: string[] = [];
  let member = '';
  const sink: ContentSink = {
    startMember: (name) => {
      member = name;
      seen.push(`start ${name}`);
    },
    line: ({ text, number, offset }) => {
      seen.push(`${member}:${number}@${offset} ${text}`);
    },
    oversizeLine: (_start, _sha256, number, offset) => seen.push(`${member}:${number}@${offset} long`), // biome-ignore format: one line
  };
  return { seen, sink };
}

function readOnce(
  lines: ContentSink,
  content: readonly Content[],
  partsMax = content.length,
): void {
  const splitter = new ContentSplitter(lines);
  for (const part of content.slice(0, partsMax)) splitter.push(part);
  if (partsMax >= content.length) splitter.end();
}

const text = (value: string): Buffer => Buffer.from(value);
const ARCHIVE: readonly Content[] = [
  { member: 'a' }, text('a1\na2\n'), text('a3'),
  { member: 'empty' },
  { member: 'b' }, text('\n\nb3\n'), text(`${'x'.repeat(70_000)}\n`), text('b5'),
]; // biome-ignore format: members

t.test('members begin anew: numbers, offsets, and a last line without an end', async (t) => {
  const { seen, sink } = recorder();
  readOnce(sink, ARCHIVE);
  t.strictSame(seen, ['start a', 'a:1@0 a1', 'a:2@3 a2', 'a:3@6 a3', 'start empty', 'start b', 'b:1@0 ', 'b:2@1 ', 'b:3@2 b3', 'b:4@5 long', 'b:5@70006 b5']); // biome-ignore format: one assertion
});

t.test('readings that break anywhere give together what one gives', async (t) => {
  const whole = recorder();
  readOnce(whole.sink, ARCHIVE);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: ARCHIVE.length - 1 }), { maxLength: 6 }), (breaks) => {
      const { seen, sink } = recorder();
      const lines = new NewLines(sink);
      for (const partsMax of [...breaks, ARCHIVE.length]) {
        lines.restart({ again: false });
        readOnce(lines, ARCHIVE, partsMax);
      }
      return seen.join('\n') === whole.seen.join('\n') && lines.count === 8;
    }),
    { seed: takeSeed(t) },
  );
  t.pass('no line twice, none missing');
});

t.test('what is taken back comes again, from the first line', async (t) => {
  const { seen, sink } = recorder();
  const lines = new NewLines(sink);
  readOnce(lines, ARCHIVE, 5);
  const before = seen.length;
  lines.restart({ again: true });
  t.equal(lines.count, 0);
  readOnce(lines, ARCHIVE);
  t.strictSame(seen.slice(before, 2 * before), seen.slice(0, before));
});
