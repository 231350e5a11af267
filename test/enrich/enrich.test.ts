/** Goal: each derived field is what its rule says, and nothing that was logged changes. */
import t from 'tap';
import type { AccessRecord } from '../../src/core/record.ts';
import { downloadPpmOf } from '../../src/enrich/download-ppm-of.ts';
import { makeEnricher } from '../../src/enrich/enrich.ts';
import { extensionOf, foldersOf } from '../../src/enrich/key-parts.ts';
import { networkOf } from '../../src/enrich/network-of.ts';
import { referrerDomainOf } from '../../src/enrich/referrer-domain-of.ts';
import { urlQueryOf } from '../../src/enrich/url-query-of.ts';
import { whatEnriches } from '../../src/enrich/what-enriches.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';

const outcome = parseLine(ordinaryLine(1), { timeSecondsMax: 4_102_444_800 });
if (outcome.kind !== 'record') throw new Error('the sample line does not parse');
const sample: AccessRecord = outcome.record;

t.test('an ordinary record gets all that can be derived without a data file', async (t) => {
  const before = structuredClone(sample);
  t.strictSame(makeEnricher()(sample), {
    urlQuery: null,
    urlParameters: null,
    account: null,
    role: null,
    network: '203.0.113.0/24',
    origin: 'internet',
    folder: 'episodes',
    folder2: 'episodes/season-1',
    folder3: null,
    folder4: null,
    extension: 'mp3',
    referrerDomain: 'radio.example',
    agentName: 'Safari',
    agentClass: 'browser',
    os: 'iOS',
    device: 'mobile',
    downloadPpm: 44_446,
    country: null,
    asn: null,
    asOrg: null,
    enriched: `${whatEnriches().fields}.${whatEnriches().agents}.0`,
  });
  t.strictSame(sample, before, 'the record is as it was');
});

t.test('a record of dashes has nothing to derive from', async (t) => {
  const empty = Object.fromEntries(Object.keys(sample).map((property) => [property, null]));
  const record = { ...sample, ...empty };
  const { enriched, ...derived } = makeEnricher()(record);
  t.ok(Object.values(derived).every((value) => value === null));
  t.match(enriched, /^\d+\.[0-9a-f]{8}\.0$/, 'but what would have made it is told');
});

t.test('a look-up is asked for addresses only, and its answer is taken as it is', async (t) => {
  const asked: string[] = [];
  const lookUpAddress = (ip: string) => {
    asked.push(ip);
    return { country: 'SE', asn: 64_500, asOrg: null };
  };
  const enrich = makeEnricher({ lookUpAddress });
  t.match(enrich(sample), { country: 'SE', asn: 64_500, asOrg: null });
  enrich({ ...sample, remoteIp: null });
  t.strictSame(asked, ['203.0.113.1']);
});

// biome-ignore format: a table, one row a key
const KEYS: readonly (readonly [key: string, folder: string | null, extension: string | null])[] = [
  ['a/b/c.MP3', 'a', 'mp3'], ['c.mp3', null, 'mp3'], ['a/', 'a', null], ['/', null, null],
  ['/a/b.ogg', 'a', 'ogg'], ['/b.ogg', null, 'ogg'], ['//a//b', 'a', null], ['a.b/c', 'a.b', null],
  ['a/.htaccess', 'a', null], ['.env', null, null], ['a.tar.gz', null, 'gz'], ['a.', null, null],
  ['a.not an extension', null, null], ['a.abcdefghijklmnopq', null, null], ['a.b-c', null, null],
  ['caf\u00e9/\u00e9.m4a', 'caf\u00e9', 'm4a'], ['', null, null], ['a b/c.d', 'a b', 'd'],
];
for (const [key, folder, extension] of KEYS) {
  t.test(`key ${key}: folder ${folder}, extension ${extension}`, async (t) => {
    t.equal(foldersOf(key)[0], folder);
    t.equal(extensionOf(key), extension);
  });
}

// biome-ignore format: a table, one row a key
const DEEP_KEYS: readonly (readonly [key: string, ...folders: (string | null)[]])[] = [
  ['a/b/c/d/e/f.mp3', 'a', 'a/b', 'a/b/c', 'a/b/c/d'], ['a/b/c/d/', 'a', 'a/b', 'a/b/c', 'a/b/c/d'], ['a/b/c/d', 'a', 'a/b', 'a/b/c', null],
  ['a/b', 'a', null, null, null], ['//a//b///c/d', 'a', 'a//b', 'a//b///c', null], ['a//', 'a', null, null, null],
  ['//', null, null, null, null], ['\u00e9/ /x', '\u00e9', '\u00e9/ ', null, null], ['', null, null, null, null],
];
for (const [key, ...folders] of DEEP_KEYS) {
  t.test(`folders of ${key}: ${folders}`, async (t) => t.strictSame(foldersOf(key), folders));
}

const CANONICAL_ID = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
// biome-ignore format: a table, one row a requester; no role: the requester itself
const REQUESTERS: readonly (readonly [requester: string, account: string | null, role?: string])[] = [
  ['arn:aws:iam::111122223333:user/team/ada', '111122223333'], ['arn:aws:iam::111122223333:root', '111122223333'],
  ['arn:aws:sts::111122223333:assumed-role/backup/i-0a1b2c', '111122223333', 'arn:aws:sts::111122223333:assumed-role/backup'],
  ['arn:aws-cn:sts::111122223333:assumed-role/backup/ada@example.org', '111122223333', 'arn:aws-cn:sts::111122223333:assumed-role/backup'],
  ['arn:aws-us-gov:sts::111122223333:assumed-role/backup/', '111122223333', 'arn:aws-us-gov:sts::111122223333:assumed-role/backup'],
  ['arn:aws-iso-b:sts::111122223333:assumed-role/backup', '111122223333'],
  ['arn:aws:sts::111122223333:federated-user/grace', '111122223333'],
  ['arn:aws:iam::111122223333:user/assumed-role/ada', '111122223333'],
  ['arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1', null],
  ['arn:aws-cn:iam::cloudfront:user/CloudFront Origin Access Identity E1', null],
  ['svc:delivery.logs.amazonaws.com', null], ['AmazonS3', null], [CANONICAL_ID, null],
  ['arn:aws:iam::11112222333:user/ada', null], ['arn:aws', null], ['xarn:aws:iam::111122223333:root', null],
];
for (const [requester, account, role = requester] of REQUESTERS) {
  t.test(`requester ${requester}: account ${account}`, async (t) => {
    t.match(makeEnricher()({ ...sample, requester }), { account, role });
  });
}

const NETWORKS: Readonly<Record<string, string>> = {
  '198.51.100.77': '198.51.100.0/24',
  '0.0.0.0': '0.0.0.0/24',
  '2001:db8:1:2:3:4:5:6': '2001:db8:1::/48',
  '2001:0DB8:0001::9': '2001:db8:1::/48',
  '2001:db8::1': '2001:db8::/48',
  '2001:0:1::': '2001:0:1::/48',
  '2001::1': '2001::/48',
  '::1': '::/48',
  '::ffff:198.51.100.77': '198.51.100.0/24',
  '::FFFF:c633:644d': '198.51.100.0/24',
  '::ffff:C000:0207': '192.0.2.0/24',
  '::ffff:0:7': '0.0.0.0/24',
  '0:0:0:0:0:ffff:192.0.2.7': '192.0.2.0/24',
  '0000:0000:0000:0000:0000:FFFF:c000:0207': '192.0.2.0/24',
  '0::ffff:192.0.2.255': '192.0.2.0/24',
  '::0:ffff:10.1.2.3': '10.1.2.0/24',
  '::ffff:0:192.0.2.7': '::/48',
  '1::ffff:192.0.2.7': '1::/48',
  '64:ff9b::192.0.2.1': '64:ff9b::/48',
  '1:2:3:4:5:6:7::': '1:2:3::/48',
};
for (const [ip, network] of Object.entries(NETWORKS)) {
  t.test(`${ip} is in ${network}`, async (t) => t.equal(networkOf(ip), network));
}

// biome-ignore format: a table, one row a referrer
const REFERRERS: readonly (readonly [referrer: string, domain: string | null])[] = [
  ['https://www.Example.ORG/a?b', 'example.org'], ['http://example.org', 'example.org'],
  ['HTTPS://EXAMPLE.ORG:8443/', 'example.org'], ['https://user:pa@ss@example.org/x', 'example.org'],
  ['https://example.org.', 'example.org'], ['https://www.com/', 'www.com'], ['https://a_b.example', 'a_b.example'],
  ['http://localhost:3000/', 'localhost'], ['http://192.0.2.1/x', '192.0.2.1'], ['http://[2001:db8::1]:80/', '[2001:db8::1]'],
  ['https://\u4f8b\u3048.example/', '\u4f8b\u3048.example'], ['https://xn--fsq.example#x', 'xn--fsq.example'],
  ['https://example.org\\@evil.example/', 'example.org'], ['https://a..b/', null], ['https:///x', null],
  ['ftp://example.org/', null], ['example.org', null], ['', null], ['https://', null], ['() { :;}; x', null],
  ['https://exa mple.org/', null], ['javascript:alert(1)', null], [`https://${'a.'.repeat(200)}example/`, null],
  ['android-app://com.example.app/', 'com.example.app'], ['android-app://com.example.app', 'com.example.app'], ['Android-App://com.Example.app/https/www.example.org/a', 'com.example.app'],
  ['android-app:///', null], ['android-app:com.example.app', null], ['xandroid-app://com.example.app/', null], ['ios-app://544007664/a', null], ['app:///', null], ['https://%65xample.org/', null], ['https://-/', '-'],
];
for (const [referrer, domain] of REFERRERS) {
  t.test(`referrer ${referrer.slice(0, 60)}: ${domain}`, async (t) => {
    t.equal(referrerDomainOf(referrer), domain);
  });
}

// biome-ignore format: a table, one row a request line
const REQUEST_LINES: readonly (readonly [uri: string, version: string | null, query: string | null])[] = [
  ['GET /a?x-user=ada&b=1 HTTP/1.1', 'HTTP/1.1', 'x-user=ada&b=1'], ['GET /a HTTP/1.1', 'HTTP/1.1', null],
  ['GET /a? HTTP/1.1', 'HTTP/1.1', null], ['GET ?list-type=2 HTTP/1.1', 'HTTP/1.1', 'list-type=2'],
  ['GET /a?b?c HTTP/1.0', 'HTTP/1.0', 'b?c'], ['GET /a?b', null, 'b'], ['GET /a?b c', null, 'b c'],
];
for (const [requestUri, httpVersion, query] of REQUEST_LINES) {
  t.test(`${requestUri}: query ${query}`, async (t) => {
    t.equal(urlQueryOf({ ...sample, requestUri, httpVersion }), query);
  });
}

t.test('a query that the index cannot hold is left out', async (t) => {
  const requestUri = `GET /a?${'\u00e9'.repeat(17_000)} HTTP/1.1`;
  const { urlQuery, urlParameters } = makeEnricher()({ ...sample, requestUri });
  t.equal(urlQuery, null);
  t.strictSame(urlParameters, null, 'nor the name of a parameter');
});

// biome-ignore format: a table, one row a record
const DOWNLOADS: readonly (readonly [what: string, changes: Partial<AccessRecord>, ppm: number | null])[] = [
  ['a whole object', { bytesSent: 700, objectSize: 700 }, 1_000_000],
  ['a third', { httpStatus: 206, bytesSent: 1, objectSize: 3 }, 333_333],
  ['two thirds', { operation: 'WEBSITE.GET.OBJECT', bytesSent: 2, objectSize: 3 }, 666_667],
  ['exactly a half millionth more, which a division first makes less', { bytesSent: 249, objectSize: 2_000_000 }, 125],
  ['a half of more bytes than a product holds', { bytesSent: 1_000_001 * 2 ** 30, objectSize: 2_000_000 * 2 ** 30 }, 500_001],
  ['a part of the largest size', { bytesSent: 2 ** 52, objectSize: 2 ** 53 - 1 }, 500_000],
  ['no bytes', { bytesSent: null, objectSize: 3 }, 0],
  ['an empty object', { bytesSent: null, objectSize: 0 }, 1_000_000],
  ['more bytes than the object has', { bytesSent: 4, objectSize: 3 }, 1_000_000],
  ['an object of unknown size', { objectSize: null }, null],
  ['not modified', { httpStatus: 304 }, null],
  ['no status', { httpStatus: null }, null],
  ['a copy\u2019s read half', { operation: 'REST.COPY.OBJECT_GET' }, null],
  ['a HEAD', { operation: 'REST.HEAD.OBJECT' }, null],
];
for (const [what, changes, ppm] of DOWNLOADS) {
  t.test(`download of ${what}: ${ppm}`, async (t) => {
    t.equal(downloadPpmOf({ ...sample, httpStatus: 200, ...changes }), ppm);
  });
}
