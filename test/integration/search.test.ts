/**
 * Goal: `search` finds what a naive search over the planned requests finds, takes every character of
 * a text as text, and pages through the records as they were, none twice and none left out.
 */
import t, { type Test } from 'tap';
import { makePlan } from '../../samples/maker/plan.ts';
import type { PlannedRequest } from '../../samples/maker/request.ts';
import { connect } from '../../src/opensearch/client.ts';
import { makeSearchPort } from '../../src/opensearch/make-search-port.ts';
import type { RawParameters } from '../../src/questions/ask/read-filters.ts';
import { askQuestion } from '../../src/questions/catalogue.ts';
import type { SearchAnswer } from '../../src/questions/search/answer.ts';
import { naiveSearch } from '../support/naive-search.ts';
import { readAll, request, testEngineUrl, testPrefix } from '../support/opensearch.ts';
import { startProxy } from '../support/opensearch-proxy.ts';
import { type Result, runTamarin } from '../support/run-tamarin.ts';
import { readAnswerKey, SAMPLE_LOGS } from '../support/samples.ts';
import {
  copyIntoAnotherIndex,
  PLAIN_TEXTS,
  planOdd,
  planTapes,
  SAMPLE_CASES,
} from '../support/search-worlds.ts';
import { shipLines } from '../support/ship-lines.ts';

const EVERY_HIT = '10000';
const SEARCH_TIMEOUT_MS = 60_000;

const samples = makePlan().records;
const samplePrefix = testPrefix(t);
const oddPrefix = testPrefix(t);
const server = await connect({
  url: testEngineUrl(),
  username: null,
  password: null,
  caFile: null,
});
t.teardown(() => server.client.close());

/** Through the questions alone: for the many texts that need no process each. */
async function search(prefix: string, raw: RawParameters): Promise<SearchAnswer> {
  const port = makeSearchPort(server, `${prefix}-records-*`, { timeoutMs: SEARCH_TIMEOUT_MS });
  const answer = await askQuestion('search', { limit: EVERY_HIT, ...raw }, port);
  if (answer.question !== 'search') throw new Error(`"${answer.question}" was not asked`);
  return answer;
}

const runSearch = (prefix: string, ...args: readonly string[]): Promise<Result> =>
  runTamarin(['search', ...args], { TAMARIN_INDEX_PREFIX: prefix });

/** As a user asks. */
async function searchByCommand(
  t: Test,
  prefix: string,
  ...args: readonly string[]
): Promise<SearchAnswer> {
  const { code, stdout, stderr } = await runSearch(prefix, '--json', ...args);
  t.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

/** One word for each record: a request id alone is shared by the records of a multi-delete. */
const namesOf = (records: readonly PlannedRequest[]): string[] =>
  records.map(({ requestId, operation, key }) => `${requestId} ${operation} ${key}`).sort();

const namesOfHits = ({ hits }: Pick<SearchAnswer, 'hits'>): string[] =>
  hits
    .map(({ request_id: id = null, operation, key = null }) => `${id} ${operation} ${key}`)
    .sort();

function sameRecords(t: Test, answer: SearchAnswer, wanted: readonly PlannedRequest[]): void {
  t.equal(answer.total, wanted.length, `${wanted.length} with ${JSON.stringify(answer.text)}`);
  t.strictSame(namesOfHits(answer), namesOf(wanted));
  t.equal(answer.exact, true);
}

t.test('the samples are shipped, and every line is accounted for', async (t) => {
  const { code, stdout, stderr } = await runTamarin(['sync', SAMPLE_LOGS, '--json'], {
    TAMARIN_INDEX_PREFIX: samplePrefix,
  });
  t.equal(code, 0, stderr);
  const { lines, indexed, duplicates, rejected, skipped } = JSON.parse(stdout);
  t.equal(lines, indexed + duplicates + rejected + skipped);
  t.equal(indexed, readAnswerKey().records);
});

for (const { text, in: fields, finds } of SAMPLE_CASES) {
  const where = fields?.join(',');
  t.test(`the samples searched for ${text} in ${where ?? 'all fields'}`, async (t) => {
    const wanted = naiveSearch(samples, text, fields);
    t.equal(wanted.length > 0, finds, 'the plan has such records');
    sameRecords(t, await search(samplePrefix, { text, in: where }), wanted);
  });
}

t.test('the word "bot" finds bots whose names hold it, on the command line too', async (t) => {
  const answer = await searchByCommand(t, samplePrefix, 'bot', '--limit', EVERY_HIT);
  sameRecords(t, answer, naiveSearch(samples, 'bot'));
  const agents = answer.hits.map(({ agent_name: name }) => name);
  for (const name of ['bingbot', 'GPTBot', 'Googlebot', 'AhrefsBot'])
    t.ok(agents.includes(name), name);
});

t.test('a numbered file is found without its neighbours', async (t) => {
  const { hits, total } = await searchByCommand(t, samplePrefix, 'episode-0456');
  t.ok(total > 0);
  t.strictSame(new Set(hits.map(({ key }) => key)), new Set(['episodes/episode-0456.mp3']));
});

t.test('a signature is not to be found', async (t) => {
  const signed = samples.find(({ signature }) => signature === 'QueryString');
  const [secret = ''] = /[0-9a-f]{64}/.exec(signed?.requestLine ?? '') ?? [];
  t.equal(secret.length, 64);
  t.equal((await search(samplePrefix, { text: secret })).total, 0);
});

t.test('hits come newest first, as many as asked for', async (t) => {
  const { hits, total } = await search(samplePrefix, { text: 'iphone', limit: '500' });
  t.ok(total > 500);
  t.equal(hits.length, 500);
  const times = hits.map((hit) => String(hit['@timestamp']));
  t.strictSame(times, times.toSorted().toReversed());
  const newest = Math.max(...naiveSearch(samples, 'iphone').map(({ timeS }) => timeS));
  t.equal(Date.parse(times[0] ?? ''), newest * 1_000);
});

t.test('range and filters hold for a search as for every question', async (t) => {
  const [from, to] = [Date.UTC(2026, 0, 30), Date.UTC(2026, 1, 3)];
  const bots = naiveSearch(samples, 'bot', ['user_agent']);
  const asked = [...['bot', '--in', 'user_agent', '--limit', EVERY_HIT]];
  const range = ['--from', '2026-01-30', '--to', '2026-02-03'];
  const ranged = await searchByCommand(t, samplePrefix, ...asked, ...range);
  const inRange = bots.filter(({ timeS }) => timeS * 1_000 >= from && timeS * 1_000 < to);
  t.ok(inRange.length > 0 && inRange.length < bots.length);
  sameRecords(t, ranged, inRange);
  t.equal(ranged.from, '2026-01-30T00:00:00.000Z');

  const filters = ['--status', '4xx', '--not', 'ip=192.0.2.131', '--key-prefix', 'robots'];
  const filtered = await searchByCommand(t, samplePrefix, ...asked, ...filters);
  const wanted = bots.filter(
    ({ status, ip, key }) =>
      status === 404 && ip?.name !== '192.0.2.131' && key?.startsWith('robots'),
  );
  t.ok(wanted.length > 0);
  sameRecords(t, filtered, wanted);
});

const odd = planOdd();

t.test('a world of odd names is shipped', async (t) => {
  await shipLines(t, oddPrefix, odd);
});

t.test('an accent is found however it is typed and however it is stored', async (t) => {
  for (const text of ['café', 'CAFÉ', 'Café crème.mp3', 'fé cr', 'ångström', 'NGSTRÖM']) {
    const composed = await search(oddPrefix, { text: text.normalize('NFC') });
    const decomposed = await search(oddPrefix, { text: text.normalize('NFD') });
    sameRecords(t, composed, naiveSearch(odd, text));
    t.strictSame(
      namesOfHits(decomposed),
      namesOfHits(composed),
      `${text}, typed as letter and mark`,
    );
    const forms = new Set(composed.hits.map(({ key }) => String(key)));
    t.ok(
      [...forms].some((key) => key !== key.normalize('NFD')),
      'stored as one character',
    );
    t.ok(
      [...forms].some((key) => key !== key.normalize('NFC')),
      'stored as letter and mark',
    );
  }
});

t.test('every character of a text is text', async (t) => {
  let found = 0;
  for (const text of PLAIN_TEXTS) {
    const wanted = naiveSearch(odd, text);
    found += wanted.length > 0 ? 1 : 0;
    sameRecords(t, await search(oddPrefix, { text }), wanted);
  }
  t.ok(found > 30, `${found} of ${PLAIN_TEXTS.length} texts are found`);
});

t.test('a shell hands such texts over as they are', async (t) => {
  for (const text of ['*', 'a\\b', '"q"', '-minus', '--', '.*', '🌊', '$HOME']) {
    const answer = await searchByCommand(t, oddPrefix, '--limit', EVERY_HIT, '--', text);
    sameRecords(t, answer, naiveSearch(odd, text));
  }
});

t.test('a text that is too long is a mistake of the caller, any other is searched', async (t) => {
  const { code, stderr } = await runSearch(oddPrefix, 'y'.repeat(301));
  t.equal(code, 2);
  t.match(stderr, /too long.*\n.*300 characters/);
  const parts = Array.from({ length: 60 }, (_, index) => `part-${index}`);
  const longest = parts.join('/').slice(0, 300);
  t.equal((await search(oddPrefix, { text: longest })).total, 0, longest);
  const uniform = await runSearch(oddPrefix, 'y'.repeat(300));
  t.equal(uniform.code, 0, 'one letter 300 times');
});

t.test('upper and lower case are the same, beyond ASCII too', async (t) => {
  const texts = ['ГОРОД', 'город', 'оро', 'ОРО', 'ωmega', 'ΩMEGA', 'Mega t', 'MEGA T'];
  for (const text of texts) {
    const wanted = naiveSearch(odd, text);
    t.ok(wanted.length > 0, text);
    sameRecords(t, await search(oddPrefix, { text }), wanted);
  }
});

t.test('a text of blanks, or a field that there is not, is a mistake of the caller', async (t) => {
  for (const args of [
    ['  '],
    ['bot', '--in', 'agent'],
    ['bot', '--in', ''],
    ['bot', '--limit', '0'],
  ]) {
    const { code, stdout, stderr } = await runSearch(samplePrefix, ...args);
    t.equal(code, 2, args.join(' '));
    t.equal(stdout, '');
    t.match(stderr, /^tamarin: .+\n.*/);
  }
});

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
