/**
 * Pure: what an error of the SDK, of S3 or of the network means, as a sentence with the next thing
 * to do. One table; the first row that fits is taken.
 */
import { messageOf, TamarinError } from '../../core/error.ts';
import { redactCredentials } from '../../core/redact-credentials.ts';
import { ContentError } from '../content/content.ts';
import type { ReadFailure } from '../log/log-source.ts';
import { BodyError, reachedBytesOf } from './read-body.ts';

/** What was asked, for the sentence. `endpoint` is a host, or `Amazon S3`. */
export interface S3Request {
  readonly action: 'list' | 'get';
  readonly bucket: string;
  readonly prefix: string;
  readonly endpoint: string;
}

/** What is read of any error. */
interface Facts {
  /** S3's error code, or the class of the error. */
  readonly name: string;
  /** Of the system or of TLS; empty where there is none. */
  readonly code: string;
  readonly status: number | null;
  readonly message: string;
  /** Where the bucket is, when S3 said so. */
  readonly bucketRegion: string | null;
}

interface Problem {
  readonly fits: (facts: Facts, request: S3Request) => boolean;
  /** `again`: may pass. `object`: this object only. `stop`: nothing else will work either. */
  readonly kind: 'again' | 'again_or_stop' | 'object' | 'archived' | 'gone' | 'stop';
  readonly code: 'source_denied' | 'source_unreachable';
  readonly because: (facts: Facts, request: S3Request) => string;
  readonly hint: (facts: Facts, request: S3Request) => string;
}

const named =
  (...names: readonly string[]) =>
  ({ name, code }: Facts): boolean =>
    names.includes(name) || names.includes(code);
const TLS_CODE = /^(?:EPROTO$|ERR_TLS_|ERR_SSL_|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/;
const EXPIRED = ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'];
const NO_CREDENTIALS = ['CredentialsProviderError', 'TokenProviderError', 'NoCredentials'];
const CHECK_ENDPOINT =
  'Check AWS_ENDPOINT_URL_S3 and AWS_REGION; a store without bucket.host names needs --path-style.';

// biome-ignore format: a table, one row a problem
const PROBLEMS: readonly Problem[] = [
  { fits: named('NoSuchBucket'), kind: 'stop', code: 'source_unreachable',
    because: (_, { bucket, endpoint }) => `there is no bucket ${bucket} at ${endpoint}`,
    hint: () => 'Check the name (aws s3 ls), and AWS_ENDPOINT_URL_S3 if the store is not Amazon S3.' },
  { fits: named(...NO_CREDENTIALS), kind: 'stop', code: 'source_denied',
    because: ({ message }) => `no credentials were found (${message})`,
    hint: () => 'Run "aws configure" or "aws sso login", set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or, for a public bucket, TAMARIN_S3_ANONYMOUS=true.' },
  { fits: named(...EXPIRED), kind: 'again_or_stop', code: 'source_denied',
    because: () => 'the security token has expired',
    hint: () => 'Get new credentials ("aws sso login", or export them again), then run the same command again: it continues where it stopped.' },
  { fits: named('InvalidAccessKeyId', 'SignatureDoesNotMatch', 'InvalidToken', 'InvalidClientTokenId'), kind: 'stop', code: 'source_denied',
    because: ({ name }) => `the credentials are wrong (${name})`,
    hint: () => 'Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile: aws sts get-caller-identity' },
  { fits: named('InvalidObjectState'), kind: 'archived', code: 'source_denied',
    because: () => 'it is archived (GLACIER, DEEP_ARCHIVE or an archive tier)',
    hint: () => 'Restore it (aws s3api restore-object): Tamarin tries it again once a week, and with --full.' },
  { fits: named('RequestTimeTooSkewed'), kind: 'again_or_stop', code: 'source_denied',
    because: () => 'the clock of this machine is wrong',
    hint: () => 'Set the clock: S3 allows for 15 minutes.' },
  { fits: ({ name, message }) => name.startsWith('KMS.') || (isDenial(name) && /\bkms\b/i.test(message)), kind: 'object', code: 'source_denied',
    because: () => 'its KMS key may not be used',
    hint: () => 'Allow kms:Decrypt on the key of the log bucket. (S3 delivers access logs only with SSE-S3; these objects were copied or encrypted later.)' },
  { fits: ({ name, status }, { action }) => action === 'list' && (isDenial(name) || status === 403), kind: 'stop', code: 'source_denied',
    because: () => 'access denied',
    hint: (_, { bucket }) => `Allow s3:ListBucket on arn:aws:s3:::${bucket} (the whole policy: README.md, "Set up S3"), or check which identity is used: aws sts get-caller-identity` },
  { fits: ({ name, status }) => isDenial(name) || status === 403, kind: 'object', code: 'source_denied',
    because: () => 'access denied',
    hint: (_, { bucket, prefix }) => `Allow s3:GetObject on arn:aws:s3:::${bucket}/${prefix}* (the whole policy: README.md, "Set up S3").` },
  { fits: ({ name, status }) => status === 301 || ['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException'].includes(name), kind: 'again_or_stop', code: 'source_unreachable',
    because: ({ bucketRegion }) => `the bucket is in another region${bucketRegion === null ? '' : `, ${bucketRegion}`}`,
    hint: ({ bucketRegion }) => `Set AWS_REGION=${bucketRegion ?? '<region of the bucket>'}: aws s3api get-bucket-location --bucket <bucket>` },
  { fits: named('NoSuchKey', 'NotFound'), kind: 'gone', code: 'source_unreachable',
    because: () => 'it no longer exists', hint: () => '' },
  { fits: ({ name, status }) => name === 'PreconditionFailed' || status === 412, kind: 'object', code: 'source_unreachable',
    because: () => 'it changed since it was listed', hint: () => 'The next sync reads it as it is now.' },
  { fits: ({ code }) => TLS_CODE.test(code), kind: 'stop', code: 'source_unreachable',
    because: ({ code, message }) => `TLS failed (${code}: ${message})`,
    hint: () => 'Name the certificate authority of the store with NODE_EXTRA_CA_CERTS=ca.pem; if the name does not match the certificate (bucket names with dots), use --path-style.' },
  { fits: named('ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'), kind: 'again', code: 'source_unreachable',
    because: ({ message }, { endpoint }) => `nothing answers at ${endpoint} (${message})`, hint: () => CHECK_ENDPOINT },
  { fits: ({ status }) => status === 404, kind: 'stop', code: 'source_unreachable',
    because: (_, { endpoint }) => `the server at ${endpoint} is not S3 (404)`, hint: () => CHECK_ENDPOINT },
];

const isDenial = (name: string): boolean =>
  ['AccessDenied', 'Forbidden', 'AllAccessDisabled', 'AccountProblem'].includes(name);

/** The bytes that came are not those that S3 sent; a cut or a stall leaves the first ones right. */
const isDamage = (error: unknown, { code, message }: Facts): boolean =>
  (error instanceof ContentError && error.kind === 'damaged') ||
  /^(?:Z_DATA_ERROR$|ZSTD_error_)/.test(code) ||
  /checksum mismatch/i.test(message);

/** Everything else may pass: 500, SlowDown, a reset, a time-out, a damaged body. */
const PASSING: Problem = {
  fits: () => true,
  kind: 'again',
  code: 'source_unreachable',
  because: ({ name, status, message }) =>
    `${name === 'Error' || message.includes(name) ? '' : `${name}: `}${message}${status === null ? '' : ` (HTTP status ${status})`}`,
  hint: () => CHECK_ENDPOINT,
};

export function isPassing(error: unknown, request: S3Request): boolean {
  return ['again', 'again_or_stop'].includes(find(factsOf(error), request).kind);
}

/** The error with which a listing ends. */
export function listError(error: unknown, request: S3Request): TamarinError {
  if (error instanceof TamarinError) return error;
  return toTamarinError(error, request, `Cannot list s3://${request.bucket}/${request.prefix}`);
}

/** What follows from a GET that failed. */
export function judgeGet(error: unknown, request: S3Request, logKey: string): ReadFailure {
  const facts = factsOf(error);
  const problem = find(facts, request);
  const hint = problem.hint(facts, request);
  const because = problem.because(facts, request);
  const stopError = (): TamarinError =>
    toTamarinError(error, request, `Cannot read s3://${request.bucket}/${logKey}`);
  switch (problem.kind) {
    case 'again': {
      const [isDamaged, reachedBytes] = [isDamage(error, facts), reachedBytesOf(error)];
      return { kind: 'again', reason: because, isDamaged, reachedBytes, error: null };
    }
    case 'again_or_stop': {
      const error = stopError();
      return { kind: 'again', reason: because, isDamaged: false, reachedBytes: 0, error };
    }
    case 'gone':
      return { kind: 'gone', reason: because };
    case 'object':
    case 'archived':
      return {
        kind: problem.kind === 'object' ? 'failed' : 'archived',
        reason: hint === '' ? because : `${because}. ${hint}`,
      };
    case 'stop':
      return { kind: 'stop', error: stopError() };
    default:
      return problem.kind satisfies never;
  }
}

function toTamarinError(error: unknown, request: S3Request, what: string): TamarinError {
  const facts = factsOf(error);
  const problem = find(facts, request);
  return new TamarinError(problem.code, `${what}: ${problem.because(facts, request)}.`, {
    hint: problem.hint(facts, request),
    cause: error,
  });
}

const find = (facts: Facts, request: S3Request): Problem =>
  PROBLEMS.find(({ fits }) => fits(facts, request)) ?? PASSING;

/** Errors come from the SDK, from Node or from us: each field is read only if it is there. */
function factsOf(error: unknown): Facts {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as {
    name?: unknown;
    code?: unknown;
    Code?: unknown;
    $metadata?: { httpStatusCode?: number };
    $response?: { headers?: Record<string, string> };
  }; // of unknown origin: every field may be missing
  const isOurs = error instanceof BodyError || error instanceof ContentError;
  const name = typeof fields.Code === 'string' ? fields.Code : fields.name;
  return {
    name: typeof name === 'string' && !isOurs ? name : 'Error',
    code: typeof fields.code === 'string' ? fields.code : '',
    status: fields.$metadata?.httpStatusCode ?? null,
    message: redactCredentials(messageOf(error).split('\n')[0] ?? ''),
    bucketRegion: fields.$response?.headers?.['x-amz-bucket-region'] ?? null,
  };
}
