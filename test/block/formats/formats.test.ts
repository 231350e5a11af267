/**
 * Goal: every format blocks just the addresses of its plan that are not over, as the grammar of its own
 * tool reads it, whatever the plan says of its subjects.
 */
import { spawnSync } from 'node:child_process';
import { BlockList, isIPv4 } from 'node:net';
import fc from 'fast-check';
import t from 'tap';
import { FORMAT_NAMES } from '../../../src/block/formats/format-names.ts';
import { FORMAT_TABLE, formatOf } from '../../../src/block/formats/format-table.ts';
import type { BlockPlan, Entry } from '../../../src/block/plan/block-plan.ts';
import { readPlan } from '../../../src/block/plan/read-plan.ts';
import { takeSeed } from '../../house/seed.ts';
import { entryOf, planOf } from '../plans.ts';
import {
  type Blocks,
  isDenied,
  listOf,
  readNftables,
  readNginx,
  runFunction,
} from './read-rules.ts';

const seed = takeSeed(t);
const NOW = Date.parse('2026-03-02');
const OPTIONS = { nowMs: NOW, bucket: null };

const render = (name: string, plan: BlockPlan): string => formatOf(name).render(plan, OPTIONS);

/** How each tells whether it blocks an address. */
const READERS: Readonly<Record<string, (text: string) => Blocks>> = {
  plan: (text) => listOf(readPlan(text, 'plan').entries.filter(({ expires }) => Date.parse(expires) > NOW).flatMap(({ cidrs }) => cidrs)), // biome-ignore format: one row
  json: (text) => listOf((JSON.parse(text) as BlockPlan).entries.filter(({ expires }) => Date.parse(expires) > NOW).flatMap(({ cidrs }) => cidrs)), // biome-ignore format: one row
  's3-policy': (text) => (ip) => isDenied(text, { ip, principal: null }),
  'aws-waf': readSets,
  'cloudfront-function': runFunction,
  nginx: readNginx,
  nftables: (text) => listOf(readNftables(text).map(({ network }) => network)),
  crowdsec: readDecisions,
  'crowdsec-csv': readCsv,
  cidr: (text) => listOf(text.split('\n').filter((line) => line !== '')),
};

function readSets(text: string): Blocks {
  const { ipSets } = JSON.parse(text) as { ipSets: Record<string, unknown>[] };
  const networks = ipSets.map((set) => {
    t.match(set, { Name: /^[\w-]+$/, Scope: 'CLOUDFRONT', Description: /^[\w+=:#@/\-,.][\w+=:#@/\-,.\s]+[\w+=:#@/\-,.]$/ }); // biome-ignore format: one row
    const addresses = set.Addresses as string[]; // as AWS names it
    const isRight = (cidr: string): boolean => isIPv4(cidr.split('/')[0] ?? '') === (set.IPAddressVersion === 'IPV4'); // biome-ignore format: one row
    t.ok(addresses.length <= 10_000 && addresses.every(isRight));
    return addresses;
  });
  return listOf(networks.flat());
}

interface Decision {
  readonly duration: string;
  readonly scope: string;
  readonly value: string;
  readonly type: string;
}

function networkOf({ duration, scope, value, type }: Decision): string {
  if (!/^[1-9]\d*s$/.test(duration) || type !== 'ban') throw new Error(duration);
  if (value.includes('/') !== (scope === 'range') || !['ip', 'range'].includes(scope)) throw new Error(scope); // biome-ignore format: one row
  return value;
}

function readDecisions(text: string): Blocks {
  return listOf((JSON.parse(text) as Decision[]).map(networkOf));
}

function readCsv(text: string): Blocks {
  const [heading, ...rows] = text.trimEnd().split('\n');
  t.equal(heading, 'duration,scope,value,type,reason');
  return listOf(
    rows.map((row) => {
      const [, duration = '', scope = '', value = '', type = ''] = /^([^,"]+),([^,"]+),([^,"]+),([^,"]+),"[^"]*"$/.exec(row) ?? []; // biome-ignore format: one row
      return networkOf({ duration, scope, value, type });
    }),
  );
}

const EVERY_ADDRESS = [
  ...Array.from({ length: 256 }, (_, low) => `8.8.8.${low}`),
  ...Array.from({ length: 256 }, (_, low) => `2001:db8::${low.toString(16)}`),
  '1.2.3.4',
  '2001:db9::',
  'fe80::1',
  '::ffff:1.2.3.4',
];

const cidr = fc.oneof(
  fc.tuple(fc.integer({ min: 24, max: 32 }), fc.nat({ max: 255 })).map(([bits, low]) => `8.8.8.${low - (low % 2 ** (32 - bits))}/${bits}`), // biome-ignore format: one row
  fc.tuple(fc.integer({ min: 120, max: 128 }), fc.nat({ max: 255 })).map(([bits, low]) => `2001:db8::${low === 0 ? '' : (low - (low % 2 ** (128 - bits))).toString(16)}/${bits}`), // biome-ignore format: one row
);

/** With whatever stands in logs, and what would end a comment of any of them. */
const nasty = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('"; } drop\n#', '*/ alert(1) /*', "x'; deny all;", '\\', '{ } $(id) `id`', '\u2028deny all;')); // biome-ignore format: one row

const entries = fc.array(
  fc.record({ cidrs: fc.uniqueArray(cidr, { minLength: 1, maxLength: 5 }), isOver: fc.boolean(), subject: nasty, reason: nasty }), // biome-ignore format: one row
  { minLength: 1, maxLength: 6 },
);

const planWith = (some: readonly { cidrs: readonly string[]; isOver: boolean; subject: string; reason: string }[]) =>
  planOf(some.map(({ cidrs, isOver, subject, reason }): Entry => ({ ...entryOf(...cidrs), subject, reason, expires: isOver ? '2026-03-01T12:00:00.000Z' : '2026-03-31T00:00:00.000Z' }))); // biome-ignore format: one row

t.strictSame(FORMAT_TABLE.map(({ name }) => name), [...FORMAT_NAMES], 'every name has its format'); // biome-ignore format: one row
t.strictSame(Object.keys(READERS), [...FORMAT_NAMES], 'every format is read here');

/** Each address is asked of an interpreter. */
const SLOW = ['s3-policy', 'cloudfront-function'];

for (const name of FORMAT_NAMES)
  t.test(`${name}: blocks the plan's addresses and no others`, async (t) => {
    const property = fc.property(entries, (some) => {
      const plan = planWith(some);
      const live = some.filter(({ isOver }) => !isOver).flatMap(({ cidrs }) => cidrs);
      if (live.length === 0 && name === 's3-policy') return true; // refused: below
      const read = READERS[name]?.(render(name, plan));
      const wanted = listOf(live);
      return EVERY_ADDRESS.every((ip) => read?.(ip) === wanted(ip));
    });
    fc.assert(property, { seed, numRuns: SLOW.includes(name) ? 12 : 60 });
    t.pass('for random plans');
  });

t.test('an empty plan blocks nobody in any format, and is refused as a policy', async (t) => {
  for (const name of FORMAT_NAMES) {
    if (name === 's3-policy') {
      t.throws(() => render(name, planOf([])), { code: 'usage', message: /nothing to block/ });
      continue;
    }
    const read = READERS[name]?.(render(name, planOf([])));
    t.notOk(
      EVERY_ADDRESS.some((ip) => read?.(ip)),
      name,
    );
  }
});

t.test('nftables: each element lasts as long as its entry', async (t) => {
  const text = render('nftables', planOf([entryOf('8.8.8.0/24', '2001:db8::1/128')]));
  t.strictSame(readNftables(text), [
    { network: '8.8.8.0/24', seconds: 29 * 86_400 },
    { network: '2001:db8::1/128', seconds: 29 * 86_400 },
  ]);
});

t.test('nftables: nft takes it, where it is installed', async (t) => {
  for (const plan of [planOf([]), planOf([entryOf('8.8.8.0/24', '2001:db8::1/128')])]) {
    const input = render('nftables', plan);
    const { status, stderr, error } = spawnSync('unshare', ['-rn', 'nft', '-c', '-f', '-'], { input, encoding: 'utf8', timeout: 10_000 }); // biome-ignore format: one row
    if (error !== undefined || /unshare: |not found|No such file/.test(stderr))
      t.comment(`not here: ${error?.message ?? stderr}`); // biome-ignore format: one row
    else t.equal(status, 0, stderr);
  }
});

t.test('s3-policy: who is refused, and who never is', async (t) => {
  const text = formatOf('s3-policy').render({ ...planOf([entryOf('8.8.8.0/24')]), ownAccounts: ['111122223333'] }, OPTIONS); // biome-ignore format: one row
  const own = 'arn:aws:iam::111122223333:role/deploy';
  const ip = '8.8.8.8';
  // biome-ignore format: a table, one row a request
  const requests = [
    { name: 'anybody from a blocked address', ip, principal: null, denied: true },
    { name: 'an account of others', ip, principal: 'arn:aws:iam::999999999999:user/x', denied: true },
    { name: 'anybody from elsewhere', ip: '8.8.4.4', principal: null, denied: false },
    { name: 'an own role, by its signature', ip, principal: own, authType: 'REST-HEADER', denied: false },
    { name: 'a link that an own role has signed for others', ip, principal: own, authType: 'REST-QUERY-STRING', denied: true },
    { name: 'through a VPC endpoint: there is no address', ip: null, principal: null, denied: false },
    { name: 'a service of AWS for somebody', ip, principal: null, isByService: true, denied: false },
    { name: 'a list of the bucket', ip, principal: null, action: 's3:ListBucket', resource: 'arn:aws:s3:::media', denied: true },
    { name: 'writing a policy, to mend it', ip, principal: null, action: 's3:PutBucketPolicy', resource: 'arn:aws:s3:::media', denied: false },
    { name: 'another bucket', ip, principal: null, resource: 'arn:aws:s3:::other/a', denied: false },
  ];
  for (const { name, denied, ...request } of requests)
    t.equal(isDenied(text, request), denied, name);
});

const MANY = Array.from({ length: 12_001 }, (_, at) => `8.${at >> 8}.${at & 255}.1/32`);

t.test('limits: a policy and a function are refused with a way out, sets are split', async (t) => {
  const plan = planOf([entryOf(...MANY)]);
  t.throws(() => render('s3-policy', plan), { code: 'usage', message: /over the limit of 20480 of S3/, hint: /--per network.*aws-waf/ }); // biome-ignore format: one row
  t.throws(() => render('cloudfront-function', plan), { code: 'usage', message: /over the limit of 10240/, hint: /aws-waf/ }); // biome-ignore format: one row
  const { ipSets } = JSON.parse(render('aws-waf', plan)) as { ipSets: { Name: string; Addresses: string[] }[] };
  t.strictSame(ipSets.map(({ Name, Addresses }) => [Name, Addresses.length]), [['tamarin-block-ipv4-1', 10_000], ['tamarin-block-ipv4-2', 2_001], ['tamarin-block-ipv6-1', 0]]); // biome-ignore format: one row
}); // biome-ignore format: one rule

t.test('what fits: 900 addresses in a policy, and in a function', async (t) => {
  const plan = planOf([entryOf(...MANY.slice(0, 900))]);
  const list = new BlockList();
  for (const network of MANY.slice(0, 900)) list.addAddress(network.split('/')[0] ?? '');
  const [policy, code] = [
    render('s3-policy', plan),
    runFunction(render('cloudfront-function', plan)),
  ];
  for (const ip of ['8.0.0.1', '8.3.131.1', '8.3.132.1', '8.0.0.2']) {
    t.equal(isDenied(policy, { ip, principal: null }), list.check(ip), `${ip} by the policy`);
    t.equal(code(ip), list.check(ip), `${ip} by the function`);
  }
});

t.test('a policy is of one bucket', async (t) => {
  const plan = { ...planOf([entryOf('8.8.8.8/32')]), buckets: ['media', 'other'] };
  t.throws(() => render('s3-policy', plan), {
    code: 'usage',
    hint: 'Say which: --for-bucket NAME',
  });
  const text = formatOf('s3-policy').render(plan, { ...OPTIONS, bucket: 'other' });
  t.ok(isDenied(text, { ip: '8.8.8.8', principal: null, resource: 'arn:aws:s3:::other/a' }));
  t.notOk(isDenied(text, { ip: '8.8.8.8', principal: null }));
});

t.test('a comment keeps its apostrophes, and is cut between words', async (t) => {
  const reason = `scraper, score 87: the order is not everybody's, and 'it' asked for ${'many '.repeat(9)}different files in the end`;
  const text = formatOf('nginx').render(planOf([{ ...entryOf('8.8.8.8/32'), reason }]), OPTIONS);
  const [, comment = ''] = text.split('\n');
  t.match(
    comment,
    /^# network 8\.8\.8\.8\/32: scraper, score 87: the order is not everybody's, and \.it\. asked for many /,
  );
  t.match(comment, / (many|different) \.\.\.; until /);
});
