/**
 * Goal: what a record was enriched by is told by a value that changes with rules, lists and files, and
 * with nothing else. An answer that rests on it is called exact only where it is today's.
 */
import { createHash } from 'node:crypto';
import t from 'tap';
import { formatEnriched, readEnriched } from '../../src/core/enriched.ts';
import { FIELD_TABLE } from '../../src/core/field-table.ts';
import type { AccessRecord } from '../../src/core/record.ts';
import { makeEnricher } from '../../src/enrich/enrich.ts';
import { digestFiles, whatEnriches } from '../../src/enrich/what-enriches.ts';

t.test('it is written in three parts, and read again', async (t) => {
  const parts = { fields: '7', agents: 'abc', files: '0' };
  t.equal(formatEnriched(parts), '7.abc.0');
  t.strictSame(readEnriched('7.abc.0'), parts);
  const lacking = { ...parts, lacksParameters: true } as const;
  t.equal(formatEnriched(lacking), '7-.abc.0');
  t.strictSame(readEnriched('7-.abc.0'), lacking);
  t.strictSame(readEnriched(''), { fields: '', agents: '', files: '' });
});

t.test('files are told by their contents, and by which of the two they are', async (t) => {
  const [a, b] = [Buffer.from('a'), Buffer.from('b')];
  const none = { country: null, asn: null, ranges: null, ownNetworks: [] };
  t.equal(digestFiles(none), '0');
  const all = [
    { ...none, country: a },
    { ...none, asn: a },
    { ...none, ranges: a },
    { ...none, country: a, asn: b },
    { ...none, country: b, asn: a },
    { ...none, ownNetworks: ['a'] },
    { ...none, country: a, ownNetworks: ['192.0.2.0/24'] },
  ].map(digestFiles);
  t.equal(new Set(all).size, all.length);
  t.ok(all.every((digest) => /^[0-9a-f]{8}$/.test(digest)));
  t.equal(digestFiles({ ...none, asn: Buffer.from('b') }), digestFiles({ ...none, asn: b }));
  const networks = ['192.0.2.0/24', '198.51.100.0/24'];
  t.equal(
    digestFiles({ ...none, ownNetworks: networks }),
    digestFiles({ ...none, ownNetworks: networks.toReversed() }),
    'their order says nothing',
  );
});

const NOTHING = Object.fromEntries(
  FIELD_TABLE.filter(({ origin }) => origin === 'logged').map(({ property }) => [property, null]),
);
const download = { operation: 'REST.GET.OBJECT', httpStatus: 206, bytesSent: 249, objectSize: 2_000_000 }; // biome-ignore format: one download

/** What each rule is about, in its odd forms. */
// biome-ignore format: a list of records
const RECORDS: readonly Partial<AccessRecord>[] = [
  {}, download, { ...download, objectSize: 0 }, { ...download, bytesSent: null }, { ...download, httpStatus: 304 },
  ...['192.0.2.7', '2001:db8:1::7', '::ffff:192.0.2.7', '::ffff:c000:207', '2001::1'].map((remoteIp) => ({ remoteIp })),
  ...['a/b.MP3', '//a/b', 'a.tar.gz', '.env', 'a/b/c/d.e-f', 'a//b/c/d/e/f.mp3'].map((key) => ({ key })),
  ...['arn:aws:sts::111122223333:assumed-role/backup/session', 'arn:aws-cn:iam::111122223333:user/a/b', 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1', 'AmazonS3'].map((requester) => ({ requester })),
  ...['10.1.2.3', 'fd00::1', '203.0.113.9'].map((remoteIp) => ({ remoteIp, requester: 'svc:x.amazonaws.com', sourceRegion: 'eu-west-1', hostHeader: 'a.s3.eu-west-1.amazonaws.com' })),
  ...['https://www.Example.org:8080/a', 'android-app://com.example.app/', 'example.org', 'http://[2001:db8::1]/', 'https://u@a.example.'].map((referrer) => ({ referrer })),
  ...['GET /a?b=c HTTP/1.1', 'GET /a?b=1&b=2&c%3d=%zz+%2F HTTP/1.1', 'GET /a HTTP/1.1', 'GET /a? HTTP/1.1'].map((requestUri) => ({ requestUri, httpMethod: 'GET', httpVersion: 'HTTP/1.1' })),
];

// biome-ignore format: a list
const AGENTS = [
  'QuillBot/1.0', 'Quill/1.0 (spider)', 'Mozilla/5.0 (compatible; Quill/1.0; +http://quill.example)', 'Mozilla/5.0', 'quill-2.1', 'Quill Media Server/2', 'botocore/1.4', 'bottleneck/1',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Quill/1 (+ops@quill.example)', '',
  'Spotify/9.0.80 Android/34 (SM-A546B)', 'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
];

const hashOf = (derived: readonly object[]): string =>
  createHash('sha256').update(JSON.stringify(derived)).digest('hex').slice(0, 16);

t.test('the rules are those of their version', async (t) => {
  const enrich = makeEnricher();
  const derive = (record: Partial<AccessRecord>) => enrich({ ...NOTHING, ...record } as AccessRecord); // biome-ignore format: all of its fields
  const rules = hashOf(RECORDS.map(derive).map(({ enriched: _, ...others }) => others));
  const agents = hashOf(AGENTS.map((userAgent) => derive({ userAgent }))
    .map(({ agentName, agentClass, os, device }) => [agentName, agentClass, os, device])); // biome-ignore format: one list
  const { fields, agents: lists } = whatEnriches();
  t.strictSame(
    { fields, rules },
    { fields: '2', rules: '458246a0e87e1127' },
    'other derived fields need a higher DERIVED_VERSION; then write both down here',
  );
  t.strictSame(
    { fields, lists, agents },
    { fields: '2', lists: 'e42c0cd6', agents: '42731f0c3e15b388' },
    'other lists have another digest; the same lists read in another way need a higher DERIVED_VERSION',
  );
});
