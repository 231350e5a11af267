/**
 * Goal: where values do not add up to that of all records, no group has a share of it, and no list of
 * an index proves which groups are the first. Method: bytes, said to be another kind of metric.
 */
import t from 'tap';
import { requireDimension } from '../../src/questions/ask/dimension-table.ts';
import type { Metric } from '../../src/questions/ask/metric.ts';
import type { Combines } from '../../src/questions/ask/metric-row.ts';
import { METRIC_TABLE } from '../../src/questions/ask/metric-table.ts';
import { answerClient } from '../../src/questions/client/answer.ts';
import { answerCompare } from '../../src/questions/compare/answer.ts';
import { withSnapshot } from '../../src/questions/count/snapshot.ts';
import { presentCompare, presentTop } from '../../src/questions/present/present-answers.ts';
import { presentClient } from '../../src/questions/present/present-client.ts'; // biome-ignore format: one import
import type { Presentation } from '../../src/questions/present/presentation.ts';
import { answerTop } from '../../src/questions/top/answer.ts';
import { MemorySearch } from './memory-search.ts';
import { RECORDS } from './small-worlds.ts';
import { MANY, waysOf } from './ways.ts';

const scope = { from: null, to: null, filters: [] };
const dimension = requireDimension('ip');
const METRICS = ['bytes', 'requests', 'downloads', 'full downloads'];

function bytesThat(combines: Combines): Metric {
  const bytes = METRIC_TABLE.find(({ name }) => name === 'bytes');
  if (bytes === undefined) throw new Error('no bytes');
  return { ...bytes, combines };
}

const headingsOf = ({ tables }: Presentation) =>
  tables.map(({ columns }) => columns.map(({ heading }) => heading));

for (const combines of ['sum', 'linear'] as const) {
  t.test(`${combines}: rows have shares, lists are proved`, async (t) => {
    const question = { dimension, by: bytesThat(combines), scope, limit: 2 };
    const port = new MemorySearch(RECORDS, { estimateMin: MANY });
    const top = await withSnapshot(port, scope, (snapshot) => answerTop(question, snapshot));
    t.match(top.rows, [{ share: 0.8, cumulativeShare: 0.8 }, { share: 0.1, cumulativeShare: 0.9 }]); // biome-ignore format: two rows
    t.strictSame(waysOf(port), ['list 100', 'count']);
    t.strictSame(headingsOf(presentTop(top, question)), [['IP address', 'bytes', 'share', ...METRICS.slice(1), 'cumulative']]); // biome-ignore format: one list
  });
}

for (const combines of ['extreme', 'distinct', 'ratio', 'estimate'] as const) {
  const by = bytesThat(combines);
  const question = { dimension, by, scope, limit: 2 };

  t.test(`${combines}: top has no shares, and reads all groups`, async (t) => {
    const port = new MemorySearch(RECORDS, { estimateMin: MANY });
    const top = await withSnapshot(port, scope, (snapshot) => answerTop(question, snapshot));
    t.strictSame(top.rows.map(Object.keys), [1, 2].map(() => ['name', ...METRIC_TABLE.map(({ key }) => key)])); // biome-ignore format: two rows
    t.strictSame(waysOf(port), ['sweep 10000', 'count']);
    t.strictSame(headingsOf(presentTop(top, question)), [['IP address', ...METRICS]]);
  });

  t.test(`${combines}: compare has no shares`, async (t) => {
    const port = new MemorySearch(RECORDS);
    const answer = await withSnapshot(port, scope, (snapshot) => answerCompare(question, snapshot));
    t.strictSame(Object.keys(answer.top), ['count', 'total', 'mean']);
    for (const row of answer.rows) t.notOk('share' in row);
    t.ok(answer.exact);
    const shown = presentCompare(answer, question);
    t.strictSame(headingsOf(shown), [['IP address', 'bytes', '× mean', '× median', 'above']]);
    t.strictSame(shown.closing.slice(1), [
      'The top 2: 45 B each on average.',
      'above: so many of all take less. p90: nine in ten take no more. Gini: 0 where all take the same, 1 where one takes all.',
    ]);
  });

  t.test(`${combines}: a client has no share`, async (t) => {
    const asked = { client: '192.0.2.2', by, scope, limit: 2 };
    const port = new MemorySearch(RECORDS);
    const answer = await withSnapshot(port, scope, (snapshot) => answerClient(asked, snapshot));
    t.notOk('share' in answer);
    for (const { rows } of answer.tables) for (const row of rows) t.notOk('share' in row);
    const { opening, tables } = presentClient(answer, asked);
    t.strictSame(tables[0]?.allColumns?.map(({ heading }) => heading), ['key', ...METRICS]); // biome-ignore format: one list
    t.match(opening?.[0], '; everybody (100 B, 4 requests, 3 downloads, 0.3 full ones).');
  });
}
