/** Goal: numbers as a person reads them, with no odd ones at the borders. */
import t from 'tap';
import { formatAmount, formatBytes, formatCount, formatMoment, formatPart, formatSeconds, formatShare, formatTenths, plural } from '../../src/core/format.ts'; // biome-ignore format: one import

// biome-ignore format: a table, one row a value
const BYTES: readonly (readonly [number, string])[] = [
  [0, '0 B'], [0.000_1, '< 1 B'], [0.49, '< 1 B'], [0.5, '1 B'], [1, '1 B'], [999, '999 B'], [999.4, '999 B'], [999.6, '1.0 kB'], [1_000, '1.0 kB'], [1_049, '1.0 kB'], [1_051, '1.1 kB'],
  [999_949, '999.9 kB'], [999_950, '1.0 MB'], [12_345_678, '12.3 MB'], [1e9, '1.0 GB'], [1e12, '1.0 TB'], [1e15, '1.0 PB'],
  [Number.MAX_SAFE_INTEGER, '9.0 PB'], [2e18, '2,000.0 PB'],
];

t.test('bytes are shown in powers of a thousand', async (t) => {
  for (const [bytes, text] of BYTES) t.equal(formatBytes(bytes), text, String(bytes));
});

// biome-ignore format: a table, one row a value
const SECONDS: readonly (readonly [number, string])[] = [
  [0, '0.0 s'], [0.84, '0.8 s'], [9.94, '9.9 s'], [9.96, '10 s'], [12.4, '12 s'], [119.4, '119 s'], [119.6, '2 min 0 s'],
  [120, '2 min 0 s'], [200, '3 min 20 s'], [239.7, '4 min 0 s'], [7_199.9, '120 min 0 s'],
];

t.test('seconds never reach sixty beside minutes', async (t) => {
  for (const [seconds, text] of SECONDS) t.equal(formatSeconds(seconds), text, String(seconds));
});

t.test('counts, tenths and shares', async (t) => {
  t.equal(formatCount(1_234_567), '1,234,567');
  t.equal(formatTenths(1_234.56), '1,234.6');
  t.strictSame(['1234.5678', '0.0049', '0.0000', '-12.3456', '-0.0001'].map(formatAmount), ['1,234.57', '< 0.01', '0.00', '−12.35', '> −0.01']); // biome-ignore format: one list
  t.equal(formatShare(0), '0.0 %');
  t.equal(formatShare(0.1234), '12.3 %');
  t.equal(formatShare(1), '100.0 %');
});

/** Seen: a client above 99.955 % of all others was "above 100.0 %". */
// biome-ignore format: a table, one row a number
const BORDERS: readonly (readonly [(value: number) => string, readonly (readonly [number, string])[]])[] = [
  [formatShare, [[0, '0.0 %'], [0.000_01, '< 0.1 %'], [0.000_499, '< 0.1 %'], [0.000_51, '0.1 %'], [0.999_49, '99.9 %'], [0.999_55, '> 99.9 %'], [1 - Number.EPSILON, '> 99.9 %'], [1, '100.0 %']]],
  [formatTenths, [[0, '0.0'], [0.000_01, '< 0.1'], [0.049, '< 0.1'], [0.051, '0.1'], [0.96, '1.0'], [99.96, '100.0'], [1_000, '1,000.0']]],
  [formatPart, [[0, '0.00'], [0.004, '< 0.01'], [0.006, '0.01'], [0.994, '0.99'], [0.996, '> 0.99'], [1, '1.00']]],
];
t.test('what is something never reads as nothing, and a part never as all', async (t) => {
  for (const [format, cases] of BORDERS)
    for (const [value, text] of cases) t.equal(format(value), text, `${format.name} ${value}`);
});

t.test('one line, two lines, no lines', async (t) => {
  t.equal(plural(0, 'line'), '0 lines');
  t.equal(plural(1, 'line'), '1 line');
  t.equal(plural(2_000, 'line'), '2,000 lines');
  t.equal(plural(2, 'entry', 'entries'), '2 entries');
});

t.test(
  'a time is never shown later than it is, and with its year only where it is another',
  async (t) => {
    const now = Date.parse('2026-03-01T00:00:00Z');
    t.equal(formatMoment('2026-02-24T00:07:59.999Z', now), '24 Feb 00:07');
    t.equal(formatMoment('2025-12-31T23:59:00Z', now), '31 Dec 2025 23:59');
    t.equal(formatMoment('2027-01-01T00:00:00Z', now), '1 Jan 2027 00:00');
  },
);
