/** Goal: what stands in the logs harms nobody who fetches it: not a spreadsheet, not a browser. */
import t from 'tap';
import { request, testPrefix } from '../support/opensearch.ts';
import { addRecords, makeIndex } from '../support/record-indices.ts';
import { type RunningService, startService } from '../support/running-service.ts';

/** With each of these a spreadsheet begins a formula, or skips it before one. */
const LEADS = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝'];
const SCRIPT = '"><img src=x onerror=alert(1)><script>alert(1)</script>';
const KEYS = [...LEADS.map((lead) => `${lead}cmd|' /C calc'!A0`), SCRIPT];

const prefix = testPrefix(t);
let service: RunningService;

t.before(async () => {
  await makeIndex(request, `${prefix}-records-2026-01`);
  const records = KEYS.map((key) => ({
    '@timestamp': '2026-01-10T00:00:00Z',
    bucket: 'media',
    key,
  }));
  await addRecords(request, prefix, records);
  service = await startService(t, { TAMARIN_INDEX_PREFIX: prefix });
});

const getText = async (path: string) => (await fetch(service.url + path)).text();

t.test(
  `${LEADS.length} leads of a formula get a ' before them, unless they are asked for raw`,
  async (t) => {
    const safe = await getText('/top/key?by=requests&format=csv');
    const raw = await getText('/top/key?by=requests&format=csv&raw=true');
    for (const key of KEYS) {
      t.match(raw, key.replaceAll('"', '""'), JSON.stringify(key));
      if (key !== SCRIPT) t.match(safe, `'${key}`, JSON.stringify(key));
    }
    const found = await getText('/search?text=calc&in=key&format=csv');
    for (const key of KEYS.filter((key) => key !== SCRIPT)) t.match(found, `'${key}`);
  },
);

t.test('no answer is taken for a page, and no page holds what callers wrote', async (t) => {
  for (const path of [
    '/top/key',
    '/top/key?format=csv',
    `/search?text=${encodeURIComponent(SCRIPT)}`,
    `/client/${encodeURIComponent(SCRIPT)}`,
    `/${encodeURIComponent(SCRIPT)}`,
    `/top/${encodeURIComponent(SCRIPT)}`,
    `/?${encodeURIComponent(SCRIPT)}`,
  ]) {
    const { headers } = await fetch(service.url + path); // one after the other
    t.equal(headers.get('x-content-type-options'), 'nosniff', path);
    t.match(headers.get('content-security-policy'), "default-src 'none'");
    if (path.startsWith('/?')) t.notMatch(await getText(path), 'onerror');
    else t.notMatch(headers.get('content-type'), 'html', path);
  }
});

t.test('HEAD answers as GET does, without a body', async (t) => {
  const head = await fetch(`${service.url}/top/bucket`, { method: 'HEAD' });
  t.equal(head.status, 200);
  t.equal(await head.text(), '');
  t.equal((await fetch(`${service.url}/top/nothing`, { method: 'HEAD' })).status, 400);
});
