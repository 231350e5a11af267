/** Goal: a question is refused before anything is asked, or asked with what was given. */
import t from 'tap';
import { pricesOf } from '../../src/config/price-files.ts';
import type { RawParameters } from '../../src/questions/ask/raw-parameters.ts';
import { askQuestion, prepareQuestion, QUESTION_TABLE } from '../../src/questions/catalogue.ts';
import { footOf } from '../../src/questions/present/foot.ts';
import { MemorySearch } from './memory-search.ts';
import { RECORDS } from './small-worlds.ts';

interface Case {
  readonly question: string;
  readonly raw: RawParameters;
  readonly message: RegExp;
  readonly hint?: RegExp;
}

const LONG = 'x'.repeat(301);
// biome-ignore format: a table, one row a question
const REFUSED: readonly Case[] = [
  { question: 'suspects', raw: {}, message: /no question "suspects"/, hint: /top, compare, timeline, growth, why, search, records, scrapers, client, bill/ },
  ...['', '-1', '101', '5.5', 'x'].map((score) => ({ question: 'scrapers', raw: { 'min-score': score }, message: /not a number from 0 to 100/ })),
  { question: 'scrapers', raw: { members: 'yes' }, message: /neither true nor false/ },
  { question: 'constructor', raw: {}, message: /no question/ },
  { question: 'top', raw: {}, message: /no dimension ""/, hint: /ip, network/ },
  { question: 'top', raw: { dimension: 'colour' }, message: /no dimension "colour"/, hint: /bucket-owner/ },
  { question: 'top', raw: { dimension: 'request-id' }, message: /no dimension "request-id"/ },
  { question: 'compare', raw: { dimension: 'IP' }, message: /no dimension "IP"/ },
  { question: 'top', raw: { dimension: ['ip', 'key'] }, message: /only once/ },
  { question: 'top', raw: { dimension: 'ip', by: 'hits' }, message: /no metric "hits"/, hint: /bytes, requests, downloads, full-downloads/ },
  { question: 'timeline', raw: { by: 'hits' }, message: /no metric/ },
  { question: 'client', raw: { client: 'curl', by: 'hits' }, message: /no metric/ },
  { question: 'top', raw: { dimension: 'ip', by: 'fullDownloads' }, message: /no metric/ },
  ...['', '0', '-1', '10001', '1.5', '1e3', ' 5', 'x', '00000010'].map((limit) => ({ question: 'top', raw: { dimension: 'ip', limit }, message: /not a number of rows/, hint: /from 1 to 10000/ })),
  { question: 'timeline', raw: { interval: 'year' }, message: /no interval "year"/, hint: /hour, day, week, month/ },
  { question: 'search', raw: {}, message: /No text/ },
  { question: 'search', raw: { text: ' \t ' }, message: /No text/ },
  { question: 'search', raw: { text: LONG }, message: /too long: 301 characters/, hint: /300 characters and 50 words/ },
  { question: 'search', raw: { text: 'é'.repeat(151) }, message: /too long/ },
  { question: 'search', raw: { text: 'x '.repeat(51) }, message: /51 words/ },
  { question: 'search', raw: { text: 'a', in: 'colour' }, message: /no text field "colour"/, hint: /user_agent, referrer, key, url_query/ },
  { question: 'search', raw: { text: 'a', in: 'key,' }, message: /no text field ""/ },
  { question: 'search', raw: { text: 'a', limit: '0' }, message: /not a number of rows/ },
  { question: 'client', raw: {}, message: /No client/ },
  { question: 'client', raw: { client: 'curl', from: 'now' }, message: /not a time/ },
  { question: 'top', raw: { dimension: 'ip', interval: 'day' }, message: /"top" does not take "interval"/, hint: /dimension, by, cost, limit, order, since, until, minute-bytes, sort, audience, ip, / },
  ...['', 'persons', 'People', 'bots'].map((audience) => ({ question: 'timeline', raw: { audience }, message: /no audience/, hint: /all, people/ })),
  { question: 'timeline', raw: { audience: ['people', 'all'] }, message: /only once/ },
  { question: 'timeline', raw: { limit: '5' }, message: /"timeline" does not take "limit"/ },
  { question: 'timeline', raw: { dimension: 'ip' }, message: /does not take "dimension"/ },
  { question: 'search', raw: { text: 'a', by: 'bytes' }, message: /does not take "by"/ },
  { question: 'top', raw: { dimension: 'ip', keyPrefix: 'a' }, message: /does not take "keyPrefix"/, hint: /key-prefix, without, not, is, bytes-over, .*, from, to, last, month, tz/ },
];

for (const { question, raw, message, hint } of REFUSED) {
  t.test(`${question} ${JSON.stringify(raw).slice(0, 60)} is refused`, async (t) => {
    t.throws(() => prepareQuestion(question, raw), {
      code: 'usage',
      message,
      ...(hint === undefined ? {} : { hint }),
    });
  });
}

// biome-ignore format: a table, one row a question
const TAKEN: readonly (readonly [string, RawParameters, object])[] = [
  ['top', { dimension: 'bucket', by: 'requests', limit: '10000' }, { dimension: 'bucket', by: 'requests' }],
  ['top', { dimension: 'ip', by: undefined, limit: undefined, interval: undefined }, { by: 'bytes' }],
  ['compare', {}, { dimension: 'ip', by: 'bytes' }],
  ['compare', { dimension: 'bucket' }, { dimension: 'bucket' }],
  ['timeline', {}, { interval: 'day', by: 'bytes' }],
  ['timeline', { interval: 'month', by: 'downloads' }, { interval: 'month', by: 'downloads' }],
  ['search', { text: ' video ' }, { text: 'video', total: 1 }],
  ['search', { text: 'video', in: 'user-agent, key' }, { total: 1 }],
  ['search', { text: 'x'.repeat(300) }, { total: 0 }],
  ['search', { text: 'é'.repeat(150) }, { total: 0 }],
  ['search', { text: 'x '.repeat(50) }, { total: 0 }],
  ['client', { client: ' 192.0.2.1 ' }, { client: { dimension: 'ip', value: '192.0.2.1' }, by: 'bytes' }],
];

for (const [question, raw, answer] of TAKEN) {
  t.test(`${question} ${JSON.stringify(raw).slice(0, 60)} is asked`, async (t) => {
    t.match(await askQuestion(question, raw, new MemorySearch(RECORDS)), { question, ...answer });
  });
}

// biome-ignore format: a table, one row a question
const PARAMETERS: readonly (readonly [string, RawParameters, RawParameters])[] = [
  ['top', { dimension: 'ip' }, { dimension: 'ip', by: 'bytes', limit: '10', order: 'desc', audience: 'all' }],
  ['top', { dimension: 'ip', by: 'requests', limit: '2', from: '2026-02', ip: '192.0.2.1', not: ['bucket=other'], to: undefined, audience: 'people' }, { dimension: 'ip', by: 'requests', limit: '2', order: 'desc', audience: 'people', from: '2026-02', ip: ['192.0.2.1'], not: ['bucket=other'] }],
  ['compare', {}, { dimension: 'ip', by: 'bytes', limit: '10', audience: 'all' }],
  ['timeline', { 'key-prefix': ['v', 'w'], without: [] }, { by: 'bytes', interval: 'day', audience: 'all', 'key-prefix': ['v', 'w'] }],
  ['search', { text: ' video ' }, { text: ' video ', in: 'user_agent,referrer,key,url_query', limit: '10', audience: 'all' }],
  ['client', { client: '192.0.2.1' }, { client: '192.0.2.1', by: 'bytes', limit: '10', audience: 'all' }],
];

for (const [question, raw, parameters] of PARAMETERS) {
  t.test(
    `${question} ${JSON.stringify(raw).slice(0, 60)}: its answer holds what was asked`,
    async (t) => {
      const answer = await askQuestion(question, raw, new MemorySearch(RECORDS));
      t.strictSame(answer.parameters, parameters);
      const again = await askQuestion(question, answer.parameters, new MemorySearch(RECORDS));
      t.strictSame(again, answer, 'asked with them, it gives the same answer');
      t.match(answer.asOf, { complete: true, deliveredUntil: '2026-03-01T00:00:00.000Z' });
    },
  );
}

t.test('a limit is held', async (t) => {
  for (const [name, raw] of [
    ['top', { dimension: 'ip' }],
    ['compare', {}],
  ] as const) {
    const rowsOf = async (limit?: string) => {
      const answer = await askQuestion(name, { ...raw, limit }, new MemorySearch(RECORDS));
      return 'rows' in answer ? answer.rows.length : null;
    };
    t.strictSame([await rowsOf('1'), await rowsOf('2'), await rowsOf()], [1, 2, 3]);
  }
});

t.test('a prepared question can be asked twice, and presents its answer', async (t) => {
  const raws: Readonly<Record<string, RawParameters>> = { top: { dimension: 'ip' }, growth: { month: '2026-02' }, search: { text: 'video' }, client: { client: '192.0.2.1' }, bill: { month: '2026-02' } }; // biome-ignore format: a table
  const bucketRegions = 'media=eu-west-1,other=eu-west-1';
  const prices = pricesOf({ pricesFile: null, bucketRegions, freeEgressGb: 0 });
  for (const { name, about, passes } of QUESTION_TABLE) {
    t.ok(about !== '' && passes !== '', name);
    const ask = prepareQuestion(name, raws[name] ?? {});
    const port = new MemorySearch(RECORDS, { prices });
    const [first, second] = [await ask(port), await ask(port)];
    t.strictSame(first.answer, second.answer);
    t.equal(first.answer.question, name);
    const { title, tables } = first.present();
    t.ok(title !== '' && tables.length > 0);
    t.match(footOf(first.answer, Date.now()).parts[0], /\bexact\b/, 'its foot says whether it is');
  }
});
