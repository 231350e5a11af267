/**
 * Goal: pages of a search show the records as they were at its first, none twice and none left out,
 * and a cursor leads on in its own search or nowhere.
 */
import t from 'tap';
import type { SearchAnswer } from '../../src/questions/search/answer.ts';
import { runSearch, searchByCommand, searchThrough } from '../support/ask-search.ts';
import { readAll, request, testPrefix } from '../support/opensearch.ts';
import { startProxy } from '../support/opensearch-proxy.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { connectPorts } from '../support/search-ports.ts';
import { copyIntoAnotherIndex, planOdd, planTapes } from '../support/search-worlds.ts';
import { SHARED_SAMPLES } from '../support/shared-samples.ts';
import { shipLines } from '../support/ship-lines.ts';

const samplePrefix = SHARED_SAMPLES;
const oddPrefix = testPrefix(t);
const search = searchThrough(await connectPorts(t));

t.test('a world to page through is shipped', (t) => shipLines(t, oddPrefix, planOdd()));

const TAPES = 240;
// biome-ignore format: a table, one row a case
const PAGE_CASES = [
  { text: 'reel', limit: 1 },
  { text: 'side', limit: 7 },
  { text: 'tapes', limit: 100 },
] as const;

for (const { text, limit } of PAGE_CASES) {
  t.test(`pages of ${limit} show every record once, whatever is shipped meanwhile`, async (t) => {
    const prefix = testPrefix(t);
    await shipLines(t, prefix, planTapes(`before/${limit}`, TAPES));
    await copyIntoAnotherIndex(prefix, 48);
    const stored = await readAll(`${prefix}-records-*`);
    const wanted = stored.filter(({ _source: { key } }) => String(key).includes(text));
    const indices = new Set(wanted.map(({ _index }) => _index));
    t.equal(indices.size, 3, 'records of several indices share a second');

    const seen: SearchAnswer['hits'][number][] = [];
    let after: string | null = null;
    let page = 0;
    do {
      const place: readonly string[] = after === null ? [] : ['--after', after];
      const asked = [text, '--limit', String(limit), ...place];
      const answer: SearchAnswer = await searchByCommand(t, prefix, ...asked);
      t.equal(answer.total, wanted.length, 'the total stays that of the first page');
      seen.push(...answer.hits);
      page += 1;
      after = answer.next;
      if (after !== null) t.equal(answer.hits.length, limit, 'the page is full');
      if (page === 1)
        await t.test('new ones, in the same seconds', (t) =>
          shipLines(t, prefix, planTapes(`meanwhile/${limit}`, 60)),
        );
    } while (after !== null);

    t.equal(page, Math.ceil(wanted.length / limit), 'the last page holds the rest');
    const ids = seen.map((hit) => String(hit.request_id));
    t.equal(new Set(ids).size, ids.length, 'none twice');
    t.strictSame(ids.toSorted(), wanted.map(({ _source }) => String(_source.request_id)).sort());
    const times = seen.map((hit) => String(hit['@timestamp']));
    t.strictSame(times, times.toSorted().toReversed(), 'newest first over all pages');
    const now = await search(prefix, { text });
    t.ok(now.total > wanted.length, 'a new search sees the new ones');
  });
}

interface Place {
  readonly p: string;
  readonly a: readonly unknown[];
}
const openCursor = (cursor: string | null): Place =>
  JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString());
const closeCursor = (place: object): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

async function pointsInTime(): Promise<string[]> {
  const { body } = await request('GET', '/_search/point_in_time/_all');
  const { pits } = body as { readonly pits: readonly { readonly pit_id: string }[] }; // the shape of this answer
  return pits.map((pit) => pit.pit_id);
}

t.test('the point in time stays open between pages, and the last page ends it', async (t) => {
  const first = await search(samplePrefix, { text: 'x-user', limit: '2' });
  const { p } = openCursor(first.next);
  t.ok((await pointsInTime()).includes(p));
  const last = await search(samplePrefix, { text: 'x-user', limit: '2', after: first.next ?? '' });
  t.equal(last.next, null);
  t.equal(first.hits.length + last.hits.length, first.total);
  t.notOk((await pointsInTime()).includes(p));
});

t.test('a page whose point in time is gone says so and ends with 1', async (t) => {
  const { next } = await search(samplePrefix, { text: 'bot', limit: '3' });
  await request('DELETE', '/_search/point_in_time', { pit_id: [openCursor(next).p] });
  const { code, stdout, stderr } = await runSearch(samplePrefix, 'bot', '--after', next ?? '');
  t.equal(code, 1);
  t.equal(stdout, '');
  t.match(stderr, /The point in time of the question is gone.*\n.*without --after/);
  const again = search(samplePrefix, { text: 'bot', after: next ?? '' });
  await t.rejects(again, { code: 'cursor_expired' });
});

t.test('a damaged cursor is a mistake of the caller', async (t) => {
  const { next } = await search(samplePrefix, { text: 'bot', limit: '3' });
  const whole = next ?? '';
  const place = openCursor(next);
  const damaged = {
    'cut in half': whole.slice(0, whole.length / 2),
    'cut at its end': whole.slice(0, -3),
    'no cursor': 'page 2',
    empty: '',
    'another kind of value': closeCursor(['page', 2]),
    'a point in time that is cut': closeCursor({ ...place, p: place.p.slice(0, 40) }),
    'without a place': closeCursor({ ...place, a: null }),
  };
  for (const [name, cursor] of Object.entries(damaged)) {
    const { code, stdout, stderr } = await runSearch(samplePrefix, 'bot', '--after', cursor);
    t.equal(code, 2, `${name}: ${stderr}`);
    t.equal(stdout, '', name);
    t.match(stderr, /^tamarin: The --after cursor is damaged.*\n.+/, name);
  }
});

t.test('a cursor with one character changed never shows another page', async (t) => {
  const { next } = await search(samplePrefix, { text: 'bot', limit: '3' });
  const place = openCursor(next);
  const [timeMs, ...rest] = place.a;
  const changed = {
    'a time of yesterday': { ...place, a: [Number(timeMs) - 86_400_000, ...rest] },
    'a point in time of nothing': { ...place, p: 'AAAA' },
  };
  for (const [name, each] of Object.entries(changed)) {
    const { code } = await runSearch(samplePrefix, 'bot', '--after', closeCursor(each));
    t.equal(code, 2, name);
  }
});

t.test('a cursor of another search is a mistake of the caller', async (t) => {
  const { next } = await search(samplePrefix, { text: 'bot', limit: '3' });
  const others = {
    'another text': ['robot'],
    'another field': ['bot', '--in', 'user_agent'],
    'another range': ['bot', '--from', '2026-01-20'],
    'another filter': ['bot', '--status', '200'],
  };
  for (const [name, args] of Object.entries(others)) {
    const { code, stdout, stderr } = await runSearch(samplePrefix, ...args, '--after', next ?? '');
    t.equal(code, 2, `${name}: ${stderr}`);
    t.equal(stdout, '', name);
    t.match(
      stderr,
      /^tamarin: The --after cursor is damaged or belongs to another search\.\n.+/,
      name,
    );
  }
  const { hits } = await search(samplePrefix, { text: 'bot', limit: '5', after: next ?? '' });
  t.equal(hits.length, 5, 'another number of rows is the same search');
});

t.test('a cursor of other indices is a mistake of the caller', async (t) => {
  const first = await search(samplePrefix, { text: 'mp3', limit: '3' });
  const { code } = await runSearch(oddPrefix, 'mp3', '--after', first.next ?? '');
  t.equal(code, 2, 'the place is one among other records');
});

t.test('a page that failed can be asked again', async (t) => {
  const { next } = await search(samplePrefix, { text: 'bot', limit: '3' });
  let isBroken = true;
  const proxy = await startProxy({
    refuse: ({ method, path }) =>
      isBroken && method === 'POST' && path.startsWith('/_search') ? 503 : null,
  });
  t.teardown(() => proxy.close());
  const env = { TAMARIN_INDEX_PREFIX: samplePrefix, OPENSEARCH_URL: proxy.url };
  const page = ['search', 'bot', '--after', next ?? '', '--limit', '3'];
  const failed = await runTamarin(page, env);
  t.not(failed.code, 0, 'OpenSearch was out of order');
  isBroken = false;
  const { code, stderr } = await runTamarin(page, env);
  t.equal(code, 0, stderr);
});
