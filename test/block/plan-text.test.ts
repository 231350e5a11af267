/** Goal: a plan that is read is the plan that was printed, and a slip in a changed one is named by its line. */
import fc from 'fast-check';
import t from 'tap';
import type { BlockPlan } from '../../src/block/plan/block-plan.ts';
import { diffPlans } from '../../src/block/plan/diff-plans.ts';
import {
  hitWords,
  leftOutText,
  oneLine,
  planText,
  summaryOf,
} from '../../src/block/plan/plan-text.ts';
import { readPlan } from '../../src/block/plan/read-plan.ts';
import { takeSeed } from '../house/seed.ts';
import { entryOf, planOf } from './plans.ts';

const seed = takeSeed(t);

t.test('any plan is read as it was printed, whatever the logs call its subjects', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 500 }).map(oneLine).filter((line) => line !== ''); // biome-ignore format: one row
  const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
  const cost = fc.option(fc.constant({ amount: '12.3456', currency: 'USD' }), { nil: null });
  const moment = fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true }).map((date) => date.toISOString()); // biome-ignore format: one row
  const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
  const saves = fc.record({ requests: count, bytes: count, requestsShare: share, bytesShare: share, cost }); // biome-ignore format: one row
  const hits = fc.record({ clients: count, lightClients: count, lightRequests: count, lightBytes: count, lightDownloads: count, agents: count, otherRequests: count, friendRequests: count }); // biome-ignore format: one row
  const entry = fc.record({ subject: text, cidrs: fc.constantFrom(['8.8.8.8/32'], ['8.8.8.0/24', '2001:db8::/48']), reason: text, rule: text, saves, hits, created: moment, expires: moment }); // biome-ignore format: one row
  const plan: fc.Arbitrary<BlockPlan> = fc.record({
    created: moment,
    from: fc.option(moment, { nil: null }),
    to: fc.option(moment, { nil: null }),
    asked: text,
    buckets: fc.array(fc.constantFrom('media', 'my-bucket'), { maxLength: 2 }),
    ownAccounts: fc.constantFrom([], ['123456789012']),
    all: fc.record({ requests: count, bytes: count, cost }),
    saves,
    entries: fc.array(entry, { maxLength: 4 }),
    leftOut: fc.array(fc.record({ what: text, because: text }), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(plan, (given) => {
      const printed = planText(given);
      const read = readPlan(printed, 'plan');
      return JSON.stringify(sorted(read)) === JSON.stringify(sorted(given)) && planText(read) === printed; // biome-ignore format: one rule
    }),
    { seed, numRuns: 300 },
  );
});

/** With all keys in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

const PLAN = planText(planOf([entryOf('8.8.8.0/24')]));

t.test('the text is stable, and a person can read it', async (t) => {
  t.equal(
    PLAN,
    `tamarin block plan 1
# A dry run, nothing is blocked: 1 entry, 1 network. They would have saved 5.0 GB (50.0 %) in 1,000 requests, 0.46 USD.
created  2026-03-01T00:00:00.000Z
period   2026-02-01T00:00:00.000Z 2026-03-01T00:00:00.000Z
asked    --from-scrapers --min-score 50
bucket   media
all      requests=4000 bytes=10000000000 cost=0.9200 USD
saves    requests=1000 bytes=5000000000 requestsShare=0.25 bytesShare=0.5 cost=0.4600 USD

block    network 8.8.8.0/24
cidr     8.8.8.0/24
reason   scraper, score 87: asked for 400 different files
rule     --min-score 50
# would have saved 5.0 GB (50.0 %) in 1,000 requests, 0.46 USD; hits 4 clients, 1 of which took no more than the average one (2 downloads), with 3 user agents
saves    requests=1000 bytes=5000000000 requestsShare=0.25 bytesShare=0.5 cost=0.4600 USD
hits     clients=4 lightClients=1 lightRequests=3 lightBytes=3000 lightDownloads=2 agents=3 otherRequests=0 friendRequests=0
created  2026-03-01T00:00:00.000Z
expires  2026-03-31T00:00:00.000Z
`,
  );
});

t.test('addresses are told from networks, and what is left out from what is planned', async (t) => {
  const plan = planOf([entryOf('8.8.8.8/32', '9.9.9.0/24'), entryOf('2001:db8::1/128')]);
  t.match(summaryOf(plan), /2 entries, 2 addresses, 1 network\. /);
  const because = 'it is so';
  const leftOut = ['agent GPTBot', 'referrer-domain grabber.example', 'agent PetalBot'].map((what) => ({ what, because })); // biome-ignore format: one list
  t.equal(leftOutText({ leftOut }), 'Left out: referrer-domain grabber.example, 2 bots; the plan says why.'); // biome-ignore format: one row
  t.equal(leftOutText({ leftOut: [] }), '');
});

t.test(
  'many light clients with one agent are said to look like one scraper, others are not',
  async (t) => {
    const { hits } = entryOf('8.8.8.0/24');
    const spread = { ...hits, clients: 120, lightClients: 120, agents: 1 };
    const looks = /, with 1 user agent: together they look like one scraper that is spread out$/;
    t.match(hitWords(spread), looks);
    for (const other of [{ agents: 2 }, { lightClients: 119 }, { clients: 1, lightClients: 1 }])
      t.notMatch(hitWords({ ...spread, ...other }), /look like/);
  },
);

// biome-ignore format: a table, one row a slip
const SLIPS = [
  { name: 'no plan at all', text: '{"a":1}\n', message: /^my\.plan is no block plan: its first line/ },
  { name: 'a network that is none', text: PLAN.replace('cidr     8.8.8.0/24', 'cidr     8.8.8/24'), message: 'my.plan, line 11: "cidr 8.8.8/24" is no IP address and no network.' },
  { name: 'a field that there is not', text: PLAN.replace('\nrule ', '\nrulez '), message: /line 13: "rulez --min-score 50" is none of: block, cidr/ },
  { name: 'an entry without an end', text: PLAN.replace(/\nexpires.*/, ''), message: /line 10: "block network 8\.8\.8\.0\/24" begins a part without "expires"/ },
  { name: 'an end that is no moment', text: PLAN.replace(/\nexpires.*/, '\nexpires soon'), message: /line 18: "expires soon" is no moment/ },
  { name: 'a reason too many', text: PLAN.replace('\nrule ', '\nreason  again\nrule '), message: /line 13: "reason again" is there twice/ },
  { name: 'a number that is none', text: PLAN.replace('clients=4', 'clients=four'), message: /line 16: .* lacks a number of clients/ },
];

for (const { name, text, message } of SLIPS)
  t.test(`refused: ${name}`, async (t) => {
    t.throws(() => readPlan(text, 'my.plan'), { code: 'usage', message });
  });

t.test('a diff says what comes, what ends, what goes and what stays, by addresses', async (t) => {
  const over = { ...entryOf('9.9.9.9/32'), expires: '2026-03-02T00:00:00.000Z' };
  const before = planOf([entryOf('8.8.8.0/24'), over, entryOf('7.7.7.7/32')]);
  const after = planOf([entryOf('8.8.8.0/23'), entryOf('2001:db8::1/128')]);
  const { comes, expired, goes, stays } = diffPlans(before, after, Date.parse('2026-03-03'));
  const cidrs = (changes: typeof comes) => changes.map((change) => change.cidrs.join(' '));
  t.strictSame(
    { comes: cidrs(comes), expired: cidrs(expired), goes: cidrs(goes), stays: cidrs(stays) },
    {
      comes: ['8.8.9.0/24', '2001:db8::1/128'],
      expired: ['9.9.9.9/32'],
      goes: ['7.7.7.7/32'],
      stays: ['8.8.8.0/24'],
    },
  );
});
