/**
 * Goal: patterns and numbers as filters find in OpenSearch what they say, counted exactly; and no
 * pattern that is taken here is refused there.
 */
import t from 'tap';
import { ipv4 } from '../../samples/maker/addresses.ts';
import { type Random, randomFor } from '../../samples/maker/prng.ts';
import { type PlannedRequest, planRequest } from '../../samples/maker/request.ts';
import { readGlob } from '../../src/questions/ask/glob.ts';
import type { RawParameters } from '../../src/questions/ask/raw-parameters.ts';
import { askQuestion } from '../../src/questions/catalogue.ts';
import { testPrefix } from '../support/opensearch.ts';
import { connectPorts } from '../support/search-ports.ts';
import { shipLines } from '../support/ship-lines.ts';

const prefix = testPrefix(t);
const random = randomFor('globs');
const connected = await connectPorts(t);
const portOf = (prefix: string) => connected(prefix, { timeoutMs: 60_000 });

// biome-ignore format: a table, one row a record: key, bytes, ms, TLS version
const PLANNED: readonly (readonly [string, number | null, number, 'TLSv1.2' | 'TLSv1.3'])[] = [
  ['audio/a.mp3', 999, 10, 'TLSv1.2'], ['audio/a*b.mp3', 1_000, 1_999, 'TLSv1.2'], ['audio/x/ab.mp3', 1_001, 2_000, 'TLSv1.3'],
  ['audio/a?.mp4', 1_024, 2_001, 'TLSv1.3'], ['AUDIO/a.mp3', null, 5, 'TLSv1.3'], ['ήχος/α.mp3', 1_025, 7, 'TLSv1.2'], ['back\\slash*', 1, 8, 'TLSv1.2'],
];
const records: readonly PlannedRequest[] = PLANNED.map(([key, bytesSent, totalMs, tls], second) =>
  planRequest(random, { timeS: Date.UTC(2026, 1, 3) / 1_000 + second, operation: second === 0 ? 'REST.HEAD.OBJECT' : 'REST.GET.OBJECT', key, bytesSent, totalMs, tls, fieldCount: 26, ip: ipv4('192.0.2.1') }),
); // biome-ignore format: one record

t.test('made lines are shipped', (t) => shipLines(t, prefix, records));

async function requests(raw: RawParameters): Promise<number> {
  const answer = await askQuestion('timeline', { interval: 'month', ...raw }, portOf(prefix));
  if (answer.question !== 'timeline') throw new Error(answer.question);
  return answer.totals.requests;
}

// biome-ignore format: a table, one row a filter: how many records it lets through
const CASES: readonly (readonly [RawParameters, number])[] = [
  [{ key: '*' }, 7], [{ key: 'audio/*.mp3' }, 3], [{ key: 'audio/?.mp3' }, 1], [{ key: 'audio/a\\*b.mp3' }, 1], [{ key: 'audio/a*b.mp3' }, 1],
  [{ is: 'key=audio/a?.mp4' }, 1], [{ key: ['*.mp4', '?χος/?.mp3'] }, 2], [{ key: '*\\\\*' }, 1], [{ key: '*/*' }, 6],
  [{ not: 'key=*.mp3' }, 2], [{ not: ['key=*.mp3', 'key=audio/*'] }, 1], [{ operation: '*HEAD*' }, 1], [{ operation: '*head*' }, 0],
  [{ 'tls-version': 'tlsv1.3' }, 3], [{ 'tls-version': 'TLSV1.*' }, 7], [{ not: 'tls-version=TLSV1.3' }, 4], [{ method: 'Get' }, 6],
  [{ 'bytes-over': '1KB' }, 3], [{ 'bytes-over': '1KiB' }, 1], [{ 'bytes-under': '1KB' }, 2], [{ 'bytes-over': '1', 'bytes-under': '1000' }, 1],
  [{ 'time-over': '2s' }, 1], [{ 'time-under': '2s' }, 5], [{ 'time-under': '2147483647' }, 7], [{ 'time-over': '2147483647' }, 0], [{ 'bytes-under': '9007199254740991' }, 6], [{ 'bytes-over': '9007199254740991' }, 0],
];

for (const [raw, wanted] of CASES)
  t.test(`${JSON.stringify(raw)} is ${wanted}`, async (t) => t.equal(await requests(raw), wanted));

t.test('seconds, split by what there is', async (t) => {
  const answer = await askQuestion('timeline', { interval: 'second', split: 'tls-version', by: 'requests' }, portOf(prefix)); // biome-ignore format: one call
  t.match(answer, { split: { names: ['TLSv1.2', 'TLSv1.3'] }, exact: true });
  if (answer.question !== 'timeline') throw new Error(answer.question);
  t.strictSame(answer.rows.map(({ parts, rest }) => [parts, rest]), PLANNED.map(([, , , tls]) => [tls === 'TLSv1.2' ? [1, 0] : [0, 1], 0])); // biome-ignore format: one list
});

t.test('every question takes them', async (t) => {
  const raw = { key: 'audio/*', 'bytes-over': '1000' };
  for (const [
    question,
    more,
  ] of [['top', { dimension: 'extension' }], ['compare', {}], ['search', { text: 'audio' }], ['client', { client: '192.0.2.1' }]] as const) // biome-ignore format: one list
    t.equal((await askQuestion(question, { ...raw, ...more }, portOf(prefix))).exact, true);
});

t.test('a value that no record has is told, with the nearest that there is', async (t) => {
  const notesOf = async (raw: RawParameters) =>
    (await askQuestion('top', { dimension: 'ip', ...raw }, portOf(prefix))).notes;
  t.strictSame(await notesOf({ folder: 'audio/' }), ['No folder in this range is “audio/”: did you mean “audio” or “AUDIO”?']); // biome-ignore format: one list
  t.strictSame(await notesOf({ extension: '.mp3' }), ['No extension in this range is “.mp3”: did you mean “mp3”?']); // biome-ignore format: one list
  t.strictSame(await notesOf({ extension: 'pm3' }), ['No extension in this range is “pm3”: did you mean “mp3”?']); // biome-ignore format: one list
  t.match(await notesOf({ operation: 'GET' }), [/“REST.GET.OBJECT”\?$/]);
  t.equal(await notesOf({ folder: 'audio' }), undefined);
  await t.rejects(notesOf({ 'tls-version': 'TLSv1.0' }), { code: 'usage', hint: /"TLSv1"/ });
});

const ALPHABETS = ['a?*', 'ab?*', 'ab*', 'é?*', '\u{1f600}?*a', 'abc?é*'];

function makePattern(random: Random, most: number): string {
  const letters = [...random.pick(ALPHABETS)];
  return Array.from({ length: random.int(1, most) }, () => random.pick(letters)).join('');
}

t.test('what is taken here is not refused there, and not many are refused', async (t) => {
  const made = Array.from({ length: 80 }, (_, n) => makePattern(random, n % 2 === 0 ? 40 : 300));
  const hardest = [`*${'a'.repeat(190)}*`, `*a${'?'.repeat(11)}`, `*é${'?'.repeat(11)}`, '?'.repeat(300), `${'é?'.repeat(150)}`]; // biome-ignore format: one list
  const taken = [...made, ...hardest].filter((pattern) => {
    try {
      return readGlob(pattern).kind === 'pattern';
    } catch {
      return false;
    }
  });
  t.ok(taken.length > 30, `${taken.length} of ${made.length}`);
  for (const key of hardest) t.ok(taken.includes(key), key);
  for (const key of taken) await t.resolves(requests({ key }), key); // one after the other
});
