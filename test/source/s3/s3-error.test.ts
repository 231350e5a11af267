/** Goal: every way in which S3 refuses becomes one sentence with object, cause and next step. */
import t from 'tap';
import { isPassing, judgeGet, listError } from '../../../src/source/s3/s3-error.ts';

const LIST = { action: 'list', bucket: 'my-logs', prefix: 'a/', endpoint: 'Amazon S3' } as const;
const GET = { ...LIST, action: 'get' } as const;

const s3Error = (name: string, httpStatusCode: number, message = 'no', headers = {}): Error =>
  Object.assign(new Error(message), {
    name,
    Code: name,
    $metadata: { httpStatusCode },
    $response: { headers },
  });
const netError = (code: string): Error => Object.assign(new Error(`it: ${code}`), { code });

// biome-ignore format: a table, one row a case
const lists: readonly (readonly [string, Error, string, RegExp, RegExp])[] = [
  ['no such bucket', s3Error('NoSuchBucket', 404), 'source_unreachable', /there is no bucket my-logs at Amazon S3/, /aws s3 ls/],
  ['no credentials', Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' }), 'source_denied', /no credentials were found/, /aws configure.*TAMARIN_S3_ANONYMOUS/],
  ['expired token', s3Error('ExpiredToken', 400), 'source_denied', /token has expired/, /aws sso login/],
  ['wrong secret', s3Error('SignatureDoesNotMatch', 403), 'source_denied', /credentials are wrong \(SignatureDoesNotMatch\)/, /get-caller-identity/],
  ['access denied', s3Error('AccessDenied', 403), 'source_denied', /access denied/, /s3:ListBucket on arn:aws:s3:::my-logs /],
  ['wrong region', s3Error('PermanentRedirect', 301, 'no', { 'x-amz-bucket-region': 'eu-north-1' }), 'source_unreachable', /another region, eu-north-1/, /AWS_REGION=eu-north-1/],
  ['wrong endpoint', netError('ENOTFOUND'), 'source_unreachable', /nothing answers at Amazon S3/, /AWS_ENDPOINT_URL_S3/],
  ['closed port', netError('ECONNREFUSED'), 'source_unreachable', /nothing answers/, /AWS_ENDPOINT_URL_S3/],
  ['another server', s3Error('UnknownError', 404), 'source_unreachable', /is not S3/, /AWS_ENDPOINT_URL_S3/],
  ['unknown authority', netError('DEPTH_ZERO_SELF_SIGNED_CERT'), 'source_unreachable', /TLS failed/, /NODE_EXTRA_CA_CERTS/],
  ['another name', netError('ERR_TLS_CERT_ALTNAME_INVALID'), 'source_unreachable', /TLS failed/, /--path-style/],
  ['anything else', s3Error('InternalError', 500, 'we failed'), 'source_unreachable', /InternalError: we failed \(HTTP status 500\)/, /./],
];

for (const [name, error, code, message, hint] of lists) {
  t.test(`list: ${name}`, async (t) => {
    const told = listError(error, LIST);
    t.match(told, { code, message, hint, cause: error });
    t.match(told.message, /^Cannot list s3:\/\/my-logs\/a\/: /);
  });
}

// biome-ignore format: a table, one row a case
const gets: readonly (readonly [string, Error, string, RegExp])[] = [
  ['access denied', s3Error('AccessDenied', 403), 'failed', /access denied\. Allow s3:GetObject on arn:aws:s3:::my-logs\/a\/\*/],
  ['KMS denied', s3Error('AccessDenied', 403, 'not authorized to perform: kms:Decrypt on the resource'), 'failed', /KMS.*kms:Decrypt/],
  ['KMS key disabled', s3Error('KMS.DisabledException', 400), 'failed', /KMS/],
  ['archived', s3Error('InvalidObjectState', 403), 'archived', /it is archived/],
  ['changed', s3Error('PreconditionFailed', 412), 'failed', /changed since it was listed/],
  ['gone', s3Error('NoSuchKey', 404), 'gone', /no longer exists/],
  ['a cut body', netError('ECONNRESET'), 'again', /ECONNRESET/],
  ['damaged gzip', netError('Z_DATA_ERROR'), 'again', /Z_DATA_ERROR/],
  ['damaged zstd', netError('ZSTD_error_corruption_detected'), 'again', /corruption/],
  ['wrong checksum', new Error('Checksum mismatch: expected "a" but received "b"'), 'again', /mismatch/],
  ['slow down', s3Error('SlowDown', 503), 'again', /SlowDown/],
];

for (const [name, error, kind, reason] of gets)
  t.test(`get: ${name}`, async (t) => t.match(judgeGet(error, GET, 'a/k'), { kind, reason }));

t.test('an archived object says so, and how to get it back', async (t) => {
  t.match(judgeGet(s3Error('InvalidObjectState', 403), GET, 'a/k'), { reason: /archived.*restore-object/ }); // biome-ignore format: one assertion
});

t.test('only what was damaged makes lines that were read doubtful', async (t) => {
  const isDamaged = (error: Error): unknown => 'isDamaged' in judgeGet(error, GET, 'k') && judgeGet(error, GET, 'k'); // biome-ignore format: one assertion
  t.match(isDamaged(netError('Z_DATA_ERROR')), { isDamaged: true });
  t.match(isDamaged(new Error('Checksum mismatch: x')), { isDamaged: true });
  t.match(isDamaged(netError('ECONNRESET')), { isDamaged: false });
});

t.test('without valid credentials the sync ends, with the object named', async (t) => {
  t.match(judgeGet(s3Error('InvalidAccessKeyId', 403), GET, 'a/k'), { kind: 'stop', error: { message: /^Cannot read s3:\/\/my-logs\/a\/k: / } }); // biome-ignore format: one assertion
  t.match(judgeGet(s3Error('ExpiredToken', 400), GET, 'a/k'), { kind: 'again', error: { code: 'source_denied' } }); // biome-ignore format: one assertion
});

t.test('a listing is tried again only where that may help', async (t) => {
  for (const error of [s3Error('SlowDown', 503), netError('ECONNRESET'), netError('ECONNREFUSED')])
    t.ok(isPassing(error, LIST));
  for (const error of [s3Error('NoSuchBucket', 404), s3Error('AccessDenied', 403), netError('CERT_HAS_EXPIRED')]) // biome-ignore format: one line
    t.notOk(isPassing(error, LIST));
});
