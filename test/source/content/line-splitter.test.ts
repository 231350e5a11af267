/**
 * Goal: lines, their numbers and their places, for everything that a file can hold; and no memory for
 * a line that is too long to be one.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { isBlankLine, LineSplitter } from '../../../src/source/content/line-splitter.ts';
import { takeSeed } from '../../house/seed.ts';
import { heldBytes } from '../../support/heap.ts';

interface Line {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
  /** Only of an oversize line, whose `text` is its start. */
  readonly sha256?: string;
}

const LINE_BYTES_MAX = 65_536;
const OVERSIZE_SHOWN = 1_024;

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64url');

function split(chunks: Iterable<Buffer>): Line[] {
  const lines: Line[] = [];
  const splitter = new LineSplitter({
    line: ({ text, number, offset }) => {
      lines.push({ text, number, offset });
    },
    oversizeLine: (text, sha256, number, offset) => lines.push({ text, number, offset, sha256 }),
  });
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

/** The same, written once more in the simplest way. */
function splitNaively(bytes: Buffer): Line[] {
  const lines: Line[] = [];
  const hasBom = bytes.subarray(0, 3).equals(bytesOf('\xef\xbb\xbf'));
  let offset = hasBom ? 3 : 0;
  while (offset < bytes.length) {
    const found = bytes.indexOf(0x0a, offset);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(offset, bytes[end - 1] === 0x0d && end > offset ? end - 1 : end);
    const text = line.toString('latin1');
    const place = { number: lines.length + 1, offset };
    lines.push(
      line.length <= LINE_BYTES_MAX
        ? { text, ...place }
        : { text: text.slice(0, OVERSIZE_SHOWN), ...place, sha256: sha256(line) },
    );
    offset = end + 1;
  }
  return lines;
}

const texts = (text: string): string[] => split([bytesOf(text)]).map((line) => line.text);

function* cut(bytes: Buffer, sizes: Iterable<number>): Generator<Buffer> {
  let start = 0;
  for (const size of sizes) {
    yield bytes.subarray(start, start + size);
    start += size;
    if (start >= bytes.length) return;
  }
  yield bytes.subarray(start);
}

const oneByteEach = (bytes: Buffer): Buffer[] => [...bytes].map((byte) => Buffer.from([byte]));

t.test('only LF ends a line', async (t) => {
  const others = ['\r', '\x0b', '\x0c', '\0', '\x85', '\xe2\x80\xa8', '\xe2\x80\xa9', '\x1e'];
  for (const other of others)
    t.strictSame(texts(`a${other}b\nc\n`), [`a${other}b`, 'c'], JSON.stringify(other));
});

// biome-ignore format: a table, one row a case
const CASES: readonly { readonly name: string; readonly text: string; readonly want: readonly string[] }[] = [
  { name: 'an empty file has no line', text: '', want: [] },
  { name: 'a file of one LF has one blank line', text: '\n', want: [''] },
  { name: 'blank lines are handed on', text: '\n\na\n\n', want: ['', '', 'a', ''] },
  { name: 'the last line needs no LF', text: 'a\nb', want: ['a', 'b'] },
  { name: 'a CR before LF is dropped', text: 'a\r\nb\r\n', want: ['a', 'b'] },
  { name: 'a CR at the end of the file is dropped', text: 'a\nb\r', want: ['a', 'b'] },
  { name: 'one CR is dropped, not two', text: 'a\r\r\nb\r\r', want: ['a\r', 'b\r'] },
  { name: 'a CR before a CR LF line stays in its own line', text: '\ra\r\n', want: ['\ra'] },
  { name: 'a BOM at the start is dropped', text: '\xef\xbb\xbfa\nb', want: ['a', 'b'] },
  { name: 'a BOM anywhere else stays', text: 'a\n\xef\xbb\xbfb', want: ['a', '\xef\xbb\xbfb'] },
  { name: 'only one BOM is dropped', text: '\xef\xbb\xbf\xef\xbb\xbfa', want: ['\xef\xbb\xbfa'] },
  { name: 'a file of only a BOM has no line', text: '\xef\xbb\xbf', want: [] },
  { name: 'a BOM and LF is a blank line', text: '\xef\xbb\xbf\n', want: [''] },
  { name: 'half a BOM is a line', text: '\xef\xbb', want: ['\xef\xbb'] },
  { name: 'bytes that are no UTF-8 stay what they are', text: '\xff\xfe\x80\nb', want: ['\xff\xfe\x80', 'b'] },
];

for (const { name, text, want } of CASES) {
  t.test(name, async (t) => {
    t.strictSame(texts(text), want);
    t.strictSame(
      split(oneByteEach(bytesOf(text))).map((line) => line.text),
      want,
      'a byte at a time',
    );
  });
}

t.test('only blanks and tabs make a blank line', async (t) => {
  for (const line of ['', ' ', '\t \t']) t.ok(isBlankLine(line), JSON.stringify(line));
  for (const line of ['\0', '\r', '\x0b', '\xa0', '-', ' a '])
    t.notOk(isBlankLine(line), JSON.stringify(line));
});

t.test('line numbers and byte offsets count everything that is dropped', async (t) => {
  const bytes = bytesOf('\xef\xbb\xbfone\r\n\r\n\nfour\rx\n\xc3\xa9\nlast');
  const want: readonly Line[] = [
    { text: 'one', number: 1, offset: 3 },
    { text: '', number: 2, offset: 8 },
    { text: '', number: 3, offset: 10 },
    { text: 'four\rx', number: 4, offset: 11 },
    { text: '\xc3\xa9', number: 5, offset: 18 },
    { text: 'last', number: 6, offset: 21 },
  ];
  for (const chunks of [[bytes], oneByteEach(bytes), [...cut(bytes, [9, 1, 4])]])
    t.strictSame(split(chunks), want);
});

t.test('65,536 bytes are a line, one more is too long, its line ending not counted', async (t) => {
  const longest = 'x'.repeat(LINE_BYTES_MAX);
  for (const end of ['\n', '\r\n', '', '\r']) {
    for (const sizes of [[], [LINE_BYTES_MAX], [LINE_BYTES_MAX + 1], [1_000, 65_000]]) {
      const line = [...split(cut(bytesOf(longest + end), sizes))];
      t.strictSame(line, [{ text: longest, number: 1, offset: 0 }]);
      const over = bytesOf(`${longest}y`);
      const start = longest.slice(0, OVERSIZE_SHOWN);
      const want = { text: start, number: 1, offset: 0, sha256: sha256(over) };
      t.strictSame([...split(cut(Buffer.concat([over, bytesOf(end)]), sizes))], [want]);
    }
  }
});

t.test('a line that is too long disturbs neither the line before nor the one behind', async (t) => {
  const long = 'long\r '.repeat(30_000);
  const bytes = bytesOf(`\xef\xbb\xbfbefore\r\n${long}\r\nbehind\n${long}`);
  const want = splitNaively(bytes);
  t.strictSame(
    want.map(({ number, offset }) => ({ number, offset })),
    [
      { number: 1, offset: 3 },
      { number: 2, offset: 11 },
      { number: 3, offset: 11 + long.length + 2 },
      { number: 4, offset: 11 + long.length + 9 },
    ],
  );
  for (const size of [1_000, 65_537, 70_000, 262_144])
    t.strictSame(
      split(
        cut(
          bytes,
          Array.from({ length: 500 }, () => size),
        ),
      ),
      want,
      `${size} bytes`,
    );
});

t.test('CRs at the cuts of a long line are hashed, but for the last', async (t) => {
  const line = bytesOf(`${'x'.repeat(70_000)}\r\r\ry\r\r`);
  const want = sha256(line.subarray(0, -1));
  for (const end of ['\n', '']) {
    const bytes = Buffer.concat([line, bytesOf(end)]);
    const chunks = [bytes.subarray(0, 69_999), ...oneByteEach(bytes.subarray(69_999))];
    t.equal(split(chunks)[0]?.sha256, want);
  }
});

t.test('any bytes, cut anywhere, give the lines of a naive split', async (t) => {
  const seed = takeSeed(t);
  const piece = fc.oneof(
    fc.constantFrom('\n', '\r', '\r\n', '\xef\xbb\xbf', '\xef', '\xbb', '\0', 'a', '\x85', '\xff'),
    fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    // Around the limit, rarely.
    fc.oneof({ weight: 30, arbitrary: fc.constant('') }, fc.integer({ min: -2, max: 2 }).map((more) => 'z'.repeat(LINE_BYTES_MAX + more))), // biome-ignore format: one choice
  );
  const content = fc.array(piece, { maxLength: 30 }).map((pieces) => bytesOf(pieces.join('')));
  const sizes = fc.array(fc.oneof(fc.nat({ max: 4 }), fc.nat({ max: 70_000 })), { maxLength: 60 });
  const show = (lines: readonly Line[]): string => JSON.stringify(lines);
  fc.assert(
    fc.property(content, sizes, (bytes, sizes) => {
      return show(split(cut(bytes, sizes))) === show(splitNaively(bytes));
    }),
    { seed, numRuns: 2_000 },
  );
  t.pass('no other split');
});

t.test('a line of 64 MiB costs no memory', async (t) => {
  const chunk = Buffer.alloc(16 * 1024, 'x');
  const count = 4_096;
  const hash = createHash('sha256');
  let most = 0;
  const before = heldBytes();
  function* chunks(): Generator<Buffer> {
    for (let sent = 0; sent < count; sent += 1) {
      hash.update(chunk);
      if (sent % 256 === 0) most = Math.max(most, heldBytes() - before);
      yield chunk;
    }
    yield bytesOf('\r\nnext\n');
  }
  const lines = split(chunks());
  t.strictSame(lines, [
    { text: 'x'.repeat(OVERSIZE_SHOWN), number: 1, offset: 0, sha256: hash.digest('base64url') },
    { text: 'next', number: 2, offset: count * chunk.length + 2 },
  ]);
  t.ok(most < 16 * 1024 * 1024, `${most} bytes more at most`);
});
