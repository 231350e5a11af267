/** Goal: a day is judged by comparable ones, where there are enough, in the days of its zone. */
import t from 'tap';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { prepareQuestion } from '../../../src/questions/catalogue.ts';
import { busyHours } from '../../../src/questions/why/busy-hours.ts';
import { type Day, judgeDays, median } from '../../../src/questions/why/days.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at } from '../naive.ts';

const DAY_MS = 86_400_000;
const FIRST_MS = Date.parse('2026-03-02');

async function ask(records: readonly Document[], raw: RawParameters = {}) {
  const { answer, present } = await prepareQuestion('why', raw)(new MemorySearch(records));
  if (answer.question !== 'why') throw new Error(answer.question);
  return { ...answer, present };
}

/** At noon of each day; a day of 0 has no record. */
const daily = (values: readonly number[], more: Document = {}): Document[] =>
  values.flatMap((value, index) => {
    const time = new Date(FIRST_MS + index * DAY_MS + DAY_MS / 2).toISOString();
    return value === 0 ? [] : [at(time, value, { remote_ip: '192.0.2.1', ...more })];
  });

const flat = (days: number, value = 1_000): number[] => Array.from({ length: days }, () => value);

const judge = (values: readonly number[]) =>
  judgeDays(values.map((value, index): Day => ({ fromMs: FIRST_MS + index * DAY_MS, value, requests: 1 }))); // biome-ignore format: one rule

t.test('the median is the middle, or the mean of the two middle values', async (t) => {
  t.strictSame([[], [3], [9, 1], [5, 1, 3]].map(median), [0, 3, 5, 3]);
});

t.test(
  'a day is compared with its weekdays, but for the first and the last day of all',
  async (t) => {
    const month = judge(flat(31));
    const [tenth] = month.filter(({ fromMs }) => fromMs === FIRST_MS + 10 * DAY_MS);
    t.strictSame(
      tenth?.comparedWith.map(({ fromMs }) => (fromMs - FIRST_MS) / DAY_MS),
      [3, 17, 24],
    );
    t.ok(tenth?.isByWeekday);
    t.equal(month.length, 31);
    const cut = judge([...flat(28), 30]);
    t.ok(cut.every(({ standsOut }) => !standsOut));
    t.ok(cut.every(({ usual }) => usual === 1_000), 'a day that is cut is nobody\u2019s usual'); // biome-ignore format: one call
  },
);

t.test('what comes every week, and what is half as much again, stands out nowhere', async (t) => {
  const none = (values: readonly number[]) =>
    t.strictSame(judge(values).filter(({ standsOut }) => standsOut), []); // biome-ignore format: one rule
  none(flat(35).map((value, index) => (index % 7 === 4 ? 5 * value : value)));
  none(flat(35).map((value, index) => (index === 17 ? 1.4 * value : value)));
  none(flat(35, 0));
  const one = judge(flat(35).map((value, index) => (index === 17 ? 1.6 * value : value)));
  t.match(
    one.filter(({ standsOut }) => standsOut),
    [{ usual: 1_000, value: 1_600 }],
  );
});

t.test('a burst into nothing stands out, and has no factor', async (t) => {
  const values = flat(35, 0).map((value, index) => (index === 17 ? 5_000 : value));
  const records = [...daily(values, { key: 'a' }), ...daily([1, ...flat(33, 0), 1])];
  const { day, cause, sentences } = await ask(records);
  t.match(day, { value: 5_000, usual: 0, times: null, rise: 5_000 });
  t.match(cause, { kind: 'client', name: '192.0.2.1', share: 1 });
  t.match(sentences[0], /^Thu, 19 Mar 2026 is more than nothing: 5\.0 kB, usually 0 B/);
});

t.test('how sure it is follows from how many days can be compared', async (t) => {
  const burst = (days: number, on: number) => daily(flat(days).map((value, index) => (index === on ? 9 * value : value))); // biome-ignore format: one rule
  t.match(await ask(burst(60, 30)), { verdict: 'stands_out', sureness: 'sure' });
  t.match(await ask(burst(30, 10)), { verdict: 'stands_out', sureness: 'fairly_sure' });
  const few = await ask(burst(12, 6));
  t.match(few, { verdict: 'stands_out', sureness: 'unsure' });
  t.match(few.sentences.join(' '), /any days near it, and this is uncertain\./);
  const none = await ask(burst(5, 2));
  t.match(none, { verdict: 'too_few_days', day: null, sureness: null, cause: null, rows: [] });
  t.match(none.sentences, [/too few days/]);
});

t.test(
  'a day or a month that is asked about; the days around it are only compared with',
  async (t) => {
    const values = flat(60).map((value, index) => (index === 20 ? 9 * value : index === 40 ? 5 * value : value)); // biome-ignore format: one rule
    const records = daily(values);
    t.match(await ask(records), { day: { time: '2026-03-22T00:00:00.000Z' }, others: [{ time: '2026-04-11T00:00:00.000Z' }] }); // biome-ignore format: one answer
    t.match(await ask(records, { month: '2026-04' }), { day: { time: '2026-04-11T00:00:00.000Z', times: 5 }, others: [], from: '2026-04-01T00:00:00.000Z' }); // biome-ignore format: one answer
    t.match(await ask(records, { day: '2026-03-25' }), { verdict: 'nothing', day: { time: '2026-03-25T00:00:00.000Z', times: 1 }, from: null }); // biome-ignore format: one answer
    t.match(await ask(records, { day: '2026-03-22T13:00' }), {
      verdict: 'stands_out',
      day: { times: 9 },
    });
    t.match(await ask(records, { day: '2020-01-01' }), { verdict: 'too_few_days', exact: true });
    t.match(await ask(records, { by: 'requests' }), { verdict: 'nothing', by: 'requests', day: { value: 1 } }); // biome-ignore format: one answer
  },
);

t.test('days are those of the zone, over a border of its clock too', async (t) => {
  const late = flat(40).map((value, index) => (index === 27 ? 9 * value : value));
  const records = late.map((value, index) => at(new Date(FIRST_MS + index * DAY_MS + 23 * 3_600_000).toISOString(), value, { remote_ip: '192.0.2.1' })); // biome-ignore format: at 23:00 UTC
  const { day, cause, tz } = await ask(records, { tz: 'Europe/Berlin' });
  t.equal(tz, 'Europe/Berlin');
  t.match(day, { time: '2026-03-30T00:00:00.000+02:00', value: 9_000, usual: 1_000 });
  t.match(cause, { name: '192.0.2.1', value: 9_000, usual: 1_000, mostly: { from: '2026-03-30T01:00:00.000+02:00', to: '2026-03-30T02:00:00.000+02:00' } }); // biome-ignore format: one cause
  t.match((await ask(records)).day, { time: '2026-03-29T00:00:00.000Z' });
});

t.test('what is spread over many is said to be so', async (t) => {
  const many = Array.from({ length: 40 }, (_, index) => at('2026-03-19T12:00:00Z', 300, { remote_ip: `10.${index}.0.1`, network: `10.${index}.0.0/24`, key: `k${index}` })); // biome-ignore format: one burst
  const { cause, sentences } = await ask([...daily(flat(35)), ...many]);
  t.match(cause, { kind: 'spread' });
  t.match(sentences[1], /^The rise is spread over many clients and files: the greatest part, .*, is 2\.5 % of the rise/); // biome-ignore format: one call
});

t.test('what rose most is found behind many that have more, or not claimed', async (t) => {
  const keys = (count: number, name: string, on: readonly number[], value: number) =>
    Array.from({ length: count }, (_, key) => on.map((day) => at(new Date(FIRST_MS + day * DAY_MS + key * 1_000).toISOString(), value, { key: `${name}${key}` }))).flat(); // biome-ignore format: one list
  const month = Array.from({ length: 29 }, (_, day) => day);
  const steady = keys(60, 'steady', month, 1_000);
  const found = await ask([...steady, ...keys(50, 'new', [17], 900)]);
  t.match(found, { verdict: 'stands_out', rows: [{ dimension: 'key', rise: 900, usual: 0, share: 0.02 }] }); // biome-ignore format: one answer
  const crowd = await ask([...keys(410, 'steady', [...month.slice(10, 25)], 1_000), ...keys(410, 'new', [17], 900)]); // biome-ignore format: one question
  t.match(crowd, { verdict: 'stands_out', rows: [], cause: null });
  t.match(crowd.sentences[1], /^The rise is spread over so many/);
});

t.test('the hours of a cause are the shortest run that has four fifths of it', async (t) => {
  const span = (values: readonly number[]) => {
    const found = busyHours(values.map((value, index) => ({ fromMs: index * 3_600_000, value })));
    return found === null ? null : [found.fromMs / 3_600_000, found.toMs / 3_600_000];
  };
  t.strictSame(span([]), null);
  t.strictSame(span([0, 0]), null);
  t.strictSame(span([0, 9, 0]), [1, 2]);
  t.strictSame(span([1, 0, 4, 4, 1]), [2, 4]);
  t.strictSame(span([5, 0, 5]), [0, 3]);
  t.strictSame(span([10, 0, 0, 80, 0, 0, 10]), [3, 4]);
  t.strictSame(span([1, 1, 1, 1, 1]), [0, 4]);
});

t.test('as text: sentences first, what rose, and the days', async (t) => {
  const values = flat(35).map((value, index) => (index === 17 ? 9 * value : value));
  const { present } = await ask(daily(values, { key: 'a/b', folder: 'a' }));
  const { title, tables, closing } = present();
  t.match(title, /^Thu, 19 Mar 2026 is 9\.0 × usual: 9\.0 kB, usually 1\.0 kB \(median of 4 comparable days\)\. One client, 192\.0\.2\.1, is all of the rise: 8\.0 kB more than usual, in 1 request \(usually 1\), mostly from 12:00 to 13:00\.$/); // biome-ignore format: one text
  t.strictSame(tables.map(({ title, rows }) => [title, rows.length]), [['What rose most', 3], ['Days that stand out', 1]]); // biome-ignore format: one list
  t.strictSame(closing, ['No costs: No record says which bucket it is of, so none has a price.', 'By bytes.']); // biome-ignore format: one list
  const quiet = (await ask(daily(flat(35)))).present();
  t.match(quiet.title, /^Nothing stands out: /);
  const month = (await ask(daily(flat(35)), { month: '2019-03' })).present();
  t.equal(
    month.title,
    'Nothing can be said: there are too few days with records to compare a day with. (from 2019-03-01, before 2019-04-01)',
  );
  t.match(month.closing.join(' '), /"timeline" shows which days have records\. By bytes\.$/); // biome-ignore format: one text
  t.strictSame(
    quiet.tables.map(({ title }) => title),
    ['The most conspicuous day'],
  );
});

t.test('a day beside another range, and what is no metric of it, are refused', async (t) => {
  for (const raw of [{ day: '2026-03-01', month: '2026-03' }, { day: '2026-03-01', from: '2026-03-01' }])
    t.throws(() => prepareQuestion('why', raw), { code: 'usage', message: /--day is a range of its own/ }); // biome-ignore format: one call
  t.throws(() => prepareQuestion('why', { day: 'Monday' }), { code: 'usage', message: /--day "Monday" is not a time/ }); // biome-ignore format: one call
  t.throws(() => prepareQuestion('why', { by: 'error-rate' }), { code: 'usage' });
});
