/** Goal: each of the four answers has what an owner wants to see beside it, counted from the records. */
import t from 'tap';
import { type Asks, headlines } from '../../src/cli/headlines.ts';
import { NO_FRIENDS } from '../../src/questions/ask/friends.ts';
import { prepareQuestion } from '../../src/questions/catalogue.ts';
import { answerText } from '../../src/render/text/answer-text.ts';
import { type MemoryOptions, MemorySearch } from '../questions/memory-search.ts';
import type { Document } from '../questions/memory-values.ts';
import { MONEY } from '../questions/money-worlds.ts';
import { at } from '../questions/naive.ts';

const HALF = 500_000;
const own = { bucket: 'logs', as_org: 'Example Networks', asn: 64_500 };
const get = (remote_ip: string, key: string, bytes: number, more: Document = {}): Document =>
  at('2026-01-05T00:00:00Z', bytes, { bucket: 'logs', remote_ip, key, download_ppm: 2 * HALF, ...more }); // biome-ignore format: one record

/** The player fetches one file in halves, twice; the visitors fetch a page each. */
const WORLD: readonly Document[] = [
  get('192.0.2.1', 'film*.mp4', 4_000_000_000, { http_status: 206, download_ppm: HALF, ...own }),
  get('192.0.2.1', 'film*.mp4', 4_000_000_000, { http_status: 206, download_ppm: HALF, ...own }),
  get('192.0.2.1', 'film-b.mp4', 2_000_000_000, own),
  ...['192.0.2.2', '192.0.2.3', '192.0.2.4'].map((ip) => get(ip, 'page.html', 1_000)),
  get('198.51.100.9', 'page.html', 90_000_000_000, { agent_name: 'Monitor' }),
];

async function answers(friends = NO_FRIENDS, options: MemoryOptions = MONEY) {
  const port = new MemorySearch(WORLD, { ...options, friends });
  const asks: Asks = (name, parameters) => prepareQuestion(name, parameters)(port);
  const texts: string[] = [];
  for (const { answer } of headlines(asks, friends)) {
    const { presentations } = await answer(); // in the order in which they are read
    texts.push(presentations.map((each) => answerText(each, { columnsMax: 100 })).join('\n'));
  }
  return texts;
}

const rowsOf = (text: string | undefined, name: string): readonly string[] =>
  (text ?? '')
    .split('\n')
    .filter((line) => line.includes(name))
    .map((line) => line.trim().replaceAll(/ {2,}/g, '|'));

t.test('consumers have what they cost and who owns the address', async (t) => {
  const [first] = await answers();
  t.match(rowsOf(first, '192.0.2.1'), [
    /^2\|192\.0\.2\.1\|10\.0 GB\|0\.84\|10\.0 %\|Example Networks\|3\|/,
    /^1\|192\.0\.2\.1\|3\|42\.9 %\|Example Networks\|10\.0 GB\|/,
  ]);
  t.match(first, /cost \(USD\)/);
  t.match(rowsOf(first, '192.0.2.2')[0], /%\|–\|/, 'whose owner is not known has none');
});

t.test('where no price is known, the answer is without costs, and says so', async (t) => {
  const [first] = await answers(NO_FRIENDS, {});
  t.match(first, /Without costs: /);
  t.notMatch(first, /cost \(/);
});

t.test('files are ranked by full downloads, with the addresses that asked for them', async (t) => {
  const [, second] = await answers();
  t.match(rowsOf(second, '.html')[0], /^1\|page\.html\|4\.0\|66\.7 %\|4\|/);
  t.match(
    rowsOf(second, 'film*.mp4')[0],
    /^\d\|film\*\.mp4\|1\.0\|16\.7 %\|1\|/,
    'two halves are one',
  );
});

t.test('users beside the average: bytes, requests and files, and friends nowhere', async (t) => {
  const all = (await answers())[3];
  t.match(rowsOf(all, '192.0.2.1'), [/^2\|192\.0\.2\.1\|10\.0 GB\|0\.5\|3\|2\.1\|2$/]);
  t.match(all, /Top 5 by bytes compared with the average \(×\) of 5 IP addresses\n/);
  for (const friends of [
    { ...NO_FRIENDS, networks: ['198.51.100.0/24'] },
    { ...NO_FRIENDS, agents: ['Monitor'] },
  ]) {
    const others = (await answers(friends))[3];
    t.match(others, /average \(×\) of 4 IP addresses \(not (ip|agent) /);
    t.match(rowsOf(others, '192.0.2.1'), [/^1\|192\.0\.2\.1\|10\.0 GB\|4\.0\|3\|2\.0\|2$/]);
    t.match(others, /average address: 2\.5 GB, 1\.5 requests\. The usual one \(median\): 1\.0 kB, 1\s+requests\./); // biome-ignore format: one pattern
    t.match(others, /The top 4 take 100\.0 % of the bytes and make 100\.0 % of the requests\./);
  }
});

t.test('records without an address, a key or a price are answered too', async (t) => {
  const none = new MemorySearch([at('2026-01-05T00:00:00Z', 1)]);
  const asks: Asks = (name, parameters) => prepareQuestion(name, parameters)(none);
  for (const { answer } of headlines(asks, NO_FRIENDS)) t.ok((await answer()).presentations.length); // in the order in which they are read
});
