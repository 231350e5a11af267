/**
 * Goal: a filter that finds nothing because nothing is called so is told, with the nearest that there
 * is; a filter that is right is not.
 */
import t from 'tap';
import { SETTING_TABLE, type Setting } from '../../src/config/setting-table.ts';
import { DIMENSION_TABLE, type Dimension } from '../../src/questions/ask/dimension-table.ts';
import type { RawParameters } from '../../src/questions/ask/raw-parameters.ts';
import { askQuestion, prepareQuestion } from '../../src/questions/catalogue.ts';
import { MemorySearch } from './memory-search.ts';
import type { Document } from './memory-values.ts';
import { at } from './naive.ts';

// biome-ignore format: a table, one row a record
const RECORDS: readonly Document[] = [
  at('2026-01-31T23:59:59Z', 60, { agent_name: 'Wget', agent_class: 'tool', extension: 'mp3', folder: 'audio', key: 'audio/a.mp3', tls_version: 'TLSv1.3', http_method: 'GET' }),
  at('2026-02-01T18:20:00Z', 20, { agent_name: 'Wget', agent_class: 'tool', extension: 'mp4', folder: 'video', key: 'video/a.mp4', tls_version: 'TLSv1.9', referrer_domain: 'example.com' }),
  at('2026-02-01T18:40:00Z', 10, { agent_name: 'Chrome', agent_class: 'browser', operation: 'REST.HEAD.OBJECT', key: 'c', requester: 'a*b', request_id: 'R1' }),
];

async function notesOf(raw: RawParameters, question = 'top'): Promise<readonly string[]> {
  const dimension = question === 'top' ? { dimension: 'bucket' } : {};
  return (
    (await askQuestion(question, { ...dimension, ...raw }, new MemorySearch(RECORDS))).notes ?? []
  );
}

// biome-ignore format: a table, one row a filter
const TOLD: readonly (readonly [RawParameters, string])[] = [
  [{ agent: 'wget' }, 'No agent in this range is “wget”: did you mean “Wget”?'],
  [{ agent: 'Wgte' }, 'No agent in this range is “Wgte”: did you mean “Wget”?'],
  [{ extension: '.mp3' }, 'No extension in this range is “.mp3”: did you mean “mp3”?'],
  [{ extension: 'MP4' }, 'No extension in this range is “MP4”: did you mean “mp4”?'],
  [{ folder: 'audio/' }, 'No folder in this range is “audio/”: did you mean “audio”?'],
  [{ key: '/audio/a.mp3' }, 'No key in this range is “/audio/a.mp3”: did you mean “audio/a.mp3”?'],
  [{ operation: 'GET' }, 'No operation in this range is “GET”: did you mean “REST.GET.OBJECT”?'],
  [{ 'referrer-domain': 'https://www.example.com/' }, 'No referrer domain in this range is “https://www.example.com/”: did you mean “example.com”?'],
  [{ key: 'nothing like it' }, 'No key in this range is “nothing like it”.'],
  [{ 'request-id': 'R2' }, 'No request id in this range is “R2”.'],
  [{ ip: '192.0.2.1' }, 'No IP address in this range is “192.0.2.1”.'],
  [{ key: '*.MP3' }, 'No key in this range matches “*.MP3”.'],
  [{ 'key-prefix': 'pictures/' }, 'No key in this range begins with “pictures/”.'],
  [{ not: 'agent=wget' }, '--not agent leaves nothing out: no agent in this range is “wget”: did you mean “Wget”?'],
  [{ agent: ['Wget', 'curl'] }, 'No agent in this range is “curl”.'],
];

for (const [raw, note] of TOLD)
  t.test(`told: ${JSON.stringify(raw)}`, async (t) => {
    for (const question of ['top', 'compare', 'timeline'])
      t.strictSame(await notesOf(raw, question), [note], question);
    t.strictSame(await notesOf({ text: 'a', ...raw }, 'search'), [note]);
  });

t.test('two filters that find nothing are two notes', async (t) => {
  t.equal((await notesOf({ agent: 'wget', extension: '.mp3' })).length, 2);
});

// biome-ignore format: a table, one row a filter
const RIGHT: readonly RawParameters[] = [
  {}, { agent: 'Wget' }, { agent: ['Wget', 'Chrome'] }, { agent: 'Wget', operation: 'REST.HEAD.OBJECT' }, { key: '*.mp3' }, { not: 'agent=Wget' }, { not: 'agent-class=bot' },
  { method: 'delete' }, { 'tls-version': 'TLSV1' }, { 'agent-class': 'bot' }, { without: 'key' }, { 'bytes-over': '1TB' }, { is: 'requester=a*b' },
  { from: '2030-01-01', agent: 'wget' },
];

for (const raw of RIGHT)
  t.test(`nothing to tell: ${JSON.stringify(raw)}`, async (t) => {
    t.strictSame(await notesOf(raw), []);
    t.notOk('notes' in (await askQuestion('timeline', raw, new MemorySearch(RECORDS))));
  });

// biome-ignore format: a table, one row a filter
const REFUSED: readonly (readonly [RawParameters, string, string])[] = [
  [{ 'tls-version': 'TLSv1.0' }, 'No TLS version "TLSv1.0" is known, or in the records of this range.', 'Did you mean "TLSv1"? Choose one of: TLSv1, TLSv1.1, TLSv1.2, TLSv1.3.'],
  [{ method: 'PATCH' }, 'No HTTP method "PATCH" is known, or in the records of this range.', 'Choose one of: GET, HEAD, PUT, POST, DELETE, OPTIONS.'],
  [{ not: 'agent-class=bots' }, 'No agent class "bots" is known, or in the records of this range.', 'Did you mean "bot"? Choose one of: browser, bot, tool, library, player, cdn, unknown.'],
];

t.test('of a few known values, one that is neither known nor logged is refused', async (t) => {
  for (const [raw, message, hint] of REFUSED)
    for (const question of ['top', 'compare', 'timeline'])
      await t.rejects(notesOf(raw, question), { code: 'usage', message, hint });
  const logged = await askQuestion('timeline', { 'tls-version': 'tlsv1.9' }, new MemorySearch(RECORDS)); // biome-ignore format: one call
  t.match(logged, { totals: { requests: 1 } }, 'but one that is logged is found');
});

t.test('who asks for what only a data file gives is told which setting names it', async (t) => {
  const { notes } = await askQuestion('top', { dimension: 'country' }, new MemorySearch(RECORDS));
  t.strictSame(notes, ['No record has countries: set TAMARIN_COUNTRY_FILE to a data file, then run `sync --full --overwrite`.']); // biome-ignore format: one list
  const some = RECORDS.map((record) => ({ ...record, country: 'PT' }));
  t.notOk('notes' in (await askQuestion('top', { dimension: 'country' }, new MemorySearch(some))));
  const settings: readonly Setting[] = SETTING_TABLE;
  for (const { name, setting, derivedBy } of DIMENSION_TABLE as readonly Dimension[])
    if (setting !== undefined) {
      t.ok(settings.some(({ env }) => env === setting), name); // biome-ignore format: one assertion
      t.ok(derivedBy?.includes('files'), name);
    }
});

t.test('a client that is nobody is told who is near', async (t) => {
  await t.rejects(askQuestion('client', { client: 'wget' }, new MemorySearch(RECORDS)), { code: 'client_unknown', hint: /^Did you mean "Wget"\? Use an IP address/ }); // biome-ignore format: one call
  await t.rejects(askQuestion('client', { client: 'nobody at all' }, new MemorySearch(RECORDS)), { code: 'client_unknown', hint: /^Use an IP address/ }); // biome-ignore format: one call
});

t.test('notes stand above what else is said below the tables', async (t) => {
  const { present } = await prepareQuestion('top', { dimension: 'ip', agent: 'wget' })(new MemorySearch(RECORDS)); // biome-ignore format: one call
  t.match(present().closing, [/^No agent in this range/, /^All: 0 B/, /^No record matches/]);
});

t.test('an empty range has no top', async (t) => {
  const { present } = await prepareQuestion('compare', { from: '2030-01-01' })(new MemorySearch(RECORDS)); // biome-ignore format: one call
  const { title, closing } = present();
  t.equal(title, '0 IP addresses, by bytes (from 2030-01-01)');
  t.match(closing, [/^No record matches/]);
});
