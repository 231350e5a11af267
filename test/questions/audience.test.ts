/**
 * Goal: `--audience people` asks about people alone, whatever the question: its answer is that over
 * the records of people and no others.
 */
import { isIP } from 'node:net';
import fc from 'fast-check';
import t from 'tap';
import type { Friends } from '../../src/questions/ask/friends.ts';
import type { RawParameters } from '../../src/questions/ask/raw-parameters.ts';
import { askQuestion, prepareQuestion, QUESTION_TABLE } from '../../src/questions/catalogue.ts';
import { takeSeed } from '../house/seed.ts';
import { MemorySearch } from './memory-search.ts';
import type { Document } from './memory-values.ts';
import { at } from './naive.ts';
import { streamRows } from './stream-rows.ts';

const OWNER = 'a'.repeat(64);
const OTHER_OWNER = 'b'.repeat(64);
const role = (account: string): string => `arn:aws:sts::${account}:assumed-role/role/session`;
const OWN_ACCOUNT = '111122223333';

const FRIENDS: Friends = {
  networks: ['198.51.100.0/24', '192.0.2.7', '2001:db8:1::/48'],
  domains: ['example.org'],
  accounts: [OWN_ACCOUNT],
  agents: ['Pingdom', 'OurApp/1.0 (in full)'],
};

/** In the plainest way, as docs/scrapers.md says it. */
function isOfPeople(record: Document): boolean {
  const { agent_class: agentClass, agent_name: name, user_agent: agent } = record;
  const requester = String(record.requester ?? '');
  const ip = record.remote_ip === undefined ? null : String(record.remote_ip);
  if (ip === null && record.remote_ip_logged === undefined) return false;
  if (['bot', 'tool', 'library', 'cdn'].includes(String(agentClass))) return false;
  if (name === 'Pingdom' || agent === 'OurApp/1.0 (in full)') return false;
  if (ip !== null && (ip === '192.0.2.7' || ip.startsWith('198.51.100.'))) return false;
  if (ip?.startsWith('2001:db8:1:')) return false;
  if (requester.startsWith('svc:')) return false;
  const isOwn = requester === record.bucket_owner || requester === role(OWN_ACCOUNT);
  return !isOwn || record.authentication_type === 'QueryString';
}

// biome-ignore format: a table, one row a record
const CASES: readonly (readonly [string, boolean, Document])[] = [
  ['a browser', true, { agent_class: 'browser' }],
  ['a player', true, { agent_class: 'player' }],
  ['a program on no list, such as a new player', true, { agent_class: 'unknown' }],
  ['who says nothing of what it is', true, {}],
  ['a browser behind a masked address', true, { remote_ip: [], remote_ip_logged: '192.0.2.xxx' }],
  ['a bot', false, { agent_class: 'bot' }],
  ['a tool', false, { agent_class: 'tool' }],
  ['a library', false, { agent_class: 'library' }],
  ['a CDN', false, { agent_class: 'cdn' }],
  ['work of S3, which has no address', false, { remote_ip: [], requester: 'AmazonS3' }],
  ['a service of AWS', false, { requester: 'svc:delivery.logs.amazonaws.com' }],
  ['the owner of the bucket', false, { requester: OWNER }],
  ['the owner of another bucket', true, { requester: OTHER_OWNER }],
  ['who follows a link that the owner has signed', true, { requester: OWNER, authentication_type: 'QueryString' }],
  ['an own account', false, { requester: role(OWN_ACCOUNT), account: OWN_ACCOUNT, authentication_type: 'AuthHeader' }],
  ['who follows a link that an own account has signed', true, { requester: role(OWN_ACCOUNT), account: OWN_ACCOUNT, authentication_type: 'QueryString' }],
  ['a foreign account', true, { requester: role('999988887777'), account: '999988887777' }],
  ['a friend’s address', false, { remote_ip: '192.0.2.7' }],
  ['its neighbour', true, { remote_ip: '192.0.2.8' }],
  ['a friend’s network', false, { remote_ip: '198.51.100.200' }],
  ['a friend’s network of IPv6', false, { remote_ip: '2001:db8:1:2::9' }],
  ['a neighbour of it', true, { remote_ip: '2001:db8:2:2::9' }],
  ['a friend by the name of its agent', false, { agent_name: 'Pingdom', agent_class: 'unknown' }],
  ['a friend by its user agent', false, { user_agent: 'OurApp/1.0 (in full)', agent_class: 'unknown' }],
  ['a user agent that only begins like a friend’s', true, { user_agent: 'OurApp/1.0', agent_class: 'unknown' }],
  ['who comes from an own page', true, { agent_class: 'browser', referrer_domain: 'example.org' }],
];

/** `remote_ip: []` is none. */
const recordOf = (more: Document, minute = 0): Document =>
  withoutEmpty(at(`2026-01-10T00:${String(minute).padStart(2, '0')}:00Z`, 10, { remote_ip: '192.0.2.1', key: 'a/1.mp3', bucket_owner: OWNER, ...more })); // biome-ignore format: one record
const withoutEmpty = (record: Document): Document =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => !Array.isArray(value)));

for (const [who, isPeople, more] of CASES)
  t.test(`${who}: ${isPeople ? 'people' : 'left out'}`, async (t) => {
    const port = new MemorySearch([recordOf(more)], { friends: FRIENDS });
    const people = await askQuestion('records', { audience: 'people' }, port);
    t.match(people, { total: isPeople ? 1 : 0 });
    t.equal(isOfPeople(recordOf(more)), isPeople, 'and so it is counted below');
    t.match(await askQuestion('records', { audience: 'all' }, port), { total: 1 });
  });

/** Whatever is combined; the account is that of the requester. */
const more = fc.constantFrom(...CASES.map(([, , each]) => each));
const record = fc
  .tuple(more, more, fc.nat({ max: 59 }), fc.nat({ max: 3 }))
  .map(([one, other, minute, file]) => {
    const { account: _, ...made } = recordOf({ ...one, ...other, key: `a/${file}.mp3` }, minute);
    const [, , , , account] = String(made.requester ?? '').split(':');
    const network = isIP(String(made.remote_ip)) === 4 ? '192.0.2.0/24' : '2001:db8::/48';
    return { ...made, network, ...(account === undefined ? {} : { account }) };
  });

/** Two records of people, so that there is a client. */
const KNOWN = [recordOf({ agent_class: 'browser' }), recordOf({ agent_class: 'player' }, 5)];

const RAWS: Readonly<Record<string, readonly RawParameters[]>> = {
  top: [
    { dimension: 'ip' },
    { dimension: 'hour', by: 'requests' },
    { dimension: 'ip,key' },
    { dimension: 'key', by: 'distinct(ip)' },
    { dimension: 'requester', by: 'requests', 'agent-class': 'unknown' },
  ],
  timeline: [{ interval: 'hour', split: 'agent-class' }],
  growth: [{ dimension: 'key', from: '2026-01-10T00:30', to: '2026-01-10T01:00' }],
  search: [{ text: 'mp3' }],
  client: [{ client: '192.0.2.1' }],
};

/** A bill is of everything that was asked for. */
const OF_ANYBODY = 'bill';
const ASKED = QUESTION_TABLE.map(({ name }) => name).filter((name) => name !== OF_ANYBODY);

t.test('a bill is not of people alone', async (t) => {
  const raw = { month: '2026-01', audience: 'people' };
  t.throws(() => prepareQuestion(OF_ANYBODY, raw), { code: 'usage', hint: /no --audience/ });
});

for (const name of ASKED)
  for (const raw of RAWS[name] ?? [{}])
    t.test(`${name} ${Object.values(raw).join(' ')}: of people, as over the records of people alone`, async (t) => {
      await fc.assert(
        fc.asyncProperty(fc.array(record, { maxLength: 30 }), async (some) => {
          const all = [...KNOWN, ...some];
          const ask = async (records: readonly Document[], audience: string) => {
            const port = new MemorySearch(records, { friends: FRIENDS });
            const { parameters, ...answer } = await askQuestion(name, { ...raw, audience }, port);
            t.equal(parameters.audience, audience, 'named in the answer');
            return answer;
          };
          t.strictSame(await ask(all, 'people'), await ask(all.filter(isOfPeople), 'all'));
          return t.passing();
        }),
        { seed: takeSeed(t), numRuns: 15 },
      );
    }); // biome-ignore format: one property

t.test('streams are of people too, and say so before the first row', async (t) => {
  const all = CASES.map(([, , more], minute) => recordOf({ ...more, key: `a/${minute}` }, minute));
  const keys = all.filter(isOfPeople).map(({ key }) => String(key));
  const port = new MemorySearch(all, { friends: FRIENDS });
  const people = { audience: 'people', limit: 'all' };
  const top = await streamRows('top', { dimension: 'key', ...people }, port);
  t.strictSame(top.rows.map(({ name }) => name), [...keys].sort()); // biome-ignore format: one list
  t.match(top.head.about, /^All keys of people only/);
  const records = await streamRows('records', { sort: 'oldest', ...people }, port);
  t.strictSame(records.rows.map(({ key }) => key), keys); // biome-ignore format: one list
  t.match(records.head.about, /records of people only/);
  const { head } = await streamRows('records', { limit: 'all' }, port);
  t.notMatch(head.about, /people/);
});

t.test('every page of a search is of people', async (t) => {
  const all = CASES.map(([, , more], minute) =>
    recordOf({ ...more, key: `mp3 ${minute}` }, minute),
  );
  const port = new MemorySearch(all, { friends: FRIENDS });
  const keys: unknown[] = [];
  for (let after: string | undefined; ; ) {
    const answer = await askQuestion('search', { text: 'mp3', audience: 'people', limit: '2', after }, port); // biome-ignore format: one call
    if (answer.question !== 'search') throw new Error(answer.question);
    keys.push(...answer.hits.map(({ key }) => key));
    if (answer.next === null) break;
    after = answer.next;
  }
  t.strictSame(keys.reverse(), all.filter(isOfPeople).map(({ key }) => key)); // biome-ignore format: one list
  t.equal(port.openCount, 0);
});

t.test('the text says that it is of people only, and nothing where it is of all', async (t) => {
  for (const name of ASKED) {
    const titleOf = async (audience?: string): Promise<string> => {
      const ask = prepareQuestion(name, { from: '2026-01', ...RAWS[name]?.[0], audience });
      return (await ask(new MemorySearch(KNOWN))).present().title;
    };
    t.match(await titleOf('people'), /\(people only; from 2026-01-/, name);
    t.notMatch(await titleOf(), /people/, name);
  }
});

t.test('who are people depends on the lists that an agent was looked up in', async (t) => {
  const port = () =>
    new MemorySearch([...KNOWN, recordOf({ agent_class: 'bot', enriched: '1.older.0' }, 9)]);
  t.match(await askQuestion('timeline', { audience: 'people' }, port()), {
    exact: false,
    inexactBecause: /^1 record was enriched by older lists/,
  });
  t.match(await askQuestion('timeline', {}, port()), { exact: true });
});

t.test('buckets of more owners than a query has room for are refused', async (t) => {
  const owned = (owners: number) =>
    Array.from({ length: owners }, (_, n) => recordOf({ bucket_owner: `${n}`, requester: `${n}` }));
  const ask = (owners: number) =>
    askQuestion('records', { audience: 'people' }, new MemorySearch(owned(owners)));
  t.match(await ask(100), { total: 0 });
  await t.rejects(ask(101), { code: 'question_too_large', hint: /--bucket-owner/ });
});
