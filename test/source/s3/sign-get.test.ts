/** Goal: our signature is the one of the SDK's signer, and keys are written as S3 wants them. */
import t from 'tap';
import { type Credentials, encodeKeyPath, GetSigner } from '../../../src/source/s3/sign-get.ts';

const KEYS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const AT = Date.parse('2013-05-24T00:00:00Z');
const HOST = 'examplebucket.s3.amazonaws.com';
const TARGET = { host: HOST, region: 'us-east-1', amzHeaders: {} };
const PATH = '/test.txt';

t.test('the signed headers and the scope are named in the authorization', async (t) => {
  const headers = new GetSigner(TARGET).sign(PATH, { ...KEYS, sessionToken: 'token' }, AT);
  t.match(headers, {
    'x-amz-date': '20130524T000000Z',
    'x-amz-security-token': 'token',
    authorization:
      /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/20130524\/us-east-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
  });
});

t.test('the signature is the one that the signer of the SDK makes', async (t) => {
  const headers = new GetSigner({
    host: 'h:9000',
    region: 'eu-west-1',
    amzHeaders: { 'x-amz-checksum-mode': 'ENABLED' },
  }).sign(
    '/b/a%20b/%C3%BC%21.gz',
    { accessKeyId: 'AKID', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG', sessionToken: 'tok/+=' },
    Date.parse('2026-01-17T03:04:05Z'),
  );
  t.match(
    headers.authorization,
    /Signature=90f872237b78a58c11196621b76a61757729c6ba76afb428cb0352a9920d8dfa$/,
  );
});

t.test('what is kept is only used where it fits', async (t) => {
  const kept = new GetSigner(TARGET);
  const later = AT + 1_000;
  // biome-ignore format: a table, one row a signature
  const cases: readonly (readonly [path: string, by: Credentials, atMs: number])[] = [
    [PATH, KEYS, AT], ['/other', KEYS, AT + 999], [PATH, KEYS, later], [PATH, { ...KEYS, secretAccessKey: 'b' }, later],
    [PATH, { ...KEYS, accessKeyId: 'B' }, later], [PATH, { ...KEYS, sessionToken: 'c' }, later], [PATH, KEYS, AT + 86_400_000], [PATH, KEYS, AT],
  ];
  for (const [path, by, atMs] of cases)
    t.strictSame(kept.sign(path, by, atMs), new GetSigner(TARGET).sign(path, by, atMs));
  const all = cases.map(([path, by, atMs]) => kept.sign(path, by, atMs).authorization);
  t.equal(new Set(all).size, cases.length - 1, 'the first and the last are the same');
});

t.test('a key is encoded segment by segment', async (t) => {
  t.equal(encodeKeyPath('a b/c+d/ü!(1)*'), 'a%20b/c%2Bd/%C3%BC%21%281%29%2A');
  t.equal(encodeKeyPath('a-b_c/d.e~f'), 'a-b_c/d.e~f');
});
