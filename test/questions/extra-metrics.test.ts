/**
 * Goal: what a question by an extra metric says equals a naive count, in rows, totals and what is
 * missing; groups without a value come last; an estimate is called one, and is as near as is said.
 */
import fc from 'fast-check';
import t from 'tap';
import { ESTIMATE_ERROR_MAX, EXTRA_METRIC_TABLE } from '../../src/questions/ask/extra-metric-table.ts'; // biome-ignore format: one import
import { findMetric } from '../../src/questions/ask/metric.ts';
import { addsUp } from '../../src/questions/ask/metric-table.ts';
import { askQuestion, prepareQuestion } from '../../src/questions/catalogue.ts';
import { takeSeed } from '../house/seed.ts';
import { askTop } from './ask-top.ts';
import { MemorySearch } from './memory-search.ts';
import type { Document } from './memory-values.ts';
import { at, count } from './naive.ts';
import { type Extra, NAIVE_EXTRAS, rankByExtra } from './naive-extra.ts';
import { documents } from './small-worlds.ts';
import { MANY } from './ways.ts';

const seed = takeSeed(t);

function isNear(got: unknown, want: Extra, errorMax: number): boolean {
  if (typeof got !== 'number' || typeof want !== 'number') return got === want;
  return Math.abs(got - want) <= errorMax * Math.abs(want) + 1e-12;
}

t.test('each extra metric is counted naively too', async (t) => {
  t.strictSame(EXTRA_METRIC_TABLE.map(({ name }) => name), Object.keys(NAIVE_EXTRAS)); // biome-ignore format: one list
});

for (const { name: by, key, combines } of EXTRA_METRIC_TABLE) {
  const isEstimate = combines === 'estimate';
  const near = isEstimate ? ESTIMATE_ERROR_MAX : 0;

  t.test(`top by ${by}: few groups and many, either order`, async (t) => {
    const estimateMin = fc.constantFrom(0, MANY);
    const order = fc.constantFrom('asc', 'desc');
    const limit = fc.integer({ min: 1, max: 6 });
    const property = fc.asyncProperty(
      documents,
      estimateMin,
      order,
      limit,
      async (documents, estimateMin, order, limit) => {
        const raw = { dimension: 'agent', by, order, limit: `${limit}` };
        const { answer, ways } = await askTop(documents, raw, { estimateMin });
        const isProved = addsUp({ combines }) && order === 'desc';
        t.equal(ways[0], estimateMin === 0 ? 'few' : isProved ? 'list 100' : 'sweep 10000');
        const ranked = rankByExtra(documents, { field: 'agent_name', by, order });
        t.strictSame(answer.rows.map(({ name }) => name), ranked.slice(0, limit).map(({ name }) => name)); // biome-ignore format: one list
        for (const [place, row] of answer.rows.entries())
          t.ok(isNear(row[key], ranked[place]?.value ?? null, near), `${row[key]}`);
        const naive = NAIVE_EXTRAS[by];
        const lacking = documents.filter(({ agent_name: agent }) => agent === undefined);
        t.ok(isNear(answer.totals[key], naive?.(documents) ?? null, near), 'totals');
        t.ok(isNear(answer.missing[key], naive?.(lacking) ?? null, near), 'missing');
        t.match(answer.totals, count(documents), 'and the metrics of every row');
        t.equal('share' in (answer.rows[0] ?? { share: 1 }), addsUp({ combines }) || answer.rows.length === 0); // biome-ignore format: one rule
        t.strictSame(answer.estimates, isEstimate ? [key] : undefined);
        t.equal(answer.exact, !isEstimate);
        return t.passing();
      },
    );
    await fc.assert(property, { seed, numRuns: 25 });
  });

  t.test(`timeline by ${by}`, async (t) => {
    const property = fc.asyncProperty(documents, async (documents) => {
      const answer = await askQuestion('timeline', { by }, new MemorySearch(documents));
      if (answer.question !== 'timeline') throw new Error(answer.question);
      const naive = NAIVE_EXTRAS[by];
      const days = Map.groupBy(documents, (document) => String(document['@timestamp']).slice(0, 10)); // biome-ignore format: one rule
      for (const row of answer.rows) {
        const some: readonly Document[] = days.get(row.time.slice(0, 10)) ?? [];
        t.ok(isNear(row[key], naive?.(some) ?? null, near), `${row.time}: ${row[key]}`);
      }
      t.ok(isNear(answer.totals[key], naive?.(documents) ?? null, near), 'totals');
      t.ok(answer.exact, 'nothing is ranked by it');
      t.strictSame(answer.estimates, isEstimate ? [key] : undefined);
      return t.passing();
    });
    await fc.assert(property, { seed, numRuns: 15 });
  });
}

t.test('--since and --until keep the groups that are new, or stale, and count them', async (t) => {
  const estimateMin = fc.constantFrom(0, MANY);
  const by = fc.constantFrom('first', 'last');
  const bounds = fc.record({ since: fc.constantFrom(undefined, '2026-01-20', '2026-02'), until: fc.constantFrom(undefined, '2026-02-15', '2026-03-01') }); // biome-ignore format: one record
  const dimension = fc.constantFrom('agent', 'status');
  const property = fc.asyncProperty(
    documents,
    estimateMin,
    by,
    bounds,
    dimension,
    async (documents, estimateMin, by, { since, until }, dimension) => {
      // biome-ignore format: one world
      const field = dimension === 'agent' ? 'agent_name' : 'http_status';
      const raw = { dimension, by, since, until, limit: '2' };
      const { answer } = await askTop(documents, raw, { estimateMin });
      const all = rankByExtra(documents, { field, by, order: 'desc' });
      const kept = all.filter(({ value }) => {
        const timeMs = Date.parse(String(value));
        return (
          timeMs >= Date.parse(since ?? '2000-01-01') && timeMs < Date.parse(until ?? '2100-01-01')
        );
      });
      t.strictSame(answer.rows.map(({ name }) => name), kept.slice(0, 2).map(({ name }) => name)); // biome-ignore format: one list
      t.equal(answer.within, since === undefined && until === undefined ? undefined : kept.length);
      t.strictSame(answer.distinct, { value: all.length, exact: true }, 'of all groups');
      t.match(answer.totals, count(documents));
      return t.passing();
    },
  );
  await fc.assert(property, { seed, numRuns: 80 });
});

t.test('--since is of times, and is one', async (t) => {
  const refused = (raw: Readonly<Record<string, string>>, message: RegExp) =>
    t.throws(() => prepareQuestion('top', { dimension: 'ip', ...raw }), { code: 'usage', message });
  refused({ since: '2026-01-01' }, /take "--by first" or "--by last"/);
  refused({ by: 'last', until: 'soon' }, /--until "soon" is not a time/);
  const { title } = await presented('top', {
    dimension: 'agent',
    by: 'first',
    since: '2026-01-06',
  });
  t.equal(title, 'Top 1 of 1 of 2 agents by first (UTC)');
});

const RECORDS = [
  at('2026-01-05T01:00:00Z', 10, { agent_name: 'a', total_time: 100 }),
  at('2026-01-06T02:00:00Z', 20, { agent_name: 'a', total_time: 300, http_status: 503 }),
  at('2026-01-07T03:00:00Z', 30, { agent_name: 'b' }),
];

/** Titles, cells and sentences of an answer. */
async function presented(name: string, raw: Readonly<Record<string, string>>) {
  const { present } = await prepareQuestion(name, raw)(new MemorySearch(RECORDS));
  const { title, tables, closing } = present();
  return { title, headings: tables[0]?.columns.map(({ heading }) => heading), closing };
}

t.test('a question by another metric shows its column and no other', async (t) => {
  const ordinary = ['agent', 'bytes', 'requests', 'downloads', 'full downloads'];
  const { title, headings, closing } = await presented('top', { dimension: 'agent', by: 'first' });
  t.equal(title, 'Top 2 of 2 agents by first (UTC)');
  t.strictSame(headings, ['agent', 'first (UTC)', ...ordinary.slice(1)]);
  t.match(closing[0], /, first 2026-01-05T01:00:00\.000Z\.$/);
  t.equal(closing.length, 1, 'no doubt');
  const errors = await presented('top', { dimension: 'agent', by: 'errors', order: 'asc' });
  t.match(errors.title, 'by errors, ascending');
  t.strictSame(errors.headings, ['agent', 'errors', 'share', ...ordinary.slice(1), 'cumulative']);
});

t.test('an estimate is told, and a ranking by it is not exact', async (t) => {
  const slow = { dimension: 'agent', by: 'total-time-p95' };
  t.match((await presented('top', slow)).closing[1], /^NOT exact: ranked by an estimate: each total time p95 may be off by 1 %\.$/); // biome-ignore format: one pattern
  t.match((await presented('timeline', { by: 'total-time-p95' })).closing, [/, total time p95 302\.7 ms\.$/, /^Percentiles are estimates, off by 1 % at most\.$/]); // biome-ignore format: one pattern
});

t.test('what does not add up has no place where parts and means are shown', async (t) => {
  for (const [name, by] of [
    ['compare', 'error-rate'],
    ['compare', 'last'],
    ['client', 'errors'],
  ] as const)
    t.throws(() => prepareQuestion(name, { by, client: 'curl', ...(name === 'compare' ? { client: undefined } : {}) }), { code: 'usage', message: /cannot be asked by/, hint: /"top" and "timeline"/ }); // biome-ignore format: one refusal
  const { answer } = await prepareQuestion('compare', { by: 'errors', dimension: 'agent' })(new MemorySearch(RECORDS)); // biome-ignore format: one question
  t.match(answer, { rows: [{ name: 'a', value: 1 }, { name: 'b', value: 0 }], exact: true }); // biome-ignore format: two rows
  t.equal(findMetric('errors')?.combines, 'sum');
});
