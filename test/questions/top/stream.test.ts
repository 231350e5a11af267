/** Goal: a whole ranking has every group once, with a naive count's numbers, by name or by value. */
import fc from 'fast-check';
import t from 'tap';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { prepareQuestion, prepareStream } from '../../../src/questions/catalogue.ts';
import { takeSeed } from '../../house/seed.ts';
import { MemorySearch } from '../memory-search.ts';
import { at, count, KEY_OF, METRIC_NAMES, rankNaively } from '../naive.ts';
import { documents, RECORDS } from '../small-worlds.ts';
import { streamRows } from '../stream-rows.ts';

const FIELD_OF = { ip: 'remote_ip', agent: 'agent_name', operation: 'operation' } as const;
const ALL = { limit: 'all' };

t.test('all groups, by value as top ranks them, else by name', async (t) => {
  const dimension = fc.constantFrom('ip', 'agent', 'operation');
  await fc.assert(
    fc.asyncProperty(
      documents,
      dimension,
      fc.constantFrom(...METRIC_NAMES),
      async (some, dimension, by) => {
        // biome-ignore format: one property
        const ranked = rankNaively(some, FIELD_OF[dimension], by);
        const total = count(some)[KEY_OF[by]];
        const options = { sharded: ['2026-02'] };
        const asked = { dimension, by, ...ALL };
        const byValue = await streamRows('top', { ...asked, sort: 'value' }, new MemorySearch(some, options)); // biome-ignore format: one call
        t.strictSame(
          byValue.rows.map(({ share: _, ...row }) => row),
          ranked,
        );
        for (const { share, ...row } of byValue.rows)
          t.ok(
            Math.abs(Number(share) - (total === 0 ? 0 : Number(row[KEY_OF[by]]) / total)) < 1e-12,
          );
        const byName = await streamRows('top', asked, new MemorySearch(some, options));
        const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
        t.strictSame(lines(byName.rows), lines(byValue.rows));
        return t.passing();
      },
    ),
    { seed: takeSeed(t), numRuns: 60 },
  );
});

t.test('more groups than a page come in the order of their names', async (t) => {
  const many = Array.from({ length: 25_000 }, (_, n) => at('2026-01-01T00:00:00Z', n, { key: `k${String(n).padStart(5, '0')}` })); // biome-ignore format: one list
  const port = new MemorySearch(many);
  const { rows, head } = await streamRows('top', { dimension: 'key', ...ALL }, port);
  t.strictSame(rows.map(({ name }) => name), many.map(({ key }) => key)); // biome-ignore format: one comparison
  t.strictSame(head.columns, [{ key: 'name', csvName: 'key' }, ...['bytes', 'requests', 'downloads', 'fullDownloads', 'share'].map((key) => ({ key }))]); // biome-ignore format: one list
  t.equal(head.about, 'All keys, in the order by name, not by value (--sort value).');
  t.equal(port.openCount, 0);
  const ranked = await streamRows('top', { dimension: 'key', sort: 'value', ...ALL }, new MemorySearch(many)); // biome-ignore format: one call
  t.strictSame(
    ranked.rows.slice(0, 2).map(({ name }) => name),
    ['k24999', 'k24998'],
  );
  t.match(ranked.head.about, /by bytes, descending/);
});

t.test('folded dimensions, and metrics that not every row has', async (t) => {
  const { rows } = await streamRows('top', { dimension: 'status-class', by: 'errors', ...ALL }, new MemorySearch(RECORDS)); // biome-ignore format: one call
  t.match(rows, [
    { name: '2xx', errors: 0 },
    { name: '4xx', errors: 1, share: 1 },
  ]);
  const last = await streamRows('top', { dimension: 'ip', by: 'last', sort: 'value', order: 'asc', ...ALL }, new MemorySearch(RECORDS)); // biome-ignore format: one call
  t.strictSame(
    last.rows.map(({ name }) => name),
    ['192.0.2.1', '192.0.2.2', '192.0.2.3'],
  );
  t.notOk('share' in (last.rows[0] ?? {}));
});

t.test('only groups within --since are handed on', async (t) => {
  const asked = { dimension: 'ip', by: 'first', since: '2026-02-02', ...ALL };
  for (const sort of ['name', 'value']) {
    const { rows } = await streamRows('top', { ...asked, sort }, new MemorySearch(RECORDS));
    t.strictSame(rows.map(({ name }) => name).sort(), ['192.0.2.2', '192.0.2.3']);
  }
});

t.test('without "all" nothing is streamed, and what cannot be is refused', async (t) => {
  t.equal(prepareStream('top', { dimension: 'ip' }), null);
  t.equal(prepareStream('compare', {}), null);
  const refuse = (raw: RawParameters, wanted: object) =>
    t.throws(() => prepareStream('top', { dimension: 'ip', ...raw, ...ALL }), { code: 'usage', ...wanted }); // biome-ignore format: one call
  refuse({ dimension: 'ip,key' }, { message: /Pairs and distinct counts/ });
  refuse({ by: 'listeners', dimension: 'key' }, { message: /Pairs and distinct counts/ });
  refuse({ sort: 'newest' }, { hint: /name, value/ });
  t.throws(() => prepareQuestion('top', { dimension: 'ip', sort: 'value' }), { code: 'usage', message: /--sort is of "--limit all"/ }); // biome-ignore format: one call
  t.throws(() => prepareQuestion('top', { dimension: 'ip', ...ALL }), { code: 'usage', hint: /"all"/ }); // biome-ignore format: one call
});
