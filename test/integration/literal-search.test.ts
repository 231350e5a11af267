/**
 * Goal: a search says whether it looked for words or for the text as it stands, and finds what a
 * query string holds percent-encoded.
 */
import t from 'tap';
import { randomFor } from '../../samples/maker/prng.ts';
import { type PlannedRequest, planRequest, requestLineOf } from '../../samples/maker/request.ts';
import { testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { shipLines } from '../support/ship-lines.ts';

const prefix = testPrefix(t);
const random = randomFor('literal search');
const planned = (key: string, query = ''): PlannedRequest =>
  planRequest(random, {
    timeS: Date.UTC(2026, 1, 3) / 1_000,
    operation: 'REST.GET.OBJECT',
    key,
    requestLine: requestLineOf('REST.GET.OBJECT', key, query),
  });
const KEYS = [
  ...['crew-b/plan.csv', 'crew/b/plan.csv', 'crew_b.csv', 'CREW-B.csv', 'y/crew b.csv'],
  ...['ogg/index.txt', 'tune.ogg'],
];

const search = async (...args: readonly string[]) => {
  const run = await runTamarin(['search', ...args], { TAMARIN_INDEX_PREFIX: prefix });
  return { ...run, keys: KEYS.filter((key) => run.stdout.includes(` ${key} `)) };
};

t.test('made lines are shipped', (t) =>
  shipLines(t, prefix, [
    ...KEYS.map((key) => planned(key)),
    planned('list', '?prefix=intake%2Fb&x-user=m%C3%BCller'),
  ]),
);

t.test('words are found whatever stands between them', async (t) => {
  const { stdout, keys } = await search('crew-b');
  t.match(stdout, /^5 records with “crew-b” as words or inside a value, newest first/m);
  t.equal(keys.length, 5);
});

t.test('--literal finds the text as it stands only, in any case', async (t) => {
  const { stdout, keys } = await search('crew-b', '--literal');
  t.match(stdout, /^2 records with “crew-b” inside a value, newest first/m);
  t.strictSame(keys, ['crew-b/plan.csv', 'CREW-B.csv']);
  t.strictSame((await search('.ogg')).keys, ['ogg/index.txt', 'tune.ogg']);
  t.strictSame((await search('.ogg', '--literal')).keys, ['tune.ogg']);
});

t.test('what a query holds encoded is found as a person writes it', async (t) => {
  for (const text of ['intake/b', 'intake%2Fb', 'müller', 'prefix=intake'])
    for (const more of [[], ['--literal']]) {
      const { stdout } = await search(text, '--in', 'url_query', '--json', ...more);
      t.equal(JSON.parse(stdout).total, 1, `${text} ${more.join('')}`);
    }
});

t.test('the next page of a literal search is one', async (t) => {
  const first = JSON.parse((await search('crew', '--literal', '--limit', '2', '--json')).stdout);
  t.equal(first.parameters.literal, 'true');
  const more = ['--limit', '2', '--json', '--after', first.next];
  const other = await search('crew', ...more);
  t.equal(other.code, 2, 'a search by words is another one');
  const second = JSON.parse((await search('crew', '--literal', ...more)).stdout);
  t.equal(first.total, 5);
  t.equal(second.hits.length, 2);
});
