/**
 * Goal: the values of one parameter are counted as if they were a field of their own, though each
 * record has values of others too, and in more records: by all groups at once, by lists and proof, and
 * by pages.
 */
import fc from 'fast-check';
import t from 'tap';
import { TamarinError } from '../../../src/core/error.ts';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import { takeSeed } from '../../house/seed.ts';
import { askTop } from '../ask-top.ts';
import { type MemoryOptions, MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at, count, KEY_OF, METRIC_NAMES, rankNaively } from '../naive.ts';

const seed = takeSeed(t);
const NAMES = ['x-user', 'x-user.', 'x-users', 'x', 'x-user<', 'x-user=a', 'z'];

/** As enrichment writes them: one value of a name, which may begin as another's does. */
const parameters = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom(...NAMES), fc.constantFrom('', 'a', 'b', '*', '\u{1f600}', 'a=b'))
    .map(([name, value]) => `${name}=${value}`),
  { maxLength: 5, selector: (text) => text.slice(0, text.indexOf('=')) },
);

const documents = fc.array(
  fc
    .record({ month: fc.integer({ min: 1, max: 3 }), bytes: fc.nat({ max: 20 }), parameters })
    .map(({ month, bytes, parameters }) => at(`2026-0${month}-15T00:00:00Z`, bytes, { url_parameters: parameters })), // biome-ignore format: one record
  { minLength: 1, maxLength: 60 },
);

/** The records with a field for the one parameter. */
const withOwn = (some: readonly Document[], name: string): readonly Document[] =>
  some.map((document) => {
    const values = document.url_parameters as readonly string[]; // as made above
    const own = values.find((value) => value.startsWith(`${name}=`));
    return own === undefined ? document : { ...document, own: own.slice(name.length + 1) };
  });

/** Groups that are not asked for all at once: larger worlds are asked by lists and pages. */
const refuseFew: MemoryOptions['before'] = ({ aggs }) => {
  const { groups } = (aggs ?? {}) as { readonly groups?: { readonly terms?: object } };
  const { terms } = groups ?? {};
  if (terms !== undefined && !('order' in terms) && 'size' in terms && terms.size === 10_000)
    throw new TamarinError('question_too_large', 'too many');
};

const WAYS: Readonly<Record<string, MemoryOptions>> = {
  few: {},
  'list 100': { before: refuseFew },
  'sweep 10000': { before: refuseFew, sharded: ['2026-01', '2026-02', '2026-03'] },
};

for (const [way, options] of Object.entries(WAYS)) {
  t.test(`the first values of a parameter, by ${way}`, async (t) => {
    const taken = new Set<string>();
    const asked = fc.record({
      documents,
      name: fc.constantFrom('x-user', 'x', 'x-user.'),
      limit: fc.constantFrom(1, 2, 100),
      by: fc.constantFrom(...METRIC_NAMES),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ documents, name, limit, by }) => {
        const raw = { dimension: `param:${name}`, limit: String(limit), by };
        const { answer, ways } = await askTop(documents, raw, options);
        for (const each of ways) taken.add(each);
        const own = withOwn(documents, name);
        const ranked = rankNaively(own, 'own', by);
        t.strictSame(
          answer.rows.map((row) => `${row.name} ${row[KEY_OF[by]]}`),
          ranked.slice(0, limit).map((row) => `${row.name} ${row[KEY_OF[by]]}`),
        );
        t.strictSame(answer.totals, count(documents));
        t.strictSame(answer.missing, count(own.filter((document) => document.own === undefined)));
        t.strictSame(answer.distinct, { value: ranked.length, exact: true });
        t.ok(answer.exact);
        return t.passing();
      }),
      { seed, numRuns: 100 },
    );
    t.ok(taken.has(way), `${way} was taken`);
  });
}

t.test('the average over the values of a parameter, page by page', async (t) => {
  const asked = fc.record({ documents, name: fc.constantFrom('x-user', 'x') });
  await fc.assert(
    fc.asyncProperty(asked, async ({ documents, name }) => {
      const raw = { dimension: `param:${name}`, by: 'bytes' };
      const answer = await askQuestion('compare', raw, new MemorySearch(documents));
      const ranked = rankNaively(withOwn(documents, name), 'own', 'bytes');
      const total = ranked.reduce((sum, { bytes }) => sum + bytes, 0);
      t.match(answer, { exact: true, population: { count: ranked.length, total } });
      return t.passing();
    }),
    { seed, numRuns: 100 },
  );
});

t.test('foreign values in front of those that are named push none of them out', async (t) => {
  const users = Array.from({ length: 120 }, (_, n) => `x-user=${String(n).padStart(3, '0')}`);
  // Each record of the last users has forty parameters that more records have than any user.
  const all = users.map((user, n) => {
    const others = Array.from({ length: 40 }, (_, each) => `a${each}=1`);
    return at(`2026-0${1 + (n % 2)}-15T00:00:00Z`, 1 + n, { url_parameters: [user, ...others] });
  });
  const raw = { dimension: 'param:x-user', by: 'requests', limit: '100' };
  const { answer, ways } = await askTop(all, raw, { before: refuseFew });
  t.strictSame(ways.slice(0, 3), ['few', 'list 500', 'count'], 'the first is refused');
  t.strictSame(
    answer.rows.map(({ name, requests }) => [name, requests]),
    users.slice(0, 100).map((user) => [user.slice('x-user='.length), 1]),
  );
});

t.test('where nobody can estimate the values, those that were met are the least', async (t) => {
  const months = [1, 2].flatMap(
    (month) =>
    Array.from({ length: 150 }, (_, n) => at(`2026-0${month}-15T00:00:00Z`, 1_000 - n - (n < 20 ? 0 : 700), { url_parameters: [`x-user=${n}`] })), // biome-ignore format: one record
  );
  const raw = { dimension: 'param:x-user', limit: '5' };
  const { answer } = await askTop(months, raw, { before: refuseFew });
  t.strictSame(answer.distinct, { value: 100, exact: false, isAtLeast: true });
  t.ok(answer.exact);
});

t.test('filters of a parameter are about its own values', async (t) => {
  const all = [['x-user=a', 'z=1'], ['x-user=ab'], ['x-users=a'], ['z=1'], ['x-user=a=b']].map((url_parameters) => at('2026-01-15T00:00:00Z', 1, { url_parameters })); // biome-ignore format: one row
  const requestsOf = async (raw: object) => {
    const answer = await askQuestion('timeline', { ...raw }, new MemorySearch(all));
    return answer.question === 'timeline' ? answer.totals.requests : -1;
  };
  t.equal(await requestsOf({ param: 'x-user=a' }), 1);
  t.equal(await requestsOf({ param: ['x-user=a', 'x-user=a=b'] }), 2);
  t.equal(await requestsOf({ param: ['x-user=a', 'z=2'] }), 0);
  t.equal(await requestsOf({ not: 'param:x-user=a' }), 4);
  t.equal(await requestsOf({ without: 'param:x-user' }), 2);
  t.equal(await requestsOf({ without: 'param' }), 0);
});

t.test('a value that was cut is found by what was sent', async (t) => {
  const long = 'v'.repeat(400);
  const all = [at('2026-01-15T00:00:00Z', 1, { url_parameters: [`x-user=${long.slice(0, 249)}`] })];
  const raw = { dimension: 'ip', param: `x-user=${long}` };
  const { answer } = await askTop(all, raw);
  t.equal(answer.totals.requests, 1);
});

t.test('a parameter needs its name', async (t) => {
  for (const dimension of ['param', 'param:', 'param:a=b', 'colour:x'])
    await t.rejects(askTop([at('2026-01-15T00:00:00Z', 1)], { dimension }), { code: 'usage' });
});
