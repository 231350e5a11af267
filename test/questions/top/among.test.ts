/**
 * Goal: `top --among` ranks the listed names that have records, and names every one that has none, each
 * once, however the list is cut into batches.
 */
import fc from 'fast-check';
import t from 'tap';
import type { NameList } from '../../../src/questions/ask/name-list.ts';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { prepareQuestion } from '../../../src/questions/catalogue.ts';
import { takeSeed } from '../../house/seed.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at, count, rankNaively } from '../naive.ts';
import { documents } from '../small-worlds.ts';

const seed = takeSeed(t);

const listOf = (names: readonly string[]): NameList => ({
  from: 'names.txt',
  open: async function* () {
    yield* names;
  },
});

async function ask(records: readonly Document[], names: readonly string[], raw: RawParameters) {
  const port = new MemorySearch(records);
  const among = listOf(names);
  const { answer, present } = await prepareQuestion('top', raw, { among })(port);
  if (answer.question !== 'top') throw new Error(answer.question);
  return { answer, shown: present(), port };
}

t.test('the rows are those of the list, the others are named', async (t) => {
  const listed = fc.array(
    fc.constantFrom<string>('\u{1f600}', '\ufffd', 'Chrome', 'never', 'gone', 'x'),
  );
  const limit = fc.integer({ min: 1, max: 4 });
  const property = fc.asyncProperty(documents, listed, limit, async (documents, listed, limit) => {
    const { answer } = await ask(documents, listed, { dimension: 'agent', limit: `${limit}` });
    const ranked = rankNaively(documents, 'agent_name', 'bytes').filter(({ name }) => listed.includes(name)); // biome-ignore format: one rule
    const absent = [...new Set(listed)].filter((name) => !documents.some(({ agent_name: agent }) => agent === name)); // biome-ignore format: one rule
    t.match(answer.rows, ranked.slice(0, limit));
    t.equal(answer.rows.length, Math.min(limit, ranked.length));
    t.strictSame(answer.among, { listed: new Set(listed).size, withRecords: ranked.length, withoutRecords: absent.length, names: absent.slice(0, limit) }); // biome-ignore format: one answer
    t.match(answer, { totals: count(documents), exact: true, parameters: { among: 'names.txt' } });
    return t.passing();
  });
  await fc.assert(property, { seed, numRuns: 60 });
});

const RECORDS = [
  at('2026-01-05T00:00:00Z', 10, { key: 'a', remote_ip: '192.0.2.1' }),
  at('2026-02-05T00:00:00Z', 20, { key: 'b', remote_ip: '2001:db8::1' }),
];

t.test('a long list is asked in batches, a name that comes again once', async (t) => {
  const names = Array.from({ length: 65_000 }, (_, n) => `k${n % 64_000}`);
  const raw = { dimension: 'key', by: 'last' };
  const { answer, shown, port } = await ask(RECORDS, ['b', ...names, 'b', 'a'], raw);
  t.match(answer.rows, [{ name: 'b', last: '2026-02-05T00:00:00.000Z' }, { name: 'a' }]);
  t.match(answer.among, { listed: 64_002, withRecords: 2, withoutRecords: 64_000 });
  const asked = port.bodies.filter(({ aggs }) => Object.hasOwn(aggs ?? {}, 'groups'));
  t.equal(asked.length, 3, 'of 30,000 each');
  t.match(shown.closing[0], 'Of 64,002 listed keys, 2 have records and 64,000 have none.');
  t.equal(shown.tables[1]?.title, 'Without any record: 10 of 64,000');
  t.strictSame(shown.tables[1]?.rows[0], { key: 'k0' });
});

t.test('filters and range hold: a record outside of them is none', async (t) => {
  const { answer } = await ask(RECORDS, ['a', 'b'], { dimension: 'key', from: '2026-02' });
  t.strictSame(answer.among?.names, ['a']);
});

t.test('an address is found however it is spelled, and what is none is refused', async (t) => {
  const list = ['2001:DB8:0:0::1', '::ffff:192.0.2.1', '192.0.2.9'];
  const { answer } = await ask(RECORDS, list, { dimension: 'ip' });
  t.strictSame(answer.among?.names, ['192.0.2.9']);
  await t.rejects(ask(RECORDS, ['192.0.2.0/24'], { dimension: 'ip' }), { code: 'usage', message: /is not an IP address/ }); // biome-ignore format: one refusal
});

for (const raw of [{ dimension: 'status' }, { dimension: 'ip,key' }, { dimension: 'hour' }, { dimension: 'key', by: 'listeners' }]) // biome-ignore format: one row a question
  t.test(`${JSON.stringify(raw)} is asked of no list`, async (t) => {
    await t.rejects(ask(RECORDS, [], raw), { code: 'usage', message: /--among takes one dimension/ }); // biome-ignore format: one refusal
  });

t.test('over HTTP there is no list', async (t) => {
  t.throws(() => prepareQuestion('top', { dimension: 'key', among: 'x' }), { message: /does not take "among"/ }); // biome-ignore format: one refusal
});
