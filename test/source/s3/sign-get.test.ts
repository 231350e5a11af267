/** Goal: our signature is the one of the SDK's signer, and keys are written as S3 wants them. */
import t from 'tap';
import { encodeKeyPath, GetSigner } from '../../../src/source/s3/sign-get.ts';

const KEYS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const AT = Date.parse('2013-05-24T00:00:00Z');
const REQUEST = {
  host: 'examplebucket.s3.amazonaws.com',
  path: '/test.txt',
  region: 'us-east-1',
  amzHeaders: {},
};

t.test('the signed headers and the scope are named in the authorization', async (t) => {
  const headers = new GetSigner().sign(REQUEST, { ...KEYS, sessionToken: 'token' }, AT);
  t.match(headers, {
    'x-amz-date': '20130524T000000Z',
    'x-amz-security-token': 'token',
    authorization:
      /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/20130524\/us-east-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
  });
});

t.test('the signature is the one that the signer of the SDK makes', async (t) => {
  const headers = new GetSigner().sign(
    {
      host: 'h:9000',
      path: '/b/a%20b/%C3%BC%21.gz',
      region: 'eu-west-1',
      amzHeaders: { 'x-amz-checksum-mode': 'ENABLED' },
    },
    { accessKeyId: 'AKID', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG', sessionToken: 'tok/+=' },
    Date.parse('2026-01-17T03:04:05Z'),
  );
  t.match(
    headers.authorization,
    /Signature=90f872237b78a58c11196621b76a61757729c6ba76afb428cb0352a9920d8dfa$/,
  );
});

t.test('another day, secret or region has another key, and the first comes back', async (t) => {
  const signer = new GetSigner();
  const sign = (region: string, secretAccessKey: string, nowMs: number): string | undefined =>
    signer.sign({ ...REQUEST, region }, { ...KEYS, secretAccessKey }, nowMs).authorization;
  const first = sign('us-east-1', 'a', AT);
  const others = [sign('eu-west-1', 'a', AT), sign('us-east-1', 'b', AT), sign('us-east-1', 'a', AT + 86_400_000)]; // biome-ignore format: one line
  t.equal(new Set([first, ...others]).size, 4);
  t.equal(sign('us-east-1', 'a', AT), first);
});

t.test('a key is encoded segment by segment', async (t) => {
  t.equal(encodeKeyPath('a b/c+d/ü!(1)*'), 'a%20b/c%2Bd/%C3%BC%21%281%29%2A');
});
