/** Goal: listing jumps only over keys whose time is not wanted: known by an earlier sync, or not asked for. */
import t from 'tap';
import { deliveredWithin, lookBackFrom, namedWithin } from '../../../src/source/log/key-window.ts';
import { jumpFrom } from '../../../src/source/s3/log-key-layout.ts';

const lookBack = lookBackFrom(Date.parse('2026-01-17T08:30:15.900Z'));
const ID = 'E568B2907131C0C0';
const ACCOUNT = 'logs/123456789012/eu-west-1/media/';

t.test('the look-back is 48 hours of stamps and 14 days of folders', async (t) => {
  t.strictSame(lookBack.from, { stamp: '2026-01-15-08-30-15', day: '2026/01/03' });
});

const cases: readonly (readonly [string, string, string | null])[] = [
  ['a recent simple key', `logs/2026-01-16-00-00-00-${ID}`, null],
  ['the very second of the look-back', `logs/2026-01-15-08-30-15-${ID}`, null],
  ['the second before it', `logs/2026-01-15-08-30-14-${ID}`, 'logs/2026-01-15-08-30-15'],
  ['an old key of this year', `logs/2026-01-01-00-00-01-${ID}`, 'logs/2026-01-15-08-30-15'],
  ['a key of an earlier year', `logs/2024-05-01-00-00-01-${ID}`, 'logs/2024-:'],
  ['a stamp without a time, 14 days ago', `logs/day=03/2026-01-03-00-00-00-${ID}`, null],
  ['an older stamp without a time', `logs/day=02/2026-01-02-00-00-00-${ID}`, 'logs/day=02/2026-01-03-00-00-00'],
  ['a prefix without a slash', `logs2026-01-01-00-00-01-${ID}`, 'logs2026-01-15-08-30-15'],
  ['no prefix', `2026-01-01-00-00-01-${ID}.gz`, '2026-01-15-08-30-15'],
  ['a folder of a day within 14 days', `${ACCOUNT}2026/01/03/2026-01-03-00-00-00-${ID}`, null],
  ['a folder of an older day', `${ACCOUNT}2026/01/02/2026-01-02-00-00-00-${ID}`, `${ACCOUNT}2026/01/03`],
  ['an account id that looks like a year', `202512345678/eu-west-1/b/2025/01/02/2025-01-02-00-00-00-${ID}`, '202512345678/eu-west-1/b/2026/01/03'],
  ['another layout', 'AWSLogs/123456789012/CloudTrail/2020/01/01/file.json.gz', null],
  ['a date and a name', 'logs/2020-01-01-00-00-00', null],
  ['a folder of another date', `logs/year=2020/2020-01-01-${ID}`, null],
  ['a key with a line end', `lo\ngs/2020-01-01-00-00-00-${ID}`, 'lo\ngs/2020-:'],
  ['a day folder without an account, 14 days ago', `media/2026/01/03/2026-01-03-00-00-00-${ID}`, null],
  ['an older day folder without an account', `media/2026/01/02/2026-01-02-00-00-00-${ID}`, 'media/2026/01/03'],
  ['a day folder of an earlier year', `media/2025/12/31/2025-12-31-00-00-00-${ID}`, 'media/2025/:'],
  ['a day folder below an account of another form', `acct-7/eu-west-1/m/2026/01/02/2026-01-02-10-00-00-${ID}.gz`, 'acct-7/eu-west-1/m/2026/01/03'],
  ['a day folder without any prefix', `2024/01/02/2024-01-02-00-00-00-${ID}`, '2024/:'],
  ['a file merged of a day', 'logs/2020-01-17-merged.log', null],
  ['a part in the folder of a day', 'logs/2020/01/17/part-0000', null],
]; // biome-ignore format: a table

for (const [name, key, want] of cases)
  t.test(`jump: ${name}`, async (t) => t.equal(jumpFrom(key, lookBack), want));

t.test('account ids sort behind the place to which a year is left', async (t) => {
  const target = jumpFrom(`2025-01-01-00-00-00-${ID}`, lookBack) ?? '';
  t.ok(target > `2025-12-31-23-59-59-${ID}` && target < '202512345678/eu-west-1/');
  const days = jumpFrom(`2025/01/01/2025-01-01-00-00-00-${ID}`, lookBack) ?? '';
  t.ok(days > `2025/12/31/2025-12-31-00-00-00-${ID}` && days < '202500000000/eu-west-1/');
});

t.test('of a year that is left, keys of other forms are listed', async (t) => {
  const target = jumpFrom(`logs/2025-01-01-00-00-01-${ID}`, lookBack) ?? '';
  for (const other of ['logs/2025-merged.log', 'logs/2025.log', 'logs/2025/01/17/part-0000'])
    t.ok(target < other, other);
});

const december = namedWithin(
  Date.parse('2025-12-01T00:00:00Z'),
  Date.parse('2026-01-01T00:00:00Z'),
);
const december2 = deliveredWithin(
  Date.parse('2025-12-01T10:00:00Z'),
  Date.parse('2025-12-30T10:00:00Z'),
);
const bounded: readonly (readonly [string, string, typeof december, string | null])[] = [
  ['a key of the month', `logs/2025-12-31-23-59-59-${ID}`, december, null],
  ['the month before', `logs/2025-11-30-23-59-59-${ID}`, december, 'logs/2025-12-01-00-00-00'],
  ['the month after: its year is left', `logs/2026-01-01-00-00-00-${ID}`, december, 'logs/2026-:'],
  ['a folder of the last day', `${ACCOUNT}2025/12/31/2025-12-31-00-00-00-${ID}`, december, null],
  ['a folder of the next day: its partition is left', `${ACCOUNT}2026/01/01/2026-01-01-00-00-00-${ID}`, december, `${ACCOUNT}:`],
  ['a day folder without an account: its year is left', `media/2026/01/01/2026-01-01-00-00-00-${ID}`, december, 'media/2026/:'],
  ['another layout', 'logs/2026-01-17-merged.log', december, null],
  ['delivered the second before --from', `logs/2025-12-01-09-59-59-${ID}`, december2, 'logs/2025-12-01-10-00-00'],
  ['delivered at --from', `logs/2025-12-01-10-00-00-${ID}`, december2, null],
  ['a day folder that may still have grown at --from', `${ACCOUNT}2025/11/17/2025-11-17-00-00-00-${ID}`, december2, null],
  ['one that no longer did', `${ACCOUNT}2025/11/16/2025-11-16-00-00-00-${ID}`, december2, `${ACCOUNT}2025/11/17`],
  ['delivered at --to', `logs/2025-12-30-10-00-00-${ID}`, december2, 'logs/2025-:'],
  ['a day folder of the day of --to', `${ACCOUNT}2025/12/30/2025-12-30-00-00-00-${ID}`, december2, null],
]; // biome-ignore format: a table

for (const [name, key, window, want] of bounded)
  t.test(`bounded: ${name}`, async (t) => t.equal(jumpFrom(key, window), want));

t.test('without --from nothing is too old', async (t) => {
  const until = deliveredWithin(null, Date.parse('2025-12-30T10:00:00Z'));
  t.equal(jumpFrom(`logs/0999-01-01-00-00-01-${ID}`, until), null);
});
