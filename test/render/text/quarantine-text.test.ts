/** Goal: rejected lines are told within the width of a terminal, and what to do about them once. */
import t from 'tap';
import { adviceOf, noLinesText, quarantineText } from '../../../src/render/text/quarantine-text.ts';

const reasons = ['number_invalid', 'torn_record', 'status_invalid'].map((reason) => ({
  reason,
  lines: 1,
  ...adviceOf(reason),
}));
const row = {
  reason: 'torn_record',
  logKey: 'logs/a.gz',
  line: 7,
  offset: 0,
  time: null,
  ip: null,
  bytes: null,
  timesMet: 2,
  firstMet: '2026-02-01T00:00:00Z',
  lastMet: '2026-02-01T00:00:00Z',
  detail: null,
  text: 'word '.repeat(40),
};

t.test('what to do is said once below all reasons for which it is the same', async (t) => {
  const text = quarantineText({ total: 3, reasons, rows: [] });
  t.equal(text.match(/Damaged on its way/g)?.length, 1);
  t.match(text, /number_invalid: .*\n.*status_invalid: .*\n {11}Damaged .*\n.*torn_record: /);
});

t.test('on a terminal no line is wider; in a pipe none is broken', async (t) => {
  const quarantine = { total: 3, reasons, rows: [row] };
  const lines = quarantineText(quarantine, 60).split('\n');
  t.ok(lines.every((line) => line.length <= 60), lines.join('\n')); // biome-ignore format: one assertion
  t.equal(quarantineText(quarantine).split('\n').length, 1 + 5 + 1 + 2 + 2 + 1);
});

t.test('where there is none, it says whether anything was looked at', async (t) => {
  const none = { isFiltered: false, isShipped: true, isSamples: false };
  t.match(noLinesText(none), /every line that was read is a record/);
  t.match(noLinesText({ ...none, isFiltered: true }), /No rejected line matches/);
  t.match(noLinesText({ ...none, isShipped: false }), /for the sample logs add --samples/);
  t.notMatch(noLinesText({ ...none, isShipped: false, isSamples: true }), /--samples/);
});
