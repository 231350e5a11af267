/** Goal: records come in the order that was asked for, each once, whatever their number and shards. */
import fc from 'fast-check';
import t from 'tap';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { askQuestion, prepareQuestion, prepareStream } from '../../../src/questions/catalogue.ts';
import { takeSeed } from '../../house/seed.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at } from '../naive.ts';
import { documents, RECORDS } from '../small-worlds.ts';
import { streamRows } from '../stream-rows.ts';

async function records(raw: RawParameters, some: readonly Document[] = RECORDS) {
  const answer = await askQuestion('records', raw, new MemorySearch(some));
  if (answer.question !== 'records') throw new Error(answer.question);
  return answer;
}

const valueOfSort =
  (name: string) =>
  (document: Document): number => {
    if (name === 'newest') return Date.parse(String(document['@timestamp']));
    if (name === 'oldest') return -Date.parse(String(document['@timestamp']));
    return Number(document.bytes_sent ?? -1);
  };

t.test('every record once, in order, and as many as are asked for', async (t) => {
  const sorts = fc.constantFrom('newest', 'oldest', 'bytes');
  await fc.assert(
    fc.asyncProperty(
      documents,
      sorts,
      fc.integer({ min: 1, max: 70 }),
      async (some, sort, limit) => {
        const numbered = some.map((document, id) => ({ ...document, id }));
        const rank = valueOfSort(sort);
        const wanted = numbered.map(rank).sort((a, b) => b - a);
        const { rows } = await streamRows(
          'records',
          { sort, limit: 'all' },
          new MemorySearch(numbered),
        );
        t.strictSame(rows.map((row) => rank(row as Document)), wanted); // biome-ignore format: what was put in
        t.equal(new Set(rows.map(({ id }) => id)).size, some.length);
        const { hits, total } = await records({ sort, limit: String(limit) }, numbered);
        t.strictSame([hits, total], [rows.slice(0, limit), some.length]);
        return t.passing();
      },
    ),
    { seed: takeSeed(t), numRuns: 60 },
  );
});

t.test('more than a page, of an index with several shards too', async (t) => {
  const many = Array.from({ length: 4_500 }, (_, n) => at('2026-01-01T00:00:00Z', n % 7, { key: `k${n}` })); // biome-ignore format: one list
  for (const sort of ['newest', 'bytes']) {
    const port = new MemorySearch(many);
    const { rows, head } = await streamRows('records', { sort, limit: 'all', fields: 'key' }, port);
    t.equal(new Set(rows.map(({ key }) => key)).size, 4_500);
    t.strictSame(Object.keys(rows[0] ?? {}), ['key']);
    t.strictSame(head.columns, [{ key: 'key' }]);
    t.match(head, { exact: true, about: /^4500 of 4500 records, / });
    t.equal(port.openCount, 0);
  }
  const { rows } = await streamRows('records', { limit: '2500' }, new MemorySearch(many));
  t.equal(rows.length, 2_500);
});

t.test('those without the number come last', async (t) => {
  const some = [
    ...RECORDS,
    { '@timestamp': '2026-03-01T00:00:00Z', operation: 'S3.EXPIRE.OBJECT' },
  ];
  const { hits } = await records({ sort: 'bytes' }, some);
  t.strictSame(
    hits.map((hit) => hit.bytes_sent ?? null),
    [60, 20, 10, 10, null],
  );
  t.strictSame((await records({ sort: 'bytes', 'bytes-under': '20' }, some)).total, 2);
});

t.test('filters, fields and what is shown of them', async (t) => {
  const asked = { status: '4xx', fields: 'time,bytes-sent,@timestamp' };
  const { hits, total, sort } = await records(asked);
  t.strictSame([hits, total, sort], [[{ '@timestamp': '2026-02-03T00:00:00Z', bytes_sent: 10 }], 1, 'newest']); // biome-ignore format: one list
  const shown = async (raw: RawParameters) =>
    (await prepareQuestion('records', raw)(new MemorySearch(RECORDS))).present();
  const table = await shown(asked);
  t.equal(table.title, '1 record, newest first (status 4xx)');
  t.strictSame(table.tables[0]?.columns.map(({ heading }) => heading), ['@timestamp', 'bytes_sent']); // biome-ignore format: one list
  const usual = await shown({ sort: 'time', limit: '1' });
  t.equal(usual.title, '4 records, by total time, the greatest first');
  t.strictSame(usual.tables[0]?.columns.map(({ heading }) => heading), ['time (UTC)', 'total time', 'IP address', 'operation', 'status', 'bytes', 'key', 'user agent']); // biome-ignore format: one list
  t.strictSame(usual.closing, ['1 of 4 shown.']);
  t.match((await shown({ from: '2030-01-01' })).closing, [/^No record matches/]);
});

t.test('what it does not know is refused before anything is asked', async (t) => {
  const refuse = (raw: RawParameters, wanted: object) => {
    for (const prepare of [prepareQuestion, prepareStream])
      t.throws(() => prepare('records', raw), { code: 'usage', ...wanted });
  };
  refuse({ sort: 'colour' }, { message: /There is no order "colour"/ });
  refuse({ sort: 'value' }, { hint: /newest, oldest, bytes, size, time, turn-around/ });
  refuse({ fields: 'colour' }, { message: /There is no field "colour"/ });
  refuse({ limit: '0' }, { hint: /from 1 to 10000.*"all"/ });
  refuse({ text: 'a' }, { message: /does not take "text"/ });
  t.throws(() => prepareQuestion('records', { limit: 'all' }), { code: 'usage' }, 'not as a table');
});

t.test('notes and doubts stand before the first row', async (t) => {
  const closed = new MemorySearch(RECORDS, { closed: ['2026-01'] });
  const { head, rows } = await streamRows('records', { limit: 'all', folder: 'Video' }, closed);
  t.match(head, { exact: false, inexactBecause: /closed/, notes: ['No folder in this range is “Video”: did you mean “video”?'] }); // biome-ignore format: one pattern
  t.strictSame(rows, []);
});
