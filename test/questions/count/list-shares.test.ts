/** Goal: the lists of many indices are asked in shares of some indices each, and no index is left out. */
import t from 'tap';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { askTopOfMany, named, namesOf } from '../ask-top.ts';
import { rankNaively, topAgents, worldOf } from '../naive.ts';
import { listBodiesOf } from '../ways.ts';

/** The indices that each request for lists asked, as numbers of months, and how it asked them. */
async function sharesOf(months: number, raw: RawParameters) {
  const documents = worldOf(Array.from({ length: months }, (_, n) => named('g', 5 + n, (m) => m)));
  const { port, answer, ways } = await askTopOfMany(documents, raw);
  const by = raw.by === 'downloads' ? 'downloads' : 'bytes';
  t.strictSame(namesOf(answer.rows), namesOf(rankNaively(documents, 'agent_name', by)));
  t.match(answer, { distinct: { value: 4 + months, exact: true }, exact: true });
  t.strictSame(ways, ['list 10000', 'count'], 'one round');
  const names = (await port.recordIndices()).map(({ name }) => String(name));
  return listBodiesOf(port).map(({ query, aggs }) => {
    const asked = (query as { bool: { filter: [{ terms: { _index: string[] } }] } }).bool.filter[0]; // of everything
    const { _index: indices } = asked.terms;
    const grouped = aggs as { indices?: { terms: unknown; aggs: unknown }; groups?: unknown }; // what lists ask
    const isAlone = grouped.indices === undefined;
    if (!isAlone) t.match(grouped.indices?.terms, { field: '_index', size: indices.length });
    t.match((isAlone ? aggs : grouped.indices?.aggs) as object, { groups: { terms: { field: 'agent_name', size: 10_000, shard_size: 10_000 } } }); // biome-ignore format: one comparison
    return { isAlone, months: indices.map((name) => names.indexOf(name) + 1) };
  });
}

/** 1 to so many, so many at a time. */
const inRowsOf = (size: number, months: number) =>
  Array.from({ length: Math.ceil(months / size) }, (_, row) =>
    Array.from({ length: Math.min(size, months - row * size) }, (_, n) => row * size + n + 1),
  );

// biome-ignore format: a table, one row a number of indices
const SHARES: readonly (readonly [number, string, number, string])[] = [
  [1, 'bytes', 1, 'alone'],
  [8, 'downloads', 1, 'alone'],
  [12, 'bytes', 1, 'each alone'],
  [13, 'bytes', 4, 'a quarter, rounded up'],
  [16, 'bytes', 4, 'a quarter'],
  [13, 'downloads', 4, 'a quarter, by any metric'],
  [28, 'bytes', 6, 'a quarter would be 7, but 6 × 10,000 are below 65,535'],
];

for (const [months, by, size, why] of SHARES) {
  t.test(`lists of ${months} indices by ${by} are asked ${size} at a time: ${why}`, async (t) => {
    const shares = await sharesOf(months, topAgents(2_000, { by }));
    t.strictSame(
      shares.map((share) => share.months),
      inRowsOf(size, months),
      'each index once',
    );
    t.ok(shares.every(({ isAlone, months }) => isAlone === (months.length === 1)));
  });
}
