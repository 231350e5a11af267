/** What a failed request means: one TamarinError that names the server, the cause and the next step. */
import { messageOf, TamarinError } from '../core/error.ts';
import { grantHint } from '../core/grant-hint.ts';
import { errors } from './client-library.ts';
import { connectionFailure } from './connection-failure.ts';

/** HTTP status of a failed request; null where there was no answer. */
export function statusOf(error: unknown): number | null {
  return error instanceof errors.ResponseError ? (error.statusCode ?? null) : null;
}

interface ErrorCause {
  readonly type?: string;
  readonly reason?: string;
}
interface ErrorBody extends ErrorCause {
  readonly root_cause?: readonly ErrorCause[];
  readonly caused_by?: ErrorCause;
}

/** `type: reason` of an OpenSearch error body, else the message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof errors.ResponseError)) return messageOf(error);
  const { body } = error;
  // A refresh that is refused on its shards has no error of its own.
  const details: unknown = body?.error ?? body?._shards?.failures?.[0]?.reason;
  if (typeof details !== 'object' || details === null)
    return messageIn(body) ?? `HTTP status ${error.statusCode}`;
  const { root_cause: roots, caused_by: cause, ...outer } = details as ErrorBody; // the shape of every OpenSearch error
  // "all shards failed" says nothing; what failed on a shard does, or, where none is to blame, the cause.
  const { type, reason } = roots?.[0] ?? cause ?? outer;
  return `${type ?? 'error'}: ${reason ?? `HTTP status ${error.statusCode}`}`;
}

/** What stands before OpenSearch answers in its own form: `{"Message": "User … is not authorized"}`. */
function messageIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const [message] = Object.entries(body).flatMap(([name, value]) =>
    /^message$/i.test(name) && typeof value === 'string' ? [value.replace(/\.$/, '')] : [],
  );
  return message ?? null;
}

/** The server is busy, restarts, or was out of reach for a moment; a shard is on no node just now. */
export function mayPass(error: unknown): boolean {
  if (error instanceof TamarinError)
    return error.code === 'index_unavailable' || mayPass(error.cause);
  const status = statusOf(error);
  if (status !== null) return status === 429 || status === 503;
  return error instanceof errors.ConnectionError || error instanceof errors.TimeoutError;
}

export interface AskedServer {
  /** The URL without user and password. */
  readonly name: string;
  /** The name that requests are made under; null: none was given. */
  readonly user: string | null;
}

/** `what` completes "refused to …" and "could not …": "read the ledger". */
export function toTamarinError(
  server: AskedServer,
  what: string,
  error: unknown,
  index: string | null = null,
): TamarinError {
  if (error instanceof TamarinError) return error;
  const status = statusOf(error);
  const reason = reasonOf(error);
  const at = `OpenSearch at ${server.name}`;
  if (status === 401) {
    return new TamarinError(
      'opensearch_denied',
      `${at} refused to ${what}: ${unknownUser(server)}.`,
      {
        cause: error,
        hint: 'Set OPENSEARCH_USERNAME and OPENSEARCH_PASSWORD (or OPENSEARCH_PASSWORD_FILE).',
      },
    );
  }
  // A block on writing is a 403 too, and no right would help.
  if (status === 403 && !/block_exception/.test(reason)) {
    const grant = grantHint({ reason, user: server.user, index: indexOf(error) ?? index });
    return new TamarinError('opensearch_denied', `${at} refused to ${what}: ${reason}.`, {
      cause: error,
      hint: /signature/i.test(reason) ? CHECK_SIGNING : grant || CHECK_PERMISSIONS,
    });
  }
  if (status === 503) {
    return new TamarinError('opensearch_unreachable', `${at} is not ready to ${what}: ${reason}.`, {
      cause: error,
      hint: 'It may just be starting: try again in a minute.',
    });
  }
  if (status !== null)
    return new TamarinError('opensearch_failed', `${at} could not ${what}: ${reason}.`, {
      cause: error,
    });
  const failure = connectionFailure(error);
  return new TamarinError(
    'opensearch_unreachable',
    `No answer from ${at} to ${what}: ${failure.reason}.`,
    { cause: error, hint: failure.hint },
  );
}

const CHECK_PERMISSIONS = 'Compare the permissions of the user with docs/permissions.md.';
const CHECK_SIGNING =
  'Check the AWS credentials, OPENSEARCH_AWS_REGION and OPENSEARCH_AWS_SERVICE: aws sts get-caller-identity';

const unknownUser = ({ user }: AskedServer): string =>
  user === null ? 'no user name was given' : `wrong user name or password (user ${user})`;

/** The first part of the path, where it is a name: `/tamarin-ledger/_search`. */
function indexOf(error: unknown): string | null {
  if (!(error instanceof errors.ResponseError)) return null;
  const path = error.meta.meta.request.params.path ?? '';
  const first = decodeURIComponent(path.split('/')[1] ?? '');
  return first === '' || first.startsWith('_') ? null : first;
}
