/** Goal: the first N of any world are those of a full count, whatever the server gives and estimates. */
import fc from 'fast-check';
import t from 'tap';
import { takeSeed } from '../../house/seed.ts';
import { askTop } from '../ask-top.ts';
import type { Document } from '../memory-values.ts';
import { count, KEY_OF, METRIC_NAMES, rankNaively, topAgents, worldOf } from '../naive.ts';
import { MANY } from '../ways.ts';

const seed = takeSeed(t);

/** Values from few to many, names shared by the months or not, by a small generator of numbers. */
const world = fc
  .record({
    start: fc.nat(),
    months: fc.integer({ min: 1, max: 4 }),
    names: fc.integer({ min: 1, max: 1_200 }),
    most: fc.constantFrom(1, 3, 50, 1_000_000),
    part: fc.constantFrom(0.2, 0.6, 1),
  })
  .map(({ start, months, names, most, part }) => {
    let state = start % 2_147_483_647;
    const random = (): number => {
      state = (state * 48_271 + 11) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    return worldOf(
      Array.from({ length: months }, () =>
        Array.from({ length: names }, (_, n): readonly [string, number] => [
          `${'\ud83d\ude00'.repeat(n % 2)}g${n}`,
          Math.floor(random() ** 3 * most),
        ]).filter(() => random() < part),
      ),
    ).map((document, n): Document => ({ ...document, http_status: n % 3 === 0 ? 404 : 200, download_ppm: n % 7 })); // biome-ignore format: one rule
  })
  .filter((documents) => documents.length > 0);

/** Ways that no seed can avoid: other tests have a world for each of the rest. */
const TAKEN = [
  { estimateMin: MANY, ways: ['list 100', 'count'] },
  { estimateMin: 0, ways: ['few'] },
];

for (const { estimateMin, ways: waysWanted } of TAKEN) {
  t.test(`the first N of any world are those of a full count, of ${estimateMin}`, async (t) => {
    const taken = new Set<string>();
    const asked = fc.record({
      documents: world,
      limit: fc.constantFrom(1, 10, 25, 100),
      by: fc.constantFrom(...METRIC_NAMES),
      bucketsMax: fc.constantFrom(65_535, 65_535, 700),
      sliced: fc.constantFrom([], [], [], ['2026-01'], ['2026-01', '2026-03']),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ documents, limit, by, bucketsMax, sliced }) => {
        const options = { bucketsMax, sliced, estimateMin };
        const { answer, ways } = await askTop(documents, topAgents(limit, { by }), options);
        for (const way of ways) taken.add(way);
        const ranked = rankNaively(documents, 'agent_name', by);
        const { distinct, rows, totals, missing } = answer;
        t.strictSame(
          rows.map((row) => `${row.name} ${row[KEY_OF[by]]}`),
          ranked.slice(0, limit).map((row) => `${row.name} ${row[KEY_OF[by]]}`),
        );
        t.strictSame([totals, missing], [count(documents), count([])]);
        const estimated = Math.max(estimateMin, ranked.length + 1);
        t.equal(distinct.value, distinct.exact ? ranked.length : estimated);
        return t.passing();
      }),
      { seed, numRuns: 60 },
    );
    for (const way of waysWanted) t.ok(taken.has(way), `${way} was taken`);
    t.ok([...taken].some((way) => way.startsWith('sweep')));
  });
}
