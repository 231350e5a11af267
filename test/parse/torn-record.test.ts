/**
 * Goal: of two records on one line none vanishes inside the other. A line end was lost, is a lone CR,
 * or S3 tore the first record off: the line is a reject, which tells what could be read of the first.
 */
import { Buffer } from 'node:buffer';
import t from 'tap';
import { parseLine } from '../../src/parse/parse-line.ts';
import { secondRecordAt } from '../../src/parse/second-record-at.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';

const LIMITS = { timeSecondsMax: 4_102_444_800 };
const FIRST = `${ordinaryLine(1)} Yes`.replace(' - - - Yes', ' - Yes eu-west-3');
const SECOND = ordinaryLine(2);
const OWNER = SECOND.slice(0, SECOND.indexOf(' '));
const BEHIND_TIME = FIRST.indexOf(']') + 1;
const LINE_SEPARATOR = Buffer.from('\u2028', 'utf8').toString('latin1');
const JOINTS = { glued: '', 'a blank': ' ', CR: '\r', NUL: '\0', 'U+2028': LINE_SEPARATOR };

/** Splits at blanks outside of quotes and brackets: enough for lines of our own. */
const fieldsOf = (line: string): string[] => line.match(/"[^"]*"|\[[^\]]*\]|[^ ]+/g) ?? [];

const outcomeOf = (line: string): string => {
  const outcome = parseLine(line, LIMITS);
  return outcome.kind === 'record' ? 'record' : outcome.reason;
};

t.test('two records of 17 to 27 fields, however they are joined, are one reject', async (t) => {
  t.equal(fieldsOf(FIRST).length, 27);
  for (let count = 17; count <= 27; count += 1) {
    const first = fieldsOf(FIRST).slice(0, count).join(' ');
    const second = fieldsOf(SECOND).slice(0, Math.min(count, 26)).join(' ');
    t.equal(outcomeOf(first), 'record', `${count} fields alone`);
    for (const [joint, text] of Object.entries(JOINTS))
      t.equal(outcomeOf(first + text + second), 'torn_record', `${count} fields, ${joint}`);
  }
});

t.test(
  'a record cut anywhere behind its time, with the next behind it, is one reject',
  async (t) => {
    const records: string[] = [];
    for (let cut = BEHIND_TIME; cut <= FIRST.length; cut += 1) {
      for (const joint of Object.values(JOINTS)) {
        const line = FIRST.slice(0, cut) + joint + SECOND;
        if (outcomeOf(line) !== 'torn_record') records.push(`${cut}: ${outcomeOf(line)}`);
      }
    }
    t.strictSame(records, []);
    t.ok(FIRST.length - FIRST.indexOf('"https:') > 250, 'most cuts are behind the Referer');
  },
);

t.test('a third record, several blanks and a short owner change nothing', async (t) => {
  t.equal(outcomeOf(`${FIRST}\r${SECOND}\r${SECOND}`), 'torn_record');
  t.equal(
    outcomeOf(FIRST + SECOND.replace(' radio-archive ', '  radio-archive   ')),
    'torn_record',
  );
  const short = (line: string): string => line.replace(OWNER, 'owner');
  t.equal(outcomeOf(short(FIRST)), 'record');
  t.equal(outcomeOf(short(FIRST) + short(SECOND)), 'torn_record');
});

t.test("what is no start of a record with its own owner stays the caller's", async (t) => {
  const time = SECOND.slice(SECOND.indexOf('['), SECOND.indexOf(']') + 1);
  const texts = [
    time,
    `radio-archive ${time}`,
    `someone radio-archive ${time}`,
    `${OWNER}${time}`,
    `${OWNER} ${time}`,
    `${OWNER}x radio-archive ${time}`,
    `${OWNER} radio archive ${time}`,
    `${OWNER} radio-archive [${time}`,
    `${OWNER} radio-archive ${time.toLowerCase()}`,
    '[FBAN/FBIOS;FBAV/540.0]',
  ];
  for (const text of texts) {
    t.equal(outcomeOf(FIRST.replace('"https:', () => `"${text} https:`)), 'record', text);
    t.equal(outcomeOf(FIRST.replace('"Mozilla', () => `"${text} Mozilla`)), 'record', text);
  }
});

t.test('the first of two records is told as far as it goes', async (t) => {
  const factsOf = (line: string) => {
    const outcome = parseLine(line, LIMITS);
    return outcome.kind === 'reject' ? outcome.facts : null;
  };
  const time = { timeSeconds: 1_767_229_267, time: '2026-01-01T01:01:07Z' };
  const whole = { remoteIp: '203.0.113.1', bytesSent: 40_001, ...time, hasRequestId: true };
  t.strictSame(factsOf(FIRST + SECOND), whole);
  t.strictSame(factsOf(FIRST.slice(0, FIRST.indexOf('Mozilla') + 3) + SECOND), whole);
  const inBytes = FIRST.indexOf(' 40001 ') + ' 400'.length;
  t.strictSame(
    factsOf(FIRST.slice(0, inBytes) + SECOND),
    { ...whole, bytesSent: null },
    'a number that is cut is no number',
  );
  const inAddress = FIRST.indexOf('203.0.113.1') + '203.0.11'.length;
  const unknown = { remoteIp: null, bytesSent: null, hasRequestId: false };
  t.strictSame(factsOf(FIRST.slice(0, inAddress) + SECOND), { ...unknown, ...time });
  t.strictSame(factsOf(`${FIRST.slice(0, BEHIND_TIME)}${SECOND}`), { ...unknown, ...time });
});

t.test('looking for a second record costs no more than the length of the line', async (t) => {
  const date = '[14/Mar/2026:';
  const fill = (piece: string): string => piece.repeat(Math.floor(60_000 / piece.length));
  // biome-ignore format: a table, one row a shape
  const shapes: readonly (readonly [string, string])[] = [
    ['o', fill(` b ${date}`)], ['o', fill(` ${date}`)], ['o', fill(date)], ['o', fill('[')],
    ['o', `${' '.repeat(30_000)}${fill(` ${date}`).slice(0, 30_000)}`],
    ['a'.repeat(30_000), `${'a'.repeat(29_999)}${fill(` b ${date}`).slice(0, 20_000)}`],
    ['a'.repeat(20_000), `${'a'.repeat(20_000)} ${fill(`b ${date} `).slice(0, 20_000)}`],
  ];
  for (const [owner, text] of shapes) {
    let bestMs = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 5; round += 1) {
      const started = performance.now();
      secondRecordAt(`x${text}`, owner, 0);
      bestMs = Math.min(bestMs, performance.now() - started);
    }
    t.ok(bestMs < 20, `${owner.length} ${text.slice(0, 20)}: ${bestMs.toFixed(2)} ms`);
  }
});
