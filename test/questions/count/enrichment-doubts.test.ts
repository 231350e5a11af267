/** Goal: an answer that rests on what older rules, lists or files made says so, and no other does. */
import t from 'tap';
import { whatEnriches } from '../../../src/enrich/what-enriches.ts';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import { type MemoryOptions, MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at } from '../naive.ts';

const { fields, agents } = whatEnriches();
const TODAY = `${fields}.${agents}.0`;
const OLDER_RULES = `0.${agents}.0`;
const OLDER_LISTS = `${fields}.00000000.0`;
const OLDER_FILES = `${fields}.${agents}.11111111`;

let seconds = 0;
/** Records of one client each, so many of them. */
const some = (count: number, enriched: string | null, more: Document = {}): readonly Document[] =>
  Array.from({ length: count }, () => {
    seconds += 1;
    const time = new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString();
    const own = { remote_ip: '192.0.2.7', agent_name: 'Chrome', key: 'a', ...more };
    return at(time, 1, { ...own, enriched: enriched ?? [] });
  });

async function becauseOf(
  documents: readonly Document[],
  name: string,
  raw: RawParameters,
  options: MemoryOptions = {},
): Promise<string> {
  const { exact, inexactBecause } = await askQuestion(name, raw, new MemorySearch(documents, options)); // biome-ignore format: one call
  return exact ? 'exact' : (inexactBecause ?? '');
}

const olderText = (count: string): string =>
  `${count} enriched by older lists: run \`sync --full --overwrite\``;

const RECORDS = [
  ...some(5, TODAY),
  ...some(2, OLDER_RULES),
  ...some(3, OLDER_LISTS),
  ...some(1, null),
];

// biome-ignore format: a table, one row a question
const ASKED: readonly (readonly [what: string, name: string, raw: RawParameters, older: string | null])[] = [
  ['a dimension by the rules', 'top', { dimension: 'network' }, '3 records were'],
  ['a dimension by rules and lists', 'top', { dimension: 'agent' }, '6 records were'],
  ['the average of one', 'compare', { dimension: 'agent-class' }, '6 records were'],
  ['a logged dimension', 'top', { dimension: 'ip' }, null],
  ['a logged dimension by full downloads', 'top', { dimension: 'ip', by: 'full-downloads' }, '3 records were'],
  ['a filter', 'top', { dimension: 'ip', folder: 'x' }, '3 records were'],
  ['what a filter leaves out', 'timeline', { not: 'agent-class=bot' }, '6 records were'],
  ['what lacks it', 'timeline', { without: 'referrer-domain' }, '3 records were'],
  ['time alone', 'timeline', {}, null],
  ['time by full downloads', 'timeline', { by: 'full-downloads' }, '3 records were'],
  ['a page about a client', 'client', { client: '192.0.2.7' }, '6 records were'],
  ['a piece of a query string', 'search', { text: 'x' }, '3 records were'],
  ['a piece of a key', 'search', { text: 'x', in: 'key' }, null],
  ['a piece of a key, filtered', 'search', { text: 'x', in: 'key', agent: 'Chrome' }, '6 records were'],
];
for (const [what, name, raw, older] of ASKED) {
  t.test(`${what}: ${older ?? 'no record is in doubt'}`, async (t) => {
    const wanted = older === null ? 'exact' : olderText(older);
    t.equal(await becauseOf(RECORDS, name, raw), wanted);
  });
}

t.test('one record is told too, a thousand are told by thousands', async (t) => {
  const raw = { dimension: 'agent' };
  const one = [...some(5, TODAY), ...some(1, null)];
  t.equal(await becauseOf(one, 'top', raw), olderText('1 record was'));
  const many = [...some(1, TODAY), ...some(1_234, OLDER_LISTS)];
  t.equal(await becauseOf(many, 'top', raw), olderText('1,234 records were'));
});

t.test('records outside of the range and of what was logged are in no doubt', async (t) => {
  const documents = [...some(2, null, { bucket: 'old' }), ...some(3, TODAY)];
  t.equal(await becauseOf(documents, 'top', { dimension: 'agent', bucket: 'old' }), olderText('2 records were')); // biome-ignore format: one case
  t.equal(await becauseOf(documents, 'top', { dimension: 'agent', bucket: 'media' }), 'exact');
  t.equal(await becauseOf(documents, 'top', { dimension: 'agent', from: '2026-01-02' }), 'exact');
});

t.test('an older record that a derived filter leaves out may belong to it', async (t) => {
  const documents = [...some(3, TODAY, { agent_class: 'bot' }), ...some(2, OLDER_LISTS)];
  const raw = { dimension: 'ip', 'agent-class': 'bot' };
  t.equal(await becauseOf(documents, 'top', raw), olderText('2 records were'));
});

t.test(
  'records of another client are no reason to doubt a page, unless it shares with them',
  async (t) => {
    const documents = [...some(3, TODAY), ...some(2, null, { remote_ip: '192.0.2.8' })];
    const client = '192.0.2.7';
    t.equal(await becauseOf(documents, 'client', { client }), 'exact');
    t.equal(await becauseOf(documents, 'client', { client, by: 'full-downloads' }), olderText('2 records were')); // biome-ignore format: one case
  },
);

t.test('files: those that this process has, or else those of most records', async (t) => {
  const raw = { dimension: 'country' };
  const [same, other] = [some(3, OLDER_FILES), some(2, TODAY)];
  t.equal(await becauseOf(same, 'top', raw), 'exact', 'it has none, and calls nobody\u2019s old');
  t.equal(await becauseOf([...same, ...other], 'top', raw), olderText('2 records were'));
  t.equal(await becauseOf([...same, ...other], 'top', { dimension: 'agent' }), 'exact');
  const has = { addressFiles: '11111111' };
  t.equal(await becauseOf(same, 'top', raw, has), 'exact');
  t.equal(await becauseOf(other, 'top', raw, has), olderText('2 records were'));
});

t.test('records whose parameters were left out are told to who asks by one', async (t) => {
  const lacking = some(2, `${fields}-.${agents}.0`);
  const documents = [...some(3, TODAY, { url_parameters: ['x-user=ada'] }), ...lacking];
  const wanted = '2 records were indexed without url_parameters: set keepUrlParameters and run `sync --full --overwrite`'; // biome-ignore format: one text
  t.equal(await becauseOf(documents, 'top', { dimension: 'param:x-user' }), wanted);
  t.equal(await becauseOf(documents, 'timeline', { param: 'x-user=ada' }), wanted);
  t.equal(await becauseOf(documents, 'timeline', { without: 'param:x-user' }), wanted);
  t.equal(await becauseOf(documents, 'top', { dimension: 'network' }), 'exact');
  const older = [...documents, ...some(1, OLDER_RULES)];
  t.equal(await becauseOf(older, 'top', { dimension: 'param:x-user' }), `${olderText('1 record was')}; ${wanted}`); // biome-ignore format: one case
});

t.test('the doubts of a first page are those of the next', async (t) => {
  const port = new MemorySearch(some(4, null, { url_query: 'x' }));
  const raw = { text: 'x', limit: '3' };
  const first = await askQuestion('search', raw, port);
  const next = 'next' in first ? (first.next ?? '') : '';
  port.add(some(1, TODAY));
  const second = await askQuestion('search', { ...raw, after: next }, port);
  t.match(first.inexactBecause, /^4 records were enriched/);
  t.equal(second.inexactBecause, first.inexactBecause);
});

t.test('a logged question asks nothing more, a derived one asks once', async (t) => {
  const asked = async (dimension: string) => {
    const port = new MemorySearch(RECORDS);
    await askQuestion('top', { dimension }, port);
    return port.bodies.filter((body) => JSON.stringify(body).includes('enriched')).length;
  };
  t.strictSame([await asked('ip'), await asked('agent')], [0, 1]);
});
