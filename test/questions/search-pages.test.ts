/** Goal: page by page each hit is seen once, newest first, at the point in time of the first page. */
import fc from 'fast-check';
import t from 'tap';
import type { RawParameters } from '../../src/questions/ask/raw-parameters.ts';
import { askQuestion } from '../../src/questions/catalogue.ts';
import { readAsOf } from '../../src/questions/reach/as-of.ts';
import type { SearchAnswer } from '../../src/questions/search/answer.ts';
import { packCursor, unpackCursor } from '../../src/questions/search/cursor.ts';
import { takeSeed } from '../house/seed.ts';
import { ALL_IN, type MemoryOptions, MemorySearch } from './memory-search.ts';
import type { Document } from './memory-values.ts';
import { at } from './naive.ts';

const seed = takeSeed(t);

async function search(port: MemorySearch, raw: RawParameters = {}): Promise<SearchAnswer> {
  const answer = await askQuestion('search', { text: 'a', limit: '3', ...raw }, port);
  if (answer.question !== 'search') throw new Error(answer.question);
  return answer;
}

/** Several records a second, the same seconds in two indices at the border of the months. */
const records = (count: number): readonly Document[] =>
  Array.from({ length: count }, (_, n) =>
    at(`2026-0${1 + (n % 3)}-0${1 + (n % 2)}T00:00:00Z`, n, { key: `a/${n}` }),
  );

async function allPages(port: MemorySearch, raw: RawParameters = {}): Promise<readonly Document[]> {
  const hits: Document[] = [];
  for (let after: string | undefined; ; ) {
    const page = await search(port, { ...raw, after });
    hits.push(...(page.hits as readonly Document[])); // what was put in
    if (page.next === null) return hits;
    after = page.next;
  }
}

t.test('any number of hits in pages of any length', async (t) => {
  const sliced = fc.constantFrom<MemoryOptions>({}, { sliced: ['2026-02'] });
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 40 }), fc.integer({ min: 1, max: 15 }), sliced, async (count, limit, options) => {
      const port = new MemorySearch([...records(count), at('2026-01-01T00:00:00Z', 0)], options);
      const hits = await allPages(port, { limit: `${limit}` });
      const numbers = hits.map((hit) => Number(hit.bytes_sent));
      const times = hits.map((hit) => String(hit['@timestamp']));
      t.strictSame([...numbers].sort((a, b) => a - b), records(count).map((_, n) => n), 'each once'); // biome-ignore format: one comparison
      t.strictSame(times, [...times].sort().reverse(), 'newest first');
      t.equal(port.openCount, 0, 'the last page closes the point in time');
      return t.passing();
    }), // biome-ignore format: one property
    { seed, numRuns: 100 },
  );
});

t.test('the place of a hit is one place, also where two indices hold its second', async (t) => {
  const sortOf = async (options: MemoryOptions) => {
    const port = new MemorySearch(records(4), options);
    await search(port);
    return port.bodies.find(({ sort }) => sort !== undefined)?.sort;
  };
  const [newest, index] = [{ '@timestamp': 'desc' }, { _index: 'asc' }];
  t.strictSame(await sortOf({}), [newest, index, { _doc: 'asc' }]);
  t.strictSame(
    await sortOf({ sliced: ['2026-02'] }),
    [newest, index, { _id: 'asc' }],
    'two shards of an index number their documents alike',
  );
});

t.test('a page names what there is in all, and the next page', async (t) => {
  const port = new MemorySearch(records(7));
  const first = await search(port, { from: '2026-01', to: '2027-01' });
  t.match(first, {
    question: 'search',
    text: 'a',
    from: '2026-01-01T00:00:00.000Z',
    to: '2027-01-01T00:00:00.000Z',
    total: 7,
    exact: true,
  });
  t.equal(first.hits.length, 3);
  t.equal(port.openCount, 1, 'kept open for the next page');
  t.match(first.next, /^[\w-]+$/, 'one word, whatever is in it');
});

t.test('a last page that is full has no next one', async (t) => {
  const port = new MemorySearch(records(3));
  t.strictSame([(await search(port)).next, port.openCount], [null, 0]);
});

t.test('records that come between two pages are on none', async (t) => {
  const port = new MemorySearch(records(7));
  const { next } = await search(port);
  port.add([at('2026-01-01T00:00:00Z', 99, { key: 'a' }), at('2026-03-09T00:00:00Z', 99, { key: 'a' })]); // biome-ignore format: two records
  const second = await search(port, { after: next ?? '' });
  t.equal(second.total, 7);
  const third = await search(port, { after: second.next ?? '' });
  t.notOk([...second.hits, ...third.hits].some((hit) => hit.bytes_sent === 99));
  t.equal(port.opened.length, 1);
});

t.test('the next page may be longer', async (t) => {
  const port = new MemorySearch(records(9));
  const { next } = await search(port, { limit: '2' });
  const second = await search(port, { limit: '7', after: next ?? '' });
  t.strictSame([second.hits.length, second.next], [7, null]);
});

t.test('a point in time that is gone is said to be', async (t) => {
  const port = new MemorySearch(records(9));
  const { next } = await search(port);
  await port.closePointInTime('pit-0');
  await t.rejects(search(port, { after: next ?? '' }), { code: 'cursor_expired' });
});

t.test('a first page that fails ends its point in time', async (t) => {
  const failing = () => {
    throw new Error('broken');
  };
  const port = new MemorySearch(records(9), { before: failing });
  await t.rejects(search(port), /broken/);
  t.equal(port.openCount, 0);
});

t.test('a later page that fails can be asked again', async (t) => {
  const failing = (_: unknown, { bodies }: MemorySearch) => {
    if (bodies.length === 3) throw new Error('broken'); // behind what enriched them, and page one
  };
  const port = new MemorySearch(records(9), { before: failing });
  const { next } = await search(port);
  await t.rejects(search(port, { after: next ?? '' }), /broken/);
  t.equal((await search(port, { after: next ?? '' })).total, 9);
});

t.test('a point in time that cannot be closed hides neither answer nor error', async (t) => {
  class Stubborn extends MemorySearch {
    override async closePointInTime(): Promise<void> {
      throw new Error('cannot close');
    }
  }
  t.equal((await search(new Stubborn(records(2)))).total, 2);
  const broken = new Stubborn(records(2), {
    before: () => {
      throw new Error('the cause');
    },
  });
  await t.rejects(search(broken), /the cause/);
});

// biome-ignore format: a table, one row a search
const OTHERS: readonly (readonly [string, RawParameters])[] = [
  ['text', { text: 'b' }],
  ['fields', { in: 'key' }],
  ['range', { from: '2026-01-01' }],
  ['filter', { status: '200' }],
  ['filter of another kind', { not: 'status=404' }],
  ['audience', { audience: 'people' }],
];

for (const [name, raw] of OTHERS) {
  t.test(`a cursor is of one search only: another ${name} is refused`, async (t) => {
    const port = new MemorySearch(records(9));
    const { next } = await search(port);
    const asked = port.bodies.length;
    await t.rejects(search(port, { ...raw, after: next ?? '' }), { code: 'usage', message: /another search/ }); // biome-ignore format: one call
    t.equal(port.bodies.length, asked, 'nothing was asked');
  });
}

const QUESTION = { text: 'a' };
const CURSOR = { pattern: 'i-records-*', pointInTime: 'pit', after: [1_768_000_000_000, 'i-records-2026-01', 7], seen: 3, inexactBecause: null, asOf: readAsOf(ALL_IN, { from: null }) }; // biome-ignore format: one cursor

t.test('a cursor comes back as it went', async (t) => {
  t.strictSame(unpackCursor(packCursor(CURSOR, QUESTION), QUESTION), CURSOR);
});

t.test('a damaged cursor is refused, whatever is left of it', async (t) => {
  const packed = packCursor(CURSOR, QUESTION);
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const whole = JSON.parse(Buffer.from(packed, 'base64url').toString());
  // biome-ignore format: a list
  const damaged = ['', 'x', '!!', packed.slice(0, -3), packed.slice(3), `${packed}AAAA`, encode(null), encode([]), encode('p'), encode({}),
    encode({ ...whole, p: 1 }), encode({ ...whole, i: 1 }), encode({ ...whole, p: 'other' }), encode({ ...whole, i: 'other' }), encode({ ...whole, n: 4 }), encode({ ...whole, a: [1] }), encode({ ...whole, a: 'x' }), encode({ ...whole, a: [null] }), encode({ ...whole, a: [{}] }), encode({ ...whole, n: 1.5 }), encode({ ...whole, n: '1' }), encode({ ...whole, r: null }), encode({ ...whole, r: { ...whole.r, complete: false } }), encode({ ...whole, q: undefined })];
  for (const text of damaged)
    t.throws(() => unpackCursor(text, QUESTION), { code: 'usage', message: /damaged/ }, text);
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        unpackCursor(text, QUESTION);
        return false;
      } catch (error) {
        return error instanceof Error && 'code' in error && error.code === 'usage';
      }
    }),
    { seed },
  );
});
