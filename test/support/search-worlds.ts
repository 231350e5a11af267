/**
 * What the tests of `search` and of its pages search, and for what: texts for the samples, files with
 * odd names, and tapes of which many share a second.
 */
import { ipv4 } from '../../samples/maker/addresses.ts';
import { randomFor } from '../../samples/maker/prng.ts';
import { type PlannedRequest, planRequest } from '../../samples/maker/request.ts';
import type { SearchField } from './naive-search.ts';
import { readAll, request } from './opensearch.ts';

/** Texts that were thought of as finding something, or nothing, over the samples. */
interface Case {
  readonly text: string;
  readonly in?: readonly SearchField[];
  readonly finds: boolean;
}
// biome-ignore format: a table, one row a case
export const SAMPLE_CASES: readonly Case[] = [
  { text: 'bot', finds: true },
  { text: 'bot', in: ['user_agent'], finds: true },
  { text: 'gptbot', finds: true },
  { text: 'GPTBOT/1.3', finds: true },
  { text: 'ingbo', finds: true },
  { text: 'gptb', finds: true },
  { text: 'gptb compatible', finds: false },
  { text: 'episode-0456', finds: true },
  { text: 'EPISODE 0456', finds: true },
  { text: 'episode-045', finds: true },
  { text: '0456', in: ['user_agent', 'referrer'], finds: false },
  { text: '"iPhone OS"', finds: true },
  { text: '"OS iPhone"', finds: false },
  { text: 'OS iPhone', finds: true },
  { text: '"iPhone OS" episode-0500', finds: true },
  { text: 'episode-0500 "OS iPhone"', finds: false },
  { text: 'curl backup.zip', finds: true },
  { text: 'curl backup.zip', in: ['key'], finds: false },
  { text: 'backup.zip curl', finds: true },
  { text: 'tune-grabber.example', in: ['referrer'], finds: true },
  { text: 'tune-grabber.example', in: ['user_agent', 'key', 'url_query'], finds: false },
  { text: 'x-user=member-1042', finds: true },
  { text: 'list-type=2', in: ['url_query'], finds: true },
  { text: 'ตลาดน้ำยามเช้า ตอนที่ 1.mp3', finds: true },
  { text: 'ตลาดน้ำยามเช้า', finds: true },
  { text: 'น้ำยาม', finds: true },
  { text: '川の音', finds: true },
  { text: 'の', finds: true },
  { text: 'gdańsk', finds: true },
  { text: 'GDAŃSK', finds: true },
  { text: 'gdansk', finds: true },
  { text: 'DAŃS', finds: true },
  { text: 'ΠΟΤΆΜΙ', finds: true },
  { text: 'ΟΤΆΜ', finds: true },
  { text: 'flüsse ümlaute', finds: true },
  { text: 'FLUSS', finds: true },
  { text: '🌊', finds: true },
  { text: '～ripples～', finds: true },
  { text: '50% off', finds: true },
  { text: 'Bread + Butter', finds: true },
  { text: '"Den" TV', finds: true },
  { text: 'AWS4-HMAC-SHA256', finds: true },
  { text: 'X-Amz-Signature=REDACTED', finds: true },
  { text: 'not-a-real-token-5f1c', finds: false },
  { text: 'nothing at all like this', finds: false },
];

/** Most are near misses of each other. */
// biome-ignore format: a list, what is alike in one row
const ODD_KEYS = [
  ...['Café crème.mp3', 'Café crème.mp3'.normalize('NFD'), 'Cafe creme.mp3'],
  ...['Ångström.flac', 'Ångström.flac'.normalize('NFD'), 'Straße.mp3', 'STRASSE.mp3'],
  ...['ตลาดน้ำ.mp3', 'ตลาดนำ.mp3', 'Город.mp3', 'ГОРОД-2.mp3', 'Ωmega.mp3', 'ωMEGA two.mp3'],
  ...['a*b.mp3', 'a?b.mp3', 'axb.mp3', 'axxb.mp3', 'ab.mp3', 'a\\b.mp3', 'a.b.mp3', 'a b.mp3'],
  ...['(x).mp3', '[abc].mp3', '{1,3}.mp3', 'aaa.mp3', '"q".mp3', '~1.mp3', '^top$.mp3'],
  ...['user_agent:curl.mp3', 'this AND that.mp3', 'that OR this.mp3', 'NOT here.mp3', 'here.mp3'],
  ...['x && y.mp3', 'y || x.mp3', '!x.mp3', '#1.mp3', '@home.mp3', '<5>.mp3', '5-7.mp3', '6.mp3'],
  ...['+plus.mp3', '-minus.mp3', '100%.mp3', 'a/b/c.mp3', "it's.mp3", '; drop.mp3', '=1+1.mp3'],
];

export function planOdd(): PlannedRequest[] {
  const random = randomFor('search/odd');
  const timeS = Date.UTC(2026, 1, 10) / 1_000;
  return ODD_KEYS.map((name, index) =>
    planRequest(random, {
      timeS: timeS + index,
      operation: 'REST.GET.OBJECT',
      ip: ipv4('192.0.2.9'),
      key: `odd/${name}`,
      agent: { family: null, text: index % 2 === 0 ? 'tester\\1 (a|b)' : 'tester AND co' },
      bytesSent: index,
      objectSize: 1_000,
    }),
  );
}

/** None of them is an operator, a wildcard or a part of an expression. */
// biome-ignore format: a list, what is alike in one row
export const PLAIN_TEXTS = [
  ...['*', '?', '\\', '.', '.*', 'a*b', 'a?b', 'a.b', 'a\\b', 'a*', '*b', '**', 'a.*b', '"a b"', '\\*'],
  ...['(x)', '(', ')', '[abc]', '[', '{1,3}', 'a{3}', '}', '"q"', '"', '""', '~1', 'ax~', '^top$'],
  ...['user_agent:curl', 'key:*', '_exists_:key', 'this AND that', 'this OR that', 'NOT here', 'NOT'],
  ...['x && y', '&&', '||', '!x', '#1', '@home', '@', '<5>', '<5-7>', '[5 TO 7]', '+plus', '-minus'],
  ...['100%', '%', 'a/b/c', '/a.b/', "it's", '; drop', '=1+1', '(a|b)', 'tester\\1', '\\u0061'],
  ...['{"match_all":{}}', '"}}', '$key', '{{key}}', '🌊', 'é*', 'É.*', '(é|a)', '\u0000', 'a\nb'],
];

/** From here on the records of planTapes are February's. */
const BORDER_S = Date.UTC(2026, 1, 1) / 1_000;
const SECONDS = 30;

/** Eight records share each second; the seconds lie on both sides of a month's end. */
export function planTapes(name: string, count: number): PlannedRequest[] {
  const random = randomFor(`search/${name}`);
  return Array.from({ length: count }, (_, index) =>
    planRequest(random, {
      timeS: BORDER_S - SECONDS / 2 + (index % SECONDS),
      operation: 'REST.GET.OBJECT',
      ip: ipv4('192.0.2.10'),
      key: `tapes/${index % 4 === 0 ? 'side' : 'middle'}/${index % 12 === 0 ? 'reel' : 'tape'}.mp3`,
      agent: { family: null, text: `player ${index}` },
    }),
  );
}

/** Behind Tamarin's back, because records of one second have one index otherwise. */
export async function copyIntoAnotherIndex(prefix: string, count: number): Promise<void> {
  const documents = await readAll(`${prefix}-records-*`);
  const index = `/${prefix}-records-2026-05`;
  await request('PUT', index);
  const inOrder = documents.toSorted((a, b) => (agentOf(a) < agentOf(b) ? -1 : 1));
  for (const { _id, _source } of inOrder.slice(0, count)) {
    const copy = { ..._source, request_id: `COPY${_source.request_id}` };
    const { status } = await request('PUT', `${index}/_doc/${_id}`, copy); // some dozen, and a test
    if (status !== 201) throw new Error(`${index}/_doc/${_id}: ${status}`);
  }
}

const agentOf = ({ _source }: { readonly _source: Readonly<Record<string, unknown>> }): string =>
  String(_source.user_agent);
