/** Goal: one row an actor, under the name that fits best, and no row for a part of one. */
import t from 'tap';
import type { ActorKind } from '../../../src/questions/evidence/actor.ts';
import { chooseRows } from '../../../src/questions/scrapers/choose-rows.ts';
import type { Scored } from '../../../src/questions/scrapers/score.ts';
import { QUIET } from '../signals/quiet-subject.ts';

/** A suspect that makes so many requests from each of its addresses. */
function suspect(
  kind: ActorKind,
  name: string,
  score: number,
  requests: Record<string, number>,
): Scored {
  const members = Object.entries(requests).map(([address, some]) => ({
    address,
    network: '',
    requests: some,
  }));
  const all = members.reduce((sum, member) => sum + member.requests, 0);
  const actor = { kind, name, query: { term: { name } } };
  return {
    score,
    found: [],
    subject: { ...QUIET, actor, members, requests: all, addresses: members.length },
  };
}

const each = (addresses: readonly string[], requests: number) =>
  Object.fromEntries(addresses.map((address) => [address, requests]));

const names = async (suspects: readonly Scored[], rest: Scored | null = null) =>
  (await chooseRows(suspects, async () => rest)).map(({ subject }) => subject.actor.name);

const HOSTS = Array.from({ length: 40 }, (_, host) => `h${host}`);

t.test('a network of one address is that address', async (t) => {
  const single = suspect('ip', 'a', 80, { a: 900 });
  t.strictSame(await names([suspect('network', 'n', 95, { a: 900, b: 100 }), single]), ['a']);
});

t.test('a bot of one address is called what it calls itself', async (t) => {
  const declared = (scored: Scored): Scored => {
    const { requests } = scored.subject;
    const names = {
      topClasses: [{ name: 'bot', requests }],
      topNames: [{ name: 'bot', requests }],
    };
    return { ...scored, subject: { ...scored.subject, ...names } };
  };
  const [bot, single] = [
    suspect('agent', 'bot', 60, { a: 900 }),
    suspect('ip', 'a', 60, { a: 900 }),
  ];
  t.strictSame(await names([declared(single), declared(bot)]), ['bot']);
  t.strictSame(await names([single, bot]), ['a'], 'and a library by its address');
});

t.test('and stays a row where the address has none', async (t) => {
  t.strictSame(await names([suspect('agent', 'bot', 60, { a: 900, b: 100 })]), ['bot']);
});

t.test('addresses of a network are no rows of their own', async (t) => {
  const network = suspect('network', 'n', 80, each(HOSTS, 50));
  const singles = HOSTS.slice(0, 5).map((host) => suspect('ip', host, 90, { [host]: 50 }));
  t.strictSame(await names([...singles, network], network), ['n']);
});

t.test('networks of a group are no rows of their own', async (t) => {
  const group = suspect('group', 'g', 80, each(HOSTS, 50));
  const parts = [0, 10, 20].map((from) =>
    suspect('network', `n${from}`, 85, each(HOSTS.slice(from, from + 10), 50)),
  );
  t.strictSame(await names([...parts, group]), ['g']);
});

t.test('who is suspicious only for what is in it makes no row', async (t) => {
  const network = suspect('network', 'n', 90, each(HOSTS.slice(0, 12), 50));
  const mixed = suspect('group', 'g', 80, each(HOSTS, 50));
  t.strictSame(await names([mixed, network], null), ['n']);
});

t.test('and who still is without it makes one', async (t) => {
  const network = suspect('network', 'n', 60, each(HOSTS.slice(0, 12), 50));
  const mixed = suspect('group', 'g', 80, each(HOSTS, 50));
  t.strictSame(await names([mixed, network], mixed), ['g']);
});

t.test('a signature is a name whatever its addresses', async (t) => {
  const signed = suspect('requester', 'r', 80, { a: 900 });
  t.strictSame(await names([suspect('ip', 'a', 80, { a: 900 }), signed]), ['r']);
});

t.test('two who share nothing are two rows', async (t) => {
  const [one, other] = [suspect('ip', 'a', 60, { a: 9 }), suspect('ip', 'b', 90, { b: 900 })];
  t.strictSame(await names([one, other]), ['b', 'a']);
});
