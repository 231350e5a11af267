/**
 * Goal: text that is hostile to JSON, to terminals or to the parser becomes a record that holds it
 * unchanged, or a counted reject, in little time.
 */
import { Buffer } from 'node:buffer';
import t from 'tap';
import { makeEnricher } from '../../src/enrich/enrich.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';

const LIMITS = { timeSecondsMax: 4_102_444_800 };
const enrich = makeEnricher();
const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

// biome-ignore format: a table, one row a text
const TEXTS: Readonly<Record<string, string>> = {
  'quotes and backslashes': 'a"b\\c\\"d',
  'every control character': [...Array(32).keys(), 127].map((code) => String.fromCharCode(code)).join('').replace('\n', ''),
  'line and paragraph separator': 'a\u2028b\u2029c\u0085d',
  NUL: '\0\0a\0',
  'a lone CR': 'before\rafter',
  'a terminal sequence': '\x1b[31mred\x1b]0;title\x07',
  'right-to-left marks': 'safe\u202efdp.exe',
  'an emoji of two surrogates': '\u{1f3b5}',
  'a byte order mark': '\ufeffa',
  'markup': '<script>alert(1)</script>&amp;',
};

for (const [what, text] of Object.entries(TEXTS)) {
  t.test(`${what}: kept in a header as it was sent`, async (t) => {
    const line = ordinaryLine(1).replace('"https://www.radio.example/', () => `"${utf8(text)}`);
    const outcome = parseLine(line, LIMITS);
    const referrer = outcome.kind === 'record' ? outcome.record.referrer : outcome.reason;
    t.equal(referrer, `${text}shows/1`);
    t.equal(JSON.parse(JSON.stringify(referrer)), referrer, 'JSON can say it');
  });
}

t.test('UTF-16 text is a reject', async (t) => {
  const wide = Buffer.from(`\ufeff${ordinaryLine(1)}`, 'utf16le').toString('latin1');
  t.match(parseLine(wide, LIMITS), { kind: 'reject', reason: 'not_a_log_line' });
});

t.test('a key of 1,024 bytes, all of them encoded twice, is decoded', async (t) => {
  const key = '"% +\u00e9\u00e9'.repeat(128);
  const logged = encodeURIComponent(encodeURIComponent(key).replaceAll('%20', '+'));
  const outcome = parseLine(ordinaryLine(1).replace(/ episodes\S+/, ` ${logged}`), LIMITS);
  t.equal(outcome.kind === 'record' && outcome.record.key, key);
  t.equal(outcome.kind === 'record' && outcome.record.keyLogged, logged);
});

t.test('no text of a reject ends in half a character', async (t) => {
  const outcome = parseLine(utf8(`${'x'.repeat(999)}\u{1f3b5}\u{1f3b5}`), LIMITS);
  t.ok(outcome.kind === 'reject' && outcome.text.isWellFormed());
});

// biome-ignore format: a table, one row a shape
const AGENT_SHAPES = ['a', ' ', '"', '" ', '/', '(', '((', ';', '%', '%25', '%%', 'Mozilla/5.0 ', 'bot', 'Bot/1.', '+http://', '1.', 'like Gecko ', 'Version/', '\u00ff', '=sig='];
/** A guard against square costs, 268 million steps here; what is usual is a fiftieth, and a matter of benchmarks. */
const AGENT_MS_MAX = 250;
t.test('a user agent of 16 kB costs no more than its length, whatever its shape', async (t) => {
  for (const shape of AGENT_SHAPES) {
    const agent = shape.repeat(Math.ceil(16_384 / shape.length));
    let bestMs = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 5; round += 1) {
      // A different agent each time: the answer of the first round is remembered.
      const line = ordinaryLine(0).replace('"-" "-"', () => `"-" "${round}${agent}"`);
      const started = performance.now();
      const outcome = parseLine(line, LIMITS);
      if (outcome.kind === 'record') enrich(outcome.record);
      bestMs = Math.min(bestMs, performance.now() - started);
    }
    t.ok(bestMs < AGENT_MS_MAX, `${JSON.stringify(shape)}: ${bestMs.toFixed(2)} ms`);
  }
});
