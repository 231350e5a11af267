/**
 * Goal: `search` finds what a naive search over the planned requests finds, and takes every character
 * of a text as text.
 */
import t, { type Test } from 'tap';
import { makePlan } from '../../samples/maker/plan.ts';
import type { PlannedRequest } from '../../samples/maker/request.ts';
import type { SearchAnswer } from '../../src/questions/search/answer.ts';
import { EVERY_HIT, runSearch, searchByCommand, searchThrough } from '../support/ask-search.ts';
import { naiveSearch } from '../support/naive-search.ts';
import { testPrefix } from '../support/opensearch.ts';
import { connectPorts } from '../support/search-ports.ts';
import { PLAIN_TEXTS, planOdd, SAMPLE_CASES } from '../support/search-worlds.ts';
import { SHARED_SAMPLES } from '../support/shared-samples.ts';
import { shipLines } from '../support/ship-lines.ts';

const samples = makePlan().records;
const samplePrefix = SHARED_SAMPLES;
const oddPrefix = testPrefix(t);
const search = searchThrough(await connectPorts(t));

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
