/** Goal: what changed is the difference of two plain counts, whatever the dimension, metric and order. */
import fc from 'fast-check';
import t from 'tap';
import { COUNTED_METRICS } from '../../../src/questions/ask/metric.ts';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { askQuestion, prepareQuestion } from '../../../src/questions/catalogue.ts';
import { takeSeed } from '../../house/seed.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at, count, KEY_OF, METRIC_NAMES, type MetricName } from '../naive.ts';
import { documents, RECORDS } from '../small-worlds.ts';

async function growth(records: readonly Document[], raw: RawParameters) {
  const answer = await askQuestion('growth', raw, new MemorySearch(records));
  if (answer.question !== 'growth') throw new Error(answer.question);
  return answer;
}

const within = (records: readonly Document[], from: string, to: string) =>
  records.filter(({ '@timestamp': time }) => {
    const ms = Date.parse(String(time));
    return ms >= Date.parse(from) && ms < Date.parse(to);
  });

/** All groups of both, in the plainest way. */
function naively(
  now: readonly Document[],
  then: readonly Document[],
  field: string,
  by: MetricName,
) {
  const key = KEY_OF[by];
  const all = [...now, ...then];
  const names = new Set(all.flatMap((document) => (document[field] === undefined ? [] : [String(document[field])]))); // biome-ignore format: one list
  const rows = [...names].map((name) => {
    const own = (some: readonly Document[]) => some.filter((document) => String(document[field]) === name); // biome-ignore format: one rule
    const [value, before] = [count(own(now))[key], count(own(then))[key]];
    return {
      name,
      value,
      before,
      isNew: own(then).length === 0,
      isGone: own(now).length === 0,
    };
  });
  const lacking = (some: readonly Document[]) => count(some.filter((document) => document[field] === undefined))[key]; // biome-ignore format: one rule
  return { rows, missing: [lacking(now), lacking(then)] as const };
}

/** By no metric here is it money. */
const close = (a: unknown, b: number): boolean =>
  Math.abs(Number(a) - b) <= 1e-6 * Math.max(1, Math.abs(b));

t.test('every row, order, share and sum, over any records', async () => {
  const asked = fc.record({
    field: fc.constantFrom(['ip', 'remote_ip'], ['agent', 'agent_name'], ['status', 'http_status']),
    by: fc.constantFrom(...METRIC_NAMES),
    sort: fc.constantFrom('difference', 'rise', 'fall'),
    limit: fc.constantFrom(1, 2, 100),
    records: documents,
  });
  const ranks = {
    difference: (difference: number) => Math.abs(difference),
    rise: (difference: number) => difference,
    fall: (difference: number) => -difference,
  };
  await fc.assert(
    fc.asyncProperty(
      asked,
      async ({ field: [dimension = '', field = ''], by, sort, limit, records }) => {
        const answer = await growth(records, { dimension, by, sort, limit: String(limit), from: '2026-02-12', to: '2026-02-24', vs: '2026-01-15..2026-01-25' }); // biome-ignore format: one question
        const now = within(records, '2026-02-12', '2026-02-24');
        const then = within(records, '2026-01-15', '2026-01-25');
        const { rows, missing } = naively(now, then, field, by);
        const rankOf = ({ value, before }: { value: number; before: number }) =>
          ranks[sort as keyof typeof ranks](value - before); // one of them
        const points = (name: string) => [...name].map((c) => (c.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join(''); // biome-ignore format: one rule
        const wanted = rows.toSorted((a, b) => (Math.abs(rankOf(b) - rankOf(a)) < 1e-7 ? 0 : rankOf(b) - rankOf(a)) || (points(a.name) < points(b.name) ? -1 : 1)); // biome-ignore format: one rule
        const changes = [...rows, { value: missing[0], before: missing[1] }].map(({ value, before }) => value - before); // biome-ignore format: one list
        const rise = changes.reduce((sum, change) => sum + Math.max(0, change), 0);
        const fall = changes.reduce((sum, change) => sum + Math.max(0, -change), 0);
        const key = KEY_OF[by];
        return (
          answer.exact &&
          answer.rows.length === Math.min(limit, rows.length) &&
          answer.groups.count === rows.length &&
          answer.groups.new === rows.filter(({ isNew }) => isNew).length &&
          answer.groups.gone === rows.filter(({ isGone }) => isGone).length &&
          close(answer.rise, rise) &&
          close(answer.fall, fall) &&
          close(answer.totals.value, count(now)[key]) &&
          close(answer.totals.before, count(then)[key]) &&
          close(answer.totals.difference, rise - fall) &&
          close(answer.missing.value, missing[0]) &&
          close(answer.missing.before, missing[1]) &&
          answer.rows.every((row, index) => {
            const want = wanted[index];
            if (want === undefined) return false;
            const difference = want.value - want.before;
            const share = close(difference, 0) ? 0 : difference > 0 ? difference / rise : -difference / fall; // biome-ignore format: one rule
            return (
              row.name === want.name &&
              close(row.value, want.value) &&
              close(row.before, want.before) &&
              close(row.difference, difference) &&
              close(row.share, share) &&
              (row.change === 'new') === want.isNew &&
              (row.change === 'gone') === (want.isGone && !want.isNew)
            );
          })
        );
      },
    ),
    { seed: takeSeed(t), numRuns: 150 },
  );
});

const TWO = [
  at('2026-01-05T00:00:00Z', 100, { key: 'old', folder: 'a' }),
  at('2026-01-06T12:00:00Z', 30, { key: 'steady', folder: 'b' }),
  at('2026-01-08T00:00:00Z', 70, { key: 'steady', folder: 'b' }),
  at('2026-01-09T23:59:59Z', 500, { key: 'launch', folder: 'b' }),
];

t.test('the same length before is the default; new and gone ones are told', async (t) => {
  const answer = await growth(TWO, { dimension: 'key', from: '2026-01-08', to: '2026-01-11' });
  t.match(answer, {
    from: '2026-01-08T00:00:00.000Z',
    to: '2026-01-11T00:00:00.000Z',
    vs: { from: '2026-01-05T00:00:00.000Z', to: '2026-01-08T00:00:00.000Z' },
    totals: { value: 570, before: 130, difference: 440 },
    rise: 540,
    fall: 100,
    groups: { count: 3, new: 1, gone: 1 },
    exact: true,
  });
  t.strictSame(answer.rows, [
    { name: 'launch', change: 'new', value: 500, before: 0, difference: 500, times: null, share: 500 / 540 }, // biome-ignore format: one row
    { name: 'old', change: 'gone', value: 0, before: 100, difference: -100, times: 0, share: 1 },
    { name: 'steady', change: 'more', value: 70, before: 30, difference: 40, times: 70 / 30, share: 40 / 540 }, // biome-ignore format: one row
  ]);
  t.strictSame(answer.parameters, { dimension: 'key', by: 'bytes', limit: '10', vs: 'previous', audience: 'all', from: '2026-01-08', to: '2026-01-11' }); // biome-ignore format: one object
});

t.test('against a month, a range, dates of a zone', async (t) => {
  const range = { dimension: 'key', month: '2026-02' };
  const vsOf = async (more: RawParameters) => {
    const { period: _, ...vs } = (await growth(TWO, { ...range, ...more })).vs;
    return vs;
  };
  t.strictSame(await vsOf({}), { from: '2026-01-04T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' }); // biome-ignore format: 28 days
  t.strictSame(await vsOf({ vs: '2026-01' }), { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' }); // biome-ignore format: 31 days
  t.strictSame(await vsOf({ vs: '2026-01', tz: 'Europe/Berlin' }), { from: '2025-12-31T23:00:00.000Z', to: '2026-01-31T23:00:00.000Z' }); // biome-ignore format: one range
  t.strictSame(await vsOf({ vs: '2025-11-03..2025-12' }), { from: '2025-11-03T00:00:00.000Z', to: '2025-12-01T00:00:00.000Z' }); // biome-ignore format: one range
});

t.test('folded dimensions, filters and every metric that adds up', async (t) => {
  const range = { from: '2026-01-08', to: '2026-01-11' };
  const rows = async (raw: RawParameters) => (await growth(TWO, { ...range, ...raw })).rows.map(({ name, difference }) => `${name} ${difference}`); // biome-ignore format: one rule
  t.strictSame(await rows({ dimension: 'hour' }), ['23 500', '00 -30', '12 -30']);
  t.strictSame(await rows({ dimension: 'folder', key: 'steady' }), ['b 40']);
  for (const { name: by } of COUNTED_METRICS)
    t.ok((await growth(TWO, { ...range, dimension: 'key', by })).exact, by); // one after the other
  for (const by of ['error-rate', 'total-time-p95', 'last', 'listeners'])
    t.throws(() => prepareQuestion('growth', { ...range, by }), { code: 'usage' }, by);
});

t.test('what is no range, and what is no order, is refused', async (t) => {
  for (const raw of [{}, { from: '2026-01' }, { to: '2026-01' }])
    t.throws(() => prepareQuestion('growth', raw), { code: 'usage', message: /both ends/, hint: /--last 7d/ }); // biome-ignore format: one call
  const month = { month: '2026-01' };
  for (const vs of [
    '',
    'before',
    '2026-01-01',
    '2026-01..',
    '2026..2027..2028',
    '2026-02..tomorrow',
  ])
    t.throws(() => prepareQuestion('growth', { ...month, vs }), { code: 'usage' }, vs);
  t.throws(() => prepareQuestion('growth', { ...month, vs: 'last month' }), { code: 'usage', hint: /"previous", a month \(2026-01\), or a range/ }); // biome-ignore format: one call
  t.throws(() => prepareQuestion('growth', { ...month, vs: '2026-02..2026-01' }), { message: /range of --vs is empty/ }); // biome-ignore format: one call
  t.throws(() => prepareQuestion('growth', { ...month, sort: 'newest' }), { message: /no order "newest"/, hint: /difference, rise, fall/ }); // biome-ignore format: one call
});

t.test('as a table: signs, what is new, and what it is compared with', async (t) => {
  const { present } = await prepareQuestion('growth', { dimension: 'key', from: '2026-01-08', to: '2026-01-10' })(new MemorySearch(TWO)); // biome-ignore format: one question
  const { title, tables, closing } = present();
  t.match(title, /^What changed among 2 keys by bytes, the greatest difference first \(from 2026-01-08/); // biome-ignore format: one call
  t.match(tables[0]?.rows, [{ name: 'launch', signed: '+500 B', change: 'new' }, { name: 'steady', signed: '+40 B' }]); // biome-ignore format: one list
  t.match(closing.join(' '), /Compared with the range from 2026-01-06, before 2026-01-08\. Its records end 2026-01-06 12:00 UTC\. All: 570 B, before 30 B: \+540 B, 19\.0 ×\. Increases 540 B, decreases 0 B\. 1 new, 0 gone\./); // biome-ignore format: one text
  const longer = await prepareQuestion('growth', { dimension: 'key', from: '2026-01-08', to: '2026-01-10', vs: '2026-01-05..2026-01-08' })(new MemorySearch(TWO)); // biome-ignore format: one question
  t.match(longer.present().closing[0], /, which is 50\.0 % longer\./);
  const none = await prepareQuestion('growth', { dimension: 'key', from: '2020-01-08', to: '2020-01-10' })(new MemorySearch(TWO)); // biome-ignore format: one question
  t.equal(none.present().title, 'Nothing to compare by bytes (from 2020-01-08, before 2020-01-10)');
  const fall = await growth(RECORDS, { dimension: 'ip', from: '2026-02-01', to: '2026-02-02', sort: 'fall', limit: '1' }); // biome-ignore format: one question
  t.match(fall.rows, [{ name: '192.0.2.1', difference: -40, change: 'less' }]);
});
