/** Goal: nothing that is logged steers the terminal, or makes one read something else. */
import t from 'tap';
import { jsonLine, printable, printableJson } from '../../src/core/printable.ts';

// biome-ignore format: a list
const SEQUENCES: readonly string[] = [
  '\x1b[31mred', '\x1b[2J', '\x1b[H', '\x1b[1;1H', '\x1b[999D', '\x1b[?25l', '\x1b[?1049h', '\x1b[6n', '\x1b[c', '\x1bc',
  '\x1b]0;title\x07', '\x1b]0;title\x1b\\', '\x1b]8;;http://a.test\x07link\x1b]8;;\x07', '\x1b]52;c;YQ==\x07', '\x1b]50;font\x07', '\x1bP$q\x1b\\', '\x1b_apc\x1b\\', '\x1b^pm\x1b\\', '\x1b#8', '\x1b(0',
  '\x9b31m', '\x9d0;title\x9c', '\x90q\x9c', '\x85next', '\x84', '\x8d', '\x07', '\b\b\bover', '\rover', '\n fake line',
  '\t', '\v', '\f', '\0', '\x7f', '\x0e\x0f', '\x1a', '\u2028', '\u2029', '\u202eexe.3pm',
  '\u202a\u202b\u202c\u202d', '\u2066\u2067\u2068\u2069', '\u200e\u200f', '\u061c', '\u206a\u206f', '\ufff9\ufffa\ufffb',
];
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

t.test(`none of ${SEQUENCES.length} sequences passes`, async (t) => {
  t.ok(SEQUENCES.length >= 40);
  for (const [at, sequence] of SEQUENCES.entries()) {
    const shown = printable(`before${sequence}after`);
    t.notOk(CONTROL.test(shown), `sequence ${at}`); // not shown here: the report goes to a terminal
    t.ok(shown.startsWith('before·') && shown.includes('·'), 'one sees that something was there');
  }
});

t.test('of all characters, exactly those go that control', async (t) => {
  for (let point = 0; point <= 0x10_ffff; point += 1) {
    const character = String.fromCodePoint(point);
    if (CONTROL.test(character) && printable(character) !== '·')
      t.fail(`U+${point.toString(16)} passes`);
  }
  t.equal(printable('\x00\x1f\x7f\x80\x9f'), '·····');
});

t.test('text in any script stays', async (t) => {
  for (const text of ['a b', 'Grüße', '日本語', 'עברית', 'العربية', '👩‍👩‍👧', '·', '%00', '\u00a0'])
    t.equal(printable(text), text);
});

t.test('JSON keeps its values and its lines, and holds none of it', async (t) => {
  for (const [at, sequence] of SEQUENCES.entries()) {
    const value = { [`key ${sequence}`]: [`\\${sequence}"`] };
    const line = jsonLine(value);
    t.strictSame(JSON.parse(line), value, `sequence ${at}`);
    t.notOk(CONTROL.test(line.slice(0, -1)), `sequence ${at}`);
  }
  t.equal(printableJson('{"a":"\x7f\x9b\u202e"}\n{}\n'), '{"a":"\\u007f\\u009b\\u202e"}\n{}\n');
  t.equal(printableJson('{"a":"Grüße, 日本語"}'), '{"a":"Grüße, 日本語"}');
});
