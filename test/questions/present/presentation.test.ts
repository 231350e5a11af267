/** Goal: an answer is put in words once, for text, CSV and page; a cell is text, a number or none. */
import t from 'tap';
import { FIELD_TABLE } from '../../../src/core/field-table.ts';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { prepareQuestion } from '../../../src/questions/catalogue.ts';
import { formatMetrics } from '../../../src/questions/present/present-parts.ts';
import {
  type Column,
  cellOf,
  type Presentation,
} from '../../../src/questions/present/presentation.ts';
import { answerText } from '../../../src/render/text/answer-text.ts';
import { type MemoryOptions, MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { at } from '../naive.ts';
import { RECORDS } from '../small-worlds.ts';

const column = (key: string): Column => ({ key, heading: key, kind: 'text' });

t.test('a cell is what its row has under the key of its column', async (t) => {
  const row = { name: 'x', count: 0, empty: '', none: null, yes: true, parts: { a: 1 } };
  t.equal(cellOf(row, column('name')), 'x');
  t.equal(cellOf(row, column('count')), 0);
  t.equal(cellOf(row, column('empty')), '');
  for (const key of ['none', 'absent', 'constructor', 'toString', '__proto__'])
    t.equal(cellOf(row, column(key)), null, key);
});

async function present(
  name: string,
  raw: RawParameters,
  records: readonly Document[] = RECORDS,
  options: MemoryOptions = {},
): Promise<Presentation> {
  return (await prepareQuestion(name, raw)(new MemorySearch(records, options))).present();
}

const headings = ({ tables }: Presentation) =>
  tables.map(({ columns }) => columns.map(({ heading }) => heading));
const keysOf = (columns: readonly Column[] | undefined) => columns?.map(({ key }) => key);
const METRICS = ['bytes', 'requests', 'downloads', 'full downloads'];

t.test('top: the range, the totals, and what is missing', async (t) => {
  const records = [...RECORDS, at('2026-02-03T00:00:00Z', 5)];
  const shown = await present('top', { dimension: 'ip', from: '2026-01', to: '2026-03' }, records);
  t.equal(shown.title, 'Top 3 of 3 IP addresses by bytes (from 2026-01-01, before 2026-03-01)'); // biome-ignore format: one title
  t.strictSame(headings(shown), [
    ['IP address', 'bytes', 'share', ...METRICS.slice(1), 'cumulative'],
  ]);
  t.strictSame(shown.closing, ['All: 105 B, 5 requests, 4 downloads, 0.3 full ones. Of these without IP address: 5 B, 1 request, 1 download, 0.0 full ones.']); // biome-ignore format: one sentence
  t.ok(shown.tables[0]?.isRanked);
  const plain = await present('top', { dimension: 'ip', by: 'full-downloads' });
  t.equal(plain.title, 'Top 3 of 3 IP addresses by full downloads');
  t.notMatch(plain.closing.join(), /without/);
});

t.test('top: merged keys, an estimated number, and what is not exact', async (t) => {
  const keyed = RECORDS.map((record) => ({ ...record, key: 'a' }));
  const merged = await present('top', { dimension: 'key' }, keyed);
  t.match(merged.closing[1], /^Equal keys in different buckets share a row here; --bucket /);
  const many = Array.from({ length: 9_500 }, (_, n) => at('2026-01-01T00:00:00Z', n, { agent_name: `${n}` })); // biome-ignore format: one list
  t.match((await present('top', { dimension: 'agent' }, many)).title, /^Top 10 of about 9,501 agents/); // biome-ignore format: one comparison
  const closed = await present('top', { dimension: 'ip' }, RECORDS, { closed: ['2026-01'] });
  t.match(closed.closing[1], /^NOT exact: i-records-2026-01 is closed and its records are left out\.$/); // biome-ignore format: one comparison
});

t.test('compare: the average user beside the top ones', async (t) => {
  const shown = await present('compare', { limit: '2' });
  t.equal(shown.title, 'Top 2 compared with the average of 3 IP addresses, by bytes');
  t.strictSame(headings(shown), [['IP address', 'bytes', 'share', '× mean', '× median', 'above']]);
  t.strictSame(shown.closing, [
    'Average 33 B, median 10 B, p90 80 B, p99 80 B, maximum 80 B, Gini 0.47.',
    'The top 2 account for 90.0 % of all bytes: 45 B each on average.',
    'above: so many of all take less. p90: nine in ten take no more. Gini: 0 where all take the same, 1 where one takes all.',
  ]);
  const files = await present('compare', { by: 'full-downloads' });
  t.match(files.closing[0], /^Average 0.1, median 0, /, 'parts of files are not rounded away');
});

t.test(
  'full downloads say how far rounding can have led them, where it could be seen',
  async (t) => {
    const some = (requests: number) => ({
      bytes: 1,
      requests,
      downloads: requests,
      fullDownloads: 7,
    });
    t.equal(formatMetrics(some(99_999)), '1 B, 99,999 requests, 99,999 downloads, 7.0 full ones');
    t.match(formatMetrics(some(1_400_000)), /, 7\.0 full ones \(± 0\.7 at most\)$/);
  },
);

t.test('timeline: bars for the reader, numbers alone in CSV', async (t) => {
  const shown = await present('timeline', { by: 'requests' });
  t.equal(shown.title, '4 days, by requests');
  t.strictSame(headings(shown), [
    ['day (UTC)', 'requests', 'bytes', 'downloads', 'full downloads', 'by requests'],
  ]);
  const [table] = shown.tables;
  t.strictSame(table?.columns.at(-1), { key: 'requests', heading: 'by requests', kind: 'bar' });
  t.strictSame(keysOf(table?.allColumns), ['time', 'bytes', 'requests', 'downloads', 'fullDownloads']); // biome-ignore format: a list
  t.equal(table?.isRanked, false);
  t.equal(table?.columns[0]?.kind, 'date');
  const hours = await present('timeline', { interval: 'hour', from: '2026-02-02' });
  t.equal(hours.tables[0]?.columns[0]?.kind, 'hour');
});

t.test('timeline: rows without requests are one line, and bytes have one unit', async (t) => {
  const some = [at('2026-01-01T00:00:00Z', 2_000_000), at('2026-01-01T07:00:00Z', 40_000), at('2026-01-01T09:00:00Z', 999)]; // biome-ignore format: one list
  const shown = await present('timeline', { interval: 'hour' }, some);
  t.equal(shown.tables[0]?.rows.length, 10, 'CSV has all of them');
  const cells = answerText(shown, { columnsMax: 80 }).split('\n').slice(2, 7);
  t.strictSame(
    cells.map((line) => line.split(/ {2,}/).slice(0, 2)),
    [
      ['2026-01-01 00:00', '2.0 MB'],
      ['… 6 hours without requests'],
      ['2026-01-01 07:00', '< 0.1 MB'],
      ['2026-01-01 08:00', '0.0 MB'],
      ['2026-01-01 09:00', '< 0.1 MB'],
    ],
  );
});

t.test('timeline: a part of a week is marked, and told', async (t) => {
  const some = ['2026-01-07', '2026-01-12', '2026-01-18'].map((day) => at(`${day}T12:00:00Z`, 1));
  const text = answerText(await present('timeline', { interval: 'week' }, some), {
    columnsMax: 80,
  });
  t.match(text, /\n2026-01-05\* .*\n2026-01-12 .*\n\* Not a whole week\.\n/s);
  const days = answerText(await present('timeline', { interval: 'day' }, some), { columnsMax: 80 });
  t.notMatch(days, /\*/, 'the first record of a day may come late');
});

t.test('search: a few columns for the reader, every field in CSV, and the next page', async (t) => {
  const records = [1, 2, 3].map((n) => at(`2026-01-0${n}T00:00:00Z`, n, { key: 'a' }));
  const shown = await present('search', { text: 'a', limit: '2' }, records);
  t.equal(shown.title, '3 records with “a” as words or inside a value, newest first');
  t.strictSame(headings(shown), [['time (UTC)', 'IP address', 'operation', 'status', 'bytes', 'key', 'user agent']]); // biome-ignore format: a list
  t.strictSame(
    keysOf(shown.tables[0]?.allColumns),
    FIELD_TABLE.map(({ name }) => name),
  );
  t.equal(shown.closing[0], '2 shown.');
  t.match(shown.closing[1], /^Next page: --after [\w-]+$/);
  const last = await present('search', { text: 'a' }, records);
  t.equal(last.closing.length, 1);
});

t.test('search: a field of several values is not lost in CSV', async (t) => {
  const extra = at('2026-01-01T00:00:00Z', 1, { key: 'a', extra_fields: ['one', 'two'] });
  const { tables } = await present('search', { text: 'a' }, [extra]);
  const cell = cellOf(tables[0]?.rows[0] ?? {}, column('extra_fields'));
  t.equal(cell, 'one two');
});

t.test('client: tables without rows are not shown', async (t) => {
  const shown = await present('client', { client: '192.0.2.2' });
  t.equal(shown.title, 'IP address 192.0.2.2');
  t.strictSame(
    shown.tables.map(({ title }) => title),
    [
      'Top 1 of 1 key',
      'Top 1 of 1 status',
      'Top 1 of 1 operation',
      'Compared with 3 IP addresses: above 0.0 % of them by bytes, 0.0 % by requests',
      'Days (UTC), active on 1 day',
      'Hours of the day (UTC), active in 1 different hours',
      '',
    ],
  );
  t.strictSame(shown.opening, [
    "All: 10 B, 1 request, 1 download, 0.0 full ones, of 1 different file; 10.0 % of everybody's bytes (100 B, 4 requests, 3 downloads, 0.3 full ones).",
    'First request 2026-02-02, last 2026-02-02; active on 1 day.',
    'Always: key video/a.mp4; status 200; operation REST.GET.OBJECT.',
    'Not suspicious: nothing that it does is unusual here (score 0 of 100).',
  ]);
  t.strictSame(shown.closing, []);
  t.strictSame(headings(shown).slice(0, 3), [[], [], []], 'a table of one value is a sentence');
  t.strictSame(keysOf(shown.tables[0]?.allColumns), ['name', 'bytes', 'requests', 'downloads', 'fullDownloads', 'share'], 'but rows of CSV'); // biome-ignore format: one list
  const hours = shown.tables.find(({ part }) => part === 'hour');
  t.equal(hours?.rows.length, 24);
  t.strictSame(keysOf(hours?.allColumns), ['hour', 'bytes', 'requests', 'downloads', 'fullDownloads']); // biome-ignore format: a list
});

t.test('filters stand in the title, and nothing found says where to look', async (t) => {
  const raw = { dimension: 'ip', 'key-prefix': ['v/', 'w/'], not: 'agent=curl', without: 'requester', from: '2030-01-01' }; // biome-ignore format: one question
  const { title, closing } = await present('top', raw);
  t.equal(title, 'Top 0 of 0 IP addresses by bytes (key begins with v/ or w/; without requester; not agent curl; from 2030-01-01)'); // biome-ignore format: one title
  t.match(closing.at(-1), /No record matches/);
});

t.test('the page of a client says where keys of several buckets are one row', async (t) => {
  const both = ['media', 'other'].map((bucket) =>
    at('2026-01-01T00:00:00Z', 1, { remote_ip: '192.0.2.1', key: 'a', bucket }),
  );
  const { closing } = await present('client', { client: '192.0.2.1' }, both);
  t.equal(closing.at(-1), 'Equal keys in different buckets share a row here; --bucket asks about one bucket.'); // biome-ignore format: one sentence
});

t.test('client: days without a request are one line between those with one', async (t) => {
  const days = ['2026-02-26', '2026-02-27', '2026-03-01', '2026-03-05'];
  const some = days.map((day) => at(`${day}T12:00:00Z`, 1, { remote_ip: '192.0.2.1' }));
  const { tables } = await present('client', { client: '192.0.2.1' }, some);
  const table = tables.find(({ part }) => part === 'day');
  t.equal(table?.title, 'Days (UTC), active on 4 days');
  t.strictSame(
    table?.rows.map((row) => [cellOf(row, column('day')), cellOf(row, column('requests'))]),
    [['2026-02-26', 1], ['2026-02-27', 1], ['2026-02-28', 0], ['2026-03-01', 1], ['2026-03-02/2026-03-04', 0], ['2026-03-05', 1]], // biome-ignore format: six rows
  );
  t.strictSame(
    table?.shownRows?.map((row) => (typeof row === 'string' ? row : cellOf(row, column('day')))),
    ['2026-02-26', '2026-02-27', '… 1 day without requests', '2026-03-01', '… 3 days without requests', '2026-03-05'], // biome-ignore format: six rows
  );
});

t.test('client: why it is suspicious is a sentence for a reader, and rows of CSV', async (t) => {
  const lists = Array.from(
    { length: 30 },
    (_, n) =>
    at(`2026-02-01T00:${String(n).padStart(2, '0')}:00Z`, 1, { remote_ip: '192.0.2.1', operation: 'REST.GET.BUCKET' }), // biome-ignore format: one record
  );
  const { opening, tables } = await present('client', { client: '192.0.2.1' }, lists);
  t.match(opening?.join('\n'), /\nSuspicious: score \d+ of 100, prober:\n {2}- .*30 times/);
  const why = tables.find(({ part }) => part === 'why');
  t.strictSame(why?.columns, []);
  t.match(why?.rows, [{ signal: 'lists', value: 30, verdict: 'prober' }]);
  t.notMatch(answerText({ title: '', tables, closing: [] }, { columnsMax: null }), /signal/);
  const none = at('2026-02-01T00:00:00Z', 1, { requester: 'AmazonS3' });
  const shown = await present('client', { client: 'AmazonS3' }, [none]);
  t.equal(
    shown.opening?.at(-1),
    'Not judged: its requests have no address, or more than 200,000 of them.',
  );
});
