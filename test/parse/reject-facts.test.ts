/**
 * Goal: whoever sends what makes his line unreadable does not hide behind it: address, bytes and time
 * are told where they can be read, and nothing is told that may be a part of a value.
 */
import t from 'tap';
import type { RejectFacts } from '../../src/core/reject-reason.ts';
import { makeLineParser, parseLine } from '../../src/parse/parse-line.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';

const LIMITS = { timeSecondsMax: 4_102_444_800 };
const LINE = ordinaryLine(1);
const TIME = { timeSeconds: 1_767_229_267, time: '2026-01-01T01:01:07Z' };
const ALL = { remoteIp: '203.0.113.1', bytesSent: 40_001, ...TIME, hasRequestId: true };
const NONE = {
  remoteIp: null,
  bytesSent: null,
  timeSeconds: null,
  time: null,
  hasRequestId: false,
};

// biome-ignore format: a table, one row a line
const CASES: readonly (readonly [string, string, string, RejectFacts])[] = [
  ['other text', 'hello [there]', 'not_a_log_line', NONE],
  ['a status of letters', LINE.replace(/" \d{3} /, '" OK '), 'status_invalid', { ...ALL, bytesSent: null }],
  ['an object size of letters', LINE.replace(' 900001 ', ' many '), 'number_invalid', ALL],
  ['bytes sent of letters', LINE.replace(' 40001 ', ' many '), 'number_invalid', { ...ALL, bytesSent: null }],
  ['bytes sent above 2^53', LINE.replace(' 40001 ', ' 9007199254740992 '), 'number_out_of_range', { ...ALL, bytesSent: null }],
  ['an object size above 2^53', LINE.replace(' 900001 ', ' 9007199254740992 '), 'number_out_of_range', ALL],
  ['an agent that never closes', LINE.slice(0, LINE.indexOf('Mozilla') + 3), 'quote_unclosed', ALL],
  ['an end inside the bytes', LINE.slice(0, LINE.indexOf(' 40001 ') + 4), 'too_few_fields', { ...ALL, bytesSent: null }],
  ['an end inside the address', LINE.slice(0, LINE.indexOf('203.0') + 8), 'too_few_fields', { ...NONE, ...TIME }],
  ['an address that is masked', LINE.replace('203.0.113.1', 'xx.0.113.1').replace(' 900001 ', ' many '), 'number_invalid', { ...ALL, remoteIp: null }],
  ['an address with a zone', LINE.replace('203.0.113.1', 'fe80::1%eth0').replace(' 900001 ', ' many '), 'number_invalid', { ...ALL, remoteIp: null }],
  ['an address of IPv6', LINE.replace('203.0.113.1', '2001:db8::1').replace(' 900001 ', ' many '), 'number_invalid', { ...ALL, remoteIp: '2001:db8::1' }],
  ['no request id', LINE.replace(/ \w{16} REST/, ' - REST').replace(' 900001 ', ' many '), 'number_invalid', { ...ALL, hasRequestId: false }],
  ['no bytes', LINE.replace(' 40001 900001 ', ' - many '), 'number_invalid', { ...ALL, bytesSent: null }],
  ['a day that does not exist', LINE.replace('01/Jan/2026', '31/Feb/2026'), 'time_invalid', { ...ALL, timeSeconds: null, time: null }],
  ['a time without a zone', LINE.replace(' +0000]', ']'), 'time_invalid', { ...ALL, timeSeconds: null, time: null }],
  ['a year that is forged', LINE.replace('01/Jan/2026', '01/Jan/2999'), 'time_out_of_range', { ...ALL, time: '2999-01-01T01:01:07Z', timeSeconds: 32_472_147_667 }],
  ['a year without four digits, by its offset', LINE.replace('01/Jan/2026:01:01:07 +0000', '31/Dec/9999:23:59:59 -0100'), 'time_out_of_range', { ...ALL, timeSeconds: null, time: null }],
];

for (const [what, line, reason, facts] of CASES)
  t.test(`${what}: told what can be read`, async (t) => {
    const outcome = parseLine(line, LIMITS);
    t.equal(outcome.kind === 'reject' && outcome.reason, reason);
    t.strictSame(outcome.kind === 'reject' && outcome.facts, facts);
  });

t.test('a line over 64 KiB is no log line where its first bytes hold no time', async (t) => {
  const { oversizeReject } = makeLineParser();
  const start = (text: string) => oversizeReject(text.slice(0, 1_024));
  t.match(start('PAR1'.repeat(300)), { reason: 'not_a_log_line', facts: NONE });
  t.match(start(`{"Records": [{"a": [1, 2]}]} ${'x'.repeat(1_024)}`), { reason: 'not_a_log_line' });
  const long = LINE.replace('Mozilla', 'Mozilla'.repeat(10_000));
  t.match(start(long), { reason: 'line_too_long', facts: ALL });
  t.match(start(`\t${long}`), { reason: 'line_too_long', facts: ALL }, 'blanks before it or not');
  const cutInBytes = LINE.slice(0, LINE.indexOf(' 40001 ') + 4);
  t.match(oversizeReject(cutInBytes), { reason: 'line_too_long', facts: { bytesSent: null } });
});
