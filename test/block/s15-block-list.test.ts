/**
 * Goal (S15): whatever a list of networks holds, malformed, doubled, disguised or far too wide, nobody is
 * blocked who must not be, and everybody who was meant.
 */

import t from 'tap';
import { readCidr } from '../../src/block/address/cidr.ts';
import { makeEntries } from '../../src/block/plan/make-entries.ts';
import { neverBlock } from '../../src/block/plan/never-block.ts';
import { TamarinError } from '../../src/core/error.ts';

interface Case {
  readonly name: string;
  readonly wanted: readonly string[];
  readonly friends?: readonly string[];
  readonly callers?: readonly string[];
  readonly force?: true;
  /** The networks that are blocked, or what is refused. */
  readonly blocked: readonly string[] | RegExp;
}

const aws = [
  { network: '198.51.100.0/25', region: null, isCdn: true, isS3: false },
  { network: '203.0.113.128/25', region: 'eu-west-1', isCdn: false, isS3: true },
  { network: '192.0.2.0/24', region: 'eu-west-1', isCdn: false, isS3: false },
];

// biome-ignore format: a table, one row a case
const CASES: readonly Case[] = [
  { name: 'an address is a network of one', wanted: ['8.8.8.8'], blocked: ['8.8.8.8/32'] },
  { name: 'a friend inside a network is cut out exactly', wanted: ['8.8.8.0/29'], friends: ['8.8.8.3'], blocked: ['8.8.8.0/31', '8.8.8.2/32', '8.8.8.4/30'] },
  { name: 'a network inside that of a friend is not blocked', wanted: ['8.8.8.8', '8.8.4.4'], friends: ['8.8.8.0/24'], blocked: ['8.8.4.4/32'] },
  { name: 'a friend’s address in the clothes of IPv6 is spared', wanted: ['8.8.8.8/31'], friends: ['::ffff:8.8.8.8'], blocked: ['8.8.8.9/32'] },
  { name: 'a wanted address in the clothes of IPv6 is IPv4', wanted: ['::ffff:8.8.8.8'], blocked: ['8.8.8.8/32'] },
  { name: 'the same in hexadecimal and capitals', wanted: ['::FFFF:808:808'], friends: [], blocked: ['8.8.8.8/32'] },
  { name: 'a mapped network is one of IPv4', wanted: ['::ffff:8.8.8.0/120'], friends: ['8.8.8.0/25'], blocked: ['8.8.8.128/25'] },
  { name: 'the caller is never blocked', wanted: ['9.9.9.8/30'], callers: ['9.9.9.9'], blocked: ['9.9.9.8/32', '9.9.9.10/31'] },
  { name: 'a caller in the clothes of IPv6 is never blocked', wanted: ['9.9.9.9'], callers: ['::ffff:9.9.9.9'], blocked: [] },
  { name: 'CloudFront is never blocked', wanted: ['198.51.100.0/24'], blocked: ['198.51.100.128/25'] },
  { name: 'S3 itself is never blocked', wanted: ['203.0.113.0/24'], blocked: ['203.0.113.0/25'] },
  { name: 'other addresses of AWS are blocked: scrapers live there', wanted: ['192.0.2.7'], blocked: ['192.0.2.7/32'] },
  { name: 'private addresses are never blocked', wanted: ['10.1.2.3', '127.0.0.1', 'fe80::1', '::1'], blocked: [] },
  { name: 'everything is never blocked', wanted: ['0.0.0.0/0'], force: true, blocked: /0\.0\.0\.0\/0 is a part of the whole Internet/ },
  { name: 'nor everything of IPv6', wanted: ['2000::/3'], force: true, blocked: /2000::\/3 is a part of the whole Internet/ },
  { name: 'all of IPv4 in the clothes of IPv6 is refused', wanted: ['::ffff:0:0/96'], force: true, blocked: /0\.0\.0\.0\/0 is a part/ },
  { name: 'a network of IPv6 around all of IPv4 is refused', wanted: ['::/64'], force: true, blocked: /holds all addresses of IPv4/ },
  { name: 'two halves of a /7 are a /7', wanted: ['8.0.0.0/8', '9.0.0.0/8'], force: true, blocked: /8\.0\.0\.0\/7 is a part of the whole Internet/ },
  { name: 'wider than /16 only by force', wanted: ['8.8.0.0/15'], blocked: /8\.8\.0\.0\/15 is wider than \/16/ },
  { name: 'and by force', wanted: ['8.8.0.0/15'], force: true, blocked: ['8.8.0.0/15'] },
  { name: 'wider than /32 of IPv6 only by force', wanted: ['2001:db8::/31'], blocked: /2001:db8::\/31 is wider than \/32/ },
  { name: 'a friend does not make a wide network narrow', wanted: ['8.0.0.0/8'], friends: ['8.0.0.1'], blocked: /8\.0\.0\.0\/8 is wider than \/16/ },
  { name: 'what is doubled, neighbours and networks in others are the fewest networks', wanted: ['8.8.8.0/25', '8.8.8.128/25', '8.8.8.7', '8.8.8.0/25', '2001:DB8:0::1', '2001:db8::1'], blocked: ['8.8.8.0/24', '2001:db8::1/128'] },
  { name: 'an address with a prefix length is a slip, not a network', wanted: ['8.8.8.8/24'], blocked: /is an address inside of 8\.8\.8\.0\/24/ },
  ...['8.8.8', '8.8.8.8/33', '8.8.8.08', '8.8.8.8/+8', '8.8.8.8/', '1.1.1.1-1.1.1.9', 'fe80::1%eth0', '2001:db8::/129', 'example.com', '', '8.8.8.8/24/1', '0x8.8.8.8'].map((text): Case => ({ name: `"${text}" is refused`, wanted: [text], blocked: /is no IP address|prefix length|interface of one machine/ })),
];

function block({ wanted, friends = [], callers = [], force }: Case): readonly string[] {
  const spans = wanted.map((text) => {
    const read = readCidr(text);
    if ('wrong' in read) throw new TamarinError('usage', `"${text}" ${read.wrong}.`);
    return read.span;
  });
  const one = { subject: 'list', spans, reason: 'wanted', rule: 'list' };
  const never = neverBlock({ friends, aws, callers });
  return makeEntries([one], { never, force: force === true }).entries.flatMap(({ cidrs }) => cidrs);
}

for (const each of CASES)
  t.test(`S15: ${each.name}`, async (t) => {
    if (each.blocked instanceof RegExp) t.throws(() => block(each), { message: each.blocked });
    else t.strictSame(block(each), each.blocked);
  });

t.test('there are 25 cases and more', async (t) => t.ok(CASES.length >= 25, `${CASES.length}`));

t.test('what was cut out is told with its reason', async (t) => {
  const spans = ['8.8.8.8', '10.0.0.1'].flatMap((text) => {
    const read = readCidr(text);
    return 'span' in read ? [read.span] : [];
  });
  const never = neverBlock({ friends: ['8.8.8.0/24'], aws: [], callers: [] });
  const wanted = [{ subject: 'agent x', spans, reason: '', rule: '' }];
  t.strictSame(makeEntries(wanted, { never, force: false }), {
    entries: [],
    leftOut: [
      { what: '8.8.8.8/32', because: 'yours or a friend’s, by configuration (of agent x)' },
      { what: '10.0.0.1/32', because: 'a private address: your own network, or a VPC endpoint (of agent x)' },
    ],
  }); // biome-ignore format: one table
});

t.test('a caller that is no address is refused', async (t) => {
  t.throws(() => neverBlock({ friends: [], aws: [], callers: ['me'] }), {
    code: 'usage',
    message: '"me" is no IP address and no network.',
  });
});
