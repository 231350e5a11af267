/** Goal: the origin of a request is the first in the documented order for which the record speaks. */
import t from 'tap';
import { bucketRegionOf } from '../../src/core/bucket-region-of.ts';
import { ORIGINS } from '../../src/core/origin.ts';
import type { AccessRecord } from '../../src/core/record.ts';
import { readAwsRanges } from '../../src/enrich/aws-ranges.ts';
import {
  makeFactReader,
  NO_RANGES,
  type OriginRanges,
  originOf,
} from '../../src/enrich/origin-of.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';

const outcome = parseLine(ordinaryLine(1), { timeSecondsMax: 4_102_444_800 });
if (outcome.kind !== 'record') throw new Error('the sample line does not parse');
const record: AccessRecord = { ...outcome.record, hostHeader: 'media.s3.eu-west-1.amazonaws.com' };

/** In the form in which AWS publishes them; the addresses are those of examples. */
const FILE = {
  syncToken: '1767225600',
  createDate: '2026-01-01-00-00-00',
  prefixes: [
    { ip_prefix: '198.51.100.0/24', region: 'eu-west-1', service: 'AMAZON', network_border_group: 'eu-west-1' },
    { ip_prefix: '198.51.100.64/26', region: 'us-east-1', service: 'EC2', network_border_group: 'us-east-1' },
    { ip_prefix: '198.51.100.128/25', region: 'GLOBAL', service: 'AMAZON', network_border_group: 'GLOBAL' },
    { ip_prefix: '198.51.100.128/25', region: 'GLOBAL', service: 'CLOUDFRONT', network_border_group: 'GLOBAL' },
    { ip_prefix: '192.0.2.0/25', region: 'GLOBAL', service: 'AMAZON', network_border_group: 'GLOBAL' },
  ],
  ipv6_prefixes: [
    { ipv6_prefix: '2001:db8:1::/48', region: 'eu-west-1', service: 'EC2', network_border_group: 'eu-west-1' },
    { ipv6_prefix: '2001:db8:2::/64', region: 'ap-south-1', service: 'CLOUDFRONT_ORIGIN_FACING', network_border_group: 'ap-south-1' },
  ],
}; // biome-ignore format: one row a prefix
const fileOf = (content: object): Buffer => Buffer.from(JSON.stringify(content));

function makeOriginReader(ranges: OriginRanges) {
  const factOf = makeFactReader(ranges);
  return (of: AccessRecord) => originOf(of, of.remoteIp === null ? null : factOf(of.remoteIp));
}

const without = makeOriginReader(NO_RANGES);
const withFile = makeOriginReader({
  aws: readAwsRanges(fileOf(FILE)),
  own: ['203.0.113.64/26', '198.51.100.7', '10.9.0.0/16', '2001:db8:1:2::/64'],
});

const OAI = 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1';
const SERVICE = 'svc:delivery.logs.amazonaws.com';
const VPCE = 'media.bucket.vpce-0a1b-2c3d.s3.eu-west-1.vpce.amazonaws.com';

// biome-ignore format: a table, one row a record
const RECORDS: readonly (readonly [what: string, changes: Partial<AccessRecord>, without: string | null, withFile?: string | null])[] = [
  ['an address like any other', { remoteIp: '203.0.113.1' }, 'internet'],
  ['one of the own', { remoteIp: '203.0.113.65' }, 'internet', 'internal'],
  ['an own one in the clothes of IPv6', { remoteIp: '::ffff:203.0.113.65' }, 'internet', 'internal'],
  ['an own one that AWS has too', { remoteIp: '198.51.100.7', sourceRegion: 'eu-west-1' }, 'same-region', 'internal'],
  ['an own one in a private network', { remoteIp: '10.9.1.2' }, 'vpc', 'internal'],
  ['an own one of IPv6 inside a network of AWS', { remoteIp: '2001:db8:1:2::9' }, 'internet', 'internal'],
  ['an identity of CloudFront', { requester: OAI }, 'cdn'],
  ['an identity of CloudFront in China', { requester: OAI.replace('aws', 'aws-cn') }, 'cdn'],
  ['CloudFront itself', { requester: 'svc:cloudfront.amazonaws.com', remoteIp: null }, 'cdn'],
  ['an address of CloudFront', { remoteIp: '198.51.100.200', sourceRegion: 'eu-west-1' }, 'same-region', 'cdn'],
  ['an address from which CloudFront fetches', { remoteIp: '2001:db8:2::7' }, 'internet', 'cdn'],
  ['a user of that name', { requester: 'arn:aws:iam::111122223333:user/cloudfront' }, 'internet'],
  ['a private address', { remoteIp: '172.31.255.255', sourceRegion: 'us-east-1' }, 'vpc'],
  ['the address behind the private ones', { remoteIp: '172.32.0.0' }, 'internet'],
  ['a private address of IPv6', { remoteIp: 'fd12::1' }, 'vpc'],
  ['an interface endpoint', { hostHeader: VPCE, remoteIp: '203.0.113.1' }, 'vpc'],
  ['the Region of the bucket', { sourceRegion: 'eu-west-1' }, 'same-region'],
  ['another Region', { sourceRegion: 'eu-west-2' }, 'aws'],
  ['a Region, and an endpoint that names none', { sourceRegion: 'eu-west-1', hostHeader: 's3.amazonaws.com' }, 'aws'],
  ['a Region, by an access point', { sourceRegion: 'eu-west-1', hostHeader: null, accessPointArn: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/a' }, 'same-region'],
  ['an address of AWS in the Region', { remoteIp: '198.51.100.9' }, 'internet', 'same-region'],
  ['an address of AWS, by the innermost network', { remoteIp: '198.51.100.65' }, 'internet', 'aws'],
  ['what S3 says, against the file', { remoteIp: '198.51.100.65', sourceRegion: 'eu-west-1' }, 'same-region'],
  ['an address of AWS in no Region', { remoteIp: '192.0.2.127' }, 'internet', 'aws'],
  ['the address behind them', { remoteIp: '192.0.2.128' }, 'internet'],
  ['an address of AWS, of IPv6', { remoteIp: '2001:db8:1:3::9' }, 'internet', 'same-region'],
  ['the address before them', { remoteIp: '2001:db8:0:ffff:ffff:ffff:ffff:ffff' }, 'internet'],
  ['a service of AWS', { remoteIp: null, requester: SERVICE }, 'aws'],
  ['a lifecycle rule', { remoteIp: null, requester: 'AmazonS3' }, 'aws'],
  ['a masked address', { remoteIp: null }, null],
  ['a masked address in the Region', { remoteIp: null, sourceRegion: 'eu-west-1' }, 'same-region'],
];
for (const [what, changes, wanted, wantedWithFile = wanted] of RECORDS) {
  t.test(`${what}: ${wantedWithFile}`, async (t) => {
    const changed = { ...record, ...changes };
    t.equal(without(changed), wanted, 'without files');
    t.equal(withFile(changed), wantedWithFile, 'with ranges');
  });
}

t.test('every origin is that of some record', async (t) => {
  const met = new Set(RECORDS.flatMap(([, , wanted, withFile = wanted]) => [wanted, withFile]));
  t.strictSame([...met].filter((origin) => origin !== null).sort(), ORIGINS.toSorted());
});

// biome-ignore format: a table, one row a host
const HOSTS: readonly (readonly [host: string, region: string | null])[] = [
  ['media.s3.eu-west-1.amazonaws.com', 'eu-west-1'], ['s3.eu-west-1.amazonaws.com:443', 'eu-west-1'], ['s3-eu-west-1.amazonaws.com', 'eu-west-1'],
  ['a.b.s3-eu-west-1.amazonaws.com', 'eu-west-1'], ['media.s3.dualstack.ap-southeast-2.amazonaws.com', 'ap-southeast-2'],
  ['media.s3-website-us-east-1.amazonaws.com', 'us-east-1'], ['media.s3-website.eu-central-1.amazonaws.com', 'eu-central-1'],
  ['a-111122223333.s3-accesspoint.eu-west-1.amazonaws.com', 'eu-west-1'], ['media.s3-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
  ['media.s3-accesspoint-fips.dualstack.us-east-2.amazonaws.com', 'us-east-2'], ['media.s3.cn-north-1.amazonaws.com.cn', 'cn-north-1'], [VPCE, 'eu-west-1'],
  ['media.s3.amazonaws.com', null], ['s3.amazonaws.com', null], ['media.example.org', null], ['s3.eu-west-1.amazonaws.com.evil.example', null], ['xs3.eu-west-1.amazonaws.com', null], ['', null],
];
for (const [host, region] of HOSTS)
  t.test(`host ${host}: ${region}`, async (t) => t.equal(bucketRegionOf(host, null), region));

t.test('a file of ranges is what AWS publishes, or it says what is wrong', async (t) => {
  t.equal(readAwsRanges(fileOf(FILE)).length, 7);
  for (const [content, message] of [
    [{}, /no prefixes/],
    [{ prefixes: {} }, /"prefixes" are no list/],
    [{ prefixes: [{ ip_prefix: '300.1.2.3/8' }] }, /"300.1.2.3\/8" is no "ip_prefix"/],
    [{ prefixes: [null] }, /"" is no "ip_prefix"/],
    [{ ipv6_prefixes: [{ ipv6_prefix: '2001:db8::/129' }] }, /is no "ipv6_prefix"/],
  ] as const)
    t.throws(() => readAwsRanges(fileOf(content)), { message });
  t.throws(() => readAwsRanges(Buffer.from('<html>')), { message: /JSON/ });
});
