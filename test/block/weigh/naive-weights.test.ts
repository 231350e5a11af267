/**
 * Goal: what a plan says that it saves, and whom it hits, is what a recount of the lines says, one by one,
 * whichever rule found whom; nobody who is known as a friend is in it.
 */
import { BlockList } from 'node:net';
import fc from 'fast-check';
import t from 'tap';
import type { Entry } from '../../../src/block/plan/block-plan.ts';
import { planBlocks } from '../../../src/block/weigh/plan-blocks.ts';
import { readPlanRequest } from '../../../src/block/weigh/read-request.ts';
import { takeSeed } from '../../house/seed.ts';
import { MemorySearch } from '../../questions/memory-search.ts';
import type { Document } from '../../questions/memory-values.ts';
import { MONEY, moneyDocuments } from '../../questions/money-worlds.ts';
import { naiveAmount, naiveCost } from '../../questions/naive-money.ts';

const seed = takeSeed(t);
const FRIEND_AGENT = 'OurMonitor';
const FRIENDS = { ...MONEY.friends, agents: [FRIEND_AGENT] };

/** Each with an agent; some call themselves a friend or a CDN. */
const documents = fc
  .tuple(moneyDocuments, fc.infiniteStream(fc.constantFrom('Firefox', 'Firefox', 'wget', FRIEND_AGENT, 'Fastly', ''))) // biome-ignore format: one tuple
  .map(([some, agents]) =>
    some.map((document): Document => {
      const agent = agents.next().value ?? '';
      const agentClass = agent === 'Fastly' ? 'cdn' : 'browser';
      const named = { user_agent: `${agent}/1`, agent_name: agent, agent_class: agentClass };
      return { ...document, ...(agent === '' ? {} : named) };
    }),
  );

const RANGE = { from: '2026-01-15', to: '2026-03-10' };
const NETWORKS = ['192.0.2.0/30', '192.0.2.2', '192.0.2.4/31', '192.0.2.3', '203.0.113.9'];

const inNetworks = (cidrs: readonly string[]) => {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address = '', bits = '32'] = cidr.split('/');
    list.addSubnet(address, Number(bits), 'ipv4');
  }
  return ({ remote_ip: ip }: Document): boolean => ip !== undefined && list.check(String(ip));
};

const bytesOf = (some: readonly Document[]): number =>
  some.reduce((sum, { bytes_sent: bytes }) => sum + Number(bytes ?? 0), 0);

const byAddress = (some: readonly Document[]): ReadonlyMap<string, readonly Document[]> =>
  Map.groupBy(
    some.filter(({ remote_ip: ip }) => ip !== undefined),
    ({ remote_ip: ip }) => String(ip),
  );

const isSigned = ({ account, requester, bucket_owner: owner, authentication_type: way }: Document): boolean =>
  way !== 'QueryString' && (account === '111122223333' || (requester !== undefined && requester === owner)); // biome-ignore format: one rule
const isNamed = ({ agent_name: name }: Document): boolean => name === FRIEND_AGENT;
const isDownload = ({ operation, http_status: status }: Document): boolean =>
  ['REST.GET.OBJECT', 'WEBSITE.GET.OBJECT'].includes(String(operation)) && [200, 206].includes(Number(status)); // biome-ignore format: one rule

function isNever(own: readonly Document[]): boolean {
  const part = (test: (document: Document) => boolean): number => own.filter(test).length / own.length;
  return (
    own.some(isSigned) ||
    own.some(({ origin }) => origin === 'cdn') ||
    part(isNamed) >= 0.9 ||
    part(({ agent_class: name }) => name === 'cdn') >= 0.9
  );
} // biome-ignore format: one rule

function naiveSaves(
  blocked: readonly Document[],
  period: readonly Document[],
  all: readonly Document[],
) {
  const rest = all.filter((document) => !blocked.includes(document));
  const [a, b] = naiveCost(all, all);
  const [c, d] = naiveCost(rest, rest);
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    requests: blocked.length,
    bytes: bytesOf(blocked),
    requestsShare: share(blocked.length, period.length),
    bytesShare: share(bytesOf(blocked), bytesOf(period)),
    cost: { amount: naiveAmount([a * d - c * b, b * d]), currency: 'USD' },
  };
}

function naiveHits(blocked: readonly Document[], period: readonly Document[]) {
  const everybody = [...byAddress(period).values()];
  const [requests, bytes] = [everybody.flat().length, bytesOf(everybody.flat())];
  const clients = [...byAddress(blocked).values()];
  const light = clients.filter((own) => own.length * everybody.length <= requests && bytesOf(own) * everybody.length <= bytes); // biome-ignore format: one rule
  return {
    clients: clients.length,
    lightClients: light.length,
    lightRequests: light.flat().length,
    lightBytes: bytesOf(light.flat()),
    lightDownloads: light.flat().filter(isDownload).length,
    agents: new Set(blocked.flatMap(({ user_agent: agent }) => (agent === undefined ? [] : [agent]))).size, // biome-ignore format: one rule
    otherRequests: 0,
    friendRequests: blocked.filter((document) => isSigned(document) || isNamed(document)).length,
  };
}

/** Shares are decimals of fifteen digits. */
const rounded = (saves: Entry['saves']) => ({
  ...saves,
  requestsShare: saves.requestsShare.toFixed(12),
  bytesShare: saves.bytesShare.toFixed(12),
});

const RULES = fc.oneof(
  fc.record({ over: fc.constantFrom('5%', '20%', '33.3%'), by: fc.constantFrom('bytes', 'requests', 'cost') }), // biome-ignore format: one row
  fc.record({ 'times-mean': fc.constantFrom('1', '1.5', '2'), by: fc.constantFrom('bytes', 'requests') }), // biome-ignore format: one row
  fc.subarray(NETWORKS, { minLength: 1 }).map((networks) => ({ list: networks.join('\n') })),
);

t.test('savings and collateral are those of a recount of the lines', async (t) => {
  let [entries, left] = [0, 0];
  const property = fc.asyncProperty(
    documents,
    RULES,
    fc.constantFrom({}, RANGE),
    async (all, rule, range) => {
      const { list, ...raw } = { list: undefined, ...rule };
      const given = { nowMs: Date.parse('2026-03-10'), ...(list === undefined ? {} : { list: { from: 'my list', text: list } }) }; // biome-ignore format: one row
      const request = readPlanRequest({ ...raw, ...range }, given);
      const port = new MemorySearch(all, { ...MONEY, friends: FRIENDS });
      const plan = await planBlocks(request, { never: [], keep: [] })(port);
      const period = 'from' in range ? all.filter(({ '@timestamp': time }) => String(time) >= RANGE.from && String(time) < RANGE.to) : all; // biome-ignore format: one rule
      for (const { cidrs, saves, hits } of plan.entries) {
        const blocked = period.filter(inNetworks(cidrs));
        t.strictSame(rounded(saves), rounded(naiveSaves(blocked, period, all)));
        t.strictSame(hits, naiveHits(blocked, period));
      }
      const cidrs = plan.entries.flatMap((entry) => entry.cidrs);
      const isBlocked = inNetworks(cidrs);
      t.strictSame(rounded(plan.saves), rounded(naiveSaves(period.filter(isBlocked), period, all)));
      const never = [...byAddress(all).values()].filter(isNever);
      t.notOk(never.flat().some(isBlocked), 'a friend is blocked');
      entries += plan.entries.length;
      left += plan.leftOut.length;
      const wanted = wantedOf(rule, period, all);
      const friends = new Set(
        [...byAddress(all)].flatMap(([ip, own]) => (isNever(own) ? [ip] : [])),
      );
      for (const ip of wanted) t.equal(isBlocked({ remote_ip: ip }), !friends.has(ip), ip);
    },
  );
  await fc.assert(property, { seed, numRuns: 120 });
  t.ok(entries > 50 && left > 20, `${entries} entries, ${left} left out`);
});

/** Addresses with requests that the rule means. */
function wantedOf(
  rule: { readonly list?: string; readonly over?: string; readonly 'times-mean'?: string; readonly by?: string },
  period: readonly Document[],
  all: readonly Document[],
): readonly string[] {
  const clients = [...byAddress(period)];
  if (rule.list !== undefined) {
    const isListed = inNetworks(rule.list.split('\n'));
    return clients.flatMap(([ip]) => (isListed({ remote_ip: ip }) ? [ip] : []));
  }
  const takenBy = (some: readonly Document[]): number => {
    if (rule.by === 'requests') return some.length;
    if (rule.by === 'bytes') return bytesOf(some);
    const [over, under] = naiveCost(some, all);
    return Number((over * 10n ** 18n) / under);
  };
  const least =
    rule.over === undefined
      ? (takenBy(clients.flatMap(([, own]) => own)) / clients.length) * Number(rule['times-mean'])
      : (takenBy(period) * Number.parseFloat(rule.over)) / 100;
  return clients.flatMap(([ip, own]) => (takenBy(own) > least * (1 + 1e-12) ? [ip] : []));
} // biome-ignore format: one rule
