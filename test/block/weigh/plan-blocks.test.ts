/** Goal: what a plan is made of in the cases that random records hardly meet. */
import t from 'tap';
import { planBlocks } from '../../../src/block/weigh/plan-blocks.ts';
import { readPlanRequest } from '../../../src/block/weigh/read-request.ts';
import { weighEntry } from '../../../src/block/weigh/weigh-entry.ts';
import { withSnapshot } from '../../../src/questions/count/snapshot.ts';
import { MemorySearch } from '../../questions/memory-search.ts';
import type { Document } from '../../questions/memory-values.ts';

const NOW = { nowMs: Date.parse('2026-03-01') };
const asked = (ip: string, agent: string, more: Document = {}): Document => ({
  '@timestamp': '2026-02-03T00:00:00Z',
  bucket: 'media',
  bucket_owner: 'owner-id',
  operation: 'REST.GET.OBJECT',
  http_status: 200,
  bytes_sent: 10,
  remote_ip: ip,
  user_agent: agent,
  agent_name: agent,
  ...more,
});

const list = (text: string) => readPlanRequest({}, { ...NOW, list: { from: 'list', text } });
const plan = (documents: readonly Document[], text: string, more: object = {}) =>
  planBlocks({ ...list(text), ...more }, { never: [], keep: [] })(new MemorySearch(documents));

t.test(
  'requests of others from the same address are told apart from those of the subject',
  async (t) => {
    const documents = [
      ...Array.from({ length: 3 }, () => asked('8.8.8.8', 'wget')),
      ...Array.from({ length: 2 }, () => asked('8.8.8.8', 'Firefox')),
      asked('8.8.4.4', 'Firefox'),
    ];
    const port = new MemorySearch(documents);
    const own = { accounts: new Set<string>(), ids: new Set<string>(), domains: [], query: { term: { agent_name: 'nobody' } } }; // biome-ignore format: one row
    const everybody = { query: { match_all: {} }, clients: 2, requests: 6, bytes: 60, allRequests: 6, allBytes: 60, own, money: null }; // biome-ignore format: one row
    const { hits, requests, usage } = await withSnapshot(port, { from: null, to: null, filters: [] }, (snapshot) =>
    weighEntry({ cidrs: ['8.8.8.8/32'], subject: { term: { agent_name: 'wget' } } }, everybody, snapshot),
  ); // biome-ignore format: one call
    t.match({ hits, requests, usage }, { hits: { clients: 1, agents: 2, otherRequests: 2, friendRequests: 0 }, requests: 5, usage: null }); // biome-ignore format: one row
  },
);

t.test('without prices a plan says nothing of money, and why', async (t) => {
  const { saves, all, notes, estimate, exact } = await plan([asked('8.8.8.8', 'wget')], '8.8.8.8');
  t.match({ saves, all, exact }, { saves: { requests: 1, cost: null }, all: { cost: null }, exact: true }); // biome-ignore format: one row
  t.equal(estimate, undefined);
  t.match(notes, [/^Nothing is said of money: /]);
});

t.test('one signed request spares an address; one with a borrowed name does not', async (t) => {
  const documents = [
    asked('8.8.8.8', 'wget', { requester: 'owner-id' }),
    asked('8.8.8.8', 'wget'),
    asked('9.9.9.9', 'wget', { requester: 'owner-id', authentication_type: 'QueryString' }),
    asked('7.7.7.7', 'Fastly', { agent_class: 'cdn' }),
    ...Array.from({ length: 3 }, () => asked('7.7.7.7', 'wget')),
  ];
  const { entries, leftOut } = await plan(documents, '8.8.8.8\n9.9.9.9\n7.7.7.7');
  t.strictSame(entries.flatMap(({ cidrs }) => cidrs), ['7.7.7.7/32', '9.9.9.9/32']); // biome-ignore format: one row
  t.match(leftOut, [{ what: '8.8.8.8/32', because: /^requests from there are signed by you/ }]);
});

t.test('a friend who signed in another week of the month is spared in this one', async (t) => {
  const documents = [
    asked('8.8.8.8', 'wget', { requester: 'owner-id', '@timestamp': '2026-02-27T00:00:00Z' }),
    asked('8.8.8.8', 'wget'),
  ];
  const scope = { from: '2026-02-01T00:00:00.000Z', to: '2026-02-08T00:00:00.000Z', filters: [] };
  t.strictSame((await plan(documents, '8.8.8.8', { scope })).entries, []);
});

t.test('an address that two lines want is in one entry, the first', async (t) => {
  const { entries } = await plan([asked('8.8.8.8', 'wget')], '8.8.8.8 # the one\n8.8.8.0/24');
  t.strictSame(entries.map(({ subject, cidrs }) => [subject, cidrs.length]), [['list 8.8.8.0/24', 8], ['list 8.8.8.8', 1]]); // biome-ignore format: one row
});

t.test('text of a log stays one line, and none is endless', async (t) => {
  const text = `8.8.8.8 # a\u2028b\u0007 ${'x'.repeat(999)}`;
  const [entry] = (await plan([asked('8.8.8.8', 'wget')], text)).entries;
  t.match(entry?.reason, /^a·b· x{300,400} …$/);
});

t.test('more than a thousand entries are refused with a way out', async (t) => {
  const many = Array.from({ length: 1_001 }, (_, at) => `8.8.${at >> 7}.${(at & 127) * 2}`).join(
    '\n',
  );
  await t.rejects(plan([asked('8.8.8.8', 'wget')], many), { code: 'question_too_large', hint: /--per network/ }); // biome-ignore format: one call
});
